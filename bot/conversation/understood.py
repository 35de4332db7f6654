"""What the engine made of an answer, as the conversation needs it: the move, the words it turns on, what each sentence tells."""

from dataclasses import dataclass, field
from typing import Any, Optional


@dataclass(frozen=True)
class Sentence:
    """A sentence of the message by its offsets, with the probability (0 to 1) of each element that it may tell."""

    start: int
    end: int
    elements: dict[str, float] = field(default_factory=dict)

    def tells(self, element: str, at_least: float) -> bool:
        return self.elements.get(element, 0.0) >= at_least


@dataclass(frozen=True)
class Understood:
    """A move with what it turns on. ``term``: offsets of the person's own few words."""

    move: str
    command: Optional[str] = None
    kind: Optional[str] = None
    term: Optional[tuple[int, int]] = None
    elements: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    @classmethod
    def from_engine(cls, data: dict[str, Any]) -> "Understood":
        """Return the understanding from Rasa's output (``understood`` of the latest message)."""
        return cls(
            move=data["move"],
            command=data.get("command"),
            kind=data.get("kind"),
            term=tuple(data["term"]) if data.get("term") else None,
            elements=tuple(data.get("elements") or ()),
            sentences=tuple(Sentence(s["start"], s["end"], s["elements"]) for s in data.get("sentences") or ()),
        )
