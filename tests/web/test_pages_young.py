"""The pages around a talk with somebody under 18: ti in Welsh as the talk says it, what school can see, and their own help lines first."""

import re

import pytest

from bot.words.labels import label
from tests.live import PLAIN, Copy
from tests.pages import Visitor

#: Words that speak to somebody as chi.
_CHI = re.compile(r"\b(?:chi|eich|chithau|ydych|oeddech|gennych|hoffech|\w+wch|\w{3,}och)\b|ch'ch\b", re.IGNORECASE)
_PAGES = ("talk", "said", "stop", "code", "end", "end/erase", "leaving-quickly", "help")
_FIRST_PAGES = ("start", "return", "privacy", "accessibility", "left")
#: What the person says to the council, and what a line of somebody else's is called.
_NOT_TO_THEM = (
    "end_share_yes", "end_share_no", "end_contact_yes", "end_contact_safe_no", "end_contact_when_hint", "end_limits_hint_young",
    "button_why_ask",
)  # fmt: skip
_NAMES = ("anfonwch help i 81066", "pwyswch 2 am iechyd meddwl")


def young(ready: Copy, language: str) -> Visitor:
    one = Visitor(ready, language).begin()
    one.say({"en": "Yes", "cy": "Ydw"}[language])
    return one


@pytest.mark.parametrize("path", _PAGES + _FIRST_PAGES)
def test_welsh_says_ti(ready: Copy, path: str) -> None:
    one = young(ready, "cy")
    one.say("Dw i'n gwneud brecwast i Mam bob bore cyn mynd i'r ysgol.")
    text = one.open(path).text
    for key in _NOT_TO_THEM:
        text = text.replace(label(key, "cy"), "")
    for name in _NAMES:
        text = text.replace(name, "")
    if path == "accessibility":
        assert "drwyddi eto" in text and "dy ardal di" in text  # the whole of it is there
    if path == "talk":
        text = text.replace(one.page.ids["earlier-lines"], "")  # what was said before the age was known
    found = _CHI.search(text)
    assert not found, text[max(0, found.start() - 60) : found.end() + 60]


def test_it_says_ti_to_the_last(ready: Copy) -> None:
    one = young(ready, "cy")
    one.open("start")
    one.press(form="/start")  # nothing chosen
    assert not _CHI.search(one.page.text)
    one.open("end/erase")
    one.press(label("end_erase_yes", "cy"))
    assert label("state_erased_title_young", "cy") in one.page.text and not _CHI.search(one.page.text)


@pytest.mark.parametrize(("language", "school"), [("en", "nobody at school"), ("cy", "neb yn yr ysgol")])
def test_it_says_that_school_does_not_see_it(ready: Copy, language: str, school: str) -> None:
    one = young(ready, language)
    assert school in one.open("stop").text.lower()
    assert school in one.open("end").text.lower()


@pytest.mark.parametrize("language", ["cy", "en"])
def test_their_own_help_lines_come_first(ready: Copy, language: str) -> None:
    text = young(ready, language).open("help").text
    assert text.index("0800 1111") < text.index("080880 23456") < min(text.index(other) for other in ("116 123", "01443 000000"))


def test_a_grown_up_is_spoken_to_as_before(ready: Copy) -> None:
    one = Visitor(ready, "cy").begin()
    one.say("Nac ydw")
    one.say(PLAIN["cy"]["circumstances"])
    assert label("talk_you_said", "cy") in one.page.text
    text = one.open("help").text
    assert text.index("116 123") < text.index("0800 1111")


def test_somebody_elses_age_is_not_told(ready: Copy) -> None:
    theirs, stranger = young(ready, "cy"), Visitor(ready, "cy")
    stranger.http.cookies.set("sgwrs", f"{theirs.cookie[0]}.{'x' * 43}.k")
    assert label("help_danger", "cy") in stranger.open("help").text
