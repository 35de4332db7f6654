"""The move model: given the question and the answer, which move is right, which elements are told, and why.

Three questions in turn, each a logistic regression over the rows of ``vectors.py``: is somebody in danger? is it said to the assistant?
if neither, what does the story call for? The tuned encoder is heard as well. Needs scikit-learn: engine side only.
"""

import functools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from scipy.sparse import csr_matrix

from bot.understanding.asked import clauses_asked, commands_asked
from bot.understanding.danger import danger_cue, danger_kind
from bot.understanding.elements import ELEMENT_THRESHOLD, ElementModel, Sentence, told
from bot.understanding.features import Example
from bot.understanding.moves import COMMAND_PREFIX, CONCERN_KINDS, STORY_MOVES, intent_to_move
from bot.understanding.regression import fit_regression
from bot.understanding.sentences import sentence_spans
from bot.understanding.term_model import TermModel
from bot.understanding.tuned_encoder import SecondOpinion, TunedEncoder
from bot.understanding.vectors import Vectoriser

__all__ = ["ELEMENT_THRESHOLD", "Example", "MoveModel", "Sentence", "Understanding"]

#: Danger is answered from this probability on, before any other move: a missed one costs more than a false one.
CONCERN_THRESHOLD = 0.4
#: Words are taken as a command only when the model is this sure; below it they are story (story is never swallowed).
COMMAND_THRESHOLD = 0.75
#: It need not be as sure of a message whose first or last clause is a command in so many words (commands.yml) …
COMMAND_THRESHOLD_IN_PART = 0.5
#: … and less of one that is nothing else.
COMMAND_THRESHOLD_WHOLE = 0.3
#: One command must stand out by this much: words that are a little like every command are none. More, where none was said in so many words:
#: somebody worn out (*I can't think straight any more tonight*) is met as that, and has not asked to stop.
COMMAND_STANDS_OUT, COMMAND_STANDS_OUT_UNASKED = 0.2, 0.55
_NEVER = 2.0
#: The log odds of a command that is asked for in so many words, against the others.
WHICH_ASKED = 3.0
#: Facts that were written with the training data in view (signs.yml, danger.yml). A model that learns from them takes their absence for
#: safety, and misses danger told in words nobody has listed; one that does not raises more false alarms. So two are fitted, and averaged.
WRITTEN_IN_VIEW = ("sign", "outright")
#: Words that speak of danger outright lift the probability at least to this.
_OUTRIGHT = 0.6
#: What the encoder's opinion weighs against the regressions' (1).
_WEIGHT = 1.0


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


