"""Which elements each sentence tells of, with probabilities that can all be compared with one number. Engine side only."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.model_selection import KFold

from bot.understanding.cues import Words, cues_in
from bot.understanding.features import Example
from bot.understanding.moves import ELEMENTS
from bot.understanding.regression import fit_regression
from bot.understanding.sentences import sentence_spans
from bot.understanding.vectors import Row, Vectoriser

#: A sentence tells of an element from this probability on.
ELEMENT_THRESHOLD = 0.5
#: Less likely than this is not worth passing on.
_HARDLY = 0.05
_FOLDS = 3
#: Fitting lets other threads run meanwhile, and two cores is what a council's machine has.
_AT_ONCE = 2
#: Questions that invite anything. There each element is rarer, and what tells it stands without the question's help.
_BROAD = ("circumstances", "anything_else")
#: With fewer sentences that tell it than this, an element has no cut of its own for broad questions.
_FEW = 8
#: What is said outright counts whatever was asked: the list of cues.yml, the element, and its least probability.
_OUTRIGHT = (("forecast", "risk", 0.6),)


@dataclass(frozen=True)
class Sentence:
    """A sentence of the answer with the probability of each element (0 to 1). Offsets in code points."""

    start: int
    end: int
    elements: dict[str, float]


class ElementModel:
    """One regression for each element, over sentences; where the sentence stands in the answer counts."""

    def __init__(self, vectoriser: Vectoriser) -> None:
        self.vectoriser = vectoriser
        self.models: dict[str, Any] = {}
        #: How far each element's odds are moved, for broad and for other questions (True, False), so that 0.5 is where telling it and
        #: leaving it are best told apart.
        self.shifts: dict[str, dict[bool, float]] = {}

    def fit(self, examples: list[Example]) -> "ElementModel":
        """Learn from every sentence whose elements are known: an answer of one sentence is its own sentence."""
        rows: list[Row] = []
        places: list[tuple[int, int]] = []
        labels: list[tuple[str, ...]] = []
        for e in examples:
            spans = sentence_spans(e.text)
            told = (e.elements,) if len(spans) == 1 else e.sentences
            if len(told) == len(spans):
                rows += [(e.text[start:end], e.ask, e.role, e.language) for start, end in spans]
                places += [(i, len(spans)) for i in range(len(spans))]
                labels += told
        matrix = self._matrix(rows, places)
        broad = np.array([row[1] in _BROAD for row in rows])
        told_of = {element: np.array([element in told for told in labels]) for element in ELEMENTS}
        told_of = {element: told for element, told in told_of.items() if told.sum() >= _FOLDS and not told.all()}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            shifts = pool.map(lambda told: _shifts(matrix, told, broad), told_of.values())
            models = pool.map(lambda told: _fit(matrix, told), told_of.values())
            self.shifts = dict(zip(told_of, shifts, strict=True))
            self.models = dict(zip(told_of, models, strict=True))
        return self

    def _matrix(self, rows: list[Row], places: list[tuple[int, int]]) -> csr_matrix:
        place = [[float(i == 0 and n > 1), float(i > 0), float(n > 2 and i == n - 1), float(n == 1)] for i, n in places]
        return hstack([self.vectoriser.transform(rows), csr_matrix(place) * 0.5]).tocsr()

    def sentences(self, text: str, ask: str, role: str, language: str) -> list[Sentence]:
        """Return the sentences of ``text`` with what each tells."""
        spans = sentence_spans(text)
        if not spans:
            return []
        matrix = self._matrix(
            [(text[start:end], ask, role, language) for start, end in spans], [(i, len(spans)) for i in range(len(spans))]
        )
        broad = ask in _BROAD
        columns = {name: _probability(model.decision_function(matrix) + self.shifts[name][broad]) for name, model in self.models.items()}
        for i, (start, end) in enumerate(spans):
            cues = cues_in(Words(text[start:end]), language)
            for cue, element, least in _OUTRIGHT:
                if cue in cues and element in columns:
                    columns[element][i] = max(columns[element][i], least)
        return [
            Sentence(start, end, {name: round(float(column[i]), 3) for name, column in columns.items() if column[i] >= _HARDLY})
            for i, (start, end) in enumerate(spans)
        ]


def told(sentences: list[Sentence]) -> list[str]:
    """Return the elements that any of ``sentences`` tells, in the order of ``ELEMENTS``."""
    return [name for name in ELEMENTS if any(s.elements.get(name, 0.0) >= ELEMENT_THRESHOLD for s in sentences)]


def _fit(matrix: csr_matrix, told_here: np.ndarray) -> Any:
    return fit_regression(matrix, told_here, C=3.0, weight="balanced")


def _shifts(matrix: csr_matrix, told_here: np.ndarray, broad: np.ndarray) -> dict[bool, float]:
    """Return what to add to the score so that 0 (probability 0.5) is the cut with the best F1, by cross-validation."""
    scores = np.zeros(len(told_here))
    for train, test in KFold(_FOLDS, shuffle=True, random_state=3).split(told_here):
        scores[test] = _fit(matrix[train], told_here[train]).decision_function(matrix[test]) if told_here[train].any() else 0.0
    usual = _best_cut(scores[~broad], told_here[~broad]) if told_here[~broad].any() else 0.0
    # Few sentences tell of each element in an opening: its own cut is trusted by half.
    own = (usual + _best_cut(scores[broad], told_here[broad])) / 2 if told_here[broad].sum() >= _FEW else usual
    return {False: -usual, True: -own}


def _best_cut(scores: np.ndarray, told_here: np.ndarray) -> float:
    cuts = np.arange(-2.0, 2.5, 0.1)
    f1 = [2 * (told_here & (scores >= cut)).sum() / (told_here.sum() + (scores >= cut).sum()) for cut in cuts]
    return float(cuts[int(np.argmax(f1))])


def _probability(score: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-score))
