"""Finds the person's own few words that a follow-up takes up, learned from the terms marked in the training data. Engine side only.

Each word gets three scores (a term begins here, ends here, this is inside one); the best run of words within one sentence is the term.
"""

import re
from typing import Any, Optional

import numpy as np
from sklearn.feature_extraction import DictVectorizer

from bot.understanding.cues import Words, cues_in, plain
from bot.understanding.features import Example
from bot.understanding.regression import fit_regression
from bot.understanding.sentences import sentence_spans
from bot.understanding.terms import MOST_WORDS, TERM_MOVES, find_term, tidy

#: How much the words inside count beside the first and the last.
_INSIDE = 0.25
#: With fewer marked terms than this the patterns of terms.py do it.
_ENOUGH = 30
#: Small endings that belong to the next word ("ffrindiau'n dweud", "Mam's view"), not to the term.
_CLITIC = {**dict.fromkeys(("own_view", "context"), re.compile(r"'(?:n|r|s)$")), "": re.compile(r"'(?:n|r)$")}
#: Whoever speaks, or is spoken for, is never the other one whose view was given.
_NO_OTHER = frozenset(["i", "i've", "i'm", "i'd", "caller", "clr", "client", "galwr", "fi", "dw", "dwi", "dw'i", "wi", "sai"])

Span = tuple[int, int]


class TermModel:
    """Learns where terms begin and end (``fit``), finds the one of an answer (``find``)."""

    def __init__(self) -> None:
        self.features = DictVectorizer()
        self.scorers: list[Any] = []
        self.known: dict[str, list[str]] = {}

    def fit(self, examples: list[Example]) -> "TermModel":
        told: list[dict[str, float]] = []
        marks: list[tuple[bool, bool, bool]] = []
        for e in examples:
            if e.intent in TERM_MOVES and e.term and e.term in e.text:
                answer = _Answer(e.text, e.intent, e.ask)
                at = e.text.find(e.term)
                inside = [i for i, (start, end) in enumerate(answer.words.spans) if start < at + len(e.term) and end > at]
                told += answer.features
                marks += [(i == inside[0], i == inside[-1], i in inside) if inside else (False,) * 3 for i in range(len(answer.words))]
        for move in TERM_MOVES:
            self.known[move] = sorted({e.term.lower() for e in examples if e.intent == move and e.term}, key=len, reverse=True)
        if sum(first for first, _, _ in marks) >= _ENOUGH:
            matrix = self.features.fit_transform(told)
            self.scorers = [fit_regression(matrix, np.array(column), C=2.0) for column in zip(*marks, strict=True)]
        return self

    def find(self, text: str, move: str, ask: str) -> Optional[Span]:
        """Return the span of the term of ``text``; None for moves that take up none. Never a question mark or line break in it."""
        if move not in TERM_MOVES:
            return None
        answer = _Answer(text, move, ask)
        if not self.scorers or not len(answer.words):
            return find_term(text, move, self.known.get(move, []))
        matrix = self.features.transform(answer.features)
        begins, ends, inside = (scorer.decision_function(matrix) for scorer in self.scorers)
        sums = np.concatenate([[0.0], np.cumsum(inside)])
        best: tuple[float, int, int] = (-np.inf, 0, len(answer.words) - 1)
        for i in range(len(answer.words)):
            if move == "own_view" and answer.words.words[i] in _NO_OTHER:
                continue
            for j in range(i, min(len(answer.words), i + MOST_WORDS)):
                if answer.sentence[j] != answer.sentence[i]:
                    break
                best = max(best, (float(begins[i] + ends[j] + _INSIDE * (sums[j + 1] - sums[i])), i, j))
        _, first, last = best
        start, end = answer.words.spans[first][0], answer.words.spans[last][1]
        clitic = _CLITIC.get(move, _CLITIC[""]).search(plain(text[start:end]))
        return tidy(text, start, end - len(clitic.group()) if clitic and clitic.start() else end)


class _Answer:
    """An answer word by word: what each word is, what stands around it, which sentence it is in."""

    def __init__(self, text: str, move: str, ask: str) -> None:
        self.words = words = Words(text)
        self.cues: list[list[str]] = [[] for _ in words.words]
        for name, runs in cues_in(words).items():
            for first, last in runs:
                for i in range(first, last + 1):
                    self.cues[i].append(name + ("^" if i == first else ""))
        spans = sentence_spans(text)
        self.sentence = [sum(start >= s for s, _ in spans) for start, _ in words.spans]
        between = [*(text[a[1] : b[0]].strip()[:1] for a, b in zip(words.spans, words.spans[1:], strict=False)), "$"]
        self.features = [self._word(i, text, move, ask, between) for i in range(len(words))]

    def _word(self, i: int, text: str, move: str, ask: str, between: list[str]) -> dict[str, float]:
        words, sentence, count = self.words.words, self.sentence, len(self.words)
        word = words[i]
        found = {
            f"word={word}", f"{move} word={word}", f"{move} ending={word[-3:]}", f"{move} sentence={min(sentence[i], 3)}",
            f"{move} place={min(i, 8)}", f"{move} left={min(count - i, 8)}", f"{move} of={min(count, 12)}", f"{move} ask={ask}",
            f"{move} then={between[i]}", f"{move} after={between[i - 1] if i else '^'}",
        }  # fmt: skip
        if i == 0 or sentence[i - 1] != sentence[i]:
            found.add(f"{move} first")
        if i == count - 1 or sentence[i + 1] != sentence[i]:
            found.add(f"{move} last")
        if text[self.words.spans[i][0]].isupper():
            found.add("capital")
        for away in (-2, -1, 0, 1, 2):
            j = i + away
            near = words[j] if 0 <= j < count else "$"
            cues = self.cues[j] if 0 <= j < count else []
            found.update((f"{away} word={near}", f"{move} {away} word={near}"))
            found.update(f"{move} {away} cue={cue}" for cue in cues)
        if i:
            found.add(f"pair={words[i - 1]} {word}")
        if i + 1 < count:
            found.add(f"next={word} {words[i + 1]}")
        return dict.fromkeys(found, 1.0)
