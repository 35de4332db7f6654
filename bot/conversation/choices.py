"""Plain choices in the person's words: a language, an age, whose life it is, yes or no, share or not. Pure, both languages."""

import re
from typing import Optional

_YES = re.compile(
    r"(?i)^\W*(?:yes|yeah|yep|yup|aye|ok(?:ay)?|sure|of course|please do|go (?:on|ahead)|fine|that'?s fine|correct|that'?s right|spot on|"
    r"ie|ia|oes|ydw|ydy|ydi|do|cewch|iawn|wrth gwrs|siŵr|cywir|byddwn|hoffwn)\b"
)
_NO = re.compile(
    r"(?i)^\W*(?:no|nope|nah|not (?:now|yet|really|today)|don'?t|do not|"
    r"i(?:'d| would) rather (?:you )?(?:not|didn'?t)|rather not|never|"
    r"na|nage|nac|naddo|dim diolch|peidiwch|paid|ddim|well gen i beidio|gwell gen i beidio|byth)\b"
)
_SHARE = re.compile(
    r"(?i)\b(?:share|send|pass|give|show|let|council|team|social|happy|"
    r"rhann\w*|anfon\w*|basio|pasio|rhoi|dangos|cyngor|tîm|hapus|fodlon)\b"
)
_KEEP = re.compile(r"(?i)\b(?:keep|save|hold|store|cadw\w*|gadw)\b")
_NOT_OVER_18 = re.compile(r"(?i)\b(?:under\s*18|child|at school|dan\s*18|plentyn)\b")
_OTHERS = re.compile(
    r"(?i)\b(?:my|her|his|their|our|about|for|regarding|re|ar ran|am|dros|fy|ei)\s+(?:\w+\s+)?(?:mum|mam|mother|dad|father|husband|hubby|wife|son|daughter|"
    r"brother|sister|nan|gran|grandmother|grandad|partner|aunt|auntie|uncle|cousin|mother-in-law|father-in-law|parents|child|girl|boy|lad|"
    r"ngŵr|gŵr|ngwraig|wraig|mab|merch|chwaer|brawd|nain|taid|mam-gu|tad-cu|tad|nhad|rhieni|fam|dad)\b"
)
_NEIGHBOUR = re.compile(
    r"(?i)\b(?:neighbou?rs?|friend|landlord|warden|vicar|shopkeeper|postman|colleague|cymydog|cymdoges|ffrind|drws nesa)\b"
)
_SELF = re.compile(
    r"(?i)\b(?:myself|himself|herself|themselves|own life|for me|about me|self|own behalf|fi fy hun|fy hun|ei hun|amdana i|drosto i|bywyd fy hun)\b"
)
_CARER = re.compile(r"(?i)\b(?:carer|cares? for|caring for|look(?:s|ing)? after|gofalwr|gofalu|edrych ar (?:ôl|ei hôl|ei ôl)|main carer)\b")

_NOTHING = re.compile(
    r"""(?xi)^\W* (?:no[,. ]+|na[,. ]+)? (?:
      nobody | no[- ]?one | nothing | none | not\ any(?:one|thing|body)
    | (?:there(?:'s|\ is|\ isn'?t)|i\ haven'?t\ got|don'?t\ have)?\ ?(?:nobody|no\ one|nothing|anyone|anything|anybody|none)
    | that'?s\ (?:all|it|everything|the\ lot)
    | neb | dim(?:\ byd)? | (?:does|s|sdim)\ ?(?:dim|neb)(?:\ byd)? | sneb | sdim(?:\ byd)? | dyna\ (?:ni|fe|fo|i\ gyd|bopeth|cwbl|'r\ cwbl)
    | (?:no|na|not\ really|nac\ oes|nag\ oes|dim\ felly|dim\ rili)(?=\W*$)
    )\b"""
)
_ONLY_NO = re.compile(
    r"""(?xi)^\W* (?:no|na|nac\ oes|nag\ oes|not\ really)? \W* (?:
      that'?s\ (?:all|it|everything|the\ lot).* | dyna'?r?\ (?:i\ gyd|cwbl|bopeth|ni|fe|fo).* | nothing\ (?:else|more).* | dim\ byd\ (?:arall|mwy).*
    )?$"""
)
#: A clear nothing is short; a longer answer that begins with "nobody" tells a story.
_NOTHING_WORDS = 8


def says_nothing(text: str) -> bool:
    """Whether the answer is a clear nothing: "nobody", "nothing near us", "no, that's all"."""
    return len(text.split()) <= _NOTHING_WORDS and bool(_NOTHING.match(text))


def is_only_no(text: str) -> bool:
    """Whether the answer is a bare "no" or "no, that's all", which tells nothing to keep; "nobody" does."""
    return bool(_ONLY_NO.match(text))


def chosen_language(text: str) -> Optional[str]:
    """Return the language that ``text`` names ("cy", "en"), None when it names none."""
    welsh = re.search(r"(?i)\b(?:cymraeg|gymraeg|nghymraeg|welsh)\b", text)
    english = re.search(r"(?i)\b(?:english|saesneg|seasneg)\b", text)
    if bool(welsh) == bool(english):
        return None
    return "cy" if welsh else "en"


def under_18(text: str) -> Optional[bool]:
    """Return whether the words say that the person is under 18; None when they do not say."""
    number = re.search(r"\b(\d{1,3})\b", re.sub(r"(?i)\b(?:under|dan|over|dros)\s*18\b", "", text))
    if number and 4 <= int(number.group(1)) <= 110:
        return int(number.group(1)) < 18
    if _NO.match(text):
        return False
    if _YES.match(text) or _NOT_OVER_18.search(text):
        return True
    return None


def yes_or_no(text: str) -> Optional[bool]:
    """Return True or False when ``text`` begins with a plain yes or no, else None."""
    if _NO.match(text):
        return False
    return True if _YES.match(text) else None


def keep_choice(text: str) -> Optional[bool]:
    """Return the answer to "may we keep this": a plain yes or no, or a sentence that says it."""
    plain = yes_or_no(text)
    if plain is None and _KEEP.search(text):
        return not re.search(r"(?i)\b(?:not|don'?t|peidi\w*|paid|ddim)\b", text)
    return plain


def share_choice(text: str) -> Optional[bool]:
    """Return the answer to "may it be passed on"; None when it is not plain enough.

    A no is taken however short. A yes needs one of the labelled choices or a plain sentence: a bare "ok" could mean several things (API.md).
    """
    plain = yes_or_no(text)
    if plain is False or re.search(r"(?i)\b(?:do not|don'?t|please not|peidiwch|paid â|ddim am)\b", text):
        return False
    if _SHARE.search(text) and (plain or len(text.split()) >= 2):
        return True
    return True if plain and len(re.findall(r"\w+", text)) >= 4 else None


def whose_life(text: str) -> tuple[Optional[str], bool]:
    """Return (subject, caller is a carer) from what the caller says of themselves: self, someone_cared_for, other or None."""
    if _NEIGHBOUR.search(text) and not _SELF.search(text):
        return "other", False
    if _CARER.search(text):
        return "someone_cared_for" if not _SELF.search(text) else "self", True
    if _SELF.search(text):
        return "self", False
    if _OTHERS.search(text):
        return "someone_cared_for", True
    return None, False
