"""Danger first: help is shown, the words are kept exactly and nowhere else, and the person may carry on."""

import pytest

from bot.help.lines import CouncilLines, all_lines, help_for
from bot.understanding.moves import CONCERN_KINDS
from tests.unit.talks import Talk, quotes_in

ROLES = ("carer", "handler", "practitioner")
#: Stop, when the question that was open is the offer to stop.
OFFER = pytest.param("offer")
WORDS = "He hit me on Sunday. I hid in the bathroom."


def begun(role: str, language: str = "en") -> Talk:
    talk = Talk(role, language, young=False) if role == "carer" else Talk(role, language)
    talk.answer_to("outcome")
    return talk


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("kind", CONCERN_KINDS)
def test_every_kind_of_danger_stops_the_agenda_and_shows_help(kind: str, language: str, role: str) -> None:
    talk = begun(role, language)
    turn = talk.say(WORDS, "concern", kind=kind)
    assert talk.state.talk.state == "concern"
    assert [said.ask for said in turn.said] == [None]
    assert turn.said[0].buttons
    lines, names = help_for(CouncilLines(duty_team="01978 000001"), kind, role, False, language)
    assert all(line in turn.text for line in lines)
    (concern,) = talk.record["concerns"]
    assert (concern["kind"], concern["shown"], concern["passed_on"]) == (kind, names, None)
    assert concern["at"]


@pytest.mark.parametrize("element", ["circumstances", "outcome", "barrier", "need", "caring_role", "anything_else", "read_back", "consent"])
def test_the_words_stand_in_the_concerns_and_nowhere_else(element: str) -> None:
    talk = Talk("carer", young=False)
    talk.answer_to(element)
    talk.say(f"  {WORDS}\n", "concern", kind="abuse_or_neglect", tells=("barrier", "risk"))
    (concern,) = talk.record["concerns"]
    assert concern["quote"]["text"] == WORDS
    message = concern["quote"]["message"]
    assert [quote["message"] for quote in quotes_in(talk.record)].count(message) == 1


def test_the_concern_is_not_read_back_on_the_screen() -> None:
    talk = begun("carer")
    talk.say(WORDS, "concern", kind="abuse_or_neglect")
    talk.do("go_on")
    talk.do("stop")
    assert talk.open and talk.open.element == "read_back"
    assert WORDS not in talk.last.text


def test_the_person_may_carry_on_with_the_question_that_was_open() -> None:
    talk = begun("carer")
    before = talk.open
    talk.say(WORDS, "concern", kind="danger_now")
    talk.do("go_on", "Carry on")
    assert talk.open == before
    talk.say("I want to sleep a whole night")
    assert talk.words("outcomes/1/statement") == ["I want to sleep a whole night"]


def test_any_other_message_answers_the_question_that_was_open() -> None:
    talk = begun("carer")
    talk.say(WORDS, "concern", kind="danger_now")
    talk.say("I want to sleep a whole night")
    assert talk.words("outcomes/1/statement") == ["I want to sleep a whole night"]
    assert talk.state.talk.state == "open"


@pytest.mark.parametrize("element", ["outcome", "barrier", OFFER, "anything_else"])
def test_stop_after_a_concern_goes_to_the_close(element: str) -> None:
    talk = Talk("carer", young=False)
    talk.answer_to("outcome")
    if element == "offer":
        talk.do("skip")
        talk.do("skip")
    else:
        talk.answer_to(element)
    assert talk.open and talk.open.element == element
    talk.say(WORDS, "concern", kind="danger_now")
    talk.do("stop", "Stop here")
    assert talk.state.talk.state == "open"
    assert talk.open and talk.open.element == "read_back"


def test_a_second_concern_is_kept_as_well_and_answered_again() -> None:
    talk = begun("carer")
    first = talk.say(WORDS, "concern", kind="danger_now").text
    second = talk.say("He is at the door again", "concern", kind="danger_now").text
    assert [concern["quote"]["text"] for concern in talk.record["concerns"]] == [WORDS, "He is at the door again"]
    assert second and second != first
    assert talk.state.talk.state == "concern"


def test_an_unknown_kind_is_danger_now() -> None:
    talk = begun("carer")
    talk.say(WORDS, "concern", kind=None)
    assert talk.record["concerns"][0]["kind"] == "danger_now"


def test_danger_is_not_judged_and_asks_nothing() -> None:
    for role in ROLES:
        for kind in CONCERN_KINDS:
            talk = begun(role)
            assert "?" not in talk.say(WORDS, "concern", kind=kind).text


def test_the_reply_says_that_nobody_has_read_it() -> None:
    for kind in CONCERN_KINDS:
        assert "nobody has read it" in begun("carer").say(WORDS, "concern", kind=kind).text.lower()


# Which help


@pytest.mark.parametrize("kind", CONCERN_KINDS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_there_is_help_for_every_danger(kind: str, role: str, language: str) -> None:
    lines, names = help_for(CouncilLines(), kind, role, False, language)
    assert lines and len(lines) == len(names)


@pytest.mark.parametrize("kind", [k for k in CONCERN_KINDS if k != "carer_breakdown"])
def test_999_comes_first_for_somebody_who_writes_alone(kind: str) -> None:
    for young in (True, False):
        assert help_for(CouncilLines("1", "2"), kind, "carer", young, "en")[1][0] == "emergency"


@pytest.mark.parametrize("kind", CONCERN_KINDS)
def test_under_18_childline_and_meic_come_before_the_other_lines_and_else_not_at_all(kind: str) -> None:
    young = [name for name in help_for(CouncilLines(), kind, "carer", True, "en")[1] if name != "emergency"]
    assert young[:2] == ["childline", "meic"]
    assert not {"childline", "meic"} & set(help_for(CouncilLines(), kind, "carer", False, "en")[1])


def test_under_18_childline_and_meic_come_straight_after_999_also_when_the_council_has_lines() -> None:
    assert help_for(CouncilLines("1", "2"), "abuse_or_neglect", "carer", True, "en")[1][:3] == ["emergency", "childline", "meic"]


@pytest.mark.parametrize("role", ["handler", "practitioner"])
def test_staff_see_the_councils_own_lines_first(role: str) -> None:
    assert help_for(CouncilLines("1", "2"), "danger_now", role, False, "en")[1][:2] == ["duty_team", "out_of_hours"]


def test_a_line_that_the_council_has_not_set_is_not_shown() -> None:
    assert not {"duty_team", "out_of_hours"} & set(help_for(CouncilLines(), "danger_now", "handler", False, "en")[1])
    assert CouncilLines().missing() == ["duty_team", "out_of_hours", "iaa_line"]


def test_every_line_exists_in_both_languages() -> None:
    for line in all_lines().values():
        assert all(line[part][language] for part in ("name", "number", "hours") for language in ("en", "cy"))
        assert set(line["for"]) <= set(CONCERN_KINDS)
