"""Somebody at the pages, whom several files of tests begin with."""

import pytest

from tests.live import PLAIN, Copy
from tests.pages import Visitor


@pytest.fixture
def visitor(ready: Copy) -> Visitor:
    """Somebody grown up who has said how their day goes."""
    one = Visitor(ready).begin()
    one.press("No")
    one.say(PLAIN["en"]["circumstances"])
    return one
