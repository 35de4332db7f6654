"""Hold whole talks while the engine and the app are killed in every step of a turn: nothing may be lost, doubled, half written or stuck.

    python -m bench.with_server bench/kills.py [--kills 200] [--talks 40] [--at-once 8] [--seed N] [--minutes 45]

Every talk is held twice with the same words: first undisturbed, then with SIGKILL sent to the copy's programs at moments that are tied to
its messages. The talk is a plain function of what is said, so the second must come out as the first: the same replies, the same asks under
the same ids, the same quotes in the same places. The client does what a real one would: it sends the same message id with the same
text until 200, and after a 202 it looks with GET. Some messages are sent thrice, from two threads at once.

The data folder comes from --data, or from SGWRS_DATA (``with_server`` sets it): there stand the process ids, and the database that tells
in which step a turn was when its program was killed. Exit status 1 when a figure that must be zero is not, 2 when there is no server.
"""

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Optional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.killing.common import KEEPER, PROGRAMS, ZERO, Faults
from bench.killing.copy import Copy
from bench.killing.faults import faults, log_faults, record_faults
from bench.killing.killer import Killer, plans
from bench.killing.line import Held, hold
from bench.killing.script import Script
from bench.person import Person, load_people


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold the talks, kill, print; return the exit status."""
    given = _parse(arguments)
    begun = time.monotonic()
    copy = Copy(given.base_url, Path(given.data).absolute())
    copy.watch()
    try:
        if not copy.wait_until_up(20) or not all(copy.pid(program) for program in PROGRAMS):
            print(f"No copy of Sgwrs answers at {given.base_url} with its processes in {copy.data}/run.", file=sys.stderr)
            return 2
        people = load_people()
        scripts = [(people[number % len(people)], number) for number in range(given.talks)]
        print(f"seed {given.seed}: {given.talks} talks, undisturbed first", flush=True)
        undisturbed = _hold_all(copy, scripts, given, None)
        messages = sum(len(held.moves) for held in undisturbed)
        typical = statistics.median(seconds for held in undisturbed for seconds in held.turn_seconds)
        print(f"{messages} turns, median {1000 * typical:.0f} ms; now {given.kills} kills", flush=True)
        chance = random.Random(f"{given.seed}/kills")
        killer = Killer(copy, plans(given.kills, typical, copy.pid(KEEPER) > 0, chance), messages, begun + 60 * given.minutes, chance)
        disturbed = _hold_all(copy, scripts, given, killer)
        killer.end()
    finally:
        copy.end()
    by_name = {held.name: held for held in undisturbed}
    found = {held.name: faults(held, by_name[held.name]) for held in disturbed}
    found |= {f"{plain.name}, undisturbed": [*plain.faults, *log_faults(plain), *record_faults(plain)] for plain in undisturbed}
    return _report(copy, given, disturbed, found, time.monotonic() - begun)


def _hold_all(copy: Copy, scripts: list[tuple[Person, int]], given: argparse.Namespace, killer: Optional[Killer]) -> list[Held]:
    """Hold the talks, several at once. When the time is over, no other is begun."""

    def one(script: tuple[Person, int]) -> Optional[Held]:
        if killer and time.monotonic() > killer.until:
            return None
        person, number = script
        return hold(copy, Script(person, number, given.seed), killer, random.Random(f"{given.seed}/{number}/client"))

    with ThreadPoolExecutor(given.at_once) as several:
        return [held for held in several.map(one, scripts) if held]


def _report(copy: Copy, given: argparse.Namespace, held: list[Held], found: dict[str, Faults], seconds: float) -> int:
    figures = Counter({name: 0 for name in ZERO})
    ids = {talk.name: talk.id for talk in held}
    for name, seen in found.items():
        for figure, words in seen:
            figures[figure] += 1
            print(f"{figure}: {name} {ids.get(name, '')}: {words}")
    by_program = Counter(deed.program for deed in copy.kills)
    after_kill = [s for talk in held for s in talk.after_kill]
    after_up = [s for talk in held for s in talk.after_up]
    notes = sum((talk.notes for talk in held), Counter())
    print(f"\nkills             {len(copy.kills)} of {given.kills}: " + ", ".join(f"{name} {n}" for name, n in by_program.items()))
    print("  by plan         " + ", ".join(f"{how} {n}" for how, n in sorted(Counter(deed.why for deed in copy.kills).items())))
    print("  turns that were under way when a program was killed, by the step that they had come to:")
    for (step, program), n in sorted(copy.steps.items()):
        print(f"    {step:40s} {program:12s} {n}")
    print(f"talks             {len(held)} of {given.talks}, {sum(talk.state == 'ended' for talk in held)} came to their end")
    print(f"messages sent     {sum(len(talk.sent) for talk in held)}")
    for name, n in sorted(notes.items()):
        print(f"  {name:60s} {n}")
    print(f"from a kill to the next 200 in a talk         {_longest(after_kill)}, further kills on the way included")
    print(f"from the last of these kills to the next 200  {_longest([s for talk in held for s in talk.after_last_kill])}")
    print(f"from the last of these kills to both up again {_longest(copy.to_be_up)}")
    print(f"from both up again to the next 200 in a talk  {_longest(after_up)}")
    print(f"took              {seconds / 60:.1f} minutes\n")
    for name in ZERO:
        print(f"{name:50s} {figures[name]}")
    print("\n" + json.dumps({"seed": given.seed, "kills": len(copy.kills), "talks": len(held), **figures}))
    return 1 if any(figures.values()) else 0


def _longest(seconds: list[float]) -> str:
    return f"longest {max(seconds):.1f} s, median {statistics.median(seconds):.1f} s" if seconds else "none"


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kills", description="Hold talks while the engine and the app are killed.")
    parser.add_argument("--base-url", default="http://127.0.0.1:8000", help="where Sgwrs runs")
    parser.add_argument("--data", default=os.environ.get("SGWRS_DATA"), help="its data folder (default: SGWRS_DATA)")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--talks", type=int, default=40)
    parser.add_argument("--at-once", type=int, default=8, help="talks held at the same time")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="the same seed: the same words and plans")
    parser.add_argument("--minutes", type=float, default=45, help="after this long nothing more is killed and no talk begun")
    given = parser.parse_args(arguments)
    if not given.data:
        parser.error("name the data folder of the running copy: --data, or SGWRS_DATA in the environment")
    return given


if __name__ == "__main__":
    sys.exit(main())
