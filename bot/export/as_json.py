"""The record as JSON, in API.md's shape: for other programs, and for anybody who wants everything that is kept."""

import json
from typing import Any


def as_json(record: dict[str, Any], language: str, *, concerns: bool = False) -> str:
    """Return ``record`` as indented JSON. ``language`` changes nothing: all exports are called alike.

    ``concerns``: words about danger are left out unless this is True; ``concerns_included`` says which it was.
    """
    del language
    kept = {**record, "concerns": record["concerns"] if concerns else [], "concerns_included": concerns}
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
