"""Killed on purpose in each step of a turn: before the log, between log and engine, between a move and its question, between the written
reply and the saved tracker, between that and the answer. Nothing is lost or doubled, and nobody need send anything again.

A lock on one of the databases, held from here, stops the turn where it is wanted. What comes before and after these steps, and the
engine or app found dead, is in test_trust_processes_die.
"""

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import Any

import httpx
import pytest

from tests.live import PLAIN, Copy, Talk, every_quote_is_a_slice, words_in
from tests.trust.test_trust_processes_die import replies_after, reply_once, wait_for

DAY = PLAIN["en"]["circumstances"]
APP, ENGINE, BOTH = ["app"], ["engine"], ["engine", "app"]
#: Seconds that a turn may take to come to the step where it is stopped.
SOON = 10


@contextmanager
def locked(copy: Copy, database: str) -> Iterator[None]:
    """Nobody else can write to the database (the app cannot read its own either: all its transactions want the lock)."""
    with closing(sqlite3.connect(copy.data / database, timeout=5, isolation_level=None)) as connection:
        connection.execute("begin immediate")
        try:
            yield
        finally:
            connection.execute("rollback")


class Sending:
    """A message on its way, in a thread of its own; what comes back does not matter here."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.message = {"id": str(uuid.uuid4()), "text": DAY}
        self.thread = threading.Thread(target=self._send)
        self.thread.start()

    def _send(self) -> None:
        with suppress(httpx.HTTPError):  # the app is gone before it answers; that is what is tried
            self.talk.post("/messages", self.message)

    @property
    def is_logged(self) -> bool:
        return bool(self._rows("sgwrs.db", "select id from messages where conversation = ? and client_id = ?"))

    @property
    def is_marked_answered(self) -> bool:
        query = "select id from messages where conversation = ? and client_id = ? and answered_at is not null"
        return bool(self._rows("sgwrs.db", query))

    @property
    def is_saved(self) -> bool:
        return bool(self._rows("tracker.db", "select id from tracker_turns where conversation = ? and message = ?"))

    @property
    def done(self) -> list[str]:
        return [row[0] for row in self._rows("sgwrs.db", "select action from effects where conversation = ? and message = ? order by id")]

    def _rows(self, database: str, query: str) -> list[tuple[Any, ...]]:
        return self.talk.copy.rows(database, query, self.talk.id, self.message["id"])


def kill(copy: Copy, programs: list[str]) -> dict[str, int]:
    return {program: copy.kill(program) for program in programs}


def is_back(copy: Copy, died: dict[str, int]) -> None:
    wait_for(lambda: all(copy.pid(program) != pid for program, pid in died.items()) and copy.is_ready())


def taken_once(sending: Sending) -> None:
    """The message stands in the log once, is answered once, kept once; sent again it gets the very reply; and the talk goes on."""
    talk, message = sending.talk, sending.message
    reply_once(talk, message["id"])
    again = talk.post("/messages", message)
    assert again.status_code == 200
    assert again.json()["messages"] == replies_after(talk, message["id"])
    assert [said["id"] for said in talk.said].count(message["id"]) == 1
    assert [said["text"] for said in talk.said].count(DAY) == 1
    assert words_in(talk.record["circumstances"]) == [DAY]
    assert talk.now["open_ask"]["element"] == "outcome"
    talk.say(PLAIN["en"]["outcome"])
    assert talk.ask["element"] == "barrier"
    every_quote_is_a_slice(talk)


def begun(copy: Copy) -> Talk:
    talk = copy.begin("carer", "en")
    talk.say("No")
    return talk


@pytest.mark.parametrize("programs", [ENGINE, BOTH], ids="+".join)
def test_the_reply_is_written_and_its_turn_not_saved(ready: Copy, talk: Talk, programs: list[str]) -> None:
    """A second talk's message is in the log by then, and the engine, which waits to save the first, has not taken it.

    With the app alone killed here the engine would save, and all be as in the next test.
    """
    other = begun(ready)
    with locked(ready, "tracker.db"):
        sending = Sending(talk)
        wait_for(lambda: "action_ask" in sending.done, SOON)
        behind = Sending(other)
        wait_for(lambda: behind.is_logged, SOON)
        died = kill(ready, programs)
        assert not sending.is_saved
        assert behind.done == []
    sending.thread.join()
    behind.thread.join()
    is_back(ready, died)
    taken_once(sending)
    taken_once(behind)


def test_the_turn_is_saved_and_nobody_has_been_told(ready: Copy, talk: Talk) -> None:
    """A second talk's message comes to the app by then, and is not in the log: only that one has to be sent again."""
    other = begun(ready)
    with ExitStack() as app_stands:
        with locked(ready, "tracker.db"):
            sending = Sending(talk)
            wait_for(lambda: "action_ask" in sending.done, SOON)
            app_stands.enter_context(locked(ready, "sgwrs.db"))
        wait_for(lambda: sending.is_saved, SOON)
        early = Sending(other)
        died = kill(ready, APP)
        assert not sending.is_marked_answered
        assert not early.is_logged
    sending.thread.join()
    early.thread.join()
    is_back(ready, died)
    taken_once(sending)
    assert DAY not in [said["text"] for said in other.said]
    other.post("/messages", early.message)
    taken_once(early)


@pytest.mark.parametrize("programs", [ENGINE, APP], ids="+".join)
def test_the_move_is_done_and_its_question_not_put(ready: Copy, programs: list[str]) -> None:
    for _ in range(10):  # now and then the question is quicker than the lock
        sending = Sending(begun(ready))
        while not sending.done:
            assert sending.thread.is_alive()
        with locked(ready, "sgwrs.db"):
            done = sending.done
            if "action_ask" not in done:
                died = kill(ready, programs)
                break
        sending.thread.join()
    else:
        raise AssertionError("the turn could not be stopped there")
    sending.thread.join()
    is_back(ready, died)
    taken_once(sending)
