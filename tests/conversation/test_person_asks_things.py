"""Somebody speaks to the assistant: what they ask for is done, the same question comes back, and nothing of it lands in the record."""

import pytest

from tests.live import Reply, Talk, says, words_in


def ask_something(talk: Talk, words: str, action: str) -> Reply:
    """Say ``words`` at the question what gets in the way; check that the same ask comes back and that the record is as it was."""
    asked = talk.go_to("barrier").ask
    record = talk.record
    reply = talk.say(words)
    assert action in talk.actions_run()
    assert reply.state == "open"
    assert reply.ask["id"] == asked["id"]
    assert talk.record == record
    assert words not in words_in(talk.record)
    assert talk.said[-1]["text"] == words
    return reply


@pytest.mark.parametrize("words", ["repeat the question", "can you say that again"])
def test_repeat_puts_the_question_again(talk: Talk, words: str) -> None:
    """... in the same words, and to somebody who comes back from a pause, too."""
    question = talk.go_to("barrier").question
    reply = ask_something(talk, words, "action_repeat")
    assert reply.question in question
    talk.say("Can we pause please")
    again = talk.say(words)
    assert again.state == "open"
    assert again.question == reply.question


@pytest.mark.parametrize("words", ["Say it differently", "can you put that another way"])
def test_say_it_differently_puts_the_question_in_other_words(talk: Talk, words: str) -> None:
    question = talk.go_to("barrier").question
    reply = ask_something(talk, words, "action_rephrase")
    assert reply.question not in question


def test_said_differently_three_times_it_is_in_other_words_each_time(talk: Talk) -> None:
    texts = [talk.go_to("barrier").question] + [talk.say("Say it differently").question for _ in range(3)]
    assert len(set(texts)) == 4


@pytest.mark.parametrize("words", ["Why do you ask that?", "why do you ask"])
def test_why_do_you_ask_is_answered(talk: Talk, words: str) -> None:
    assert says(ask_something(talk, words, "action_say_why_we_ask").besides, "utter_why_we_ask_barrier")


@pytest.mark.parametrize("words", ["who will see this?", "Who will see this"])
def test_who_will_see_this_is_answered(talk: Talk, words: str) -> None:
    reply = ask_something(talk, words, "action_say_who_sees")
    assert says(reply.besides, "utter_who_sees")
    assert says(reply.besides, "utter_exceptions")


@pytest.mark.parametrize("words", ["can I speak to a person", "I want to talk to a real person please"])
def test_a_person_please_gets_a_number_to_ring(talk: Talk, words: str) -> None:
    reply = ask_something(talk, words, "action_give_a_person")
    assert says(reply.besides, "utter_human")
    assert "01443 000000" in reply.besides


def test_help_says_how_this_works(talk: Talk) -> None:
    assert says(ask_something(talk, "help", "action_explain").besides, "utter_help")


@pytest.mark.parametrize("words", ["thank you", "thanks"])
def test_thanks_are_answered(talk: Talk, words: str) -> None:
    assert says(ask_something(talk, words, "action_thank").besides, "utter_thanks_reply")


def test_a_greeting_is_answered(talk: Talk) -> None:
    assert says(ask_something(talk, "hello", "action_greet").besides, "utter_greet_reply")


def test_that_is_not_right_says_how_words_are_changed(talk: Talk) -> None:
    reply = ask_something(talk, "that's wrong, I want to change what I said", "action_say_how_to_correct")
    assert says(reply.besides, "utter_correct_how")


def test_asked_in_the_middle_of_a_follow_up_the_follow_up_comes_back(talk: Talk) -> None:
    talk.go_to("outcome")
    follow_up = talk.say("I want my independence.")
    reply = talk.say("Why do you ask that?")
    assert reply.ask == follow_up.ask


def test_asked_at_the_close_the_close_comes_back(talk: Talk) -> None:
    talk.say("stop")
    talk.go_to("consent", "share")
    asked = talk.ask
    reply = talk.say("who will see this?")
    assert says(reply.besides, "utter_who_sees")
    assert reply.ask["id"] == asked["id"]
    assert talk.record["consent"]["share"] is None


def test_asking_costs_nothing_of_the_room_for_questions(talk: Talk) -> None:
    talk.go_to("barrier")
    asks = len(talk.all_asks)
    for words in ("help", "thank you", "who will see this?", "hello"):
        talk.say(words)
    assert len(talk.all_asks) == asks


@pytest.mark.parametrize(
    "words",
    [
        "I had to go back to Mum's in Aberdare three nights running because her boiler broke in January.",
        "I skip my own dinner most nights so that Gwyn has his before the six o'clock news.",
        "There is nobody to talk to in Cwmparc since Nerys next door moved to Swansea last spring.",
        "I stopped going to chapel in Treorchy when Gwyn had his fall there at Easter.",
    ],
)
def test_words_that_belong_to_the_story_are_no_command(talk: Talk, words: str) -> None:
    talk.say(words)
    assert any(words in kept for kept in words_in(talk.record))
