"""The record as text, Word and JSON: every word that was said is there exactly, and nothing that was not."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bot.export.as_docx import as_docx
from bot.export.as_json import as_json
from bot.export.as_text import as_text
from bot.export.closing import closing, coverage
from bot.export.outline import outline
from bot.export.shown import day
from tests.unit.a_record import MESSAGES, a_record, an_empty_record

LANGUAGES = ("en", "cy")


def quotes_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every quote of a record, concerns left out."""
    if isinstance(value, dict) and "taken" in value:
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "concerns":
                yield from quotes_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from quotes_in(part)


def opened(record: dict[str, Any], language: str, **how: bool):
    return Document(io.BytesIO(as_docx(record, language, **how)))


def headings(record: dict[str, Any], language: str = "en", **how: bool) -> list[str]:
    return [section.heading for section in outline(record, language, **how)]


def test_the_record_to_try_on_holds_slices_of_messages():
    quotes = list(quotes_in(a_record()))
    assert len(quotes) == 19
    assert all(q["text"] == MESSAGES[q["message"]].text[q["start"] : q["end"]] for q in quotes)


# Every export


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quote_is_in_the_text_exactly(language: str):
    text = as_text(a_record(), language)
    for quote in quotes_in(a_record()):
        marked = quote["text"] if quote["taken"] == "noted" else f"“{quote['text']}”"
        assert marked in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quote_is_in_the_word_file_exactly(language: str):
    runs = [run.text for paragraph in opened(a_record(), language).paragraphs for run in paragraph.runs]
    for quote in quotes_in(a_record()):
        before = runs[runs.index(quote["text"]) - 1]
        assert before.endswith("“") == (quote["taken"] != "noted")


def test_noted_words_never_stand_in_quotation_marks():
    for text in (as_text(a_record(), "en"), "\n".join(p.text for p in opened(a_record(), "en").paragraphs)):
        assert "Noted: he needs help in the mornings" in text
        assert "“he needs" not in text and "mornings”" not in text


def test_words_about_danger_are_left_out_unless_asked_for():
    for language in LANGUAGES:
        for kept_out, asked_for in (
            (as_text(a_record(), language), as_text(a_record(), language, concerns=True)),
            (as_json(a_record(), language), as_json(a_record(), language, concerns=True)),
            (
                "".join(p.text for p in opened(a_record(), language).paragraphs),
                "".join(p.text for p in opened(a_record(), language, concerns=True).paragraphs),
            ),
        ):
            assert "frighten" not in kept_out
            assert "Some nights I frighten myself, I shouted right in his face." in asked_for