class MoveModel:
    """Trained on labelled answers (``fit``), tells the move of an answer (``understand``)."""

    def __init__(self, leave_out: tuple[str, ...] = ()) -> None:
        self.encoder = None if "encoder" in leave_out else TunedEncoder()
        self.vectoriser = Vectoriser(leave_out)
        self.elements = ElementModel(self.vectoriser)
        self.concern: Any = None
        self.command: Any = None
        self.commands: Any = None
        self.story: Any = None
        self.kinds: Any = None
        self.terms = TermModel()

    def fit(self, examples: list[Example]) -> "MoveModel":
        """Train on ``examples``; raises ValueError when there are none."""
        if not examples:
            raise ValueError("No training examples: look in data/nlu.")
        with ThreadPoolExecutor(1) as beside:  # neither alone keeps two cores busy
            tuned = beside.submit(self.encoder.fit, examples) if self.encoder else None
            self._fit_regressions(examples)
            if tuned:
                tuned.result()
        return self

    def _fit_regressions(self, examples: list[Example]) -> None:
        matrix = self.vectoriser.fit([(e.text, e.ask, e.role, e.language) for e in examples])
        intents = np.array([e.intent for e in examples])
        is_command = np.array([intent.startswith(COMMAND_PREFIX) for intent in intents])
        is_story = np.isin(intents, STORY_MOVES)
        kinds = np.array([e.kind if e.intent == "concern" and e.kind else "" for e in examples])
        self.concern = _averaged(
            _regression(matrix, intents == "concern", C=10, weight=None),
            _regression(self.vectoriser.without(matrix, WRITTEN_IN_VIEW), intents == "concern", C=10, weight=None),
        )
        self.command = _regression(matrix[is_command | is_story], is_command[is_command | is_story], C=10)
        self.commands = _regression(matrix[is_command], intents[is_command], C=10)
        self.story = _regression(matrix[is_story], intents[is_story], C=8)
        self.kinds = _regression(matrix[kinds != ""], kinds[kinds != ""], C=4)
        self.elements.fit(examples)
        self.terms.fit(examples)

    def understand(self, text: str, ask: str, role: str, language: str) -> Understanding:
        """Return the move for ``text`` as the answer to ``ask`` (names of MOVES.md)."""
        row = self.vectoriser.transform([(text, ask, role, language)])
        asked, sure_from = _asked(text, ask)
        probabilities = self._probabilities(text, ask, role, language, row, asked)
        intent = _choose(probabilities, sure_from)
        move, command = intent_to_move(intent)
        sentences = self.elements.sentences(text, ask, role, language)
        ranking = sorted(probabilities.items(), key=lambda item: -item[1])[:5]
        return Understanding(
            intent=intent,
            move=move,
            command=command,
            kind=(danger_kind(text) or self._kind(row)) if move == "concern" else None,
            term=self.terms.find(text, move, ask),
            elements=told(sentences) if move != "nudge" else [],
            sentences=sentences,
            confidence=float(probabilities[intent]),
            ranking=[(name, float(p)) for name, p in ranking],
            because=self._because(row, intent),
        )

    def _probabilities(self, text: str, ask: str, role: str, language: str, row: csr_matrix, asked: Sequence[str] = ()) -> dict[str, float]:
        """Return the probability of every intent; they add up to 1. ``asked``: the commands said in so many words."""
        second = self.encoder.judge(text, ask, language) if self.encoder else None
        concern = self._concern(text, ask, role, language, row, second)
        if danger_cue(text):
            concern = max(concern, _OUTRIGHT)
        command = _command(self.command, row, second) * (1 - concern)
        commands, story = _shares(self.commands, row), _shares(self.story, row)
        if second:
            commands, story = _blended(commands, second.commands), _blended(story, second.story)
        commands = _favoured(commands, asked)
        probabilities = {"concern": concern}
        probabilities.update({name: command * p for name, p in commands.items()})
        probabilities.update({name: (1 - concern - command) * p for name, p in story.items()})
        return probabilities

    def _concern(self, text: str, ask: str, role: str, language: str, row: csr_matrix, second: Optional[SecondOpinion]) -> float:
        """Return how likely it is that somebody is in danger: from the whole and its gravest sentence, which a long story can bury."""
        if self.concern is None:
            return 0.0
        score = float(self.concern.decision_function(row)[0])
        spans = sentence_spans(text)
        if len(spans) > 1:
            told = self.vectoriser.transform([(text[start:end], ask, role, language) for start, end in spans])
            score = (score + float(self.concern.decision_function(told).max())) / 2
        if second:
            score = (score + _WEIGHT * second.concern) / (1 + _WEIGHT)
        return _probability(score)

    def _kind(self, row: csr_matrix) -> str:
        probabilities = _shares(self.kinds, row)
        best = max(probabilities.values(), default=0.0)
        # Where several kinds are about as likely, the first in the order of the list is the one.
        return next((kind for kind in CONCERN_KINDS if probabilities.get(kind, 0.0) >= max(0.85 * best, 1e-9)), CONCERN_KINDS[0])

    def _because(self, row: csr_matrix, intent: str, most: int = 4) -> list[str]:
        """Return the words and cues that speak most for ``intent``, strongest first."""
        model = self.concern if intent == "concern" else self.story if intent in STORY_MOVES else self.command
        if model is None:
            return []
        classes = list(model.classes_)
        weights = model.coef_[classes.index(intent)] if len(classes) > 2 else model.coef_[0] * (-1 if intent == classes[0] else 1)
        told_here = zip(row.indices, row.data, strict=True)
        spoken = [(float(value * weights[column]), column) for column, value in told_here if column in self.readable]
        return [self.readable[column] for weight, column in sorted(spoken, reverse=True)[:most] if weight > 0]

    @functools.cached_property
    def readable(self) -> dict[int, str]:
        return self.vectoriser.readable()


