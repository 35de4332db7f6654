"""The sentence encoder tuned to moves: a second opinion on an answer as a whole, from what its words mean.

The regressions of ``move_model.py`` know the words of the training data; this knows that *the coach to chapel* is much like *the 61 bus
to the library*. Its upper layers are tuned in two rounds, to everything that is asked of an answer at once. It reads English only: Welsh
answers are put into a rough English first (``gloss.py``), in training too. Engine side only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from bot.understanding.encoder import SIZE, Pieces, new_encoder, pieces, through_layers
from bot.understanding.features import Example
from bot.understanding.gloss import in_english
from bot.understanding.moves import COMMAND_PREFIX, COMMANDS, CONCERN_KINDS, ELEMENTS, STORY_MOVES

_ROUNDS = 2
#: Half of all answers are plainly particular. Of those, so many that surprised least in the first round are left out of the second.
_PLAINEST, _LEFT_OUT = "accept", 0.5
#: The layers below these, which read words in their sentence, stay as they were published: tuning them too takes longer and brings little.
_TUNED_LAYERS = 3
_BATCH = 32
_READ_AT_ONCE = 64
#: How fast the layers and the outputs above them learn at first; both slow down to a twentieth.
_LAYERS_RATE, _OUTPUTS_RATE = 2.5e-4, 3e-3
#: Pieces of words, the question's included. What is longer is cut off: few examples are, and none of the answers that people type at once.
_MOST_IN_TRAINING, _MOST = 56, 256
#: The label of what does not arise: the story move of a command, say.
_NOT_ASKED = -1

_COMMANDS = tuple(COMMAND_PREFIX + command for command in COMMANDS)
#: What is asked of an answer, one of each: the names of its outputs, and what a miss weighs. The kind of danger and the elements are asked
#: only because they teach the layers; the regressions answer them better.
_ONE_OF = ((STORY_MOVES, 1.0), (_COMMANDS, 1.0), (CONCERN_KINDS, 0.5))
_OUTPUTS = 2 + sum(len(names) for names, _ in _ONE_OF) + len(ELEMENTS)
_ELEMENTS_WEIGHT = 2.0

_PIECES = [tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, None], tf.float32)]
_READ = [tf.TensorSpec([None, None, SIZE], tf.float32), tf.TensorSpec([None, None], tf.float32)]
_LABELS = [tf.TensorSpec([None, 2], tf.float32), tf.TensorSpec([None, len(_ONE_OF)], tf.int32), tf.TensorSpec([None, len(ELEMENTS)])]


@dataclass(frozen=True)
class SecondOpinion:
    """Log odds of danger and of a command; log probabilities of each story move, and of each command's intent if it is one."""

    concern: float
    command: float
    story: dict[str, float]
    commands: dict[str, float]


