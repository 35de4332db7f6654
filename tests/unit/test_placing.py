"""Where an answer goes, sentence by sentence; and which of the person's words stand in a question."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.asks import Ask
from bot.conversation.placing import LONG, own_words, place_answer
from bot.conversation.spoken import spoken_about
from bot.record.places import check_place
from bot.record.quote import Message
from bot.understanding.moves import ELEMENTS
from tests.unit.talks import Talk, understand

CIRCUMSTANCES = Ask("a1", "circumstances", root="a1")
BARRIER = Ask("a1", "barrier", outcome=1, root="a1")
OUTCOME = Ask("a1", "outcome", outcome=1, root="a1")


def placed(ask: Ask, text: str, *tells: Any, role: str = "carer", talk: Talk | None = None) -> set[tuple[str, str]]:
    """(place, words) of an answer to ``ask``; ``tells``: what each sentence tells."""
    state = (talk or Talk(role)).state
    found = place_answer(state, ask, Message("m9", text, "en"), understand(text, tells=tells))
    return {(p.place, text[p.start : p.end]) for p in found}


def test_an_answer_that_tells_nothing_else_goes_where_it_was_asked() -> None:
    assert placed(CIRCUMSTANCES, "He had a stroke in March.") == {("circumstances", "He had a stroke in March.")}
    assert placed(BARRIER, "The bus stops at six.") == {("outcomes/1/barriers", "The bus stops at six.")}


def test_each_sentence_goes_where_it_belongs_and_not_the_whole_message_everywhere() -> None:
    text = "He had a stroke in March. I can't leave him after six. Sioned next door sits with him."
    assert placed(CIRCUMSTANCES, text, "circumstances", "barrier", "strength_others") == {
        ("circumstances", "He had a stroke in March."),
        ("unlinked/barriers", "I can't leave him after six."),
        ("unlinked/strengths/others", "Sioned next door sits with him."),
    }


def test_what_is_said_about_something_that_matters_stands_with_it_at_once() -> None:
    text = "The bus stops at six. My sister could drive me."
    assert placed(BARRIER, text, "barrier", "strength_others") == {
        ("outcomes/1/barriers", "The bus stops at six."),
        ("outcomes/1/strengths/others", "My sister could drive me."),
    }


def test_sentences_side_by_side_in_one_place_are_one_quote() -> None:
    text = "The bus stops at six. The taxi is dear.  My sister could drive me."
    assert ("outcomes/1/barriers", "The bus stops at six. The taxi is dear.") in placed(
        BARRIER, text, "barrier", "barrier", "strength_others"
    )


def test_what_matters_told_in_the_opening_is_a_statement() -> None:
    text = "He had a stroke in March. I want to go back to the choir."
    assert ("outcomes/1/statement", "I want to go back to the choir.") in placed(CIRCUMSTANCES, text, "circumstances", "outcome")


def test_two_things_that_matter_told_apart_get_numbers_of_their_own() -> None:
    text = "I want the choir back. He had a stroke in March. I want to sleep in my bed."
    found = placed(CIRCUMSTANCES, text, "outcome", "circumstances", "outcome")
    assert ("outcomes/1/statement", "I want the choir back.") in found
    assert ("outcomes/2/statement", "I want to sleep in my bed.") in found


def test_a_request_or_preference_said_before_anything_matters_waits_unlinked() -> None:
    text = "He had a stroke. I want a sitter. Somebody who speaks Welsh."
    found = placed(CIRCUMSTANCES, text, "circumstances", "request", "preference")
    assert ("unlinked/requests", "I want a sitter.") in found
    assert ("unlinked/preferences", "Somebody who speaks Welsh.") in found


def test_an_unsure_guess_moves_nothing_away_from_what_was_asked() -> None:
    text = "He had a stroke. Sioned knows him."
    assert placed(CIRCUMSTANCES, text, "circumstances", {"strength_others": 0.5}) == {("circumstances", text)}


def test_a_single_sentence_always_answers_what_was_asked_too() -> None:
    text = "My sister could drive me"
    assert ("outcomes/1/barriers", text) in placed(BARRIER, text, "strength_others")


def test_a_long_message_never_stands_whole_in_two_places() -> None:
    text = "so " * LONG + "I can't leave him after six"
    found = placed(CIRCUMSTANCES, text, "barrier")
    assert [place for place, words in found if words == text] == ["circumstances"]


def test_anything_else_keeps_what_is_told_somewhere() -> None:
    ask = Ask("a1", "anything_else", root="a1")
    assert placed(ask, "The dog is old") == {("circumstances", "The dog is old")}
    assert ("unlinked/barriers", "I can't leave him") in placed(ask, "The dog is old. I can't leave him", "circumstances", "barrier")


@pytest.mark.parametrize(
    ("topic", "place"),
    [("does", "caring/does"), ("able_now", "caring/able/now"), ("able_later", "caring/able/later"), ("willing_now", "caring/willing/now"),
     ("willing_later", "caring/willing/later")],
)  # fmt: skip
def test_the_carers_part_has_its_places(topic: str, place: str) -> None:
    text = "I lift him every morning, my back won't take it"
    assert placed(Ask("a1", "caring_role", topic=topic, root="a1"), text, "strength_self") == {(place, text)}


@pytest.mark.parametrize("topic", ["work", "learning", "leisure"])
def test_work_learning_and_leisure_have_their_places(topic: str) -> None:
    assert placed(Ask("a1", "work_leisure", topic=topic, root="a1"), "I gave it up") == {(f"caring/{topic}", "I gave it up")}


@pytest.mark.parametrize(
    ("ask", "place"),
    [
        (Ask("a1", "opening", topic="present"), "opening/present"),
        (Ask("a1", "opening", topic="communication"), "opening/communication"),
        (Ask("a1", "outcome", outcome=2), "outcomes/2/statement"),
        (Ask("a1", "outcome", kind="so_what", outcome=2), "outcomes/2/so_what"),
        (Ask("a1", "outcome", kind="context", outcome=2), "outcomes/2/so_what"),
        (Ask("a1", "outcome", kind="why", outcome=2), "outcomes/2/statement"),
        (Ask("a1", "outcome", kind="own_view", outcome=2), "outcomes/2/statement"),
        (Ask("a1", "risk", outcome=1), "outcomes/1/risks"),
        (Ask("a1", "strength_self", outcome=1), "outcomes/1/strengths/self"),
        (Ask("a1", "strength_others", kind="context", outcome=1), "outcomes/1/strengths/others"),
        (Ask("a1", "community", outcome=1), "outcomes/1/strengths/community"),
        (Ask("a1", "need", need=1), "needs/1/statement"),
        (Ask("a1", "need", kind="why", need=1), "needs/1/why"),
        (Ask("a1", "need_why", need=2), "needs/2/why"),
    ],
)
def test_an_answer_goes_to_the_place_of_its_question(ask: Ask, place: str) -> None:
    assert placed(ask, "The bus stops at six") == {(place, "The bus stops at six")}


ASKS = [
    CIRCUMSTANCES, BARRIER, OUTCOME, Ask("a1", "outcome", kind="so_what", outcome=1), Ask("a1", "need", need=1),
    Ask("a1", "need_why", need=1), Ask("a1", "caring_role", topic="does"), Ask("a1", "work_leisure", topic="work"),
    Ask("a1", "anything_else"), Ask("a1", "read_back"),
    Ask("a1", "opening", topic="present"), Ask("a1", "community", kind="context", outcome=2),
]  # fmt: skip


@given(
    st.lists(st.sampled_from(["He fell.", "I can't go out.", "Sioned helps", "Mae hi'n oer!", "🙂 well…"]), min_size=1, max_size=6),
    st.lists(st.dictionaries(st.sampled_from(ELEMENTS), st.floats(0, 1), max_size=4), max_size=6),
    st.sampled_from(ASKS),
)
def test_no_answer_is_lost_and_every_stretch_names_words_and_a_place(said: list[str], tells: list[dict[str, float]], ask: Ask) -> None:
    text = "  " + "\n".join(said)
    found = place_answer(_STATE, ask, Message("m1", text, "en"), understand(text, tells=tells))
    assert found
    for stretch in found:
        assert text[stretch.start : stretch.end].strip()
        assert check_place(stretch.place) == stretch.place


_STATE = Talk("carer").state


# Words for a question


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("my independence", "my independence"),
        ("“my independence.”", "my independence"),
        ("I want a break. And sleep.", "I want a break"),
        ("the nights; they are long", "the nights"),
        ("could I sleep? I never do", "could I sleep"),
        ("line one\nline two", "line one"),
        ("2.5 hours a night", "2.5 hours a night"),
        ("…", None),
        ("", None),
    ],
)
def test_a_piece_that_can_stand_in_a_question(text: str, words: str | None) -> None:
    assert spoken_about(text) == words


def test_long_words_are_cut_where_speech_pauses() -> None:
    text = "I'd like to go to the choir again because I miss them all so very much"
    assert spoken_about(text) == "I'd like to go to the choir again"
    assert spoken_about("one two three four five six seven eight", most_words=3) == "one two three"


@pytest.mark.parametrize("text", ["Mrs. Evans next door sits with him", "Dr. Price comes on Mondays"])
def test_a_title_does_not_end_the_words(text: str) -> None:
    assert spoken_about(text) == text


@given(st.text(min_size=1, max_size=200), st.integers(1, 12))
def test_a_piece_is_always_a_slice_short_and_without_a_question(text: str, most: int) -> None:
    words = spoken_about(text, most)
    if words is not None:
        assert words in text
        assert "?" not in words and "\n" not in words
        assert len(words.split()) <= most


def test_a_flag_quotes_the_sentence_that_holds_the_term_and_else_the_whole_without_its_edges() -> None:
    text = "  He fell. I want a break. "
    message = Message("m1", text, "en")
    start, end = own_words(message, understand(text, "so_what", term="a break"))
    assert text[start:end] == "I want a break."
    start, end = own_words(message, understand(text))
    assert text[start:end] == "He fell. I want a break."
