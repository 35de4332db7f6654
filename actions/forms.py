"""The forms' validation: what each part of the talk knows to be told already, read from the record.

A form's slots are pointers. While a new message is unhandled, the form steps aside (nothing is extracted), so that the rule for the
message's move runs; after it, the form takes over what the record now holds and which question comes next. No command lands in
a slot that way, and no answer is lost.
"""

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
        begins = "action_next_part" in ran
        slot = requested_slot(self.form, state) if begins or not another_outcome(state) else None
        return slots_of(self.form, state) + [SlotSet("requested_slot", slot)]


def slots_of(form: str, state: State) -> list[Event]:
    """Return the pointer slots of ``form`` as the record fills them, for the thing that matters that is talked about now."""
    asked = state.talk.open_ask or next_ask(state)
    events = []
    for (element, topic), (of_form, slot) in SLOTS.items():
        if of_form == form:
            ask = Ask("", element, topic=topic, outcome=asked.outcome if asked else None, need=asked.need if asked else None)
            told = is_told(state, ask) and not (asked and asked.slot == slot)
            events.append(SlotSet(slot, TOLD if told else None))
    return events


def requested_slot(form: str, state: State) -> str | None:
    """Return the slot of the question that comes next when it belongs to ``form``, None when this form has nothing more to ask."""
    waiting = state.talk.state in ("paused", "concern")
    ask = state.talk.open_ask if waiting else next_ask(state)
    if ask is None:
        return None
    return ask.slot if ask.form in (form, "") else None


def another_outcome(state: State) -> bool:
    """Whether the next question begins another thing that matters: each is a part of its own, so the form ends and begins anew."""
    ask, last = next_ask(state), state.talk.last_ask
    return bool(ask and last and not ask.id and ask.outcome and last.outcome and ask.outcome != last.outcome)


FORM_ACTIONS = [ValidateForm(form) for form in FORMS]
