"""How many questions a talk may hold, and how many follow-ups a question may have.

From DESIGN.md: probing everybody is the known failure of such systems; a call has no time for more.
"""

from typing import Optional

#: New asks before ``anything_else``. A practitioner's talk has no limit.
_LIMITS: dict[str, Optional[int]] = {"handler": 12, "carer": 25, "practitioner": None}

#: Two thin answers or skips running bring the offer to stop.
THIN_RUN = 2
#: A second follow-up needs a reply that says more than this many words and is still general.
FEW_WORDS = 4
#: The offer to stop is put at most so often in one talk: being asked again and again is a push.
MOST_OFFERS = 3


def ask_limit(role: str) -> Optional[int]:
    """Return how many new asks may be put before ``anything_else``, None for no limit."""
    return _LIMITS[role]


def follow_up_limit(role: str) -> int:
    """Return how many follow-ups of any kind may be put after one opening question: two, one on a call."""
    return 1 if role == "handler" else 2
