"""How well answers are understood: grouped cross-validation over data/nlu, and a set of its own that is only ever scored.

    python -m bench.understanding [--folds 5] [--dev FILE] [--misses] [--only-dev] [--pictures FOLDER] [--leave-out PART ...]

Runs in the engine's environment. Near-duplicates and pairs of look-alikes stay in one fold, so that no answer is told apart by its twin.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np
from ruamel.yaml import YAML
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedGroupKFold

from bench.pictures import draw_confusions, draw_learning_curve
from bot.understanding.elements import ELEMENT_THRESHOLD
from bot.understanding.features import Example, normal
from bot.understanding.language import detect_language
from bot.understanding.move_model import MoveModel, Understanding
from bot.understanding.moves import intent_to_move
from bot.understanding.sentences import sentence_spans
from bot.understanding.shortcuts import shortcut
from bot.understanding.vectors import PARTS

NLU = Path(__file__).resolve().parents[1] / "data" / "nlu"
PROBES = ("so_what", "why", "own_view", "context", "nudge")
TERM_MOVES = ("so_what", "why", "own_view", "context")
#: Answers of one fold whose letters are this alike (cosine of letter n-grams) never stand in another.
ALIKE = 0.6
#: A term may be this many words longer than the right one, no more.
LONGER = 3


def read_examples(folder: Path = NLU) -> list[Example]:
    """Return every example of Rasa's training files under ``folder``, with the context that its metadata gives."""
    found = []
    for file in sorted(folder.rglob("*.yml")):
        for block in YAML(typ="safe").load(file.read_text(encoding="utf-8"))["nlu"]:
            for e in block["examples"]:
                about = e["metadata"]
                found.append(
                    Example(
                        e["text"],
                        block["intent"],
                        about["ask"],
                        about["role"],
                        about["language"],
                        about.get("term"),
                        about.get("kind"),
                        tuple(about.get("elements") or ()),
                        tuple(tuple(told) for told in about.get("sentences") or ()),
                    )  # fmt: skip
                )
    return found


