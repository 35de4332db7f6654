"""Keeping house: what is not to be kept goes once there was time for an own copy, and a round that fails is not the last."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import housekeeping
from bot.housekeeping import Housekeeping
from bot.store.conversations import TIME_FOR_OWN_COPY
from tests.unit.stores import Kept, ago, found_in


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path / "data")
    yield kept
    kept.close()


def hours_pass(kept: Kept, id: str) -> None:
    """The time for an own copy of this talk is over."""
    kept.change("update conversations set erase_after = :value where id = :id and erase_after is not null", id=id, value=ago(0.001))


# Talks that are not to be kept


def test_a_talk_not_to_be_kept_stays_an_hour_and_is_then_erased(kept: Kept):
    id, other = kept.talk(), kept.talk()
    kept.choose(id, keep=False)
    kept.end(id)
    traces = kept.traces(id)
    kept.house.tidy()
    assert kept.store.existing([id]) and timedelta(hours=1) == TIME_FOR_OWN_COPY
    hours_pass(kept, id)
    kept.house.tidy()
    assert kept.store.existing([id, other]) == {other}
    assert kept.tracked() == {other}
    assert found_in(kept.folder, traces, without=["erased.txt"]) == set()
    assert list(kept.house.erasures.all()) == [id]


@pytest.mark.parametrize("chosen", [{}, {"keep": True}])
def test_a_talk_that_may_be_kept_stays(kept: Kept, chosen: dict[str, bool]):
    id = kept.talk()
    kept.choose(id, **chosen)
    kept.end(id)
    hours_pass(kept, id)
    kept.house.tidy()
    assert kept.store.existing([id])


def test_a_talk_that_is_not_over_stays(kept: Kept):
    id = kept.talk()
    kept.choose(id, keep=False)
    hours_pass(kept, id)
    kept.house.tidy()
    assert kept.store.existing([id])


def test_who_changes_their_mind_within_the_hour_keeps_it(kept: Kept):
    id = kept.talk()
    kept.choose(id, keep=False)
    kept.end(id)
    kept.choose(id, keep=True)
    hours_pass(kept, id)
    kept.house.tidy()
    assert kept.store.existing([id])


UNDER_KEEP = (
    "Housekeeping.tidy erases a talk that ended with keep: false with everything, also what DELETE refuses to erase: "
    "{what}. PUT consent with keep: false after the end does it within the hour, so the 409 of DELETE is no protection"
)


def test_what_staff_have_opened_is_not_erased_that_way(kept: Kept):
    id = kept.talk()
    kept.choose(id, share=True)
    kept.end(id)
    assert kept.store.open_as_staff(id)
    kept.choose(id, keep=False)
    hours_pass(kept, id)
    kept.house.tidy()
    assert kept.store.existing([id])


def test_a_concern_that_was_acknowledged_outlives_a_talk_not_to_be_kept(kept: Kept):
    id = kept.talk()
    concern = kept.pass_on(id)
    kept.duty_list.acknowledge(concern, "Siân")
    kept.choose(id, keep=False)
    kept.end(id)
    hours_pass(kept, id)
    kept.house.tidy()
    assert [found.id for found in kept.duty_list.all()] == [concern]


# Trackers


def test_trackers_without_a_talk_are_swept_and_others_stay(kept: Kept):
    id = kept.talk()
    for gone in ("0" * 32, "1" * 32):
        kept.track(gone)
    kept.house.tidy()
    assert kept.tracked() == {id}
    kept.house.tidy()  # where somebody else was at the file just then, it is cleaned in the next round
    assert found_in(kept.folder, {"a tracker": b"sealed turn of 0"}) == set()


def test_no_tracker_is_nothing_to_sweep(kept: Kept):
    kept.house.tidy()
    assert kept.tracked() == set()


# When somebody else was faster


def test_what_went_in_the_meantime_is_no_trouble(kept: Kept, monkeypatch: pytest.MonkeyPatch):
    """The person erased it while the house looked at what is due."""
    id, other = kept.talk(), kept.talk()
    for one in (id, other):
        kept.age(one, 400)
    due = kept.house.due()
    kept.store.erase(id)
    monkeypatch.setattr(kept.house, "due", lambda at_least: due)
    kept.house.run_retention()
    assert not kept.store.existing([id, other])
    assert kept.tracked() == set()


# Round after round


class Rounds:
    """Counts what is done while the house is kept for so many rounds; ``fails``: what goes wrong in a round."""

    def __init__(self, house: Housekeeping, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house = house
        self.done: list[str] = []
        self.least: list[timedelta] = []
        self.fails: dict[int, str] = {}
        self.round = 0
        self.monkeypatch = monkeypatch
        monkeypatch.setattr(house, "erase_again", self._do("erase again"))
        monkeypatch.setattr(house, "run_retention", self._do("retention"))
        monkeypatch.setattr(house, "tidy", self._do("tidy"))

    def _do(self, what: str) -> Callable[..., None]:
        def do(*least: timedelta) -> None:
            self.done.append(what)
            self.least += least
            if self.fails.get(self.round) == what:
                raise OSError("the disk says no: words about the choir")

        return do

    def run(self, rounds: int) -> list[float]:
        """Keep house for so many rounds; return the seconds of each pause."""
        pauses: list[float] = []

        async def sleep(seconds: float) -> None:
            pauses.append(seconds)
            self.round += 1
            if self.round == rounds:
                raise asyncio.CancelledError

        self.monkeypatch.setattr(housekeeping.asyncio, "sleep", sleep)

        async def hold() -> None:
            await self.house.run()

        with pytest.raises(asyncio.CancelledError):
            asyncio.run(hold())
        return pauses


@pytest.fixture
def rounds(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> Rounds:
    return Rounds(kept.house, monkeypatch)


def test_at_the_start_a_restored_back_up_is_erased_before_anything_else(rounds: Rounds):
    rounds.run(3)
    assert rounds.done == ["erase again", "retention", "tidy", "tidy", "tidy"]


def test_every_minute_it_tidies_and_every_hour_it_looks_at_retention(rounds: Rounds):
    pauses = rounds.run(121)
    assert set(pauses) == {60.0}
    assert rounds.done.count("tidy") == 121
    assert rounds.done.count("retention") == 3
    assert rounds.done.count("erase again") == 1


def test_without_being_asked_it_erases_nothing_of_the_last_day(rounds: Rounds):
    rounds.run(61)
    assert rounds.least == [timedelta(days=1)] * 2


def test_a_round_that_fails_is_not_the_last_and_says_nothing_of_words(rounds: Rounds, caplog: pytest.LogCaptureFixture):
    rounds.fails = {1: "tidy"}
    rounds.run(4)
    assert rounds.done.count("tidy") == 4
    assert "OSError" in caplog.text and "choir" not in caplog.text


FIRST_ROUND = (
    "Housekeeping.run counts a round also when it failed: erase_again runs in round 0 only, so that a database which was locked just then "
    "leaves what a back-up brought back until the next start"
)


def test_erasing_again_is_tried_again_when_it_failed(rounds: Rounds):
    rounds.fails = {0: "erase again"}
    rounds.run(3)
    assert rounds.done.count("erase again") == 2


def test_retention_that_failed_is_done_again_within_the_hour(rounds: Rounds):
    rounds.fails = {0: "retention"}
    rounds.run(61)
    assert rounds.done.count("retention") == 2


def test_a_house_kept_for_real_for_one_round(kept: Kept, monkeypatch: pytest.MonkeyPatch):
    old, over, noted, stays = kept.talk(), kept.talk(), kept.talk(), kept.talk()
    kept.age(old, 400)
    kept.choose(over, keep=False)
    kept.end(over)
    hours_pass(kept, over)
    kept.house.erasures.note(noted)
    kept.track("0" * 32)

    async def one_round(*_: Any) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(housekeeping.asyncio, "sleep", one_round)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(kept.house.run())
    assert kept.store.existing([old, over, noted, stays]) == {stays}
    assert kept.tracked() == {stays}
