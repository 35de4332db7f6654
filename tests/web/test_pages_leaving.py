"""Stopping for now and coming back; closing the talk on a phone; leaving the page at once; erasing everything."""

import httpx
import pytest

from bot.words.labels import label
from tests.live import PLAIN, Copy
from tests.pages import Visitor

DAY = PLAIN["en"]["circumstances"]


def a_code(visitor: Visitor) -> tuple[str, str]:
    """Return (a new code, its link)."""
    visitor.open("code")
    visitor.press(label("code_get", "en"))
    html = visitor.answer.text
    code = html.partition('class="sg-code"')[2].partition(">")[2].partition("<")[0]
    return code, html.partition('id="link" value="')[2].partition('"')[0]


def test_the_code_opens_the_talk_elsewhere_on_the_open_question(visitor: Visitor, ready: Copy) -> None:
    code, _ = a_code(visitor)
    assert len(code.split()) == 5
    asked = visitor.conversation["open_ask"]
    other = Visitor(ready)
    other.open("return")
    other.press(label("return_open", "en"), code=code.upper(), shared="yes")
    assert other.answer.url.path == "/en/talk"
    assert other.cookie[0] == visitor.cookie[0] and other.cookie[1] != visitor.cookie[1]
    assert other.conversation["open_ask"] == asked


def test_the_links_code_leaves_the_address_at_once(visitor: Visitor, ready: Copy) -> None:
    code, link = a_code(visitor)
    with httpx.Client(trust_env=False) as http:
        given = http.get(link)
    assert given.status_code == 303
    assert given.headers["location"] == "/en/return"
    assert given.headers["referrer-policy"] == "no-referrer"
    other = Visitor(ready)
    other.open(link.removeprefix(ready.url))
    assert code.split()[0] not in other.answer.text + str(other.answer.url)
    other.press(label("return_open", "en"), shared="no")
    assert other.cookie[0] == visitor.cookie[0]


def test_a_wrong_code_says_what_to_do(ready: Copy) -> None:
    one = Visitor(ready)
    one.open("return")
    one.press(label("return_open", "en"), code="tegell banana eryr cwmwl sosban", shared="no")
    assert one.answer.status_code == 422
    assert "That code opens no talk" in one.page.text
    one.press(label("return_open", "en"), code="", shared="no")
    assert label("return_missing", "en") in one.page.text


def test_a_stopped_code_no_longer_works(visitor: Visitor, ready: Copy) -> None:
    code, _ = a_code(visitor)
    visitor.press(label("code_revoke", "en"))
    other = Visitor(ready)
    other.open("return")
    other.press(label("return_open", "en"), code=code, shared="no")
    assert other.answer.status_code == 422


@pytest.mark.parametrize("action", ["close", "locked"])
def test_closed_here_is_kept_elsewhere(ready: Copy, action: str) -> None:
    one = Visitor(ready).begin("yes")
    cookie = one.http.cookies["sgwrs"]
    one.open("stop")
    mark = one.page.forms[0].fields["mark"]
    one.post(f"/en/{action}", {"mark": mark})
    assert one.answer.status_code == 200 and "sgwrs" not in one.http.cookies
    one.http.cookies.set("sgwrs", cookie)
    one.open("talk")
    assert one.answer.status_code == 200


@pytest.mark.parametrize(("shared", "stays"), [("yes", False), ("no", True)])
def test_leaving_at_once_shows_nothing_and_clears(ready: Copy, shared: str, stays: bool) -> None:
    one = Visitor(ready).begin(shared)
    page = one.open("left")
    assert "storage" in one.answer.headers["clear-site-data"]
    assert "help" not in page.text.lower() and not page.forms
    assert ("sgwrs" in one.http.cookies) == stays


def test_everything_is_erased(visitor: Visitor) -> None:
    id = visitor.cookie[0]
    visitor.open("end/erase")
    visitor.press(label("end_erase_yes", "en"))
    assert label("state_erased_title", "en") in visitor.page.text and "sgwrs" not in visitor.http.cookies
    assert not visitor.copy.rows("sgwrs.db", "select 1 from conversations where id = ?", id)


def test_to_the_end_with_what_there_is(visitor: Visitor) -> None:
    visitor.open("stop")
    visitor.press(label("talk_finish", "en"))
    assert visitor.answer.url.path == "/en/talk"
    assert visitor.conversation["open_ask"]["element"] == "read_back"
    assert DAY in visitor.page.ids["now"]


@pytest.mark.parametrize("how", ["close", "left"])
def test_a_link_that_was_opened_does_not_wait_on_a_phone_that_was_left(visitor: Visitor, ready: Copy, how: str) -> None:
    _, link = a_code(visitor)
    one = Visitor(ready).begin("yes")
    one.open(link.removeprefix(ready.url))
    assert "sgwrs_key" in one.http.cookies
    if how == "left":
        one.open("left")
    else:
        one.open("stop")
        one.press(label("leave_close_here", "en"))
    assert "sgwrs_key" not in one.http.cookies and "sgwrs" not in one.http.cookies


@pytest.mark.parametrize(("shared", "opens"), [("yes", False), ("no", True)])
def test_a_phone_that_was_left_without_a_connection_no_longer_opens_the_talk(ready: Copy, shared: str, opens: bool) -> None:
    one = Visitor(ready).begin(shared)
    one.http.cookies.set("sgwrs_left", "1", domain="127.0.0.1")  # what the script of the page could do by itself
    one.open("start")
    assert (label("first_already", "en") in one.page.text) == opens
    one.open("talk")
    assert (one.answer.status_code == 200) == opens
    if not opens:
        assert not {"sgwrs", "sgwrs_left"} & set(one.http.cookies)
        one.begin("yes")
        assert one.open("talk") and one.answer.status_code == 200


def test_leaving_with_a_connection_again_closes_the_talk(ready: Copy) -> None:
    one = Visitor(ready).begin("yes")
    one.http.cookies.set("sgwrs_left", "1", domain="127.0.0.1")
    one.open("left")
    assert not {"sgwrs", "sgwrs_left"} & set(one.http.cookies)
