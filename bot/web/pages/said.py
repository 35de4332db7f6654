"""What I have said so far: the record, and changing it by pointing at words."""

import asyncio
from typing import Any, Optional

from fastapi import APIRouter
from fastapi.responses import Response

from bot.errors import NotFound
from bot.export.moving import Quote, other_places, quotes_in
from bot.export.outline import outline
from bot.export.shown import printable
from bot.store.reading import read_record
from bot.web import doing
from bot.web.api.shapes import MOST_CHARACTERS
from bot.web.pages.frame import ATalk, Page

router = APIRouter(include_in_schema=False)
_VOICES = ("own", "family", "professional")
#: What was done -> the label that says so. Named in the address of the page that follows.
_DONE = {"words": "said_saved", "moved": "said_moved", "removed": "said_removed", "whose": "said_whose_saved"}


@router.get("/said")
def said(page: ATalk, done: str = "") -> Response:
    """Everything that is kept, under what matters; words about danger are left out, somebody else may be looking."""
    record = _record(page)
    return page.show(
        "said.html",
        sections=outline(record, page.language),
        concerns=bool(record["concerns"]),
        done=page.words(_DONE[done]) if done in _DONE else "",
        ended=_has_ended(page),
    )


@router.get("/said/{quote}")
def one(page: ATalk, quote: str) -> Response:
    """One quote, and all that can be done with it."""
    return _one(page, _found(page, quote))


@router.post("/said/{quote}")
async def change(page: ATalk, quote: str) -> Response:
    """Change, move or remove the words, or say whose they are."""
    given = await page.form()
    return await asyncio.to_thread(_change, page, quote, given)


def _change(page: Page, quote: str, given: dict[str, str]) -> Response:
    assert page.visitor
    found, id, parts = _found(page, quote), page.visitor.talk, page.parts
    problem, done = "", given.get("do", "")
    if done == "words":
        problem = _new_words(page, found, given.get("text", ""))
    elif done == "moved" and given.get("to"):
        doing.move(parts, id, quote, given["to"])
    elif done == "moved":
        problem = page.words("said_move_missing")
    elif done == "removed":
        doing.remove(parts, id, quote)
    elif done == "whose":
        voice, speaker = given.get("voice", ""), given.get("speaker", "").strip()[:200]
        if voice == "own":
            doing.say_whose(parts, id, quote, "own", None)
        elif voice in _VOICES and speaker:
            doing.say_whose(parts, id, quote, voice, speaker)  # type: ignore[arg-type]
        else:
            problem = page.words("said_whose_missing")
    if problem:
        return _one(page, found, 422, problem=problem, done=done, text=given.get("text", ""))
    return page.go(f"said?done={done}" if done in _DONE else "said")


def _new_words(page: Page, quote: Quote, words: str) -> str:
    """Put ``words`` in place of the quote; where they are a piece of it, the piece is kept. Return what was wrong, "" if nothing."""
    assert page.visitor
    if not words.strip() or "\x00" in words:
        return page.words("state_blank")
    if len(words) > MOST_CHARACTERS:
        return page.words("state_too_long_text", most=f"{MOST_CHARACTERS:,}", count=f"{len(words):,}")
    piece = quote["text"].find(words.strip())
    if words.strip() == quote["text"].strip():
        return ""
    if piece >= 0:
        start = quote["start"] + piece
        doing.trim(page.parts, page.visitor.talk, quote["id"], start, start + len(words.strip()))
    else:
        doing.replace_words(page.parts, page.visitor.talk, quote["id"], words)
    return ""


def _one(page: Page, quote: Quote, status: int = 200, *, problem: str = "", done: str = "", text: Optional[str] = None) -> Response:
    places = other_places(_record(page), quote, page.language)
    shown = printable(quote["text"])
    return page.show(
        "change.html", status, quote=quote, places=places, problem=problem, wrong=done, text=shown if text is None else text, voices=_VOICES
    )


def _record(page: Page) -> dict[str, Any]:
    assert page.visitor
    return read_record(page.parts.store, page.visitor.talk)


def _found(page: Page, quote: str) -> Quote:
    """Return the quote. Raises NotFound."""
    record = {**_record(page), "concerns": []}
    found = next((q for q in quotes_in(record) if q["id"] == quote), None)
    if found is None:
        raise NotFound("There is no such quote in the record.")
    return found


def _has_ended(page: Page) -> bool:
    assert page.visitor
    return page.parts.store.state(page.visitor.talk).talk.state == "ended"
