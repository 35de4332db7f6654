"""Pages for when things are not as they mostly are: each with its own status, in both languages, and no word that was said in a title."""

import dataclasses
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from bot.settings import load_settings
from bot.store.database import migrate
from bot.web.app import make_app
from bot.words.labels import LANGUAGES, label
from tests.live import PLAIN, Copy, free_port
from tests.pages import Visitor

ODD = ("\x00", "\x01\x0b", "٣", "9" * 5000, "-1", "²", "\ufffe", "<script>", "a" * 8001, "\r\n", "../..", "🏴" * 50)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def app(tmp_path: Path) -> Any:
    """The app with no engine behind it."""
    set_to = {"SGWRS_DATA": str(tmp_path), "SGWRS_ENGINE_PORT": str(free_port()), "SGWRS_ENGINE_WAIT": "0.2"}
    settings = load_settings(set_to)
    migrate(settings.database_url)
    return make_app(settings)


@pytest.fixture
def alone(app: Any) -> Iterator[Visitor]:
    """Somebody at the pages of an app whose engine is away."""
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as http:
        one = Visitor(Copy(Path("unused")))
        one.http.close()
        one.http = http
        yield one


def in_language(one: Visitor, language: str) -> Visitor:
    one.language = language
    return one.begin()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_engine_is_away(alone: Visitor, language: str) -> None:
    one = in_language(alone, language)
    words = PLAIN[language]["circumstances"]
    one.say(words)
    assert one.answer.status_code == 200 and words in one.page.ids["now"]
    assert label("state_slow_title", language) in one.page.ids["waiting"] and label("waiting_notice", language) in one.page.ids["waiting"]
    assert "999" in one.page.ids["waiting"] and words not in one.page.title
    assert one.http.get(f"/{language}/talk/news", params={"after": 0}).status_code == 204
    one.post(f"/{language}/talk", {**one.box.fields, "text": PLAIN[language]["outcome"]}, **HTMX)
    assert 'hx-trigger="every 2s"' in one.answer.text and "<html" not in one.answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unforeseen_error(app: Any, alone: Visitor, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = in_language(alone, language)
    form = {**one.box.fields, "text": "what I wrote"}

    def breaks(*_: Any) -> Any:
        raise RuntimeError("what I wrote")

    monkeypatch.setattr(app.state.parts.store, "state", breaks)
    for headers in ({}, HTMX):
        one.post(f"/{language}/talk", form, **headers)
        assert one.answer.status_code == 500
        assert label("state_error_title", language) in one.page.text and "what I wrote" not in one.answer.text
        assert one.answer.headers["cache-control"] == "no-store"
    assert one.open("talk").title.startswith(label("state_error_title", language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_tries(alone: Visitor, language: str) -> None:
    one = alone
    one.language = language
    for _ in range(12):
        one.open("return")
        one.press(label("return_open", language), code="tegell banana eryr cwmwl sosban", shared="no")
    assert one.answer.status_code == 429
    assert label("state_too_many_title", language) in one.page.text
    seconds = one.answer.headers["retry-after"]
    assert seconds in one.page.text and int(seconds) > 0
    assert "banana" not in one.answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_long_with_scripts(alone: Visitor, language: str) -> None:
    one = in_language(alone, language)
    one.post(f"/{language}/talk", {**one.box.fields, "text": "a" * 8001}, **HTMX)
    assert one.answer.status_code == 200 and "8,001" in one.page.ids["problem"]
    assert one.said == []


def test_what_was_written_in_a_talk_that_is_gone_is_given_back(alone: Visitor) -> None:
    one = alone.begin()
    form = {**one.box.fields, "text": "what I wrote"}
    cookie = one.http.cookies["sgwrs"]
    one.open("end/erase")
    one.press(label("end_erase_yes", "en"))
    one.http.cookies.set("sgwrs", cookie)
    one.post("/en/talk", form)
    assert one.answer.status_code == 404
    assert label("state_not_here_title", "en") in one.page.text and "what I wrote" in one.page.text
    one.http.cookies.set("sgwrs", cookie)
    one.post("/en/talk", form, **{"Sec-Fetch-Site": "cross-site"})
    assert "what I wrote" not in one.answer.text


def test_a_form_of_another_talk_changes_nothing_and_is_given_back(alone: Visitor) -> None:
    first = dict(alone.begin().box.fields)
    alone.begin()
    alone.post("/en/talk", {**first, "text": "for the first talk"})
    assert alone.answer.status_code == 403 and "for the first talk" in alone.page.text
    assert alone.said == []
    alone.open("end")
    alone.post("/en/end/share", {"mark": first["mark"], "share": "yes", "limits": "not my brother"})
    assert alone.answer.status_code == 403 and "not my brother" in alone.page.text
    assert alone.record["consent"]["share"] is None


def test_without_cookies_the_page_says_what_it_needs(alone: Visitor) -> None:
    alone.open("start")
    form = next(form for form in alone.page.forms if form.action == "/en/start")
    alone.http.cookies.clear()
    alone.post("/en/start", {**form.fields, "shared": "no"})
    assert alone.answer.status_code == 403 and label("state_no_cookies", "en") in alone.page.text


@pytest.mark.parametrize("path", ["/", "/en/start", "/en/help", "/en/talk", "/sw.js", "/en/nothing"])
def test_head_is_answered_as_get_is(alone: Visitor, path: str) -> None:
    alone.begin()
    with_body, without = alone.http.get(path), alone.http.head(path)
    assert without.status_code == with_body.status_code
    assert without.headers["content-type"] == with_body.headers["content-type"]


def test_whoever_looks_at_a_link_first_does_not_use_it_up(ready: Copy) -> None:
    one = Visitor(ready).begin()
    one.open("code")
    one.press(label("code_get", "en"))
    link = one.answer.text.partition('id="link" value="')[2].partition('"')[0].removeprefix(ready.url)
    for _ in range(3):  # a scanner of mails, a preview
        scanner = Visitor(ready)
        assert scanner.http.head(link).status_code == 303 and scanner.open(link)
    other = Visitor(ready)
    other.open(link)
    other.press(label("return_open", "en"), shared="yes")
    assert other.answer.url.path == "/en/talk" and other.cookie[0] == one.cookie[0]


def test_no_log_holds_the_code_of_a_link(
    app: Any, alone: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    link = "/en/return?code=tegell-banana-eryr-cwmwl-sosban"
    given = alone.http.get(link, follow_redirects=False)
    assert (given.status_code, given.headers["location"]) == (303, "/en/return")
    assert given.headers["referrer-policy"] == "no-referrer" and given.headers["cache-control"] == "no-store"
    alone.open(link)
    for _ in range(12):  # it opens nothing, and then the tries are too many
        alone.press(label("return_open", "en"), shared="no")
        alone.open(link)

    async def breaks(*_: Any) -> Any:
        raise RuntimeError(link)

    monkeypatch.setattr("bot.web.pages.leaving.doing.take_up", breaks)
    alone.press(label("return_open", "en"), shared="no")
    assert alone.answer.status_code == 500
    alone.http.post(link, data={"mark": "0"})
    ours = [record.getMessage() for record in caplog.records if record.name not in ("httpx", "httpcore")]  # those ask, here
    assert any("RuntimeError" in message for message in ours), "nothing was logged, so nothing was looked at"
    assert not [message for message in ours if "banana" in message]


@pytest.mark.parametrize(
    ("path", "to"), [("end/share", "end"), ("end/contact", "end"), ("end/finish", "stop"), ("end/reopen", "end"), ("close", "stop")]
)
def test_the_address_of_a_form_leads_to_the_page_it_stands_on(alone: Visitor, path: str, to: str) -> None:
    alone.begin().open(path)
    assert (alone.answer.status_code, alone.answer.url.path) == (200, f"/en/{to}")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_get_a_page_that_blames_nobody(alone: Visitor, method: str) -> None:
    given = alone.http.request(method, "/en/end/share")
    assert given.status_code == 405 and label("state_not_found_title", "en") in given.text


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_values_never_break_a_page(alone: Visitor, odd: str) -> None:
    alone.begin()
    mark = alone.box.fields["mark"]
    forms = {
        "talk": ("text", "send", "message", "answers", "after", "do"),
        "end/share": ("share", "limits", "do"),
        "end/contact": ("wanted", "how", "name", "safe", "when", "language"),
        "return": ("code", "shared"),
        "code": ("do",),
    }
    given = {"text": "I light the fire", "share": "no", "wanted": "yes", "how": "0", "code": "a b", "shared": "yes"}
    for path, names in forms.items():
        for name in names:
            for headers in ({}, HTMX):
                answer = alone.http.post(f"/en/{path}", data={"mark": mark, **given, name: odd}, headers=headers, follow_redirects=False)
                assert answer.status_code < 500, (path, name)
    for path in ("said/{}", "said?done={}", "talk/news?after={}", "return?code={}", "copy?concerns={}", "{}"):
        assert alone.http.get("/en/" + path.format(quote(odd[:1000], safe="")), follow_redirects=False).status_code < 500, path
    for path in ("end", "copy", "copy.docx", "said"):
        assert alone.http.get(f"/en/{path}").status_code == 200, path


def test_the_page_that_leaving_goes_to_without_a_connection_shows_nothing(app: Any, alone: Visitor) -> None:
    app.state.parts = dataclasses.replace(
        app.state.parts, settings=dataclasses.replace(app.state.parts.settings, exit_address="https://example.org")
    )
    page = alone.open("gone")
    assert alone.answer.status_code == 200 and not page.links and "Sgwrs" not in page.text
    assert "clear-site-data" not in alone.answer.headers  # fetched by the browser itself, it would clear what keeps it
    given = alone.http.get("/en/left", follow_redirects=False)
    assert given.headers["location"] == "https://example.org" and "storage" in given.headers["clear-site-data"]
