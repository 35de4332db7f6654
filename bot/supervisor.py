"""Start the engine and the app, wait until both are ready, start again what dies, and stop everything on Ctrl-C."""

import errno
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, TextIO

import httpx
from rich.console import Console

from bot.errors import CannotStart
from bot.orphan import supervised_by
from bot.settings import ROOT, Settings
from bot.store.database import migrate
from bot.store.keys import load_master_key
from bot.understanding.training import ENGINE_PYTHON, engine_environment, train

#: Seconds that the two programs may take to become ready.
_START_SECONDS = 120
#: Seconds in which the programs of a supervisor that was killed have ended (bot/orphan.py).
_LEFT_BEHIND_SECONDS = 2.5
#: Bytes that must be free where the data lives.
_ROOM = 200 * 1024 * 1024


@dataclass
class Program:
    """A program that is kept running: its process, and how often it had to be started."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: Optional["subprocess.Popen[str]"] = None
    starts: int = 0
    last_start: float = 0.0


class Supervisor:
    """Keeps the engine and the app of one copy running."""

    def __init__(self, settings: Settings, console: Console) -> None:
        self.settings = settings
        self.console = console
        self.stopping = threading.Event()
        self.log_files: dict[str, TextIO] = {}
        self.ready = False

    def run(self) -> int:
        """Run until stopped; return the exit status. Raises CannotStart with one clear line."""
        signal.signal(signal.SIGTERM, lambda *_: self.stopping.set())
        signal.signal(signal.SIGINT, lambda *_: self.stopping.set())
        with self.console.status("Looking whether Sgwrs can start here …") as status:
            check_ground(self.settings)
            status.update("Training what understands answers, if its sources changed (two minutes or more the first time) …")
            model = train(quiet=True)
            status.update("Preparing the database …")
            load_master_key(self.settings.master_key, self.settings.key_file)
            migrate(self.settings.database_url)
            programs = self._programs(model)
            status.update("Starting the engine and the app …")
            try:
                for program in programs:
                    self._start(program)
                self._wait_until_ready(programs)
            except BaseException:
                self._stop(programs)
                raise
        if not self.stopping.is_set():
            self.console.print(f"Sgwrs is ready: http://127.0.0.1:{self.settings.port}  (Ctrl-C stops it)")
            for name in self.settings.council_lines.missing():
                self.console.print(f"Before going live: SGWRS_{name.upper()} is not set, so people are not shown that line.")
            self.console.print("Before going live: somebody must watch the duty list, sgwrs concerns list.", highlight=False)
        self.ready = True
        self._watch(programs)
        self._stop(programs)
        self.console.print("Sgwrs has stopped.")
        return 0

    def _programs(self, model: Path) -> list[Program]:
        s = self.settings
        common = {
            **os.environ,
            "SGWRS_PORT": str(s.port),
            "SGWRS_ENGINE_PORT": str(s.engine_port),
            "SGWRS_DATA": str(s.data),
            "SGWRS_DATABASE_URL": s.database_url,
            "SGWRS_TRACKER_URL": s.tracker_url,
            "SGWRS_ENGINE_SECRET": s.engine_secret or secrets.token_urlsafe(32),
            "PYTHONUNBUFFERED": "1",
        }
        # The engine gets the key of a tracker with each message and never the master key.
        for_engine = {name: value for name, value in common.items() if name != "SGWRS_MASTER_KEY"}
        ours = supervised_by(os.getpid())
        app = [sys.executable, "-m", "bot.web.serve", *ours]
        engine = [str(ENGINE_PYTHON), "-W", "ignore", "-m", "bot.engine.serve", str(model), str(s.engine_port), *ours]
        return [
            Program("engine", engine, {**for_engine, **engine_environment()}),
            Program("app", app, common),
        ]

    def _start(self, program: Program) -> None:
        program.starts += 1
        program.last_start = time.monotonic()
        process = subprocess.Popen(
            program.command,
            cwd=ROOT,
            env=program.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        program.process = process
        (self.settings.run_folder / f"{program.name}.pid").write_text(str(process.pid))
        if program.name not in self.log_files:
            self.log_files[program.name] = open(self.settings.log_folder / f"{program.name}.log", "a", encoding="utf-8")  # noqa: SIM115 (open as long as we run)
        threading.Thread(target=self._relay, args=(process, program.name), daemon=True).start()

    def _relay(self, process: "subprocess.Popen[str]", name: str) -> None:
        """What the program prints goes to its log and to the terminal."""
        assert process.stdout
        for line in process.stdout:
            self.log_files[name].write(line)
            self.log_files[name].flush()
            if self.ready:
                self.console.print(f"{name}: {line.rstrip()}", markup=False, highlight=False)

    def _wait_until_ready(self, programs: list[Program]) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and not self.stopping.is_set():
            for program in programs:
                if program.process and program.process.poll() is not None:
                    log = self.settings.log_folder / f"{program.name}.log"
                    raise CannotStart(f"The {program.name} stopped while starting. What it said stands at the end of {log}")
            if self._is_ready():
                return
            time.sleep(0.2)
        if not self.stopping.is_set():
            raise CannotStart(f"The engine was not ready within {_START_SECONDS} s. See {self.settings.log_folder}")

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.settings.port}/readyz", timeout=3, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def _watch(self, programs: list[Program]) -> None:
        """Start again what died: at once the first times, then with a pause that grows to 4 s (people are waiting)."""
        while not self.stopping.wait(0.2):
            for program in programs:
                if program.process and program.process.poll() is not None:
                    lived = time.monotonic() - program.last_start
                    if lived > 60:
                        program.starts = 1
                    pause = 0.0 if program.starts <= 3 else min(2.0 ** (program.starts - 4), 4.0)
                    self.console.print(f"The {program.name} stopped; starting it again.")
                    if self.stopping.wait(pause):
                        return
                    self._start(program)

    def _stop(self, programs: list[Program]) -> None:
        for program in programs:
            if program.process and program.process.poll() is None:
                program.process.terminate()
        for program in programs:
            if program.process:
                try:
                    program.process.wait(8)
                except subprocess.TimeoutExpired:
                    program.process.kill()
                    program.process.wait()
            (self.settings.run_folder / f"{program.name}.pid").unlink(missing_ok=True)


def check_ground(settings: Settings) -> None:
    """Make the data folder and see that Sgwrs can start here. Raises CannotStart with what is in the way and what to do."""
    _writable(settings)
    if shutil.disk_usage(settings.data).free < _ROOM:
        raise CannotStart(f"The disk is full: make {_ROOM // 2**20} MB free where {settings.data} lives, or set SGWRS_DATA.")
    for name, port in (("SGWRS_PORT", settings.port), ("SGWRS_ENGINE_PORT", settings.engine_port)):
        _free_port(name, port)


def _writable(settings: Settings) -> None:
    try:
        for folder in (settings.data, settings.run_folder, settings.log_folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = settings.data / ".probe"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise CannotStart(f"The disk is full: make room where {settings.data} lives, or set SGWRS_DATA.") from None
        raise CannotStart(f"Cannot write to {settings.data}: give yourself the right to, or set SGWRS_DATA to another folder.") from None


def _free_port(name: str, port: int) -> None:
    """See that the port is free; what a supervisor that was killed left behind ends by itself within moments."""
    deadline = time.monotonic() + _LEFT_BEHIND_SECONDS
    while True:
        try:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
                return
        except PermissionError:
            raise CannotStart(f"Port {port} needs rights that you have not: set {name} to one above 1023.") from None
        except OSError:
            if time.monotonic() > deadline:
                raise CannotStart(f"Port {port} is taken: stop what uses it, or set {name} to another.") from None
            time.sleep(0.2)
