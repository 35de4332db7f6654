"""Leaving and coming back in a real browser: nothing that opens the talk, and nothing typed, stays where somebody else could find it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Route, expect

from bot.web.pages.frame import HEADERS
from tests.browser.person import DESKTOP, PHONE, Person
from tests.live import PLAIN

Someone = Callable[..., Person]
HALF = "He must not see that I am writing this"
#: Where a browser keeps where somebody has been, as far as a page can see.
_BEEN = """() => JSON.stringify({
  here: location.href, from: document.referrer, state: history.state, title: document.title, name: window.name,
  entries: performance.getEntries().map((one) => one.name),
})"""


def history_of(one: Person) -> list[dict[str, Any]]:
    """Return what going back in this tab would offer: addresses and titles."""
    entries = one.context.new_cdp_session(one.page).send("Page.getNavigationHistory")["entries"]
    return [{"url": entry["url"], "title": entry["title"]} for entry in entries]


def nothing_is_shown(one: Person) -> None:
    """Check that the page that leaving goes to is there, with nothing of Sgwrs on it."""
    expect(one.page.get_by_role("heading", level=1)).to_have_text(one.words("leave_left_title"))
    assert one.place == "left" and one.page.title() == one.words("leave_left_title")
    assert "Sgwrs" not in one.page.locator("body").inner_text() and HALF not in one.page.content()
    assert history_of(one)[-1]["title"] == one.page.title()


def has_arrived(one: Person) -> None:
    """Wait until the page that leaving goes to came from the server: before that an empty one stands in its place."""
    one.page.locator("script[src*='left.js']").wait_for(state="attached")


def traces(one: Person) -> str:
    """Return all that this tab shows of where it has been and what it keeps."""
    return f"{history_of(one)} {one.page.evaluate(_BEEN)} {one.kept_by_scripts()}"


@pytest.mark.parametrize("way", ["code", "link"])
def test_coming_back_on_another_device(person: Someone, way: str) -> None:
    one = person("cy", **PHONE).begin()
    one.say(one.plain_answer)
    one.say(one.plain_answer)
    asked = one.conversation["open_ask"]["id"]
    one.press("talk_stop")
    one.press("code_get")
    code = one.page.locator(".sg-code").inner_text()
    one.page.get_by_text(one.words("code_link_heading"), exact=True).first.click()
    link = one.page.get_by_label(one.words("code_link_heading"), exact=True).input_value()
    assert len(code.split()) == 5 and link.startswith(f"{one.copy.url}/cy/return?code=")

    other = person("cy", **DESKTOP)
    other.open("/")
    if way == "link":
        other.page.goto(link)
        assert other.page.url == f"{one.copy.url}/cy/return"
    else:
        other.open("return")
        other.page.get_by_label(other.words("return_code"), exact=True).fill(code)
    other.page.get_by_label(other.words("first_shared_yes"), exact=True).check()
    other.press("return_open")
    assert other.place == "talk"
    assert other.conversation["open_ask"]["id"] == asked and other.question.inner_text().count("?") == 1
    left = traces(other)
    id, token = other.id_and_token
    for secret in (token, id, "code=", code, code.replace(" ", "-"), code.replace(" ", "+")):
        assert secret not in left, f"{secret!r} stays in {left}"
    assert not [request.url for request in other.asked if token in request.url or id in request.url]
    assert token not in other.page.content() and code not in other.page.content()
    # ... and the first device still opens it.
    one.press("code_written_down")
    assert one.question.inner_text().count("?") == 1


@pytest.mark.parametrize(("shared", "how"), [("no", "button"), ("yes", "keyboard"), ("no", "without scripts")])
def test_leaving_the_page_at_once(person: Someone, shared: str, how: str) -> None:
    one = person("en", scripts=how != "without scripts", **(PHONE if how == "button" else DESKTOP)).begin(shared)
    one.say(one.plain_answer)
    one.box.fill(HALF)
    with one.page.expect_navigation(url="**/en/left"):
        if how == "keyboard":
            for _ in range(3):
                one.page.keyboard.press("Shift")
        else:
            one.page.get_by_role("button", name=one.words("frame_leave")).click()
    has_arrived(one)
    nothing_is_shown(one)
    if one.scripts:
        kept = one.kept_by_scripts()
        assert HALF not in kept and "sgwrs-draft" not in kept
    assert ("sgwrs" in {cookie["name"] for cookie in one.context.cookies()}) == (shared == "no")
    one.page.go_back()
    one.page.wait_for_load_state()
    assert HALF not in one.page.content()
    if one.scripts:  # the talk no longer stands behind the Back button
        assert one.place == "start"
        one.open("talk")
    if shared == "no":
        expect(one.box).to_have_value("")
        assert HALF not in one.said
    else:
        expect(one.page.get_by_role("heading", level=1)).to_have_text(one.words("state_not_here_title"))


@pytest.mark.parametrize(("shared", "closed"), [("no", False), ("yes", False), ("yes", True)], ids=["own", "shared", "shared, tab closed"])
def test_leaving_without_a_connection(person: Someone, shared: str, closed: bool) -> None:
    one = person("cy", **PHONE).begin(shared)
    one.box.fill(HALF)
    one.context.set_offline(True)
    one.page.get_by_role("button", name=one.words("frame_leave")).click()
    nothing_is_shown(one)
    assert not [entry for entry in history_of(one) if entry["url"].endswith("/talk")]
    if closed:
        one.new_tab()
    one.context.set_offline(False)
    if not closed:
        has_arrived(one)  # by itself
        assert ("sgwrs" in {cookie["name"] for cookie in one.context.cookies()}) == (shared == "no")
    one.open("talk")
    if shared == "yes":
        expect(one.page.get_by_role("heading", level=1)).to_have_text(one.words("state_not_here_title"))
    assert HALF not in one.page.content() and (not one.box.count() or one.box.input_value() == "")
    assert "sgwrs_left" not in {cookie["name"] for cookie in one.context.cookies()}


def test_leaving_while_an_answer_is_on_its_way(person: Someone) -> None:
    one = person("en", **DESKTOP).begin()
    one.open("stop")
    one.press("talk_finish")
    held: dict[str, Route] = {}
    for path in ("talk", "left"):
        one.page.route(f"**/en/{path}", lambda route: held.update({urlsplit(route.request.url).path: route}))
    one.box.fill("Yes")
    one.box.press("Enter")
    one.page.wait_for_timeout(100)
    one.page.get_by_role("button", name=one.words("frame_leave")).click()
    one.page.wait_for_timeout(100)
    nothing_is_shown(one)
    assert len(held) == 2
    with suppress(Error):  # the browser should no longer wait for it
        held["/en/talk"].fulfill(status=200, headers={**HEADERS, "HX-Redirect": "/en/end"})
    one.page.wait_for_timeout(200)
    nothing_is_shown(one)
    one.page.unroute("**/en/left")
    held["/en/left"].continue_()
    has_arrived(one)


def test_back_after_closing_on_a_shared_phone_shows_nothing(person: Someone) -> None:
    one = person("en", **PHONE).begin("yes")
    one.say(one.plain_answer)
    day = PLAIN["en"]["circumstances"]
    one.say(day)
    one.open("said")
    kept_whole = one.context.new_page()
    kept_whole.goto(f"{one.copy.url}/en/talk")
    one.page.bring_to_front()
    one.open("stop")
    one.press("leave_close_here")
    assert one.place == "closed"
    seen = []
    while one.page.go_back():
        assert day not in one.page.content() and not one.page.locator("#log, .sg-quote").count()
        seen.append(one.place)
    assert {"stop", "said", "talk", "start"} <= set(seen)
    # A page that a browser kept whole comes back with this event.
    assert day in kept_whole.content()
    with kept_whole.expect_navigation():
        kept_whole.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert day not in kept_whole.content()
    expect(kept_whole.get_by_role("heading", level=1)).to_have_text(one.words("state_not_here_title"))


def test_a_shared_phone_locks_after_a_warning(person: Someone) -> None:
    one = person("en", **PHONE)
    one.page.clock.install()
    one.begin("yes")
    one.box.fill(HALF)
    one.page.clock.run_for("15:10")
    warning = one.page.get_by_role("dialog", name=one.words("state_locking_title"))
    expect(warning).to_be_visible()
    one.button("state_locking_stay").click()
    expect(warning).to_be_hidden()
    expect(one.box).to_have_value(HALF)
    one.page.clock.run_for("15:10")
    expect(warning).to_be_visible()
    one.page.clock.run_for("04:30")
    for _ in range(12):  # it looks every five seconds
        if one.place == "locked":
            break
        one.page.clock.run_for("00:05")
        one.page.wait_for_timeout(200)
    expect(one.page.get_by_role("heading", level=1)).to_have_text(one.words("state_locked_title"))
    one.open("talk")
    expect(one.page.get_by_role("heading", level=1)).to_have_text(one.words("state_not_here_title"))
