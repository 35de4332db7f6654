"""What was typed is there until it has arrived, and arrives once: a reload, a closed tab, a lost connection, an engine that died."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from bot.web.pages.frame import HEADERS
from tests.browser.person import DESKTOP, PATIENCE, PHONE, Person
from tests.live import BACK_SECONDS, PLAIN, Copy

Someone = Callable[..., Person]
HALF = "Dw i'n codi am chwech a wedyn"
#: What htmx puts into the storage of a tab: the address of the talk's page, the same for everybody.
_NO_WORDS = "htmx-current-path-for-history"
#: What is sent again is sent within this, in milliseconds, once there is a connection.
_SENT_AGAIN = PATIENCE


def at_their_day(one: Person, shared: str = "no") -> Person:
    """Begin, and come to the question about their day."""
    one.begin(shared)
    while one.conversation["open_ask"]["element"] != "circumstances":
        one.say(one.plain_answer)
    return one


def kept_by(one: Person) -> dict[str, Any]:
    """Return what the page's scripts have put on the device: where -> name (of caches: the path) -> what."""
    kept = json.loads(one.kept_by_scripts())
    kept["session"].pop(_NO_WORDS, None)
    return {**kept, "caches": {urlsplit(address).path: what for address, what in kept["caches"].items()}}


def nothing_of(words: str, one: Person) -> bool:
    """Whether no script has kept these words."""
    return words not in one.kept_by_scripts()


def test_a_draft_outlives_a_reload_the_other_language_and_the_tab(person: Someone) -> None:
    one = at_their_day(person("cy", **PHONE))
    one.box.fill(HALF)
    assert set(kept_by(one)["local"]) == {"sgwrs-draft"}
    one.page.reload()
    expect(one.box).to_have_value(HALF)
    with one.page.expect_navigation():
        one.page.get_by_role("button", name="English", exact=True).click()
    one.language = "en"
    assert one.page.url == f"{one.copy.url}/en/talk"
    expect(one.box).to_have_value(HALF)
    expect(one.page.locator("html")).to_have_attribute("lang", "en")
    one.new_tab()
    one.open("talk")
    expect(one.box).to_have_value(HALF)
    one.open("help")
    one.page.go_back()
    expect(one.box).to_have_value(HALF)
    one.say(HALF)
    expect(one.box).to_have_value("")
    kept = kept_by(one)
    assert not kept["local"] and not kept["session"] and not kept["databases"]
    empty = {f"/{language}/{page}" for language in ("cy", "en") for page in ("offline", "gone")}
    assert {path for path in kept["caches"] if not path.startswith("/static/")} <= empty
    one.new_tab()
    one.open("talk")
    expect(one.box).to_have_value("")
    assert one.said.count(HALF) == 1


def test_a_phone_that_others_use_keeps_nothing(person: Someone) -> None:
    one = at_their_day(person("cy", **PHONE), shared="yes")
    one.box.fill(HALF)
    one.box.press("End")
    assert not any(kept_by(one).values())
    assert one.cookie["expires"] == -1, "the cookie outlives the browser"
    one.say(PLAIN["cy"]["circumstances"])
    assert not any(kept_by(one).values())
    one.box.fill(HALF)
    one.new_tab()
    one.open("talk")
    assert HALF not in one.page.content()


def test_a_phone_that_others_use_keeps_not_even_where_they_were(person: Someone) -> None:
    one = at_their_day(person("cy", **PHONE), shared="yes")
    assert not any(json.loads(one.kept_by_scripts()).values())


def test_the_network_goes_in_mid_talk(person: Someone) -> None:
    one = at_their_day(person("cy", **PHONE))
    day = PLAIN["cy"]["circumstances"]
    one.page.evaluate("async () => { await navigator.serviceWorker.ready }")
    one.context.set_offline(True)
    one.box.fill(day)
    one.button("talk_send").click()
    expect(one.page.locator("#box-state")).to_contain_text(one.words("talk_not_sent"))
    expect(one.box).to_have_value(day)
    assert day not in one.said
    # The tab is closed meanwhile; what the browser shows without a connection is a page of ours, and nothing is gone.
    one.new_tab()
    one.open("talk")
    expect(one.page.get_by_role("heading", level=1)).to_have_text(one.words("state_offline_title"))
    # That page looks again by itself, though at first the browser thinks too early that there is a connection.
    one.page.evaluate("() => dispatchEvent(new Event('online'))")
    one.page.wait_for_timeout(300)
    expect(one.page.get_by_role("heading", level=1)).to_have_text(one.words("state_offline_title"))
    one.page.evaluate("() => addEventListener('online', (event) => event.stopImmediatePropagation(), {capture: true})")
    one.context.set_offline(False)
    expect(one.page.locator("#now")).to_contain_text(day, timeout=_SENT_AGAIN)
    expect(one.box).to_have_value("")
    assert one.said.count(day) == 1
    # Once more, with the page open all the while: it goes by itself.
    matters = one.plain_answer
    one.context.set_offline(True)
    one.box.fill(matters)
    one.button("talk_send").click()
    state = one.page.locator("#box-state")
    expect(state).to_contain_text(one.words("talk_not_sent"))
    one.context.set_offline(False)
    expect(one.page.locator("#now")).to_contain_text(matters, timeout=_SENT_AGAIN)
    expect(state).to_contain_text(one.words("state_online_again"))
    expect(one.box).to_have_value("")
    one.say(one.plain_answer)
    assert one.said.count(matters) == 1
    assert nothing_of(day, one) and nothing_of(matters, one)


