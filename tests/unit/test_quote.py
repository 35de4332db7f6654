"""Quotes: exact slices of what was said, nothing added, mended or left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotASlice
from bot.record.quote import Message, cut


@given(st.text(min_size=1).filter(str.strip), st.data())
def test_a_quote_is_always_an_exact_slice_of_its_message(text: str, data: st.DataObject) -> None:
    message = Message("m1", text, "en")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        with pytest.raises(NotASlice):
            cut(message, start, end)
    else:
        quote = cut(message, start, end)
        assert quote.text == text[quote.start : quote.end] == text[start:end]
        assert quote.message == "m1"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 0), (3, 2), (0, 6), (5, 6), (2, 3)])
def test_offsets_that_name_no_words_are_refused(start: int, end: int) -> None:
    with pytest.raises(NotASlice):
        cut(Message("m1", "ab cd", "en"), start, end)


def test_offsets_count_code_points() -> None:
    text = "🙂 Mae'r tŷ yn oer"
    quote = cut(Message("m1", text, "cy"), 2, 10)
    assert quote.text == "Mae'r tŷ"


def test_line_breaks_spelling_and_marks_stay_as_they_were_said() -> None:
    text = "i cant leave him\r\nafter six,, he  frets :("
    assert cut(Message("m1", text, "en"), 0, len(text)).text == text


def test_a_quote_keeps_the_language_it_was_said_in() -> None:
    assert cut(Message("m1", "Bod yn ôl yn y côr", "cy"), 0, 3).language == "cy"


def test_a_quote_is_the_persons_own_asked_and_not_generic_unless_it_is_said_otherwise() -> None:
    quote = cut(Message("m1", "the nights", "en"), 0, 10)
    assert (quote.voice, quote.speaker, quote.taken, quote.generic, quote.linked) == ("own", None, "typed_by_person", False, "asked")


def test_whose_words_and_how_they_came_in_stand_with_the_quote() -> None:
    message = Message("m1", "she should move", "en")
    quote = cut(message, 0, 15, voice="family", speaker="my daughter", taken="noted", generic=True, linked="person")
    assert (quote.voice, quote.speaker, quote.taken, quote.generic, quote.linked) == ("family", "my daughter", "noted", True, "person")


def test_the_same_slice_has_the_same_id_and_another_slice_another() -> None:
    message = Message("m1", "the long nights", "en")
    assert cut(message, 0, 8).id == cut(message, 0, 8).id
    assert len({cut(message, 0, 8).id, cut(message, 4, 8).id, cut(Message("m2", message.text, "en"), 0, 8).id}) == 3


def test_linking_by_a_person_changes_nothing_else() -> None:
    quote = cut(Message("m1", "the long nights", "en"), 0, 8)
    assert quote.relinked("person").as_json() == {**quote.as_json(), "linked": "person"}


def test_the_json_of_a_quote_has_every_key_of_the_api() -> None:
    assert set(cut(Message("m1", "words", "en"), 0, 5).as_json()) == {
        "id", "text", "message", "start", "end", "voice", "speaker", "taken", "generic", "linked", "language",
    }  # fmt: skip
