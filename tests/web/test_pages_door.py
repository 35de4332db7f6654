"""Who gets in, what a browser is told, and what never stands in an address, a title or a cookie that others can read."""

import re

import httpx
import pytest

from bot.words.labels import label
from tests.live import PLAIN, Copy
from tests.pages import Visitor, links_out

OPEN = ("start", "return", "help", "privacy", "accessibility", "leaving-quickly", "offline", "left", "closed", "locked")
WITH_TALK = ("talk", "said", "stop", "code", "end", "end/erase", "copy")
DAY = PLAIN["en"]["circumstances"]


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("path", OPEN + WITH_TALK)
def test_every_page_is_there_in_both_languages(visitor: Visitor, path: str, language: str) -> None:
    page = visitor.open(f"/{language}/{path}")
    assert visitor.answer.status_code == 200
    assert f'<html lang="{language}"' in visitor.answer.text
    assert page.title.strip() and DAY not in page.title
    assert not links_out(visitor.answer.text)
    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?![^>]*\ssrc=)", visitor.answer.text)
    headers = visitor.answer.headers
    assert "unsafe" not in headers["content-security-policy"] and "default-src 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    if path not in ("left", "talk"):  # the talk's is a button, which takes along what is being written
        other = {"cy": "en", "en": "cy"}[language]
        assert f"/{other}/{path}" in [link for link, _ in page.links]
    if path != "left":
        assert f"/{language}/help" in [link for link, _ in page.links]


def test_the_first_page_is_in_both_languages_welsh_first(ready: Copy) -> None:
    one = Visitor(ready)
    text = one.open("/").text
    assert text.index(label("first_language_button", "cy")) < text.index(label("first_language_button", "en"))


def test_what_matters_is_said_before_anything_is_asked(ready: Copy) -> None:
    text = Visitor(ready).open("start").text
    for key in ("first_nobody_reads", "first_exceptions", "first_how_long", "first_right"):
        assert label(key, "en") in text


def test_the_cookie_is_for_this_site_and_no_script(ready: Copy) -> None:
    one = Visitor(ready)
    one.open("start")
    form = next(form for form in one.page.forms if form.action == "/en/start")
    for shared, secure in (("no", False), ("yes", False), ("no", True)):
        headers = {"X-Forwarded-Proto": "https"} if secure else {}
        with httpx.Client(base_url=ready.url, cookies=one.http.cookies, trust_env=False) as http:
            given = http.post("/en/start", data={**form.fields, "shared": shared}, headers=headers)
        cookie = next(value for value in given.headers.get_list("set-cookie") if value.startswith("sgwrs="))
        assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower()
        assert ("Max-Age" in cookie) == (shared == "no")
        assert ("Secure" in cookie) == secure


def test_whether_others_use_the_phone_must_be_said(ready: Copy) -> None:
    one = Visitor(ready)
    one.open("start")
    one.press(form="/start")
    assert one.answer.status_code == 422
    assert label("first_shared_missing", "en") in one.page.text


def test_a_form_without_its_mark_changes_nothing(visitor: Visitor) -> None:
    said = visitor.said
    for mark in ("", "0" * 40, "0" * 80, "z" * 80, "é" * 80, visitor.box.fields["mark"][:-2]):
        visitor.post("/en/talk", {**visitor.box.fields, "mark": mark, "text": "brought in from outside"})
        assert visitor.answer.status_code == 403
        visitor.open("talk")
    assert visitor.said == said


def test_the_mark_of_a_form_never_looks_the_same(visitor: Visitor) -> None:
    pages = [visitor.open("end").forms for _ in range(3)]
    marks = [{form.fields["mark"] for form in forms} for forms in pages]
    assert all(len(found) == 1 for found in marks), "the forms of one page say it once and again: nothing to compare"
    shown = [found.pop() for found in marks]
    assert not [n for n in range(len(shown[0]) - 7) if len({mark[n : n + 8] for mark in shown}) == 1], f"a piece stays the same: {shown}"


def test_pages_in_other_tabs_stay_valid(visitor: Visitor) -> None:
    first = dict(visitor.box.fields)
    visitor.open("talk")
    visitor.open("end")
    visitor.post("/en/talk", {**first, "text": "from the tab that was opened first"})
    assert visitor.answer.status_code == 200 and "from the tab that was opened first" in visitor.said


def test_a_form_from_another_site_changes_nothing_and_shows_nothing(visitor: Visitor) -> None:
    said, form = visitor.said, dict(visitor.box.fields)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        page = visitor.post("/en/talk", {**form, "text": "brought in from outside"}, **headers)
        assert visitor.answer.status_code == 403
        assert "brought in" not in page.text
    assert visitor.said == said


def test_words_in_a_form_that_is_too_old_are_given_back(visitor: Visitor) -> None:
    visitor.post("/en/talk", {**visitor.box.fields, "mark": "0" * 40, "text": "what I wrote"})
    assert "what I wrote" in visitor.answer.text


@pytest.mark.parametrize("path", WITH_TALK + ("copy.docx", "talk/news"))
def test_without_a_talk_the_page_says_so(ready: Copy, path: str) -> None:
    one = Visitor(ready)
    one.open(path)
    assert one.answer.status_code == 404
    assert label("state_not_here_title", "en") in one.page.text


def test_another_ones_talk_is_not_opened(visitor: Visitor, ready: Copy) -> None:
    other = Visitor(ready).begin()
    id, token = visitor.cookie[0], other.cookie[1]
    stranger = Visitor(ready)
    stranger.http.cookies.set("sgwrs", f"{id}.{token}.k")
    stranger.open("talk")
    assert stranger.answer.status_code == 404
    assert DAY not in stranger.answer.text


def test_an_unknown_page_is_a_page(ready: Copy) -> None:
    one = Visitor(ready, "cy")
    one.open("dim-byd")
    assert one.answer.status_code == 404
    assert label("state_not_found_title", "cy") in one.page.text


def test_programs_still_get_problems(ready: Copy) -> None:
    given = ready.http.get("/api/v1/nothing")
    assert given.headers["content-type"] == "application/problem+json"


def test_styles_and_scripts_may_be_kept_for_good(ready: Copy) -> None:
    one = Visitor(ready)
    one.open("start")
    found = re.findall(r'(?:src|href)="(/static/[^"]+)"', one.answer.text)
    assert found
    for address in found:
        given = one.http.get(address)
        assert given.status_code == 200 and "immutable" in given.headers["cache-control"]
