"""Somebody under 18: plainer words, school instead of work, Childline and Meic first, no duty to go on."""

import pytest

from tests.live import Copy, Talk, says, wordings


@pytest.fixture
def young(ready: Copy) -> Talk:
    talk = ready.begin("carer", "en")
    talk.say("Yes")
    return talk


def test_under_18_is_asked_and_kept(young: Talk) -> None:
    assert young.record["under_18"] is True


@pytest.mark.parametrize(
    "words, kept",
    [
        ("No", False),
        ("I'm 15", True),
        ("52", False),
        ("Rather not say", None),
        ("I am 15", True),
        ("I am 52", False),
    ],
)
def test_however_it_is_answered(ready: Copy, words: str, kept: bool | None) -> None:
    talk = ready.begin("carer", "en")
    reply = talk.say(words)
    assert talk.record["under_18"] is kept
    assert reply.ask["element"] == "circumstances"


@pytest.mark.parametrize("words, kept", [("Na", False), ("nag ydw", False), ("odw", True), ("dw i'n 17", True)])
def test_however_it_is_answered_in_welsh(ready: Copy, words: str, kept: bool) -> None:
    talk = ready.begin("carer", "cy")
    reply = talk.say(words)
    assert talk.record["under_18"] is kept
    assert not says(reply.besides, "utter_skipped", "cy")
    assert reply.ask["element"] == "circumstances"


def test_the_questions_are_put_in_plainer_words(young: Talk) -> None:
    assert young.last.question in wordings("utter_ask_circumstances", young=True)
    assert "school" in young.last.question


def test_what_they_do_and_whether_it_is_all_right_is_asked_in_their_way(young: Talk) -> None:
    for topic in ("does", "able_now", "willing_now"):
        reply = young.go_to("caring_role", topic)
        assert any(wording in reply.question for wording in wordings(f"utter_ask_{topic}", young=True)), topic


def test_help_names_childline_and_meic_before_others(young: Talk) -> None:
    reply = young.say("My stepdad hits me with a belt.")
    assert reply.state == "concern"
    assert reply.text.index("0800 1111") < reply.text.index("080880 23456")
    assert "Live Fear Free" not in reply.text or reply.text.index("0800 1111") < reply.text.index("Live Fear Free")


def test_an_adult_is_not_shown_childline(talk: Talk) -> None:
    assert "0800 1111" not in talk.say("I want to kill myself.").text


def test_in_welsh_a_young_person_is_ti(ready: Copy) -> None:
    talk = ready.begin("carer", "cy")
    reply = talk.say("Ydw")
    assert talk.record["under_18"] is True
    assert reply.question in wordings("utter_ask_circumstances", "cy", young=True)


def test_they_are_told_that_nobody_at_school_sees_it(young: Talk) -> None:
    told = "\n".join(message["text"] for message in young.messages)
    assert "nobody at school" in told


def test_they_may_stop_at_any_point(young: Talk) -> None:
    assert young.say("stop").ask["element"] == "read_back"
    assert says(young.say("stop").text, "utter_right", young=True)
