"""One practitioner's talk of 110 turns, to see whether turns get slower as a talk gets longer.

    python -m bench.long_talk --base-url http://127.0.0.1:8000 [--turns 110]

Prints the median turn time of the turns 5 to 15 and of the last eleven, and their ratio.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
from ruamel.yaml import YAML

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.api import Api, Reply
from bench.person import FOLLOW_UPS

_WORDS = YAML(typ="safe").load((Path(__file__).resolve().parent / "long_talk.yml").read_text(encoding="utf-8"))
_LATE = 11
#: Elements that end a talk: this one goes back instead.
_ENDING = ("read_back", "consent")


class Storyteller:
    """Answers whatever is asked with something particular, and always has one more thing that matters."""

    def __init__(self) -> None:
        self.things: Iterator[dict[str, str]] = cycle(_WORDS["things"])
        self.more: Iterator[str] = cycle(_WORDS["more"])
        self.thing: dict[str, str] = {}

    def answer(self, ask: dict[str, Any]) -> str:
        """Return what is said to ``ask``."""
        element, kind = ask["element"], ask["kind"]
        if element == "opening":
            return "Olwen and me at the kitchen table, and her father asleep next door."
        if element == "offer":
            return "No, carry on please."
        if kind == "check":
            return "Yes."
        if element in ("outcome", "anything_else") and kind not in FOLLOW_UPS:
            self.thing = dict(next(self.things))
            return self.thing["outcome"]
        part = "means" if kind in FOLLOW_UPS and element == "outcome" else element
        # What is told once of a thing is not told twice.
        return self.thing.pop(part, None) or next(self.more)


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold the talk and print the times; return the exit status."""
    parser = argparse.ArgumentParser(prog="long_talk", description="Measure turn times over one long talk.")
    parser.add_argument("--base-url", default="http://127.0.0.1:8000", help="where Sgwrs runs")
    parser.add_argument("--turns", type=int, default=110, help="how many turns (at least 30)")
    given = parser.parse_args(arguments)
    try:
        times, notes = hold(given.base_url, max(30, given.turns))
    except httpx.HTTPError as wrong:
        print(f"Sgwrs did not answer at {given.base_url}: {wrong}", file=sys.stderr)
        return 2
    early, late = times[4:15], times[-_LATE:]
    ratio = statistics.median(late) / statistics.median(early)
    print(f"turns held        {len(times)}")
    print(f"turns 5-15        {statistics.median(early):.0f} ms (median)")
    print(f"turns {len(times) - _LATE + 1}-{len(times)}     {statistics.median(late):.0f} ms (median)")
    print(f"ratio             {ratio:.2f}")
    for note in notes:
        print(f"note: {note}")
    summary = {
        "turns": len(times),
        "early_ms": round(statistics.median(early), 1),
        "late_ms": round(statistics.median(late), 1),
        "ratio": round(ratio, 2),
        "notes": len(notes),
    }
    print(json.dumps(summary))
    return 0


def hold(base_url: str, turns: int) -> tuple[list[float], list[str]]:
    """Hold a talk of ``turns`` turns; return the milliseconds of each, and what went otherwise than planned."""
    api, teller = Api(base_url), Storyteller()
    times: list[float] = []
    notes: list[str] = []
    try:
        reply = api.begin("practitioner", "en")
        while len(times) < turns:
            reply, asked = _open(api, reply, notes, len(times))
            words = teller.answer(asked) if asked else "Carry on."
            _, reply = api.say(words)
            times.append(reply.milliseconds)
            if reply.status != 200:
                notes.append(f"turn {len(times)}: status {reply.status}")
            if reply.state == "concern":
                notes.append(f"turn {len(times)}: taken for danger: {words}")
    finally:
        api.close()
    return times, notes


def _open(api: Api, reply: Reply, notes: list[str], turn: int) -> tuple[Reply, dict[str, Any] | None]:
    """Return the reply and the ask to answer; a talk that came to its end is opened again."""
    asked = reply.asks[-1]["ask"] if reply.asks else None
    if reply.state == "ended" or (asked and asked["element"] in _ENDING):
        notes.append(f"turn {turn}: came to its end ({asked['element'] if asked else reply.state}); opened again")
        if reply.state != "ended":
            api.finish()
        reply = api.reopen()
        asked = reply.asks[-1]["ask"] if reply.asks else None
    return reply, asked


if __name__ == "__main__":
    sys.exit(main())