def _choose(probabilities: dict[str, float], sure_from: float = COMMAND_THRESHOLD) -> str:
    """Return the intent to act on: danger first, a command only from ``sure_from`` on, else what the story most likely calls for."""
    if probabilities["concern"] >= CONCERN_THRESHOLD:
        return "concern"
    commands = {name: p for name, p in probabilities.items() if name.startswith(COMMAND_PREFIX)}
    stories = {name: p for name, p in probabilities.items() if name in STORY_MOVES}
    rest = 1 - probabilities["concern"]
    stands_out = COMMAND_STANDS_OUT if sure_from < COMMAND_THRESHOLD else COMMAND_STANDS_OUT_UNASKED
    sure = sum(commands.values()) >= sure_from * rest and max(commands.values(), default=0.0) >= stands_out * rest
    choice = commands if commands and (sure or not stories) else stories or probabilities
    return max(choice, key=lambda name: choice[name])


def _regression(matrix: csr_matrix, labels: np.ndarray, C: float, weight: Optional[str] = "balanced") -> Any:
    """Return a fitted regression; where there is only one label, that (None for a yes or no)."""
    if len(set(labels)) < 2:
        return labels[0] if len(labels) and labels.dtype != bool else None
    return fit_regression(matrix, labels, C, weight)


def _averaged(one: Any, other: Any) -> Any:
    """Return a regression that judges by the mean of two."""
    if one is not None and other is not None:
        one.coef_ = (one.coef_ + other.coef_) / 2
        one.intercept_ = (one.intercept_ + other.intercept_) / 2
    return one


def _asked(text: str, ask: str) -> tuple[list[str], float]:
    """Return the commands that ``text`` asks for in so many words, and how sure the model has to be that it is a command."""
    if text.lstrip().startswith("/"):  # text like any other (API.md), whatever word follows
        return [], _NEVER
    whole = commands_asked(text, ask)
    if whole:
        return whole, COMMAND_THRESHOLD_WHOLE
    first, last = clauses_asked(text, ask)
    return last or first, COMMAND_THRESHOLD_IN_PART if first or last else COMMAND_THRESHOLD


def _favoured(shares: dict[str, float], commands: Sequence[str]) -> dict[str, float]:
    """Return ``shares`` (by intent) with those of ``commands`` made likelier, the sum unchanged."""
    weighted = {name: p * (float(np.exp(WHICH_ASKED)) if name[len(COMMAND_PREFIX) :] in commands else 1.0) for name, p in shares.items()}
    total = sum(weighted.values())
    return {name: p * sum(shares.values()) / total for name, p in weighted.items()} if total else shares


def _command(model: Any, row: csr_matrix, second: Optional[SecondOpinion]) -> float:
    """Return how likely it is that the words are said to the assistant."""
    if model is None:
        return 0.0
    score = float(model.decision_function(row)[0])
    return _probability((score + _WEIGHT * second.command) / (1 + _WEIGHT) if second else score)


def _shares(model: Any, row: csr_matrix) -> dict[str, float]:
    """Return the probability of each class of ``model``; they add up to 1."""
    if model is None:
        return {}
    if isinstance(model, str):
        return {model: 1.0}
    return {str(name): float(p) for name, p in zip(model.classes_, model.predict_proba(row)[0], strict=True)}


def _blended(shares: dict[str, float], second: dict[str, float]) -> dict[str, float]:
    """Return ``shares`` brought together with the log probabilities of ``second``; they add up to 1."""
    both = {name: (np.log(max(p, 1e-9)) + _WEIGHT * second[name]) / (1 + _WEIGHT) for name, p in shares.items()}
    total = sum(np.exp(value) for value in both.values())
    return {name: float(np.exp(value) / total) for name, value in both.items()}


def _probability(score: float) -> float:
    return float(1 / (1 + np.exp(-score)))
