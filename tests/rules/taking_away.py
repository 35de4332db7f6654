"""A copy of Sgwrs that a rule can be taken away from; and, as a plugin of pytest (-p), what takes away before each test the rule
whose name it bears, and gives it back after it."""

import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any, Optional

import pytest

from tests.conversation.test_every_rule_has_its_test import name_of_test, rules
from tests.live import ROOT, RUNNING_COPY, Copy, Talk


class CopyWithout(Copy):
    """A copy whose engine follows all rules, or all but one (engine_without.py)."""

    command = (sys.executable, str(Path(__file__).with_name("run_without.py")))
    #: A busy machine must not look like a rule that is missing: a turn may take long, and only one that fails gives no reply.
    environment = {"PYTHONPATH": str(ROOT), "SGWRS_ENGINE_WAIT": "20"}

    def follow_all_but(self, rule: Optional[str]) -> dict[str, Any]:
        """Take ``rule`` away from the running engine; None gives back whatever was taken."""
        address = f"http://127.0.0.1:{self.engine_port}/webhooks/sgwrs/rules"
        given = self.http.put(address, json={"without": rule}, headers={"x-sgwrs-secret": self.secret})
        assert given.status_code == 200, f"The engine did not take away {rule!r}: {given.status_code}"
        return given.json()


class EveryName(list[str]):
    """The names of all actions there could be."""

    def __contains__(self, name: object) -> bool:
        return True


class TakingAway:
    """The plugin."""

    def __init__(self, copy: CopyWithout) -> None:
        self.copy = copy
        self.rules = {name_of_test(rule): rule for rule in rules()}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> Generator[None, object, object]:
        """Run the test, from its fixtures on, without its rule."""
        self.copy.follow_all_but(self.rules[item.originalname])
        try:
            return (yield)
        finally:
            self.copy.follow_all_but(None)


def pytest_configure(config: pytest.Config) -> None:
    """Set up. That the rule's own action did not run goes without saying: what people get must show it, so every name counts as run."""
    Talk.actions_run = lambda *_: EveryName()  # type: ignore[method-assign]
    config.pluginmanager.register(TakingAway(CopyWithout.at(os.environ[RUNNING_COPY])))
