"""Turns answers into rows of numbers: word n-grams, letter n-grams, words in the light of the question, the shape, the context."""

import re
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.understanding.features import context_features, normal, shape

#: (text, ask, role, language)
Row = tuple[str, str, str, str]

_TOKEN = r"(?u)\b\w+(?:'\w+)?\b|[?…]"
_WORD = re.compile(_TOKEN)


#: What may be left out to see what it is worth (``bench.understanding --leave-out``).
PARTS = ("words", "letters", "asked", "shapes", "cues")
_NO_CUES = ("ask=", "role=", "language=", "length=", "question_mark", "digits", "name", "first_person", "whole=", "begins with ")


class Vectoriser:
    """Turns (text, ask, role, language) into one sparse row. The weight of each part was chosen by cross-validation."""

    def __init__(self, leave_out: tuple[str, ...] = ()) -> None:
        self.leave_out = leave_out
        self.words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=_TOKEN)
        self.letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True, max_features=40000)
        self.asked = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"\S+")
        self.shapes = TfidfVectorizer(ngram_range=(1, 4), min_df=3, sublinear_tf=True, token_pattern=r"\S+", lowercase=False)
        self.context = DictVectorizer()

    def fit(self, rows: list[Row]) -> csr_matrix:
        return self._rows(rows, "fit_transform")

    def transform(self, rows: list[Row]) -> csr_matrix:
        return self._rows(rows, "transform")

    def _rows(self, rows: list[Row], method: str) -> csr_matrix:
        texts = [normal(row[0]) for row in rows]
        asked = [" ".join(f"{row[1]}:{word}" for word in _WORD.findall(text)) for row, text in zip(rows, texts, strict=True)]
        parts: list[tuple[Any, Any, float]] = [
            (self.words, texts, self._weight("words", 1.2)),
            (self.letters, texts, self._weight("letters", 1.2)),
            (self.asked, asked, self._weight("asked", 0.6)),
            (self.shapes, [shape(row[0], row[3]) for row in rows], self._weight("shapes", 0.8)),
            (self.context, [self._context(row) for row in rows], 0.3),
        ]
        return hstack([getattr(part, method)(given) * weight for part, given, weight in parts]).tocsr()

    def _weight(self, part: str, weight: float) -> float:
        return 0.0 if part in self.leave_out else weight

    def _context(self, row: Row) -> dict[str, float]:
        features = context_features(*row)
        return {k: v for k, v in features.items() if k.startswith(_NO_CUES)} if "cues" in self.leave_out else features

    def without(self, matrix: csr_matrix, beginning: tuple[str, ...]) -> csr_matrix:
        """Return ``matrix`` with the facts whose names have one of these beginnings nought: a model fitted to it ignores them."""
        keep = np.ones(matrix.shape[1])
        first = matrix.shape[1] - len(self.context.vocabulary_)
        for name, column in self.context.vocabulary_.items():
            if name.startswith(beginning):
                keep[first + column] = 0.0
        return matrix @ diags(keep)

    def readable(self) -> dict[int, str]:
        """Return the columns that explain a decision to a person, with their names: words and single cues."""
        names = dict(enumerate(self.words.get_feature_names_out()))
        first = sum(len(part.vocabulary_) for part in (self.words, self.letters, self.asked, self.shapes))
        for i, name in enumerate(self.context.get_feature_names_out()):
            if name.startswith("cue=") and "&" not in name:
                names[first + i] = name
        return names
