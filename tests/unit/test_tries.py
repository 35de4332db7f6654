"""Tries in vain: ten at once, then one every six seconds, each caller for itself."""

import pytest

from bot.errors import TooManyTries
from bot.web.tries import Tries


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tries(clock: Clock) -> Tries:
    return Tries(clock=clock)


def fail(tries: Tries, times: int, caller: str = "mair") -> None:
    for _ in range(times):
        tries.may_try(caller)
        tries.failed(caller)


def wait_for(tries: Tries, caller: str = "mair") -> int:
    with pytest.raises(TooManyTries) as refused:
        tries.may_try(caller)
    return refused.value.retry_after


def test_who_never_failed_may_try_for_ever(tries: Tries):
    for _ in range(1000):
        tries.may_try("mair")


def test_ten_may_fail_at_once_and_no_more(tries: Tries):
    fail(tries, 10)
    assert wait_for(tries) == 6


def test_being_refused_does_not_count(tries: Tries, clock: Clock):
    fail(tries, 10)
    for _ in range(50):
        wait_for(tries)
    clock.now += 6
    tries.may_try("mair")


def test_after_the_time_told_one_may_try_once_more(tries: Tries, clock: Clock):
    fail(tries, 10)
    clock.now += wait_for(tries)
    fail(tries, 1)
    assert wait_for(tries) == 6


def test_a_moment_before_that_it_is_still_too_early(tries: Tries, clock: Clock):
    fail(tries, 10)
    clock.now += 5.9
    assert wait_for(tries) == 1


def test_after_a_minute_all_is_forgotten(tries: Tries, clock: Clock):
    fail(tries, 10)
    clock.now += 60
    fail(tries, 10)
    assert wait_for(tries) == 6


def test_a_long_pause_gives_no_more_than_ten(tries: Tries, clock: Clock):
    fail(tries, 1)
    clock.now += 1_000_000
    fail(tries, 10)
    wait_for(tries)


def test_slow_tries_are_never_refused(tries: Tries, clock: Clock):
    for _ in range(200):
        fail(tries, 1)
        clock.now += 6


def test_over_an_hour_it_comes_to_no_more_than_ten_and_one_every_six_seconds(tries: Tries, clock: Clock):
    """Whoever guesses as fast as they are let: 610 of them, against 2 to the 50th codes."""
    failed = 0
    for _ in range(36_000):
        try:
            tries.may_try("mair")
        except TooManyTries:
            pass
        else:
            tries.failed("mair")
            failed += 1
        clock.now += 0.1
    assert 605 <= failed <= 611


@pytest.mark.parametrize("seconds", [0.0, 0.4, 2.5, 5.99])
def test_the_time_told_is_whole_seconds_and_long_enough(tries: Tries, clock: Clock, seconds: float):
    fail(tries, 10)
    clock.now += seconds
    wait = wait_for(tries)
    assert isinstance(wait, int) and 1 <= wait <= 6
    clock.now += wait
    tries.may_try("mair")


def test_failures_that_came_together_with_others_take_longer(tries: Tries, clock: Clock):
    """Several requests at once may all be let in before any of them has failed: they count all the same."""
    for _ in range(15):
        tries.may_try("mair")
    for _ in range(15):
        tries.failed("mair")
    wait = wait_for(tries)
    assert wait == 36
    clock.now += wait
    tries.may_try("mair")


def test_one_callers_tries_are_not_anothers(tries: Tries):
    fail(tries, 10, "mair")
    fail(tries, 10, "dai")
    tries.may_try("nerys")
    wait_for(tries, "mair")


def test_other_numbers(clock: Clock):
    tries = Tries(at_once=2, every=30, clock=clock)
    fail(tries, 2)
    assert wait_for(tries) == 30


def test_what_is_remembered_stays_within_bounds(clock: Clock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.web.tries._CALLERS", 100)
    tries = Tries(clock=clock)
    for number in range(1000):
        fail(tries, 1, f"caller {number}")
    assert len(tries._failed) == 100


def test_who_failed_last_is_remembered_longest(clock: Clock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.web.tries._CALLERS", 3)
    tries = Tries(clock=clock)
    fail(tries, 9, "mair")
    for number in range(2):
        fail(tries, 1, f"caller {number}")
    fail(tries, 1, "mair")
    fail(tries, 1, "caller 2")
    wait_for(tries, "mair")


def test_the_message_says_what_to_do(tries: Tries):
    fail(tries, 10)
    with pytest.raises(TooManyTries, match="Wait a moment, then try again"):
        tries.may_try("mair")
