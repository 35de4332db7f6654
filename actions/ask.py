"""Asking: one action behind every question. It puts what the agenda names, be it a follow-up, the open question again or the next one."""

from datetime import datetime, timezone
from typing import Any, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Event, Turn, once, services
from bot.conversation.asking import put_next
from bot.conversation.asks import OFFER_SLOT, SLOTS
from bot.conversation.said import Step
from bot.conversation.talk import State
from bot.export.outline import outline
from bot.help.lines import council_line
from bot.record.view import record_as_json

#: The work of this action for a message is kept under one name, whichever question's action ran first.
ASKED = "action_ask"


async def ask_next(tracker: Tracker) -> list[Event]:
    """Put the next question (or end the talk) in answer to the person's last message, once."""
    turn = Turn.of(tracker)
    return await once(turn, ASKED, 0, lambda state: (next_step(state, turn.message), [SlotSet("replied_to", turn.message)]))


def next_step(state: State, message: Optional[str] = None, *, words_again: bool = False) -> Step:
    """Return the step that puts the next question; ``message``: the id of the message that it follows on."""
    given = services()
    language = state.talk.language or "cy"
    return put_next(
        state,
        given.phrasebook,
        answer_words=_words_kept(state, message),
        read_back=lambda: read_back_words(state),
        next_steps=given.settings.next_steps(language),
        words_again=words_again,
        person_line=council_line(given.settings.council_lines, "iaa_line", language) or "",
    )


def _words_kept(state: State, message: Optional[str]) -> int:
    """Return how many words of ``message`` the record kept: what was told is thanked for, a command is not."""
    return sum(len(quote.text.split()) for _, quote in state.record.all_quotes() if message and quote.message == message)


def read_back_words(state: State) -> str:
    """Return the person's words, grouped under what matters, to be shown before the question whether they are right."""
    record = record_as_json(
        state.record,
        conversation=state.talk.id,
        role=state.talk.role,
        language=state.talk.language,
        created_at=datetime.now(timezone.utc),
        coverage=[],
    )
    lines = []
    for section in outline(record, state.talk.language or "cy"):
        lines += [section.heading, *(f"  {words}" for words in section.quotes)]
    return "\n".join(lines)


class AskFor(Action):
    """The action by which Rasa's forms ask for ``slot``: always the same asking."""

    def __init__(self, slot: str) -> None:
        self.slot = slot

    def name(self) -> str:
        return f"action_ask_{self.slot}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Any]:
        return await ask_next(tracker)


class PutTheQuestionAgain(Action):
    """Never silence: when no rule knows what to do, the question is put again."""

    def name(self) -> str:
        return "action_put_the_question_again"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Any]:
        return await ask_next(tracker)


ASK_ACTIONS = [AskFor(slot) for slot in (*(slot for _, slot in SLOTS.values()), OFFER_SLOT)] + [PutTheQuestionAgain()]
