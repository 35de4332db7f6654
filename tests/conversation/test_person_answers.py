"""Somebody answers: what is particular is kept and never probed; what is not gets the follow-up that it calls for, twice at most."""

import pytest

from tests.live import PLAIN, Talk, every_quote_is_a_slice, places_of, says, words_in

CHOIR = PLAIN["en"]["outcome"]


def test_a_particular_answer_is_kept_word_for_word_and_the_talk_goes_on(talk: Talk) -> None:
    """Its words stand as they were typed, and nothing more is asked about them."""
    talk.go_to("outcome")
    reply = talk.say(CHOIR)
    assert "action_keep_answer" in talk.actions_run()
    outcome = talk.record["outcomes"][0]
    assert outcome["statement"]["text"] == CHOIR
    assert outcome["statement"]["voice"] == "own"
    assert outcome["statement"]["taken"] == "typed_by_person"
    assert outcome["statement"]["generic"] is False
    assert reply.ask["kind"] == "open"
    assert reply.ask["element"] == "barrier"


def test_a_particular_answer_is_not_probed_wherever_it_is_given(talk: Talk) -> None:
    for element in ("circumstances", "outcome", "barrier", "strength_self", "strength_others", "community", "risk", "need"):
        talk.go_to(element)
        assert talk.answer_plainly().ask["kind"] in ("open", "check"), element


@pytest.mark.parametrize(
    "words, term",
    [
        ("I want my independence.", "independence"),
        ("quality of life", "quality of life"),
        ("I just want to be happy.", "happy"),
        ("to be safe", "safe"),
    ],
)
def test_a_generic_answer_is_kept_as_said_and_asked_what_it_means_to_this_person(talk: Talk, words: str, term: str) -> None:
    talk.go_to("outcome")
    reply = talk.say(words)
    assert "action_ask_so_what" in talk.actions_run()
    assert reply.ask["kind"] == "so_what"
    assert reply.ask["element"] == "outcome"
    assert reply.ask["about"].lower() == term
    outcome = talk.record["outcomes"][0]
    assert outcome["statement"]["text"] == words
    assert outcome["statement"]["generic"] is True
    assert outcome["personal"] is None


