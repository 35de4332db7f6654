"""Stopping for now, a code to come back with, coming back, closing the talk on this device, and leaving the page at once."""

import asyncio
from typing import Optional

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from bot.errors import NotFound
from bot.export.shown import day
from bot.web import doing
from bot.web.pages.door import KEY, Visitor, forget, is_used_by_others, remember, set_cookie
from bot.web.pages.frame import HEADERS, APage, ATalk, Page
from bot.web.who import caller_of

router = APIRouter(include_in_schema=False)
#: Seconds for which a link that was opened waits for its talk to be opened with it.
_LINK_WAITS = 600


@router.get("/stop")
def stop(page: ATalk) -> Response:
    """Stopping for now: what is kept, and how to come back."""
    return page.show("stop.html")


@router.get("/code")
def code(page: ATalk) -> Response:
    """A code to come back with."""
    return page.show("code.html", code="", link="", until="", revoked=False)


@router.post("/code")
async def new_code(page: ATalk) -> Response:
    """Make a code, or stop the one there is. It is shown once, and never stands in an address."""
    given = await page.form()
    assert page.visitor
    if given.get("do") == "revoke":
        await asyncio.to_thread(page.parts.access.revoke_code, page.visitor.talk)
        return page.show("code.html", code="", link="", until="", revoked=True)
    code, until = await asyncio.to_thread(page.parts.access.new_code, page.visitor.talk, page.language)
    link = f"{_site(page)}{page.url('return')}?code={code.replace(' ', '-')}"
    return page.show("code.html", code=code, link=link, until=day(until.isoformat(), page.language), revoked=False)


@router.get("/return")
async def come_back(page: APage, code: Optional[str] = None) -> Response:
    """Back to a talk. A link's code is put where no address, history or referrer shows it, before anything else is loaded."""
    if code is not None:
        response = page.go("return")
        set_cookie(response, page.request, KEY, code[:200].replace("-", " ").encode().hex(), _LINK_WAITS)
        return response
    return page.show("return.html", **_asked(page))


@router.post("/return")
async def open_again(page: APage) -> Response:
    """Open the talk that the code belongs to, on this device."""
    given = await page.form()
    code = given.get("code", "").strip() or _key(page)
    shared = given.get("shared", "")
    if not code:
        return page.show("return.html", 422, **_asked(page, code_problem=page.words("return_missing"), chosen=shared))
    if shared not in ("yes", "no"):
        return page.show("return.html", 422, **_asked(page, page.words("first_shared_missing"), given=given.get("code", "")))
    try:
        talk, token = await doing.take_up(page.parts, code, caller_of(page.request))
    except NotFound:
        response = page.show("return.html", 422, **_asked(page, code_problem=page.words("return_wrong"), chosen=shared, link=False))
        response.delete_cookie(KEY)
        return response
    language = (await asyncio.to_thread(page.parts.store.get, talk)).language
    response = page.go("talk", language)
    remember(response, page.request, Visitor(talk, token, shared == "yes"), page.parts.settings.keep_drafts_days)
    response.delete_cookie(KEY)
    return response


def _asked(
    page: Page, problem: str = "", *, code_problem: str = "", chosen: str = "", given: str = "", link: Optional[bool] = None
) -> dict[str, object]:
    by_link = bool(_key(page)) if link is None else link
    return {"problem": problem, "code_problem": code_problem, "chosen": chosen, "given": given, "by_link": by_link}


def _key(page: Page) -> str:
    """Return the code that a link brought, "" when there is none."""
    try:
        return bytes.fromhex(page.request.cookies.get(KEY, "")).decode()
    except ValueError:
        return ""


def _site(page: Page) -> str:
    forwarded = page.request.headers.get("x-forwarded-proto")
    return f"{forwarded or page.request.url.scheme}://{page.request.headers.get('host', '')}"


@router.post("/close")
async def close(page: ATalk) -> Response:
    """This device no longer opens the talk; the talk is kept."""
    await page.form()
    return _forgotten(page, "closed")


@router.get("/closed")
def closed(page: APage) -> Response:
    """The talk is closed on this device."""
    return _shut(page, "closed", "state_closed_text")


@router.post("/locked")
async def lock(page: ATalk) -> Response:
    """Nothing was done for a long time on a device that others use: it no longer opens the talk."""
    await page.form()
    return _forgotten(page, "locked")


@router.get("/locked")
def locked(page: APage) -> Response:
    """The page is locked."""
    more = page.words("state_locked_no_code", keep_days=f"{page.parts.settings.keep_drafts_days:g}")
    return _shut(page, "locked", "state_locked_text_shared", more=more)


def _forgotten(page: Page, to: str) -> Response:
    response = page.go(to)
    forget(response)
    return response


def _shut(page: Page, name: str, text: str, **more: str) -> Response:
    """Return the page that says the talk is no longer open on this device, and how to come back."""
    return page.show("state.html", name=name, text_key=text, buttons=(("code_sign", "return"),), **more)


@router.get("/left")
def left(page: APage) -> Response:
    """Away from here, at once: to where the council says, or to a page that shows nothing. A device that others use forgets the talk."""
    address = page.parts.settings.exit_address
    response: Response = RedirectResponse(address, 303, HEADERS) if address else page.show("left.html")
    if is_used_by_others(page.request):
        forget(response)
    response.delete_cookie(KEY)  # a link that was opened no longer waits
    response.headers["Clear-Site-Data"] = '"storage"'  # pages are kept in no cache, and clearing one takes a browser seconds
    return response


@router.get("/gone")
def gone(page: APage) -> Response:
    """The page that shows nothing, for a browser to keep: leaving works where there is no connection."""
    return page.show("left.html")


@router.get("/leaving-quickly")
def about_leaving(page: APage) -> Response:
    """What leaving the page at once does, and what it can't do."""
    return page.show("leaving.html")
