"""Where words could stand besides, for whoever moves them: the parts of the record in reading order, each place with its heading. Pure."""

from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from bot.export.shown import heading, printable

#: A quote and a record as API.md has them.
Quote = dict[str, Any]
Record = dict[str, Any]

#: (part of an outcome, its heading): where words can be moved to, in the order of the record.
_OF_OUTCOME = (
    ("so_what", "so_what"),
    ("barriers", "barrier"),
    ("strengths/self", "strength_self"),
    ("strengths/others", "strength_others"),
    ("strengths/community", "community"),
    ("risks", "risk"),
    ("preferences", "preferences"),
    ("requests", "requests"),
)
_OF_CARING = (
    ("caring/does", "caring_does"),
    ("caring/able/now", "caring_able_now"),
    ("caring/able/later", "caring_able_later"),
    ("caring/willing/now", "caring_willing_now"),
    ("caring/willing/later", "caring_willing_later"),
)
_OF_LIFE = (("caring/work", "work"), ("caring/learning", "learning"), ("caring/leisure", "leisure"))
#: How much of a thing that matters stands beside its number.
_SHORTENED = 45


def quotes_in(part: Any) -> Iterator[Quote]:
    """Yield every quote in ``part`` of a record."""
    if isinstance(part, list):
        for item in part:
            yield from quotes_in(item)
    elif isinstance(part, dict) and "message" in part and "start" in part:
        yield part
    elif isinstance(part, dict):
        yield from quotes_in(list(part.values()))


def other_places(record: Record, quote: Quote, language: str) -> list[tuple[str, dict[str, str]]]:
    """Return where the quote could stand besides: (heading, {place: its heading}) for each part of the record."""

    def titled(name: str) -> str:
        return heading(name, language, them=record["subject"] != "self")

    carer = record["role"] == "carer" or any(quotes_in(record["caring"]))
    groups = [("", (("circumstances", "circumstances"),))]
    groups += [(_of_outcome(record, one, language), _parts(one)) for one in record["outcomes"] if not _is_all_of(quote, one)]
    groups += [(titled("caring"), _OF_CARING), (titled("life"), _OF_LIFE)] if carer else []
    open_here = [
        (title, {place: titled(name) for place, name in places if quote["id"] not in _standing(record, place)}) for title, places in groups
    ]
    return [(title, items) for title, items in open_here if items]


def _of_outcome(record: Record, outcome: dict[str, Any], language: str) -> str:
    """Return the heading of a thing that matters; when there are several, with how its words begin."""
    them = record["subject"] != "self"
    if len(record["outcomes"]) == 1:
        return heading("outcome", language, them=them)
    title = heading("outcome", language, them=them, number=record["outcomes"].index(outcome) + 1)
    return f"{title}: “{shorten(printable(outcome['statement']['text']), _SHORTENED, placeholder='…')}”"


def _parts(outcome: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((f"outcomes/{outcome['n']}/{part}", name) for part, name in _OF_OUTCOME)


def _is_all_of(quote: Quote, outcome: dict[str, Any]) -> bool:
    """Whether the quote is all that tells of the outcome, so that nothing could hang on it once the quote is moved."""
    return all(told["id"] == quote["id"] for told in (outcome["statement"], *outcome["so_what"]))


def _standing(record: Record, place: str) -> set[str]:
    """Return the ids of the quotes that stand in ``place``."""
    found: Any = {**record, "outcomes": {str(outcome["n"]): outcome for outcome in record["outcomes"]}}
    for step in place.split("/"):
        found = found[step]
    return {quote["id"] for quote in found}
