"""The plain danger check: words that speak of danger outright (danger.yml), without any model or engine.

It works while the engine is dead, and lifts the model's own judgement. It never lowers it. What is long past, denied, settled or
only a manner of speaking is left to the model.
"""

import functools
import re
from pathlib import Path

from ruamel.yaml import YAML

from bot.understanding.cues import plain
from bot.understanding.moves import CONCERN_KINDS

_FILE = Path(__file__).with_name("danger.yml")

#: What takes the words back when it stands shortly before them …
_BEFORE = re.compile(
    r"""(?xi)\b(?:
      never|not|don'?t|doesn'?t|wouldn'?t|isn'?t|no\ thoughts\ of|denies|denied|used\ to|history\ of|past|if\ (?:he|she)|could|years\ ago
    | (?:brother|father|mother|sister|wife|husband|son)'s|when\ (?:i|she|he)\ was|years?\ back
    | byth|flynyddoedd|arfer|hanes\ o|meddwl\ mod\ i|drwy
    )\b[^.!?]{0,25}$"""
)
#: … or anywhere in the answer: long past, settled, or said laughing.
_ANYWHERE = re.compile(
    r"""(?xi)\b(?:
      years?\ (?:ago|back)|long\ ago|19[4-9]\d|20[01]\d|(?:well|never)\ since|before\ (?:the\ divorce|he\ died|she\ died)
    | laugh|laughing|lol|haha|joking
    | b?flynyddoedd\ yn\ ôl|blynyddoedd\ yn\ ôl|mlynedd\ yn\ ôl|ers\ talwm|slawer\ dydd|chwerthin|wherthin|jôc
    )\b"""
)
#: Words that hold their own "not": a "not" before them is no denial.
_OWN_NOT = re.compile(
    r"(?i)\b(?:don'?t|do not|didn'?t|doesn'?t|can'?t|cannot|couldn'?t|won'?t|shan'?t|isn'?t|not?|never|without|ddim|dim|'?m|heb|sai'n)\b"
)


@functools.cache
def _cues() -> dict[str, "re.Pattern[str]"]:
    kinds = dict(YAML(typ="safe").load(_FILE.read_text(encoding="utf-8")))
    pieces = kinds.pop("pieces")
    return {
        kind: re.compile(
            "|".join(rf"\b(?:{_spelled_out(line, pieces)})\b" for line in patterns.splitlines() if line.strip()), re.IGNORECASE
        )
        for kind, patterns in kinds.items()
    }


def _spelled_out(pattern: str, pieces: dict[str, str]) -> str:
    while "<" in pattern.replace("(?<", ""):
        pattern = re.sub(r"<([A-Z]+)>", lambda match: pieces[match.group(1)], pattern)
    pattern = pattern.strip().replace(" ?", r"\s?").replace(" ", r"\s+")
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)


def danger_cue(text: str) -> str:
    """Return the words of ``text`` that speak of danger outright, or "" when there are none or they stand denied or past."""
    return _first(text)[1]


def danger_kind(text: str) -> str:
    """Return the kind of danger (MOVES.md) that ``text`` speaks of outright, "" for none."""
    return _first(text)[0]


def _first(text: str) -> tuple[str, str]:
    """Return (kind, words) of the first kind, in the order of MOVES.md, that the words of ``text`` speak of outright."""
    words = plain(text)
    if _ANYWHERE.search(words):
        return "", ""
    for kind in CONCERN_KINDS:
        for match in _cues()[kind].finditer(words):
            if _BEFORE.search(words[max(0, match.start() - 45) : match.start()]) and not _OWN_NOT.search(match.group()):
                continue
            return kind, text[match.start() : match.end()]
    return "", ""
