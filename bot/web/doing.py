"""What can be done with a talk beside saying something in it: the API and the pages do it through these."""

import asyncio
from typing import Any, Optional

from actions.ask import next_step
from bot.conversation.asking import put_next
from bot.conversation.coming_back import come_back
from bot.conversation.opening import introduce
from bot.conversation.said import Step
from bot.conversation.talk import State
from bot.errors import Conflict, NotFound, OpenedByStaff
from bot.record import edits, entries
from bot.record.quote import Message, Voice, cut
from bot.record.record import Record
from bot.store.conversations import Conversation
from bot.understanding.language import detect_language
from bot.web.parts import Parts


def first(parts: Parts, state: State) -> Step:
    """The first messages: what this is (once the language is known), and the first question."""
    step = put_next(state, parts.phrasebook)
    return Step(step.entries, introduce(state, parts.phrasebook, parts.settings.call_sentence) + step.said)


def begin(parts: Parts, role: str, language: Optional[str], continues: Optional[str] = None) -> tuple[Conversation, str]:
    """Begin a talk: return it with its token."""
    return parts.store.begin(role, language, lambda state: first(parts, state), continues)


async def switch_language(parts: Parts, id: str, language: str) -> None:
    """Switch the talk's language; the open ask is put again in it. Raises Conflict when the talk has ended."""
    async with parts.delivery.alone(id):
        await asyncio.to_thread(_switch_language, parts, id, language)


def _switch_language(parts: Parts, id: str, language: str) -> None:
    def switch(state: State) -> Step:
        if state.talk.state == "ended":
            raise Conflict("This talk has ended. Reopen it to go on in the other language.")
        if state.talk.language == language:
            return Step()
        chosen = [entries.known("language", language)]
        asked = state.talk.open_ask
        if asked and asked.topic == "language":  # that was the question: it is answered, and the talk opens
            return Step([*chosen, entries.answered(asked.id, "", "accept")])
        return Step(chosen)

    begins = parts.store.state(id).talk.language is None
    parts.store.apply(id, switch)
    if begins:
        parts.store.apply(id, lambda state: first(parts, state))
    else:
        parts.store.apply(id, lambda state: put_next(state, parts.phrasebook) if _put_in_other(state) else Step())


def _put_in_other(state: State) -> bool:
    """Whether the open ask was last put in another language than the talk's."""
    ask = state.talk.open_ask
    return bool(ask and state.talk.state == "open" and state.talk.wordings[ask.id][1] != state.talk.language)


async def finish(parts: Parts, id: str) -> None:
    """To the close, with what there is."""
    async with parts.delivery.alone(id):
        await asyncio.to_thread(_finish, parts, id)


def _finish(parts: Parts, id: str) -> None:
    def stop(state: State) -> Step:
        if state.talk.state == "ended" or state.talk.stopping:
            return Step()
        held = [entries.held("open")] if state.talk.state != "open" else []
        return Step(held + [entries.stopping()])

    was_stopping = parts.store.state(id).talk.stopping
    parts.store.apply(id, stop)
    if not was_stopping:
        parts.store.apply(id, lambda state: next_step(state) if state.talk.state == "open" else Step())


async def reopen(parts: Parts, id: str) -> None:
    """Back into the talk from the close or the end."""
    async with parts.delivery.alone(id):
        await asyncio.to_thread(_reopen, parts, id)


def _reopen(parts: Parts, id: str) -> None:
    parts.store.apply(id, lambda state: Step([entries.back_in()]) if state.talk.stopping or state.talk.state == "ended" else Step())
    parts.store.apply(id, lambda state: next_step(state) if state.talk.open_ask is None else Step())
    parts.engine.forget(id)  # the engine's tracker stands at the end; it is made anew from the record with the next message


async def take_up(parts: Parts, code: str, caller: str) -> tuple[str, str]:
    """Back to a talk by its return code: return (its id, a token for this device). It is open on the question that it was left at.

    Raises NotFound for a code that opens nothing, TooManyTries.
    """
    parts.tries.may_try(caller)
    try:
        id, token = await asyncio.to_thread(parts.access.come_back, code)
    except NotFound:
        parts.tries.failed(caller)
        raise
    async with parts.delivery.alone(id):
        if not await asyncio.to_thread(parts.store.unanswered, id):  # else the reply that is on its way puts the question
            await asyncio.to_thread(parts.store.apply, id, lambda state: _come_back(parts, state))
    return id, token


