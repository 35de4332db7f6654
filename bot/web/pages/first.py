"""The first pages: the language, Welsh first; then what this is, and whether others use this phone."""

import asyncio

from fastapi import APIRouter
from fastapi.responses import Response

from bot.web import doing
from bot.web.pages.door import Visitor, remember
from bot.web.pages.frame import APage

front = APIRouter(include_in_schema=False)
router = APIRouter(include_in_schema=False)


@front.get("/")
def language(page: APage) -> Response:
    """The choice of language."""
    page.language = "cy"
    return page.show("language.html")


@router.get("/start")
async def what_this_is(page: APage) -> Response:
    """What this is, before anything is asked."""
    return page.show("start.html", already=await _is_open(page), problem="", chosen="")


@router.post("/start")
async def start(page: APage) -> Response:
    """Begin a talk in the page's language; this device opens it from now on."""
    given = await page.form()
    shared = given.get("shared", "")
    if shared not in ("yes", "no"):
        return page.show("start.html", 422, already=await _is_open(page), problem=page.words("first_shared_missing"), chosen="")
    conversation, token = await asyncio.to_thread(doing.begin, page.parts, "carer", page.language)
    response = page.go("talk")
    visitor = Visitor(conversation.id, token, shared == "yes")
    remember(response, page.request, visitor, page.parts.settings.keep_drafts_days)
    return response


async def _is_open(page: APage) -> bool:
    """Whether this device opens a talk already."""
    visitor = page.visitor
    return bool(visitor) and await asyncio.to_thread(page.parts.access.opens, visitor.talk, visitor.token)
