"""A program that the supervisor started ends with it: without one, nobody would start it again, and its port would stay taken."""

import os
import sys
import threading
import time

SUPERVISED = "--supervised"
#: Seconds between two looks.
_PAUSE = 1.0


def end_with_parent() -> None:
    """From now on, end this process when the one that started it is gone, where that one asks for it: by the argument ``SUPERVISED``."""
    if SUPERVISED in sys.argv:
        threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PAUSE)
    os._exit(1)
