"""Erasing leaves nothing: no row in any table of any store, no key, no byte of what was stored."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.engine.client import EngineClient
from bot.housekeeping import Housekeeping
from bot.settings import Settings
from bot.store.conversations import Store
from bot.store.database import open_database
from bot.store.duty_list import DutyList
from bot.store.keys import load_master_key
from bot.words.labels import label
from tests.live import BACK_SECONDS, PLAIN, Copy, Talk

#: The tables whose rows name a conversation; those that hold words have them in a column named ``sealed``.
TABLES = {
    "sgwrs.db": ["messages", "entries", "effects", "tokens", "return_codes", "duty_list"],
    "tracker.db": ["tracker_turns"],
}
WITH_WORDS = {"sgwrs.db": ["messages", "entries", "effects", "duty_list"], "tracker.db": ["tracker_turns"]}
DANGER = "He hits me when he's been drinking, last night he hit me again."
#: Where the ids of what was erased stand, and nothing else.
ERASED = "erased.txt"


def rows_of(copy: Copy, id: str) -> dict[str, int]:
    counts = {
        table: copy.rows(database, f"select count(*) from {table} where conversation = ?", id)[0][0]
        for database, tables in TABLES.items()
        for table in tables
    }
    counts["conversations"] = copy.rows("sgwrs.db", "select count(*) from conversations where id = ?", id)[0][0]
    return counts


def traces_of(copy: Copy, talk: Talk) -> dict[str, bytes]:
    """Return everything of a talk that stands in the files, by what it is: id, keys, hashes, and a piece of all that is sealed."""
    traces = {"the id": talk.id.encode()}
    for name, query in {
        "the data key": "select data_key from conversations where id = ?",
        "a concern's key": "select data_key from duty_list where conversation = ?",
        "a token's hash": "select token_hash from tokens where conversation = ?",
        "the code's hash": "select code_hash from return_codes where conversation = ?",
    }.items():
        for number, (value,) in enumerate(copy.rows("sgwrs.db", query, talk.id)):
            traces[f"{name} {number}"] = value.encode() if isinstance(value, str) else value[:40]
    for database, tables in WITH_WORDS.items():
        for table in tables:
            for number, (sealed,) in enumerate(copy.rows(database, f"select sealed from {table} where conversation = ?", talk.id)):
                traces[f"{table} {number}"] = sealed[:40]
    return traces


def found_in(folder: Path, traces: dict[str, bytes]) -> set[tuple[str, str]]:
    """Return (file, what) for each trace that stands in a file below ``folder``."""
    found = set()
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            found |= {(str(file.relative_to(folder)), what) for what, trace in traces.items() if trace in content}
    return found


def passes_on(talk: Talk) -> None:
    """Tell of danger and send it to the duty team; the talk goes on at the question that was open."""
    assert talk.say(DANGER).state == "concern"
    talk.say(label("button_send_words", "en"))
    talk.say("Carry on")


@pytest.fixture
def erased(ready: Copy, talk: Talk) -> Talk:
    """A talk with something of it in every table, about to be erased."""
    talk.go_to("risk")
    passes_on(talk)
    code = talk.post("/return-code").json()["code"]
    assert ready.http.post("/api/v1/return", json={"code": code}).status_code == 200
    assert all(rows_of(ready, talk.id).values())
    return talk


def test_every_table_that_names_a_conversation_is_known_here(ready: Copy) -> None:
    for database, tables in TABLES.items():
        named = [row[0] for row in ready.rows(database, "select name from sqlite_master where type = 'table'")]
        columns = {table: [column[1] for column in ready.rows(database, f"pragma table_info({table})")] for table in named}
        assert {table for table in named if "conversation" in columns[table]} == set(tables)
        assert {table for table in named if "sealed" in columns[table]} == set(WITH_WORDS[database])


def test_nothing_is_left_in_any_table(ready: Copy, erased: Talk) -> None:
    assert erased.delete().status_code == 204
    assert not any(rows_of(ready, erased.id).values())


def test_no_byte_of_it_and_no_key_is_left_in_any_file(ready: Copy, erased: Talk) -> None:
    traces = traces_of(ready, erased)
    assert len(traces) > 25
    assert {what for _, what in found_in(ready.data, traces)} == set(traces)
    erased.delete()
    assert found_in(ready.data, traces) == {(ERASED, "the id")}


def test_the_list_of_erasures_holds_the_id_and_nothing_else(ready: Copy, erased: Talk) -> None:
    erased.delete()
    lines = (ready.data / ERASED).read_text().splitlines()
    assert lines[-1] == erased.id
    assert all(len(line) == 32 and set(line) <= set("0123456789abcdef") for line in lines)


def test_neither_words_nor_token_nor_code_stand_anywhere_after_it(ready: Copy, erased: Talk) -> None:
    code = erased.post("/return-code").json()["code"]
    erased.delete()
    secrets = (PLAIN["en"]["circumstances"], DANGER, erased.token, code)
    assert found_in(ready.data, {secret: secret.encode() for secret in secrets}) == set()
    printed = ready.printed.read_bytes()
    assert not any(secret.encode() in printed for secret in (*secrets, erased.id))


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


# While something is under way, or away


def wait_until(what: str, holds: Callable[[], bool], seconds: float = BACK_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.2)


@contextmanager
def engine_asleep(copy: Copy) -> Iterator[None]:
    """The engine is there and answers nothing."""
    pid = copy.pid("engine")
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def sweep(copy: Copy) -> None:
    """Keep house as the app does every minute, so that nobody has to wait for it."""
    settings = Settings(
        data=copy.data,
        port=copy.port,
        engine_port=copy.engine_port,
        database_url=f"sqlite:///{copy.data / 'sgwrs.db'}",
        tracker_url=f"sqlite:///{copy.data / 'tracker.db'}",
    )
    database, key = open_database(settings.database_url), load_master_key("", settings.key_file)
    engine = EngineClient(settings.engine_port, "", settings.tracker_url)
    Housekeeping(Store(database, key), engine, DutyList(database, key), settings).tidy()
    database.dispose()
    engine.trackers.dispose()


def is_left(copy: Copy, talk: Talk, traces: dict[str, bytes]) -> list[object]:
    return [what for what, count in rows_of(copy, talk.id).items() if count] + sorted(found_in(copy.data, traces) - {(ERASED, "the id")})


def test_erased_while_a_turn_is_under_way(ready: Copy, talk: Talk) -> None:
    """The engine has the message and is slow: what it does afterwards brings nothing back."""
    talk.go_to("barrier")
    with engine_asleep(ready):
        given = talk.post("/messages", {"id": str(uuid.uuid4()), "text": PLAIN["en"]["barrier"]})
        assert given.status_code == 202
        traces = traces_of(ready, talk)
        begun = time.monotonic()
        assert talk.delete().status_code == 204
        assert time.monotonic() - begun < 5  # whoever erases does not wait for ever
    wait_until("the engine is back", ready.is_ready)
    time.sleep(4)  # what was on its way to the engine has come and gone
    sweep(ready)
    assert is_left(ready, talk, traces) == []
    time.sleep(3)  # a courier that brought it once more would have come by now
    assert is_left(ready, talk, traces) == []
    assert talk.get().status_code == 404


def test_erased_in_the_middle_of_a_turn(ready: Copy) -> None:
    """Message and erasure at the same moment, a few times: whichever comes first, nothing is left."""
    for pause in (0.0, 0.01, 0.03, 0.06):
        talk = ready.begin("carer", "en")
        talk.go_to("circumstances")
        traces = traces_of(ready, talk)
        body = {"id": str(uuid.uuid4()), "text": PLAIN["en"]["circumstances"]}
        with ThreadPoolExecutor(2) as devices:
            said = devices.submit(talk.post, "/messages", body)
            time.sleep(pause)
            gone = devices.submit(talk.delete)
        assert gone.result().status_code == 204
        assert said.result().status_code in (200, 202, 404)  # answered and then erased, erased on the way, or not there any more
        if said.result().status_code == 202:  # a slow machine: the engine may still have been at it
            time.sleep(4)
            sweep(ready)
        assert is_left(ready, talk, traces) == [], f"after {pause} s"


def test_erased_while_the_engine_is_dead(ready: Copy, erased: Talk) -> None:
    traces = traces_of(ready, erased)
    died = ready.kill("engine")
    assert erased.delete().status_code == 204
    assert is_left(ready, erased, traces) == []
    wait_until("the engine is back", lambda: ready.pid("engine") != died and ready.is_ready())
    assert is_left(ready, erased, traces) == []
    assert erased.get().status_code == 404


def test_erased_with_words_outstanding_while_the_engine_was_dead(ready: Copy, talk: Talk) -> None:
    died = ready.kill("engine")
    assert talk.post("/messages", {"id": str(uuid.uuid4()), "text": PLAIN["en"]["circumstances"]}).status_code in (200, 202)
    traces = traces_of(ready, talk)
    assert talk.delete().status_code == 204
    wait_until("the engine is back", lambda: ready.pid("engine") != died and ready.is_ready())
    time.sleep(2.5)  # a courier that brought it would have come by now
    assert is_left(ready, talk, traces) == []


# By the command


def own_copy(copy: Copy, talk: Talk, folder: Path) -> Path:
    """Copy this one talk of the running copy into a data folder of its own: what is erased there, nobody else misses."""
    (folder / "keys").mkdir(parents=True)
    shutil.copy(copy.data / "keys" / "master.key", folder / "keys" / "master.key")
    for database, others in {
        "sgwrs.db": ("delete from conversations where id != ?", "delete from duty_list where conversation != ?"),
        "tracker.db": ("delete from tracker_turns where conversation != ?",),
    }.items():
        with closing(sqlite3.connect(copy.data / database, timeout=10)) as here, closing(sqlite3.connect(folder / database)) as there:
            here.backup(there)
            there.execute("pragma foreign_keys = on")
            for statement in others:
                there.execute(statement, (talk.id,))
            there.commit()
    return folder


def sgwrs(folder: Path, *words: str, **settings: str) -> str:
    """Run the command on a data folder and return what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SGWRS_")}
    command = [str(Path(sys.executable).with_name("sgwrs")), *words]
    environment |= {"SGWRS_DATA": str(folder), **settings}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def count(folder: Path, database: str, table: str) -> int:
    with closing(sqlite3.connect(folder / database)) as opened:
        return opened.execute(f"select count(*) from {table}").fetchone()[0]


