"""Leaving and coming back (API.md): a return code, the way back by it from any device, and giving up one's own access."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from bot.web import doing
from bot.web.api import shapes
from bot.web.api.conversations import Opened
from bot.web.parts import Parts, parts_of
from bot.web.problems import PROBLEMS, Problem
from bot.web.who import caller_of

router = APIRouter(prefix="/api/v1", tags=["leaving and coming back"], responses=PROBLEMS)
Given = Annotated[Parts, Depends(parts_of)]
_TOO_MANY = {429: {"model": Problem, "description": "Too many tries in vain; Retry-After says how many seconds to wait."}}


@router.post("/conversations/{id}/return-code")
def new_code(id: Opened, parts: Given) -> shapes.ReturnCode:
    """A code of five words to come back with, from any device, for 30 days. One is live at a time: the one before no longer works."""
    code, expires = parts.access.new_code(id, parts.store.get(id).language or "en")
    return shapes.ReturnCode(code=code, expires_at=expires.isoformat())


@router.delete("/conversations/{id}/return-code", status_code=204)
def revoke_code(id: Opened, parts: Given) -> None:
    """The return code no longer works."""
    parts.access.revoke_code(id)


@router.delete("/conversations/{id}/access", status_code=204)
def end_access(id: Opened, parts: Given) -> None:
    """Nobody reaches the talk by a token or code any more: for who wants no way back to what was sent to the council."""
    parts.access.end(id)


@router.post("/return", responses=_TOO_MANY)
async def come_back_by_code(given: shapes.GivenCode, request: Request, parts: Given) -> shapes.CameBack:
    """Back to a talk by its return code: a token for this device, and the talk is open on the question that it was left at."""
    id, token = await doing.take_up(parts, given.code, caller_of(request))
    return shapes.CameBack(id=id, token=token)
