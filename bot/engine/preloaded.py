"""Rasa takes ten seconds of a core to import and people are waiting: it is imported once, and each engine is a fork of that process.

An engine that dies is there again in a second or two. Runs on Python 3.10.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Optional

from bot.orphan import end_with

#: An engine that lived for fewer seconds than this is started again after a pause that grows to the last of these.
_LIVED = 10.0
_PAUSES = (0.0, 0.0, 1.0, 2.0, 4.0)


def keep_running(serve: Callable[[], None], pid_file: Path) -> None:
    """Fork, have the child ``serve``, and fork again whenever it dies, until this process is told to end. Never returns.

    ``pid_file`` holds the id of the process that serves.
    """
    child, parent = 0, os.getpid()

    def end(_signal: int, _frame: Optional[FrameType]) -> None:
        if child:
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    died_young = 0
    while True:
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            end_with(parent)
            serve()
            os._exit(0)
        pid_file.write_text(str(child))
        os.waitpid(child, 0)
        child = 0
        died_young = 0 if time.monotonic() - begun > _LIVED else died_young + 1
        print("The engine stopped; starting it again.", flush=True)
        time.sleep(_PAUSES[min(died_young, len(_PAUSES) - 1)])
