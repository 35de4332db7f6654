"""Somebody with a browser that runs no scripts: follows links, fills in forms, keeps cookies. For the tests of the pages."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Optional

import httpx

from tests.live import PLAIN, Copy


@dataclass
class Form:
    """A form of a page: where it goes, its fields as they stand, and its buttons (name, value, what they say)."""

    id: str = ""
    action: str = ""
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class Seen(HTMLParser):
    """What a page holds, as far as tests look at it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.ids: dict[str, str] = {}
        self.title = ""
        self.text = ""
        self._open: list[tuple[str, Optional[str]]] = []
        self._form: Optional[Form] = None
        self._box = ""
        self._button: Optional[dict[str, str]] = None
        self._link: Optional[str] = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in ("input", "meta", "link", "br"):
            self._open.append((tag, given.get("id")))
        if tag == "form":
            self._form = Form(given.get("id", ""), given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
        elif tag == "input" and self._form is not None:
            name, kind = given.get("name", ""), given.get("type", "text")
            if kind == "radio":
                self._form.choices.setdefault(name, []).append(given.get("value", ""))
            if kind != "radio" or "checked" in given:
                self._form.fields[name] = given.get("value", "")
        elif tag == "textarea":
            self._box = given.get("name", "")
            if self._form is not None:
                self._form.fields[self._box] = ""
        elif tag == "button":
            self._button = {"name": given.get("name", ""), "value": given.get("value", ""), "text": ""}
        elif tag == "a":
            self._link = given.get("href", "")
            self.links.append((self._link, ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open[-1][0] != tag:
            self._open.pop()
        if self._open:
            self._open.pop()
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._box = ""
        elif tag == "a":
            self._link = None
        elif tag == "button" and self._button:
            if self._form is not None:
                self._form.buttons.append((self._button["name"], self._button["value"], self._button["text"].strip()))
            self._button = None

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "title" in tags:
            self.title += data
        elif not {"script", "style", "template"} & set(tags):
            self.text += data
        if self._box and self._form is not None:
            self._form.fields[self._box] += data
        if self._button is not None:
            self._button["text"] += data
        if self._link is not None:
            self.links[-1] = (self._link, self.links[-1][1] + data)
        for _, id in self._open:
            if id:
                self.ids[id] = self.ids.get(id, "") + data


class Visitor:
    """Somebody at the pages, in one language. ``page``: what they see; ``answer``: how the server answered last."""

    def __init__(self, copy: Copy, language: str = "en", **headers: str) -> None:
        self.copy = copy
        self.language = language
        self.http = httpx.Client(base_url=copy.url, timeout=30, trust_env=False, headers=headers)
        self.answer: httpx.Response
        self.page: Seen

    def open(self, path: str) -> Seen:
        """Open a page of the person's language (``talk``), or any address (``/``)."""
        return self._take(self.http.get(path if path.startswith("/") else f"/{self.language}/{path}", follow_redirects=True))

    def press(self, button: str = "", form: str = "", **fields: str) -> Seen:
        """Press a button by what it says, in the form whose action ends so (the first that has the button), with these fields filled in."""
        for found in self.page.forms:
            pressed = next((one for one in found.buttons if one[2] == button), None) if button else ("", "", "")
            if pressed and found.action.endswith(form) and found.method == "post":
                given = {**found.fields, **fields}
                if pressed[0]:
                    given[pressed[0]] = pressed[1]
                return self.post(found.action or self.answer.url.path, given)
        raise AssertionError(f"no button {button!r} in a form to {form!r}: {[f.buttons for f in self.page.forms]}")

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Seen:
        """Send a form, and follow where it leads."""
        return self._take(self.http.post(path, data=fields, headers=headers, follow_redirects=True))

    def begin(self, shared: str = "no") -> "Visitor":
        """Start a talk."""
        self.open("start")
        self.press(form="/start", shared=shared)
        assert self.answer.url.path == f"/{self.language}/talk", self.answer.text
        return self

    def say(self, text: str) -> Seen:
        """Write in the box, and send."""
        return self.press(form="/talk", text=text)

    def answer_plainly(self) -> Seen:
        """Answer the question that is open, plainly."""
        ask, words = self.conversation["open_ask"], PLAIN[self.language]
        element, topic = ask["element"], ask.get("topic")
        key = f"{element}/{topic}" if topic else element
        if ask["kind"] == "check":
            key = "yes"
        elif element == "outcome" and ask.get("outcome", 1) > 1:
            key = "outcome/next"
        return self.say(words[key])

    @property
    def box(self) -> Form:
        """The form to answer in."""
        return next(form for form in self.page.forms if form.id == "answer")

    @property
    def cookie(self) -> list[str]:
        return self.http.cookies["sgwrs"].split(".")

    def api(self, path: str = "") -> Any:
        """Ask the API about the talk, as this device could."""
        id, token, _ = self.cookie
        given = self.http.get(f"/api/v1/conversations/{id}{path}", headers={"Authorization": f"Bearer {token}"})
        assert given.status_code == 200, given.text
        return given.json()

    @property
    def conversation(self) -> dict[str, Any]:
        return self.api()

    @property
    def record(self) -> dict[str, Any]:
        return self.api("/record")

    @property
    def said(self) -> list[str]:
        """What the person said, in order."""
        return [message["text"] for message in self.api("/messages")["messages"] if message["from"] == "person"]

    def _take(self, answer: httpx.Response) -> Seen:
        self.answer = answer
        self.page = Seen(answer.text)
        return self.page


def links_out(html: str) -> list[str]:
    """Return what in a page would have the browser ask another site."""
    return re.findall(r'(?:src|href|action)="((?:https?:)?//[^"]*)"', html)