def _come_back(parts: Parts, state: State) -> Step:
    return come_back(state, parts.phrasebook, lambda opened: next_step(opened, words_again=True))


async def erase(parts: Parts, id: str) -> None:
    """Erase the conversation: every copy in every store. Raises OpenedByStaff once it, or a concern of it, is the council's."""
    not_opened_by_staff(parts, await asyncio.to_thread(parts.store.get, id))
    if parts.duty_list.is_acknowledged(id):
        raise OpenedByStaff("concern", parts.settings.iaa_line)
    async with parts.delivery.alone(id):
        await asyncio.to_thread(parts.housekeeping.erase, id)


def not_opened_by_staff(parts: Parts, conversation: Conversation) -> None:
    """Let the person change or erase what nobody at the council has opened yet. Raises OpenedByStaff, which says whom to ask."""
    if conversation.opened_at:
        raise OpenedByStaff("record", parts.settings.iaa_line)


def consent(parts: Parts, id: str, chosen: dict[str, Any], limits: Optional[str] = None) -> None:
    """``chosen``: whether to ``keep`` and ``share``, what is not named stays as it is. ``limits``: in own words."""
    if limits is not None:
        _keep_limits(parts, id, limits)
    parts.store.apply(id, lambda state: Step([entries.known(what, value) for what, value in chosen.items()]))


def _keep_limits(parts: Parts, id: str, words: str) -> None:
    """Limits are words of the person: they are logged as a message, and quoted from it."""
    message = parts.store.note(id, words, detect_language(words, parts.store.get(id).language or "en"))
    whole = Message(message.id, words, message.language)
    parts.store.apply(id, lambda state: Step([entries.kept("limits", cut(whole, 0, len(words)))]))


def replace_words(parts: Parts, id: str, quote: str, words: str) -> None:
    """New words of the person stand where the quote stood; the old ones stay in the message log."""
    conversation = _changeable(parts, id, quote)
    noted = parts.store.note(id, words, detect_language(words, conversation.language or "en"))
    message = Message(noted.id, words, noted.language)
    _edit(parts, id, lambda record: edits.replace_words(record, quote, message))


def trim(parts: Parts, id: str, quote: str, start: int, end: int) -> None:
    """The quote becomes ``[start:end]`` of the message that it was cut from."""
    _changeable(parts, id, quote)
    message = _quoted_message(parts, id, quote)
    _edit(parts, id, lambda record: edits.trim(record, quote, message, start, end))


def move(parts: Parts, id: str, quote: str, to: str) -> None:
    """The quote stands in the place ``to`` instead."""
    not_opened_by_staff(parts, parts.store.get(id))
    _edit(parts, id, lambda record: edits.move(record, quote, to))


def remove(parts: Parts, id: str, quote: str) -> None:
    """The quote stands nowhere in the record any more."""
    not_opened_by_staff(parts, parts.store.get(id))
    _edit(parts, id, lambda record: edits.remove(record, quote))


def say_whose(parts: Parts, id: str, quote: str, voice: Voice, speaker: Optional[str]) -> None:
    """The quote is in this voice."""
    not_opened_by_staff(parts, parts.store.get(id))
    _edit(parts, id, lambda record: edits.say_whose(record, quote, voice, speaker))


def _changeable(parts: Parts, id: str, quote: str) -> Conversation:
    """Return the conversation; what cannot be changed is told before words are kept. Raises OpenedByStaff, NotFound, Conflict."""
    conversation = parts.store.get(id)
    not_opened_by_staff(parts, conversation)
    edits.say_whose(parts.store.state(id).record, quote, "own", None)
    return conversation


def _edit(parts: Parts, id: str, change: Any) -> Record:
    return parts.store.apply(id, lambda state: Step(change(state.record))).record


def _quoted_message(parts: Parts, id: str, quote: str) -> Message:
    """Return the message that the quote was cut from. Raises NotFound."""
    found = next((q for _, q in parts.store.state(id).record.all_quotes() if q.id == quote), None)
    if found is None:
        raise NotFound("There is no such quote in the record.")
    logged = parts.store.message(id, found.message)
    return Message(logged.id, logged.content["text"], logged.language)
