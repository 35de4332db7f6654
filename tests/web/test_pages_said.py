"""What I have said so far: every quote is one tap from being changed, moved or removed."""

import pytest

from bot.words.labels import label
from tests.live import PLAIN, Copy, words_in
from tests.pages import Visitor

DAY, MATTERS = PLAIN["en"]["circumstances"], PLAIN["en"]["outcome"]


@pytest.fixture
def visitor(visitor: Visitor) -> Visitor:
    """Somebody who also said what matters, and looks at what they said."""
    visitor.say(MATTERS)
    visitor.open("said")
    return visitor


def change(visitor: Visitor, words: str) -> None:
    """Open the page where ``words`` are changed."""
    visitor.open("said")
    visitor.open(next(link for link, text in visitor.page.links if "/said/" in link and words[:20] in text))


def test_what_was_said_stands_there(visitor: Visitor) -> None:
    assert DAY in visitor.page.text and MATTERS in visitor.page.text


def test_new_words_take_the_place(visitor: Visitor) -> None:
    change(visitor, DAY)
    visitor.press(label("said_save", "en"), text="I get up at five now.")
    assert visitor.answer.url.path == "/en/said" and label("said_saved", "en") in visitor.page.text
    assert words_in(visitor.record["circumstances"])[0] == "I get up at five now."


def test_a_piece_of_the_words_stays_a_piece_of_what_was_said(visitor: Visitor) -> None:
    change(visitor, DAY)
    visitor.press(label("said_save", "en"), text="I get up at six every morning")
    quote = visitor.record["circumstances"][0]
    assert quote["text"] == "I get up at six every morning" and quote["start"] > 0


def test_words_are_taken_out(visitor: Visitor) -> None:
    change(visitor, DAY)
    visitor.press(label("said_remove", "en"))
    assert DAY not in visitor.page.text
    assert DAY not in words_in(visitor.record)


def test_words_are_moved(visitor: Visitor) -> None:
    change(visitor, DAY)
    visitor.press(label("said_move_button", "en"), to="caring/does")
    assert words_in(visitor.record["caring"]["does"]) == [DAY]


def test_it_can_be_said_whose_words_they_are(visitor: Visitor) -> None:
    change(visitor, DAY)
    visitor.press(label("said_whose", "en"), voice="family", speaker="my daughter Nerys")
    quote = visitor.record["circumstances"][0]
    assert (quote["voice"], quote["speaker"]) == ("family", "my daughter Nerys")


@pytest.mark.parametrize(
    ("button", "fields"),
    [(label("said_save", "en"), {"text": " "}), (label("said_move_button", "en"), {}), (label("said_whose", "en"), {"voice": "family"})],
)
def test_what_is_missing_is_said_and_nothing_is_changed(visitor: Visitor, button: str, fields: dict[str, str]) -> None:
    record = visitor.record
    change(visitor, DAY)
    visitor.press(button, **fields)
    assert visitor.answer.status_code == 422
    assert "There is a problem" in visitor.page.text
    assert visitor.record == record


def test_words_about_danger_are_left_out(visitor: Visitor) -> None:
    visitor.open("talk")
    visitor.say("I want to kill myself.")
    assert "kill myself" not in visitor.open("said").text
    assert "kill myself" not in visitor.open("copy").text


def test_nothing_said_yet_is_a_page_too(ready: Copy) -> None:
    one = Visitor(ready).begin()
    assert label("state_empty_title", "en") in one.open("said").text


def test_a_quote_that_is_not_there_is_no_page(visitor: Visitor) -> None:
    visitor.open("said/nothing:0-4")
    assert visitor.answer.status_code == 404
