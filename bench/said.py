"""Commands, look-alikes and concerns as people say them, on lines that were written without a look at the training data.

    python -m bench.said [--show]

Reads bench/held_out, gives the lines without their labels to ``sgwrs understand``, and prints how it did. Never train on these lines,
and never look at them to tune: then they would measure nothing.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.report import table

ROOT = Path(__file__).resolve().parents[1]
HELD_OUT = ROOT / "bench" / "held_out"
LANGUAGES = ("en", "cy")
#: The files, and the name that their label goes by.
LABELS = {"commands": "command", "story": "looks_like", "concerns": "kind"}


@dataclass(frozen=True)
class Line:
    """A line of the set with what was made of it."""

    file: str
    language: str
    label: str
    said: dict[str, str]
    found: dict[str, Any]

    @property
    def controlled(self) -> bool:
        return self.found["move"] == "control"

    @property
    def alarmed(self) -> bool:
        return self.found["move"] == "concern"

    @property
    def right(self) -> bool:
        """Whether it went as it should, the command or the kind of concern included."""
        if self.file == "commands":
            return self.controlled and self.found["command"] == self.label
        if self.file == "story":
            return not self.controlled and not self.alarmed
        return self.alarmed and self.found["kind"] == self.label


#: What is printed of each file: the column's name, and what it counts.
COLUMNS: dict[str, tuple[tuple[str, Callable[[Line], bool]], ...]] = {
    "commands": (("right command", lambda line: line.right), ("any command", lambda line: line.controlled)),
    "story": (
        ("control or concern", lambda line: not line.right),
        ("control", lambda line: line.controlled),
        ("concern", lambda line: line.alarmed),
    ),
    "concerns": (("concern", lambda line: line.alarmed), ("of the right kind", lambda line: line.right)),
}


def read_language(language: str) -> list[Line]:
    """Return every line of the set in ``language``, understood in one go."""
    told = []
    for file, label in LABELS.items():
        for line in (HELD_OUT / f"{file}_{language}.jsonl").read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            told.append((file, said.pop(label), said))
    found = understand([said for _, _, said in told], language)
    return [Line(file, language, label, said, answer) for (file, label, said), answer in zip(told, found, strict=True)]


def understand(lines: Sequence[dict[str, str]], language: str) -> list[dict[str, Any]]:
    """Return what ``sgwrs understand`` answers to ``lines``."""
    command = [str(ROOT / ".venv" / "bin" / "sgwrs"), "understand", "--language", language]
    asked = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT)
    if done.returncode:
        sys.exit(done.returncode)
    return [json.loads(line) for line in done.stdout.splitlines()]


def report(file: str, lines: Iterable[Line]) -> None:
    """Print the shares for ``file``: over all, and for each label, by language."""
    mine = [line for line in lines if line.file == file]
    columns = [(f"{language} {name}", language, test) for name, test in COLUMNS[file] for language in LANGUAGES]
    rows = [[LABELS[file], *(name for name, _, _ in columns)]]
    for label in ("all", *dict.fromkeys(line.label for line in mine)):
        row = [label]
        for _, language, test in columns:
            row.append(_share([test(line) for line in mine if line.language == language and label in ("all", line.label)]))
        rows.append(row)
    print(f"\n== {file}: {len(mine)} lines\n{table(rows)}")


def show(lines: Iterable[Line]) -> None:
    """Print each line that went wrong."""
    for line in lines:
        if not line.right:
            made = " ".join(filter(None, (line.found["move"], line.found["command"], line.found["kind"])))
            where = f"[{line.language}, {line.said['ask']}, {line.said['role']}]"
            print(f"  {line.file}: {line.label} as {made} {where} {line.said['text']}")


def _share(held: Sequence[bool]) -> str:
    return f"{100 * sum(held) / len(held):.1f} % ({sum(held)}/{len(held)})" if held else "-"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print each line that went wrong")
    given = parser.parse_args()
    lines = [line for language in LANGUAGES for line in read_language(language)]
    for file in LABELS:
        report(file, lines)
    if given.show:
        print()
        show(lines)


if __name__ == "__main__":
    main()
