"""Rasa's own DIETClassifier on the same folds, to compare with (docs/understanding.md).

    python -m bench.diet [--folds 1] [--epochs 60] [--share 1.0]

The question and the role stand before the words as two words of their own, since DIET knows no other context. The move model learns from
the very same examples beside it. A fold takes half an hour to train.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

import numpy as np
from rasa.core.agent import load_agent
from rasa.model_training import train_nlu
from ruamel.yaml import YAML
from sklearn.model_selection import StratifiedGroupKFold

from bench.understanding import Scored, figures, labelled, read_examples, score
from bot.understanding.features import Example
from bot.understanding.move_model import MoveModel, Understanding
from bot.understanding.moves import intent_to_move

_FEATURES = [
    {"name": "WhitespaceTokenizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
#: Of the figures of bench/understanding.py, those that an intent alone is enough for.
_FIGURES = ("accuracy", "macro-F1", "concern R", "concern false alarms", "story taken for command")


def main() -> None:
    """Train on four fifths, score the rest, for each fold asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=1, help="how many of the five")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--share", type=float, default=1.0, help="how much of the training data to learn from, for a shorter wait")
    given = parser.parse_args()
    examples = read_examples()
    splits = list(StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=7).split(*labelled(examples)))
    for train, test in splits[: given.folds]:
        part = np.random.default_rng(7).permutation(train)[: int(given.share * len(train))]
        _one_fold([examples[i] for i in part], [examples[i] for i in test], given.epochs)


def _one_fold(train: list[Example], test: list[Example], epochs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        model = _train(Path(folder), train, epochs)
        print(f"DIETClassifier trained on {len(train)}, {epochs} epochs, in {time.perf_counter() - start:.0f} s")
        start = time.perf_counter()
        found = asyncio.run(_intents(model, [_worded(e) for e in test]))
        print(f"One message: {1000 * (time.perf_counter() - start) / len(test):.0f} ms")
    _report([Scored(e, _understood(intent), e.language) for e, intent in zip(test, found, strict=True)])
    for name, leave_out in (("The move model without the encoder", ("encoder",)), ("The move model", ())):
        start = time.perf_counter()
        ours = MoveModel(leave_out).fit(train)
        print(f"{name}: trained on the same in {time.perf_counter() - start:.0f} s")
        _report(score(ours, test))


def _understood(intent: str) -> Understanding:
    """Return what DIET makes of an answer, which is no more than its intent."""
    move, command = intent_to_move(intent)
    return Understanding(intent, move, command, None, None, [], [], 1.0, [], [])


def _report(scored: list[Scored]) -> None:
    for language in ("en", "cy"):
        found = figures([s for s in scored if s.language == language])
        print(f"  {language}: " + ", ".join(f"{name} {found[name]:.3f}" for name in _FIGURES), flush=True)


def _train(folder: Path, examples: list[Example], epochs: int) -> str:
    by_intent: dict[str, list[str]] = {}
    for e in examples:
        by_intent.setdefault(e.intent, []).append(_worded(e))
    nlu = [{"intent": intent, "examples": [{"text": text} for text in texts]} for intent, texts in by_intent.items()]
    pipeline = [*_FEATURES, {"name": "DIETClassifier", "epochs": epochs, "random_seed": 7}]
    yaml = YAML(typ="safe")
    yaml.dump({"version": "3.1", "nlu": nlu}, folder / "nlu.yml")
    yaml.dump(
        {"recipe": "default.v1", "assistant_id": "diet", "language": "en", "pipeline": pipeline, "policies": []}, folder / "config.yml"
    )
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
    return str(model)


async def _intents(model: str, texts: list[str]) -> list[str]:
    agent = await load_agent(model_path=model)
    return [(await agent.parse_message(text))["intent"]["name"] for text in texts]


def _worded(e: Example) -> str:
    return f"ask_{e.ask} role_{e.role} {e.text}"


if __name__ == "__main__":
    main()
