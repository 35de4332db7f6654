"""The record as plain text. Lines are not broken, so that every quote can be found in it exactly as it was said."""

from typing import Any

from bot.export.closing import closing, coverage
from bot.export.outline import Section, outline
from bot.export.shown import day
from bot.words.labels import label


def as_text(record: dict[str, Any], language: str, *, concerns: bool = False) -> str:
    """Return ``record`` as plain text with headings in ``language``.

    ``concerns``: words about danger are left out unless this is True; somebody else may be reading.
    """
    title = label("record_title", language)
    said = outline(record, language, concerns=concerns)
    lines = [title, "=" * len(title), "", label("record_draft", language)]
    lines += [label("record_as_it_stood", language, date=day(record["updated_at"], language)), ""]
    lines += how_to_read(said, language)
    for section in [*said, *coverage(record, language), *closing(record, language)]:
        lines += _section(section)
    return "\n".join(lines) + "\n"


def how_to_read(said: list[Section], language: str) -> list[str]:
    """Return the lines that explain the quotation marks, and what *noted* means where something is noted."""
    quotes = [words for section in said for words in section.quotes]
    if not quotes:
        return [label("record_empty", language)]
    noted = label("mark_noted", language)
    keys = ["record_how_to_read"] if any(words.before != noted for words in quotes) else []
    keys += ["record_how_to_read_noted"] if any(words.before == noted for words in quotes) else []
    return [label(key, language) for key in keys]


def _section(section: Section) -> list[str]:
    lines = [""]
    lines += [section.heading, "-" * len(section.heading)] if section.level == 1 else [section.heading + ":"]
    lines += [f"- {line}" for line in (*section.quotes, *section.items)]
    return lines + section.note.splitlines()
