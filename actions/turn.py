"""What every action shares: the turn it runs in, and doing its work exactly once in effect."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from bot.conversation.asks import Ask
from bot.conversation.carry_out import complete
from bot.conversation.phrasebook import Phrasebook
from bot.conversation.said import Step
from bot.conversation.talk import State
from bot.conversation.understood import Understood
from bot.record.quote import Message
from bot.settings import Settings
from bot.store.conversations import Store

Event = dict[str, Any]


@dataclass(frozen=True)
class Services:
    """What the actions work with; the app gives it once, at start."""

    store: Store
    phrasebook: Phrasebook
    settings: Settings


_services: list[Services] = []


def set_services(services: Services) -> None:
    """Give the actions their store, wordings and settings."""
    _services[:] = [services]


def services() -> Services:
    """Return what the app gave. Raises IndexError before it has."""
    return _services[0]


@dataclass(frozen=True)
class Turn:
    """The person's message that is being answered, in its conversation."""

    conversation: str
    message: str
    understood: Understood

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        """Return the turn from the tracker's last message of the person (a new session may have begun since)."""
        said = next((e for e in reversed(tracker.events) if e["event"] == "user"), {})
        parsed = said.get("parse_data") or {}
        understood = parsed.get("understood")
        return cls(
            conversation=tracker.sender_id,
            message=(said.get("metadata") or {}).get("message", ""),
            understood=Understood.from_engine(understood) if understood else Understood("accept"),
        )


def actions_since_message(tracker: Tracker) -> list[str]:
    """Return the names of the actions that ran since the person's last message, latest first."""
    names = []
    for event in reversed(tracker.events):
        if event["event"] == "user":
            break
        if event["event"] == "action":
            names.append(event.get("name"))
    return names


async def read_state(conversation: str) -> State:
    """Return the talk and the record as they stand."""
    return await asyncio.to_thread(services().store.state, conversation)


async def once(turn: Turn, action: str, n: int, do: Callable[[State], tuple[Step, list[Event]]]) -> list[Event]:
    """Carry out ``do`` once for this turn; a second delivery of the message gets the same events and changes nothing."""
    return await asyncio.to_thread(services().store.once, turn.conversation, turn.message, action, n, do)


async def answer(tracker: Tracker, action: str, do: Callable[[State, Ask, Message, Understood], Step]) -> list[Event]:
    """Carry out ``do`` for the person's message, in answer to the ask that it was said to."""
    turn = Turn.of(tracker)
    logged = await asyncio.to_thread(services().store.message, turn.conversation, turn.message)
    message = Message(turn.message, logged.content["text"], logged.language, bool(logged.content.get("word_for_word")))
    ask = Ask.from_data(logged.content.get("ask"))

    def with_ask(state: State) -> tuple[Step, list[Event]]:
        step = do(state, ask, message, turn.understood)
        return complete(state, step, services().phrasebook, services().settings.call_sentence), []

    return await once(turn, action, actions_since_message(tracker).count(action), with_ask)
