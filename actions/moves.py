"""One action for each move: what is done with an answer that belongs to the story."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Event, answer, services
from bot.conversation import answers
from bot.conversation.asks import Ask
from bot.conversation.carry_out import Handle, carry_out_answer
from bot.conversation.concerns import show_help
from bot.conversation.said import Step
from bot.conversation.talk import State
from bot.conversation.understood import Understood
from bot.help.lines import help_for
from bot.record.quote import Message


class Move(Action):
    """Handles the answer as ``handle`` says."""

    def __init__(self, action: str, handle: Handle) -> None:
        self.action = action
        self.handle = handle

    def name(self) -> str:
        return self.action

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        def carry_out(state: State, ask: Ask, message: Message, understood: Understood) -> Step:
            return carry_out_answer(self.handle, state, ask, message, understood, services().phrasebook)

        return await answer(tracker, self.name(), carry_out)


class ShowHelp(Action):
    """Danger first."""

    def name(self) -> str:
        return "action_show_help"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        def help_lines(kind: str, role: str, young: bool, language: str) -> Any:
            return help_for(services().settings.council_lines, kind, role, young, language)

        def show(state: State, ask: Ask, message: Message, understood: Understood) -> Step:
            return show_help(state, ask, message, understood, services().phrasebook, help_lines, services().settings.concern_route)

        return await answer(tracker, self.name(), show)


#: The action of each move, as the rules name it (data/rules/moves.yml).
MOVE_ACTIONS = [
    Move("action_keep_answer", answers.keep),
    Move("action_ask_so_what", answers.probe),
    Move("action_ask_why", answers.probe),
    Move("action_ask_own_view", answers.probe),
    Move("action_ask_context", answers.probe),
    Move("action_offer_another_way", answers.nudge),
    ShowHelp(),
]
