"""What was erased stays erased: written down before it is carried out, and done again when a back-up brings it back."""

import sqlite3
import stat
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotFound
from bot.record.quote import Message
from bot.store import scrub
from bot.store.erasures import Erasures
from tests.unit.stores import WORDS, Kept, found_in


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path / "data")
    yield kept
    kept.close()


# The list


def test_it_holds_every_erasure_in_order(tmp_path: Path):
    erasures = Erasures(tmp_path / "deeper" / "erased.txt")
    assert not erasures.all()
    for id in ("one", "two", "one"):
        erasures.note(id)
    assert list(erasures.all()) == ["one", "two"]
    assert list(Erasures(erasures.file).all()) == ["one", "two"]


def test_its_folder_is_for_the_owner_only(tmp_path: Path):
    Erasures(tmp_path / "deeper" / "erased.txt").note("one")
    assert stat.S_IMODE((tmp_path / "deeper").stat().st_mode) == 0o700


def test_a_last_line_that_was_cut_short_hides_no_other(tmp_path: Path):
    erasures = Erasures(tmp_path / "erased.txt")
    erasures.note("one")
    erasures.note("two")
    erasures.file.write_text(erasures.file.read_text()[:-1])  # the machine stopped in the middle of the last line's end
    assert list(erasures.all()) == ["one", "two"]


def test_a_last_line_that_was_cut_short_spoils_not_the_next(tmp_path: Path):
    erasures = Erasures(tmp_path / "erased.txt")
    erasures.note("one")
    erasures.file.write_text("one\ntw")
    erasures.note("three")
    assert "three" in erasures.all()


def test_it_holds_the_id_and_nothing_else(kept: Kept):
    id = kept.talk()
    kept.pass_on(id)
    traces = kept.traces(id)
    kept.house.erase(id)
    assert kept.settings.erasures_file.read_text() == f"{id}\n"
    assert found_in(kept.folder, traces) == {("erased.txt", "the id")}


def test_what_was_never_there_is_not_written_down(kept: Kept):
    with pytest.raises(NotFound):
        kept.house.erase("0" * 32)
    assert not kept.settings.erasures_file.exists()


# Before it is carried out


def test_it_is_written_down_before_it_is_carried_out(kept: Kept, monkeypatch: pytest.MonkeyPatch):
    id = kept.talk()
    noted: list[list[str]] = []

    def erase(conversation: str, **how: Any) -> None:
        noted.append(list(kept.house.erasures.all()))
        raise RuntimeError("the machine stopped here")

    with monkeypatch.context() as stopped:
        stopped.setattr(kept.store, "erase", erase)
        with pytest.raises(RuntimeError):
            kept.house.erase(id)
    assert noted == [[id]]
    assert kept.store.existing([id]) == {id}
    kept.house.erase_again()  # at the next start
    assert not kept.store.existing([id]) and not kept.tracked()


def test_when_it_stopped_between_the_two_databases_the_rest_is_swept(kept: Kept, monkeypatch: pytest.MonkeyPatch):
    id, other = kept.talk(), kept.talk()

    def forget(conversation: str) -> None:
        raise RuntimeError("the machine stopped here")

    with monkeypatch.context() as stopped:
        stopped.setattr(kept.rasa, "forget", forget)
        with pytest.raises(RuntimeError):
            kept.house.erase(id)
    assert kept.tracked() == {id, other}
    kept.house.tidy()
    assert kept.tracked() == {other}
    assert found_in(kept.folder, {"the tracker": f"sealed turn of {id}".encode()}) == set()


def test_what_a_reader_kept_on_the_disk_is_gone_with_the_next_round(kept: Kept, monkeypatch: pytest.MonkeyPatch):
    """Somebody copies the database, or lists the records, while another person erases theirs."""
    id = kept.talk()
    kept.store.erase(kept.talk())  # all that was written before is in the database itself
    kept.store.note(id, WORDS, "en")
    traces = kept.traces(id, duty_list=False)
    monkeypatch.setattr(scrub, "_TRIES", 1)
    with somebody_reads(kept):
        kept.house.erase(id)
    kept.house.tidy()
    assert found_in(kept.folder, traces, without=["erased.txt"]) == set()


