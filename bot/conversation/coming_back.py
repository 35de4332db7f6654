"""Coming back to a talk: one sentence of where we were, in the person's own words, and the question that was open. Pure."""

from collections.abc import Callable
from datetime import timedelta
from typing import Optional

from bot.conversation.phrasebook import Phrasebook
from bot.conversation.said import Said, Step, context_of
from bot.conversation.spoken import spoken_about
from bot.conversation.talk import State
from bot.record import entries

#: Whoever goes on after this long is told where we were; after a shorter pause they know.
LONG_AWAY = timedelta(hours=3)


def come_back(state: State, phrasebook: Phrasebook, put_next: Callable[[State], Step]) -> Step:
    """Return the step that takes up a talk from another device or after days: a talk that waited is open again, on the same ask.

    ``put_next``: puts the question that is open. Nothing is said of danger: somebody else may be reading.
    """
    if state.talk.state == "ended":
        return Step([], [Said(phrasebook.say("utter_ended_back", context_of(state))[0])])
    again = [entries.held("open")] if state.talk.state != "open" else []
    state.talk.state = "open"
    welcome = [welcome_back(state, phrasebook)] if state.talk.language else []
    asked = put_next(state)
    return Step([*again, *asked.entries], [*welcome, *asked.said])


def welcome_back(state: State, phrasebook: Phrasebook) -> Said:
    """Return the sentence for whoever comes back: the last thing they told, in their own words; never words about danger."""
    about = _last_told(state)
    name = "utter_welcome_back_about" if about else "utter_welcome_back"
    return Said(phrasebook.say(name, context_of(state), len(state.talk.answers), about=about)[0])


def _last_told(state: State) -> Optional[str]:
    of_danger = {concern.quote.message for concern in state.record.concerns}
    told = {q.message: q for place, q in state.record.all_quotes() if place != "limits" and q.message not in of_danger}
    for answer in reversed(state.talk.answers):
        if answer.message in told:
            return spoken_about(told[answer.message].text, most_words=14)
    return None
