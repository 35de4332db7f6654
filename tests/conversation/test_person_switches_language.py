"""Somebody chooses a language first, and changes it when they like; what they said stays as it was said."""

import pytest

from tests.live import PLAIN, Copy, Talk, says, wordings


def test_the_first_question_is_the_language_in_both_welsh_first(ready: Copy) -> None:
    talk = ready.begin("carer", None)
    assert talk.last.is_about == ("opening", "language")
    assert talk.last.question.index("Cymraeg") < talk.last.question.index("English")
    assert talk.last.buttons == ["Cymraeg", "English"]
    assert len(talk.last.messages) == 1


@pytest.mark.parametrize("chosen, language", [("Cymraeg", "cy"), ("English", "en"), ("Welsh please", "cy"), ("Saesneg", "en")])
def test_the_language_chosen_is_the_language_of_what_follows(ready: Copy, chosen: str, language: str) -> None:
    talk = ready.begin("carer", None)
    reply = talk.say(chosen)
    assert talk.now["language"] == language
    assert says(reply.text, "utter_intro", language, role="carer")
    assert reply.is_about == ("opening", "under_18")
    assert all(message["language"] == language for message in reply.messages)


def test_the_other_language(talk: Talk) -> None:
    """The same ask comes back in it."""
    asked = talk.go_to("barrier")
    reply = talk.say("can we do this in Welsh")
    assert "action_switch_language" in talk.actions_run()
    assert says(reply.besides, "utter_language_switched", "cy")
    assert reply.ask["id"] == asked.ask["id"]
    assert reply.question in wordings("utter_ask_barrier", "cy")
    assert talk.now["language"] == "cy"


def test_and_back_again(talk: Talk) -> None:
    asked = talk.go_to("barrier")
    talk.say("can we do this in Welsh")
    reply = talk.say("Saesneg os gwelwch yn dda")
    assert talk.now["language"] == "en"
    assert reply.ask["id"] == asked.ask["id"]
    assert reply.question in wordings("utter_ask_barrier", "en")


def test_quotes_stay_in_the_language_they_were_said_in(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.answer_plainly()
    talk.say("can we do this in Welsh")
    talk.say(PLAIN["cy"]["barrier"])
    outcome = talk.record["outcomes"][0]
    assert (outcome["statement"]["text"], outcome["statement"]["language"]) == (PLAIN["en"]["outcome"], "en")
    assert (outcome["barriers"][0]["text"], outcome["barriers"][0]["language"]) == (PLAIN["cy"]["barrier"], "cy")


def test_a_welsh_answer_in_an_english_talk_is_quoted_as_said(talk: Talk) -> None:
    talk.go_to("outcome")
    reply = talk.say(PLAIN["cy"]["outcome"])
    statement = talk.record["outcomes"][0]["statement"]
    assert statement["text"] == PLAIN["cy"]["outcome"]
    assert statement["language"] == "cy"
    assert reply.messages[-1]["language"] == "en"


def test_asking_for_the_language_that_is_spoken_already(talk: Talk) -> None:
    asked = talk.go_to("barrier").ask
    reply = talk.say("can we do this in English")
    assert says(reply.besides, "utter_language_already")
    assert reply.ask["id"] == asked["id"]


def test_a_follow_up_takes_up_the_same_words_in_the_other_language(talk: Talk) -> None:
    talk.go_to("outcome")
    follow_up = talk.say("I want my independence.").ask
    reply = talk.say("can we do this in Welsh")
    assert reply.ask["id"] == follow_up["id"]
    assert reply.ask["about"] == follow_up["about"]
