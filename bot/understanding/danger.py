"""The plain danger check: words that speak of danger outright (danger.yml), without any model or engine.

It works while the engine is dead, and lifts the model's own judgement. It never lowers it. What is long past, denied, settled or
only a manner of speaking is left to the model.
"""

import functools
import re
from pathlib import Path

from bot.understanding.cues import plain
from bot.understanding.patterns import any_of, read_patterns

_FILE = Path(__file__).with_name("danger.yml")

#: What takes the words back when it stands shortly before them …
_BEFORE = re.compile(
    r"""(?xi)\b(?:
      never|not|don'?t|doesn'?t|wouldn'?t|isn'?t|no\ thoughts\ of|denies|denied|used\ to|history\ of|past|if\ (?:he|she)|could|years\ ago
    | no\ (?:recent|current|evidence|signs?|risk|fear)|my\ ex|previous
    | (?:brother|father|mother|sister|wife|husband|son)'s|when\ (?:i|she|he)\ was|years?\ back
    | byth|flynyddoedd|arfer|hanes\ o|meddwl\ mod\ i|drwy
    )\b[^.!?]{0,25}$
    | \bno\ $"""
)
#: … or anywhere in the answer: long past, settled, or said laughing.
_ANYWHERE = re.compile(
    r"""(?xi)\b(?:
      years?\ (?:ago|back)|long\ ago|19[4-9]\d|20[01]\d|(?:well|never)\ since|before\ (?:the\ divorce|he\ died|she\ died)
    | as\ a\ (?:child|kid|girl|boy|teenager)|(?:my|his|her)\ childhood|first\ (?:husband|wife|marriage)
    | (?:my|his|her)\ late\ (?:husband|wife|father|mother)
    | laugh|laughing|lol|haha|joking|figure\ of\ speech|in\ a\ manner\ of\ speaking
    | b?flynyddoedd\ yn\ ôl|blynyddoedd\ yn\ ôl|mlynedd\ yn\ ôl|ers\ talwm|erstalwm|yn\ blentyn|g[wŵ]r\ cynta
    | slawer\ dydd|chwerthin|wherthin|jôc
    )\b"""
)
#: Words that hold their own "not": a "not" before them is no denial.
_OWN_NOT = re.compile(
    r"(?i)\b(?:don'?t|do not|didn'?t|doesn'?t|can'?t|cannot|couldn'?t|won'?t|shan'?t|isn'?t|not?|never|without|ddim|dim|'?m|heb|sai'n)\b"
)


@functools.cache
def _cues() -> "list[tuple[str, re.Pattern[str]]]":
    """Return the kinds of danger.yml, in its order, each with what finds it."""
    return [(kind, any_of(patterns)) for kind, patterns in read_patterns(_FILE).items()]


def danger_cue(text: str) -> str:
    """Return the words of ``text`` that speak of danger outright, or "" when there are none or they stand denied or past."""
    return _first(text)[1]


def danger_kind(text: str) -> str:
    """Return the kind of danger (a name of danger.yml) that the words of ``danger_cue`` speak of, "" when there are none."""
    return _first(text)[0]


def _first(text: str) -> tuple[str, str]:
    """Return (kind, words) of the first cue in ``text`` that holds; where two begin together, the kind that danger.yml has first."""
    words = plain(text)
    if _ANYWHERE.search(words):
        return "", ""
    found = sorted((match.start(), i, match.end()) for i, (_, cue) in enumerate(_cues()) for match in cue.finditer(words))
    for start, i, end in found:
        if not _BEFORE.search(words[max(0, start - 45) : start]) or _OWN_NOT.search(words[start:end]):
            return _cues()[i][0], text[start:end]
    return "", ""
