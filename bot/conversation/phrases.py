"""Every follow-up as people will hear it, with words of the kind that it takes up, so that a person can read them all through."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ruamel.yaml import YAML

from bot.conversation.phrasebook import Phrasebook, fill

_TERMS = Path(__file__).with_name("phrases.yml")
#: The beginnings of the responses that follow something up, with what is put in for {about}.
FOLLOW_UPS = {
    "utter_so_what": "so_what",
    "utter_why": "why",
    "utter_own_view": "own_view",
    "utter_context": "context",
    "utter_nudge": None,
    "utter_check": "check",
}


@dataclass(frozen=True)
class Rendered:
    """A wording with real words in it. ``when``: the conditions that it stands under beside the language."""

    name: str
    language: str
    when: str
    text: str


def rendered(phrasebook: Phrasebook, language: Optional[str] = None, move: Optional[str] = None) -> Iterator[Rendered]:
    """Return every wording of every follow-up, in the order of the files; of one ``language`` or ``move`` (MOVES.md) only if given."""
    terms = YAML(typ="safe").load(_TERMS.read_text(encoding="utf-8"))
    for name, wordings in phrasebook.phrases.items():
        beginning = next((b for b in FOLLOW_UPS if name == b or name.startswith(b + "_")), None)
        if beginning is None or name.startswith("utter_why_we_ask") or (move and beginning != f"utter_{move}"):
            continue
        kind = FOLLOW_UPS[beginning]
        turns = {
            spoken: (itertools.cycle(terms[kind or "check"][spoken]), itertools.cycle(terms["matter"][spoken])) for spoken in ("en", "cy")
        }
        for wording in wordings:
            conditions = dict(wording.conditions)
            spoken = conditions.pop("language")
            abouts, matters = turns[spoken]
            text = fill(wording.text, {"about": next(abouts), "matter": next(matters)})
            if language in (None, spoken):
                yield Rendered(name, spoken, _when(conditions), text)


def _when(conditions: dict[str, object]) -> str:
    return ", ".join(str(value) if isinstance(value, str) else name for name, value in conditions.items() if value is not False)
