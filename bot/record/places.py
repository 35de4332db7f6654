"""The places of the record where a quote can stand, as short paths, and their shape in the record's JSON.

``outcomes/1/barriers`` is what gets in the way of the first thing that matters. A path is written in entries and never changes.
"""

import functools
import re

from bot.errors import UnknownPlace

OPENING = ("opening/communication", "opening/present")
CARING = (
    "caring/does", "caring/able/now", "caring/able/later", "caring/willing/now", "caring/willing/later",
    "caring/work", "caring/learning", "caring/leisure",
)  # fmt: skip
STRENGTHS = ("strengths/self", "strengths/others", "strengths/community")
OUTCOME_PARTS = ("statement", "so_what", "barriers", "risks", *STRENGTHS, "preferences", "requests")
NEED_PARTS = ("statement", "why", "barriers", *STRENGTHS, "risks", "requests")
UNLINKED = ("unlinked/barriers", "unlinked/risks", *(f"unlinked/{s}" for s in STRENGTHS), "unlinked/preferences", "unlinked/requests")
SINGLE = ("circumstances", "others_views", "observations", "advice_given", "agreed", "limits", "assessment_answer")

_NUMBERED = re.compile(r"^(outcomes|needs)/([1-9]\d*)/(.+)$")


def check_place(place: str) -> str:
    """Return ``place``; raises UnknownPlace when the record has no such place."""
    numbered = _NUMBERED.match(place)
    if numbered:
        parts = OUTCOME_PARTS if numbered.group(1) == "outcomes" else NEED_PARTS
        if numbered.group(3) in parts:
            return place
    elif place in OPENING or place in CARING or place in UNLINKED or place in SINGLE:
        return place
    raise UnknownPlace("The record has no such place.")


def of_outcome(number: int, part: str) -> str:
    """Return the place of ``part`` of the outcome with this number."""
    return check_place(f"outcomes/{number}/{part}")


def of_need(number: int, part: str) -> str:
    """Return the place of ``part`` of the need with this number."""
    return check_place(f"needs/{number}/{part}")


@functools.lru_cache(maxsize=4096)
def number_in(place: str) -> int:
    """Return the outcome's or need's number in ``place``, 0 when it has none."""
    numbered = _NUMBERED.match(place)
    return int(numbered.group(2)) if numbered else 0
