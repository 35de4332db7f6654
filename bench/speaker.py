"""What a simulated person says next: the planned answer, or what anybody would say when there is none."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ruamel.yaml import YAML

from bench.person import FOLLOW_UPS, Answer, Key, Person
from bench.slots import slots_asked

_SMALL_WORDS = YAML(typ="safe").load((Path(__file__).resolve().parent / "small_words.yml").read_text(encoding="utf-8"))
_GOES_ON = re.compile(r"(?i)carry on|go on|keep going|continue|ymlaen|parhau|dal ati")
#: Questions that may come more than once, about something else each time.
_MAY_COME_AGAIN = ("anything_else", "offer", "read_back", "consent", "opening", "outcome", "need")
#: Plain questions: asked again, the person says it more plainly.
_SAID_DIFFERENTLY = ("opening", "consent", "read_back", "offer")
#: Where words stand that are said to belong to an element.
_SLOTS_CHECKED = {
    "barrier": "barriers",
    "strength_self": "strengths.self",
    "strength_others": "strengths.others",
    "community": "strengths.community",
    "risk": "risks",
}


@dataclass(frozen=True)
class Said:
    """What the person says. ``answer``: the planned answer behind it; None for small words: ``why`` says of what sort.

    ``why`` is ``planned``, ``ending`` (nothing more to tell), ``probed`` (followed up without need), ``asked_again``,
    ``check``, ``repeated`` (the question came again), ``given_up`` or ``go_on``.
    """

    text: str
    answer: Optional[Answer] = None
    why: str = "planned"


class Speaker:
    """One person in one talk. Keeps what has been said, so that nothing planned is said twice."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.words: dict[str, Any] = {**_SMALL_WORDS[person.language]}
        if person.role != "carer":
            self.words.update(self.words["staff"])
        self.used: Counter[Key] = Counter()
        self.kept_back: dict[tuple[str, Optional[str]], Answer] = {}
        self.told: set[str] = set()
        self.answered: set[tuple[Any, ...]] = set()
        self.sent_to: dict[str, list[str]] = {}
        self.turned: Counter[int] = Counter()
        self.last: Optional[Said] = None
        self.times_put = 0
        self.sent: list[str] = []

    def answer(self, ask: dict[str, Any], put_again: bool) -> Said:
        """Return what the person says to ``ask``; ``put_again``: it is the one that was just answered."""
        said = self._again(ask, self.last) if put_again and self.last else self._to(ask)
        self.times_put = self.times_put + 1 if put_again else 0
        self.sent_to.setdefault(ask["id"], []).append(said.text)
        self.last = said
        self.sent.append(said.text)
        if said.answer:
            self.told.update(said.answer.tells)
            self._keep_back(ask, said.answer)
        return said

    def go_on(self, buttons: list[dict[str, Any]]) -> Said:
        """Return what the person says when the talk has stopped and waits: the button that goes on, or plain words."""
        words = next((b["send"] for b in buttons if _GOES_ON.search(b["text"])), self.words["go_on"])
        self.sent.append(words)
        return Said(words, why="go_on")

    def _again(self, ask: dict[str, Any], last: Said) -> Said:
        """The question came again: after a command, as it should; else the person says it again, then gives up."""
        was_command = bool(last.answer and last.answer.command)
        if was_command or ask["element"] in _SAID_DIFFERENTLY:
            planned = self._next(_key(ask, ask["kind"]))
            if planned or was_command:
                return Said(planned.text, planned) if planned else self._ending(ask)
        if self.times_put == 0:
            return Said(last.text, why="repeated")
        return Said(self.words["put_again"], why="given_up")

    def _to(self, ask: dict[str, Any]) -> Said:
        element, topic, kind = ask["element"], ask.get("topic"), ask["kind"]
        if kind in FOLLOW_UPS:
            planned = self.kept_back.pop((element, topic), None)
            if planned and element == "need":
                self.told.add("need_why")
            return Said(planned.text, planned) if planned else Said(self._turn("probed"), why="probed")
        if kind == "check":
            return self._check(ask)
        if self.sent_to.get(ask["id"]) and element in _SAID_DIFFERENTLY:
            return self._more_plainly(ask)
        if self.sent_to.get(ask["id"]) or self._is_told(ask):
            return self._as_i_said(ask)
        self.answered.add(_subject(ask))
        planned = self._next(_key(ask, "open"))
        if not planned and element == "need_why":
            planned = self.kept_back.pop(("need", None), None)
        return Said(planned.text, planned) if planned else self._ending(ask)

    def _is_told(self, ask: dict[str, Any]) -> bool:
        """Whether this was told in an earlier answer, or is the same question about the same thing once more."""
        element, topic = ask["element"], ask.get("topic")
        told = f"{element}.{topic}" if topic else element
        if told in self.told and ask.get("outcome") in (None, 1) and ask.get("need") in (None, 1):
            return True
        return element not in _MAY_COME_AGAIN and _subject(ask) in self.answered

    def _more_plainly(self, ask: dict[str, Any]) -> Said:
        """A plain question came back after the talk had stopped: the next planned answer, or the same once more."""
        planned = self._next(_key(ask, "open"))
        if planned:
            return Said(planned.text, planned)
        sent = self.sent_to[ask["id"]]
        return Said(sent[0], why="repeated") if len(sent) == 1 else Said(self.words["put_again"], why="given_up")

    def _as_i_said(self, ask: dict[str, Any]) -> Said:
        """Asked what has been told: the person says it again in short, then that it was said, then leaves it."""
        times = len(self.sent_to.get(ask["id"], []))
        if times:
            again = Said(self._turn("asked_again"), why="asked_again")
            return again if times == 1 else Said(self.words["put_again"], why="given_up")
        slots = slots_asked(ask["element"], ask.get("topic"))
        said = [fact for fact in self.person.facts.values() if any(fact.text in text for text in self.sent)]
        told = [fact for fact in said if fact.slots.intersection(slots)]
        words = self._turn("as_i_said").format(fact=told[0].text) if told else self._turn("asked_again")
        return Said(words, why="asked_again")

    def _check(self, ask: dict[str, Any]) -> Said:
        """Earlier you said … Is that it? Yes, when what is taken up belongs there."""
        planned = self._next(_key(ask, "check"))
        if planned:
            return Said(planned.text, planned)
        about, facts = ask.get("about"), self.person.facts.values()
        meant = [fact for fact in facts if any(_meet(text, fact.text, about) for text in self.sent)]
        right = not meant or any(_SLOTS_CHECKED.get(ask["element"]) in fact.slots for fact in meant)
        return Said(self._turn("check", "yes" if right else "no"), why="check")

    def _ending(self, ask: dict[str, Any]) -> Said:
        """Nothing more on this: in words that fit the question."""
        element, topic = ask["element"], ask.get("topic")
        if topic in self.words:
            return Said(self._turn(topic), why="ending")
        words = self._turn(element) if element in self.words else self._turn("ending", element)
        return Said(words, why="ending")

    def _turn(self, name: str, part: Optional[str] = None) -> str:
        """Return the next of the small words of this sort; they are used in turn."""
        choices = self.words[name][part] if part else self.words[name]
        self.turned[id(choices)] += 1
        return choices[(self.turned[id(choices)] - 1) % len(choices)]

    def _next(self, key: Key) -> Optional[Answer]:
        planned = self.person.answers.get(key, [])
        if self.used[key] >= len(planned):
            return None
        self.used[key] += 1
        return planned[self.used[key] - 1]

    def _keep_back(self, ask: dict[str, Any], answer: Answer) -> None:
        """Have the answer to the follow-up ready that is due now; when it is not asked, what it holds stays untold."""
        subject = (ask["element"], ask.get("topic"))
        self.kept_back.pop(subject, None)
        kinds = FOLLOW_UPS if answer.due == "either" else (answer.due,) if answer.due else ()
        for kind in kinds:
            follows = self._next(_key(ask, kind))
            if follows:
                self.kept_back[subject] = follows
                return


def _meet(text: str, one: str, other: Optional[str]) -> bool:
    """Whether ``one`` and ``other`` stand in ``text`` and share words there."""
    first, second = text.find(one), text.find(other) if other else -1
    return first >= 0 and second >= 0 and min(first + len(one), second + len(other or "")) - max(first, second) > 3


def _key(ask: dict[str, Any], kind: str) -> Key:
    return ask["element"], ask.get("topic"), kind


def _subject(ask: dict[str, Any]) -> tuple[Any, ...]:
    return ask["element"], ask.get("topic"), ask.get("outcome"), ask.get("need")
