"""Hold talks with the simulated people against a running Sgwrs, and measure how it did.

    python -m bench.people --base-url http://127.0.0.1:8000 [--only NAME] [--transcript FOLDER] [--check]

Prints a table of the people, one of the figures, the lists behind them, and a JSON summary. ``--check`` makes a missed
figure the exit status 1. It starts nothing: ``python -m bench.with_server bench/people.py`` does.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import report
from bench.person import Person, load_people, problems
from bench.talk import Talk, hold_talk, write_transcript

_ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; return the exit status."""
    given = _parse(arguments)
    try:
        people = load_people(given.only)
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    if given.self_check:
        return self_check(people)
    try:
        talks = [_talk(person, given) for person in people]
    except httpx.HTTPError as wrong:
        print(f"Sgwrs did not answer at {given.base_url}: {wrong}", file=sys.stderr)
        return 2
    found, lists = report.figures(talks)
    print(report.table([report.HEAD] + [report.row_of(talk) for talk in talks]))
    print("\n" + report.figures_table(found))
    for name, items in lists.items():
        if items:
            print(f"\n{name}:")
            for item in items:
                print("  " + json.dumps(item, ensure_ascii=False))
    print("\n" + json.dumps(_summary(talks, found, lists), ensure_ascii=False))
    return 1 if given.check and any(figure.missed for figure in found) else 0


def self_check(people: Sequence[Person]) -> int:
    """Look whether the people's files are as they should be; return the exit status."""
    count = 0
    for person in people:
        wrong = problems(person)
        count += len(wrong)
        said = [answer for _, answer in person.every_answer() if answer.due != "either"]
        due = sum(1 for answer in said if answer.due)
        print(f"{person.name}: {person.role}, {person.language}, {len(person.facts)} facts", end=", ")
        print(f"{len(said)} answers, {due} with a follow-up due")
        for line in wrong:
            print(f"  WRONG {line}")
    print(f"{len(people)} people, {count} faults")
    return 1 if count else 0


def _talk(person: Person, given: argparse.Namespace) -> Talk:
    talk = hold_talk(person, given.base_url)
    if given.transcript:
        write_transcript(talk, given.transcript)
    return talk


def _summary(talks: Sequence[Talk], found: Sequence[report.Figure], lists: report.Lists) -> dict[str, Any]:
    return {
        "people": len(talks),
        "turns": sum(len(talk.turns) for talk in talks),
        "figures": {figure.name: figure.value for figure in found},
        "missed": [figure.name for figure in found if figure.missed],
        "lists": {name: len(items) for name, items in lists.items()},
    }


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="people", description="Hold talks with simulated people, and measure.")
    parser.add_argument("--base-url", default="http://127.0.0.1:8000", help="where Sgwrs runs")
    parser.add_argument("--only", metavar="NAME", help="one person, by the name of the file")
    parser.add_argument("--transcript", metavar="FOLDER", type=_outside, help="write each talk as text into this")
    parser.add_argument("--check", action="store_true", help="exit status 1 when a figure is missed")
    parser.add_argument("--self-check", action="store_true", help="only look whether the people's files are in order")
    return parser.parse_args(arguments)


def _outside(path: str) -> Path:
    """Transcripts are no part of the repository."""
    folder = Path(path).expanduser().resolve()
    if folder.is_relative_to(_ROOT):
        raise argparse.ArgumentTypeError("the folder must be outside the repository")
    return folder


if __name__ == "__main__":
    sys.exit(main())
