"""The move model: given the question and the answer, which move is right, which elements are told, and why.

Word and letter n-grams with the features of ``features.py``, in logistic regressions. Needs scikit-learn: engine side only.
"""

import functools
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.understanding.danger import danger_cue
from bot.understanding.features import Example, context_features, normal
from bot.understanding.moves import CONCERN_KINDS, ELEMENTS, STORY_MOVES, intent_to_move
from bot.understanding.sentences import sentence_spans
from bot.understanding.terms import find_term

#: A command is followed only when the model is this sure; below it the words are taken as story (story is never swallowed).
COMMAND_THRESHOLD = 0.55
#: Danger is answered from this probability on, before any other move: a missed one costs more than a false one.
CONCERN_THRESHOLD = 0.35
#: A sentence tells of an element from this probability on.
ELEMENT_THRESHOLD = 0.45


@dataclass(frozen=True)
class Sentence:
    """A sentence of the answer with the probability of each element (0 to 1). Offsets in code points."""

    start: int
    end: int
    elements: dict[str, float]


@dataclass(frozen=True)
class Understanding:
    """What the model makes of an answer. ``move`` and the rest as in MOVES.md; ``because``: the words that led to it."""

    intent: str
    move: str
    command: Optional[str]
    kind: Optional[str]
    term: Optional[tuple[int, int]]
    elements: list[str]
    sentences: list[Sentence]
    confidence: float
    ranking: list[tuple[str, float]]
    because: list[str]


class Vectoriser:
    """Turns (text, ask, role, language) into one sparse row: word n-grams, letter n-grams, context."""

    def __init__(self) -> None:
        self.words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=r"(?u)\b\w+(?:'\w+)?\b|[?…]")
        self.letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True, max_features=60000)
        self.context = DictVectorizer()

    def fit(self, rows: list[tuple[str, str, str, str]]) -> csr_matrix:
        texts = [normal(row[0]) for row in rows]
        return self._stack(
            self.words.fit_transform(texts),
            self.letters.fit_transform(texts),
            self.context.fit_transform([context_features(*row) for row in rows]),
        )

    def transform(self, rows: list[tuple[str, str, str, str]]) -> csr_matrix:
        texts = [normal(row[0]) for row in rows]
        return self._stack(
            self.words.transform(texts),
            self.letters.transform(texts),
            self.context.transform([context_features(*row) for row in rows]),
        )

    @staticmethod
    def _stack(words: Any, letters: Any, context: Any) -> csr_matrix:
        return hstack([words * 1.2, letters * 1.2, context * 0.6]).tocsr()