@pytest.mark.parametrize("closed", [False, True], ids=["page open", "tab closed"])
def test_an_answer_that_never_came_back_is_sent_again_and_taken_once(person: Someone, closed: bool) -> None:
    one = at_their_day(person("en", **DESKTOP))
    day = PLAIN["en"]["circumstances"]
    lost: list[Any] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or (lost and not closed):
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    one.page.route("**/en/talk", lose)
    one.box.fill(day)
    one.box.press("Enter")
    expect(one.page.locator("#box-state")).to_contain_text(one.words("talk_not_sent"))
    assert lost and one.said.count(day) == 1, "the words did not arrive"
    if closed:
        one.new_tab()
        one.open("talk")
    expect(one.page.locator("#now")).to_contain_text(day, timeout=_SENT_AGAIN)
    expect(one.box).to_have_value("")
    one.page.wait_for_load_state("networkidle")
    assert one.said.count(day) == 1
    assert one.page.locator("#log").get_by_text(day, exact=True).count() == 1
    assert one.question.count() == 1
    assert nothing_of(day, one)


def test_two_quick_presses_say_it_once(person: Someone) -> None:
    one = at_their_day(person("en", **PHONE))
    one.box.fill(PLAIN["en"]["circumstances"])
    one.page.evaluate("() => { const send = document.querySelector('.sg-button--send'); send.click(); send.click(); }")
    expect(one.page.locator("#now")).to_contain_text(PLAIN["en"]["circumstances"])
    one.page.wait_for_load_state("networkidle")
    assert one.said.count(PLAIN["en"]["circumstances"]) == 1


def test_a_fault_over_there_leaves_the_words_in_the_box(person: Someone) -> None:
    one = at_their_day(person("cy", **PHONE))
    day = PLAIN["cy"]["circumstances"]
    sent: list[str] = []

    def fails(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=500, headers=HEADERS)

    one.page.route("**/cy/talk", fails)
    one.box.fill(day)
    one.button("talk_send").click()
    expect(one.page.locator("#box-state")).to_have_text(one.words("talk_failed"))
    expect(one.box).to_have_value(day)
    one.box.press("End")  # ... and it can be written in
    one.page.evaluate("() => dispatchEvent(new Event('online'))")
    one.page.wait_for_timeout(300)
    assert sent == ["POST"], "it was sent again by itself"
    one.page.unroute("**/cy/talk")
    one.page.reload()
    expect(one.box).to_have_value(day)
    one.say(f"{day} A mwy.")
    assert one.question.count() == 1 and [words for words in one.said if day in words] == [f"{day} A mwy."]


def test_two_talks_in_one_browser_do_not_mix(person: Someone) -> None:
    one = person("en", **DESKTOP).begin()
    one.box.fill(HALF)
    first, one.page = one.page, one.context.new_page()
    one.begin()
    expect(one.box).to_have_value("")
    one.box.fill("in the second talk")
    second, one.page = one.page, first
    first.bring_to_front()
    one.box.fill(HALF + " of the first")
    with first.expect_navigation():
        one.button("talk_send").click()
    expect(first.get_by_role("heading", level=1)).to_have_text(one.words("state_unsafe_title"))
    expect(first.get_by_role("textbox")).to_have_value(HALF + " of the first")
    one.page = second
    assert one.said == []
    second.reload()
    assert HALF not in second.content() and HALF not in one.box.input_value()
    one.say(one.plain_answer)
    assert len(one.said) == 1 and HALF not in str(one.api("/messages"))


def test_the_engine_dies_and_the_reply_comes_by_itself(person: Someone, ready: Copy) -> None:
    one = at_their_day(person("cy", **PHONE))
    plain = at_their_day(person("en", scripts=False, **DESKTOP))
    died = ready.kill("engine")
    day = PLAIN["cy"]["circumstances"]
    plain.say(PLAIN["en"]["circumstances"])
    assert plain.page.get_by_role("heading", name=plain.words("state_slow_title")).count()
    assert plain.page.locator("#waiting a[href^='tel:']").count()
    one.box.fill(day)
    one.button("talk_send").click()
    waiting = one.page.locator("#waiting")
    expect(waiting).to_contain_text(one.words("state_slow_title"))
    expect(waiting).to_contain_text(one.words("waiting_notice"))
    expect(one.page.locator("#now")).to_contain_text(day)
    expect(waiting).to_be_empty(timeout=BACK_SECONDS * 1000)
    expect(one.question).to_contain_text("?")
    assert ready.pid("engine") != died
    assert one.said.count(day) == 1 and one.question.count() == 1
    with plain.page.expect_navigation():
        plain.page.get_by_role("link", name=plain.words("state_slow_button")).click()
    expect(plain.question).to_contain_text("?")
    assert plain.said.count(PLAIN["en"]["circumstances"]) == 1
