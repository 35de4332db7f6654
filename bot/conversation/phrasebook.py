"""What the assistant says: Rasa responses (data/responses) with conditions on language, role, young and subject.

Chosen as Rasa chooses, with two things added: the wording with most conditions that hold comes first, and two different questions
never share a text. Pure once loaded.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ruamel.yaml import YAML

RESPONSES = Path(__file__).resolve().parents[2] / "data" / "responses"


@dataclass(frozen=True)
class Button:
    """What a button shows, and the words that pressing it sends."""

    text: str
    send: str


@dataclass(frozen=True)
class Phrase:
    """One wording, not yet filled in. ``conditions``: slot name -> value that must hold."""

    text: str
    conditions: tuple[tuple[str, Any], ...]
    buttons: tuple[Button, ...] = ()

    def fits(self, context: Mapping[str, Any]) -> bool:
        return all(context.get(name) == value for name, value in self.conditions)


class Phrasebook:
    """All wordings by response name. ``always``: what holds in every talk of this copy (the ``route`` of words about danger)."""

    def __init__(self, phrases: Mapping[str, list[Phrase]], always: Optional[Mapping[str, Any]] = None) -> None:
        self.phrases = phrases
        self.always = dict(always or {"route": "person"})

    def wordings(self, name: str, context: Mapping[str, Any]) -> list[Phrase]:
        """Return the wordings of ``name`` that fit, those with most conditions first. Raises KeyError for an unknown name."""
        fitting = [phrase for phrase in self.phrases[name] if phrase.fits({**self.always, **context})]
        return sorted(fitting, key=lambda phrase: -len(phrase.conditions))

    def has(self, name: str, context: Mapping[str, Any]) -> bool:
        return name in self.phrases and any(phrase.fits({**self.always, **context}) for phrase in self.phrases[name])

    def say(self, name: str, context: Mapping[str, Any], turn: int = 0, **values: Optional[str]) -> tuple[str, tuple[Button, ...]]:
        """Return (text, buttons) of a statement: the wordings of its best tier take turns by ``turn``."""
        wordings = self.wordings(name, context)
        if not wordings:
            raise KeyError(name)
        tier = [w for w in wordings if len(w.conditions) == len(wordings[0].conditions)]
        chosen = tier[turn % len(tier)]
        return fill(chosen.text, values), chosen.buttons

    def ask(
        self, name: str, context: Mapping[str, Any], used: Iterable[str], turn: int = 0, **values: Optional[str]
    ) -> tuple[str, tuple[Button, ...]]:
        """Return (question, buttons) whose text is not in ``used``.

        When every wording has been said, a lead-in makes it new; in a talk longer than all of these, its number does.
        """
        wordings = self.wordings(name, context)
        if not wordings:
            raise KeyError(name)
        used = set(used)
        for wording in wordings:
            text = fill(wording.text, values)
            if text not in used:
                return text, wording.buttons
        leads = [lead.text for lead in self.wordings("utter_lead_in", context)]
        for lead in leads:
            for wording in wordings:
                text = f"{lead} {fill(wording.text, values)}"
                if text not in used:
                    return text, wording.buttons
        name = {"cy": "Cwestiwn", "en": "Question"}[context.get("language") or "en"]
        number = turn + 1
        while (text := f"{name} {number}. {fill(wordings[0].text, values)}") in used:
            number += 1
        return text, wordings[0].buttons


def fill(text: str, values: Mapping[str, Optional[str]]) -> str:
    """Return ``text`` with {name} replaced. The values are put in as they are: braces in what people say mean nothing."""
    parts = []
    rest = text
    while "{" in rest:
        before, _, rest = rest.partition("{")
        name, _, rest = rest.partition("}")
        parts += [before, values.get(name) or ""]
    return "".join(parts + [rest]).strip()


@functools.cache
def load_phrasebook(folder: Path = RESPONSES, route: str = "person") -> Phrasebook:
    """Read every response file in ``folder``. ``route``: where words about danger go (SGWRS_CONCERN_ROUTE)."""
    phrases: dict[str, list[Phrase]] = {}
    for file in sorted(folder.glob("*.yml")):
        content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        for name, variations in content["responses"].items():
            phrases.setdefault(name, []).extend(_phrase(variation) for variation in variations)
    return Phrasebook(phrases, {"route": route})


def _phrase(variation: Mapping[str, Any]) -> Phrase:
    return Phrase(
        text=variation["text"].strip(),
        conditions=tuple((c["name"], c["value"]) for c in variation.get("condition", ())),
        buttons=tuple(Button(b["title"], b["payload"]) for b in variation.get("buttons", ())),
    )
