"""The store: words first and once, in nobody's sight, and gone without a trace when erased."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.conversation.asks import Ask
from bot.conversation.said import Said, Step
from bot.conversation.talk import State
from bot.errors import Conflict, NotFound
from bot.record import entries
from bot.record.quote import Message, cut
from bot.store.access import Access
from bot.store.conversations import Store
from bot.store.database import migrate, open_database
from bot.store.scrub import scrub

WORDS = "I want to be back in the choir at Bethania chapel"
MESSAGE = Message("m1", WORDS, "en")
ASK = Ask("a1", "circumstances", root="a1")
TABLES = ("conversations", "messages", "entries", "effects", "tokens", "return_codes")
KEY = bytes(range(32))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'sgwrs.db'}"
    migrate(url)
    store = Store(open_database(url), KEY)
    yield store
    store.engine.dispose()


def ask_something(state: State) -> Step:
    question = "How does an ordinary day go?"
    return Step([entries.asked(ASK.as_data(), question, question, "en")], [Said(question, ASK)])


def access_to(store: Store) -> Access:
    return Access(store.engine, KEY)


def begun(store: Store) -> str:
    return store.begin("carer", "en", ask_something)[0].id


def keep_words(state: State) -> tuple[Step, list[Any]]:
    kept = entries.kept("circumstances", cut(MESSAGE, 0, len(WORDS)))
    return Step([kept, entries.answered("a1", "m1", "accept")], [Said(f"You said “{WORDS}”.")]), [{"event": "slot"}]


def rows(store: Store, table: str) -> list[Any]:
    with store.engine.connect() as connection:
        return list(connection.execute(text(f"select * from {table}")))


def database_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


# The message log


def test_words_come_back_exactly_as_they_came(store: Store):
    id = begun(store)
    for number, words in enumerate(["/restart", " y\tcôr \n", "“na”\r\n", "👩‍👩‍👧 e\u0301 {about}"]):
        store.log(id, Message(f"x{number}", words, "cy"), None)
        assert store.message(id, f"x{number}").content["text"] == words


def test_the_same_message_again_changes_nothing(store: Store):
    id = begun(store)
    first = store.log(id, MESSAGE, None)
    before = {table: rows(store, table) for table in TABLES}
    assert store.log(id, MESSAGE, None) == first
    assert {table: rows(store, table) for table in TABLES} == before


def test_the_same_id_with_other_words_is_a_conflict_that_shows_no_words(store: Store):
    id = begun(store)
    store.log(id, MESSAGE, None)
    with pytest.raises(Conflict) as refused:
        store.log(id, Message("m1", "something else", "en"), None)
    assert "choir" not in str(refused.value) and "something else" not in str(refused.value)
    assert [m.content["text"] for m in store.messages(id) if m.sender == "person"] == [WORDS]


def test_the_id_of_a_reply_is_a_conflict(store: Store):
    id = begun(store)
    reply = store.messages(id)[0]
    with pytest.raises(Conflict):
        store.log(id, Message(reply.id, reply.content["text"], "en"), None)


def test_two_conversations_may_use_one_id(store: Store):
    one, other = begun(store), begun(store)
    store.log(one, MESSAGE, None)
    store.log(other, Message("m1", "other words", "en"), None)
    assert store.message(other, "m1").content["text"] == "other words"


def test_nothing_new_after_the_end_but_the_old_is_still_known(store: Store):
    id = begun(store)
    first = store.log(id, MESSAGE, None)
    store.apply(id, lambda state: Step([entries.ended()]))
    with pytest.raises(Conflict):
        store.log(id, Message("m2", "one more thing", "en"), None)
    assert store.log(id, MESSAGE, None) == first


def test_a_message_knows_what_it_answers(store: Store):
    id = begun(store)
    assert store.log(id, MESSAGE, None).content["ask"]["id"] == "a1"
    assert store.log(id, Message("m2", "more", "en"), "a1").content["ask"]["id"] == "a1"


def test_many_at_once_are_all_kept_in_one_order(store: Store):
    id = begun(store)
    with ThreadPoolExecutor(4) as devices:
        list(devices.map(lambda n: store.log(id, Message(f"m{n}", f"words {n}", "en"), None), range(12)))
    said = [m for m in store.messages(id) if m.sender == "person"]
    assert sorted(m.id for m in said) == sorted(f"m{n}" for n in range(12))
    assert [m.seq for m in store.messages(id)] == list(range(1, 14))


def test_what_does_not_exist_is_not_found(store: Store):
    id = begun(store)
    for look in (lambda: store.get("no"), lambda: store.state("no"), lambda: store.message(id, "no"), lambda: store.erase("no")):
        with pytest.raises(NotFound):
            look()
    assert not access_to(store).opens("no", "token")


def test_only_its_own_token_opens_a_conversation(store: Store):
    one, token = store.begin("carer", "en", ask_something)
    other, _ = store.begin("carer", "en", ask_something)
    access = access_to(store)
    assert access.opens(one.id, token) and not access.opens(other.id, token) and not access.opens(one.id, "")


# Exactly once in effect


def test_an_action_is_done_once_also_when_called_again(store: Store):
    id = begun(store)
    store.log(id, MESSAGE, None)
    calls: list[State] = []

    def do(state: State) -> tuple[Step, Any]:
        calls.append(state)
        return keep_words(state)

    first = store.once(id, "m1", "action_keep_answer", 0, do)
    before = {table: rows(store, table) for table in TABLES}
    assert store.once(id, "m1", "action_keep_answer", 0, do) == first == [{"event": "slot"}]
    assert len(calls) == 1
    assert {table: rows(store, table) for table in TABLES} == before
    assert len(store.reply(id, "m1")) == 1 and len(store.state(id).record.at("circumstances")) == 1


def test_another_action_number_or_message_is_another_effect(store: Store):
    id = begun(store)
    for message, action, n in (("m1", "action_a", 0), ("m1", "action_b", 0), ("m1", "action_a", 1), ("m2", "action_a", 0)):
        store.once(id, message, action, n, lambda state: (Step([], [Said("Diolch.")]), None))
    assert len(store.reply(id, "m1")) == 3 and len(store.reply(id, "m2")) == 1


def test_two_deliveries_at_once_have_one_effect(store: Store):
    id = begun(store)
    store.log(id, MESSAGE, None)
    together = threading.Barrier(2)

    def deliver(_: int) -> Any:
        together.wait()
        return store.once(id, "m1", "action_keep_answer", 0, keep_words)

    with ThreadPoolExecutor(2) as devices:
        for turn in range(5):
            assert list(devices.map(deliver, range(2))) == [[{"event": "slot"}]] * 2, turn
    assert len(store.reply(id, "m1")) == 1
    assert len(store.state(id).record.at("circumstances")) == 1 and len(rows(store, "effects")) == 1


def test_an_action_that_fails_leaves_nothing(store: Store):
    id = begun(store)
    store.log(id, MESSAGE, None)
    before = {table: rows(store, table) for table in TABLES}

    def fail(state: State) -> tuple[Step, Any]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.once(id, "m1", "action_keep_answer", 0, fail)
    assert {table: rows(store, table) for table in TABLES} == before
    assert store.once(id, "m1", "action_keep_answer", 0, keep_words) == [{"event": "slot"}]


def test_replies_come_in_the_order_they_were_said(store: Store):
    id = begun(store)
    store.log(id, MESSAGE, None)
    store.once(id, "m1", "action_a", 0, lambda state: (Step([], [Said("one"), Said("two")]), None))
    store.once(id, "m1", "action_b", 0, lambda state: (Step([], [Said("three")]), None))
    assert [m.content["text"] for m in store.reply(id, "m1")] == ["one", "two", "three"]


# What still wants its reply


def test_unanswered_oldest_first_over_all_conversations(store: Store):
    one, other = begun(store), begun(store)
    for id, message in ((one, "m1"), (other, "n1"), (one, "m2"), (other, "n2"), (one, "m3")):
        store.log(id, Message(message, "words", "en"), None)
    assert store.unanswered() == [(one, "m1"), (other, "n1"), (one, "m2"), (other, "n2"), (one, "m3")]
    store.mark_answered(one, "m1")
    store.mark_answered(other, "n2")
    store.mark_answered(one, "no such message")
    assert store.unanswered() == [(other, "n1"), (one, "m2"), (one, "m3")]
    assert store.unanswered(one) == [(one, "m2"), (one, "m3")]


def test_a_note_wants_no_reply(store: Store):
    id = begun(store)
    store.note(id, "do not tell my son", "en")
    assert store.unanswered() == []


# In nobody's sight


def talk(store: Store) -> str:
    id = begun(store)
    store.log(id, MESSAGE, None)
    store.once(id, "m1", "action_keep_answer", 0, keep_words)
    store.note(id, WORDS, "en")
    return id


def test_words_do_not_stand_in_the_database_files(store: Store, tmp_path: Path):
    _, token = store.begin("carer", "en", ask_something)
    talk(store)
    written = database_bytes(tmp_path)
    assert written
    for secret in ("choir", "Bethania", "ordinary day", token):
        assert secret.encode() not in written and secret.encode("utf-16-le") not in written


def test_erasing_leaves_no_row_and_no_byte(store: Store, tmp_path: Path):
    other = talk(store)
    id = talk(store)
    with store.engine.connect() as connection:
        blobs = [
            blob
            for column, table, key in (("data_key", "conversations", "id"), *(("sealed", t, "conversation") for t in TABLES[1:4]))
            for (blob,) in connection.execute(text(f"select {column} from {table} where {key} = :id"), {"id": id})
        ]
    # SQLite lays a large value over several pages: a piece of it is looked for.
    assert len(blobs) >= 6 and any(blob[:24] in database_bytes(tmp_path) for blob in blobs)
    store.erase(id)
    assert scrub(store.engine)
    for table in TABLES:
        assert not [row for row in rows(store, table) if id in row], table
    written = database_bytes(tmp_path)
    assert id.encode() not in written
    for blob in blobs:
        assert blob[:24] not in written and blob[-24:] not in written
    for secret in ("choir", "Bethania"):
        assert secret.encode() not in written
    with pytest.raises(NotFound):
        store.state(id)
    assert len(store.state(other).record.at("circumstances")) == 1


def test_another_master_key_opens_nothing(store: Store):
    id = talk(store)
    with pytest.raises(Exception, match="[Mm]aster key"):
        Store(store.engine, bytes(32)).state(id)
