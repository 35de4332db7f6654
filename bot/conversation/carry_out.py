"""What an action of Rasa's carries out for one message, whole: the answer or command itself, and what goes with it in every talk. Pure.

A talk that waited goes on with any message but a command; what is noticed beside an answer comes with it; what "go back" opened is
replaced; and what this is, is said as soon as somebody can read it.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.conversation.answers import replacing, set_down
from bot.conversation.asides import asides, weariness
from bot.conversation.asks import Ask
from bot.conversation.commands import METHODS, Commands
from bot.conversation.opening import introduce
from bot.conversation.phrasebook import Button, Phrasebook
from bot.conversation.said import Said, Step
from bot.conversation.talk import State, apply_entry
from bot.conversation.understood import Understood
from bot.record import entries
from bot.record.entries import Entry
from bot.record.quote import Message
from bot.words.labels import label

Handle = Callable[[State, Ask, Message, Understood], list[Entry]]

_WAITS = ("paused", "concern")
#: An answer of more words says something beside that it is too much.
_ONLY_THAT = 12
_STRENGTHS = ("strength_self", "strength_others", "community")
#: Commands by which a talk that waits goes on; the others leave it waiting.
_GOES_ON = ("skip", "back", "affirm", "deny", "repeat", "rephrase")
#: Commands that say themselves what becomes of a talk that waits.
_SAYS_ITSELF = ("go_on", "stop")
#: Commands that are often given because somebody can't go on with the question: that is heard beside them.
_MAY_BE_TIRED = ("skip", "repeat", "rephrase", "help", "why_ask", "back", "affirm", "deny")


def carry_out_answer(handle: Handle, state: State, ask: Ask, message: Message, understood: Understood, phrasebook: Phrasebook) -> Step:
    """Return the step for an answer: what ``handle`` makes of it, with what is noticed beside it."""
    noticed = asides(state, ask, message, phrasebook)
    state.talk.heard = message.language
    for entry in noticed.entries:
        apply_entry(state.talk, entry)  # who is tired is not probed, from this answer on
    goes_on = [entries.held("open")] if state.talk.state in _WAITS else []
    too_much = any(entry.kind == "weary" and entry.data["much"] for entry in noticed.entries)
    only_that = len(message.text.split()) <= _ONLY_THAT
    if too_much and only_that and ask.element in _STRENGTHS:  # "I sit here crying" is no strength, whatever had been asked
        handle = set_down
    return Step([*goes_on, *noticed.entries, *handle(state, ask, message, understood)], noticed.said)


def carry_out_command(command: str, commands: Commands, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
    """Return the step for a command; a talk that goes on waiting shows how to go on, or stop."""
    state.talk.heard = message.language
    tired = weariness(state, ask, message, commands.phrasebook) if command in _MAY_BE_TIRED else Step()
    for entry in tired.entries:
        apply_entry(state.talk, entry)
    step: Step = METHODS[command](commands, state, ask, message, understood)
    if state.talk.state == "ended" and command == "back":
        step.entries.insert(0, entries.held("open"))
    elif state.talk.state in _WAITS:
        if command in _GOES_ON:
            step.entries.insert(0, entries.held("open"))
        elif command not in _SAYS_ITSELF and step.said:
            step.said[-1] = _with_ways_on(step.said[-1], _language_after(state, step))
    return Step([*tired.entries, *step.entries], [*step.said, *tired.said])


def complete(state: State, step: Step, phrasebook: Phrasebook, call_sentence: str = "") -> Step:
    """Return ``step`` with what goes with every step: "go back" replaces, and what this is, is said once it can be read."""
    step.entries = replacing(state, step.entries)
    chosen = next((e.data["value"] for e in step.entries if e.kind == "known" and e.data["what"] == "language"), None)
    if state.talk.language is None and chosen:
        state.talk.language = chosen
        step.said += introduce(state, phrasebook, call_sentence)
    if not state.talk.young and any(e.kind == "known" and e.data == {"what": "under_18", "value": True} for e in step.entries):
        state.talk.young = True  # what this is was said before the age was known: it is said again, plainly, with what school sees
        step.said += introduce(state, phrasebook)
    return step


def _language_after(state: State, step: Step) -> str:
    """Return the language of the talk after ``step``, which may switch it."""
    chosen = [e.data["value"] for e in step.entries if e.kind == "known" and e.data["what"] == "language"]
    return chosen[-1] if chosen else state.talk.language or state.talk.heard or "cy"


def _with_ways_on(said: Said, language: str) -> Said:
    words = [label(name, language) for name in ("button_carry_on", "button_stop_here")]
    shown = {button.text for button in said.buttons}
    return replace(said, buttons=(*said.buttons, *(Button(word, word) for word in words if word not in shown)))
