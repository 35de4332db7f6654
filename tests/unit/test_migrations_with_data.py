"""Bringing a database up to date keeps what is in it: words, and the way back to them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import OperationalError

from bot.conversation.talk import State
from bot.record import entries
from bot.record.quote import Message, cut
from bot.store import database
from bot.store.access import Access
from bot.store.conversations import Store
from bot.store.database import migrate, open_database
from bot.store.duty_list import DutyList
from bot.store.keys import DataKey
from tests.unit.stores import WORDS

KEY = bytes(range(32))
WHEN = "2026-10-01 09:30:00.000000"
TALKS = {f"{number:032x}": f"token of talk {number}" for number in range(3)}


def config(url: str) -> Config:
    given = Config()
    given.set_main_option("script_location", str(database._MIGRATIONS))
    given.set_main_option("sqlalchemy.url", url)
    return given


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'sgwrs.db'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def at_0001(url: str, engine: Engine) -> Engine:
    """A database as the first version left it: three talks with a token each, words and a record."""
    command.upgrade(config(url), "0001")
    with engine.begin() as connection:
        for id, token in TALKS.items():
            key = DataKey.new()
            values = {"id": id, "hash": hashlib.sha256(token.encode()).hexdigest(), "key": key.wrap(KEY, id), "at": WHEN}
            connection.execute(
                text(
                    "insert into conversations (id, role, language, continues, token_hash, data_key, next_seq, erase_after, created_at, "
                    "updated_at) values (:id, 'carer', 'en', null, :hash, :key, 2, null, :at, :at)"
                ),
                values,
            )
            connection.execute(
                text(
                    "insert into messages (conversation, client_id, seq, from_whom, reply_to, language, sealed, at, answered_at) "
                    "values (:id, 'm1', 1, 'person', null, 'en', :sealed, :at, null)"
                ),
                {**values, "sealed": key.seal({"text": WORDS, "ask": None}, f"message {id} 1")},
            )
            kept = entries.kept("circumstances", cut(Message("m1", WORDS, "en"), 0, len(WORDS)))
            connection.execute(
                text("insert into entries (conversation, sealed, at) values (:id, :sealed, :at)"),
                {**values, "sealed": key.seal([kept.kind, kept.data, kept.cause], f"entry {id}")},
            )
    return engine


def test_every_token_goes_on_working_and_opens_its_own_talk_only(at_0001: Engine, url: str):
    migrate(url)
    access = Access(at_0001, KEY)
    for id in TALKS:
        assert [other for other, token in TALKS.items() if access.opens(id, token)] == [id]


def test_words_and_record_are_as_they_were(at_0001: Engine, url: str):
    migrate(url)
    store = Store(at_0001, KEY)
    for id in TALKS:
        assert [message.content["text"] for message in store.messages(id)] == [WORDS]
        assert [quote.text for quote in store.state(id).record.at("circumstances")] == [WORDS]
        assert store.get(id).opened_at is None
    assert store.unanswered() == [(id, "m1") for id in TALKS]


def test_nothing_counts_as_shared_that_was_not(at_0001: Engine, url: str):
    migrate(url)
    store = Store(at_0001, KEY)
    assert not any(store.open_as_staff(id) for id in TALKS)
    assert DutyList(at_0001, KEY).all() == []


def test_an_old_talk_gets_a_code_and_another_device_comes_back(at_0001: Engine, url: str):
    migrate(url)
    access = Access(at_0001, KEY)
    id, token = next(iter(TALKS.items()))
    code, _ = access.new_code(id, "en")
    conversation, fresh = access.come_back(code)
    assert conversation == id
    assert access.opens(id, fresh) and access.opens(id, token)


def test_an_old_talk_can_be_erased(at_0001: Engine, url: str):
    migrate(url)
    store, access = Store(at_0001, KEY), Access(at_0001, KEY)
    id, *others = TALKS
    store.erase(id)
    assert store.existing(TALKS) == set(others)
    assert not access.opens(id, TALKS[id]) and all(access.opens(other, TALKS[other]) for other in others)


def test_bringing_it_up_to_date_again_changes_nothing(at_0001: Engine, url: str):
    migrate(url)
    query = text("select * from tokens order by conversation")
    with at_0001.connect() as connection:
        before = list(connection.execute(query))
    migrate(url)
    with at_0001.connect() as connection:
        assert list(connection.execute(query)) == before
    assert len(before) == len(TALKS)


def test_an_empty_database_of_the_first_version_is_brought_up_to_date(url: str, engine: Engine):
    command.upgrade(config(url), "0001")
    migrate(url)
    assert not Store(engine, KEY).all()


def test_when_it_fails_midway_everything_is_as_it_was(at_0001: Engine, url: str):
    """Here a table stands in the way; it could be a full disk. The next start finds a whole database."""
    with at_0001.begin() as connection:
        connection.execute(text("create table duty_list (id integer)"))
    with pytest.raises(OperationalError):
        migrate(url)
    looked = inspect(at_0001)
    assert "tokens" not in looked.get_table_names()
    assert "token_hash" in {column["name"] for column in looked.get_columns("conversations")}
    with at_0001.begin() as connection:
        connection.execute(text("drop table duty_list"))
    migrate(url)
    assert all(Access(at_0001, KEY).opens(id, token) for id, token in TALKS.items())


def test_the_way_back_keeps_the_tokens_too(at_0001: Engine, url: str):
    migrate(url)
    command.downgrade(config(url), "0001")
    migrate(url)
    access = Access(at_0001, KEY)
    assert all(access.opens(id, token) for id, token in TALKS.items())
    assert [isinstance(Store(at_0001, KEY).state(id), State) for id in TALKS] == [True] * 3
