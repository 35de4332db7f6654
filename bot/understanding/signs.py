"""Signs of danger that is told quietly (signs.yml): facts for the model to weigh. None of them decides by itself."""

import functools
import re
from pathlib import Path

from bot.understanding.cues import plain
from bot.understanding.patterns import any_of, read_patterns

_FILE = Path(__file__).with_name("signs.yml")


@functools.cache
def _signs() -> "dict[str, re.Pattern[str]]":
    return {name: any_of(patterns) for name, patterns in read_patterns(_FILE).items()}


def signs_in(text: str) -> dict[str, int]:
    """Return how often each sign of signs.yml stands in ``text``; those that don't are left out."""
    words = plain(text)
    found = {name: sum(1 for _ in sign.finditer(words)) for name, sign in _signs().items()}
    return {name: times for name, times in found.items() if times}