def test_after_retention_run_no_byte_of_it_is_left_but_what_was_passed_on(ready: Copy, erased: Talk, tmp_path: Path) -> None:
    folder = own_copy(ready, erased, tmp_path / "data")
    traces = traces_of(ready, erased)
    assert {what for _, what in found_in(folder, traces)} == set(traces)

    dry = sgwrs(folder, "retention", "run", "--dry-run", SGWRS_KEEP_DRAFTS_DAYS="0")
    assert "talks never shared, after 0 days: 1" in dry
    assert count(folder, "sgwrs.db", "conversations") == 1 and not (folder / ERASED).exists()

    printed = sgwrs(folder, "retention", "run", SGWRS_KEEP_DRAFTS_DAYS="0")
    assert "talks never shared, after 0 days: 1" in printed
    assert erased.id not in printed and erased.id not in dry
    passed_on = {what for what in traces if what.startswith(("a concern's key", "duty_list"))}
    assert len(passed_on) == 2
    left = found_in(folder, traces)
    assert {what for _, what in left} == {"the id"} | passed_on  # the id beside the concern, and in the list of erasures
    assert {file for file, what in left if what != "the id"} <= {"sgwrs.db", "sgwrs.db-wal"}
    assert {table for table in TABLES["sgwrs.db"] if count(folder, "sgwrs.db", table)} == {"duty_list"}
    assert count(folder, "tracker.db", "tracker_turns") == 0

    sgwrs(folder, "retention", "run", SGWRS_KEEP_CONCERNS_DAYS="0")
    assert found_in(folder, traces) == {(ERASED, "the id")}
    assert (folder / ERASED).read_text() == f"{erased.id} but what was passed on stays\n"


