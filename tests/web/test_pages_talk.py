"""The talk in the browser without scripts: the whole way to a Word file, and nothing lost or doubled on it."""

import io
import uuid

import pytest
from docx import Document

from bot.words.labels import label
from tests.live import PLAIN, Copy
from tests.pages import Visitor

DAY = PLAIN["en"]["circumstances"]


@pytest.fixture
def visitor(ready: Copy) -> Visitor:
    """Somebody whose talk is open on the question about their day."""
    one = Visitor(ready).begin()
    one.press("No")
    return one


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_whole_talk_ends_in_a_word_file_with_the_words(ready: Copy, language: str) -> None:
    one = Visitor(ready, language)
    one.open("/")
    one.open("start")
    one.press(form="/start", shared="no")
    for _ in range(40):
        if one.answer.url.path.endswith("/end"):
            break
        one.answer_plainly()
    assert one.answer.url.path == f"/{language}/end"
    one.open("copy.docx")
    file = Document(io.BytesIO(one.answer.content))
    text = "\n".join(paragraph.text for paragraph in file.paragraphs)
    for key in ("circumstances", "outcome", "barrier", "strength_self", "risk", "need"):
        assert PLAIN[language][key] in text, key
    printed = one.open("copy").text
    assert PLAIN[language]["outcome"] in printed


def test_one_question_stands_there_with_its_buttons(visitor: Visitor) -> None:
    assert visitor.page.ids["question"].strip().endswith("?")
    assert {text for _, _, text in visitor.box.buttons} >= {label("talk_send", "en"), "Skip", "Say it differently", "Why do you ask"}


def test_what_was_said_shows_on_the_page(visitor: Visitor) -> None:
    visitor.say(DAY)
    assert DAY in visitor.page.ids["record"]
    assert DAY in visitor.page.ids["now"]


def test_the_same_form_twice_is_taken_once(visitor: Visitor) -> None:
    form = {**visitor.box.fields, "text": DAY}
    visitor.post("/en/talk", form)
    visitor.post("/en/talk", form)
    assert visitor.said.count(DAY) == 1


def test_other_words_from_the_same_form_are_kept_too(visitor: Visitor) -> None:
    form = dict(visitor.box.fields)
    visitor.post("/en/talk", {**form, "text": DAY})
    visitor.post("/en/talk", {**form, "text": "And on Sundays I light the fire at six."})
    assert visitor.said[-2:] == [DAY, "And on Sundays I light the fire at six."]


def test_lines_end_as_they_should(visitor: Visitor) -> None:
    visitor.say("I get up at six.\r\nThen I wash him.")
    assert visitor.said[-1] == "I get up at six.\nThen I wash him."


@pytest.mark.parametrize("button", ["Why do you ask", "Say it differently"])
def test_what_was_being_written_stays_when_the_question_does(visitor: Visitor, button: str) -> None:
    visitor.press(button, text="half a sent")
    assert visitor.box.fields["text"] == "half a sent"
    assert "half a sent" not in visitor.said


def test_an_empty_answer_says_what_to_do(visitor: Visitor) -> None:
    before = visitor.said
    visitor.say("  \n ")
    assert visitor.answer.status_code == 422
    assert label("state_blank", "en") in visitor.page.text
    assert visitor.page.title.startswith("Error:")
    assert visitor.said == before


def test_a_long_answer_is_given_back_whole(visitor: Visitor) -> None:
    long = "Mae hi'n hir. " * 700
    visitor.say(long)
    assert visitor.answer.status_code == 422
    assert "8,000" in visitor.page.text
    assert visitor.box.fields["text"] == long


def test_a_form_over_64_kb_gets_a_page(visitor: Visitor) -> None:
    visitor.say("a" * 70_000)
    assert visitor.answer.status_code == 413
    assert label("state_too_long_title", "en") in visitor.page.text


def test_the_other_language_keeps_the_question_and_what_was_typed(visitor: Visitor) -> None:
    ask = visitor.conversation["open_ask"]["id"]
    visitor.post("/cy/talk", {**visitor.box.fields, "text": "hanner brawddeg", "do": "language"})
    assert visitor.answer.url.path == "/cy/talk"
    assert visitor.box.fields["text"] == "hanner brawddeg"
    assert visitor.conversation["open_ask"]["id"] == ask
    assert visitor.conversation["language"] == "cy"


def test_a_switch_asked_for_in_the_talk_leads_to_the_other_page(visitor: Visitor) -> None:
    visitor.say("Can we do this in Welsh please")
    assert visitor.answer.url.path == "/cy/talk"


def test_danger_gets_help_first_and_ways_on(visitor: Visitor) -> None:
    visitor.say("I want to kill myself.")
    assert "116 123" in visitor.page.ids["now"]
    assert "kill myself" not in visitor.page.ids["record"]
    assert {text for _, _, text in visitor.box.buttons} >= {"Carry on", "Stop here", "Send these words to the duty team now"}
    visitor.press("Carry on")
    assert visitor.page.ids["question"].strip()


def test_with_scripts_only_the_next_piece_comes(visitor: Visitor) -> None:
    form = {**visitor.box.fields, "text": DAY, "message": str(uuid.uuid4())}
    visitor.post("/en/talk", form, **{"HX-Request": "true"})
    assert "<html" not in visitor.answer.text
    assert DAY in visitor.answer.text and 'id="question"' in visitor.answer.text
    again = visitor.http.post("/en/talk", data=form, headers={"HX-Request": "true"})
    assert again.text.count(DAY) == visitor.answer.text.count(DAY)


def test_no_news_is_nothing(visitor: Visitor) -> None:
    given = visitor.http.get("/en/talk/news", params={"after": visitor.box.fields["after"]}, headers={"HX-Request": "true"})
    assert (given.status_code, given.text) == (204, "")


def test_what_is_in_the_other_language_is_marked(ready: Copy) -> None:
    one = Visitor(ready, "cy").begin()
    one.press("Nac ydw")
    one.say(DAY)
    html = one.answer.text
    assert f'lang="en">{DAY.split(",")[0]}' in html  # what they said
    assert '<span lang="en">You are welcome to carry on in English' in html
    assert '<span lang="en">Switch to English</span></button>' in html
    assert f'{label("said_change", "cy")}<span class="govuk-visually-hidden">: “<span lang="en">{DAY[:20]}' in html
