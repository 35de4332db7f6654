"""The record: places, entries, and what they fold to."""

from datetime import datetime, timedelta, timezone

import pytest

from bot.errors import UnknownPlace
from bot.record import entries, places
from bot.record.entries import Entry
from bot.record.quote import Message, Quote, cut
from bot.record.record import build_record

NIGHTS = Message("m1", "I sleep in the chair most nights", "en")
CHOIR = Message("m2", "back in the choir", "en")


def whole(message: Message) -> Quote:
    return cut(message, 0, len(message.text))


# Places


@pytest.mark.parametrize(
    "place",
    [
        *places.OPENING, *places.CARING, *places.UNLINKED, *places.SINGLE,
        *(f"outcomes/1/{part}" for part in places.OUTCOME_PARTS), *(f"needs/12/{part}" for part in places.NEED_PARTS),
    ],
)  # fmt: skip
def test_every_place_of_the_record_is_known(place: str) -> None:
    assert places.check_place(place) == place


@pytest.mark.parametrize(
    "place",
    ["", "outcomes", "outcomes/1", "outcomes/0/statement", "outcomes/x/statement", "outcomes/1/why", "needs/1/so_what",
     "unlinked/statement", "caring/able", "caring/love", "concerns", "strengths/self", "circumstances/1"],
)  # fmt: skip
def test_a_place_that_the_record_has_not_got_is_refused(place: str) -> None:
    with pytest.raises(UnknownPlace):
        places.check_place(place)


def test_a_place_tells_its_number() -> None:
    assert places.number_in("outcomes/12/barriers") == 12
    assert places.number_in("needs/3/why") == 3
    assert places.number_in("circumstances") == 0


def test_the_place_of_a_part_of_something_that_matters_or_is_needed() -> None:
    assert places.of_outcome(2, "strengths/others") == "outcomes/2/strengths/others"
    assert places.of_need(1, "why") == "needs/1/why"
    with pytest.raises(UnknownPlace):
        places.of_need(1, "so_what")


@pytest.mark.parametrize("make", [lambda: entries.kept("nowhere", whole(NIGHTS)), lambda: entries.removed("q", "nowhere")])
def test_no_entry_is_made_for_an_unknown_place(make: object) -> None:
    with pytest.raises(UnknownPlace):
        make()  # type: ignore[operator]


def test_a_quote_cannot_be_moved_to_an_unknown_place() -> None:
    with pytest.raises(UnknownPlace):
        entries.moved("q", "unlinked/barriers", "outcomes/1/worries", "asked")


# Folding


def test_a_kept_quote_stands_in_its_place() -> None:
    record = build_record([entries.kept("circumstances", whole(NIGHTS))])
    assert record.at("circumstances") == [whole(NIGHTS)]
    assert record.at("observations") == []


def test_quotes_stand_in_the_order_they_were_said() -> None:
    record = build_record([entries.kept("circumstances", whole(CHOIR)), entries.kept("circumstances", whole(NIGHTS))])
    assert [q.message for q in record.at("circumstances")] == ["m2", "m1"]


def test_the_same_quote_never_stands_twice_in_one_place_but_may_in_two() -> None:
    kept = [entries.kept("circumstances", whole(NIGHTS))] * 2 + [entries.kept("outcomes/1/barriers", whole(NIGHTS))]
    record = build_record(kept)
    assert len(record.at("circumstances")) == 1
    assert len(record.at("outcomes/1/barriers")) == 1


def test_a_removed_quote_stands_there_no_longer_and_other_places_keep_it() -> None:
    quote = whole(NIGHTS)
    kept = [entries.kept("circumstances", quote), entries.kept("unlinked/barriers", quote), entries.removed(quote.id, "circumstances")]
    record = build_record(kept)
    assert record.at("circumstances") == []
    assert record.at("unlinked/barriers") == [quote]


