"""Every rule of the dialogue is exercised: a test in this folder bears its name."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.live import ROOT

HERE = Path(__file__).parent


def rules() -> list[str]:
    return [rule["rule"] for file in sorted((ROOT / "data" / "rules").glob("*.yml")) for rule in YAML(typ="safe").load(file)["rules"]]


def name_of_test(rule: str) -> str:
    return "test_" + re.sub(r"[^a-z0-9]+", "_", rule.lower().replace("'", "")).strip("_")


@pytest.mark.parametrize("rule", rules())
def test_every_rule_has_a_test_that_bears_its_name(rule: str) -> None:
    tests = "\n".join(file.read_text(encoding="utf-8") for file in HERE.glob("test_*.py"))
    assert f"def {name_of_test(rule)}(" in tests
