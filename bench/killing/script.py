"""What is said in a talk: a plain function of the person, the number of the talk and the seed."""

import random
from dataclasses import dataclass
from typing import Optional

from bench.killing.common import Json
from bench.person import Person
from bench.speaker import Speaker

_WAITS = ("paused", "concern")
_MAIN = ("circumstances", "outcome", "barrier", "strength_self", "strength_others", "community", "risk", "caring_role", "work_leisure")

#: What is put in between the planned answers, in both languages: commands, skips, generic answers and nothings.
_BETWEEN = {
    "en": ["Repeat that please", "Can you say that another way?", "Why do you ask?", "Who will see this?", "thank you", "Skip",
           "Pause", "Can I talk to a real person?", "Go back", "help", "my independence", "a break", "dunno", "Nobody."],
    "cy": ["Ailadroddwch y cwestiwn", "Dwedwch hynna mewn ffordd arall", "Pam dach chi'n gofyn?", "Pwy fydd yn gweld hwn?", "diolch",
           "Hepgor", "Saib", "Ga i siarad efo person go iawn?", "Yn ôl", "help", "annibyniaeth", "seibiant", "dwn i ddim", "Neb."],
}  # fmt: skip
_DANGER = {"en": "I don't want to be alive any more.", "cy": "Dw i ddim eisiau byw ddim mwy."}


@dataclass(frozen=True)
class Move:
    """One thing that the client does: ``say`` words, ``finish`` the talk, or switch the ``language``."""

    what: str
    words: str = ""


class Script:
    """What one person does in one talk: planned answers, with other things in between. The same again whenever the replies are the same."""

    def __init__(self, person: Person, number: int, seed: int) -> None:
        self.person = person
        self.name = f"{number}-{person.name}"
        self.chance = random.Random(f"{seed}/{number}")
        self.speaker = Speaker(person)
        self.danger_at = self.chance.randint(2, 12) if number % 3 == 0 else -1
        self.finish_at = self.chance.randint(8, 16) if number % 7 == 3 else -1
        self.switch_at = self.chance.randint(4, 12) if number % 5 == 1 else -1
        self.turns = 0
        self.between = False
        self.last_ask = ""

    def next(self, state: str, asked: Optional[Json], buttons: list[Json]) -> Move:
        """Return what is done next, in a talk in this state, with this ask open."""
        self.turns += 1
        if state in _WAITS or asked is None:
            return Move("say", self.speaker.go_on(buttons).text)
        if self._may_put_in(asked):
            self.between = True
            return self._put_in()
        again = not self.between and asked["id"] == self.last_ask
        self.between, self.last_ask = False, asked["id"]
        return Move("say", self.speaker.answer(asked, again).text)

    def _may_put_in(self, asked: Json) -> bool:
        """Whether something is put in here: only beside questions about the person's life, and never twice running."""
        return not self.between and asked["element"] in _MAIN and (self._something_is_due() or self.chance.random() < 0.2)

    def _something_is_due(self) -> bool:
        return any(0 < at <= self.turns for at in (self.danger_at, self.finish_at, self.switch_at))

    def _put_in(self) -> Move:
        language = self.person.language
        if 0 < self.danger_at <= self.turns:
            self.danger_at = -1
            return Move("say", _DANGER[language])
        if 0 < self.switch_at <= self.turns:
            self.switch_at = -1
            return Move("language", {"en": "cy", "cy": "en"}[language])
        if 0 < self.finish_at <= self.turns:
            self.finish_at = -1
            return Move("finish")
        return Move("say", self.chance.choice(_BETWEEN[language]))


# The copy and its programs
