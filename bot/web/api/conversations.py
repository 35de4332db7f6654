"""The conversations of the API: begin, look, say, record, consent, finish (API.md)."""

import asyncio
from typing import Annotated, Any, Union

from fastapi import APIRouter, Depends, Query, Request, Response

from actions.ask import next_step
from bot.conversation.agenda import coverage
from bot.conversation.asking import put_next
from bot.conversation.opening import introduce
from bot.conversation.said import Step
from bot.conversation.talk import State
from bot.errors import Conflict, EngineAway, NotFound, OpenedByStaff
from bot.record import edits, entries
from bot.record.quote import Message, cut
from bot.record.record import Record
from bot.store.conversations import Conversation
from bot.understanding.language import detect_language
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
    conversation, token = parts.store.begin(new.role, new.language, lambda state: _first(parts, state), new.continues)
    return {**show_conversation(parts, conversation), "token": token}


@router.get("/{id}", response_model=shapes.ConversationOut)
def look(id: Opened, parts: Given) -> dict[str, Any]:
    """The conversation as it stands, with the last reply."""
    return show_conversation(parts, parts.store.get(id))


@router.patch("/{id}", response_model=shapes.ConversationOut)
async def switch_language(id: Opened, change: shapes.Change, parts: Given) -> dict[str, Any]:
    """Switch the language; the open ask is put again in it."""
    async with parts.delivery.alone(id):
        return await asyncio.to_thread(_switch_language, id, change, parts)


def _switch_language(id: str, change: shapes.Change, parts: Parts) -> dict[str, Any]:
    def switch(state: State) -> Step:
        if state.talk.state == "ended":
            raise Conflict("This talk has ended. Reopen it to go on in the other language.")
        if state.talk.language == change.language:
            return Step()
        chosen = [entries.known("language", change.language)]
        asked = state.talk.open_ask
        if asked and asked.topic == "language":  # that was the question: it is answered, and the talk opens
            return Step([*chosen, entries.answered(asked.id, "", "accept")])
        return Step(chosen)

    begins = parts.store.state(id).talk.language is None
    parts.store.apply(id, switch)
    if begins:
        parts.store.apply(id, lambda state: _first(parts, state))
    else:
        parts.store.apply(id, lambda state: put_next(state, parts.phrasebook) if _put_in_other(state) else Step())
    return show_conversation(parts, parts.store.get(id))


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
    conversation = parts.store.get(id)
    _not_opened_by_staff(parts, conversation)
    message = None
    if change.op in ("trim", "replace"):
        edits.say_whose(parts.store.state(id).record, change.quote, "own", None)  # what cannot be changed is told before words are kept
    if change.op == "trim":
        message = _quoted_message(parts, id, change.quote)
    elif change.op == "replace" and change.text is not None:
        noted = parts.store.note(id, change.text, detect_language(change.text, conversation.language or "en"))
        message = Message(noted.id, change.text, noted.language)
    parts.store.apply(id, lambda state: Step(_edited(state.record, change, message)))
    return show_record(parts, conversation)


@router.put("/{id}/consent")
def consent(id: Opened, given: shapes.Consent, parts: Given) -> shapes.Record:
    """Keep, share, and limits in own words: at any time."""
    if given.limits is not None:
        _keep_limits(id, given.limits, parts)
    chosen = {name: getattr(given, name) for name in ("keep", "share") if name in given.model_fields_set}
    parts.store.apply(id, lambda state: Step([entries.known(what, value) for what, value in chosen.items()]))
    return show_record(parts, parts.store.get(id))


@router.post("/{id}/finish", response_model=shapes.ConversationOut)
async def finish(id: Opened, parts: Given) -> dict[str, Any]:
    """To the close, with what there is."""
    async with parts.delivery.alone(id):
        return await asyncio.to_thread(_finish, id, parts)


def _finish(id: str, parts: Parts) -> dict[str, Any]:
    def stop(state: State) -> Step:
        if state.talk.state == "ended" or state.talk.stopping:
            return Step()
        held = [entries.held("open")] if state.talk.state != "open" else []
        return Step(held + [entries.stopping()])

    was_stopping = parts.store.state(id).talk.stopping
    parts.store.apply(id, stop)
    if not was_stopping:
        parts.store.apply(id, lambda state: next_step(state) if state.talk.state == "open" else Step())
    return show_conversation(parts, parts.store.get(id))


