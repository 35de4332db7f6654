"""The record as people read it: a list of headed sections in reading order, empty ones left out.

The one place that groups a record; text, Word, the terminal and the read-back use it. Pure. What stands at the end of a
copy beside what was said is in closing.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.export.shown import Words, day, heading, printable, words_of
from bot.words.labels import has_label, label

Quotes = list[dict[str, Any]]
#: (part of ``caring``, heading) in reading order.
_CARING = (
    (("does",), "caring_does"),
    (("able", "now"), "caring_able_now"),
    (("able", "later"), "caring_able_later"),
    (("willing", "now"), "caring_willing_now"),
    (("willing", "later"), "caring_willing_later"),
)
_LIFE = ((("work",), "work"), (("learning",), "learning"), (("leisure",), "leisure"))


@dataclass(frozen=True)
class Section:
    """A heading (``level`` 1 or 2) and the quotes under it; beside them what the program itself says: a note, each
    sentence on a line of its own, and a list of plain items."""

    heading: str
    level: int
    quotes: tuple[Words, ...] = ()
    note: str = ""
    items: tuple[str, ...] = ()


def outline(record: dict[str, Any], language: str, *, concerns: bool = False) -> list[Section]:
    """Return what ``record`` (as API.md gives it) holds of what was said, in ``language`` ("en" or "cy").

    ``concerns``: words about danger are left out unless this is True; somebody else may be reading.
    """
    page = _Page(record, language)
    opening, unlinked = record["opening"], record["unlinked"]
    sections = [
        *page.section("present", opening["present"]),
        *page.section("communication", opening["communication"]),
        *page.section("circumstances", record["circumstances"]),
    ]
    for position, outcome in enumerate(record["outcomes"], 1):
        sections += page.outcome(position, outcome)
    for position, need in enumerate(record["needs"], 1):
        sections += page.need(position, need)
    sections += page.group("caring", page.parts(record["caring"], _CARING))
    sections += page.group("life", page.parts(record["caring"], _LIFE))
    sections += page.group("unlinked", page.linked(unlinked))
    for part in ("others_views", "observations", "advice_given", "agreed"):
        sections += page.section(part, record[part])
    if concerns:
        sections += page.concerns(record["concerns"])
    sections += page.facts("contact", record["contact"])
    sections += page.facts("advocacy", record["advocacy"])
    return sections


class _Page:
    """Makes the sections of one record in one language."""

    def __init__(self, record: dict[str, Any], language: str) -> None:
        self.language = language
        self.them = record["subject"] != "self"
        self.several_outcomes = len(record["outcomes"]) > 1
        self.several_needs = len(record["needs"]) > 1

    def heading(self, name: str, number: int = 0) -> str:
        return heading(name, self.language, them=self.them, number=number)

    def section(self, name: str, quotes: Quotes, level: int = 1) -> list[Section]:
        """Return the section ``name``, or nothing when it has no quotes."""
        return [Section(self.heading(name), level, self.words(quotes))] if quotes else []

    def words(self, quotes: Quotes, *, general: bool = True) -> tuple[Words, ...]:
        return tuple(words_of(quote, self.language, general=general) for quote in quotes)

    def group(self, name: str, sections: list[Section]) -> list[Section]:
        """Return ``sections`` under a heading of their own, or nothing when there are none."""
        return [Section(self.heading(name), 1), *sections] if sections else []

    def parts(self, tree: dict[str, Any], names: Iterable[tuple[tuple[str, ...], str]]) -> list[Section]:
        sections: list[Section] = []
        for path, name in names:
            quotes: Any = tree
            for step in path:
                quotes = quotes[step]
            sections += self.section(name, quotes, level=2)
        return sections

    def outcome(self, position: int, outcome: dict[str, Any]) -> list[Section]:
        """Return a thing that matters, what it means, and everything that hangs on it."""
        statement, notes = outcome["statement"], []
        # People, not the program, say what type of outcome it is; that it is still general is shown and never mended.
        if outcome["personal"] is False or (outcome["personal"] is None and statement["generic"]):
            notes.append(label("outcome_still_general", self.language))
        if outcome["type"]:
            notes.append(label(f"outcome_{outcome['type']}", self.language))
        title = self.heading("outcome", position if self.several_outcomes else 0)
        first = Section(title, 1, self.words([statement], general=False), "\n".join(notes))
        return [first, *self.section("so_what", outcome["so_what"], level=2), *self.linked(outcome)]

    def need(self, position: int, need: dict[str, Any]) -> list[Section]:
        title = self.heading("need", position if self.several_needs else 0)
        first = Section(title, 1, self.words([need["statement"]]))
        return [first, *self.section("need_why", need["why"], level=2), *self.linked(need)]

    def linked(self, thing: dict[str, Any]) -> list[Section]:
        """Return the barriers, strengths, risks and wishes of one thing that matters or is needed, or of none yet."""
        strengths = thing["strengths"]
        named = (
            ("barrier", thing["barriers"]),
            ("strength_self", strengths["self"]),
            ("strength_others", strengths["others"]),
            ("community", strengths["community"]),
            ("risk", thing["risks"]),
            ("preferences", thing.get("preferences", [])),
            ("requests", thing["requests"]),
        )
        return [section for name, quotes in named for section in self.section(name, quotes, level=2)]

    def concerns(self, concerns: list[dict[str, Any]]) -> list[Section]:
        """Return the words about danger, each with whom it was passed on to. The kind stays out: it is no verdict."""
        shown = tuple(words_of(c["quote"], self.language, remark=self._passed_on(c["passed_on"])) for c in concerns)
        return [Section(self.heading("concerns"), 1, shown)] if shown else []

    def _passed_on(self, passed_on: dict[str, str] | None) -> str:
        if not passed_on:
            return label("remark_not_passed_on", self.language)
        to, by = (label(f"passed_{side}_{passed_on[side]}", self.language) for side in ("to", "by"))
        return label("remark_passed_on", self.language, to=to, by=by, date=day(passed_on["at"], self.language))

    def facts(self, name: str, facts: dict[str, Any] | None) -> list[Section]:
        """Return what was filled in of ``contact`` or ``advocacy``, an item each, or nothing."""
        items = [
            label(f"{name}_{key}", self.language, value=self._value(value))
            for key, value in (facts or {}).items()
            if value not in (None, "") and has_label(f"{name}_{key}")
        ]
        return [Section(self.heading(name), 1, items=tuple(items))] if items else []

    def _value(self, value: Any) -> str:
        if isinstance(value, bool):
            return label("answer_yes" if value else "answer_no", self.language)
        if has_label(f"language_{value}"):
            return label(f"language_{value}", self.language)
        return printable(str(value))
