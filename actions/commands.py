"""One action for each command: what is done when the assistant is spoken to. What each does: bot/conversation/commands.py."""

from datetime import datetime, timezone

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Event, answer, services
from bot.conversation.asks import Ask
from bot.conversation.carry_out import carry_out_command
from bot.conversation.commands import Commands
from bot.conversation.said import Step
from bot.conversation.talk import State
from bot.conversation.understood import Understood
from bot.help.lines import council_line
from bot.record.quote import Message


class Command(Action):
    """Carries out ``command`` (MOVES.md)."""

    def __init__(self, action: str, command: str) -> None:
        self.action = action
        self.command = command

    def name(self) -> str:
        return self.action

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        def carry_out(state: State, ask: Ask, message: Message, understood: Understood) -> Step:
            given = services()
            language = state.talk.language or "cy"
            council = {"council_line": council_line(given.settings.council_lines, "iaa_line", language) or ""}
            commands = Commands(given.phrasebook, council, datetime.now(timezone.utc))
            return carry_out_command(self.command, commands, state, ask, message, understood)

        return await answer(tracker, self.name(), carry_out)


#: The action of each command, as the rules name it (data/rules/commands.yml).
COMMAND_ACTIONS = [
    Command("action_skip", "skip"),
    Command("action_stop", "stop"),
    Command("action_pause", "pause"),
    Command("action_go_on", "go_on"),
    Command("action_send_to_duty_team", "send"),
    Command("action_go_back", "back"),
    Command("action_repeat", "repeat"),
    Command("action_rephrase", "rephrase"),
    Command("action_say_why_we_ask", "why_ask"),
    Command("action_say_who_sees", "who_sees"),
    Command("action_give_a_person", "human"),
    Command("action_switch_language", "language"),
    Command("action_say_how_to_correct", "correct"),
    Command("action_affirm", "affirm"),
    Command("action_deny", "deny"),
    Command("action_thank", "thanks"),
    Command("action_greet", "greet"),
    Command("action_explain", "help"),
]
