"""A typed leading "/" is text like any other: nobody can give the engine orders by it."""

import pytest

from tests.live import Talk, words_in

HOME = "/home by the river is where I want to be on Tuesday nights, singing with Côr Meibion Pontypridd like I used to."


def test_a_story_that_begins_with_a_slash_is_kept_with_it(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.say(HOME)
    assert talk.said[-1]["text"] == HOME
    assert words_in(talk.record["outcomes"][0]["statement"]) == [HOME]


@pytest.mark.parametrize("words", ["/restart", "/command_stop", "/session_start", '/accept{"language": "cy"}', "  /command_pause"])
def test_what_looks_like_an_order_to_the_engine_changes_nothing(talk: Talk, words: str) -> None:
    talk.go_to("barrier")
    kept = words_in(talk.record)
    reply = talk.say(words)
    assert reply.state == "open"
    assert talk.now["language"] == "en"
    assert set(kept) <= set(words_in(talk.record))
    assert talk.said[-1]["text"] == words
