"""One action for each move: what is done with an answer that belongs to the story."""

from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Event, answer, services
from bot.conversation import answers
from bot.conversation.asks import Ask
from bot.conversation.concerns import show_help
from bot.conversation.said import Step
from bot.conversation.talk import State
from bot.conversation.understood import Understood
from bot.help.lines import help_for
from bot.record import entries
from bot.record.quote import Message


class Move(Action):
    """Handles the answer, and lets a talk that waited go on: any message but a command answers the ask that was open."""

    def __init__(self, action: str, handle: Callable[[State, Ask, Message, Understood], Step]) -> None:
        self.action = action
        self.handle = handle

    def name(self) -> str:
        return self.action

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        def go_on(state: State, ask: Ask, message: Message, understood: Understood) -> Step:
            step = self.handle(state, ask, message, understood)
            if state.talk.state in ("paused", "concern"):
                step.entries.insert(0, entries.held("open"))
            return step

        return await answer(tracker, self.name(), go_on)


def _keep(state: State, ask: Ask, message: Message, understood: Understood) -> Step:
    return Step(answers.keep(state, ask, message, understood))


def _probe(state: State, ask: Ask, message: Message, understood: Understood) -> Step:
    return Step(answers.probe(state, ask, message, understood))


def _another_way(state: State, ask: Ask, message: Message, understood: Understood) -> Step:
    return Step(answers.nudge(state, ask, message))


class ShowHelp(Action):
    """Danger first."""

    def name(self) -> str:
        return "action_show_help"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        def help_lines(kind: str, role: str, young: bool, language: str) -> Any:
            return help_for(services().settings.council_lines, kind, role, young, language)

        def show(state: State, ask: Ask, message: Message, understood: Understood) -> Step:
            return show_help(state, ask, message, understood, services().phrasebook, help_lines)

        return await answer(tracker, self.name(), show)


#: The action of each move, as the rules name it (data/rules/moves.yml).
MOVE_ACTIONS = [
    Move("action_keep_answer", _keep),
    Move("action_ask_so_what", _probe),
    Move("action_ask_why", _probe),
    Move("action_ask_own_view", _probe),
    Move("action_ask_context", _probe),
    Move("action_offer_another_way", _another_way),
    ShowHelp(),
]
