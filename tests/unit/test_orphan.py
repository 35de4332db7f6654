"""Nothing is left behind: a program ends with the supervisor that started it, and a supervisor starts again what died."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Optional

import pytest
from rich.console import Console

from bot.errors import CannotStart
from bot.settings import ROOT, Settings, setting_names
from bot.supervisor import Program, Supervisor, check_ground
from tests.live import free_port
from tests.unit.stores import Kept

#: A program like the app: it says who it is, asks to end with its parent, and would stay for a minute.
CHILD = (
    "import os, time; from bot.orphan import end_with, supervisor; end_with(supervisor()); print(os.getpid(), flush=True); time.sleep(60)"
)
#: A supervisor: starts what it is given (OURS: with its own id, to end with), and stays; or is gone at once.
PARENT = """
    import os, subprocess, sys, time
    command = [str(os.getpid()) if word == "OURS" else word for word in sys.argv[2:]]
    child = subprocess.Popen(command, start_new_session=True)
    print(child.pid, file=sys.stderr, flush=True)
    time.sleep(float(sys.argv[1]))
"""


def is_running(pid: int) -> bool:
    """Whether the process runs; one that has ended and that nobody has asked after does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return Path("/proc").exists() is False


def ends_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def family() -> Iterator[Callable[..., tuple[subprocess.Popen[str], int]]]:
    """Starts a parent that starts a program; gives (parent, the program's process id). Both are ended after the test."""
    started: list[tuple[subprocess.Popen[str], int]] = []

    def start(*command: str, stays: float = 60, environment: Optional[dict[str, str]] = None) -> tuple[subprocess.Popen[str], int]:
        parent = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(PARENT), str(stays), sys.executable, *command],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert parent.stderr
        started.append((parent, int(parent.stderr.readline())))
        return started[-1]

    yield start
    for parent, child in started:
        if is_running(child):
            os.kill(child, signal.SIGKILL)
        parent.kill()
        parent.wait()


Family = Callable[..., tuple[subprocess.Popen[str], int]]


def test_a_program_ends_with_the_supervisor_that_was_killed(family: Family):
    parent, child = family("-c", CHILD, "--supervised", "OURS")
    assert parent.stdout and int(parent.stdout.readline()) == child
    assert is_running(child)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert ends_within(child, 3)


def test_a_program_started_by_hand_stays(family: Family):
    """Who starts the app alone, for a debugger say, may close the shell."""
    parent, child = family("-c", CHILD)
    assert parent.stdout and int(parent.stdout.readline()) == child
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert not ends_within(child, 2.5)


def test_while_the_supervisor_lives_so_does_the_program(family: Family):
    parent, child = family("-c", CHILD, "--supervised", "OURS")
    assert parent.stdout and int(parent.stdout.readline()) == child
    assert not ends_within(child, 2.5)


def test_the_app_ends_too_when_the_supervisor_was_killed_while_it_started(family: Family, tmp_path: Path):
    Kept(tmp_path / "data").close()
    port = free_port()
    environment = {**dict.fromkeys(setting_names(), ""), "SGWRS_DATA": str(tmp_path / "data"), "SGWRS_PORT": str(port)}
    environment |= {"SGWRS_ENGINE_PORT": str(free_port()), "SGWRS_LOG_LEVEL": "INFO", "SGWRS_STAFF": "loopback"}
    environment |= {"SGWRS_ENGINE_WAIT": "3", "SGWRS_CONCERN_ROUTE": "person", "SGWRS_ENGINE_SECRET": "secret"}
    environment |= {f"SGWRS_KEEP_{what}_DAYS": "90" for what in ("DRAFTS", "SHARED", "CONCERNS")}
    parent, child = family("-m", "bot.web.serve", "--supervised", "OURS", stays=0, environment=environment)
    parent.wait()
    deadline = time.monotonic() + 20
    while is_running(child) and time.monotonic() < deadline and not answers(port):
        time.sleep(0.1)
    assert ends_within(child, 2.5)


def answers(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


# A port that is still taken


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(port=free_port(), engine_port=free_port(), data=tmp_path / "data")


def test_a_port_that_gets_free_within_moments_is_waited_for(settings: Settings):
    with socket.socket() as left_behind:
        left_behind.bind(("127.0.0.1", settings.port))
        left_behind.listen()
        threading.Timer(1.0, left_behind.close).start()
        begun = time.monotonic()
        check_ground(settings)
        assert 0.5 < time.monotonic() - begun < 3


def test_a_port_that_stays_taken_is_told_within_three_seconds(settings: Settings):
    with socket.socket() as other:
        other.bind(("127.0.0.1", settings.engine_port))
        other.listen()
        begun = time.monotonic()
        with pytest.raises(CannotStart, match="SGWRS_ENGINE_PORT"):
            check_ground(settings)
        assert 2 < time.monotonic() - begun < 6


def test_a_port_just_let_go_by_somebody_who_was_connected_is_free(settings: Settings):
    """Connections that linger after a crash do not count as taken."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as both programs do
        server.bind(("127.0.0.1", settings.port))
        server.listen()
        with socket.create_connection(("127.0.0.1", settings.port)) as client:
            accepted, _ = server.accept()
            accepted.close()
            client.recv(1)
    check_ground(settings)


# Starting again what died


class Watched:
    """A supervisor whose programs die the moment they are started. ``pauses``: what it waited before each start, in seconds."""

    def __init__(self, settings: Settings, monkeypatch: pytest.MonkeyPatch, lives: float = 0.0) -> None:
        self.started: list[str] = []
        self.pauses: list[float] = []
        self.now = 1000.0
        self.most = 9
        self.supervisor = Supervisor(settings, Console(quiet=True))
        self.supervisor.stopping = SimpleNamespace(wait=self.wait)  # type: ignore[assignment]
        self.lives = lives
        monkeypatch.setattr(self.supervisor, "_start", self.start)
        monkeypatch.setattr("bot.supervisor.time", SimpleNamespace(monotonic=lambda: self.now))

    def wait(self, seconds: float) -> bool:
        if seconds != 0.2:
            self.pauses.append(seconds)
        self.now += seconds
        return len(self.started) >= self.most

    def start(self, program: Program) -> None:
        program.starts += 1
        program.last_start = self.now
        self.started.append(program.name)
        self.now += self.lives

    def watch(self) -> None:
        dead: Any = SimpleNamespace(poll=lambda: 1)
        self.supervisor._watch([Program("app", [], {}, dead, starts=1, last_start=self.now)])


def test_what_dies_is_started_again_at_once_and_later_with_pauses(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    watched = Watched(settings, monkeypatch)
    watched.watch()
    assert watched.started == ["app"] * 9
    assert watched.pauses == [0.0, 0.0, 0.0, 1.0, 2.0, 4.0, 4.0, 4.0, 4.0]


def test_what_lived_for_long_is_started_again_at_once(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    watched = Watched(settings, monkeypatch, lives=61)
    watched.watch()
    assert set(watched.pauses[1:]) == {0.0}
