"""Whose words, and how they came in: what a daughter thinks is kept as hers, what a practitioner saw as seen. Pure."""

import re
from typing import Optional

from bot.conversation.talk import State
from bot.record.quote import Message, Taken, Voice

_PROFESSIONAL = re.compile(
    r"(?i)\b(?:doctors?|dr|gp|nurses?|consultant|social workers?|physio\w*|ot|occupational|mdt|team|teachers?|school|hospital|ward|"
    r"psychiatrist|cpn|psychologist|dietitian|paramedics?|health visitor|support workers?|key ?workers?|carers? from|agency|manager|"
    r"police|council|department|professionals?|"
    r"meddyg\w*|doctor\w*|nyrs\w*|gweithiwr|gweithwyr|ymgynghorydd|tîm|ysgol|athr\w+|ffisio\w*|therapydd)\b"
)
_SEEN = re.compile(
    r"(?i)\b(?:i (?:saw|noticed|observed|could see)|observed|was seen|seemed|appeared|looked|welais|sylwais|gwelais i|gwelwyd)\b"
)


def how_taken(state: State, message: Message) -> Taken:
    """Return how the words came in. What staff type is noted, unless they mark it as word for word."""
    if state.talk.role == "carer":
        return "typed_by_person"
    return "word_for_word" if message.word_for_word else "noted"


def own_voice(state: State) -> Voice:
    """Return whose voice an answer is in: the person's own, or the carer's who speaks about somebody else."""
    if state.talk.role == "carer" or state.talk.subject == "self":
        return "own"
    return "carer" if state.record.facts.get("caller_is_carer") else "family"


def others_voice(state: State, speaker: Optional[str], words: str) -> tuple[str, Voice]:
    """Return (place, voice) for somebody else's view: what staff saw goes to the observations."""
    if state.talk.role != "carer" and _SEEN.search(words) and not speaker:
        return "observations", "observation"
    return "others_views", "professional" if speaker and _PROFESSIONAL.search(speaker) else "family"
