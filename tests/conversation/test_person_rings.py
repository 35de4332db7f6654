"""A call: one thing at a time, at most twelve questions, one follow-up, what is typed is noted."""

import pytest

from tests.live import Copy, Talk, words_in


@pytest.fixture
def call(ready: Copy) -> Talk:
    return ready.begin("handler", "en")


def questions_before_anything_else(talk: Talk) -> list[dict]:
    asks = list(talk.all_asks.values())
    return asks[: [ask["element"] for ask in asks].index("anything_else")]


def test_a_call_begins_with_who_is_speaking(call: Talk) -> None:
    assert call.last.is_about == ("opening", "present")


def test_a_call_stays_within_twelve_questions(call: Talk) -> None:
    call.go_to("anything_else")
    assert len(questions_before_anything_else(call)) <= 12


def test_a_carers_call_stays_within_twelve_questions_and_keeps_the_carers_part(call: Talk) -> None:
    call.say("This is Carys, I'm the main carer for my mother, Mrs Rees.")
    call.go_to("anything_else")
    asks = questions_before_anything_else(call)
    assert len(asks) <= 12
    assert {"does", "able_now", "willing_now"} <= {ask.get("topic") for ask in asks}


def test_a_call_full_of_general_answers_stays_within_twelve_questions(call: Talk) -> None:
    call.say("This is Carys, I'm the main carer for my mother, Mrs Rees.")
    for _ in range(30):
        if call.ask["element"] == "anything_else":
            break
        if call.ask["element"] in ("outcome", "strength_self", "need"):
            call.say("independence and quality of life and being safe")
        else:
            call.answer_plainly()
    assert len(questions_before_anything_else(call)) <= 12


def test_one_follow_up_and_no_more(call: Talk) -> None:
    call.go_to("outcome")
    assert call.say("I want my independence.").ask["kind"] == "so_what"
    reply = call.say("just having my independence and being able to be independent")
    assert reply.ask["kind"] == "open"
    assert call.record["outcomes"][0]["personal"] is False


def test_what_a_handler_types_is_noted(call: Talk) -> None:
    call.go_to("outcome")
    call.answer_plainly()
    assert call.record["outcomes"][0]["statement"]["taken"] == "noted"


def test_unless_it_is_marked_as_word_for_word(call: Talk) -> None:
    call.go_to("outcome")
    call.say(call.plain_answer(), word_for_word=True)
    assert call.record["outcomes"][0]["statement"]["taken"] == "word_for_word"


def test_what_is_noted_is_never_shown_in_quotation_marks(call: Talk) -> None:
    call.go_to("outcome")
    reply = call.say("I want my independence.")
    assert f"“{reply.ask['about']}”" not in reply.question


def test_callers_are_told_what_is_kept_and_not_asked(call: Talk) -> None:
    call.go_to_end()
    topics = [ask["topic"] for ask in call.all_asks.values() if ask["element"] == "consent"]
    assert topics == ["share", "assessment"]
    assert "it is kept" in call.messages[0]["text"]


def test_words_beyond_the_limit_are_never_refused(call: Talk) -> None:
    call.go_to("anything_else")
    words = "The dog, Pero, is thirteen and she will not be parted from him, he sleeps on her bed every night."
    call.say(words)
    assert any(words in kept for kept in words_in(call.record))
