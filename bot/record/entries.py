"""Entries: what happened to a record, dated and only appended. The record and the talk are folded from them (record.py, talk.py).

An entry's ``data`` is plain JSON. The functions below make the entries; nothing else writes their shape.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Optional

from bot.record.places import check_place
from bot.record.quote import Quote


@dataclass(frozen=True)
class Entry:
    """One thing that happened. ``cause``: the id of the person's message behind it, if any; ``at``: set when stored."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    cause: Optional[str] = None
    at: Optional[datetime] = None


# What the record keeps


def kept(place: str, quote: Quote) -> Entry:
    """The quote stands in ``place`` from now on."""
    return Entry("kept", {"place": check_place(place), "quote": quote.as_json()}, quote.message)


def removed(quote: str, place: str) -> Entry:
    """The quote with this id no longer stands in ``place``; its words stay in the message log."""
    return Entry("removed", {"quote": quote, "place": check_place(place)})


def moved(quote: str, place: str, to: str, linked: str) -> Entry:
    """The quote stands in ``to`` instead of ``place``; ``linked``: by being ``asked`` or by the ``person``."""
    return Entry("moved", {"quote": quote, "place": check_place(place), "to": check_place(to), "linked": linked})


def changed(quote: str, place: str, new: Quote) -> Entry:
    """In ``place``, ``new`` stands where the quote with this id stood: a person changed it."""
    return Entry("changed", {"quote": quote, "place": check_place(place), "new": new.as_json()})


def personal(outcome: int, is_personal: bool) -> Entry:
    """After a follow-up: what matters is particular to this person (True) or still general (False)."""
    return Entry("personal", {"outcome": outcome, "personal": is_personal})


def known(what: str, value: Any) -> Entry:
    """A plain fact of the talk: ``under_18``, ``subject``, ``language``, ``keep``, ``share``, ``assessment_offered``, ``contact``."""
    return Entry("known", {"what": what, "value": value})


def concern(kind: str, quote: Quote, shown: list[str]) -> Entry:
    """Danger was told. ``shown``: the help that was put before the person. Stands in ``concerns`` and nowhere else."""
    return Entry("concern", {"kind": kind, "quote": quote.as_json(), "shown": shown}, quote.message)


def passed_on(concern: str, by: str, to: str) -> Entry:
    """The words of the concern with this quote id were passed on: ``by`` the ``person``, ``staff`` or the council's ``route``."""
    return Entry("passed_on", {"concern": concern, "by": by, "to": to})


def acknowledged(concern: str, by: str) -> Entry:
    """Somebody at the duty team opened the concern; ``by``: their name."""
    return Entry("acknowledged", {"concern": concern, "by": by})


def concern_removed(concern: str) -> Entry:
    """A person took the concern with this quote id out of the record; its words stay in the message log."""
    return Entry("concern_removed", {"concern": concern})


def covered(key: str, status: str) -> Entry:
    """A question was settled otherwise than by words kept: ``nothing_here``, ``declined``, ``explored`` or ``not_explored``."""
    return Entry("covered", {"key": key, "status": status})


# How the talk goes


def asked(ask: dict[str, Any], text: str, question: str, language: str) -> Entry:
    """A question was put: ``text`` as it was said, ``question`` without what led up to it. The same ask may be put again."""
    return Entry("asked", {"ask": ask, "text": text, "question": question, "language": language})


def answered(ask: str, message: str, move: str, *, thin: bool = False, closes: bool = True) -> Entry:
    """``message`` answered the ask. ``thin``: it carried nothing, or was a skip; ``closes``: its subject is done with."""
    return Entry("answered", {"ask": ask, "move": move, "thin": thin, "closes": closes}, message)


def unclear(ask: str, message: str) -> Entry:
    """``message`` did not answer the ask plainly enough to act on: it stays open and is put once more."""
    return Entry("unclear", {"ask": ask}, message)


def planned(kind: str, about: Optional[str]) -> Entry:
    """A follow-up of this kind to the ask just answered is to be put next, taking up ``about``."""
    return Entry("planned", {"kind": kind, "about": about})


def rephrase() -> Entry:
    """The open question is to be put in other words."""
    return Entry("rephrase")


def held(state: str) -> Entry:
    """The talk waits: ``paused`` or ``concern``; ``open`` ends it."""
    return Entry("held", {"state": state})


def stopping() -> Entry:
    """The person wants to go to the close with what there is."""
    return Entry("stopping")


def finishing() -> Entry:
    """The person has had enough of the close too: nothing more is asked."""
    return Entry("finishing")


def back_in() -> Entry:
    """Back into the talk from the close or the end."""
    return Entry("back_in")


def offered(accepted: Optional[bool] = None) -> Entry:
    """The offer to stop was put (None), taken (True) or not (False)."""
    return Entry("offered", {"accepted": accepted})


def reopened(ask: str, message: str) -> Entry:
    """The ask that ``message`` answered is open again: the next answer replaces the words of that one."""
    return Entry("reopened", {"ask": ask, "message": message})


def weary(much: bool) -> Entry:
    """The person said how tired or low they are, short of danger. ``much``: so that stopping is offered at once."""
    return Entry("weary", {"much": much})


def language_offered() -> Entry:
    """The person wrote in the other language, and was told that the talk can go on in it: said once, not more."""
    return Entry("language_offered")


def ended() -> Entry:
    """The talk has come to its end."""
    return Entry("ended")
