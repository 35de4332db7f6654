"""Telephone numbers in what is shown: one rings a number to ring, and writes to a number for text messages."""

import pytest

from bot.help.lines import all_lines
from bot.web.pages.telephones import telephones


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("0808 80 10 800, text 07860 077333", ["tel:08088010800", "sms:07860077333"]),
        ("0808 80 10 800, neges destun 07860 077333", ["tel:08088010800", "sms:07860077333"]),
        ("0800 132 737, or text help to 81066", ["tel:0800132737", "sms:81066?body=help"]),
        ("0800 132 737, neu anfonwch help i 81066", ["tel:0800132737", "sms:81066?body=help"]),
        ("116 123; yn Gymraeg gyda'r nos: 0808 164 0123", ["tel:116123", "tel:08081640123"]),
        ("111, then 2", ["tel:111"]),
        ("Born in 1952, room 81066", []),
    ],
)
def test_each_number_is_a_link_of_its_kind(text: str, links: list[str]) -> None:
    html = str(telephones(text))
    assert [part.partition('"')[0] for part in html.split('href="')[1:]] == links


@pytest.mark.parametrize("language", ["cy", "en"])
def test_every_help_line_can_be_reached_by_a_tap(language: str) -> None:
    for line in all_lines().values():
        assert "href=" in telephones(line["number"][language]), line["name"]


def test_what_else_is_written_stays_text() -> None:
    assert "<b>" not in telephones("<b>0800 1111</b>") and "tel:08001111" in telephones("<b>0800 1111</b>")


def test_a_number_in_a_name_is_no_number_to_ring() -> None:
    for name, wedyn in (("NHS 111 Wales, press 2 for mental health", "then"), ("GIG 111 Cymru, pwyswch 2 am iechyd meddwl", "wedyn")):
        assert telephones(f"{name}: 111, {wedyn} 2").count("<a ") == 1
