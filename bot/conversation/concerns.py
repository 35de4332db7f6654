"""Danger first: the agenda stops, help is shown, the words are kept exactly, nothing is judged, and the person may carry on. Pure.

Whom to turn to comes from ``bot/help`` (numbers that hold in Wales, and the council's own from its settings).
"""

from collections.abc import Callable
from typing import Any

from bot.conversation.answers import quote
from bot.conversation.asks import Ask
from bot.conversation.phrasebook import Button, Phrasebook
from bot.conversation.placing import own_words
from bot.conversation.said import Said, Step, context_of
from bot.conversation.talk import State
from bot.conversation.understood import Understood
from bot.record import entries
from bot.record.quote import Message
from bot.understanding.moves import CONCERN_KINDS
from bot.words.labels import label

#: (kind, role, young, language) -> the lines of help to show, one a line, and their names for the record.
HelpFor = Callable[[str, str, bool, str], tuple[list[str], list[str]]]
#: To whom words about danger are passed on, as the record names them.
DUTY_TEAM = "duty_team"


def show_help(
    state: State, ask: Ask, message: Message, understood: Understood, phrasebook: Phrasebook, help_for: HelpFor, route: str = "person"
) -> Step:
    """Keep the words among the concerns and nowhere else, and put help first. Full help once for each kind, one line after that.

    ``route``: whether the ``person`` decides about passing the words on, with a button for it, or they go to the ``duty`` team's list
    at once (SGWRS_CONCERN_ROUTE).
    """
    state.talk.heard = message.language
    if state.talk.language is None:
        route = "person"  # nobody has been told yet that it goes to the duty team by itself
    kind = understood.kind if understood.kind in CONCERN_KINDS else "danger_now"
    context = {**context_of(state), "route": route}
    lines, names = help_for(kind, state.talk.role, state.talk.young, context["language"])
    again = kind in state.talk.concerns_shown
    text, buttons = help_text(phrasebook, "again" if again else kind, context, lines, len(state.talk.concerns_shown))
    if route == "person":
        send = label("button_send_words", context["language"])
        buttons = (*buttons, Button(send, send))
        if not again:
            text += "\n" + phrasebook.say("utter_concern_can_send", context)[0]
    start, end = own_words(message, Understood("concern", sentences=()))
    told = quote(state, message, start, end)
    passed = [entries.passed_on(told.id, "route", DUTY_TEAM)] if route == "duty" else []
    return Step([entries.concern(kind, told, names), *passed, entries.held("concern")], [Said(text, None, buttons)])


def help_text(
    phrasebook: Phrasebook, kind: str, context: dict[str, Any], lines: list[str], turn: int = 0
) -> tuple[str, tuple[Button, ...]]:
    """Return (text, buttons) of the reply to a danger of this kind, or ``again``: the help, and that the words are kept."""
    kept = phrasebook.say("utter_concern_kept", context)[0]
    text, buttons = phrasebook.say(f"utter_concern_{kind}", context, turn, help="\n" + "\n".join(lines) + "\n", kept=kept)
    return _one_line_breaks(text), buttons


def _one_line_breaks(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
