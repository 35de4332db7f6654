"""The key words of a pattern: words of which one must stand in a text for the pattern to be found there.

A pattern is tried only near a word it can't do without, so that hundreds of them take no time on a long text. Of the pattern
``(he|she) (has |have )?(hit|hits) me`` any match holds *hit* or *hits*: those are its key words.
"""

import re
from dataclasses import dataclass
from typing import Optional

#: Words that stand everywhere: they tell a pattern from others badly.
_COMMON = frozenset(
    """
    i me my you he him his she her they them their we us our it its a an the and or but so if when then that this there here who is are
    was were be been am do does did have has had will would no to of in on at for with from by as up down out off
    over again all any y yr ei fy eu yn wedi ac ar i o e fo fe hi fi ni mae ma dwi dw am at gyda efo ddim dim
    """.split()  # noqa: SIM905
)
#: A piece of a pattern that stands for more texts than this is no good as a key.
_MOST = 3000
_TOKEN = re.compile(r"\\.|\[[^\]]*\]|\(\?[:=!<]*|.", re.DOTALL)
_TIMES = re.compile(r"[?*+]|\{\d*,?\d*\}")
#: A beginning of a word (bruis*) has at least this many letters, the sign for the open end counted.
_STEM = 4
#: Stands for a part of which the letters are not known.
_OPEN = "\0"


@dataclass(frozen=True)
class Keys:
    """What a pattern needs. ``words``: one of these stands wherever it is found (*bruis\\0* is a beginning); ``beside``: for each way in
    which it can be found, sets of words of each of which one stands near by."""

    words: frozenset[str]
    beside: tuple[tuple[frozenset[str], ...], ...]


def keys_of(pattern: str) -> Optional[Keys]:
    """Return what ``pattern`` (a line of danger.yml, the pieces put in) needs; None when it can't be told by a word."""
    words: set[str] = set()
    beside = []
    for side in _Reader(pattern).sides():
        best = max((_words(slot, _COMMON) for slot in side), key=_worth, default=None)
        if not best:
            return None
        words |= best
        needed = [_words(slot, frozenset()) for slot in side]
        beside.append(tuple(frozenset(slot) for slot in needed if slot and not any(w.endswith(_OPEN) for w in slot)))
    return Keys(frozenset(words), tuple(beside))


def _words(slot: "set[str]", common: "frozenset[str]") -> "set[str]":
    """Return for each text of ``slot`` the word that tells most, none of ``common``; empty when one of them has none."""
    chosen = set()
    for text in slot:
        words = [w for w in re.findall(rf"{_OPEN}?\w+{_OPEN}?", text) if not w.startswith(_OPEN) and w.rstrip(_OPEN) not in common]
        words = [w for w in words if not (w.endswith(_OPEN) and len(w) < _STEM)]
        if not words:
            return set()
        chosen.add(max(words, key=lambda w: (w not in _COMMON, len(w))))
    return chosen


def _worth(words: "set[str]") -> "tuple[int, int]":
    return (min((len(w.rstrip(_OPEN)) for w in words), default=0), -len(words))


class _Reader:
    """Reads a pattern into sides (of |), each a list of slots (between spaces), each the set of texts it may stand for."""

    def __init__(self, pattern: str) -> None:
        self.tokens = _TOKEN.findall(pattern)
        self.at = 0

    def sides(self) -> "list[list[set[str]]]":
        sides: list[list[set[str]]] = [[{""}]]
        while self.at < len(self.tokens) and self.tokens[self.at] != ")":
            token = self.tokens[self.at]
            self.at += 1
            if token == "|":
                sides.append([{""}])
                continue
            texts = self._texts(token)
            times = self._times()
            if times in ("?", "*") or times.startswith(("{0", "{,")):
                texts = _left_out(texts, times)
            if texts == {" "}:
                sides[-1].append({""})
            else:
                before = sides[-1][-1]
                if len(before) * len(texts) <= _MOST:
                    sides[-1][-1] = {a + b for a in before for b in texts}
                else:  # too many to join: the two are looked at apart
                    sides[-1].append(texts)
        return sides

    def _texts(self, token: str) -> "set[str]":
        if token == "(":
            texts = {text for side in self.sides() for text in _joined(side)}
            self.at += 1
            return texts
        if token.startswith("(?"):  # what stands before or after tells nothing
            self.sides()
            self.at += 1
            return {""}
        if token.startswith("["):
            letters = token[1:-1]
            return set(letters) if letters.isalpha() else {_OPEN}
        if token in (r"\b", "^", "$"):
            return {""}
        return {_OPEN} if token.startswith("\\") or token == "." else {token}

    def _times(self) -> str:
        rest = "".join(self.tokens[self.at : self.at + 8])
        found = _TIMES.match(rest)
        if not found:
            return ""
        taken = 0
        while taken < found.end():
            taken += len(self.tokens[self.at])
            self.at += 1
        return found.group()


def _left_out(texts: "set[str]", times: str) -> "set[str]":
    """Return what stands where ``texts`` may be left out: of whole words, only that they may be there."""
    if len(texts) > 1 or texts - {" "}:
        if all(text.endswith(" ") for text in texts):
            return {"", f"{_OPEN} "}
        if all(text.startswith(" ") for text in texts):
            return {"", f" {_OPEN}"}
    return texts | {""} if times == "?" else {_OPEN}


def _joined(side: "list[set[str]]") -> "set[str]":
    texts = {""}
    for i, slot in enumerate(side):
        if len(texts) * len(slot) > _MOST:
            return {f"{_OPEN} {word} {_OPEN}" for word in max((_words(slot, _COMMON) for slot in side), key=_worth)} or {_OPEN}
        texts = {a + (" " if i else "") + b for a in texts for b in slot}
    return texts
