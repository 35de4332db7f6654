"""The parts of the talk: each is a session of its own, so that a turn costs the same late in a long talk as at its start."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, FollowupAction, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.ask import ask_next
from actions.forms import coming_ask, slots_of
from actions.turn import Event, read_state
from bot.conversation.asks import Ask
from bot.conversation.talk import State

#: The question at which the close begins.
_READ_BACK = Ask("", "read_back")


class SessionStart(Action):
    """A tracker begins (or is made anew from the record): the form of the question that is open is active, the engine listens."""

    def name(self) -> str:
        return "action_session_start"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Any]:
        state = await read_state(tracker.sender_id)
        return [SessionStarted(), *carried(state), *_open_form(state), ActionExecuted("action_listen")]


class NextPart(Action):
    """A part has nothing more to ask: begin the next one, or end the talk."""

    def name(self) -> str:
        return "action_next_part"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Any]:
        state = await read_state(tracker.sender_id)
        ask = coming_ask(state)
        if ask is None:
            # The close stays where the engine listens, so that what was on its way when the talk ended is answered too.
            return [*await ask_next(tracker), *_close_stays_open(), FollowupAction("action_listen")]
        if not ask.form:
            return await ask_next(tracker)
        return [SessionStarted(), *carried(state), FollowupAction(ask.form)]


def carried(state: State) -> list[Event]:
    """Return the slots that every session begins with."""
    return [SlotSet("language", state.talk.language), SlotSet("role", state.talk.role)]


def _open_form(state: State) -> list[Event]:
    ask = coming_ask(state)
    if ask is None:
        return _close_stays_open() if state.talk.state == "ended" else []
    form = ask.form or "outcome_form"
    return [ActiveLoop(form), *slots_of(form, state, ask), SlotSet("requested_slot", ask.slot)]


def _close_stays_open() -> list[Event]:
    return [ActiveLoop("closing_form"), SlotSet("requested_slot", _READ_BACK.slot)]


PART_ACTIONS = [SessionStart(), NextPart()]