def test_while_somebody_reads_an_erasure_keeps_nobody_else_waiting(kept: Kept, monkeypatch: pytest.MonkeyPatch):
    id, other = kept.talk(), kept.talk()
    monkeypatch.setattr(scrub, "_TRIES", 1)
    with somebody_reads(kept), ThreadPoolExecutor(1) as person:
        begun = time.monotonic()
        erasing = person.submit(kept.house.erase, id)
        time.sleep(0.5)
        kept.store.log(other, Message("m2", "One more thing.", "en"), None)
        assert time.monotonic() - begun < 2.5
        erasing.result()
        assert time.monotonic() - begun < 2.5


@contextmanager
def somebody_reads(kept: Kept) -> Iterator[None]:
    """Another program holds the database as it is now, as a back-up does."""
    with closing(sqlite3.connect(kept.folder / "sgwrs.db")) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from messages").fetchone()
        yield


# A back-up


def test_a_restored_database_is_erased_again(kept: Kept, tmp_path: Path):
    id, other = kept.talk(), kept.talk()
    kept.access.new_code(id, "en")
    kept.pass_on(id)
    traces = kept.traces(id)
    copy = kept.copy_database(tmp_path / "backup.db")
    kept.house.erase(id)
    assert {what for _, what in found_in(tmp_path, traces, without=["data/erased.txt"])} == set(traces) - {"the tracker"}

    restored = kept.restore_database(copy)
    assert restored.store.existing([id, other]) == {id, other}
    restored.house.erase_again()
    assert restored.store.existing([id, other]) == {other}
    assert restored.duty_list.all() == []
    assert found_in(restored.folder, traces, without=["erased.txt"]) == set()
    assert not restored.access.opens(id, kept.tokens[id])
    assert restored.store.state(other).record.at("circumstances")
    restored.close()


def test_its_tracker_goes_too_when_both_databases_were_restored(kept: Kept, tmp_path: Path):
    id = kept.talk()
    copy = kept.copy_database(tmp_path / "backup.db")
    kept.house.erase(id)
    restored = kept.restore_database(copy)
    restored.track(id)
    restored.house.erase_again()
    assert restored.tracked() == set()
    restored.close()


def test_a_restored_tracker_alone_is_swept(kept: Kept):
    id, other = kept.talk(), kept.talk()
    kept.house.erase(id)
    kept.track(id)
    kept.house.tidy()
    assert kept.tracked() == {other}


def test_what_was_not_erased_stays_after_a_restore(kept: Kept, tmp_path: Path):
    id, other = kept.talk(), kept.talk()
    copy = kept.copy_database(tmp_path / "backup.db")
    kept.house.erase(other)
    restored = kept.restore_database(copy)
    before = restored.store.messages(id)
    restored.house.erase_again()
    assert restored.store.messages(id) == before
    assert restored.tracked() == {id}
    restored.close()


def test_where_nothing_came_back_nothing_happens(kept: Kept):
    id, other = kept.talk(), kept.talk()
    kept.house.erase_again()  # there is no list yet
    kept.house.erase(id)
    kept.house.erase_again()
    assert kept.store.existing([id, other]) == {other}
    assert list(kept.house.erasures.all()) == [id]


def test_a_long_list_is_looked_through_in_one_go(kept: Kept):
    """More ids than a database takes in one question, and more than SQLite ever took (32,766)."""
    id = kept.talk()
    ids = [f"{number:032x}" for number in range(40_000)]
    kept.settings.erasures_file.write_text("\n".join([*ids, id]) + "\n")
    kept.house.erase_again()
    assert not kept.store.existing([id])


def test_what_retention_erased_is_erased_again_too(kept: Kept, tmp_path: Path):
    id = kept.talk()
    kept.age(id, 400)
    copy = kept.copy_database(tmp_path / "backup.db")
    kept.house.run_retention()
    restored = kept.restore_database(copy)
    restored.house.erase_again()
    assert not restored.store.existing([id])
    restored.close()


def test_a_concern_that_outlived_its_talk_outlives_a_restored_back_up(kept: Kept, tmp_path: Path):
    id = kept.talk()
    concern = kept.pass_on(id)
    kept.age(id, 100)
    copy = kept.copy_database(tmp_path / "backup.db")
    kept.house.run_retention()
    assert [found.id for found in kept.duty_list.all()] == [concern]
    restored = kept.restore_database(copy)
    restored.house.erase_again()
    assert not restored.store.existing([id])
    assert [found.id for found in restored.duty_list.all()] == [concern]
    restored.close()
