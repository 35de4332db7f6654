"""The Rasa NLU component: gives every message its move as intent, from the words and what had been asked.

The question, the role and the language travel in the message's ``metadata`` (keys ``ask``, ``kind``, ``role``, ``language``);
in training data each example carries the same under ``metadata``. Words come with their offsets in the person's own text.
"""

from __future__ import annotations

import logging
from typing import Any, Optional

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.asked import commands_asked
from bot.understanding.features import Example, context_features
from bot.understanding.gloss import in_english
from bot.understanding.move_model import MoveModel
from bot.understanding.shortcuts import shortcut
from bot.understanding.understood import as_dict

logger = logging.getLogger(__name__)

#: Put before a typed leading "/" so that Rasa takes it as text; taken off again here. One code point, never stored as words.
SLASH_GUARD = "\u2060"
UNDERSTOOD = "understood"
_WARMING = "My mother lives with us."


def read_lists() -> None:
    """Read the lists of words that every message is held against, before the first message, and before the engine is forked."""
    context_features(_WARMING, "circumstances", "carer", "en")
    commands_asked(_WARMING, "circumstances")
    in_english(_WARMING)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MoveClassifier(GraphComponent, IntentClassifier):
    """Classifies a message into a move (MOVES.md) with the question, role and language as context."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Optional[MoveModel] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MoveClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MoveClassifier:
        with model_storage.read_from(resource) as folder:
            model: MoveModel = joblib.load(folder / "moves.joblib")
        model.understand(_WARMING, "circumstances", "carer", "en")  # what is made at first use is made before anybody waits for it
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for message in training_data.training_examples if (example := _as_example(message))]
        logger.info("Training the move model on %d examples.", len(examples))
        self._model = MoveModel().fit(examples)
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / "moves.joblib", compress=3)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._process_one(message)
        return messages

    def _process_one(self, message: Message) -> None:
        text = message.get(TEXT)
        if not text or self._model is None:
            return
        if text.startswith(SLASH_GUARD):
            text = text[len(SLASH_GUARD) :]
        context = message.get("metadata") or {}
        ask = context.get("ask") or "circumstances"
        understood = self._model.understand(text, ask, context.get("role") or "carer", context.get("language") or "en")
        understood = shortcut(text, ask, context.get("kind"), bool(context.get("held")), understood)
        message.set(INTENT, {"name": understood.intent, "confidence": understood.confidence}, add_to_output=True)
        message.set(
            "intent_ranking",
            [{"name": name, "confidence": confidence} for name, confidence in understood.ranking],
            add_to_output=True,
        )
        message.set(UNDERSTOOD, as_dict(understood), add_to_output=True)


def _as_example(message: Message) -> Optional[Example]:
    """Return the labelled answer behind a training message; None for messages that are no answers."""
    intent, text = message.get(INTENT), message.get(TEXT)
    if not intent or not text:
        return None
    context = (message.get("metadata") or {}).get("example") or {}
    return Example(
        text=text,
        intent=intent,
        ask=context.get("ask", "circumstances"),
        role=context.get("role", "carer"),
        language=context.get("language", "en"),
        term=context.get("term"),
        kind=context.get("kind"),
        elements=tuple(context.get("elements") or ()),
        sentences=tuple(tuple(told) for told in context.get("sentences") or ()),
    )
