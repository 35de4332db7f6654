"""The close: the words are shown as they are, kept and shared only as the person says, and the right to an assessment is offered."""

import uuid

import pytest

from tests.live import PLAIN, Talk, says, words_in


@pytest.fixture
def closing(talk: Talk) -> Talk:
    """At the question whether the words are right."""
    talk.go_to("barrier")
    talk.answer_plainly()
    talk.say("stop")
    return talk


def test_the_words_are_shown_as_they_were_said(closing: Talk) -> None:
    assert closing.ask["element"] == "read_back"
    shown = closing.last.besides
    assert says(shown, "utter_read_back_intro")
    for words in words_in(closing.record["circumstances"]) + words_in(closing.record["outcomes"]):
        assert words in shown


def test_they_stand_grouped_under_what_matters(closing: Talk) -> None:
    shown = closing.last.besides
    assert shown.index(PLAIN["en"]["outcome"]) < shown.index(PLAIN["en"]["barrier"])


def test_yes_to_a_question_that_takes_yes_or_no(closing: Talk) -> None:
    reply = closing.say("Yes")
    assert "action_affirm" in closing.actions_run()
    assert reply.is_about == ("consent", "keep")


def test_no_to_a_question_that_takes_yes_or_no(closing: Talk) -> None:
    """No to the words shown: how they are changed is said, and the question stays."""
    asked = closing.ask
    reply = closing.say("No")
    assert "action_deny" in closing.actions_run()
    assert says(reply.besides, "utter_correct_how")
    assert reply.ask["id"] == asked["id"]


def test_something_is_not_right_says_how_words_are_changed(closing: Talk) -> None:
    asked = closing.ask
    reply = closing.say("Something is not right")
    assert says(reply.besides, "utter_correct_how")
    assert reply.ask["id"] == asked["id"]


def test_keeping_is_the_persons_choice(closing: Talk) -> None:
    closing.say("Yes")
    assert closing.record["consent"]["keep"] is None
    reply = closing.say("Yes, keep it")
    assert closing.record["consent"]["keep"] is True
    assert closing.record["consent"]["at"]
    assert reply.is_about == ("consent", "share")


def test_nothing_is_shared_when_nothing_may_be_kept(closing: Talk) -> None:
    closing.say("Yes")
    reply = closing.say("No, do not keep it")
    assert closing.record["consent"]["keep"] is False
    assert closing.record["consent"]["share"] is None
    assert reply.state == "ended"
    assert says(reply.text, "utter_end_not_kept")


@pytest.mark.parametrize("words", ["ok", "OK.", "yes"])
def test_a_bare_ok_to_sharing_is_asked_again(closing: Talk, words: str) -> None:
    first = closing.go_to("consent", "share")
    reply = closing.say(words)
    assert closing.record["consent"]["share"] is None
    assert reply.ask["id"] == first.ask["id"]
    assert reply.question in (said for said in (reply.question,) if says(said, "utter_ask_share_again"))
    assert len(reply.buttons) == 2


def test_left_unclear_twice_it_is_kept_and_not_shared(closing: Talk) -> None:
    closing.go_to("consent", "share")
    closing.say("ok")
    closing.say("ok")
    closing.go_to_end()
    assert closing.record["consent"]["share"] is None
    assert says(closing.last.text, "utter_end_unanswered")


@pytest.mark.parametrize("words", ["Yes, share it", "Yes, you can share it with the council's team"])
def test_a_labelled_choice_or_a_plain_sentence_shares(closing: Talk, words: str) -> None:
    closing.go_to("consent", "share")
    reply = closing.say(words)
    assert closing.record["consent"]["share"] is True
    assert reply.is_about == ("consent", "assessment")


@pytest.mark.parametrize("words", ["No, do not share it", "No", "please don't share this with anybody"])
def test_a_no_is_taken_however_short(closing: Talk, words: str) -> None:
    closing.go_to("consent", "share")
    closing.say(words)
    assert closing.record["consent"]["share"] is False


@pytest.mark.parametrize("words", ["Yes please", "No thank you", "Not now"])
def test_the_right_to_an_assessment_is_offered_and_the_answer_kept(closing: Talk, words: str) -> None:
    reply = closing.go_to("consent", "assessment")
    assert says(reply.question, "utter_ask_assessment")
    assert closing.record["assessment_offer"]["offered"] is False or closing.record["assessment_offer"]["answer"] is None
    closing.say(words)
    offer = closing.record["assessment_offer"]
    assert offer["offered"] is True
    assert offer["answer"]["text"] == words
    assert offer["at"]


def test_the_close_is_done_and_the_talk_ends(closing: Talk) -> None:
    """... by saying what happens next, and the right that stands beside it; the engine has come to its end as well."""
    reply = closing.go_to_end()
    assert closing.engine_actions[-2:] == ["action_next_part", "action_listen"]
    assert reply.state == "ended"
    assert says(reply.text, "utter_end_shared")
    assert says(reply.text, "utter_right")
    assert closing.now["open_ask"] is None


def test_not_shared_is_said_too(closing: Talk) -> None:
    closing.go_to("consent", "share")
    closing.say("No, do not share it")
    assert says(closing.go_to_end().text, "utter_end_not_shared")


def test_nothing_says_whether_anybody_is_eligible_or_that_nothing_will_be_done(closing: Talk) -> None:
    closing.go_to_end()
    said = " ".join(message["text"] for message in closing.messages if message["from"] == "assistant").lower()
    for word in ("eligib", "no further action", "qualif", "score"):
        assert word not in said


def test_after_the_end_nothing_more_is_taken(closing: Talk) -> None:
    closing.go_to_end()
    count = len(closing.messages)
    given = closing.post("/messages", {"id": str(uuid.uuid4()), "text": "One more thing about Gwyn."})
    assert given.status_code == 409
    assert given.headers["content-type"] == "application/problem+json"
    assert len(closing.messages) == count


def test_the_record_can_be_read_after_the_end(closing: Talk) -> None:
    closing.go_to_end()
    assert closing.record["outcomes"][0]["statement"]["text"] == PLAIN["en"]["outcome"]
    assert closing.record["status"] == "draft"


def test_a_story_told_at_the_end_is_kept(talk: Talk) -> None:
    talk.go_to("anything_else")
    words = "Gwyn was a bus driver on the Tonypandy run for thirty years, and he misses the men at the depot."
    reply = talk.say(words)
    assert any(words in kept for kept in words_in(talk.record))
    assert reply.ask["element"] == "read_back"


def test_no_thats_all_is_not_kept_as_a_story(talk: Talk) -> None:
    talk.go_to("anything_else")
    reply = talk.say("No, nothing else.")
    assert "No, nothing else." not in words_in(talk.record)
    assert reply.ask["element"] == "read_back"


@pytest.mark.parametrize(
    "topic, words", [("keep", "just about"), ("keep", "whatever"), ("share", "whatever"), ("share", "yes shes my mum")]
)
def test_what_is_no_plain_answer_settles_nothing_and_is_asked_again(closing: Talk, topic: str, words: str) -> None:
    closing.go_to("consent", topic)
    asked = closing.ask
    reply = closing.say(words)
    assert closing.record["consent"][topic] is None
    assert reply.ask["id"] == asked["id"]