def test_what_it_means_is_kept_beside_what_was_said_first(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.say("I want my independence.")
    reply = talk.say(CHOIR)
    assert reply.ask["kind"] == "open"
    outcome = talk.record["outcomes"][0]
    assert outcome["statement"]["text"] == "I want my independence."
    assert words_in(outcome["so_what"]) == [CHOIR]
    assert outcome["personal"] is True


def test_a_second_follow_up_comes_in_other_words_and_then_it_is_left_as_still_general(talk: Talk) -> None:
    first = talk.go_to("outcome").ask
    one = talk.say("I want my independence.")
    two = talk.say("just having my independence and being able to be independent")
    assert two.ask["kind"] == "so_what"
    assert two.question != one.question
    assert two.ask["id"] != one.ask["id"] != first["id"]
    after = talk.say("just having my independence and being able to be independent, that is quality of life")
    assert after.ask["kind"] == "open"
    assert after.ask["element"] != "outcome"
    assert talk.record["outcomes"][0]["personal"] is False


def test_a_short_general_reply_to_a_follow_up_is_left_alone(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.say("I want my independence.")
    assert talk.say("being independent").ask["kind"] == "open"


def test_a_service_or_preference_without_a_reason_is_kept_as_a_request_and_asked_what_it_would_make_possible(talk: Talk) -> None:
    talk.go_to("outcome")
    reply = talk.say("We need four calls a day")
    assert "action_ask_why" in talk.actions_run()
    assert reply.ask["kind"] == "why"
    assert reply.ask["about"] == "four calls a day"
    assert places_of(talk.record, "four calls a day") == {"unlinked/requests"}
    assert talk.record["outcomes"] == []


def test_the_reason_becomes_what_matters_and_the_service_stays_a_request(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.say("We need four calls a day")
    talk.say(CHOIR)
    outcome = talk.record["outcomes"][0]
    assert outcome["statement"]["text"] == CHOIR
    assert words_in(outcome["requests"]) == ["We need four calls a day"]


def test_somebody_elses_view_is_kept_as_theirs_and_the_person_is_asked_for_their_own(talk: Talk) -> None:
    talk.go_to("outcome")
    view = "My daughter thinks I should move to a bungalow."
    reply = talk.say(view)
    assert "action_ask_own_view" in talk.actions_run()
    assert reply.ask["kind"] == "own_view"
    assert reply.ask["about"] == "My daughter"
    record = talk.record
    assert places_of(record, view) == {"others_views"}
    assert record["others_views"][0]["speaker"] == "My daughter"
    assert record["others_views"][0]["voice"] == "family"
    assert record["outcomes"] == []
    talk.say(CHOIR)
    assert talk.record["outcomes"][0]["statement"]["text"] == CHOIR


def test_a_professionals_view_is_kept_as_a_professionals(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.say("The nurse says she must have carers")
    assert talk.record["others_views"][0]["voice"] == "professional"


@pytest.mark.parametrize("element, words", [("strength_self", "I'm a strong person"), ("strength_others", "I've got family")])
def test_a_strength_named_bare_is_kept_and_asked_whether_and_how_it_works_now(talk: Talk, element: str, words: str) -> None:
    talk.go_to(element)
    reply = talk.say(words)
    assert "action_ask_context" in talk.actions_run()
    assert reply.ask["kind"] == "context"
    assert reply.ask["element"] == element
    where = element.split("_")[1]
    talk.answer_plainly()
    assert words_in(talk.record["outcomes"][0]["strengths"][where]) == [words, PLAIN["en"][element]]


def test_an_answer_that_carries_nothing_yet_gets_another_way_into_the_question(talk: Talk) -> None:
    asked = talk.go_to("outcome")
    before = words_in(talk.record)
    reply = talk.say("dunno")
    assert "action_offer_another_way" in talk.actions_run()
    assert reply.ask["kind"] == "nudge"
    assert reply.ask["element"] == "outcome"
    assert reply.question != asked.question
    assert words_in(talk.record) == before
    talk.say(CHOIR)
    assert talk.record["outcomes"][0]["statement"]["text"] == CHOIR


def test_nobody_is_an_answer(talk: Talk) -> None:
    talk.go_to("strength_others")
    reply = talk.say("Nobody")
    assert reply.ask["kind"] == "open"
    assert words_in(talk.record["outcomes"][0]["strengths"]["others"]) == ["Nobody"]
    status = next(item["status"] for item in reply.progress if item["element"] == "strength_others")
    assert status == "nothing_here"


def test_every_quote_of_a_whole_talk_is_a_slice_of_what_was_said(talk: Talk) -> None:
    talk.go_to_end()
    assert words_in(talk.record)
    every_quote_is_a_slice(talk)


def test_a_whole_talk_asks_nothing_twice(talk: Talk) -> None:
    talk.go_to_end()
    asks = talk.all_asks
    first = [ask for ask in asks.values() if ask["kind"] in ("open", "check")]
    opening_questions = [(ask["element"], ask.get("topic"), ask.get("outcome"), ask.get("need")) for ask in first]
    assert len(opening_questions) == len(set(opening_questions))
    texts = {(message["ask"]["id"], message["text"]) for message in talk.messages if message["ask"]}
    assert len({text for _, text in texts}) == len(texts)


def test_words_are_kept_exactly_as_received(talk: Talk) -> None:
    """Marks, line breaks, spaces at the ends, letters put together from two code points and pictures stay as they came."""
    talk.go_to("outcome")
    odd = "  I want to sing “Calon Lân” with Côr Pontypridd on Tuesday nights \U0001f3b6\r\nlike I used to\twith  Nerys.  "
    talk.say(odd)
    assert talk.said[-1]["text"] == odd
    every_quote_is_a_slice(talk)


def test_thanks_are_given_for_a_long_answer(talk: Talk) -> None:
    reply = talk.say(PLAIN["en"]["circumstances"] + " " + PLAIN["en"]["barrier"])
    assert says(reply.question, "utter_acknowledge_more")
