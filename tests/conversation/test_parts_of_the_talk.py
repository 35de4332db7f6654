"""The parts of the talk follow each other, each a session of the engine's own."""

from tests.live import Talk


def begins_next_part(talk: Talk, reply_to: str, element: str) -> None:
    """Check that an answer to the open question begins the part of ``element`` as a new session."""
    before = talk.sessions
    assert before, "the first message makes a session whatever it says"
    reply = talk.say(reply_to)
    assert reply.ask["element"] == element
    assert talk.sessions > before


def test_the_opening_is_done_the_next_part_begins(ready) -> None:
    talk = ready.begin("carer", None)
    talk.say("English")
    begins_next_part(talk, "No", "circumstances")


def test_the_circumstances_are_told_the_next_part_begins(talk: Talk) -> None:
    begins_next_part(talk, talk.plain_answer(), "outcome")


def test_one_thing_that_matters_is_told_the_next_part_begins(talk: Talk) -> None:
    talk.go_to("risk")
    talk.answer_plainly()
    assert talk.ask["element"] == "outcome"
    begins_next_part(talk, talk.plain_answer(), "need")


def test_the_needs_are_told_the_next_part_begins(talk: Talk) -> None:
    talk.go_to("need")
    begins_next_part(talk, talk.plain_answer(), "caring_role")


def test_the_caring_is_told_the_next_part_begins(talk: Talk) -> None:
    talk.go_to("work_leisure", "leisure")
    begins_next_part(talk, talk.plain_answer(), "anything_else")
