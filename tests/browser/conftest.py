"""A real browser for the tests of the pages: the machine's own Chromium, headless. Nothing is fetched for it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.person import Person, chromium
from tests.live import Copy


# For one module at a time: while it is open no other test can run a loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = chromium(playwright)
        yield opened
        opened.close()


@pytest.fixture
def person(browser: Browser, ready: Copy) -> Iterator[Callable[..., Person]]:
    """Make people at browsers of their own; at the end of the test, what must hold for every page they saw is looked at."""
    people: list[Person] = []

    def make(language: str = "en", **device: Any) -> Person:
        people.append(Person(browser, ready, language, **device))
        return people[-1]

    yield make
    try:
        for one in people:
            one.nothing_got_out()
    finally:
        for one in people:
            one.context.close()