def test_json_is_the_record_and_says_whether_danger_is_in_it():
    record = a_record()
    assert json.loads(as_json(record, "cy", concerns=True)) == {**record, "concerns_included": True}
    assert json.loads(as_json(record, "en")) == {**record, "concerns": [], "concerns_included": False}
    assert "yng nghôr" in as_json(record, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_record_can_be_exported(language: str):
    assert "assessment" in as_text(an_empty_record(), "en")
    assert opened(an_empty_record(), language).paragraphs
    assert outline(an_empty_record(), language, concerns=True) == []
    assert coverage(an_empty_record(), language) == []


# How a record is grouped


def test_the_order_of_reading_with_empty_sections_left_out():
    assert headings(a_record())[:9] == [
        "How things are now",
        "What matters to me (1)",
        "What gets in the way",
        "What I do myself",
        "Who helps, or could",
        "What is around me",
        "What happens if it stays as it is",
        "How I want things done",
        "What was asked for",
    ]
    assert "Who is here" not in headings(a_record())
    assert headings(a_record(), concerns=True)[-1] == "Worries about somebody's safety"


def test_headings_say_they_when_the_life_is_somebody_elses():
    record = {**a_record(), "subject": "someone_cared_for"}
    assert "What matters to them (1)" in headings(record)
    assert "What matters to me (1)" not in headings(record)


def test_whose_voice_is_said_when_it_is_not_the_persons_own():
    text = as_text(a_record(), "en")
    assert "“My daughter thinks we should move to be near her.” (somebody else's view: My daughter)" in text
    assert "(a professional's view: The physio; written down by staff, word for word)" in text
    assert "Noted: Mair rubs her back when she stands up. (what somebody saw)" in text
    assert "(barn rhywun arall: My daughter)" in as_text(a_record(), "cy")


def test_still_general_is_shown_once_and_only_where_it_is():
    sections = {section.heading: section for section in outline(a_record(), "en")}
    assert sections["What matters to me (2)"].note.startswith("Still general")
    assert sections["What matters to me (1)"].note == ""
    assert as_text(a_record(), "en").lower().count("still general") == 1


def test_the_type_of_an_outcome_is_shown_when_a_person_set_it():
    record = a_record()
    record["outcomes"][0]["type"] = "maintain"
    assert "Something to keep as it is." in as_text(record, "en")


def test_what_staff_filled_in_is_shown():
    record = a_record()
    record["contact"] = {"name": "Mair", "how": "01970 000000", "safe_to_call": False, "language": "cy"}
    record["advocacy"] = {**record["advocacy"], "offered": True}
    text = as_text(record, "en")
    assert "- Safe to ring: no\n- Language: Welsh" in text
    assert "- An advocate was offered: yes" in text


def test_whom_a_worry_was_passed_on_to():
    record = a_record()
    record["concerns"][0]["passed_on"] = {"by": "person", "to": "duty_team", "at": "2026-11-23T22:00:00+00:00"}
    assert "(passed on to: the duty team; by: the person; 23 November 2026)" in as_text(record, "en", concerns=True)


# The end of a copy


def test_nothing_here_rather_not_say_and_not_talked_about_stand_apart():
    found = {section.heading: section.items for section in coverage(a_record(), "en")}
    assert found["Asked, and there was nothing here"] == ("What is around me (2)", "Learning")
    assert found["Would rather not say"] == ("What gets in the way (2)", "What I am and am not willing to do now")
    assert found["Not talked about"] == ("What happens if it stays as it is (2)", "Time for myself")


def test_a_whole_part_that_was_not_talked_about_is_named_once():
    topics = ("does", "able_now", "willing_now")
    record = an_empty_record()
    record["coverage"] = [{"element": "caring_role", "topic": t, "status": "not_explored"} for t in topics]
    record["coverage"].append({"element": "barrier", "outcome": 1, "status": "not_explored"})
    assert coverage(record, "en")[1].items == ("Looking after someone",)


def test_consent_and_the_right_come_last():
    text = as_text(a_record(), "en")
    assert "Permission to keep them: yes." in text
    assert "Permission to share them with the council: no." in text
    last = [section.heading for section in closing(a_record(), "en")]
    assert last == ["What may happen with these words", "With these limits", "The right to an assessment", "The answer"]
    assert text.index("Not talked about") < text.index(last[0]) < text.index("the council must offer")


def test_a_young_person_is_spoken_to_as_one():
    assert "arnat ti" in as_text({**a_record(), "under_18": True}, "cy")


# The Word file


@pytest.mark.parametrize(("language", "locale", "other"), [("en", "en-GB", "cy-GB"), ("cy", "cy-GB", "en-GB")])
def test_the_word_file_is_accessible(language: str, locale: str, other: str):
    document = opened(a_record(), language)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == document.core_properties.language == locale
    assert document.core_properties.title == document.paragraphs[0].text
    assert document.core_properties.author == document.core_properties.comments == ""
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    of_language = {"en": "cy", "cy": "en"}[language]
    foreign = {q["text"] for q in quotes_in(a_record()) if q["language"] == of_language}
    marked = {
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run._r.rPr is not None and run._r.rPr.find(qn("w:lang")) is not None
    }
    assert marked == foreign
    assert other in document.element.xml


def test_the_word_file_is_a4_plain_and_says_draft_on_each_page():
    document = opened(a_record(), "en")
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.left_margin >= Mm(20)
    assert section.header.paragraphs[0].text == "Draft: nothing is decided by this"
    assert document.styles["Normal"].font.size == Pt(12)
    assert not document.tables
    assert "As it stood on 23 November 2026" in [p.text for p in document.paragraphs]


def test_letters_that_word_and_terminals_cannot_take_do_no_harm():
    record = a_record()
    record["circumstances"][0]["text"] = "one\r\ntwo \x1b[2J \x0b three\ufffe"
    assert "one\ntwo \ufffd[2J \ufffd three\ufffd" in [r.text for p in opened(record, "en").paragraphs for r in p.runs]
    assert "\x1b" not in as_text(record, "en")
    assert json.loads(as_json(record, "en"))["circumstances"][0]["text"] == "one\r\ntwo \x1b[2J \x0b three\ufffe"


def test_the_day_is_that_of_the_clock_in_wales():
    assert day("2026-06-30T23:30:00+00:00", "cy") == "1 Gorffennaf 2026"
    assert day("2026-11-23T23:30:00+00:00", "en") == "23 November 2026"
