"""The draft outcome record: folded from its entries, in the shape that API.md gives it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Optional

from bot.record.entries import Entry
from bot.record.places import number_in
from bot.record.quote import Quote

#: The kinds of entries that change the record, so that its version counts them.
_RECORD_KINDS = frozenset(
    {"kept", "removed", "moved", "changed", "personal", "known", "covered", "concern", "concern_removed", "passed_on", "acknowledged"}
)


@dataclass(frozen=True)
class Concern:
    """Danger as it was told, exactly; what help was shown; whom it was passed on to (by, to, at), who acknowledged it (by, at)."""

    kind: str
    quote: Quote
    at: Optional[datetime]
    shown: tuple[str, ...]
    passed_on: Optional[dict[str, Any]] = None
    acknowledged: Optional[dict[str, Any]] = None


@dataclass
class Record:
    """What was said, by place. ``facts``: the plain facts (``known`` entries); ``settled``: questions settled without words."""

    places: dict[str, list[Quote]] = field(default_factory=dict)
    personal: dict[int, bool] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    settled: dict[str, str] = field(default_factory=dict)
    concerns: list[Concern] = field(default_factory=list)
    fact_times: dict[str, Optional[datetime]] = field(default_factory=dict)
    version: int = 0
    updated_at: Optional[datetime] = None

    def at(self, place: str) -> list[Quote]:
        """Return the quotes that stand in ``place``, in the order they were said."""
        return self.places.get(place, [])

    def outcomes(self) -> list[int]:
        """Return the numbers of the things that matter that are told: by a statement, or by what it means alone."""
        return self._numbers_told("outcomes", ("statement", "so_what"))

    def needs(self) -> list[int]:
        """Return the numbers of the needs that are told: by a statement, or by the reason alone."""
        return self._numbers_told("needs", ("statement", "why"))

    def _numbers_told(self, group: str, parts: tuple[str, ...]) -> list[int]:
        return sorted({n for n in self.numbers_used(group) if any(self.at(f"{group}/{n}/{part}") for part in parts)})

    def numbers_used(self, group: str) -> set[int]:
        """Return every number in use in ``outcomes`` or ``needs``, with a statement or without."""
        return {number_in(p) for p, quotes in self.places.items() if p.startswith(group + "/") and quotes}

    @property
    def is_shared(self) -> bool:
        """Whether staff may read it: the person agreed to share it, and did not ask for nothing to be kept."""
        return self.facts.get("share") is True and self.facts.get("keep") is not False

    def all_quotes(self) -> Iterable[tuple[str, Quote]]:
        """Yield (place, quote) for everything that is kept, concerns left out."""
        for place, quotes in self.places.items():
            for quote in quotes:
                yield place, quote


def build_record(entries: Iterable[Entry]) -> Record:
    """Fold ``entries`` into the record as it stands after the last of them."""
    record = Record()
    for entry in entries:
        _apply(record, entry)
    return record


def _apply(record: Record, entry: Entry) -> None:
    data = entry.data
    if entry.kind not in _RECORD_KINDS:
        return
    record.version += 1
    record.updated_at = entry.at or record.updated_at
    if entry.kind == "kept":
        quote = Quote(**data["quote"])
        standing = record.places.setdefault(data["place"], [])
        if all(q.id != quote.id for q in standing):
            standing.append(quote)
    elif entry.kind == "removed":
        _take(record, data["place"], data["quote"])
    elif entry.kind == "moved":
        quote = _take(record, data["place"], data["quote"])
        if quote:
            record.places.setdefault(data["to"], []).append(replace(quote, linked=data["linked"]))
    elif entry.kind == "changed":
        standing = record.places.get(data["place"], [])
        record.places[data["place"]] = [Quote(**data["new"]) if q.id == data["quote"] else q for q in standing]
    elif entry.kind == "personal":
        record.personal[data["outcome"]] = data["personal"]
    elif entry.kind == "known":
        record.facts[data["what"]] = data["value"]
        record.fact_times[data["what"]] = entry.at
    elif entry.kind == "covered":
        record.settled[data["key"]] = data["status"]
    elif entry.kind == "concern":
        record.concerns.append(Concern(data["kind"], Quote(**data["quote"]), entry.at, tuple(data["shown"])))
    elif entry.kind == "concern_removed":
        record.concerns = [c for c in record.concerns if c.quote.id != data["concern"]]
    elif entry.kind == "passed_on":
        _mark(record, data["concern"], passed_on={"by": data["by"], "to": data["to"], "at": entry.at})
    elif entry.kind == "acknowledged":
        _mark(record, data["concern"], acknowledged={"by": data["by"], "at": entry.at})


def _mark(record: Record, concern: str, **what: Any) -> None:
    record.concerns = [replace(c, **what) if c.quote.id == concern else c for c in record.concerns]


def _take(record: Record, place: str, quote_id: str) -> Optional[Quote]:
    standing = record.places.get(place, [])
    for index, quote in enumerate(standing):
        if quote.id == quote_id:
            return standing.pop(index)
    return None
