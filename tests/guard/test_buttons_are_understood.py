"""What a button sends is understood by exact words or plain choices, without the model's judgement, in both languages."""

from dataclasses import dataclass, field
from typing import Any, Optional

import pytest
from promises import LANGUAGES

from bot.conversation.asks import Ask
from bot.conversation.choices import chosen_language, keep_choice, share_choice, under_18, yes_or_no
from bot.conversation.phrasebook import load_phrasebook
from bot.understanding.shortcuts import shortcut
from bot.words.labels import all_labels, label

BOOK = load_phrasebook()

#: The question that a response with buttons puts, and the plain choices that its answers are read by.
_ASKS = {
    "utter_ask_language": (Ask("", "opening", topic="language"), chosen_language),
    "utter_ask_under_18": (Ask("", "opening", topic="under_18"), under_18),
    "utter_ask_read_back": (Ask("", "read_back"), yes_or_no),
    "utter_ask_keep": (Ask("", "consent", topic="keep"), keep_choice),
    "utter_ask_share": (Ask("", "consent", topic="share"), share_choice),
    "utter_ask_share_again": (Ask("", "consent", topic="share"), share_choice),
    "utter_ask_assessment": (Ask("", "consent", topic="assessment"), yes_or_no),
    "utter_ask_offer": (Ask("", "offer"), None),
}
#: Responses that leave the talk waiting: their buttons go on or stop.
_WAITING = ("utter_paused", "utter_concern_")
#: Beside any question: their buttons are commands by their exact words.
_BESIDE = ("utter_offer_language",)
#: What the buttons of one question must be told apart as.
_TOLD_APART = {
    "utter_ask_language": {"cy", "en"},
    "utter_ask_under_18": {True, False, "command_skip"},
    "utter_ask_offer": {"command_stop", "command_go_on"},
    "utter_offer_language": {"command_language"},
}

_QUIET = {
    "button_yes": "command_affirm",
    "button_no": "command_deny",
    "button_carry_on": "command_go_on",
    "button_stop_here": "command_stop",
    "button_send_words": "command_send",
    "button_person": "command_human",
}

SENT = sorted({(name, p.conditions[0][1], tuple(b.send for b in p.buttons)) for name, ps in BOOK.phrases.items() for p in ps if p.buttons})


@dataclass
class Heard:
    """What the model says before exact words are looked at: as bot/understanding/move_model.py, which needs the engine's packages."""

    intent: str = "accept"
    move: str = "accept"
    command: Optional[str] = None
    kind: Optional[str] = None
    term: Optional[tuple[int, int]] = None
    confidence: float = 0.5
    because: list[str] = field(default_factory=list)


def intent_of(text: str, ask: Ask, held: bool = False) -> Any:
    """Return the intent that the exact words of ``text`` stand for, None when they are left to the model."""
    heard = Heard()
    kind = "offer" if ask.element == "offer" else ask.kind
    found = shortcut(text, ask.model_ask, kind, held, heard)
    return None if found is heard else found.intent


def meaning(name: str, text: str) -> Any:
    """Return what a button of the response ``name`` that sends ``text`` is understood as, None when it is not."""
    if name.startswith(_WAITING):
        return intent_of(text, Ask("", "circumstances"), held=True)
    if name in _BESIDE:
        return intent_of(text, Ask("", "barrier", outcome=1))
    ask, choose = _ASKS[name]
    intent = intent_of(text, ask)
    if intent in ("command_affirm", "command_deny"):
        return intent == "command_affirm"
    return intent or (choose(text) if choose else None)


def test_every_response_with_buttons_is_known_here():
    unknown = {name for name, _, _ in SENT if name not in _ASKS and name not in _BESIDE and not name.startswith(_WAITING)}
    assert not unknown, f"Say in this test how the buttons of {unknown} are understood."


@pytest.mark.parametrize(
    ("name", "language", "sent"),
    SENT,
)
def test_buttons_of_responses(name: str, language: str, sent: tuple[str, ...]):
    lost = [text for text in sent if meaning(name, text) is None]
    assert not lost, f"{name} ({language}): neither bot/understanding/shortcuts.py nor bot/conversation/choices.py knows {lost}."
    wanted = {"command_go_on", "command_stop"} if name.startswith(_WAITING) else _TOLD_APART.get(name, {True, False})
    assert {meaning(name, text) for text in sent} == wanted, f"{name} ({language}): its buttons should mean {wanted}."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(key for key in all_labels() if key.startswith("button_")))
def test_quiet_buttons(key: str, language: str):
    wanted = _QUIET.get(key, key.replace("button_", "command_"))
    kind = "check" if key in ("button_yes", "button_no") else "open"
    found = intent_of(label(key, language), Ask("", "barrier", kind, outcome=1), held=key == "button_carry_on")
    assert found == wanted, f"{key} ({language}) sends “{label(key, language)}”: teach bot/understanding/shortcuts.py that it is {wanted}."
