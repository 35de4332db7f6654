"""Somebody leaves a question: it is declined, not held against them, and after two they may stop."""

import pytest

from tests.live import PLAIN, Talk, says, words_in


def status_of(progress: list[dict], element: str) -> str:
    return next(item["status"] for item in progress if item["element"] == element)


@pytest.mark.parametrize("words", ["Skip", "skip this one", "Rather not say"])
def test_skip_leaves_the_question_and_says_so(talk: Talk, words: str) -> None:
    asked = talk.go_to("barrier").ask
    reply = talk.say(words)
    assert "action_skip" in talk.actions_run()
    assert says(reply.besides, "utter_skipped")
    assert reply.ask["id"] != asked["id"]
    assert status_of(reply.progress, "barrier") == "declined"
    assert words not in words_in(talk.record)


def test_declined_nothing_here_and_not_explored_are_three_different_things(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.say("Skip")
    talk.answer_plainly()
    talk.go_to("strength_others")
    reply = talk.say("Nobody")
    assert status_of(reply.progress, "barrier") == "declined"
    assert status_of(reply.progress, "strength_self") == "explored"
    assert status_of(reply.progress, "strength_others") == "nothing_here"
    assert status_of(reply.progress, "risk") == "not_explored"


def test_two_skips_running_bring_the_offer_to_stop(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.say("Skip")
    reply = talk.say("Skip")
    assert reply.ask["element"] == "offer"
    assert {"Stop here", "Carry on"} <= set(reply.buttons)


def test_two_answers_that_carry_nothing_bring_the_offer_to_stop(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.say("dunno")
    assert talk.say("not sure").ask["element"] == "offer"


def test_an_answer_in_between_brings_no_offer(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.say("Skip")
    talk.answer_plainly()
    assert talk.say("Skip").ask["element"] != "offer"


def test_carrying_on_from_the_offer_goes_to_the_next_question(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.say("Skip")
    talk.say("Skip")
    reply = talk.say("Carry on")
    assert reply.ask["element"] == "strength_others"
    assert "Carry on" not in words_in(talk.record)


def test_taking_up_the_offer_goes_to_the_close_with_what_there_is(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.say("Skip")
    talk.say("Skip")
    reply = talk.say("Stop here")
    assert reply.ask["element"] == "read_back"
    assert PLAIN["en"]["outcome"] in reply.text


def test_a_skipped_question_is_not_asked_again(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.say("Skip")
    talk.go_to("anything_else")
    assert [ask["element"] for ask in talk.all_asks.values()].count("barrier") == 1


def test_a_follow_up_can_be_skipped_and_the_first_words_stay(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.say("I want my independence.")
    reply = talk.say("Skip")
    assert reply.ask["element"] != "outcome"
    assert talk.record["outcomes"][0]["statement"]["text"] == "I want my independence."


def test_skip_stands_beside_every_question(talk: Talk) -> None:
    for _ in range(6):
        assert "Skip" in talk.last.buttons or talk.ask["kind"] == "check"
        talk.answer_plainly()