class TunedEncoder:
    """Tuned to labelled answers (``fit``), gives its opinion of another (``judge``)."""

    def __init__(self) -> None:
        self._kept: list[np.ndarray] = []
        self._encoder: Any = None
        self._outputs: Any = None
        self._read: Any = None
        self._judge: Any = None

    def fit(self, examples: Sequence[Example], seed: int = 7) -> "TunedEncoder":
        """Tune to ``examples``: about a minute on two cores."""
        tf.random.set_seed(seed)
        self._build()
        read = self._read_once(examples)
        order, lengths = np.random.default_rng(seed), np.array([len(states) for states in read])
        plain = np.array([example.intent == _PLAINEST for example in examples])
        step = self._step(int((2 - _LEFT_OUT * plain.mean()) * len(examples) / _BATCH))
        surprised = np.ones(len(examples))
        for _ in range(_ROUNDS):
            for batch in _batches(_worth_reading(plain, surprised), lengths, order):
                losses = step(*_side_by_side([read[i] for i in batch]), *_labels([examples[i] for i in batch]))
                surprised[batch] = losses.numpy()
        self._kept = [v.numpy().astype(np.float16) for v in self._variables()]
        return self

    def judge(self, text: str, ask: str, language: str) -> SecondOpinion:
        """Return the opinion of ``text`` as the answer to ``ask``. Only after ``fit``."""
        if self._judge is None:
            self._build()
            for variable, kept in zip(self._variables(), self._kept, strict=True):
                variable.assign(kept.astype(np.float32))
        told = _pieces([(text, ask, language)], _MOST)
        scores = self._judge(self._read(*told), told[2]).numpy()[0]
        story, commands, _ = _split(scores)
        return SecondOpinion(float(scores[0]), float(scores[1]), _shares(STORY_MOVES, story), _shares(_COMMANDS, commands))

    def __getstate__(self) -> dict[str, Any]:
        return {"kept": self._kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__()  # type: ignore[misc]
        self._kept = state["kept"]

    def _build(self) -> None:
        self._encoder = new_encoder()
        self._outputs = tf.keras.layers.Dense(_OUTPUTS)
        self._outputs.build((None, 2 * SIZE))
        self._read = tf.function(self._states, input_signature=_PIECES)
        self._judge = tf.function(lambda *read: self._scores(*read, training=False), input_signature=_READ)

    def _variables(self) -> list[Any]:
        tuned = self._encoder.encoder.layer[-_TUNED_LAYERS:]
        return [v for layer in tuned for v in layer.trainable_variables] + self._outputs.trainable_variables

    def _states(self, ids: Any, which: Any, there: Any) -> Any:
        """Return what the layers below the tuned ones make of each piece."""
        states = self._encoder.embeddings(input_ids=ids, token_type_ids=which, training=False)
        return through_layers(self._encoder.encoder.layer[:-_TUNED_LAYERS], states, there, False)

    def _scores(self, states: Any, there: Any, training: bool) -> Any:
        """Return the outputs for each answer: from the mean over its pieces and from the most of each number."""
        states = through_layers(self._encoder.encoder.layer[-_TUNED_LAYERS:], states, there, training)
        weights = there[:, :, None]
        mean = tf.reduce_sum(states * weights, 1) / tf.reduce_sum(weights, 1)
        most = tf.reduce_max(states - 1e3 * (1 - weights), 1)
        read = tf.concat([3 * mean, most], 1)
        return self._outputs(tf.nn.dropout(read, 0.1) if training else read)

    def _read_once(self, examples: Sequence[Example]) -> list[np.ndarray]:
        """Return the states of every answer, which stay the same in every round; half-size numbers, for there are many."""
        read: list[np.ndarray] = [np.empty(0)] * len(examples)
        order = sorted(range(len(examples)), key=lambda i: len(examples[i].text))
        for first in range(0, len(order), _READ_AT_ONCE):
            here = order[first : first + _READ_AT_ONCE]
            told = _pieces(((examples[i].text, examples[i].ask, examples[i].language) for i in here), _MOST_IN_TRAINING)
            for i, states, there in zip(here, self._read(*told).numpy(), told[2], strict=True):
                read[i] = states[: int(there.sum())].astype(np.float16)
        return read

    def _step(self, steps: int) -> Any:
        """Return the function that learns from one batch; ``steps`` of them are to come."""
        variables = self._variables()
        top = len(self._outputs.trainable_variables)
        slow, fast = (
            tf.keras.optimizers.legacy.Adam(tf.keras.optimizers.schedules.PolynomialDecay(rate, steps, rate / 20))
            for rate in (_LAYERS_RATE, _OUTPUTS_RATE)
        )

        @tf.function(input_signature=_READ + _LABELS)
        def step(states: Any, there: Any, outright: Any, one_of: Any, elements: Any) -> Any:
            with tf.GradientTape() as tape:
                losses = _losses(self._scores(states, there, training=True), outright, one_of, elements)
                loss = tf.reduce_mean(losses)
            changes = tape.gradient(loss, variables)
            slow.apply_gradients(zip(changes[:-top], variables[:-top]))  # noqa: B905  TensorFlow reads this, and knows no "strict"
            fast.apply_gradients(zip(changes[-top:], variables[-top:]))  # noqa: B905
            return losses

        return step


def _pieces(answers: Iterable[tuple[str, str, str]], most: int) -> Pieces:
    """Return the pieces of (text, ask, language), the name of what was asked before the answer."""
    told = [(ask.replace("_", " "), in_english(text) if language == "cy" else text) for text, ask, language in answers]
    return pieces([question for question, _ in told], [answer for _, answer in told], most)


def _side_by_side(read: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the states of several answers as one block, and 1 where there is a piece at all."""
    longest = max(len(states) for states in read)
    block = np.zeros((len(read), longest, SIZE), np.float32)
    there = np.zeros((len(read), longest), np.float32)
    for i, states in enumerate(read):
        block[i, : len(states)] = states
        there[i, : len(states)] = 1.0
    return block, there


def _labels(answers: Sequence[Example]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each answer whether it is danger and whether a command; which of each of ``_ONE_OF``; which elements it tells."""
    outright = [[e.intent == "concern", e.intent.startswith(COMMAND_PREFIX)] for e in answers]
    chosen = [(e.intent, e.intent, e.kind if e.intent == "concern" else None) for e in answers]
    one_of = [[names.index(c) if c in names else _NOT_ASKED for c, (names, _) in zip(of, _ONE_OF, strict=True)] for of in chosen]
    elements = [[name in e.elements for name in ELEMENTS] for e in answers]
    return np.array(outright, np.float32), np.array(one_of, np.int32), np.array(elements, np.float32)


def _losses(scores: Any, outright: Any, one_of: Any, elements: Any) -> Any:
    """Return how wrong ``scores`` are for each answer, over all that is asked. What is danger isn't asked whether it is a command."""
    losses = tf.nn.sigmoid_cross_entropy_with_logits(outright[:, 0], scores[:, 0])
    losses += (1 - outright[:, 0]) * tf.nn.sigmoid_cross_entropy_with_logits(outright[:, 1], scores[:, 1])
    first = 2
    for i, (names, weight) in enumerate(_ONE_OF):
        part = scores[:, first : first + len(names)]
        wrong = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(one_of[:, i], 0), part)
        losses += weight * tf.cast(one_of[:, i] != _NOT_ASKED, tf.float32) * wrong
        first += len(names)
    return losses + _ELEMENTS_WEIGHT * tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(elements, scores[:, first:]), 1)


