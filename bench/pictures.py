"""Pictures for docs/understanding.md: what more examples bring, and which move is taken for which. Engine's environment only."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402  (only once it knows that there is no screen)

MOVES = ("accept", "so_what", "why", "own_view", "context", "nudge", "concern", "control")
_NAMES = {"en": "English", "cy": "Welsh"}
#: What the learning curve shows: figure -> what it is called in the picture.
_SHOWN = {"accuracy": "right move", "macro-F1": "macro-F1", "concern R": "danger heard", "so_what R": "so what? where it is due"}


def draw_confusions(pairs: Iterable[tuple[str, str, str]], folder: Path) -> None:
    """Draw, from (language, right move, move found), how many answers of each move were taken for each, in per cent of the row."""
    counts = Counter(pairs)
    figure, axes = pyplot.subplots(1, 2, figsize=(11, 5), layout="constrained")
    for (language, name), axis in zip(_NAMES.items(), axes, strict=True):
        table = [[counts[language, right, found] for found in MOVES] for right in MOVES]
        shares = [[n / max(sum(row), 1) for n in row] for row in table]
        axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        for y, row in enumerate(shares):
            for x, share in enumerate(row):
                if share >= 0.005:
                    axis.text(x, y, f"{100 * share:.0f}", ha="center", va="center", color="white" if share > 0.5 else "black", fontsize=9)
        axis.set_xticks(range(len(MOVES)), MOVES, rotation=45, ha="right")
        axis.set_yticks(range(len(MOVES)), MOVES)
        axis.set(title=f"{name} ({sum(map(sum, table))} answers)", xlabel="taken as", ylabel="should be")
    _save(figure, folder / "confusions.png")


def draw_learning_curve(curve: Sequence[tuple[int, Mapping[str, Mapping[str, float]]]], folder: Path) -> None:
    """Draw the figures (0 to 1) by the number of examples learned from, one panel for each language."""
    figure, axes = pyplot.subplots(1, 2, figsize=(11, 4), sharey=True, layout="constrained")
    for (language, name), axis in zip(_NAMES.items(), axes, strict=True):
        for figure_name, shown in _SHOWN.items():
            axis.plot([n for n, _ in curve], [found[language][figure_name] for _, found in curve], marker="o", label=shown)
        axis.set(title=name, xlabel="examples learned from, both languages", ylim=(0, 1))
        axis.grid(alpha=0.3)
    axes[1].legend(loc="lower right")
    _save(figure, folder / "learning_curve.png")


def _save(figure: pyplot.Figure, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
