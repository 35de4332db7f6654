"""The forms' validation: what each part of the talk knows to be told already, read from the record.

A form's slots are pointers. While a new message is unhandled, the form steps aside (nothing is extracted), so that the rule for the
message's move runs; after it, the form takes over what the record now holds and which question comes next. No command lands in
a slot that way, and no answer is lost.
"""

from typing import Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Event, actions_since_message, read_state
from bot.conversation.agenda import is_told, next_ask
from bot.conversation.asks import FORMS, SLOTS, Ask
from bot.conversation.talk import State

#: What a pointer slot holds: that the record has the words, never the words.
TOLD = "in the record"


class ValidateForm(Action):
    """Brings the slots of one form in step with the record, and names the slot to ask for; None ends the form."""

    def __init__(self, form: str) -> None:
        self.form = form

    def name(self) -> str:
        return f"validate_{self.form}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        ran = [name for name in actions_since_message(tracker) if name not in ("action_listen", self.form)]
        if not ran and any(event["event"] == "user" for event in tracker.events):
            return []
        state = await read_state(tracker.sender_id)
        ask = coming_ask(state)
        ends = "action_next_part" not in ran and another_outcome(state, ask)
        slot = ask.slot if ask and not ends and ask.form in (self.form, "") else None
        return slots_of(self.form, state, ask) + [SlotSet("requested_slot", slot)]


def coming_ask(state: State) -> Optional[Ask]:
    """Return the ask that is open, also while the talk waits (paused, a concern), or else the one that comes next."""
    return state.talk.open_ask if state.talk.state in ("paused", "concern") else next_ask(state)


def slots_of(form: str, state: State, asked: Optional[Ask]) -> list[Event]:
    """Return the pointer slots of ``form`` as the record fills them, for the thing that matters that ``asked`` is about."""
    events = []
    for (element, topic), (of_form, slot) in SLOTS.items():
        if of_form == form:
            ask = Ask("", element, topic=topic, outcome=asked.outcome if asked else None, need=asked.need if asked else None)
            told = is_told(state, ask) and not (asked and asked.slot == slot)
            events.append(SlotSet(slot, TOLD if told else None))
    return events


def another_outcome(state: State, ask: Optional[Ask]) -> bool:
    """Whether ``ask`` begins another thing that matters: each is a part of its own, so the form ends and begins anew."""
    last = state.talk.last_ask
    return bool(ask and last and not ask.id and ask.outcome and last.outcome and ask.outcome != last.outcome)


FORM_ACTIONS = [ValidateForm(form) for form in FORMS]