def _worth_reading(plain: np.ndarray, surprised: np.ndarray) -> np.ndarray:
    """Return which answers a round learns from: all but the ``plain`` ones that ``surprised`` least in the round before."""
    left_out = int(_LEFT_OUT * plain.sum()) if surprised.min() < surprised.max() else 0
    return np.setdiff1d(np.arange(len(plain)), np.flatnonzero(plain)[np.argsort(surprised[plain])[:left_out]])


def _batches(answers: np.ndarray, lengths: np.ndarray, order: np.random.Generator) -> list[np.ndarray]:
    """Return ``answers`` in batches: in each they are of about one length, so that little of it is empty."""
    parts = np.array_split(order.permutation(answers), max(1, len(answers) // (16 * _BATCH)))
    cut = [batch for part in parts for batch in np.array_split(part[np.argsort(lengths[part])], max(1, len(part) // _BATCH))]
    order.shuffle(cut)  # type: ignore[arg-type]
    return cut


def _split(scores: np.ndarray) -> list[np.ndarray]:
    """Return the outputs of each of ``_ONE_OF``."""
    ends = np.cumsum([2, *(len(names) for names, _ in _ONE_OF)])
    return [scores[start:end] for start, end in zip(ends[:-1], ends[1:], strict=True)]


def _shares(names: Sequence[str], scores: np.ndarray) -> dict[str, float]:
    logs = scores - scores.max() - np.log(np.exp(scores - scores.max()).sum())
    return dict(zip(names, logs.tolist(), strict=True))
