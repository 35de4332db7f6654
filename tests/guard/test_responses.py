"""data/responses: both languages everywhere, asks that ask one thing, and nobody's words dressed up as a quotation by staff."""

import re

import pytest
from promises import LANGUAGES, ROLES, SUBJECTS, placeholders

from bot.conversation.phrasebook import load_phrasebook

BOOK = load_phrasebook()
NAMES = sorted(BOOK.phrases)

#: Names that begin so are questions; all others are statements.
_ASKS = ("utter_ask_", "utter_check_", "utter_so_what_", "utter_why_", "utter_own_view", "utter_context_", "utter_nudge_")
_NO_ASKS = ("utter_why_we_ask_",)
_CONDITIONS = {
    "language": set(LANGUAGES),
    "role": set(ROLES),
    "young": {True},
    "subject": set(SUBJECTS) - {"self"},
    "route": {"person", "duty"},
}
#: What the program fills in (bot/conversation, actions/commands.py).
_PLACEHOLDERS = {"about", "matter", "exceptions", "help", "kept", "council_line", "next_steps", "time", "who"}
_QUOTED = re.compile(r"[“”\"„«‘']\s*{(?:about|matter)}|{(?:about|matter)}\s*[“”\"»’'](?!\w)")


def is_ask(name: str) -> bool:
    return name.startswith(_ASKS) and not name.startswith(_NO_ASKS)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_stand_in_every_tier(name: str):
    tiers: dict[frozenset, set] = {}
    for phrase in BOOK.phrases[name]:
        conditions = dict(phrase.conditions)
        assert "language" in conditions, f"{name}: give “{phrase.text}” a condition on language."
        language = conditions.pop("language")
        tiers.setdefault(frozenset(conditions.items()), set()).add(language)
    for tier, languages in tiers.items():
        missing = set(LANGUAGES) - languages
        assert not missing, f"{name}, where {dict(tier) or 'nothing else'} holds: write the wording in {missing} too."


@pytest.mark.parametrize("name", NAMES)
def test_conditions_are_ones_that_can_hold(name: str):
    for phrase in BOOK.phrases[name]:
        for condition, value in phrase.conditions:
            assert value in _CONDITIONS.get(condition, set()), (
                f"{name}: {condition}={value} never holds, so “{phrase.text}” is never said. Mend the condition."
            )


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_shouted_at(name: str):
    loud = [phrase.text for phrase in BOOK.phrases[name] if "!" in phrase.text or "!" in "".join(b.text for b in phrase.buttons)]
    assert not loud, f"{name}: take the exclamation mark out of {loud}."


@pytest.mark.parametrize("name", NAMES)
def test_an_ask_asks_one_thing_and_a_statement_none(name: str):
    wanted = 1 if is_ask(name) else 0
    wrong = [phrase.text for phrase in BOOK.phrases[name] if phrase.text.count("?") != wanted]
    assert not wrong, f"{name}: an ask has exactly one question mark and a statement none; this one should have {wanted}: {wrong}"


@pytest.mark.parametrize("name", NAMES)
def test_placeholders_are_ones_that_the_program_fills(name: str):
    for phrase in BOOK.phrases[name]:
        unknown = placeholders(phrase.text) - _PLACEHOLDERS
        assert not unknown, f"{name}: nothing fills {unknown} in “{phrase.text}”. Known: {sorted(_PLACEHOLDERS)}."
        assert phrase.text.count("{") == phrase.text.count("}"), f"{name}: a brace is left open in “{phrase.text}”."


@pytest.mark.parametrize("name", [n for n in NAMES if any("about" in placeholders(p.text) for p in BOOK.phrases[n])])
def test_what_is_taken_up_stands_in_every_wording(name: str):
    without = [phrase.text for phrase in BOOK.phrases[name] if "about" not in placeholders(phrase.text)]
    assert not without, f"{name}: some wordings take up the person's words; put {{about}} into these too: {without}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "carer"])
def test_staff_wordings_put_no_quotation_marks_round_words(name: str, role: str):
    """What staff type is noted, not word for word: in quotation marks it would pass for the person's own words (API.md)."""
    quoted = {
        phrase.text
        for language in LANGUAGES
        for subject in SUBJECTS
        for phrase in BOOK.wordings(name, {"language": language, "role": role, "young": False, "subject": subject})
        if _QUOTED.search(phrase.text)
    }
    assert not quoted, f"{name}: a {role} can be shown this; take the quotation marks away, or make it a carer's wording: {quoted}"


def test_buttons_have_words_and_send_what_they_show():
    for name in NAMES:
        for phrase in BOOK.phrases[name]:
            for button in phrase.buttons:
                assert button.text.strip() and button.text == button.send, f"{name}: the button {button} should send the words it shows."
