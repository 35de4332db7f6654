"""Danger first: the agenda stops, help is shown, the words are kept exactly, nothing is judged, and the person may carry on. Pure.

Whom to turn to comes from ``bot/help`` (numbers that hold in Wales, and the council's own from its settings).
"""

from collections.abc import Callable

from bot.conversation.answers import quote
from bot.conversation.asks import Ask
from bot.conversation.phrasebook import Phrasebook
from bot.conversation.placing import own_words
from bot.conversation.said import Said, Step, context_of
from bot.conversation.talk import State
from bot.conversation.understood import Understood
from bot.record import entries
from bot.record.quote import Message
from bot.understanding.moves import CONCERN_KINDS

#: (kind, role, young, language) -> the lines of help to show, one a line, and their names for the record.
HelpFor = Callable[[str, str, bool, str], tuple[list[str], list[str]]]


def show_help(state: State, ask: Ask, message: Message, understood: Understood, phrasebook: Phrasebook, help_for: HelpFor) -> Step:
    """Keep the words among the concerns and nowhere else, and put help first. Full help once for each kind, one line after that."""
    kind = understood.kind if understood.kind in CONCERN_KINDS else "danger_now"
    context = context_of(state)
    lines, names = help_for(kind, state.talk.role, state.talk.young, context["language"])
    again = kind in state.talk.concerns_shown
    name = "utter_concern_again" if again else f"utter_concern_{kind}"
    text, buttons = phrasebook.say(name, context, len(state.talk.concerns_shown), help="\n" + "\n".join(lines) + "\n")
    start, end = own_words(message, Understood("concern", sentences=()))
    return Step(
        [entries.concern(kind, quote(state, message, start, end), names), entries.held("concern")],
        [Said(_one_line_breaks(text), None, buttons)],
    )


def _one_line_breaks(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
