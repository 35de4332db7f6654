"""Turning what the store holds into what the API gives."""

from typing import Any

from bot.conversation.agenda import coverage
from bot.conversation.talk import State
from bot.store.conversations import NEWS, Conversation, LoggedMessage
from bot.store.reading import read_record
from bot.web.parts import Parts


def show_message(message: LoggedMessage) -> dict[str, Any]:
    """Return a logged message as the API gives it."""
    ask = message.content.get("ask") if message.sender == "assistant" else None
    return {
        "id": message.id,
        "seq": message.seq,
        "from": message.sender,
        "text": message.content["text"],
        "at": message.at.isoformat(),
        "language": message.language,
        "ask": ask,
        "buttons": message.content.get("buttons", []),
    }


def show_state(state: State, waiting: bool) -> str:
    """Return the state's name: ``waiting`` while a reply is outstanding."""
    return "waiting" if waiting and state.talk.state != "ended" else state.talk.state


def show_conversation(parts: Parts, conversation: Conversation) -> dict[str, Any]:
    """Return the conversation as it stands, with the messages of its last reply."""
    state = parts.store.state(conversation.id)
    last = _last_reply(parts.store.messages(conversation.id))
    ask = state.talk.open_ask if state.talk.state == "open" else None
    return {
        "id": conversation.id,
        "role": conversation.role,
        "language": state.talk.language,
        "state": show_state(state, bool(parts.store.unanswered(conversation.id))),
        "open_ask": ask.as_json() if ask else None,
        "progress": coverage(state),
        "messages": [show_message(m) for m in last],
    }


def _last_reply(messages: list[LoggedMessage]) -> list[LoggedMessage]:
    """Return what the assistant said last: its last reply, and what it has told of itself since (that somebody took a concern)."""
    said = [m for m in messages if m.sender == "assistant"]
    replies = [m for m in said if m.reply_to != NEWS]
    return [m for m in said if m.seq >= replies[-1].seq or m.reply_to == replies[-1].reply_to] if replies else said


def show_record(parts: Parts, conversation: Conversation) -> dict[str, Any]:
    """Return the record as it stands."""
    return read_record(parts.store, conversation.id)
