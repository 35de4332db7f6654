"""Somebody has had enough: to the close with what there is, and out."""

import pytest

from tests.live import PLAIN, Talk, says, words_in


@pytest.mark.parametrize("words", ["stop", "I want to stop now", "Stop here"])
def test_stop_goes_to_the_close_with_what_there_is(talk: Talk, words: str) -> None:
    talk.go_to("barrier")
    reply = talk.say(words)
    assert "action_stop" in talk.actions_run()
    assert says(reply.besides, "utter_stopping")
    assert reply.ask["element"] == "read_back"
    assert PLAIN["en"]["outcome"] in reply.text
    assert words not in words_in(talk.record)


def test_stopping_at_the_close_ends_the_talk_and_shares_nothing(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.say("stop")
    reply = talk.say("stop")
    assert reply.state == "ended"
    assert talk.record["consent"]["share"] is None
    assert words_in(talk.record["outcomes"]) == [PLAIN["en"]["outcome"]]


def test_stopping_before_anything_was_said_shows_that_there_is_nothing(talk: Talk) -> None:
    reply = talk.say("stop")
    assert says(reply.text, "utter_read_back_empty")


def test_the_right_to_an_assessment_is_told_however_the_talk_ends(talk: Talk) -> None:
    talk.say("stop")
    assert says(talk.say("stop").text, "utter_right")


def test_who_is_on_the_way_out_is_not_probed_about_a_question_of_before(talk: Talk) -> None:
    asked = talk.go_to("outcome").ask
    talk.answer_plainly()
    talk.say("stop")
    reply = talk.say("I just want to be safe and happy, a normal life, that's all I want really", answers=asked["id"])
    assert reply.ask["element"] == "read_back"
    assert "safe and happy" in str(words_in(talk.record["outcomes"]))
