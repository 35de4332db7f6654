"""The plain danger check: words that speak of danger outright (danger.yml), without any model or engine.

It works while the engine is dead, and lifts the model's own judgement. It never lowers it. What is long past, denied, settled or
only a manner of speaking is left to the model.
"""

import functools
import re
from pathlib import Path

from bot.understanding.cues import plain
from bot.understanding.key_words import key_words
from bot.understanding.moves import CONCERN_KINDS
from bot.understanding.patterns import any_of, finder, read_lines, read_patterns

_FILE = Path(__file__).with_name("danger.yml")
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?;\n]")
#: Accents off, letter for letter, so that offsets stay true.
_BARE = str.maketrans("âêîôûŵŷäëïöüŵŷàèìòùáéíóúÂÊÎÔÛŴŶÄËÏÖÜ", "aeiouwyaeiouwyaeiouaeiouAEIOUWYAEIOU")
#: A cue is looked for from this far before its key word to this far after it, and what takes it back this far around it.
_BEFORE, _AFTER, _AROUND = 60, 110, 160
#: What takes words back stands at most this far before them, in the same clause.
_REACH = r"(?:(?!\b(?:and|but|so|because|ond|achos|ac)\b|,)[^.!?;]){0,25}$"

Cue = tuple[int, "re.Pattern[str]"]


class _Cues:
    """The lines of danger.yml, by the words they can't do without."""

    def __init__(self) -> None:
        lines = {name: [line.translate(_BARE) for line in group] for name, group in read_lines(_FILE).items()}
        spelled = {name: [line.translate(_BARE) for line in group] for name, group in read_patterns(_FILE).items()}
        self.before = re.compile(rf"(?i)\b(?:{'|'.join(spelled['taken back before'])}|no(?=\W*$))(?!\w){_REACH}")
        self.around = any_of(spelled["taken back in the sentence"])
        self.own_not = any_of(spelled["own not"])
        self.by_word: dict[str, list[Cue]] = {}
        self.by_beginning: dict[str, list[Cue]] = {}
        for i, kind in enumerate(CONCERN_KINDS):
            for line in lines[kind]:
                for key in key_words(line) or ():
                    book = self.by_beginning if key.endswith("\0") else self.by_word
                    book.setdefault(key.rstrip("\0"), []).append((i, finder(line)))

    @functools.lru_cache(maxsize=20000)  # noqa: B019 (there is one of them)
    def of(self, word: str) -> "tuple[Cue, ...]":
        """Return the lines to be tried where ``word`` stands."""
        begun = [cue for length in range(2, len(word) + 1) for cue in self.by_beginning.get(word[:length], ())]
        return tuple(dict.fromkeys([*self.by_word.get(word, ()), *begun]))


@functools.cache
def _cues() -> _Cues:
    return _Cues()


def danger_cue(text: str) -> str:
    """Return the words of ``text`` that speak of danger outright, or "" when there are none or they stand denied or past."""
    return _gravest(text)[1]


def danger_kind(text: str) -> str:
    """Return the kind of danger (MOVES.md) that the words of ``danger_cue`` speak of, "" when there are none."""
    return _gravest(text)[0]


@functools.lru_cache(maxsize=64)
def _gravest(text: str) -> tuple[str, str]:
    """Return (kind, words) of the cue that holds, of several the first kind in the order of MOVES.md, and of those the first words."""
    words = plain(text).translate(_BARE)
    cues = _cues()
    best: tuple[int, int, int] = (len(CONCERN_KINDS), 0, 0)
    tried = set()
    for word in _WORD.finditer(words):
        first, last = max(0, word.start() - _BEFORE), word.end() + _AFTER
        for kind, cue in cues.of(word.group().lower()):
            here = (words[first:last], cue)
            if kind > best[0] or here in tried:
                continue
            tried.add(here)
            for match in cue.finditer(words, first, last):
                found = (kind, *match.span())
                if found < best and not _taken_back(words, *match.span()):
                    best = found
    return (CONCERN_KINDS[best[0]], text[best[1] : best[2]]) if best[0] < len(CONCERN_KINDS) else ("", "")


def _taken_back(words: str, start: int, end: int) -> bool:
    """Is what stands from ``start`` to ``end`` denied, long past, settled, or only a manner of speaking?"""
    cues = _cues()
    sentence = _ENDS.split(words[max(0, start - _AROUND) : start])[-1]
    if cues.around.search(sentence + words[start:end] + _ENDS.split(words[end : end + _AROUND])[0]):
        return True
    return bool(cues.before.search(sentence[-45:])) and not cues.own_not.search(words[start:end])
