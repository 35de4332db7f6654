"""Whether the process lives, and whether everything behind it answers."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.web.parts import Parts, parts_of
from bot.web.problems import problem

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """200 while the process lives."""
    return {"status": "alive"}


@router.get("/readyz")
async def ready(parts: Annotated[Parts, Depends(parts_of)]) -> JSONResponse:
    """200 when store, engine and model answer, else 503 with which does not."""
    missing = []
    try:
        await asyncio.to_thread(parts.store.is_alive)
    except SQLAlchemyError:
        missing.append("store")
    if not await parts.engine.is_ready():
        missing.append("engine")
    if missing:
        return problem(503, f"Not ready: {', '.join(missing)}.", missing=missing)
    return JSONResponse({"status": "ready"})
