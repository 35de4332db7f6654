"""One copy of Sgwrs for the whole run: the trained model, an engine process, the app and its webhook, nothing stood in for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import RUNNING_COPY, Copy, Talk


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """The running copy. Started when the first test wants it, where the environment names none that runs already."""
    address = os.environ.get(RUNNING_COPY)
    running = Copy.at(address) if address else Copy(tmp_path_factory.mktemp("sgwrs") / "data")
    try:
        if not address:
            running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def ready(copy: Copy) -> Copy:
    """The running copy, ready even when the test before stopped a part of it."""
    if not copy.is_ready():
        copy.wait_until_ready()
    return copy


@pytest.fixture
def talk(ready: Copy) -> Talk:
    """A carer's talk in English, at its first question about the person's day."""
    begun = ready.begin("carer", "en")
    begun.say("No")
    return begun


@pytest.fixture
def sgwrs(ready: Copy) -> Path:
    """The folder in which the running copy keeps everything."""
    return ready.data
