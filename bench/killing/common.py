"""What the parts of the kill bench share: the steps of a turn, the figures that must be zero, the times that may pass."""

from typing import Any

PROGRAMS = ("engine", "app")
#: The process of which the engine is a fork, when there is one: the engine does not outlive it for long.
KEEPER = "engine's keeper"
MOST_TURNS = 60
#: Seconds that a talk may stand still while both programs are up.
STUCK = 30.0
#: Seconds that both may take to be up again: the supervisor's longest pauses, one after the other, and a slow start.
AWAY = 150.0
#: The longest time after a message was sent at which its turn is hit on purpose, in seconds; a turn that takes longer is hit later, too.
LATEST = 0.15

#: How far the turn of a message can have come, as the databases show it.
STEPS = (
    "0 before the log",
    "1 logged, no move done",
    "2 move done, question not put",
    "3 reply written, tracker not saved",
    "4 tracker saved, not marked answered",
    "5 answered, on its way out",
)

#: The figures, all of which must be zero.
ZERO = (
    "messages lost",
    "messages doubled",
    "replies doubled or changed",
    "asks put twice where nothing called for it",
    "follow-ups asked twice",
    "quotes twice in one place",
    "quotes that are no exact slice",
    "records half written",
    "talks that went another way than undisturbed",
    "talks stuck",
    "answers 5xx, or 4xx to a good message",
)

Json = dict[str, Any]
Faults = list[tuple[str, str]]


class Stuck(Exception):
    """A talk made no progress for longer than it may."""


def texts(messages: list[Json]) -> list[str]:
    """Return the beginnings of the texts of messages."""
    return [message["text"][:60] for message in messages]
