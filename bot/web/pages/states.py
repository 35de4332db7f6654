"""Pages for when things are not as they mostly are: nothing open here, gone, too long, too many tries, opened by the council, a fault."""

import logging
from contextlib import suppress
from typing import Optional

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from bot.errors import OpenedByStaff
from bot.web.api.shapes import MOST_CHARACTERS
from bot.web.pages.door import FormRefused, NoTalk, TalkGone, forget, from_elsewhere
from bot.web.pages.frame import Page
from bot.words.labels import LANGUAGES

log = logging.getLogger(__name__)
#: Status -> (state, its text, (label, page) of what can be pressed).
_BY_STATUS = {
    404: ("not_found", "state_not_found_text", ("state_not_found_button", "start")),
    405: ("not_found", "state_not_found_text", ("state_not_found_button", "start")),
    409: ("stale", "state_stale_nothing_written", ("state_error_button", "talk")),
    413: ("too_long", "state_too_long_unknown", ("state_error_button", "talk")),
    422: ("stale", "state_stale_nothing_written", ("state_error_button", "talk")),
    429: ("too_many", "state_too_many_text", ("state_expired_button", "return")),
}
#: Where a form goes that has no page of its own -> the page it stands on. Somebody gets there by loading anew, or by changing the language.
_STANDS_ON = {"end/share": "end", "end/contact": "end", "end/finish": "stop", "end/reopen": "end", "close": "stop"}
_ELSE = ("error", "state_error_text", ("state_error_button", "talk"))


def is_page(request: Request) -> bool:
    """Whether a person looks at what is answered, and not a program."""
    return request.scope["path"].split("/")[1] in ("", *LANGUAGES)


def page_for(request: Request, status: int, error: Optional[Exception] = None) -> Optional[Response]:
    """Return the page for an error; None where a program asked, which gets a problem."""
    if not is_page(request):
        return None
    page = Page(request, request.app.state.parts)
    if isinstance(error, OpenedByStaff):
        return _opened(page, error)
    stands_on = _STANDS_ON.get(request.scope["path"].partition(f"/{page.language}/")[2])
    if status == 405 and stands_on and request.method == "GET":
        return page.go(stands_on)
    name, text, button = _BY_STATUS.get(status, _ELSE)
    seconds = str(getattr(error, "retry_after", 10))
    response = page.show(
        "state.html", status, name=name, text_key=text, buttons=(button,), values={"seconds": seconds, "most": f"{MOST_CHARACTERS:,}"}
    )
    if status == 429:
        response.headers["Retry-After"] = seconds
    return response


def _opened(page: Page, error: OpenedByStaff) -> Response:
    kind = "opened" if error.what == "record" else "opened_concern"
    more = page.words("state_opened_ring", line=error.line) if error.line else page.words("state_opened_ask")
    buttons = (("state_ended_words", "said"), ("end_heading_copy", "end"))
    return page.show("state.html", 409, name=kind, text_key=f"state_{kind}_text", buttons=buttons, more=more)


async def _typed(request: Request) -> str:
    """Return what somebody wrote in a form of ours that has nowhere to go: it is given back."""
    if request.method != "POST" or from_elsewhere(request):
        return ""
    with suppress(HTTPException):
        typed = (await request.form()).get("text")
        return typed if isinstance(typed, str) else ""
    return ""


def add_page_handlers(app: FastAPI) -> None:
    """Have ``app`` answer with a page what only pages raise."""

    @app.exception_handler(NoTalk)
    @app.exception_handler(TalkGone)
    async def nothing_open(request: Request, error: Exception) -> Response:
        page = Page(request, request.app.state.parts)
        typed = await _typed(request)
        page.visitor = None
        buttons = (("state_not_here_code", "return"), ("state_not_here_start", "start"))
        response = page.show("state.html", 404, name="not_here", text_key="state_not_here_text", buttons=buttons, typed=typed)
        if isinstance(error, TalkGone):
            forget(response)
        if page.enhanced:  # the whole page is another one now
            response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "innerHTML"
        return response

    @app.exception_handler(FormRefused)
    async def refused(request: Request, error: FormRefused) -> Response:
        page = Page(request, request.app.state.parts)
        return page.show(
            "state.html", 403, name="unsafe", text_key="state_unsafe_text", buttons=(("state_error_button", "talk"),),
            more=page.words("state_no_cookies"), typed=error.typed,
        )  # fmt: skip
