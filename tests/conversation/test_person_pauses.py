"""Somebody is called away, and comes back to where they were."""

import pytest

from tests.live import Talk, places_of, says, words_in


@pytest.mark.parametrize("words", ["Can we pause please", "I need to go, can we carry on later"])
def test_pause_keeps_everything_and_waits(talk: Talk, words: str) -> None:
    talk.go_to("barrier")
    kept = words_in(talk.record)
    reply = talk.say(words)
    assert "action_pause" in talk.actions_run()
    assert reply.state == "paused"
    assert says(reply.text, "utter_paused")
    assert {"Carry on", "Stop here"} <= set(reply.buttons)
    assert words_in(talk.record) == kept
    assert talk.now["state"] == "paused"
    assert talk.now["open_ask"] is None


@pytest.mark.parametrize("words", ["I need to go, can we carry on later", "I had better go now, we can carry on with this another day"])
@pytest.mark.parametrize("element", ["strength_self", "need"])
def test_words_that_only_ask_to_pause_are_no_story_whatever_was_asked(talk: Talk, words: str, element: str) -> None:
    talk.go_to(element)
    kept = words_in(talk.record)
    assert talk.say(words).state == "paused"
    assert words_in(talk.record) == kept


def test_a_story_on_the_way_out_is_kept(talk: Talk) -> None:
    talk.go_to("strength_others")
    talk.say("My sister Mair comes over every Thursday and sits with him. I've got to go, can we carry on later")
    assert talk.now["state"] == "paused"
    assert "My sister Mair comes over every Thursday and sits with him." in " ".join(words_in(talk.record))


@pytest.mark.parametrize("words", ["Carry on", "Yes"])
def test_going_on_after_a_pause_or_a_concern(talk: Talk, words: str) -> None:
    """... puts the very question again that was open."""
    asked = talk.go_to("barrier").ask
    talk.say("Can we pause please")
    reply = talk.say(words)
    assert "action_go_on" in talk.actions_run()
    assert reply.state == "open"
    assert reply.ask["id"] == asked["id"]


def test_going_straight_on_with_the_answer_is_taken_as_the_answer(talk: Talk) -> None:
    talk.go_to("barrier")
    answer = talk.plain_answer()
    talk.say("Can we pause please")
    reply = talk.say(answer)
    assert reply.state == "open"
    assert reply.ask["element"] != "barrier"
    assert "outcomes/barriers" in places_of(talk.record, answer)


def test_asking_something_while_paused_leaves_the_talk_paused(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.say("Can we pause please")
    reply = talk.say("who will see this?")
    assert says(reply.text, "utter_who_sees")
    assert reply.state == "paused"


def test_stopping_while_paused_goes_to_the_close(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.say("Can we pause please")
    reply = talk.say("Stop here")
    assert reply.state == "open"
    assert reply.ask["element"] == "read_back"
