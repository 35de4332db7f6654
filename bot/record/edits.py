"""Changing the record by pointing at words: replace, trim, move, remove, or say whose view it is. Pure.

The old words stay in the message log; the record shows the new. What a person changed is linked by the person. Words about danger
are kept exactly: a person may put them into the story as well, or take them out while nobody was told.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Optional

from bot.errors import Conflict, NotASlice, NotFound
from bot.record import entries
from bot.record.entries import Entry
from bot.record.places import check_place
from bot.record.quote import Message, Quote, Voice, cut
from bot.record.record import Record


def replace_words(record: Record, quote: str, message: Message) -> list[Entry]:
    """The whole of ``message`` stands where the quote stood. Raises NotFound."""

    def new(old: Quote) -> Quote:
        start = len(message.text) - len(message.text.lstrip())
        whole = cut(message, start, len(message.text.rstrip()), voice=old.voice, speaker=old.speaker, taken=old.taken, linked="person")
        return replace(whole, generic=False)

    return _changed(record, quote, new)


def trim(record: Record, quote: str, message: Message, start: int, end: int) -> list[Entry]:
    """The quote becomes ``message.text[start:end]`` of the same message. Raises NotFound, NotASlice."""

    def new(old: Quote) -> Quote:
        if message.id != old.message:
            raise NotASlice("The offsets must be of the message that the quote was cut from.")
        shorter = cut(message, start, end, voice=old.voice, speaker=old.speaker, taken=old.taken, generic=old.generic, linked="person")
        return replace(shorter, language=old.language)

    return _changed(record, quote, new)


def say_whose(record: Record, quote: str, voice: Voice, speaker: Optional[str]) -> list[Entry]:
    """The quote is in this voice, said by ``speaker``. Raises NotFound."""
    return _changed(record, quote, lambda old: replace(old, voice=voice, speaker=speaker))


def move(record: Record, quote: str, to: str) -> list[Entry]:
    """The quote stands in ``to`` instead of wherever it stood; words about danger stand there as well. Raises NotFound, UnknownPlace."""
    concern = next((c for c in record.concerns if c.quote.id == quote), None)
    if concern and not _places(record, quote):
        return [entries.kept(to, concern.quote.relinked("person"))]
    places = _standing(record, quote)
    others = [place for place in places if place != check_place(to)]
    if len(others) < len(places):  # it stands there already
        return [entries.removed(quote, place) for place in others]
    return [entries.moved(quote, others[0], to, "person")] + [entries.removed(quote, place) for place in others[1:]]


def remove(record: Record, quote: str) -> list[Entry]:
    """The quote stands nowhere in the record any more. Raises NotFound, and Conflict for words that went to the duty team."""
    concern = next((c for c in record.concerns if c.quote.id == quote), None)
    if concern and not _places(record, quote):
        if concern.passed_on:
            raise Conflict("These words have gone to the duty team. They can no longer be taken out here.")
        return [entries.concern_removed(quote)]
    return [entries.removed(quote, place) for place in _standing(record, quote)]


def _changed(record: Record, quote: str, new: Callable[[Quote], Quote]) -> list[Entry]:
    standing = _standing(record, quote)
    old = next(q for q in record.at(standing[0]) if q.id == quote)
    return [entries.changed(quote, place, new(old)) for place in standing]


def _standing(record: Record, quote: str) -> list[str]:
    """Return the places where the quote stands. Raises NotFound, and Conflict for words about danger."""
    places = _places(record, quote)
    if not places and any(c.quote.id == quote for c in record.concerns):
        raise Conflict("Words about danger are kept exactly as they were said. They can be moved or taken out.")
    if not places:
        raise NotFound("There is no such quote in the record.")
    return places


def _places(record: Record, quote: str) -> list[str]:
    return [place for place, q in record.all_quotes() if q.id == quote]
