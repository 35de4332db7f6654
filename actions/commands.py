"""One action for each command: what is done when the assistant is spoken to. What each does: bot/conversation/commands.py."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Event, answer, services
from bot.conversation.asks import Ask
from bot.conversation.commands import METHODS, Commands
from bot.conversation.said import Step
from bot.conversation.talk import State
from bot.conversation.understood import Understood
from bot.help.lines import council_line
from bot.record import entries
from bot.record.quote import Message

#: Commands that say themselves whether a talk that waits goes on; the others leave it waiting.
_GOES_ON = ("skip", "back", "affirm", "deny", "repeat", "rephrase")


class Command(Action):
    """Carries out ``command`` (MOVES.md)."""

    command = ""
    action = ""

    def name(self) -> str:
        return self.action

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        def carry_out(state: State, ask: Ask, message: Message, understood: Understood) -> Step:
            given = services()
            language = state.talk.language or "cy"
            council = {"council_line": council_line(given.settings.council_lines, "iaa_line", language) or ""}
            step = METHODS[self.command](Commands(given.phrasebook, council), state, ask, message, understood)
            if state.talk.state in ("paused", "concern") and self.command in _GOES_ON:
                step.entries.insert(0, entries.held("open"))
            return step

        return await answer(tracker, self.name(), carry_out)


class Skip(Command):
    command, action = "skip", "action_skip"


class Stop(Command):
    command, action = "stop", "action_stop"


class Pause(Command):
    command, action = "pause", "action_pause"


class GoOn(Command):
    command, action = "go_on", "action_go_on"


class GoBack(Command):
    command, action = "back", "action_go_back"


class Repeat(Command):
    command, action = "repeat", "action_repeat"


class Rephrase(Command):
    command, action = "rephrase", "action_rephrase"


class SayWhyWeAsk(Command):
    command, action = "why_ask", "action_say_why_we_ask"


class SayWhoSees(Command):
    command, action = "who_sees", "action_say_who_sees"


class GiveAPerson(Command):
    command, action = "human", "action_give_a_person"


class SwitchLanguage(Command):
    command, action = "language", "action_switch_language"


class SayHowToCorrect(Command):
    command, action = "correct", "action_say_how_to_correct"


class Affirm(Command):
    command, action = "affirm", "action_affirm"


class Deny(Command):
    command, action = "deny", "action_deny"


class Thank(Command):
    command, action = "thanks", "action_thank"


class Greet(Command):
    command, action = "greet", "action_greet"


class Explain(Command):
    command, action = "help", "action_explain"
