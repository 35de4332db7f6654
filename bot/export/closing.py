"""The end of a copy of the record: what was not talked about, consent, and the right to an assessment. Pure."""

from typing import Any

from bot.export.outline import Section
from bot.export.shown import day, heading, words_of
from bot.words.labels import label

#: *Nothing here*, *rather not say* and *not explored* are three different things, and all are fine.
_STATUSES = ("nothing_here", "declined", "not_explored")
_LINKED = ("barrier", "strength_self", "strength_others", "community", "risk")
#: element -> the heading that it stands under in the record; elements that are no part of the story are not listed.
_HEADINGS = {"circumstances": "circumstances", "outcome": "outcome", "need": "need", "need_why": "need_why"}
_HEADINGS |= {element: element for element in _LINKED}


def coverage(record: dict[str, Any], language: str) -> list[Section]:
    """Return what was asked and brought nothing, what was not for saying, and what was not talked about."""
    them = record["subject"] != "self"
    sections = []
    for status in _STATUSES:
        names = _names(record, language, status)
        if names:
            sections.append(Section(heading(status, language, them=them), 2, items=tuple(names)))
    if not sections:
        return []
    return [Section(heading("coverage", language, them=them), 1, note=label("coverage_all_fine", language)), *sections]


def closing(record: dict[str, Any], language: str) -> list[Section]:
    """Return what may happen with the words, and the right to an assessment, which stands in every copy."""
    return [*_consent(record, language), *_right(record, language)]


def _names(record: dict[str, Any], language: str, status: str) -> list[str]:
    """Return the headings of everything with ``status``, each once, in the order of the talk."""
    them = record["subject"] != "self"
    positions = {outcome["n"]: place for place, outcome in enumerate(record["outcomes"], 1)}
    several = len(positions) > 1
    names: dict[str, None] = {}
    for item in record["coverage"]:
        element, outcome = item["element"], item.get("outcome")
        if item["status"] != status:
            continue
        if element in _LINKED and outcome not in positions and status == "not_explored":
            continue  # there is nothing yet that could stand in the way of, or help with
        if element in ("caring_role", "work_leisure"):
            name = _of_caring(record["coverage"], item)
        elif element in _HEADINGS:
            name = _HEADINGS[element]
        else:
            continue
        names[heading(name, language, them=them, number=positions.get(outcome, 0) if several else 0)] = None
    return list(names)


def _of_caring(items: list[dict[str, Any]], item: dict[str, Any]) -> str:
    """Return the heading of a caring question: the whole part's, when all of its questions came to the same."""
    element, topic = item["element"], item.get("topic")
    alike = {other["status"] for other in items if other["element"] == element} == {item["status"]}
    if not topic or alike:
        return "caring" if element == "caring_role" else "life"
    return f"caring_{topic}" if element == "caring_role" else topic


def _consent(record: dict[str, Any], language: str) -> list[Section]:
    consent, answer = record["consent"], {True: "yes", False: "no", None: "open"}
    notes = [
        label(f"consent_keep_{answer[consent['keep']]}", language),
        label(f"consent_share_{answer[consent['share']]}", language),
    ]
    if consent["by"] != "self":
        notes.append(label(f"consent_by_{consent['by']}", language))
    if consent["at"]:
        notes.append(label("consent_at", language, date=day(consent["at"], language)))
    sections = [Section(heading("consent", language, them=False), 1, note="\n".join(notes))]
    if consent["limits"]:
        sections.append(Section(heading("limits", language, them=False), 2, (words_of(consent["limits"], language),)))
    return sections


def _right(record: dict[str, Any], language: str) -> list[Section]:
    offer, key = record["assessment_offer"], "right_text"
    if record["subject"] != "self":
        key = "right_text_them"
    elif record["under_18"]:
        key = "right_text_young"
    notes = [label(key, language)]
    if offer["offered"] and offer["at"]:
        notes.append(label("right_offered", language, date=day(offer["at"], language)))
    sections = [Section(heading("right", language, them=False), 1, note="\n".join(notes))]
    if offer["answer"]:
        sections.append(Section(label("right_answer", language), 2, (words_of(offer["answer"], language),)))
    return sections
