"""A small record to try things on: Mair looks after her husband and writes in English, once in Welsh; staff noted some.

``a_record()`` gives the JSON of API.md, made by the same code that makes it in the app; ``MESSAGES``: what was said.
"""

from datetime import datetime, timezone
from typing import Any, Optional

from bot.record import entries
from bot.record.entries import Entry
from bot.record.quote import Message, Quote, cut
from bot.record.record import build_record
from bot.record.view import record_as_json

BEGUN = datetime(2026, 11, 23, 21, 40, tzinfo=timezone.utc)
CONVERSATION = "6f0c5d3e-8a51-4a55-9d0e-2f6a0f2b7c11"

MESSAGES = {
    message.id: message
    for message in (
        Message("m1", "Gareth had his stroke in March. I sleep in the chair most nights, in case he gets up.", "en"),
        Message("m2", "Bod yn ôl yng nghôr y capel ar nos Iau.", "cy"),
        Message("m3", "my independence", "en"),
        Message("m4", "I can't leave him after six, he frets.\nAnd the bus stops at seven.", "en"),
        Message("m5", "I still drive. Sioned from next door sat with him once.", "en"),
        Message("m6", "The chapel hall is at the end of our road", "en"),
        Message("m7", "If it goes on I'll forget the tunes, and who I am with them.", "en"),
        Message("m8", "I want a sitter, but not a stranger.", "en"),
        Message("m9", "My daughter thinks we should move to be near her.", "en"),
        Message("m10", "I get him up, I do his tablets, I see to the nights.", "en"),
        Message("m11", "For now, yes. Not the lifting, my back won't take it.", "en"),
        Message("m12", "Some nights I frighten myself, I shouted right in his face.", "en"),
        Message("m13", "I gave up the Tuesday job in the library.", "en"),
        Message("m14", "Mair rubs her back when she stands up.", "en"),
        Message("m15", "he needs help in the mornings", "en"),
        Message("m16", "Please do not tell my son about the nights.", "en"),
        Message("m17", "Yes please", "en"),
        Message("m18", "The physio says that his leg will not get better.", "en"),
    )
}


def a_record() -> dict[str, Any]:
    """Return the record as the API gives it, new each time."""
    record = build_record(_entries())
    return record_as_json(record, conversation=CONVERSATION, role="carer", language="en", created_at=BEGUN, coverage=_coverage())


def an_empty_record() -> dict[str, Any]:
    """Return the record of a talk in which nothing has been said yet."""
    return record_as_json(build_record([]), conversation=CONVERSATION, role="carer", language=None, created_at=BEGUN, coverage=[])


def _said(message: str, words: Optional[str] = None, **how: Any) -> Quote:
    text = MESSAGES[message].text
    start = text.index(words) if words else 0
    return cut(MESSAGES[message], start, start + len(words or text), **how)


def _entries() -> list[Entry]:
    kept = entries.kept
    made = [
        entries.known("under_18", False),
        kept("circumstances", _said("m1")),
        kept("outcomes/1/statement", _said("m2")),
        entries.personal(1, True),
        kept("outcomes/1/barriers", _said("m4")),
        kept("outcomes/1/strengths/self", _said("m5", "I still drive.")),
        kept("outcomes/1/strengths/others", _said("m5", "Sioned from next door sat with him once.")),
        kept("outcomes/1/strengths/community", _said("m6")),
        kept("outcomes/1/risks", _said("m7")),
        kept("outcomes/1/requests", _said("m8", "I want a sitter")),
        kept("outcomes/1/preferences", _said("m8", "not a stranger")),
        kept("outcomes/2/statement", _said("m3", generic=True)),
        entries.personal(2, False),
        kept("needs/1/statement", _said("m15", taken="noted")),
        kept("caring/does", _said("m10")),
        kept("caring/able/now", _said("m11")),
        kept("caring/work", _said("m13")),
        kept("others_views", _said("m9", voice="family", speaker="My daughter")),
        kept("observations", _said("m14", voice="observation", taken="noted")),
        kept("unlinked/risks", _said("m18", voice="professional", speaker="The physio", taken="word_for_word")),
        entries.concern("carer_breakdown", _said("m12"), ["111"]),
        entries.known("keep", True),
        entries.known("share", False),
        kept("limits", _said("m16")),
        entries.known("assessment_offered", True),
        kept("assessment_answer", _said("m17")),
    ]
    return [Entry(entry.kind, entry.data, entry.cause, BEGUN) for entry in made]


def _coverage() -> list[dict[str, Any]]:
    return [
        {"element": "circumstances", "status": "explored"},
        {"element": "outcome", "outcome": 1, "status": "explored"},
        {"element": "barrier", "outcome": 1, "status": "explored"},
        {"element": "outcome", "outcome": 2, "status": "explored"},
        {"element": "barrier", "outcome": 2, "status": "declined"},
        {"element": "community", "outcome": 2, "status": "nothing_here"},
        {"element": "risk", "outcome": 2, "status": "not_explored"},
        {"element": "need", "status": "explored"},
        {"element": "caring_role", "topic": "does", "status": "explored"},
        {"element": "caring_role", "topic": "willing_now", "status": "declined"},
        {"element": "work_leisure", "topic": "work", "status": "explored"},
        {"element": "work_leisure", "topic": "learning", "status": "nothing_here"},
        {"element": "work_leisure", "topic": "leisure", "status": "not_explored"},
        {"element": "consent", "topic": "keep", "status": "explored"},
    ]
