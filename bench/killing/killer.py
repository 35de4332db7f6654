"""The killer: when it strikes, and whom."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

from bench.killing.common import AWAY, KEEPER, LATEST
from bench.killing.copy import Copy

_HOW = {"before": 10, "after": 30, "in a step": 30, "both": 12, "during restart": 9, "once up again": 9}
_TWICE = ("during restart", "once up again")


@dataclass(frozen=True)
class Plan:
    """One disturbance. ``delay``: seconds from the sending of the message (``before``: none), or from its coming to ``step``;
    ``then``: seconds to the second kill."""

    how: str
    programs: tuple[str, ...]
    delay: float
    step: int = 0
    then: float = 0.0

    @property
    def kills(self) -> int:
        return len(self.programs) * (2 if self.how in _TWICE else 1)


def plans(kills: int, typical: float, keeper: bool, chance: random.Random) -> list[Plan]:
    """Return disturbances with this many kills in all. ``typical``: the seconds that a turn takes, over which most of them are spread;
    ``keeper``: there is a process that keeps the engine running."""
    made: list[Plan] = []
    while (left := kills - sum(plan.kills for plan in made)) > 0:
        how = chance.choices(list(_HOW), list(_HOW.values()))[0] if left > 1 else "after"
        engine = KEEPER if keeper and chance.random() < 0.2 else "engine"
        programs = (engine, "app") if how == "both" else (chance.choices((engine, "app"), (45, 55))[0],)
        latest = max(LATEST, typical) if chance.random() < 0.75 else LATEST
        delay, step, then = chance.uniform(0.001, latest), 0, chance.uniform(0.0, 3.0)
        if how == "before":
            delay = 0.0
        elif how == "in a step" or (how in ("both", *_TWICE) and chance.random() < 0.5):
            delay, step = chance.uniform(0.0, 0.002), chance.randint(1, 4)
        elif how == "during restart" and programs != ("app",):
            then = chance.uniform(0.0, 6.0)
        made.append(Plan(how, programs, delay, step, then))
    return made


class Killer:
    """A thread that carries out the plans. Talks tell it when they send; it says when they may, and kills at its moment."""

    def __init__(self, copy: Copy, plans: list[Plan], messages: int, until: float, chance: random.Random) -> None:
        self.copy = copy
        self.plans = plans
        self.every = 0.9 * messages / max(1, len(plans))
        self.until = until
        self.chance = chance
        self.sent = 0
        self.next_at = self.every
        self._busy = False  # a plan is being carried out, or waits for its moment
        self._wanted: Optional[tuple[Plan, str, float]] = None
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ending = False
        self._thread.start()

    def end(self) -> None:
        with self._wake:
            self._ending = True
            self._wake.notify_all()
        self._thread.join()

    def before_sending(self, is_call: bool = False) -> Optional[Plan]:
        """Told that a message is about to be sent. Return the plan tied to it, once both programs are up; ``before`` is done at once.

        ``is_call``: it is a call of another kind, of which there are few: each gets a plan of its own.
        """
        with self._wake:
            self.sent += 1
            is_due = self.sent >= self.next_at or is_call
            if self._busy or not self.plans or not is_due or time.monotonic() > self.until:
                return None
            self._busy = True
            plan = self.plans.pop()
            if is_call:
                plan = Plan("after", ("app",), self.chance.uniform(0.001, 0.05))
            else:
                self.next_at += self.every * self.chance.uniform(0.5, 1.5)
        self.copy.wait_until_up()
        if plan.how == "before":
            self.copy.kill(plan.programs, plan.how)
            self._busy = False
            return None
        return plan

    def sending(self, plan: Plan, conversation: str) -> None:
        """Told that the message of ``plan`` is being sent now."""
        with self._wake:
            self._wanted = (plan, conversation, time.monotonic())
            self._wake.notify_all()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._wanted or self._ending)
                if not self._wanted:
                    return
                plan, conversation, sent_at = self._wanted
            self._carry_out(plan, conversation, sent_at)
            with self._wake:
                self._wanted = None
                self._busy = False

    def _carry_out(self, plan: Plan, conversation: str, sent_at: float) -> None:
        if plan.step:
            self.copy.wait_for_step(conversation, plan.step)
            time.sleep(plan.delay)
        else:
            time.sleep(max(0.0, sent_at + plan.delay - time.monotonic()))
        first = {program: self.copy.pid(program) for program in plan.programs}
        if not self.copy.kill(plan.programs, plan.how):
            self.plans.append(plan)
            return
        if plan.how not in _TWICE:
            return
        if plan.how == "during restart":
            self._wait_for(lambda: all(self.copy.pid(program) not in (0, first[program]) for program in plan.programs))
        else:
            self._wait_for(lambda: self.copy.up_since is not None)
        time.sleep(plan.then)
        self.copy.kill(plan.programs, plan.how)

    @staticmethod
    def _wait_for(what: Callable[[], bool]) -> None:
        until = time.monotonic() + AWAY
        while time.monotonic() < until and not what():
            time.sleep(0.02)
