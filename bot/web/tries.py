"""How often somebody may try in vain: so many times at once, then once in a while. Kept in memory only."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.errors import TooManyTries

#: Of how many callers the tries are remembered.
_CALLERS = 10_000


class Tries:
    """Counts the tries that failed, by caller. ``at_once``: how many may fail running; ``every``: seconds until one more may."""

    def __init__(self, at_once: int = 10, every: float = 6.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.at_once = at_once
        self.every = every
        self._clock = clock
        self._failed: OrderedDict[str, tuple[float, float]] = OrderedDict()  # caller -> (failures that still count, when)

    def may_try(self, caller: str) -> None:
        """Let the caller try. Raises TooManyTries, with the seconds to wait."""
        failures = self._counting(caller)
        if failures > self.at_once - 1:
            wait = (failures - (self.at_once - 1)) * self.every
            raise TooManyTries("Too many tries. Wait a moment, then try again.", math.ceil(wait))

    def failed(self, caller: str) -> None:
        """The caller tried in vain."""
        self._failed[caller] = (self._counting(caller) + 1, self._clock())
        self._failed.move_to_end(caller)
        while len(self._failed) > _CALLERS:
            self._failed.popitem(last=False)

    def _counting(self, caller: str) -> float:
        failures, since = self._failed.get(caller, (0.0, 0.0))
        return max(0.0, failures - (self._clock() - since) / self.every)
