"""Erasing leaves nothing: no row in any table of any store, no key, no byte of what was stored."""

import pytest

from tests.live import PLAIN, Copy, Talk

TABLES = {"sgwrs.db": ["messages", "entries", "effects"], "tracker.db": ["tracker_turns"]}


def rows_of(copy: Copy, id: str) -> dict[str, int]:
    counts = {
        table: copy.rows(database, f"select count(*) from {table} where conversation = ?", id)[0][0]
        for database, tables in TABLES.items()
        for table in tables
    }
    counts["conversations"] = copy.rows("sgwrs.db", "select count(*) from conversations where id = ?", id)[0][0]
    return counts


@pytest.fixture
def erased(ready: Copy, talk: Talk) -> Talk:
    talk.go_to("risk")
    assert all(rows_of(ready, talk.id).values())
    return talk


def test_every_table_that_names_a_conversation_is_known_here(ready: Copy) -> None:
    for database, tables in TABLES.items():
        named = [row[0] for row in ready.rows(database, "select name from sqlite_master where type = 'table'")]
        columns = {table: [column[1] for column in ready.rows(database, f"pragma table_info({table})")] for table in named}
        with_words = {table for table in named if "conversation" in columns[table]}
        assert with_words == set(tables)


def test_nothing_is_left_in_any_table(ready: Copy, erased: Talk) -> None:
    assert erased.delete().status_code == 204
    assert not any(rows_of(ready, erased.id).values())


def test_no_byte_of_it_and_no_key_is_left_in_any_file(ready: Copy, erased: Talk) -> None:
    key = ready.rows("sgwrs.db", "select data_key from conversations where id = ?", erased.id)[0][0]
    sealed = [
        row[0]
        for database, tables in TABLES.items()
        for table in tables
        for row in ready.rows(database, f"select sealed from {table} where conversation = ?", erased.id)
    ]
    assert len(sealed) > 20
    erased.delete()
    traces = [key, *(piece[:40] for piece in sealed), erased.id.encode()]
    for file in ready.data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [trace for trace in traces if trace in content], file.name


def test_the_engine_knows_nothing_of_it_either(ready: Copy, erased: Talk) -> None:
    erased.delete()
    assert erased.post("/messages", {"id": "8d7fb2b6-5cf7-4b9c-9b0e-3a3b7b0f2a11", "text": PLAIN["en"]["risk"]}).status_code == 404
    assert not any(rows_of(ready, erased.id).values())


def test_other_talks_are_as_they_were(ready: Copy, erased: Talk) -> None:
    other = ready.begin("carer", "en")
    other.say("No")
    other.answer_plainly()
    before = other.messages, other.record
    erased.delete()
    assert (other.messages, other.record) == before
    other.answer_plainly()
