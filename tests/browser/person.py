"""Somebody at a real browser: opens pages, presses what can be pressed, writes; and what their browser was asked and told is kept.

They find things as people do, by what is written on them (``words``: the label in their language), not by how the page is built.
"""

import os
import re
import shutil
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Locator, Page, Playwright, Request, Response, expect

from bot.words.labels import label
from tests.live import PLAIN, Copy

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
#: Milliseconds that anything on a page may take: the machine may be busy with other tests.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

#: Every address that a page of ours may ask for: nothing else can stand in the browser's history.
_ADDRESSES = re.compile(
    r"/|/sw\.js|/static/[0-9a-f]{12}/[\w.-]+"
    r"|/(?:cy|en)/(?:start|talk|talk/news\?after=\d+|said|said/[\w:-]+|said\?done=\w+|stop|code|return|close|closed|locked|left|help|privacy"
    r"|accessibility|leaving-quickly|offline|gone|nothing|copy(?:\?concerns=1)?|copy\.docx(?:\?concerns=1)?"
    r"|end|end\?done=\w+|end/(?:share|contact|finish|reopen|erase))"
)
#: What every page and every form's answer says to the browser.
_POLICY = ("default-src 'none'", "script-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
_TOLD = {
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
}
#: What the browser itself complains of where a test has an answer fail: the answer's status, a connection that was cut.
_EXPECTED = re.compile(
    r"Failed to load resource|Response Status Error Code|net::ERR_|htmx:(?:sendError|sendAbort|responseError|timeout|afterRequest)"
    r"|The FetchEvent for"
)


def chromium(playwright: Playwright) -> Browser:
    """Start the machine's own Chromium. Fails with what to do where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "The tests of the pages need a browser: apt-get install chromium"
    # A container's only user can have no sandbox.
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])


class Person:
    """Somebody with a browser of their own. ``page``: the tab they look at; ``scripts``: whether the browser runs any."""

    def __init__(self, browser: Browser, copy: Copy, language: str = "en", *, scripts: bool = True, **device: Any) -> None:
        self.copy = copy
        self.language = language
        self.scripts = scripts
        self.context = browser.new_context(java_script_enabled=scripts, locale=f"{language}-GB", **(device or DESKTOP))
        self.context.set_default_timeout(PATIENCE)
        self.asked: list[Request] = []
        self.told: list[Response] = []
        self.complaints: list[str] = []
        self.typed: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request))
        self.context.on("response", lambda response: self.told.append(response))
        self.context.on("weberror", lambda wrong: self.complaints.append(str(wrong.error)))
        self.context.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)
        self.page: Page = self.context.new_page()

    # Going somewhere

    def words(self, key: str, **values: str) -> str:
        """Return what stands on a page under this name."""
        return label(key, self.language, **values)

    def open(self, path: str) -> Page:
        """Open a page of the person's language (``talk``), or any address of Sgwrs (``/``)."""
        self.page.goto(f"{self.copy.url}{path if path.startswith('/') else f'/{self.language}/{path}'}")
        return self.page

    @property
    def place(self) -> str:
        """Where they are: the address without the machine and the language."""
        return re.sub(r"^/(?:cy|en)/", "", urlsplit(self.page.url).path)

    def button(self, key: str) -> Locator:
        """Return the button or the link that looks like one, by its label."""
        name = self.words(key)
        return self.page.get_by_role("button", name=name, exact=True).or_(self.page.get_by_role("link", name=name, exact=True)).first

    def press(self, key: str) -> None:
        """Press what leads to another page, and be there."""
        with self.page.expect_navigation():
            self.button(key).click()

    def begin(self, shared: str = "no") -> "Person":
        """From the first page of all to the first question."""
        self.open("/")
        self.press("first_language_button")
        self.page.get_by_label(self.words(f"first_shared_{shared}"), exact=True).check()
        new = self.button("first_start")
        self.press("first_start" if new.count() else "first_already_new")
        assert self.place == "talk", self.page.url
        return self

    def new_tab(self) -> Page:
        """Close the tab, and open another in the same browser."""
        self.page.close()
        self.page = self.context.new_page()
        return self.page

    # The talk

    @property
    def box(self) -> Locator:
        return self.page.get_by_label(self.words("talk_answer"), exact=True)

    @property
    def question(self) -> Locator:
        return self.page.locator("#question")

    def say(self, text: str) -> None:
        """Write in the box and send; return when what follows is there."""
        self.typed.append(text)
        self.box.fill(text)
        self._and_wait(lambda: self.button("talk_send").click())

    def enter(self, text: str) -> None:
        """Write in the box by keyboard and press Enter."""
        self.typed.append(text)
        self.page.keyboard.insert_text(text)
        self._and_wait(lambda: self.page.keyboard.press("Enter"))

    def choose(self, text: str) -> None:
        """Press one of the answers that stand ready."""
        self._and_wait(lambda: self.page.get_by_role("button", name=text, exact=True).click())

    def _and_wait(self, send: Any) -> None:
        if not self.scripts:
            with self.page.expect_navigation():
                send()
            return
        number = self.page.locator("#fields [name=message]").input_value()
        send()
        self.page.wait_for_function(
            "number => document.querySelector('#fields [name=message]')?.value !== number || !document.querySelector('#answer')", arg=number
        )

    @property
    def plain_answer(self) -> str:
        """A particular answer to the question that is open, plainly of its kind."""
        ask, words = self.conversation["open_ask"], PLAIN[self.language]
        if ask["kind"] == "check":
            return words["yes"]
        if ask["element"] == "outcome" and (ask.get("outcome") or 1) > 1:
            return words["outcome/next"]
        return words[f"{ask['element']}/{ask['topic']}" if ask.get("topic") else ask["element"]]

    def to_the_end(self, most: int = 40) -> None:
        """Answer plainly until the talk is over."""
        for _ in range(most):
            if self.place == "end":
                return
            self.say(self.plain_answer)
        raise AssertionError(f"the talk did not end within {most} answers")

    # What Sgwrs holds of it

    @property
    def cookie(self) -> dict[str, Any]:
        return next(cookie for cookie in self.context.cookies() if cookie["name"] == "sgwrs")

    @property
    def id_and_token(self) -> tuple[str, str]:
        id, token, _ = self.cookie["value"].split(".")
        return id, token

    def api(self, path: str = "") -> Any:
        """Ask the API about the talk, as this device could."""
        id, token = self.id_and_token
        headers = {"Authorization": f"Bearer {token}"}
        given = httpx.get(f"{self.copy.url}/api/v1/conversations/{id}{path}", headers=headers, timeout=30, trust_env=False)
        assert given.status_code == 200, given.text
        return given.json()

    @property
    def conversation(self) -> dict[str, Any]:
        return self.api()

    @property
    def said(self) -> list[str]:
        """What the person said, in order, as it arrived."""
        return [message["text"] for message in self.api("/messages")["messages"] if message["from"] == "person"]

    # What the browser keeps and was told

    def kept_by_scripts(self) -> str:
        """Return all that the page's scripts have put anywhere on the device, as text."""
        return self.page.evaluate(_KEPT)

    def nothing_got_out(self) -> None:
        """Check what must hold for all pages: one origin, the headers, no word of theirs in an address, no complaint of the browser."""
        for request in self.asked:
            address = urlsplit(request.url)
            assert request.url.startswith(self.copy.url) or request.url.startswith(("data:", "blob:")), f"asked another: {request.url}"
            where = address.path + (f"?{address.query}" if address.query else "")
            by_link = re.fullmatch(r"/(?:cy|en)/return\?code=[\w%-]+", where)  # answered at once by an address without it
            assert by_link or _ADDRESSES.fullmatch(where), f"not an address of ours: {where}"
            came_from = urlsplit(request.headers.get("referer", "")).path  # the script that keeps the offline page has no page of its own
            assert came_from in ("", "/sw.js"), f"{request.url} was told that the person came from {came_from}"
        for response in self.told:
            self._headers_are_right(response)
        wrong = [said for said in self.complaints if not _EXPECTED.search(said)]
        assert not wrong, wrong[:5]

    def _headers_are_right(self, response: Response) -> None:
        path, headers = urlsplit(response.url).path, response.headers
        if response.from_service_worker:
            return
        assert headers.get("x-content-type-options") == "nosniff", path
        if path.startswith("/static/"):
            assert "immutable" in headers["cache-control"], path
        elif path != "/sw.js":
            for name, value in _TOLD.items():
                assert headers.get(name) == value, f"{path}: {name} is {headers.get(name)!r}"
            policy = headers.get("content-security-policy", "")
            assert all(part in policy for part in _POLICY) and "unsafe" not in policy, f"{path}: {policy!r}"


def sizes(responses: list[Response]) -> dict[str, int]:
    """Return what came over the wire for each of these, in bytes, head and body."""
    found: dict[str, int] = {}
    for response in responses:
        size = response.request.sizes()
        found[urlsplit(response.url).path] = size["responseBodySize"] + size["responseHeadersSize"]
    return found


def spoken(typed: list[str]) -> list[str]:
    """Return of what was typed the answers that say something: the others are one of the buttons, or that there is no more to say."""
    small = ("consent/", "offer", "yes", "read_back", "anything_else", "outcome/next", "opening/communication", "opening/under_18")
    not_kept = {text for words in PLAIN.values() for key, text in words.items() if key.startswith(small)}
    return [text for text in dict.fromkeys(typed) if text not in not_kept]


_KEPT = """async () => {
  const kept = {local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie, databases: [], caches: {}};
  kept.databases = (await indexedDB.databases()).map((one) => one.name);
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const answer = await store.match(request);
      kept.caches[request.url] = /html/.test(answer.headers.get("content-type")) ? await answer.text() : "";
    }
  }
  return JSON.stringify(kept);
}"""
