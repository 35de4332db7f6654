"""The simulated people: who they are, what they would say to which question, and the facts planted in what they say.

One file in ``bench/people`` for each person. ``facts`` are fragments of their answers, each with the slots of the
record where it belongs; ``answers`` are used in order, by element, topic and kind of the question. ``due`` says what an
answer calls for (MOVES.md): ``so_what``, ``why``, ``own_view``, ``context`` or ``nudge``; null, when it is particular
and must not be probed; ``either``, when both would do. ``tells`` names the elements (``barrier``, ``caring_role.does``)
that an answer has answered beside the one asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ruamel.yaml import YAML

from bench.slots import SLOTS, canonical

FOLDER = Path(__file__).resolve().parent / "people"
FOLLOW_UPS = ("so_what", "why", "own_view", "context", "nudge")
KINDS = ("open", "check", *FOLLOW_UPS)
DUE = (None, "either", *FOLLOW_UPS)
ROLES = ("carer", "handler", "practitioner")
#: The elements that ask several things, and what they ask.
TOPICS = {
    "opening": ("language", "under_18", "present", "communication"),
    "caring_role": ("does", "able_now", "able_later", "willing_now", "willing_later"),
    "work_leisure": ("work", "learning", "leisure"),
    "consent": ("keep", "share", "assessment"),
}
ELEMENTS = (
    *TOPICS,
    *("circumstances", "outcome", "barrier", "strength_self", "strength_others", "community", "risk"),
    *("need", "need_why", "anything_else", "read_back", "offer"),
)
#: What is asked: element, topic (None when the element asks one thing), kind.
Key = tuple[str, Optional[str], str]


@dataclass(frozen=True)
class Fact:
    """Something planted in an answer, and the slots of the record (as ``bench.slots`` names them) where it belongs."""

    id: str
    text: str
    slots: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """What the person types. ``command``: it is addressed to the assistant, so that the question comes again."""

    text: str
    facts: tuple[str, ...] = ()
    due: Optional[str] = None
    tells: tuple[str, ...] = ()
    command: bool = False


@dataclass(frozen=True)
class Person:
    """One simulated person. ``begin_in``: the language the talk is begun in; None: the first question asks for it."""

    name: str
    role: str
    language: str
    begin_in: Optional[str]
    subject: str
    about: str
    facts: dict[str, Fact]
    answers: dict[Key, list[Answer]]

    def every_answer(self) -> Iterator[tuple[Key, Answer]]:
        """Yield each planned answer with what it answers."""
        for key, answers in self.answers.items():
            for answer in answers:
                yield key, answer


def load_people(only: Optional[str] = None, folder: Path = FOLDER) -> list[Person]:
    """Return the people in ``folder`` by name; ``only`` one of them. Raises ValueError when there is none."""
    paths = sorted(folder.glob("*.yml"))
    people = [load_person(path) for path in paths if only in (None, path.stem)]
    if not people:
        raise ValueError(f"There is nobody here called {only}: {', '.join(path.stem for path in paths)}.")
    return people


def load_person(path: Path) -> Person:
    """Return the person described in ``path``. Raises ValueError, naming the file, when it is not as it should be."""
    data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    try:
        facts = {item["id"]: _fact(item) for item in data["facts"]}
        return Person(
            name=path.stem,
            role=data["role"],
            language=data["language"],
            begin_in=data.get("begin_in", data["language"]),
            subject=data["subject"],
            about=data["about"],
            facts=facts,
            answers=dict(_answers(data["answers"])),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise ValueError(f"{path.name}: {wrong!r}") from wrong


def _fact(item: dict[str, Any]) -> Fact:
    return Fact(item["id"], item["text"], frozenset(canonical(slot) for slot in item["slots"]))


def _answers(data: dict[str, Any]) -> Iterator[tuple[Key, list[Answer]]]:
    for element, inner in data.items():
        by_topic = inner if element in TOPICS else {None: inner}
        for topic, by_kind in by_topic.items():
            for kind, items in by_kind.items():
                yield (element, topic, kind), [_answer(item) for item in items]


def _answer(item: dict[str, Any]) -> Answer:
    unknown = set(item) - {"text", "facts", "due", "tells", "command"}
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)} in {item.get('text')!r}")
    return Answer(
        text=item["text"].strip("\n"),
        facts=tuple(item.get("facts", ())),
        due=item["due"],
        tells=tuple(item.get("tells", ())),
        command=item.get("command", False),
    )


def problems(person: Person) -> list[str]:
    """Return what is wrong with a person's file: a fact that nobody says, a due kind that there is not, and so on."""
    found = []
    if person.role not in ROLES or person.language not in ("en", "cy") or person.begin_in not in ("en", "cy", None):
        found.append("role or language is not one there is")
    texts = [answer.text for _, answer in person.every_answer()]
    for fact in person.facts.values():
        if sum(text.count(fact.text) for text in texts) != 1:
            found.append(f"fact {fact.id}: must stand in exactly one answer, once")
        if any(end in fact.text for end in (". ", "? ", "! ")):
            found.append(f"fact {fact.id}: goes over the end of a sentence")
        if not fact.slots or fact.slots - SLOTS:
            found.append(f"fact {fact.id}: unknown slots {sorted(fact.slots - SLOTS)}")
    for (element, topic, kind), answer in person.every_answer():
        where = f"{element}/{topic or '-'}/{kind}: {answer.text[:40]!r}"
        if element not in ELEMENTS or (topic not in TOPICS.get(element, (None,))) or kind not in KINDS:
            found.append(f"{where}: there is no such question")
        if answer.due not in DUE:
            found.append(f"{where}: due {answer.due!r}")
        carried = {fact.id for fact in person.facts.values() if fact.text in answer.text}
        if carried != set(answer.facts):
            found.append(f"{where}: says it carries {sorted(answer.facts)}, carries {sorted(carried)}")
        for told in answer.tells:
            name, _, part = told.partition(".")
            if name not in ELEMENTS or (part or None) not in TOPICS.get(name, (None,)):
                found.append(f"{where}: tells {told!r}")
    return found
