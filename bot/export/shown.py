"""The small pieces of a record as people read it: a heading, one quote with whose voice it is, a date. Pure."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.words.labels import has_label, label

# Words are kept exactly as received. Control characters among them would steer a terminal and cannot stand in a Word
# file, so what is shown has a replacement character instead; the JSON export keeps them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Words:
    """A quote as it is shown: ``before`` + ``text`` + ``after``. ``language``: the one it was said in."""

    id: str
    text: str
    language: str
    before: str
    after: str

    def __str__(self) -> str:
        return self.before + self.text + self.after


def heading(name: str, language: str, *, them: bool, number: int = 0) -> str:
    """Return the heading ``name`` in ``language``.

    ``them``: the life talked about is that of somebody who is not speaking. ``number``: set when there are several.
    """
    of_them = f"heading_{name}_them"
    text = label(of_them if them and has_label(of_them) else f"heading_{name}", language)
    return label("heading_numbered", language, heading=text, number=str(number)) if number else text


def words_of(quote: dict[str, Any], language: str, *, general: bool = True, remark: str = "") -> Words:
    """Return a quote (as API.md gives it) as it is shown in ``language``.

    ``general``: whether to remark that it is still general. ``remark``: said after the words, before other remarks.
    """
    noted = quote["taken"] == "noted"
    remarks = [remark, _whose(quote, language)]
    if quote["taken"] == "word_for_word":
        remarks.append(label("remark_word_for_word", language))
    if general and quote["generic"]:
        remarks.append(label("remark_general", language))
    told = "; ".join(filter(None, remarks))
    return Words(
        id=quote["id"],
        text=printable(quote["text"]),
        language=quote["language"] or language,
        # What staff noted is not the person's own wording: it never stands in quotation marks.
        before=label("mark_noted", language) if noted else "“",
        after=("" if noted else "”") + (f" ({told})" if told else ""),
    )


def printable(text: str) -> str:
    """Return ``text`` with control characters made visible; line breaks (of any kind) and tabs stay."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def day(moment: str, language: str) -> str:
    """Return the day of an ISO 8601 time as it is written out in ``language``, by the clock in Wales."""
    when = datetime.fromisoformat(moment)
    with suppress(ZoneInfoNotFoundError):  # a machine without time zone data: the day as it is written
        when = when.astimezone(ZoneInfo("Europe/London"))
    month = label(f"month_{when.month}", language)
    return label("date", language, day=str(when.day), month=month, year=str(when.year))


def _whose(quote: dict[str, Any], language: str) -> str:
    if quote["voice"] == "own":
        return ""
    voice = label(f"voice_{quote['voice']}", language)
    if not quote["speaker"]:
        return voice
    return label("voice_with_speaker", language, voice=voice, speaker=printable(quote["speaker"]))
