"""Retention: drafts, shared talks and concerns on the duty list, each for a time of its own; nothing younger is touched."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.conversation.said import Said, Step
from bot.errors import NotFound
from bot.record import entries
from bot.record.quote import Message
from bot.store.retention import PastRetention, Retention, past_retention
from tests.unit.stores import DANGER, Kept, found_in

#: Three times that no two kinds share, in days.
DRAFTS, SHARED, CONCERNS = 10, 40, 100
NOTHING = PastRetention([], [], [])


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path / "data", keep_drafts_days=DRAFTS, keep_shared_days=SHARED, keep_concerns_days=CONCERNS)
    yield kept
    kept.close()


def is_there(kept: Kept, id: str) -> bool:
    return bool(kept.store.existing([id])) and id in kept.tracked()


# Each by its own time


def test_a_draft_goes_after_the_time_for_drafts(kept: Kept):
    old, young = kept.talk(), kept.talk()
    kept.age(old, DRAFTS + 0.01)
    kept.age(young, DRAFTS - 0.01)
    assert kept.house.run_retention() == PastRetention([old], [], [])
    assert not is_there(kept, old) and is_there(kept, young)


def test_a_shared_talk_goes_after_the_time_for_shared_talks(kept: Kept):
    old, young = kept.talk(), kept.talk()
    for id in (old, young):
        kept.choose(id, share=True)
    kept.age(old, SHARED + 0.01)
    kept.age(young, SHARED - 0.01)
    assert kept.house.run_retention() == PastRetention([], [old], [])
    assert not is_there(kept, old) and is_there(kept, young)


def test_a_concern_goes_after_the_time_for_concerns(kept: Kept):
    id = kept.talk()
    old, young = kept.pass_on(id, message="d1"), kept.pass_on(id, message="d2")
    kept.age_concern(old, CONCERNS + 0.01)
    kept.age_concern(young, CONCERNS - 0.01)
    assert kept.house.run_retention() == PastRetention([], [], [old])
    assert [found.id for found in kept.duty_list.all()] == [young]
    assert is_there(kept, id)
    assert len(kept.store.state(id).record.concerns) == 2  # in the talk the words stay as long as the talk does


@pytest.mark.parametrize("chosen", [{}, {"share": False}, {"keep": True}, {"share": True, "keep": False}])
def test_what_was_not_shared_is_a_draft(kept: Kept, chosen: dict[str, bool]):
    id = kept.talk()
    kept.choose(id, **chosen)
    kept.age(id, DRAFTS + 1)
    assert kept.house.due() == PastRetention([id], [], [])


def test_sharing_taken_back_makes_it_a_draft_again(kept: Kept):
    id = kept.talk()
    kept.choose(id, share=True)
    kept.choose(id, share=False)
    kept.age(id, DRAFTS + 1)
    assert kept.house.due() == PastRetention([id], [], [])


def test_everything_at_once(kept: Kept):
    draft, shared, fresh = kept.talk(), kept.talk("handler"), kept.talk("practitioner", "cy")
    kept.choose(shared, share=True)
    concern = kept.pass_on(fresh)
    kept.age(draft, 400)
    kept.age(shared, 400)
    kept.age_concern(concern, 400)
    assert kept.house.run_retention() == PastRetention([draft], [shared], [concern])
    assert kept.store.existing([draft, shared, fresh]) == {fresh}
    assert kept.tracked() == {fresh}
    assert kept.house.run_retention() == NOTHING


def test_nothing_younger_is_touched(kept: Kept):
    id = kept.talk()
    kept.pass_on(id)
    before = kept.store.messages(id), kept.store.state(id), kept.duty_list.all()
    old = kept.talk()
    kept.age(old, 400)
    kept.house.run_retention()
    assert (kept.store.messages(id), kept.store.state(id), kept.duty_list.all()) == before
    assert kept.access.opens(id, kept.tokens[id]) and not kept.access.opens(old, kept.tokens[old])


def test_where_nothing_is_due_nothing_happens(kept: Kept):
    assert kept.house.run_retention() == NOTHING
    id = kept.talk()
    assert kept.house.run_retention() == NOTHING
    assert is_there(kept, id)
    assert not kept.settings.erasures_file.exists()


def test_looking_erases_nothing(kept: Kept):
    id = kept.talk()
    kept.age(id, 400)
    assert kept.house.due() == kept.house.due() == PastRetention([id], [], [])
    assert is_there(kept, id)


# Concerns and the talk they were said in


def test_a_concern_that_was_passed_on_outlives_its_talk(kept: Kept):
    id = kept.talk()
    concern = kept.pass_on(id)
    kept.age(id, 50)
    assert kept.house.run_retention() == PastRetention([id], [], [])
    assert not is_there(kept, id)
    with pytest.raises(NotFound):
        kept.store.get(id)
    (found,) = kept.duty_list.all()
    assert (found.id, found.content["text"]) == (concern, DANGER)
    kept.age_concern(concern, CONCERNS + 1)
    assert kept.house.run_retention() == PastRetention([], [], [concern])
    assert kept.duty_list.all() == []


def test_an_acknowledged_one_is_kept_as_long(kept: Kept):
    concern = kept.pass_on(kept.talk())
    kept.duty_list.acknowledge(concern, "Siân")
    kept.age_concern(concern, CONCERNS - 0.01)
    assert kept.house.run_retention() == NOTHING
    kept.age_concern(concern, CONCERNS + 0.01)
    assert kept.house.run_retention() == PastRetention([], [], [concern])


def test_no_byte_is_left_of_either(kept: Kept):
    id = kept.talk()
    kept.access.new_code(id, "en")
    concern = kept.pass_on(id)
    of_talk, of_both = kept.traces(id, duty_list=False), kept.traces(id)
    of_concern = {what: trace for what, trace in of_both.items() if what not in of_talk}
    of_concern["its key"] = kept.rows("select data_key from duty_list")[0][0][:24]
    assert len(of_talk) > 8 and len(of_concern) == 2
    assert {what for _, what in found_in(kept.folder, of_both)} == set(of_both)

    kept.age(id, 400)
    kept.house.run_retention()
    del of_talk["the id"]  # it stands in the list of erasures, and with the concern
    assert found_in(kept.folder, of_talk) == set()
    assert {what for _, what in found_in(kept.folder, of_concern)} == set(of_concern)

    kept.age_concern(concern, 400)
    kept.house.run_retention()
    assert found_in(kept.folder, of_concern) == set()


# At least so long


def test_what_somebody_may_be_in_the_middle_of_is_left_alone(tmp_path: Path):
    kept = Kept(tmp_path / "data", keep_drafts_days=0, keep_shared_days=0, keep_concerns_days=0)
    fresh, old = kept.talk(), kept.talk()
    concern = kept.pass_on(fresh)
    kept.age(fresh, 0.99)
    kept.age(old, 1.01)
    kept.age_concern(concern, 0.99)
    day = timedelta(days=1)
    assert kept.house.due(day) == PastRetention([old], [], [])
    assert kept.house.run_retention(day) == PastRetention([old], [], [])
    assert kept.house.due() == PastRetention([fresh], [], [concern])
    kept.close()


def test_at_least_makes_nothing_go_sooner(kept: Kept):
    id = kept.talk()
    kept.age(id, DRAFTS - 1)
    assert kept.house.due(timedelta(days=1)) == NOTHING
    kept.age(id, DRAFTS + 1)
    assert kept.house.due(timedelta(days=1)) == PastRetention([id], [], [])
    assert kept.house.due(timedelta(days=DRAFTS + 2)) == NOTHING


def test_with_no_time_at_all_everything_goes(tmp_path: Path):
    kept = Kept(tmp_path / "data", keep_drafts_days=0, keep_shared_days=0, keep_concerns_days=0)
    draft, shared = kept.talk(), kept.talk()
    kept.choose(shared, share=True)
    concern = kept.pass_on(shared)
    assert kept.house.run_retention() == PastRetention([draft], [shared], [concern])
    assert found_in(kept.folder, {"a word": b"sealed turn of"}) == set()
    kept.close()


def test_the_longest_times_go_back_a_hundred_years(tmp_path: Path):
    kept = Kept(tmp_path / "data", keep_drafts_days=36500, keep_shared_days=36500, keep_concerns_days=36500)
    id = kept.talk()
    kept.age(id, 36000)
    assert kept.house.due() == NOTHING
    kept.close()


def test_at_the_very_moment_it_is_due(kept: Kept):
    id = kept.talk()
    moment = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
    kept.change("update conversations set updated_at = :value", value="2026-11-13 12:00:00.000000")
    times = Retention(timedelta(days=10), timedelta(days=10), timedelta(days=10))
    assert past_retention(kept.engine, times, moment) == PastRetention([id], [], [])
    assert past_retention(kept.engine, times, moment - timedelta(microseconds=1)) == NOTHING


# What counts as a change


def test_something_said_counts_as_a_change(kept: Kept):
    id = kept.talk()
    kept.age(id, 400)
    kept.store.log(id, Message("m2", "One more thing.", "en"), None)
    assert kept.house.due() == NOTHING


def test_coming_back_counts_as_a_change(kept: Kept):
    id = kept.talk()
    kept.age(id, 400)
    kept.store.apply(id, lambda state: Step([], [Said("Croeso'n ôl.")]))
    assert kept.house.due() == NOTHING


def test_limits_in_own_words_count_as_a_change(kept: Kept):
    id = kept.talk()
    kept.age(id, 400)
    kept.store.note(id, "Not with my brother Ifor.", "en")
    assert kept.house.due() == NOTHING


def test_reading_does_not_count_as_a_change(kept: Kept):
    id = kept.talk()
    kept.age(id, 400)
    kept.store.messages(id)
    kept.store.state(id)
    kept.access.new_code(id, "en")
    assert kept.house.due() == PastRetention([id], [], [])


NO_WORD_SAID = (
    "bot/store/conversations.py sets updated_at in _write only: a step that says nothing (a consent by PUT, an edit) is not counted "
    "as a change, though docs/settings.md counts days from the last change of a talk"
)


def test_a_consent_counts_as_a_change(kept: Kept):
    id = kept.talk()
    kept.age(id, 400)
    kept.store.apply(id, lambda state: Step([entries.known("keep", True)]))
    assert kept.house.due() == NOTHING


def test_taking_back_a_consent_to_share_does_not_erase_the_talk_within_the_hour(kept: Kept):
    """Shared 20 days ago, taken back today: a draft from today on, and somebody is in the middle of it."""
    id = kept.talk()
    kept.choose(id, share=True)
    kept.age(id, 20)
    kept.store.apply(id, lambda state: Step([entries.known("share", False)]))
    assert kept.house.due(timedelta(days=1)) == NOTHING


def test_an_edit_counts_as_a_change(kept: Kept):
    id = kept.talk()
    kept.age(id, 400)
    (quote,) = kept.store.state(id).record.at("circumstances")
    kept.store.apply(id, lambda state: Step([entries.removed(quote.id, "circumstances")]))
    assert kept.house.due() == NOTHING