class MoveModel:
    """Trained on labelled answers (``fit``), tells the move of an answer (``understand``)."""

    def __init__(self) -> None:
        self.vectoriser = Vectoriser()
        self.intents: Any = None
        self.kinds: Any = None
        self.elements: dict[str, Any] = {}
        self.terms: dict[str, list[str]] = {}

    def fit(self, examples: list[Example]) -> "MoveModel":
        """Train on ``examples``; raises ValueError when there are none."""
        if not examples:
            raise ValueError("No training examples: look in data/nlu.")
        rows = [(e.text, e.ask, e.role, e.language) for e in examples]
        matrix = self.vectoriser.fit(rows)
        self.intents = _regression(C=6.0).fit(matrix, [e.intent for e in examples])
        concerns = [i for i, e in enumerate(examples) if e.intent == "concern" and e.kind]
        kinds = [examples[i].kind for i in concerns]
        self.kinds = _regression(C=4.0).fit(matrix[concerns], kinds) if len(set(kinds)) > 1 else None
        self._fit_elements(examples)
        self._collect_terms(examples)
        return self

    def _fit_elements(self, examples: list[Example]) -> None:
        """Elements are learned sentence by sentence; an answer of one sentence is its own sentence."""
        rows: list[tuple[str, str, str, str]] = []
        labels: list[tuple[str, ...]] = []
        for e in examples:
            spans = sentence_spans(e.text)
            if len(spans) == 1:
                rows.append((e.text, e.ask, e.role, e.language))
                labels.append(e.elements)
            elif len(e.sentences) == len(spans):
                for (start, end), told in zip(spans, e.sentences):
                    rows.append((e.text[start:end], e.ask, e.role, e.language))
                    labels.append(told)
        matrix = self.vectoriser.transform(rows)
        for element in ELEMENTS:
            told_here = np.array([element in told for told in labels])
            if told_here.any() and not told_here.all():
                self.elements[element] = _regression(C=3.0).fit(matrix, told_here)

    def _collect_terms(self, examples: list[Example]) -> None:
        for move in ("so_what", "why", "own_view", "context"):
            known = {e.term.lower() for e in examples if e.intent == move and e.term}
            self.terms[move] = sorted(known, key=len, reverse=True)

    def understand(self, text: str, ask: str, role: str, language: str) -> Understanding:
        """Return the move for ``text`` as the answer to ``ask`` (names of MOVES.md)."""
        row = self.vectoriser.transform([(text, ask, role, language)])
        probabilities = dict(zip(self.intents.classes_, self.intents.predict_proba(row)[0]))
        intent, confidence = self._choose(text, probabilities)
        move, command = intent_to_move(intent)
        sentences = self._sentences(text, ask, role, language)
        told = sorted(
            {name for s in sentences for name, p in s.elements.items() if p >= ELEMENT_THRESHOLD}, key=ELEMENTS.index
        )
        ranking = sorted(probabilities.items(), key=lambda item: -item[1])[:5]
        return Understanding(
            intent=intent,
            move=move,
            command=command,
            kind=self._kind(row) if move == "concern" else None,
            term=find_term(text, move, self.terms.get(move, [])),
            elements=told if move not in ("nudge",) else [],
            sentences=sentences,
            confidence=float(confidence),
            ranking=[(name, float(p)) for name, p in ranking],
            because=self._because(row, intent),
        )

    def _choose(self, text: str, probabilities: dict[str, float]) -> tuple[str, float]:
        concern = float(probabilities.get("concern", 0.0))
        if danger_cue(text):
            concern = max(concern, 0.5 + concern / 2)
        if concern >= CONCERN_THRESHOLD:
            return "concern", concern
        best = max(probabilities, key=lambda name: probabilities[name])
        if best.startswith("command_") and probabilities[best] < COMMAND_THRESHOLD:
            commands = sum(p for name, p in probabilities.items() if name.startswith("command_"))
            if commands < COMMAND_THRESHOLD:
                best = max(STORY_MOVES, key=lambda name: probabilities.get(name, 0.0))
        return best, probabilities[best]

    def _sentences(self, text: str, ask: str, role: str, language: str) -> list[Sentence]:
        spans = sentence_spans(text)
        if not spans:
            return []
        matrix = self.vectoriser.transform([(text[start:end], ask, role, language) for start, end in spans])
        columns = {name: model.predict_proba(matrix)[:, 1] for name, model in self.elements.items()}
        return [
            Sentence(start, end, {name: round(float(column[i]), 3) for name, column in columns.items() if column[i] >= 0.05})
            for i, (start, end) in enumerate(spans)
        ]

    def _kind(self, row: csr_matrix) -> str:
        if self.kinds is None:
            return CONCERN_KINDS[0]
        probabilities = dict(zip(self.kinds.classes_, self.kinds.predict_proba(row)[0]))
        best = max(probabilities.values())
        # Where several kinds are about as likely, the first in the order of the list is the one.
        return next(kind for kind in CONCERN_KINDS if probabilities.get(kind, 0.0) >= 0.85 * best)

    def _because(self, row: csr_matrix, intent: str, most: int = 4) -> list[str]:
        """Return the words and cues that speak most for ``intent``, strongest first."""
        index = list(self.intents.classes_).index(intent)
        weights = row.multiply(self.intents.coef_[index]).tocoo()
        words = len(self.vectoriser.words.vocabulary_)
        letters = len(self.vectoriser.letters.vocabulary_)
        names = {}
        for column, weight in zip(weights.col, weights.data):
            if weight <= 0 or words <= column < words + letters:
                continue
            if column < words:
                names[self.word_names[column]] = weight
            else:
                name = self.context_names[column - words - letters]
                if name.startswith("cue=") and "&" not in name:
                    names[name] = weight
        return [name for name, _ in sorted(names.items(), key=lambda item: -item[1])[:most]]

    @functools.cached_property
    def word_names(self) -> Any:
        return self.vectoriser.words.get_feature_names_out()

    @functools.cached_property
    def context_names(self) -> Any:
        return self.vectoriser.context.get_feature_names_out()


def _regression(C: float) -> LogisticRegression:
    return LogisticRegression(C=C, class_weight="balanced", max_iter=400, solver="liblinear")
