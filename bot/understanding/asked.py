"""What is asked of the assistant in so many words (commands.yml): a message that is nothing but a command, however it is put.

A fact for the model to weigh; like a sign of danger, it does not decide by itself.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.cues import plain
from bot.understanding.patterns import read_patterns

_FILE = Path(__file__).with_name("commands.yml")
#: A longer message is a story, or a command with a story about it: the model's to tell.
_MOST_WORDS = 26
#: So many words of politeness may stand before a command.
_MOST_BEFORE = 8
#: "yes" and "no" are commands where one of them was asked for.
_YES_OR_NO = ("read_back", "consent")
_CLAUSE = re.compile(r"[.,;:!?…\n]+(?:\s|$)|\s[-–—]\s")
_ONLY_THERE = " at read back or consent"


@dataclass(frozen=True)
class _Commands:
    """commands.yml: the words that may stand before and after a command, and each command's patterns."""

    before: frozenset[str]
    after: frozenset[str]
    patterns: "dict[str, re.Pattern[str]]"


@functools.cache
def _commands() -> _Commands:
    groups = read_patterns(_FILE)
    before, after = (frozenset(re.split(r"\\s\+", r"\s+".join(groups.pop(name)))) for name in ("before", "after"))
    return _Commands(before, after, {name: re.compile(f"(?:{'|'.join(lines)})", re.IGNORECASE) for name, lines in groups.items()})


def commands_asked(text: str, ask: str) -> list[str]:
    """Return the commands (names of MOVES.md) that ``text`` as a whole may be asking for, in the order of commands.yml."""
    whole = re.sub(r"[\"“”]", "", plain(text)).strip(" \n.!?…,")
    if not whole or len(whole.split()) > _MOST_WORDS:
        return []
    ways = _without_politeness(whole)
    found = []
    for name, pattern in _commands().patterns.items():
        command = name.removesuffix(_ONLY_THERE)
        if (command == name or ask in _YES_OR_NO) and any(pattern.fullmatch(way) for way in ways):
            found.append(command)
    return found


def clauses_asked(text: str, ask: str) -> tuple[list[str], list[str]]:
    """Return what the first and the last clause of ``text`` may be asking for, where there are two or more: a story can end in "skip"."""
    clauses = _clauses(text)
    if len(clauses) < 2:
        return [], []
    return commands_asked(clauses[0], ask), commands_asked(clauses[-1], ask)


def words_beside(text: str, ask: str) -> int:
    """Return how many words of ``text`` stand in clauses that ask for nothing in so many words: as much may be story."""
    return sum(len(clause.split()) for clause in _clauses(text) if not commands_asked(clause, ask))


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text.strip()) if clause.strip()]


def _without_politeness(whole: str) -> list[str]:
    """Return ``whole``, and what is left of it when polite words at its beginning and end are taken off one by one."""
    words = whole.split()
    begin, end = 0, len(words)
    while begin < min(_MOST_BEFORE, end - 1) and _bare(words[begin]) in _commands().before:
        begin += 1
    while end - 1 > 0 and _bare(words[end - 1]) in _commands().after:
        end -= 1
    ends = {len(words), end}
    return [" ".join(words[i:j]).strip(" ,.;!?…") for j in ends for i in range(begin + 1) if i < j]


def _bare(word: str) -> str:
    return word.strip(",.;:!?…-").lower()
