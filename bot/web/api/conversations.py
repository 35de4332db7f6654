"""The conversations of the API: begin, look, say, record, consent, finish (API.md)."""

import asyncio
from typing import Annotated, Any, Union

from fastapi import APIRouter, Depends, Query, Request, Response

from bot.conversation.agenda import coverage
from bot.errors import EngineAway, NotFound
from bot.record.quote import Message
from bot.understanding.language import detect_language
from bot.web import doing
from bot.web.api import shapes
from bot.web.api.showing import show_conversation, show_message, show_record, show_state
from bot.web.parts import Parts, parts_of
from bot.web.problems import PROBLEMS
from bot.web.waiting import waiting_reply
from bot.web.who import bearer, may_begin, may_open, may_read

router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"], responses=PROBLEMS)
Given = Annotated[Parts, Depends(parts_of)]


def opened(id: str, request: Request, parts: Given) -> str:
    """Return the conversation's id, once the caller has been let in (a FastAPI dependency)."""
    may_open(request, parts, id)
    return id


Opened = Annotated[str, Depends(opened)]


@router.post("", status_code=201, response_model=shapes.ConversationBegun)
def begin(new: shapes.NewConversation, request: Request, parts: Given) -> dict[str, Any]:
    """Begin a talk: its first messages ask for the language, or open in the language given."""
    may_begin(request, parts, new.role)
    if new.continues is not None:
        _may_continue(new, request, parts)
    conversation, token = doing.begin(parts, new.role, new.language, new.continues)
    return {**show_conversation(parts, conversation), "token": token}


@router.get("/{id}", response_model=shapes.ConversationOut)
def look(id: Opened, parts: Given) -> dict[str, Any]:
    """The conversation as it stands, with the last reply."""
    return show_conversation(parts, parts.store.get(id))


@router.patch("/{id}", response_model=shapes.ConversationOut)
async def switch_language(id: Opened, change: shapes.Change, parts: Given) -> dict[str, Any]:
    """Switch the language; the open ask is put again in it."""
    await doing.switch_language(parts, id, change.language)
    return await asyncio.to_thread(_as_it_stands, parts, id)


@router.post(
    "/{id}/messages", response_model=shapes.Reply, responses={202: {"model": shapes.Waiting, "description": "Kept; the reply follows."}}
)
async def say(id: Opened, new: shapes.NewMessage, parts: Given, response: Response) -> Union[dict[str, Any], Response]:
    """Say something. 2xx means that the words are safe; 202 that the reply follows by GET messages."""
    conversation = await asyncio.to_thread(parts.store.get, id)
    message = Message(new.id, new.text, detect_language(new.text, conversation.language or "en"), new.word_for_word)
    try:
        reply = await parts.delivery.say(id, message, new.answers)
    except EngineAway:
        return waiting_reply(parts, conversation, message)
    state = await asyncio.to_thread(parts.store.state, id)
    return {"messages": [show_message(m) for m in reply], "state": show_state(state, False), "progress": coverage(state)}


@router.get("/{id}/messages", response_model=shapes.MessageList)
def messages(id: Opened, parts: Given, after: Annotated[int, Query(ge=0, le=2**31)] = 0) -> dict[str, Any]:
    """All messages after this sequence number, in order."""
    return {"messages": [show_message(m) for m in parts.store.messages(id, after)]}


@router.get("/{id}/record")
def record(id: str, request: Request, parts: Given) -> shapes.Record:
    """The draft record as it stands; works after the end too. Staff may read it once it was sent to the council."""
    may_read(request, parts, id)
    return show_record(parts, parts.store.get(id))


@router.post("/{id}/record/edits")
def edit(id: Opened, change: shapes.Edit, parts: Given) -> shapes.Record:
    """Change the record by pointing at a quote. The old words stay in the message log; works after the end, until staff opened it."""
    if change.op == "replace":
        doing.replace_words(parts, id, change.quote, change.text or "")
    elif change.op == "trim":
        doing.trim(parts, id, change.quote, change.start or 0, change.end or 0)
    elif change.op == "move":
        doing.move(parts, id, change.quote, (change.slot or "").replace(".", "/"))
    elif change.op == "voice":
        doing.say_whose(parts, id, change.quote, change.voice or "own", change.speaker)
    else:
        doing.remove(parts, id, change.quote)
    return show_record(parts, parts.store.get(id))


@router.put("/{id}/consent")
def consent(id: Opened, given: shapes.Consent, parts: Given) -> shapes.Record:
    """Keep, share, and limits in own words: at any time."""
    chosen = {name: getattr(given, name) for name in ("keep", "share") if name in given.model_fields_set}
    doing.consent(parts, id, chosen, given.limits)
    return show_record(parts, parts.store.get(id))


@router.post("/{id}/finish", response_model=shapes.ConversationOut)
async def finish(id: Opened, parts: Given) -> dict[str, Any]:
    """To the close, with what there is."""
    await doing.finish(parts, id)
    return await asyncio.to_thread(_as_it_stands, parts, id)


@router.post("/{id}/reopen", response_model=shapes.ConversationOut)
async def reopen(id: Opened, parts: Given) -> dict[str, Any]:
    """Back into the talk from the close or the end."""
    await doing.reopen(parts, id)
    return await asyncio.to_thread(_as_it_stands, parts, id)


@router.delete("/{id}", status_code=204)
async def erase(id: Opened, parts: Given) -> None:
    """Erase the conversation: every copy in every store. Not once staff have opened it, or acknowledged a concern of it."""
    await doing.erase(parts, id)


def _as_it_stands(parts: Parts, id: str) -> dict[str, Any]:
    return show_conversation(parts, parts.store.get(id))


def _may_continue(new: shapes.NewConversation, request: Request, parts: Parts) -> None:
    """A talk continues another one that the caller may open: by its token, or as staff when it was shared."""
    earlier = parts.store.get(new.continues or "")
    token = bearer(request)
    shared = parts.store.state(earlier.id).record.is_shared
    if not (token and parts.access.opens(earlier.id, token)) and not (new.role == "practitioner" and shared):
        raise NotFound("There is no such conversation, or it is not yours.")
