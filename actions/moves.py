"""One action for each move: what is done with an answer that belongs to the story."""

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

    def handle(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        raise NotImplementedError

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        def go_on(state: State, ask: Ask, message: Message, understood: Understood) -> Step:
            step = self.handle(state, ask, message, understood)
            if state.talk.state in ("paused", "concern"):
                step.entries.insert(0, entries.held("open"))
            return step

        return await answer(tracker, self.name(), go_on)


class KeepAnswer(Move):
    def name(self) -> str:
        return "action_keep_answer"

    def handle(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        return Step(answers.keep(state, ask, message, understood))


class AskSoWhat(Move):
    def name(self) -> str:
        return "action_ask_so_what"

    def handle(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        return Step(answers.probe(state, ask, message, understood))


class AskWhy(AskSoWhat):
    def name(self) -> str:
        return "action_ask_why"


class AskOwnView(AskSoWhat):
    def name(self) -> str:
        return "action_ask_own_view"


class AskContext(AskSoWhat):
    def name(self) -> str:
        return "action_ask_context"


class OfferAnotherWay(Move):
    def name(self) -> str:
        return "action_offer_another_way"

    def handle(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
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
