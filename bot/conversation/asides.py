"""What is noticed beside the answer itself: that somebody is worn out, or would rather speak the other language. Pure."""

from bot.conversation.asks import CLOSING, Ask
from bot.conversation.phrasebook import Phrasebook
from bot.conversation.said import Said, Step, context_of
from bot.conversation.talk import State
from bot.conversation.weary import how_weary
from bot.record import entries
from bot.record.quote import Message

#: A message of fewer words may be a name, or a word that both languages use.
_ENOUGH_WORDS = 4


def asides(state: State, ask: Ask, message: Message, phrasebook: Phrasebook) -> Step:
    """Return what is to be noted and said beside the answer: at most one sentence for each, and nothing at the close."""
    step = weariness(state, ask, message, phrasebook)
    if ask.element not in (*CLOSING, "offer") and _in_the_other_language(state, message):
        text, buttons = phrasebook.say("utter_offer_language", context_of(state))
        step.entries.append(entries.language_offered())
        step.said.append(Said(text, None, buttons))
    return step


def weariness(state: State, ask: Ask, message: Message, phrasebook: Phrasebook) -> Step:
    """Return what is noted and said of how tired or low the person says they are; nothing at the close."""
    much = how_weary(message.text, state.talk.role) if ask.element not in (*CLOSING, "offer") else None
    if much is None:
        return Step()
    stops = (much or state.talk.weary) and state.talk.weary < 2  # stopping is offered: that says it
    said = [] if stops else [Said(phrasebook.say("utter_weary", context_of(state), len(state.talk.answers))[0])]
    return Step([entries.weary(much)], said)


def _in_the_other_language(state: State, message: Message) -> bool:
    talk = state.talk
    if talk.language_offered or not talk.language or message.language == talk.language:
        return False
    return len(message.text.split()) >= _ENOUGH_WORDS
