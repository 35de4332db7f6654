"""Every page of Sgwrs in every state, reached as people reach it: what the tests look at and the pictures show.

Each walk yields the name of a state when the person's page stands in it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx

from tests.browser.person import Person
from tests.live import PLAIN

Walk = Iterator[tuple[str, Person]]
#: (language) -> somebody new at a browser with scripts.
Make = Callable[[str], Person]
DANGER = {"en": "I want to kill myself.", "cy": "Dw i eisiau lladd fy hun."}
PAUSE = {"en": "Can we pause please", "cy": "Gawn ni oedi am ychydig os gwelwch yn dda"}
_LONGEST = 8000
_TOO_LARGE = 70_000
#: How often a code may fail, and a code that does.
_TRIES = 10
_WRONG = "tegell banana eryr cwmwl sosban"


def walks(make: Make, language: str) -> Walk:
    """Yield every state in ``language`` but the one in which the engine is away."""
    for walk in (without_a_talk, in_the_talk, on_a_shared_phone, at_the_end):
        yield from walk(make(language))


def without_a_talk(one: Person) -> Walk:
    """What anybody can open."""
    one.open("/")
    yield "language", one
    for path in ("help", "privacy", "accessibility", "leaving-quickly", "left", "offline", "closed", "locked"):
        one.open(path)
        yield path, one
    one.open("talk")
    yield "no-talk-here", one
    one.open("nothing")
    yield "no-such-page", one
    one.open("start")
    yield "start", one
    one.press("first_start")
    yield "start-nothing-chosen", one
    one.open("return")
    yield "return", one
    one.press("return_open")
    yield "return-no-code", one
    _try_a_code(one)
    yield "return-wrong-code", one
    # The tries of somebody at another address: nobody else here has to wait for them.
    theirs = {"X-Forwarded-For": f"192.0.2.{1 if one.language == 'cy' else 2}"}
    for _ in range(_TRIES):
        httpx.post(f"{one.copy.url}/api/v1/return", json={"code": _WRONG}, headers=theirs, timeout=30, trust_env=False)
    one.context.set_extra_http_headers(theirs)
    _try_a_code(one)
    yield "return-too-many-tries", one


def _try_a_code(one: Person) -> None:
    one.open("return")
    one.page.get_by_label(one.words("return_code"), exact=True).fill(_WRONG)
    one.page.get_by_label(one.words("first_shared_no"), exact=True).check()
    one.press("return_open")


def in_the_talk(one: Person) -> Walk:
    """From the first question on."""
    language = one.language
    one.begin()
    yield "talk-first", one
    one.open("said")
    yield "said-nothing", one
    one.open("talk")
    one.button("talk_send").click()
    one.page.get_by_role("alert").wait_for()
    yield "talk-nothing-written", one
    one.say(one.plain_answer)
    yield "talk-second", one
    while one.conversation["open_ask"]["element"] != "circumstances":
        one.say(one.plain_answer)
    one.say(PLAIN[language]["circumstances"])
    one.choose(one.words("button_why_ask"))
    yield "talk-why", one
    one.say(PLAIN[language]["outcome"])
    yield "talk", one
    one.page.get_by_text(one.words("talk_earlier"), exact=True).click()
    yield "talk-earlier-open", one
    one.page.get_by_text(one.words("talk_earlier"), exact=True).click()
    one.context.set_offline(True)
    one.box.fill(one.plain_answer)
    one.button("talk_send").click()
    one.page.get_by_text(one.words("talk_not_sent")).wait_for()
    yield "talk-not-yet-sent", one
    one.context.set_offline(False)
    one.page.get_by_text(one.words("state_online_again")).wait_for()
    yield "talk-sent-again", one
    one.box.fill("a " * (_LONGEST // 2 + 10))
    one.button("talk_send").click()
    one.page.get_by_role("alert").wait_for()
    yield "talk-too-long", one
    one.page.evaluate(f"() => {{ document.querySelector('#answer textarea').value = 'a '.repeat({_TOO_LARGE} / 2) }}")
    with one.page.expect_navigation():
        one.page.evaluate("() => document.querySelector('#answer').submit()")
    yield "far-too-long", one
    one.page.evaluate("() => localStorage.clear()")
    one.open("talk")
    one.box.fill("…")
    with one.page.expect_navigation():
        one.page.evaluate("() => { const form = document.querySelector('#answer'); form.elements.mark.value = ''; form.submit() }")
    yield "not-sent-safely", one
    one.page.evaluate("() => localStorage.clear()")
    one.open("talk")
    one.say(PAUSE[language])
    yield "talk-paused", one
    one.choose(one.words("button_carry_on"))
    one.say(DANGER[language])
    yield "talk-help-first", one
    one.choose(one.words("button_carry_on"))
    yield "talk-after-help", one
    yield from _the_words(one)
    one.open("start")
    yield "start-another", one
    one.open("stop")
    yield "stop", one
    one.open("code")
    yield "code", one
    one.press("code_get")
    one.page.get_by_text(one.words("code_link_heading"), exact=True).first.click()
    yield "code-made", one
    link = one.page.locator("#link").input_value()
    one.press("code_revoke")
    yield "code-stopped", one
    one.page.goto(link)
    yield "return-by-link", one


def _the_words(one: Person) -> Walk:
    one.open("said")
    yield "said", one
    _to_a_quote(one)
    yield "words", one
    for key in ("said_move", "said_whose"):
        one.page.locator("summary").get_by_text(one.words(key), exact=True).click()
    yield "words-all-open", one
    one.press("said_move_button")
    yield "words-no-place", one
    one.page.get_by_label(one.words("said_new_words"), exact=True).fill("")
    one.press("said_save")
    yield "words-nothing-written", one
    one.page.locator("summary").get_by_text(one.words("said_whose"), exact=True).click()
    one.page.get_by_label(one.words("said_whose_family"), exact=True).check()
    one.press("said_whose")
    yield "words-nobody-named", one
    one.page.get_by_label(one.words("said_new_words"), exact=True).fill("…")
    one.press("said_save")
    yield "said-changed", one


def _to_a_quote(one: Person) -> None:
    with one.page.expect_navigation():
        one.page.get_by_role("link", name=one.words("said_change")).first.click()


def on_a_shared_phone(one: Person) -> Walk:
    """The warning, and what follows."""
    one.page.clock.install()
    one.begin("yes")
    one.page.clock.run_for("15:10")
    yield "locking", one


def at_the_end(one: Person) -> Walk:
    """From reading back to erasing everything."""
    language = one.language
    one.begin()
    while one.conversation["open_ask"]["element"] != "barrier":
        one.say(one.plain_answer)
    another = one.context.new_page()
    another.goto(one.page.url)
    one.page.bring_to_front()
    one.open("stop")
    one.press("talk_finish")
    while one.place != "end":
        ask = one.conversation["open_ask"]
        yield f"closing-{ask.get('topic') or ask['element']}", one
        if ask.get("topic") == "share":
            one.say({"en": "No, do not share it", "cy": "Na, peidiwch â'i rannu"}[language])
        else:
            one.say(one.plain_answer)
        one.page.wait_for_load_state()
    yield "end", one
    first, one.page = one.page, another
    another.bring_to_front()
    one.page.locator("#answer textarea").fill(PLAIN[language]["barrier"])
    with one.page.expect_navigation():
        one.page.evaluate("() => document.querySelector('#answer').submit()")
    yield "talk-has-moved-on", one
    one.page.close()
    one.page = first
    one.page.evaluate("() => document.querySelectorAll('[name=share]').forEach((one) => { one.checked = false })")
    one.press("end_share_save")
    yield "end-nothing-chosen", one
    one.page.get_by_text(one.words("end_contact_yes"), exact=True).click()
    yield "end-contact-open", one
    one.press("end_contact_save")
    yield "end-no-way-to-answer", one
    one.page.get_by_label(one.words("end_contact_how"), exact=True).fill("01545 570000")
    one.press("end_contact_save")
    yield "end-contact-kept", one
    one.page.get_by_label(one.words("end_share_yes"), exact=True).check()
    one.press("end_share_save")
    yield "end-shared", one
    one.press("end_take_back")
    yield "end-taken-back", one
    one.open("copy")
    yield "copy", one
    one.open("end/erase")
    yield "erase", one
    yield from _opened_by_the_council(one)
    one.open("start")
    one.begin()
    _the_disk_fails(one)
    one.open("talk")
    yield "something-went-wrong", one
    one.begin()
    one.open("end/erase")
    one.press("end_erase_yes")
    yield "erased", one


def _opened_by_the_council(one: Person) -> Walk:
    one.open("end")
    one.page.get_by_label(one.words("end_share_yes"), exact=True).check()
    one.press("end_share_save")
    one.open("said")
    _to_a_quote(one)
    given = httpx.get(f"{one.copy.url}/api/v1/conversations/{one.id_and_token[0]}/record", timeout=30, trust_env=False)
    assert given.status_code == 200
    one.page.locator("form").filter(has=one.page.locator("[value=removed]")).get_by_role("button").click()
    one.page.get_by_role("heading", level=1, name=one.words("state_opened_title")).wait_for()
    yield "opened-by-the-council", one
    one.open("end")
    yield "end-opened", one


def _the_disk_fails(one: Person) -> None:
    """Have what was said in this talk no longer be readable."""
    with closing(sqlite3.connect(one.copy.data / "sgwrs.db", timeout=10)) as database, database:
        database.execute("update messages set sealed = x'00' where conversation = ?", (one.id_and_token[0],))


def with_the_engine_away(make: Make) -> Walk:
    """Somebody in each language whose reply is outstanding; it comes later."""
    people = [make(language) for language in ("cy", "en")]
    for one in people:
        one.begin()
    people[0].copy.kill("engine")
    for one in people:
        one.box.fill(one.plain_answer)
        one.button("talk_send").click()
        one.page.get_by_role("heading", name=one.words("state_slow_title")).wait_for()
        yield "talk-waiting", one
