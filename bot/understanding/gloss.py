"""Puts Welsh into a rough English, word for word, so that an encoder that knows only English can tell what an answer is about.

*Dim ond y theory sy gen i* becomes *only the theory that is with me*. Nobody is ever shown this, and nothing is quoted from it. The
words are in ``glossary/``, by kind, each line a word or phrase, a tab and what it means; what stands in none of its files is left as it
is (names, and English words among the Welsh).
"""

import functools
import re
from pathlib import Path
from typing import Optional

from bot.understanding.cues import plain
from bot.understanding.mutation import unmutated

_FOLDER = Path(__file__).with_name("glossary")
_TOKEN = re.compile(r"'?\w+(?:['-]\w+)*'?|[^\w\s]")
#: Endings of verbs and plurals, longest first, and what a verb-noun or singular has in their place.
_VERB_ENDINGS = (
    "asoch", "asant", "asom", "iodd", "iais", "aist", "wyd", "odd", "ais", "ies", "est", "och", "ith", "iff", "wch", "ech", "ant", "ynt",
    "es", "on", "ir", "ai", "af", "wn", "en", "an", "et", "a", "o", "i",
)  # fmt: skip
_VERB_NOUN_ENDINGS = ("u", "o", "io", "i", "a", "", "an", "ed", "eg", "yd", "n", "au", "l")
_PLURAL_ENDINGS = ("iau", "oedd", "ion", "ydd", "au", "on", "od", "i", "s")
_SHORTEST_STEM = 3
_SHORTEST_MUTATED = 3


def in_english(text: str) -> str:
    """Return the Welsh ``text`` in rough English."""
    tokens = _TOKEN.findall(plain(text))
    words = [token.lower() for token in tokens]
    told = []
    i = 0
    while i < len(tokens):
        count, meaning = _longest(words, i)
        told.append(tokens[i] if meaning is None else meaning)
        i += count
    return " ".join(part for part in told if part)


def _longest(words: list[str], i: int) -> tuple[int, Optional[str]]:
    """Return how many words from ``i`` on the longest entry takes, and its meaning; None for a word that nobody has listed."""
    entries, most = _glossary()
    for count in range(min(most, len(words) - i), 1, -1):
        rest = " ".join(words[i + 1 : i + count])
        for first in _forms(words[i]):
            if f"{first} {rest}" in entries:
                return count, entries[f"{first} {rest}"]
    return 1, _meaning(words[i])


@functools.lru_cache(maxsize=20_000)
def _meaning(word: str) -> Optional[str]:
    """Return what one word means: as it stands, unmutated, without its ending, or as the two words that an apostrophe joins."""
    entries, _ = _glossary()
    forms = _forms(word)
    for form in forms:
        if form in entries:
            return entries[form]
    joint = word.find("'", 1)
    if 0 < joint < len(word) - 1:
        before, after = _meaning(word[:joint]), _meaning(word[joint:])
        if before is not None or after is not None:
            return " ".join(part for part in (word[:joint] if before is None else before, after) if part)
    if word != word.strip("'"):
        return _meaning(word.strip("'")) if word.strip("'") else None
    return next((entries[root] for form in forms for root in _roots(form) if root in entries), None)


def _forms(word: str) -> tuple[str, ...]:
    """Return ``word`` and what it may be a mutated form of. Words of one or two letters are what they are."""
    return (word, *(unmutated(word) if len(word) >= _SHORTEST_MUTATED else ()))


def _roots(word: str) -> list[str]:
    """Return what ``word`` may be a plural or a form of, likeliest first."""
    found = [word[: -len(ending)] for ending in _PLURAL_ENDINGS if _ends(word, ending)]
    for ending in _VERB_ENDINGS:
        if _ends(word, ending):
            found += [word[: -len(ending)] + verb_noun for verb_noun in _VERB_NOUN_ENDINGS]
    return found


def _ends(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM


@functools.cache
def _glossary() -> tuple[dict[str, str], int]:
    """Return every entry, and the number of words of the longest."""
    lines = [line for file in sorted(_FOLDER.glob("*.tsv")) for line in file.read_text(encoding="utf-8").splitlines() if line]
    entries = dict(line.split("\t") for line in lines)
    return entries, max((word.count(" ") + 1 for word in entries), default=1)
