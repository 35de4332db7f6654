"""The talk: one question at a time. Works as plain forms; with htmx the page asks for its next piece instead of loading anew."""

import asyncio
import uuid
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from bot.errors import Conflict, EngineAway
from bot.record.quote import Message
from bot.understanding.language import detect_language
from bot.web import doing
from bot.web.api.shapes import MOST_CHARACTERS
from bot.web.pages.frame import HEADERS, ATalk, Page
from bot.web.pages.talk_view import is_same_question, talk_view

router = APIRouter(include_in_schema=False)


@router.get("/talk")
async def talk(page: ATalk) -> Response:
    """The question that is open, and the box to answer in. The page is in the talk's language: opening it in the other one switches."""
    if await _stands_elsewhere(page):
        return page.go("end")
    return await _show(page)


@router.get("/talk/news")
async def news(page: ATalk, after: Annotated[int, Query(ge=0, le=2**31)] = 0) -> Response:
    """The piece that has come since message number ``after``; nothing (204) while the reply is outstanding."""
    assert page.visitor
    id, store = page.visitor.talk, page.parts.store
    new = await asyncio.to_thread(store.messages, id, after)
    if await asyncio.to_thread(store.unanswered, id) or not any(m.sender == "assistant" for m in new):
        return Response(status_code=204, headers=HEADERS)
    return await _next(page, after)


@router.post("/talk")
async def say(page: ATalk) -> Response:
    """Say what stands in the box, or what a button sends; or carry what stands in the box over into the other language."""
    given = await page.form()
    typed, pressed = given.get("text", ""), given.get("send", "")
    if given.get("do") == "language":
        return page.go("end") if await _stands_elsewhere(page) else await _show(page, text=typed)
    words = pressed or typed
    problem = _problem(page, words)
    if problem:
        return await _refused(page, words, problem)
    kept = typed if pressed and is_same_question(pressed) else ""
    try:
        await _send(page, _message_id(given.get("message", "")), words, given.get("answers") or None)
    except EngineAway:
        pass  # the words are kept; the page says so, and that the reply follows
    except Conflict:
        return _ended_meanwhile(page, words)
    if page.enhanced:
        return await _next(page, _number(given.get("after", "")))
    if kept and not await _has_ended(page):
        return await _show(page, text=kept)
    return page.go("talk", await _language(page))


async def _send(page: Page, id: str, words: str, answers: str | None) -> None:
    """Say ``words``, once: the same form sent again says the same. Other words from the same form (somebody went back in the browser)
    are a message of their own. Raises EngineAway, Conflict."""
    assert page.visitor
    language = detect_language(words, page.language)
    try:
        await page.parts.delivery.say(page.visitor.talk, Message(id, words, language), answers)
    except Conflict:
        if await _has_ended(page):
            raise
        anew = str(uuid.uuid5(uuid.UUID(id), words))
        await page.parts.delivery.say(page.visitor.talk, Message(anew, words, language), answers)


def _message_id(given: str) -> str:
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(uuid.uuid4())


def _number(given: str) -> int:
    """Return the number of a message that a form carries, 0 for what is none."""
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _problem(page: Page, words: str) -> str:
    if not words.strip() or "\x00" in words:
        return page.words("state_blank")
    if len(words) > MOST_CHARACTERS:
        return page.words("state_too_long_text", most=f"{MOST_CHARACTERS:,}", count=f"{len(words):,}")
    return ""


def _ended_meanwhile(page: Page, words: str) -> Response:
    """Give back words that could not be taken: the talk ended on another device while they were written."""
    buttons = (("state_ended_reopen", "end"), ("state_ended_words", "said"))
    response = page.show(
        "state.html", 200 if page.enhanced else 409, name="stale", text_key="state_stale_text", typed=words, buttons=buttons
    )
    if page.enhanced:  # the whole page is another one now
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "innerHTML"
    return response


async def _refused(page: Page, words: str, problem: str) -> Response:
    if page.enhanced:
        return page.show("pieces/problem.html", problem=problem, oob=True)
    return await _show(page, 422, text=words, problem=problem)


async def _show(page: Page, status: int = 200, *, text: str = "", problem: str = "") -> Response:
    view = await asyncio.to_thread(talk_view, page, text=text, problem=problem)
    return page.show("talk.html", status, **view)


async def _next(page: Page, after: int) -> Response:
    """Return the piece that follows message number ``after``; the whole page, when it is another one now."""
    if await _has_ended(page):
        return page.go("end")
    language = await _language(page)
    if language != page.language:
        return page.go("talk", language)
    view = await asyncio.to_thread(talk_view, page, after=after)
    return page.show("pieces/next.html", **view)


async def _stands_elsewhere(page: Page) -> bool:
    """Bring the talk into the page's language; whether it has ended instead."""
    if await _has_ended(page):
        return True
    assert page.visitor
    if await _language(page) != page.language:
        await doing.switch_language(page.parts, page.visitor.talk, page.language)
    return False


async def _has_ended(page: Page) -> bool:
    assert page.visitor
    return (await asyncio.to_thread(page.parts.store.state, page.visitor.talk)).talk.state == "ended"


async def _language(page: Page) -> str:
    """Return the talk's language."""
    assert page.visitor
    return (await asyncio.to_thread(page.parts.store.get, page.visitor.talk)).language or page.language