def test_removing_what_is_not_there_changes_no_words() -> None:
    record = build_record([entries.kept("circumstances", whole(NIGHTS)), entries.removed("m9:0-4", "circumstances")])
    assert record.at("circumstances") == [whole(NIGHTS)]


@pytest.mark.parametrize("linked", ["asked", "person"])
def test_a_moved_quote_stands_in_the_other_place_and_says_how_it_was_linked(linked: str) -> None:
    quote = whole(NIGHTS)
    moved = entries.moved(quote.id, "unlinked/barriers", "outcomes/1/barriers", linked)
    record = build_record([entries.kept("unlinked/barriers", quote), moved])
    assert record.at("unlinked/barriers") == []
    assert [(q.text, q.linked) for q in record.at("outcomes/1/barriers")] == [(quote.text, linked)]


def test_moving_what_is_not_there_adds_nothing() -> None:
    record = build_record([entries.moved("m9:0-4", "unlinked/barriers", "outcomes/1/barriers", "asked")])
    assert list(record.all_quotes()) == []


def test_facts_take_their_last_value_and_its_time() -> None:
    first, second = datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2026, 1, 2, tzinfo=timezone.utc)
    told = [(entries.known("keep", True), first), (entries.known("keep", False), second)]
    record = build_record(Entry(e.kind, e.data, None, at) for e, at in told)
    assert record.facts["keep"] is False
    assert record.fact_times["keep"] == second


def test_concerns_stand_apart_from_everything_that_is_kept() -> None:
    record = build_record([entries.concern("self_harm", whole(NIGHTS), ["samaritans"])])
    assert list(record.all_quotes()) == []
    assert [(c.kind, c.quote, c.shown) for c in record.concerns] == [("self_harm", whole(NIGHTS), ("samaritans",))]


def test_how_a_question_was_settled_takes_its_last_value() -> None:
    settled = [entries.covered("barrier/1", "declined"), entries.covered("barrier/1", "nothing_here")]
    assert build_record(settled).settled == {"barrier/1": "nothing_here"}


def test_what_matters_is_numbered_by_its_statements() -> None:
    kept = [entries.kept("outcomes/2/statement", whole(CHOIR)), entries.kept("outcomes/3/requests", whole(NIGHTS))]
    record = build_record(kept)
    assert record.outcomes() == [2]
    assert record.numbers_used("outcomes") == {2, 3}
    assert record.needs() == []


def test_a_number_whose_words_were_all_removed_is_free_again() -> None:
    quote = whole(CHOIR)
    record = build_record([entries.kept("needs/1/statement", quote), entries.removed(quote.id, "needs/1/statement")])
    assert record.needs() == []
    assert record.numbers_used("needs") == set()


def test_the_version_counts_what_changes_the_record_and_not_how_the_talk_goes() -> None:
    at = datetime(2026, 1, 1, tzinfo=timezone.utc)
    changes = [
        entries.kept("circumstances", whole(NIGHTS)),
        entries.known("keep", True),
        entries.personal(1, True),
        entries.covered("need/1", "declined"),
    ]
    talk = [
        entries.asked({"id": "a1", "element": "need"}, "t", "q", "en"),
        entries.answered("a1", "m1", "accept"),
        entries.held("paused"),
        entries.ended(),
    ]
    record = build_record(
        [Entry(e.kind, e.data, None, at) for e in changes] + [Entry(e.kind, e.data, None, at + timedelta(days=1)) for e in talk]
    )
    assert record.version == len(changes)
    assert record.updated_at == at


def test_an_entry_of_a_kind_from_another_version_is_passed_over() -> None:
    assert build_record([Entry("something_new", {"x": 1})]).version == 0


def test_folding_is_the_same_however_often_it_is_done() -> None:
    kept = [entries.kept("circumstances", whole(NIGHTS)), entries.personal(1, False), entries.known("share", None)]
    assert build_record(kept) == build_record(kept)
