"""The understanding of a message as plain data: what travels in Rasa's output to the actions, words as offsets only."""

from typing import Any


def as_dict(understood: Any) -> dict[str, Any]:
    """Return an ``Understanding`` (move_model.py) as JSON-ready data. Words of the person stand in it as offsets, not as text."""
    return {
        "move": understood.move,
        "command": understood.command,
        "kind": understood.kind,
        "term": list(understood.term) if understood.term else None,
        "elements": understood.elements,
        "sentences": [{"start": s.start, "end": s.end, "elements": s.elements} for s in understood.sentences],
        "confidence": round(understood.confidence, 3),
        "because": understood.because,
    }