@router.post("/{id}/reopen", response_model=shapes.ConversationOut)
async def reopen(id: Opened, parts: Given) -> dict[str, Any]:
    """Back into the talk from the close or the end."""
    async with parts.delivery.alone(id):
        return await asyncio.to_thread(_reopen, id, parts)


def _reopen(id: str, parts: Parts) -> dict[str, Any]:
    parts.store.apply(id, lambda state: Step([entries.back_in()]) if state.talk.stopping or state.talk.state == "ended" else Step())
    parts.store.apply(id, lambda state: next_step(state) if state.talk.open_ask is None else Step())
    parts.engine.forget(id)  # the engine's tracker stands at the end; it is made anew from the record with the next message
    return show_conversation(parts, parts.store.get(id))


@router.delete("/{id}", status_code=204)
async def erase(id: Opened, parts: Given) -> None:
    """Erase the conversation: every copy in every store. Not once staff have opened it, or acknowledged a concern of it."""
    _not_opened_by_staff(parts, parts.store.get(id))
    if parts.duty_list.is_acknowledged(id):
        raise OpenedByStaff("concern", parts.settings.iaa_line)
    async with parts.delivery.alone(id):
        await asyncio.to_thread(parts.housekeeping.erase, id)


def _not_opened_by_staff(parts: Parts, conversation: Conversation) -> None:
    """Let the person change or erase what nobody at the council has opened yet. Raises OpenedByStaff, which says whom to ask."""
    if conversation.opened_at:
        raise OpenedByStaff("record", parts.settings.iaa_line)


def _edited(record: Record, change: shapes.Edit, message: Message | None) -> list[entries.Entry]:
    if change.op == "remove":
        return edits.remove(record, change.quote)
    if change.op == "move":
        return edits.move(record, change.quote, (change.slot or "").replace(".", "/"))
    if change.op == "voice":
        return edits.say_whose(record, change.quote, change.voice or "own", change.speaker)
    assert message
    if change.op == "trim":
        return edits.trim(record, change.quote, message, change.start or 0, change.end or 0)
    return edits.replace_words(record, change.quote, message)


def _quoted_message(parts: Parts, id: str, quote: str) -> Message:
    """Return the message that the quote was cut from. Raises NotFound."""
    found = next((q for _, q in parts.store.state(id).record.all_quotes() if q.id == quote), None)
    if found is None:
        raise NotFound("There is no such quote in the record.")
    logged = parts.store.message(id, found.message)
    return Message(logged.id, logged.content["text"], logged.language)


def _first(parts: Parts, state: State) -> Step:
    """The first messages: what this is (once the language is known), and the first question."""
    step = put_next(state, parts.phrasebook)
    return Step(step.entries, introduce(state, parts.phrasebook, parts.settings.call_sentence) + step.said)


def _put_in_other(state: State) -> bool:
    """Whether the open ask was last put in another language than the talk's."""
    ask = state.talk.open_ask
    return bool(ask and state.talk.state == "open" and state.talk.wordings[ask.id][1] != state.talk.language)


def _may_continue(new: shapes.NewConversation, request: Request, parts: Parts) -> None:
    """A talk continues another one that the caller may open: by its token, or as staff when it was shared."""
    earlier = parts.store.get(new.continues or "")
    token = bearer(request)
    shared = parts.store.state(earlier.id).record.facts.get("share") is True
    if not (token and parts.access.opens(earlier.id, token)) and not (new.role == "practitioner" and shared):
        raise NotFound("There is no such conversation, or it is not yours.")


def _keep_limits(id: str, words: str, parts: Parts) -> None:
    """Limits are words of the person: they are logged as a message, and quoted from it."""
    message = parts.store.note(id, words, detect_language(words, parts.store.get(id).language or "en"))
    whole = Message(message.id, words, message.language)
    parts.store.apply(id, lambda state: Step([entries.kept("limits", cut(whole, 0, len(words)))]))
