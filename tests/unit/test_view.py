"""The record as the API gives it: every key of API.md, and no other."""

import json
from typing import Any

import pytest

from bot.record import entries
from bot.record.quote import Message, Quote, cut
from bot.record.record import Record, build_record
from bot.record.view import record_as_json
from tests.unit.talks import BEGUN, Talk, quotes_in

QUOTE = {"id", "text", "message", "start", "end", "voice", "speaker", "taken", "generic", "linked", "language"}
STRENGTHS = {"self", "others", "community"}
RECORD = {
    "id", "conversation", "continues", "version", "status", "role", "language", "created_at", "updated_at", "subject", "under_18",
    "opening", "circumstances", "outcomes", "needs", "caring", "unlinked", "others_views", "observations", "concerns", "advice_given",
    "agreed", "assessment_offer", "advocacy", "contact", "consent", "coverage",
}  # fmt: skip


def said(number: int, words: str = "some words") -> Quote:
    return cut(Message(f"m{number}", words, "en"), 0, len(words))


def shown(record: Record) -> dict[str, Any]:
    return record_as_json(record, conversation="c1", role="carer", language="en", created_at=BEGUN, coverage=[])


def full() -> dict[str, Any]:
    """A record in which every place holds something."""
    filled = [
        "opening/communication", "opening/present", "circumstances", "others_views", "observations", "advice_given", "agreed",
        "limits",
        "caring/does", "caring/able/now", "caring/able/later", "caring/willing/now", "caring/willing/later", "caring/work",
        "caring/learning", "caring/leisure", "unlinked/barriers", "unlinked/risks", "unlinked/strengths/self", "unlinked/strengths/others",
        "unlinked/strengths/community", "unlinked/preferences", "unlinked/requests", "assessment_answer",
        *(f"outcomes/1/{p}" for p in ("statement", "so_what", "barriers", "risks", "preferences", "requests")),
        *(f"{base}/strengths/{s}" for base in ("outcomes/1", "needs/1") for s in sorted(STRENGTHS)),
        *(f"needs/1/{p}" for p in ("statement", "why", "barriers", "risks", "requests")),
    ]  # fmt: skip
    kept = [entries.kept(place, said(number)) for number, place in enumerate(filled)]
    kept.append(entries.concern("danger_now", said(99), ["emergency"]))
    return shown(build_record(kept))


@pytest.mark.parametrize("record", [full(), shown(Record())], ids=["full", "empty"])
def test_the_record_has_the_keys_of_the_api(record: dict[str, Any]) -> None:
    assert set(record) == RECORD
    assert set(record["opening"]) == {"communication", "present"}
    assert set(record["caring"]) == {"does", "able", "willing", "work", "learning", "leisure"}
    assert set(record["caring"]["able"]) == set(record["caring"]["willing"]) == {"now", "later"}
    assert set(record["unlinked"]) == {"barriers", "risks", "strengths", "preferences", "requests"}
    assert set(record["unlinked"]["strengths"]) == STRENGTHS
    assert set(record["assessment_offer"]) == {"offered", "answer", "at"}
    assert set(record["advocacy"]) == {"understand", "retain", "weigh", "communicate", "supporter", "offered"}
    assert set(record["consent"]) == {"keep", "share", "limits", "by", "at"}


def test_what_matters_what_is_needed_and_concerns_have_the_keys_of_the_api() -> None:
    record = full()
    (outcome,), (need,), (concern,) = record["outcomes"], record["needs"], record["concerns"]
    assert set(outcome) == {
        "n", "statement", "so_what", "barriers", "risks", "strengths", "preferences", "requests", "type", "personal",
    }  # fmt: skip
    assert set(need) == {"statement", "why", "barriers", "strengths", "risks", "requests"}
    assert set(outcome["strengths"]) == set(need["strengths"]) == STRENGTHS
    assert set(concern) == {"kind", "quote", "at", "shown", "passed_on", "acknowledged"}


def test_every_place_is_shown_once_and_every_quote_has_every_key() -> None:
    quotes = list(quotes_in(full()))
    assert all(set(quote) == QUOTE for quote in quotes)
    assert len({quote["message"] for quote in quotes}) == len(quotes) == 42


def test_the_record_is_plain_json() -> None:
    assert json.loads(json.dumps(full())) == full()


def test_an_empty_record_says_that_nothing_is_known() -> None:
    record = shown(Record())
    assert (record["status"], record["version"], record["subject"], record["under_18"]) == ("draft", 0, "self", None)
    assert (record["outcomes"], record["needs"], record["concerns"], record["contact"]) == ([], [], [], None)
    assert record["consent"] == {"keep": None, "share": None, "limits": None, "by": "self", "at": None}
    assert record["assessment_offer"] == {"offered": False, "answer": None, "at": None}
    assert record["created_at"] == record["updated_at"] == BEGUN.isoformat()


def test_the_first_words_are_the_statement_and_more_of_them_what_it_means() -> None:
    kept = [
        entries.kept("outcomes/1/statement", said(1)),
        entries.kept("outcomes/1/so_what", said(2)),
        entries.kept("outcomes/1/statement", said(3)),
    ]
    (outcome,) = shown(build_record(kept))["outcomes"]
    assert outcome["statement"]["message"] == "m1"
    assert {quote["message"] for quote in outcome["so_what"]} == {"m2", "m3"}


def test_a_thing_without_a_statement_is_no_outcome_yet_and_its_words_are_shown_unlinked() -> None:
    kept = [
        entries.kept("outcomes/1/requests", said(1)),
        entries.kept("outcomes/1/barriers", said(2)),
        entries.kept("outcomes/2/statement", said(3)),
    ]
    record = shown(build_record(kept))
    assert [outcome["n"] for outcome in record["outcomes"]] == [2]
    assert [quote["message"] for quote in record["unlinked"]["requests"]] == ["m1"]
    assert [quote["message"] for quote in record["unlinked"]["barriers"]] == ["m2"]


def test_no_kept_words_are_missing_from_what_is_shown() -> None:
    kept = [entries.kept("needs/1/requests", said(1)), entries.kept("needs/1/why", said(2)), entries.kept("outcomes/1/so_what", said(3))]
    assert {quote["message"] for quote in quotes_in(shown(build_record(kept)))} == {"m1", "m2", "m3"}


def test_personal_is_null_until_followed_up_and_type_is_never_set_by_the_talk() -> None:
    kept = [entries.kept(f"outcomes/{n}/statement", said(n)) for n in (1, 2, 3)]
    record = shown(build_record([*kept, entries.personal(1, True), entries.personal(2, False)]))
    assert [outcome["personal"] for outcome in record["outcomes"]] == [True, False, None]
    assert {outcome["type"] for outcome in record["outcomes"]} == {None}


def test_limits_and_the_answer_to_the_offer_are_the_last_that_were_said() -> None:
    kept = [entries.kept("limits", said(1)), entries.kept("limits", said(2)), entries.kept("assessment_answer", said(3))]
    record = shown(build_record(kept))
    assert record["consent"]["limits"]["message"] == "m2"
    assert record["assessment_offer"]["answer"]["message"] == "m3"


def test_a_whole_talk_shows_the_version_and_the_times_of_its_entries() -> None:
    talk = Talk("carer", young=False)
    talk.answer_to("need")
    record = talk.record
    assert record["version"] == talk.state.record.version > 5
    assert record["updated_at"] > record["created_at"]
    assert record["coverage"] and all(set(item) <= {"element", "topic", "outcome", "status"} for item in record["coverage"])
