"""The running copy as the killer sees it: its processes, and in which step of a turn it is."""

import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import httpx

from bench.killing.common import AWAY, KEEPER, PROGRAMS, STEPS


@dataclass
class Deed:
    """A kill that was done: when (monotonic), of which program, for which plan."""

    at: float
    program: str
    why: str


class Copy:
    """The running copy as seen from outside: its two programs, whether both are up, and what was under way when one was killed."""

    def __init__(self, base_url: str, data: Path) -> None:
        self.base_url = base_url.rstrip("/")
        self.data = data
        self.kills: list[Deed] = []
        self.steps: Counter[tuple[str, str]] = Counter()
        self.under_way: dict[str, str] = {}  # conversation -> id of the message whose reply is awaited
        self.up_since: Optional[float] = None
        self.to_be_up: list[float] = []  # seconds from the last kill to both up again
        self._gone: dict[str, int] = {}  # program -> process id that it had when it was killed
        self._ending = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def watch(self) -> None:
        """Begin to look whether both programs are up."""
        self._watching.start()

    def end(self) -> None:
        self._ending.set()
        self._watching.join()

    def _watch(self) -> None:
        with httpx.Client(base_url=self.base_url, timeout=5, trust_env=False) as client:
            while not self._ending.wait(0.1):
                asked_at = time.monotonic()
                try:
                    up = client.get("/readyz").status_code == 200 and all(self.pid(p) not in (0, self._gone.get(p)) for p in PROGRAMS)
                except httpx.HTTPError:
                    up = False
                killed_at = self.kills[-1].at if self.kills else 0.0
                if not up or killed_at > asked_at:
                    self.up_since = None
                elif self.up_since is None:
                    self.up_since = time.monotonic()
                    if killed_at:
                        self.to_be_up.append(self.up_since - killed_at)

    def up_for(self) -> float:
        """Return the seconds since both were seen to be up, 0 while they are not."""
        since = self.up_since
        return time.monotonic() - since if since else 0.0

    def away_for(self) -> float:
        """Return the seconds since the last kill, while the programs are not both up again; else 0."""
        return time.monotonic() - (self.kills[-1].at if self.kills else 0.0) if self.up_since is None else 0.0

    def wait_until_up(self, seconds: float = AWAY) -> bool:
        until = time.monotonic() + seconds
        while self.up_since is None and time.monotonic() < until:
            time.sleep(0.05)
        return self.up_since is not None

    def pid(self, program: str) -> int:
        """Return the id of the running process, 0 when there is none that is surely this copy's."""
        try:
            if program == KEEPER:
                engine = self.pid("engine")
                pid = int(Path(f"/proc/{engine}/stat").read_text().rsplit(")", 1)[1].split()[1])
                if Path(f"/proc/{pid}/cmdline").read_bytes() != Path(f"/proc/{engine}/cmdline").read_bytes():
                    return 0
            else:
                pid = int((self.data / "run" / f"{program}.pid").read_text())
            environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            return 0
        return pid if f"SGWRS_DATA={self.data}".encode() in environment else 0

    def kill(self, programs: Sequence[str], why: str) -> bool:
        """Send SIGKILL to ``programs``; whether any of them was there to be killed."""
        killed = [program for program in programs if self._kill(program, why)]
        if killed:
            self._note_steps("+".join(killed))
            if len(self.kills) % 20 < len(killed):
                print(f"{len(self.kills)} kills", flush=True)
        return bool(killed)

    def _kill(self, program: str, why: str) -> bool:
        """Kill the process itself, by a handle of it: never another one that got its number."""
        pid, falls = self.pid(program), "engine" if program == KEEPER else program
        fallen = self.pid(falls)
        try:
            handle = os.pidfd_open(pid or -1)
        except OSError:
            return False
        try:
            if self.pid(program) != pid:
                return False
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        except ProcessLookupError:
            return False
        finally:
            os.close(handle)
        self._gone[falls] = fallen
        self.kills.append(Deed(time.monotonic(), program, why))
        self.up_since = None
        return True

    def _note_steps(self, killed: str) -> None:
        for conversation, message in list(self.under_way.items()):
            try:
                self.steps[(STEPS[self.step(conversation, message)], killed)] += 1
            except sqlite3.Error:
                self.steps[("not seen", killed)] += 1

    def step(self, conversation: str, message: str) -> int:
        """Return how far the turn of a message has come, as its place in STEPS."""
        row = self._row("sgwrs.db", "select answered_at from messages where conversation = ? and client_id = ?", conversation, message)
        if row is None:
            return 0
        if row[0]:
            return 5
        if self._row("tracker.db", "select 1 from tracker_turns where conversation = ? and message = ?", conversation, message):
            return 4
        done = "select sum(action = 'action_ask'), count(*) from effects where conversation = ? and message = ?"
        asked, count = self._row("sgwrs.db", done, conversation, message) or (0, 0)
        return 3 if asked else 2 if count else 1

    def wait_for_step(self, conversation: str, step: int, seconds: float = 8.0) -> None:
        """Wait until the turn that is under way in ``conversation`` has come to ``step``, or is over."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and (message := self.under_way.get(conversation)):
            try:
                if self.step(conversation, message) >= step:
                    return
            except sqlite3.Error:
                pass
            time.sleep(0.0005)

    def _row(self, database: str, query: str, *values: str) -> Any:
        with closing(sqlite3.connect(f"file:{self.data / database}?mode=ro", uri=True, timeout=0.5)) as connection:
            return connection.execute(query, values).fetchone()
