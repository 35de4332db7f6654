"""domain.yml, the rules, the training data and the code name the same things."""

import ast
import re

import pytest
from promises import ROOT, read_yaml

from actions.registry import ALL_ACTIONS
from bot.conversation.asks import FORMS, OFFER_SLOT, SLOTS
from bot.conversation.commands import METHODS
from bot.understanding.moves import COMMAND_PREFIX, COMMANDS, STORY_MOVES, intent_to_move
from bot.understanding.shortcuts import _BUTTONS

DOMAIN = read_yaml(ROOT / "domain.yml")
RULES = [rule for file in sorted((ROOT / "data" / "rules").glob("*.yml")) for rule in read_yaml(file)["rules"]]
STEPS = [step for rule in RULES for step in rule["steps"]]
#: Slots that are no question: what wordings depend on, and the message that the last reply was written for.
_CONTROL = {"language", "role", "replied_to"}


def differences(in_domain: set, in_code: set, where: str) -> str:
    return f"Only in domain.yml: {sorted(in_domain - in_code)}. Only in {where}: {sorted(in_code - in_domain)}. Make them agree."


def test_intents_are_the_moves_and_commands():
    """Besides the moves and commands of moves.py, an intent may be one that exact words alone stand for (shortcuts.py)."""
    code = {*STORY_MOVES, "concern", *(COMMAND_PREFIX + command for command in COMMANDS), *_BUTTONS}
    assert set(DOMAIN["intents"]) == code, differences(set(DOMAIN["intents"]), code, "bot/understanding")


def test_every_command_is_carried_out():
    commands = {command for intent in DOMAIN["intents"] for move, command in [intent_to_move(intent)] if command}
    assert commands == set(METHODS), differences(commands, set(METHODS), "bot/conversation/commands.py, METHODS")


def test_forms_and_their_slots_are_the_parts_of_the_talk():
    assert tuple(DOMAIN["forms"]) == FORMS, "domain.yml and bot/conversation/asks.py (FORMS) name other forms, or in another order."
    for form in FORMS:
        wanted = [slot for of_form, slot in SLOTS.values() if of_form == form]
        assert sorted(DOMAIN["forms"][form]["required_slots"]) == sorted(wanted), f"{form}: its slots in domain.yml should be {wanted}."


def test_slots_are_the_questions_and_a_few_for_control():
    code = {slot for _, slot in SLOTS.values()} | {OFFER_SLOT} | _CONTROL
    assert set(DOMAIN["slots"]) == code, differences(set(DOMAIN["slots"]), code, "bot/conversation/asks.py")


@pytest.mark.parametrize("slot", sorted(DOMAIN["slots"]))
def test_slots_fill_themselves_with_nothing(slot: str):
    given = DOMAIN["slots"][slot]
    assert given["mappings"] == [{"type": "custom"}], f"{slot}: only the actions may fill it (mapping custom); Rasa would put commands in."
    assert given["influence_conversation"] is False, f"{slot}: the agenda decides, not the slot: influence_conversation: false."


def test_actions_are_those_of_the_registry():
    names = [action.name() for action in ALL_ACTIONS]
    assert len(names) == len(set(names)), "actions/registry.py holds an action twice."
    assert set(DOMAIN["actions"]) == set(names), differences(set(DOMAIN["actions"]), set(names), "actions/registry.py")


def test_the_slot_that_marks_a_reply_is_in_the_domain():
    """bot/engine/tracker_store.py cannot be imported here (it needs Rasa), so its constant is read from the source."""
    tree = ast.parse((ROOT / "bot" / "engine" / "tracker_store.py").read_text(encoding="utf-8"))
    named = {t.id: n.value for n in tree.body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
    slot = ast.literal_eval(named["REPLIED_TO"])
    assert slot in DOMAIN["slots"], f"The tracker store looks at the slot {slot}: put it in domain.yml."


def test_rules_name_what_the_domain_has():
    intents = {step["intent"] for step in STEPS if "intent" in step}
    actions = {step["action"] for step in STEPS if "action" in step}
    loops = {step["active_loop"] for step in STEPS + [c for r in RULES for c in r.get("condition", ())] if step.get("active_loop")}
    assert intents <= set(DOMAIN["intents"]), f"data/rules: not in domain.yml: {intents - set(DOMAIN['intents'])}"
    known = {*DOMAIN["actions"], *DOMAIN["forms"]}
    assert actions <= known, f"data/rules: not in domain.yml: {actions - known}"
    assert loops <= set(DOMAIN["forms"]), f"data/rules: no such form in domain.yml: {loops - set(DOMAIN['forms'])}"


@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_every_intent_has_a_rule(intent: str):
    assert any(step.get("intent") == intent for step in STEPS), f"Nothing is done on {intent}: write a rule for it in data/rules."


@pytest.mark.parametrize("form", DOMAIN["forms"])
def test_every_form_has_a_rule_for_its_end(form: str):
    ends = [rule for rule in RULES if {"active_loop": form} in (rule.get("condition") or []) and {"active_loop": None} in rule["steps"]]
    assert ends, f"Write a rule in data/rules/parts.yml that says what comes when {form} is done."


def test_no_two_rules_have_one_name():
    names = [rule["rule"] for rule in RULES]
    assert len(names) == len(set(names)), "Two rules in data/rules have the same name."


def test_training_examples_are_of_intents_in_the_domain():
    named = {
        (intent, file.name)
        for file in (ROOT / "data" / "nlu").rglob("*.yml")
        for intent in re.findall(r"^\s*- intent: (\S+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    unknown = {pair for pair in named if pair[0] not in DOMAIN["intents"]}
    assert named and not unknown, f"data/nlu has examples of intents that domain.yml does not name: {unknown}"


def test_the_fallback_is_an_action():
    policies = read_yaml(ROOT / "config.yml")["policies"]
    fallback = {policy["core_fallback_action_name"] for policy in policies if "core_fallback_action_name" in policy}
    assert fallback and fallback <= set(DOMAIN["actions"]), "config.yml: the fallback must be an action of domain.yml, or a turn is silent."
