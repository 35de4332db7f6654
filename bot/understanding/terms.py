"""The person's own few words that a follow-up takes up, from the cue lists alone: for want of learned ones (term_model.py)."""

import re
from typing import Optional

from bot.understanding.cues import first_cue, plain
from bot.understanding.sentences import sentence_spans

MOST_WORDS = 9
#: Moves whose follow-up takes up words of the person.
TERM_MOVES = ("so_what", "why", "own_view", "context")

#: The list of cues.yml whose first words are the term of a move.
_LIST = {"so_what": "catch_all", "why": "service", "own_view": "kin"}


def find_term(text: str, move: str, known: list[str]) -> Optional[tuple[int, int]]:
    """Return the span of the words in ``text`` that a follow-up for ``move`` takes up; None for other moves.

    ``known``: terms of the training data, lower case, longest first. A span never holds a question mark or a line break.
    """
    if move not in TERM_MOVES:
        return None
    spans = sentence_spans(text)
    span = _known(text, known) or (first_cue(text, _LIST[move]) if move in _LIST else None) or (spans[0] if spans else None)
    return tidy(text, *span) if span else None


def _known(text: str, known: list[str]) -> Optional[tuple[int, int]]:
    lower = plain(text).lower()
    if len(lower) != len(text):
        return None
    for term in known:
        at = lower.find(plain(term))
        end = at + len(term)
        if at >= 0 and (at == 0 or not lower[at - 1].isalnum()) and (end == len(lower) or not lower[end].isalnum()):
            return at, end
    return None


def tidy(text: str, start: int, end: int) -> Optional[tuple[int, int]]:
    """Shorten to MOST_WORDS, stop at a question mark or line break, and take off white space and closing marks."""
    stop = re.search(r"[?\n]", text[start:end])
    if stop:
        end = start + stop.start()
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) > MOST_WORDS:
        end = start + words[MOST_WORDS - 1].end()
    while start < end and (text[start].isspace() or text[start] in "\"“”'‘-–—,;:."):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in '"“”‘-–—,;:.!…'):
        end -= 1
    return (start, end) if end > start else None
