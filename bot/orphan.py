"""A program that the supervisor started ends with it: without one, nobody would start it again, and its port would stay taken."""

import os
import sys
import threading
import time
from typing import Optional

SUPERVISED = "--supervised"
#: Seconds between two looks.
_PAUSE = 1.0


def supervised_by(pid: int) -> list[str]:
    """Return the arguments that tell a program which process it ends with."""
    return [SUPERVISED, str(pid)]


def supervisor() -> Optional[int]:
    """Return the id of the process that this one ends with, None when it was started by itself."""
    return int(sys.argv[sys.argv.index(SUPERVISED) + 1]) if SUPERVISED in sys.argv else None


def end_with(parent: Optional[int]) -> None:
    """From now on, end this process when ``parent``, which started it, is gone; never for None."""
    if parent is not None:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PAUSE)
    os._exit(1)
