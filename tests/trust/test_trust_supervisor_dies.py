"""A supervisor that is killed takes its programs with it, and the next one starts on the same ports with everything still there."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.live import PLAIN, Copy, Talk, words_in
from tests.trust.test_trust_processes_die import wait_for
from tests.unit.test_orphan import is_running

#: Seconds within which the programs of a killed supervisor have ended.
ENDED_SECONDS = 3.0


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A running copy of this test's own."""
    running = Copy(tmp_path_factory.mktemp("supervisor") / "data")
    try:
        running.start()
        yield running
    finally:
        running.stop()


def is_taken(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def test_what_a_killed_supervisor_started_ends_and_another_starts_on_the_same_ports(own: Copy) -> None:
    talk = own.begin("carer", "en")
    talk.say("No")
    talk.answer_plainly()
    before, asked = talk.messages, talk.ask["id"]
    pids = [own.pid(program) for program in ("app", "engine")]
    assert all(is_running(pid) for pid in pids) and own.process

    ended: list[float] = []

    def watch(since: float) -> None:
        while any(is_running(pid) for pid in pids) and time.monotonic() - since < 30:
            time.sleep(0.02)
        ended.append(time.monotonic() - since)

    os.kill(own.process.pid, signal.SIGKILL)
    watching = threading.Thread(target=watch, args=(time.monotonic(),))
    watching.start()
    own.process.wait()
    own.start()  # at once: who restarts Sgwrs does not wait
    watching.join()
    assert ended[0] < ENDED_SECONDS

    wait_for(lambda: own.is_ready() and not {own.pid("app"), own.pid("engine")} & set(pids))
    assert is_taken(own.port) and is_taken(own.engine_port)
    assert talk.messages == before
    assert talk.now["open_ask"]["id"] == asked
    goes_on(talk)


def goes_on(talk: Talk) -> None:
    talk.say(PLAIN["en"]["outcome"])
    assert words_in(talk.record["outcomes"]) == [PLAIN["en"]["outcome"]]
