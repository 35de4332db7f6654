"""Each rule of the dialogue is needed: without it the conversation test that bears its name fails, and with all rules it passes.

Nothing is stood in for: the tests run as ever, against a copy of Sgwrs of their own, from whose engine the rule is taken away.
"""

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conversation.test_every_rule_has_its_test import name_of_test, rules
from tests.live import ROOT, RUNNING_COPY
from tests.rules.taking_away import CopyWithout

#: Seconds that all the tests that bear a rule's name may take together.
MOST_SECONDS = 300
#: name of a test -> how each of its cases ended: "passed", "failed: …", "error: …".
Outcomes = dict[str, list[str]]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CopyWithout]:
    """The copy that rules are taken away from."""
    copy = CopyWithout(tmp_path_factory.mktemp("without") / "data")
    try:
        copy.start()
        yield copy
    finally:
        copy.stop()


@pytest.fixture(scope="module")
def with_all_rules(running: CopyWithout, tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """How the tests end when nothing is taken away."""
    return outcomes(running, tmp_path_factory.mktemp("with") / "report.xml")


@pytest.fixture(scope="module")
def without_its_rule(running: CopyWithout, with_all_rules: Outcomes, tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """How each test ends when the rule whose name it bears is taken away."""
    return outcomes(running, tmp_path_factory.mktemp("without_each") / "report.xml", "-p", "tests.rules.taking_away")


def outcomes(copy: CopyWithout, report: Path, *options: str) -> Outcomes:
    """Run the tests that bear the name of a rule against ``copy``, in a process of their own, and read how they ended."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--tb=short", f"--junitxml={report}", *options, *bearing_tests()]
    environment = {**os.environ, RUNNING_COPY: copy.address}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=MOST_SECONDS)
    assert done.returncode in (0, 1), f"The tests could not be run:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    ended: Outcomes = defaultdict(list)
    for case in ElementTree.parse(report).iter("testcase"):
        what = next(iter(case), None)
        how = {"failure": "failed", "error": "error", "skipped": "skipped"}[what.tag] if what is not None else "passed"
        ended[case.attrib["name"].split("[")[0]].append(f"{how}: {what.attrib['message']}" if what is not None else how)
    return ended


def bearing_tests() -> list[str]:
    """Return the tests that bear a rule's name, as pytest takes them on its command line."""
    wanted = {name_of_test(rule) for rule in rules()}
    files = {file: file.read_text(encoding="utf-8") for file in sorted((ROOT / "tests" / "conversation").glob("test_*.py"))}
    return [f"{file.relative_to(ROOT)}::{name}" for file, text in files.items() for name in sorted(wanted) if f"def {name}(" in text]


def test_the_rules_trained_here_are_those_of_the_model(running: CopyWithout) -> None:
    """So what is left when one is taken away is the model without that rule, and nothing else."""
    assert running.follow_all_but(None) == {"rules": len(rules()), "as_loaded": True}


@pytest.mark.parametrize("rule", rules())
def test_the_rule_is_needed(rule: str, with_all_rules: Outcomes, without_its_rule: Outcomes) -> None:
    test = name_of_test(rule)
    assert set(with_all_rules[test]) == {"passed"}, f"{test} is missing, or fails with the rule too: {with_all_rules[test]}"
    for outcome in without_its_rule[test]:
        # The rule may be needed on the way to where the test begins, too.
        needed = ("failed: AssertionError", "failed: assert", 'error: failed on setup with "AssertionError')
        assert outcome.startswith(needed), f"without the rule, {test} {outcome}"
    assert len(without_its_rule[test]) == len(with_all_rules[test])


def test_every_rule_is_given_back(running: CopyWithout, without_its_rule: Outcomes) -> None:
    assert running.follow_all_but(None)["as_loaded"]
    assert running.is_ready()
