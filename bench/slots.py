"""Where words stand in a record, and where they belong.

A slot is named by its path in the record (API.md) without numbers: ``outcomes.so_what``. What gets in the way, helps,
is at stake, is asked for or preferred is the same thing whether it hangs on an outcome, on a need or on nothing yet, so
these are named without that: ``strengths.self``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

_PARTS = r"barriers|risks|strengths\.(?:self|others|community)|preferences|requests"
_LINKED = re.compile(rf"^(?:outcomes|needs|unlinked)\.({_PARTS})$")
_TOPIC_SLOTS = {
    "does": "caring.does",
    "able_now": "caring.able.now",
    "able_later": "caring.able.later",
    "willing_now": "caring.willing.now",
    "willing_later": "caring.willing.later",
    "work": "caring.work",
    "learning": "caring.learning",
    "leisure": "caring.leisure",
    "present": "opening.present",
    "communication": "opening.communication",
    "assessment": "assessment_offer.answer",
}
_ELEMENT_SLOTS = {
    "circumstances": ("circumstances",),
    "outcome": ("outcomes.statement", "outcomes.so_what", "requests", "preferences"),
    "barrier": ("barriers",),
    "strength_self": ("strengths.self",),
    "strength_others": ("strengths.others",),
    "community": ("strengths.community",),
    "risk": ("risks",),
    "need": ("needs.statement", "needs.why", "requests", "preferences"),
    "need_why": ("needs.why", "needs.statement", "requests", "preferences"),
    "anything_else": ("circumstances", "outcomes.statement", "needs.statement"),
}
#: Every slot that a fact may belong to.
SLOTS = frozenset(
    [slot for slots in _ELEMENT_SLOTS.values() for slot in slots]
    + [slot for slot in _TOPIC_SLOTS.values()]
    + ["others_views", "observations", "advice_given", "agreed", "consent.limits"]
)


@dataclass(frozen=True)
class Placed:
    """A quote and where it stands. ``path``: with numbers, ``slot``: without."""

    slot: str
    path: str
    message: str
    start: int
    end: int
    text: str


def canonical(path: str) -> str:
    """Return the name of a slot: no numbers, and one name for what may hang on an outcome, a need or nothing yet."""
    bare = re.sub(r"\[\d+\]", "", path)
    linked = _LINKED.match(bare)
    return linked.group(1) if linked else bare


def placed_quotes(record: dict[str, Any]) -> list[Placed]:
    """Return every quote of ``record`` with where it stands, concerns too."""
    found = _quotes(record, "")
    return [Placed(canonical(path), path, q["message"], q["start"], q["end"], q["text"]) for path, q in found]


def _quotes(node: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        if {"message", "start", "end", "text"} <= set(node):
            yield path, node
            return
        for name, inner in node.items():
            if name != "coverage":
                yield from _quotes(inner, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            # The numbers of entries, but not of the quotes in a list: two quotes in one list stand in one place.
            is_quote = isinstance(inner, dict) and "message" in inner and "start" in inner
            yield from _quotes(inner, path if is_quote else f"{path}[{index}]")


def slots_asked(element: str, topic: Optional[str]) -> tuple[str, ...]:
    """Return the slots where an answer to this question goes when it tells nothing else."""
    if topic in _TOPIC_SLOTS:
        return (_TOPIC_SLOTS[topic],)
    return _ELEMENT_SLOTS.get(element, ())
