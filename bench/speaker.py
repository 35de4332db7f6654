"""What a simulated person says next: the planned answer, or what anybody would say when there is none."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ruamel.yaml import YAML

from bench.person import FOLLOW_UPS, Answer, Key, Person

_SMALL_WORDS = YAML(typ="safe").load((Path(__file__).resolve().parent / "small_words.yml").read_text(encoding="utf-8"))
#: Planned answers that only make sense as an answer to themselves: not told before, not asked again.
_MAY_COME_AGAIN = ("anything_else", "offer", "read_back", "consent", "opening", "outcome", "need")

#: Plain questions: asked again, the person says it more plainly.
_SAID_DIFFERENTLY = ("opening", "consent", "read_back", "offer")


@dataclass(frozen=True)
class Said:
    """What the person says: the words, the planned answer behind them (None for small words), and whether it was asked again."""

    text: str
    answer: Optional[Answer] = None
    asked_again: bool = False


class Speaker:
    """One person in one talk. Keeps what has been said, so that nothing planned is said twice."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.words: dict[str, Any] = _SMALL_WORDS[person.language]
        self.used: Counter[Key] = Counter()
        self.kept_back: dict[tuple[str, Optional[str]], Answer] = {}
        self.told: set[str] = set()
        self.answered: set[tuple[Any, ...]] = set()
        self.small: Counter[str] = Counter()
        self.last: Optional[Said] = None
        self.times_put = 0
        self.sent: list[str] = []

    def answer(self, ask: dict[str, Any], put_again: bool) -> Said:
        """Return what the person says to ``ask``; ``put_again``: it is the one that was just answered."""
        said = self._again(ask) if put_again and self.last else self._to(ask)
        self.times_put = self.times_put + 1 if put_again else 0
        self.last = said
        self.sent.append(said.text)
        if said.answer:
            self.told.update(said.answer.tells)
            self._keep_back(ask, said.answer)
        return said

    def go_on(self) -> Said:
        """Return what the person says when the talk has stopped and waits."""
        self.sent.append(self.words["go_on"])
        return Said(self.words["go_on"])

    def _again(self, ask: dict[str, Any]) -> Said:
        """The question came again. After a command that was to be expected; else the person says it again, then gives up on it."""
        was_command = bool(self.last and self.last.answer and self.last.answer.command)
        if was_command or ask["element"] in _SAID_DIFFERENTLY:
            planned = self._next(_key(ask, ask["kind"]))
            if planned or was_command:
                return Said(planned.text, planned) if planned else self._ending(ask)
        if self.times_put == 0 and self.last:
            return Said(self.last.text)
        return Said(self.words["put_again"])

    def _to(self, ask: dict[str, Any]) -> Said:
        element, topic, kind = ask["element"], ask.get("topic"), ask["kind"]
        if kind in FOLLOW_UPS:
            planned = self.kept_back.pop((element, topic), None)
            return Said(planned.text, planned) if planned else Said(self._small("probed"))
        if kind == "check":
            return self._check(ask)
        if self._is_asked_again(ask):
            return Said(self._small("asked_again"), asked_again=True)
        self.answered.add(_subject(ask))
        planned = self._next(_key(ask, "open"))
        return Said(planned.text, planned) if planned else self._ending(ask)

    def _is_asked_again(self, ask: dict[str, Any]) -> bool:
        """Whether this was told in an earlier answer, or is the same question about the same thing once more."""
        element, topic = ask["element"], ask.get("topic")
        told = f"{element}.{topic}" if topic else element
        if told in self.told and ask.get("outcome") in (None, 1) and ask.get("need") in (None, 1):
            return True
        return element not in _MAY_COME_AGAIN and _subject(ask) in self.answered

    def _check(self, ask: dict[str, Any]) -> Said:
        """Earlier you said … Is that it? Yes, when what is taken up belongs there."""
        planned = self._next(_key(ask, "check"))
        if planned:
            return Said(planned.text, planned)
        about, slots = ask.get("about") or "", _SLOTS_CHECKED.get(ask["element"], ())
        meant = [fact for fact in self.person.facts.values() if about and (fact.text in about or about in fact.text)]
        if not meant:
            meant = [fact for fact in self.person.facts.values() if any(about in text and fact.text in text for text in self.sent)]
        right = not meant or any(fact.slots.intersection(slots) for fact in meant)
        return Said(self.words["check"]["yes" if right else "no"])

    def _ending(self, ask: dict[str, Any]) -> Said:
        element, topic = ask["element"], ask.get("topic")
        if topic in self.words:
            return Said(self._small(topic))
        return Said(self._small(element if element in self.words else "ending", element))

    def _small(self, name: str, element: Optional[str] = None) -> str:
        choices = self.words[name] if name != "ending" else self.words["ending"][element]
        self.small[f"{name}/{element}"] += 1
        return choices[(self.small[f"{name}/{element}"] - 1) % len(choices)]

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


_SLOTS_CHECKED = {
    "barrier": ("barriers",),
    "strength_self": ("strengths.self",),
    "strength_others": ("strengths.others",),
    "community": ("strengths.community",),
    "risk": ("risks",),
}


def _key(ask: dict[str, Any], kind: str) -> Key:
    return ask["element"], ask.get("topic"), kind


def _subject(ask: dict[str, Any]) -> tuple[Any, ...]:
    return ask["element"], ask.get("topic"), ask.get("outcome"), ask.get("need")