def test_retention_run_beside_the_running_program_leaves_younger_talks_alone(ready: Copy, talk: Talk) -> None:
    before = talk.messages, talk.record
    printed = sgwrs(ready.data, "retention", "run")
    assert "talks never shared, after 90 days: 0" in printed
    assert (talk.messages, talk.record) == before
    talk.answer_plainly()


def test_a_back_up_that_is_put_back_is_erased_again_at_the_next_start(ready: Copy, erased: Talk, tmp_path: Path) -> None:
    """... by the house that the app keeps; here it is asked to at once."""
    folder = own_copy(ready, erased, tmp_path / "data")
    traces = traces_of(ready, erased)
    erased.delete()
    shutil.copy(ready.data / ERASED, folder / ERASED)
    settings = Settings(data=folder, database_url=f"sqlite:///{folder / 'sgwrs.db'}", tracker_url=f"sqlite:///{folder / 'tracker.db'}")
    database, key = open_database(settings.database_url), load_master_key("", settings.key_file)
    engine = EngineClient(settings.engine_port, "", settings.tracker_url)
    house = Housekeeping(Store(database, key), engine, DutyList(database, key), settings)
    house.erase_again()
    assert found_in(folder, traces) == {(ERASED, "the id")}
    database.dispose()
    engine.trackers.dispose()


def test_a_talk_that_the_command_erased_is_gone_from_the_running_program(ready: Copy, talk: Talk) -> None:
    """Another process erases it while this one holds its key and its entries in memory: it is never seen again all the same."""
    talk.answer_plainly()
    with closing(sqlite3.connect(ready.data / "sgwrs.db", timeout=10)) as database, database:
        database.execute("update conversations set updated_at = '2020-01-01 00:00:00.000000' where id = ?", (talk.id,))
    traces = traces_of(ready, talk)
    assert "talks never shared, after 90 days: 1" in sgwrs(ready.data, "retention", "run")
    for given in (talk.get(), talk.get("/record"), talk.get("/messages"), talk.delete()):
        assert given.status_code == 404
    assert talk.post("/messages", {"id": str(uuid.uuid4()), "text": PLAIN["en"]["outcome"]}).status_code == 404
    assert is_left(ready, talk, traces) == []
