"""Which help is shown, for which danger, to whom. Numbers from lines.yml; the council's own lines from its settings."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ruamel.yaml import YAML

_FILE = Path(__file__).with_name("lines.yml")
#: Which of the council's lines fit which kind of concern.
_COUNCIL_LINES = ("duty_team", "out_of_hours")


@dataclass(frozen=True)
class CouncilLines:
    """The council's own telephone lines, as it wants them shown; "" where it has not set them."""

    duty_team: str = ""
    out_of_hours: str = ""
    iaa_line: str = ""

    def missing(self) -> list[str]:
        """Return the names of the lines that are not set: the program warns about them at start and on the staff pages."""
        return [name for name in ("duty_team", "out_of_hours", "iaa_line") if not getattr(self, name)]


_COUNCIL_NAMES = {
    "duty_team": {"en": "The council's duty team", "cy": "Tîm dyletswydd y cyngor"},
    "out_of_hours": {"en": "The council out of hours", "cy": "Y cyngor y tu allan i oriau swyddfa"},
    "iaa_line": {"en": "The council's information and advice line", "cy": "Llinell wybodaeth a chyngor y cyngor"},
}


def help_for(council: CouncilLines, kind: str, role: str, young: bool, language: str) -> tuple[list[str], list[str]]:
    """Return (lines to show, their names for the record) for a danger of this kind.

    Under 18, the lines for young people come straight after the emergency number; staff see the council's own lines first.
    """
    chosen: list[tuple[str, str]] = []
    for key, entry in _lines().items():
        if kind in entry["for"] and bool(entry.get("young")) <= young:
            text = f"{entry['name'][language]}: {entry['number'][language]} ({entry['hours'][language]})"
            chosen.append((key, text))
    own = [(key, council_line(council, key, language)) for key in _COUNCIL_LINES]
    ours = [(key, text) for key, text in own if text]
    if role == "carer":
        first = sum(1 for key, _ in chosen if key == "emergency" or _lines()[key].get("young"))
        chosen = chosen[:first] + ours + chosen[first:]
    else:
        chosen = ours + chosen
    return [text for _, text in chosen], [key for key, _ in chosen]


def council_line(council: CouncilLines, key: str, language: str) -> Optional[str]:
    """Return the council's line as it is shown, None while the council has not set it."""
    number = getattr(council, key)
    return f"{_COUNCIL_NAMES[key][language]}: {number}" if number else None


def all_lines() -> dict[str, Any]:
    """Return every help line with the date on which a person checked it (None: not yet)."""
    return dict(_lines())


@functools.cache
def _lines() -> dict[str, Any]:
    return YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))
