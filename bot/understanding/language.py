"""Which of the two languages a message is in, from its small words. Runs without the engine."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# Small words that one language has and the other has not. Kept short on purpose: small words stand in every sentence.
_WELSH = frozenset(
    """
    mae yn y yr i'r o'r a'r wrth gyda efo hefo dw dwi rwy rwyf wy fi chi ni nhw fe ef dydy dyw dydi ydy ydi yw oedd roedd bydd fydd
    byddai fyddai bod fod wedi heb ddim dim nid na nac ond achos gan eisiau isio moyn ishe eisie angen hoffi hoffwn licio lico mynd dod
    gwneud neud gwbod gwybod meddwl teimlo gallu methu cael ga gaf ei eu fy dy ein eich nain taid mamgu tadcu gŵr gwraig merch mab
    gartref adre gartre nôl mas allan nawr rŵan heddiw wythnos dydd nos bore prynhawn lle sut pam beth pwy faint iawn diolch ie oes nag
    nagoes neb byth weithiau hefyd eto dros trwy rhwng yma yno hyn hwn hon dyna dyma sy sydd sy'n sydd'n mae'n mae'r dwi'n dw'i rwy'n
    fy'n i'n a'n fel jyst tipyn bach llawer digon sai cymraeg saesneg siarad gofalu gofal gofalwr gofalwyr cymorth annibyniaeth hapus
    saff seibiant unrhyw rhywun rhywbeth popeth pawb ffaelu methu'n bopeth dyw'n ydyn ydw ydych wnaeth aeth daeth gafodd ges es oeddwn
    o'n ro'n shwmae sgwrs gwaith
    """.split()  # noqa: SIM905
)
_ENGLISH = frozenset(
    """
    the and is are was were be been to of in it that this for with on at my me you he she they we his her their our your not don't can't
    but so because have has had do does did would could should will just what when where who why how if then there here from about out
    up down get got go going want need like feel know think some any all every no yes day night home him them us after before more much
    im ive dont cant wont didnt doesnt isnt wasnt couldnt wouldnt shouldnt havent hasnt thats theres hes shes theyre whats now only really
    can by as or over again one two too very also still even never always got into off back since till until while i'll you'll he'll she'll
    we'll they'll you're you've we've they've let's who's
    than i'm i've i'd it's that's there's he's she's they're we're isn't wasn't won't wouldn't couldn't doesn't didn't nothing nobody
    """.split()  # noqa: SIM905
)


def detect_language(text: str, default: str) -> str:
    """Return ``"en"`` or ``"cy"`` for ``text``; ``default`` when its words do not tell (names, one word, numbers)."""
    found = [word.replace("’", "'") for word in _WORD.findall(text)]
    words = [word.lower() for i, word in enumerate(found) if not _in_a_name(found, i)]
    welsh = sum(word in _WELSH for word in words)
    english = sum(word in _ENGLISH for word in words)
    # Letters and pairs that English does not write; names of people and places have them in either language.
    plain = [word for word in found if word.islower()]
    welsh += sum(bool(re.search(r"[ŵŷ]|^ll|^dd|^ff|wy|[^aeiou]w[^aeiouhy]|ydd$|aeth$|oedd$", word)) for word in plain)
    if welsh == english:
        return default
    return "cy" if welsh > english else "en"


def _in_a_name(words: list[str], i: int) -> bool:
    """Whether the word stands between two with a capital, as in Heol y Bont."""
    return 0 < i < len(words) - 1 and words[i].islower() and words[i - 1][0].isupper() and words[i + 1][0].isupper()