def read_lines(file: Path) -> list[Example]:
    """Return the labelled lines of ``file`` (MOVES.md's own format), the language found as ``sgwrs understand`` finds it."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        d = json.loads(line)
        intent = f"command_{d['command']}" if d["move"] == "control" else d["move"]
        language = detect_language(d["text"], "en")
        found.append(Example(d["text"], intent, d["ask"], d["role"], language, d.get("term"), d.get("kind"), tuple(d["elements"])))
    return found


def groups(examples: list[Example]) -> np.ndarray:
    """Return the group of each example: texts that are much alike share one."""
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = letters.fit_transform([normal(e.text) for e in examples])
    alike = (matrix @ matrix.T).tocsr()
    alike.data = (alike.data >= ALIKE).astype(np.int8)
    alike.eliminate_zeros()
    return connected_components(alike, directed=False)[1]


@dataclass(frozen=True)
class Scored:
    """An example with what was made of it. ``given``: the term found when the right move is given."""

    example: Example
    understood: Understanding
    language: str

    @property
    def move(self) -> str:
        return intent_to_move(self.example.intent)[0]


def score(model: MoveModel, examples: Iterable[Example]) -> list[Scored]:
    """Return what ``model`` makes of each of ``examples``, the exact words included as the engine does."""
    found = []
    for e in examples:
        understood = model.understand(e.text, e.ask, e.role, e.language)
        found.append(Scored(e, shortcut(e.text, e.ask, None, False, understood), e.language))
    return found


def cross_validate(examples: list[Example], folds: int, leave_out: tuple[str, ...] = ()) -> list[Scored]:
    """Return every example scored by a model that has seen nothing like it."""
    splits = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=7).split(*labelled(examples))
    found = []
    for train, test in splits:
        model = MoveModel(leave_out).fit([examples[i] for i in train])
        found += score(model, [examples[i] for i in test])
    return found


def learning_curve(examples: list[Example]) -> list[tuple[int, dict[str, dict[str, float]]]]:
    """Return, for growing shares of four fifths of ``examples``, how many they are and the figures for the last fifth by language."""
    train, test = next(StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=7).split(*labelled(examples)))
    mixed = np.random.default_rng(7).permutation(train)
    curve = []
    for share in (0.1, 0.25, 0.5, 0.75, 1.0):
        part = mixed[: int(share * len(mixed))]
        scored = score(MoveModel().fit([examples[i] for i in part]), [examples[i] for i in test])
        curve.append((len(part), {name: figures([s for s in scored if s.language == name]) for name in ("en", "cy")}))
    return curve


def labelled(examples: list[Example]) -> tuple[list[Example], list[str], np.ndarray]:
    """Return what the folds are made from: the examples, what each fold should hold its share of, and the groups kept together."""
    return examples, [f"{e.language} {e.intent}" for e in examples], groups(examples)


def term_agrees(right: str, text: str, span: Optional[tuple[int, int]]) -> bool:
    """Whether a term is the right one: token F1 of at least 0.6, and not longer than it needs to be."""
    a, b = _tokens(right), _tokens(text[span[0] : span[1]] if span else "")
    common = sum((Counter(a) & Counter(b)).values())
    return bool(common) and 2 * common / (len(a) + len(b)) >= 0.6 and len(b) <= len(a) + LONGER


def _tokens(text: str) -> list[str]:
    return [word for word in "".join(c if c.isalnum() or c == "'" else " " for c in text.lower().replace("’", "'")).split() if word]


def _f1(right: int, extra: int, missed: int) -> str:
    precision, recall = right / max(right + extra, 1), right / max(right + missed, 1)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / max(precision + recall, 1e-9):.3f}"


def figures(scored: list[Scored]) -> dict[str, float]:
    """Return the figures that the goals are about."""
    n = len(scored)
    moves = sorted({s.move for s in scored})
    f1 = []
    out: dict[str, float] = {"answers": n, "accuracy": sum(s.move == s.understood.move for s in scored) / max(n, 1)}
    for move in moves:
        right = sum(s.move == move == s.understood.move for s in scored)
        chosen = sum(s.understood.move == move for s in scored)
        there = sum(s.move == move for s in scored)
        out[f"{move} P"], out[f"{move} R"] = right / max(chosen, 1), right / max(there, 1)
        f1.append(2 * right / max(chosen + there, 1))
    out["macro-F1"] = sum(f1) / max(len(f1), 1)
    story = [s for s in scored if s.move not in ("control", "concern")]
    rest = [s for s in scored if s.move != "concern"]
    accepted = [s for s in scored if s.move == "accept"]
    due = [s for s in scored if s.move in PROBES]
    controls = [s for s in scored if s.move == "control"]
    concerns = [s for s in scored if s.move == "concern" == s.understood.move]
    out["concern false alarms"] = _share(rest, lambda s: s.understood.move == "concern")
    out["story taken for command"] = _share(story, lambda s: s.understood.move == "control")
    out["particular probed"] = _share(accepted, lambda s: s.understood.move in PROBES)
    out["due follow-up of the right kind"] = _share(due, lambda s: s.understood.move == s.move)
    out["the command itself"] = _share(controls, lambda s: s.understood.intent == s.example.intent)
    out["kind of concern"] = _share(concerns, lambda s: s.understood.kind == s.example.kind)
    termed = [s for s in scored if s.example.term and s.move in TERM_MOVES and s.understood.move == s.move]
    out["terms"] = _share(termed, lambda s: term_agrees(s.example.term or "", s.example.text, s.understood.term))
    return out


def _share(scored: list[Scored], test: Any) -> float:
    return sum(bool(test(s)) for s in scored) / max(len(scored), 1)


def elements(scored: list[Scored]) -> dict[str, Counter]:
    """Return counts of elements right, extra and missed: by answer, by sentence, and for each element (by sentence)."""
    counts: dict[str, Counter] = defaultdict(Counter)
    for s in scored:
        _count(counts, ("by answer",), set(s.example.elements), set(s.understood.elements))
        spans = sentence_spans(s.example.text)
        right = s.example.sentences or ((s.example.elements,) if len(spans) == 1 else ())
        for told, sentence in zip(right, s.understood.sentences, strict=False):
            found = {name for name, p in sentence.elements.items() if p >= ELEMENT_THRESHOLD}
            for name in set(told) | found:
                _count(counts, ("by sentence", name), {name} & set(told), {name} & found)
    return counts


def _count(counts: dict[str, Counter], names: Iterable[str], right: set[str], found: set[str]) -> None:
    for name in names:
        counts[name].update(right=len(right & found), extra=len(found - right), missed=len(right - found))


def report(title: str, scored: list[Scored], misses: bool) -> None:
    """Print the figures for ``scored``, and with ``misses`` every answer that went wrong."""
    found = figures(scored)
    print(f"\n== {title}: {int(found.pop('answers'))} answers")
    moves = sorted({name[:-2] for name in found if name.endswith(" P")})
    for name, value in found.items():
        if not name.endswith((" P", " R")):
            print(f"  {name:34s} {value:.3f}")
    for move in moves:
        print(f"  {move:12s} P {found[move + ' P']:.3f}  R {found[move + ' R']:.3f}")
    told = elements(scored)
    for name in ("by answer", "by sentence", *sorted(n for n in told if not n.startswith("by "))):
        if name in told:
            print(f"  elements {name:16s} {_f1(told[name]['right'], told[name]['extra'], told[name]['missed'])}")
    if misses:
        _print_misses(scored)
    else:
        _print_concerns(scored)
    confused = Counter((s.move, s.understood.move) for s in scored if s.move != s.understood.move)
    print("  confused:", ", ".join(f"{a} as {b} {n}" for (a, b), n in confused.most_common(14)))


def _print_concerns(scored: list[Scored]) -> None:
    """Print every concern that was missed and every one that was none: the first thing to look at."""
    for s in scored:
        if (s.move == "concern") != (s.understood.move == "concern"):
            what = f"missed {s.example.kind}" if s.move == "concern" else "none there"
            print(f"  concern, {what}: [{s.example.ask}, {s.example.role}] {s.example.text}")


def _print_misses(scored: list[Scored]) -> None:
    for s in sorted(scored, key=lambda s: (s.move != "concern", s.move, s.understood.move)):
        e, u = s.example, s.understood
        if s.move != u.move:
            print(f"  {s.move} as {u.move} {u.command or ''} {u.confidence:.2f} [{e.ask}, {e.role}] {e.text} {u.because}")
        elif e.intent != u.intent:
            print(f"  {e.intent} as {u.intent} {u.confidence:.2f} [{e.ask}] {e.text}")
        elif e.term and not term_agrees(e.term, e.text, u.term):
            print(f"  term of {s.move}: {e.term!r} as {e.text[slice(*u.term)] if u.term else ''!r} | {e.text}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--dev", type=Path, help="a file of labelled lines, scored by a model of all the training data")
    parser.add_argument("--only-dev", action="store_true", help="no cross-validation")
    parser.add_argument("--misses", action="store_true", help="print every answer that went wrong")
    parser.add_argument("--pictures", type=Path, help="a folder to draw the learning curve and the confusions in")
    parser.add_argument(
        "--leave-out", nargs="*", default=[], choices=("encoder", *PARTS), help="do without these parts, to see what they are worth"
    )
    given = parser.parse_args()
    leave_out = tuple(given.leave_out)
    examples = read_examples()
    if not given.only_dev:
        scored = cross_validate(examples, given.folds, leave_out)
        for language, name in (("en", "English"), ("cy", "Welsh")):
            report(f"{name}, {given.folds}-fold", [s for s in scored if s.language == language], given.misses)
        if given.pictures:
            draw_confusions([(s.language, s.move, s.understood.move) for s in scored], given.pictures)
    if given.pictures:
        draw_learning_curve(learning_curve(examples), given.pictures)
    if given.dev:
        start = time.perf_counter()
        model = MoveModel(leave_out).fit(examples)
        print(f"\nTrained on {len(examples)} examples in {time.perf_counter() - start:.1f} s")
        lines = read_lines(given.dev)
        start = time.perf_counter()
        scored = score(model, lines)
        print(f"One message: {1000 * (time.perf_counter() - start) / len(lines):.1f} ms")
        report(str(given.dev.name), scored, given.misses)
        for language, name in (("en", "English"), ("cy", "Welsh")):
            report(f"{given.dev.name} {name}", [s for s in scored if s.language == language], False)


if __name__ == "__main__":
    main()
