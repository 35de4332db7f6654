"""The plain danger check: words that speak of danger outright (danger.yml), without any model or engine.

It works while the engine is dead, and lifts the model's own judgement. It never lowers it. What is long past, denied, settled or
only a manner of speaking is left to the model.
"""

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Optional

from bot.understanding.cues import plain
from bot.understanding.key_words import Keys, keys_of
from bot.understanding.moves import CONCERN_KINDS
from bot.understanding.patterns import any_of, finder, read_lines, spelled_out

_FILE = Path(__file__).with_name("danger.yml")
_WORD = re.compile(r"\w+")
#: So many words are remembered with the lines they call up.
_MOST_WORDS = 20000
_SENTENCE = re.compile(r"[^.!?\n]+")
_ENDS = re.compile(r"[.!?;\n]")
#: Accents off, letter for letter, so that offsets stay true.
_BARE = str.maketrans("âêîôûŵŷäëïöüŵŷàèìòùáéíóúÂÊÎÔÛŴŶÄËÏÖÜ", "aeiouwyaeiouwyaeiouaeiouAEIOUWYAEIOU")
#: A cue begins at most this many words before its key word and ends at most this many after it; what takes it back stands this near.
_BEFORE, _AFTER, _AROUND = 12, 20, 160
#: What takes words back stands at most this far before them, in the same clause.
_REACH = r"(?:(?!\b(?:and|but|so|because|ond|achos|ac)\b|,)[^.!?;]){0,25}$"


class _Cue:
    """A line of danger.yml: its kind (by number), what it needs near by, and the expression, made when it is first needed."""

    def __init__(self, kind: int, line: str, keys: Keys) -> None:
        self.kind, self.line = kind, line
        self.sides = [sorted(side, key=len) for side in keys.beside]

    @functools.cached_property
    def match(self) -> "Callable[[str, int], Optional[re.Match[str]]]":
        return finder(self.line).match

    def may_stand_among(self, words: "set[str]") -> bool:
        for side in self.sides:
            for slot in side:
                if slot.isdisjoint(words):
                    break
            else:
                return True
        return False


class _Cues:
    """The lines of danger.yml, by the words they can't do without."""

    def __init__(self) -> None:
        lines = {name: [line.translate(_BARE) for line in group] for name, group in read_lines(_FILE).items()}
        back = {name: [spelled_out(line) for line in lines[name]] for name in lines if name not in CONCERN_KINDS}
        self.before = re.compile(rf"(?i)\b(?:{'|'.join(back['taken back before'])}|no(?=\W*$))(?!\w){_REACH}")
        self.around = any_of(back["taken back in the sentence"])
        self.own_not = any_of(back["own not"])
        self._by_word: dict[str, list[_Cue]] = {}
        self._by_beginning: dict[str, list[_Cue]] = {}
        for i, kind in enumerate(CONCERN_KINDS):
            for line in lines[kind]:
                keys = keys_of(line)
                if keys is None:
                    raise ValueError(f"danger.yml: no word to know this line by: {line}")
                cue = _Cue(i, line, keys)
                for key in keys.words:
                    book = self._by_beginning if key.endswith("\0") else self._by_word
                    book.setdefault(key.rstrip("\0"), []).append(cue)
        self._begun: dict[str, list[_Cue]] = {}

    def of(self, word: str) -> "list[_Cue]":
        """Return the lines to be tried where ``word`` stands."""
        if word not in self._begun:
            if len(self._begun) > _MOST_WORDS:
                self._begun.clear()
            begun = [cue for length in range(3, len(word) + 1) for cue in self._by_beginning.get(word[:length], ())]
            self._begun[word] = list(dict.fromkeys([*self._by_word.get(word, ()), *begun]))
        return self._begun[word]


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
    bare = plain(text).translate(_BARE)
    lower = bare.lower() if len(bare.lower()) == len(bare) else bare
    best = (len(CONCERN_KINDS), 0, 0)
    seen: set[str] = set()
    for sentence in _SENTENCE.finditer(lower):
        if sentence.group() not in seen:
            seen.add(sentence.group())
            best = _gravest_in(bare, list(_WORD.finditer(lower, *sentence.span())), best)
    return (CONCERN_KINDS[best[0]], text[best[1] : best[2]]) if best[0] < len(CONCERN_KINDS) else ("", "")


def _gravest_in(text: str, found: "list[re.Match[str]]", best: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return (kind, start, end) of the gravest cue in the sentence of ``text`` with the words ``found``, or ``best`` if that is graver."""
    words = [word.group() for word in found]
    starts = [word.start() for word in found]
    near, short = set(words), len(words) <= _BEFORE + _AFTER
    seen = set()
    of = _cues().of
    for i, word in enumerate(words):
        cues = of(word)
        if not cues:
            continue
        first = max(0, i - _BEFORE)
        if not short:
            last = min(i + _AFTER, len(words) - 1)
            here = (i - first, text[starts[first] : starts[last]])
            if here in seen:
                continue
            seen.add(here)
            near = set(words[first : last + 1])
        for cue in cues:
            if cue.kind <= best[0] and cue.may_stand_among(near):
                best = min(best, *_found(cue, text, starts[first : i + 1], best))
    return best


def _found(cue: _Cue, text: str, starts: list[int], best: tuple[int, int, int]) -> "Iterator[tuple[int, int, int]]":
    """Yield ``best``, then (kind, start, end) of each place from one of ``starts`` on where ``cue`` holds, and which is before it."""
    yield best
    for start in starts:
        # A Welsh "'n" or "'i" begins before its word.
        match = cue.match(text, start) or (start > 0 and text[start - 1] == "'" and cue.match(text, start - 1))
        if match and (cue.kind, *match.span()) < best and not _taken_back(text, *match.span()):
            yield (cue.kind, *match.span())
            return


def _taken_back(text: str, start: int, end: int) -> bool:
    """Is what stands from ``start`` to ``end`` denied, long past, settled, or only a manner of speaking?"""
    cues = _cues()
    before = _ENDS.split(text[max(0, start - _AROUND) : start])[-1]
    if _told_of_else(before + text[start:end] + _ENDS.split(text[end : end + _AROUND])[0]):
        return True
    return bool(cues.before.search(before[-45:])) and not cues.own_not.search(text[start:end])


@functools.lru_cache(maxsize=64)
def _told_of_else(sentence: str) -> bool:
    return bool(_cues().around.search(sentence))
