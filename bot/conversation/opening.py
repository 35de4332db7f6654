"""How a talk opens: what this is, who will see it and when, that nothing is decided, and the right that stands beside it. Pure."""

from bot.conversation.phrasebook import Phrasebook
from bot.conversation.said import Said, context_of
from bot.conversation.talk import State


def introduce(state: State, phrasebook: Phrasebook, call_sentence: str = "") -> list[Said]:
    """Return what is said before the first question; nothing while the language has not been chosen.

    ``call_sentence``: on a call, the council's own sentence that says what the call is.
    """
    if state.talk.language is None:
        return []
    context = context_of(state)
    exceptions = phrasebook.say("utter_exceptions", context)[0]
    intro = phrasebook.say("utter_intro", context, exceptions=exceptions)[0]
    said = [Said(intro)]
    if call_sentence and state.talk.role == "handler":
        said.insert(0, Said(call_sentence))
    return said
