"""One page: the language it is in, who opens it, the form it got, and how it is shown."""

import gzip
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Optional

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.help.lines import council_line
from bot.understanding.language import detect_language
from bot.web.pages.door import FORM, TALK, FormRefused, NoTalk, TalkGone, form_mark, from_elsewhere, is_mark_of, set_cookie, visitor_of
from bot.web.pages.telephones import telephones
from bot.web.pages.tongues import in_tongues
from bot.web.parts import Parts, parts_of
from bot.words.labels import LANGUAGES, has_label, label

_TEMPLATES = Path(__file__).parent.parent / "templates"
#: Nothing runs that is not a file of ours, and nothing is asked of anybody else.
_POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'none'", "connect-src 'self'",
        "worker-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def other(language: str) -> str:
    """Return the other language."""
    return "en" if language == "cy" else "cy"


def language_of(request: Request) -> str:
    """Return the language that the address names; where it names none, the browser's first, else Welsh."""
    named = request.scope["path"].split("/")[1]
    if named in LANGUAGES:
        return named
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "cy"


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["telephones"] = telephones
    made.filters["in_tongues"] = in_tongues
    return made


_ENVIRONMENT = _environment()


@dataclass(frozen=True)
class About:
    """What the words around a talk depend on: whether the person is under 18, and whether words about danger went to the duty team."""

    young: bool = False
    passed_on: bool = False


class Page:
    """A request for a page, and what answers it."""

    def __init__(self, request: Request, parts: Parts) -> None:
        self.request = request
        self.parts = parts
        self.language = language_of(request)
        self.visitor = visitor_of(request)
        self._new_form_key = ""
        self._mark = ""
        self._about: Optional[About] = None

    @property
    def enhanced(self) -> bool:
        """Whether the page asks for a piece of itself (htmx) instead of being loaded."""
        return request_is_enhanced(self.request)

    def words(self, key: str, **values: str) -> str:
        """Return a label in the page's language: the one for words about danger that go to the duty list where they do, or that went
        there in this talk, and the one for somebody under 18 in their talk."""
        kinds = ["_duty"] if self.parts.settings.concern_route == "duty" else []
        if self.about.passed_on:
            kinds.insert(0, "_passed")
        if self.about.young:
            kinds = [*(kind + age for kind in kinds for age in ("_young", "")), "_young"]
        kind = next((kind for kind in kinds if has_label(key + kind)), "")
        return label(key + kind, self.language, **values)

    @property
    def about(self) -> About:
        """What is known of the talk that is open here; nothing where none is. A page that says what went wrong must not go wrong by it."""
        if self._about is None:
            self._about = About()
            with suppress(Exception):
                if self.visitor and self.parts.access.opens(self.visitor.talk, self.visitor.token):
                    record = self.parts.store.state(self.visitor.talk).record
                    self._about = About(bool(record.facts.get("under_18")), any(c.passed_on for c in record.concerns))
        return self._about

    def keep_about(self) -> None:
        """Look now at what is known of the talk: it is about to be erased, and the page that says so still speaks to the same person."""
        self._about = self.about

    def url(self, path: str, language: Optional[str] = None) -> str:
        """Return the address of a page in the page's language."""
        return f"/{language or self.language}/{path}"

    def show(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Return the page, or the piece of one."""
        html = _ENVIRONMENT.get_template(template).render(self._given(values))
        headers = {**HEADERS, "Content-Language": self.language, "Vary": "Cookie, Accept-Encoding"}
        body = html.encode()
        if "gzip" in self.request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, 5)
            headers["Content-Encoding"] = "gzip"
        response = HTMLResponse(body, status, headers)
        if self._new_form_key:
            set_cookie(response, self.request, FORM, self._new_form_key)
        return response

    def go(self, path: str, language: Optional[str] = None) -> Response:
        """Return the way to another page: the browser goes there itself, and nothing is sent twice."""
        address = self.url(path, language)
        if self.enhanced:
            return Response(status_code=200, headers={**HEADERS, "HX-Redirect": address})
        return RedirectResponse(address, 303, HEADERS)

    def _given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        there = self.request.scope["path"].partition(f"/{self.language}/")[2]
        settings = self.parts.settings
        return {
            "t": self.words,
            "label": label,
            "tongue": lambda text: detect_language(text.lower(), self.language),  # capitals would make it a name
            "url": self.url,
            "language": self.language,
            "other_language": other(self.language),
            "other_url": self.url(there, other(self.language)),
            "asset": self.request.app.state.assets.address,
            "form_mark": self._form_mark,
            "visitor": self.visitor,
            "settings": settings,
            "council": settings.council_name(self.language),
            "person_line": council_line(settings.council_lines, "iaa_line", self.language),
            **values,
        }

    def _form_mark(self) -> str:
        if not self._mark:
            self._mark = form_mark(self._form_key(make=True))
        return self._mark

    def _form_key(self, make: bool = False) -> str:
        """Return the secret of this browser: its talk's token, or one made for the forms that come before there is a talk."""
        if self.visitor:
            return self.visitor.token
        key = self.request.cookies.get(FORM, "") or self._new_form_key
        if not key and make:
            key = self._new_form_key = secrets.token_urlsafe(24)
        return key

    async def form(self) -> dict[str, str]:
        """Return the fields of the form that was sent. Raises FormRefused for one that did not come from a page of ours."""
        sent = await self.request.form()
        given = {name: value.replace("\r\n", "\n") for name, value in sent.items() if isinstance(value, str)}
        key = self._form_key()
        if from_elsewhere(self.request) or not key or not is_mark_of(key, given.get("mark", "")):
            raise FormRefused("" if from_elsewhere(self.request) else given.get("text") or given.get("limits", ""))
        return given


def request_is_enhanced(request: Request) -> bool:
    """Whether htmx sent the request."""
    return request.headers.get("hx-request") == "true"


def page_of(request: Request, parts: Annotated[Parts, Depends(parts_of)]) -> Page:
    """Return the page (a FastAPI dependency)."""
    return Page(request, parts)


def talk_of(page: Annotated[Page, Depends(page_of)]) -> Page:
    """Return the page of somebody whose device opens a talk (a FastAPI dependency). Raises NoTalk, TalkGone."""
    if page.visitor is None:
        raise TalkGone("The talk is no longer opened here.") if page.request.cookies.get(TALK) else NoTalk("No talk is open here.")
    if not page.parts.access.opens(page.visitor.talk, page.visitor.token):
        raise TalkGone("The talk is no longer opened here.")
    return page


APage = Annotated[Page, Depends(page_of)]
ATalk = Annotated[Page, Depends(talk_of)]
