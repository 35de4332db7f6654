"""Changing the record by pointing at words."""

import pytest

from bot.errors import NotASlice, NotFound, UnknownPlace
from bot.record import edits, entries
from bot.record.entries import Entry
from bot.record.quote import Message, cut
from bot.record.record import Record, build_record

SAID = Message("m1", "The bus stops at six. So I stay in.", "en")
BUS = cut(SAID, 0, 21)
KEPT = [entries.kept("outcomes/1/barriers", BUS), entries.kept("circumstances", BUS)]


def after(change: list[Entry]) -> Record:
    return build_record(KEPT + change)


def test_new_words_stand_where_the_old_ones_stood_and_the_person_put_them_there() -> None:
    record = after(edits.replace_words(build_record(KEPT), BUS.id, Message("m2", " The bus stops at seven. ", "en")))
    for place in ("outcomes/1/barriers", "circumstances"):
        assert [(q.text, q.message, q.linked) for q in record.at(place)] == [("The bus stops at seven.", "m2", "person")]


def test_a_trimmed_quote_is_a_slice_of_the_same_message() -> None:
    record = after(edits.trim(build_record(KEPT), BUS.id, SAID, 4, 7))
    assert [q.text for q in record.at("circumstances")] == ["bus"]
    assert SAID.text[record.at("circumstances")[0].start : record.at("circumstances")[0].end] == "bus"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (0, 200), (7, 3)])
def test_offsets_that_name_no_words_are_refused(start: int, end: int) -> None:
    with pytest.raises(NotASlice):
        edits.trim(build_record(KEPT), BUS.id, SAID, start, end)


def test_a_quote_is_not_trimmed_to_the_words_of_another_message() -> None:
    with pytest.raises(NotASlice):
        edits.trim(build_record(KEPT), BUS.id, Message("m9", "other words", "en"), 0, 5)


def test_a_moved_quote_stands_in_its_new_place_only() -> None:
    record = after(edits.move(build_record(KEPT), BUS.id, "outcomes/1/risks"))
    assert [place for place, _ in record.all_quotes()] == ["outcomes/1/risks"]
    assert record.at("outcomes/1/risks")[0].linked == "person"


def test_a_quote_moved_to_where_it_stands_already_stands_there_once() -> None:
    record = after(edits.move(build_record(KEPT), BUS.id, "circumstances"))
    assert [place for place, _ in record.all_quotes()] == ["circumstances"]


def test_moving_to_no_place_is_refused() -> None:
    with pytest.raises(UnknownPlace):
        edits.move(build_record(KEPT), BUS.id, "outcomes/1/nonsense")


def test_a_removed_quote_stands_nowhere() -> None:
    assert list(after(edits.remove(build_record(KEPT), BUS.id)).all_quotes()) == []


def test_whose_view_it_is_can_be_said() -> None:
    record = after(edits.say_whose(build_record(KEPT), BUS.id, "family", "my daughter"))
    assert {(q.voice, q.speaker, q.text) for _, q in record.all_quotes()} == {("family", "my daughter", BUS.text)}


def test_a_quote_that_is_not_there_cannot_be_pointed_at() -> None:
    with pytest.raises(NotFound):
        edits.remove(build_record(KEPT), "m1:0-3")


def test_each_change_counts_as_a_version() -> None:
    before = build_record(KEPT)
    assert after(edits.remove(before, BUS.id)).version == before.version + 2
