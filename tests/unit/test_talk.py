"""The talk as it stands, folded from its entries: what is open, what was answered, where it waits."""

from typing import Any

import pytest

from bot.conversation.asks import CLOSING, SLOTS, Ask, key_of
from bot.conversation.talk import State, build_state
from bot.record import entries
from bot.record.entries import Entry
from tests.unit.talks import Talk


def ask(number: int, element: str = "circumstances", **more: Any) -> Entry:
    data = {"id": f"a{number}", "element": element, "kind": "open", "root": f"a{number}", **more}
    return entries.asked(data, f"Text {number}?", f"Text {number}?", "en")


def state_of(*told: Entry, role: str = "carer") -> State:
    return build_state("c1", role, "en", told)


def test_a_question_is_open_until_it_is_answered() -> None:
    assert state_of(ask(1)).talk.open_ask == Ask("a1", "circumstances", root="a1")
    talk = state_of(ask(1), entries.answered("a1", "m1", "accept")).talk
    assert talk.open_ask is None
    assert talk.closed == {"circumstances"}
    assert talk.last_ask and talk.last_ask.id == "a1"


def test_an_unclear_answer_leaves_the_question_open() -> None:
    talk = state_of(ask(1), entries.unclear("a1", "m1")).talk
    assert talk.open_ask and talk.open_ask.id == "a1"
    assert talk.unclear == {"a1"}


def test_a_denied_check_does_not_settle_its_question() -> None:
    talk = state_of(ask(1, "barrier", outcome=1, kind="check"), entries.answered("a1", "m1", "deny", closes=False)).talk
    assert talk.open_ask is None
    assert talk.closed == set()


def test_thin_answers_are_counted_while_they_run_on() -> None:
    told = [ask(1), entries.answered("a1", "m1", "nudge", thin=True), ask(2), entries.answered("a2", "m2", "skip", thin=True)]
    assert state_of(*told).talk.thin_run == 2
    assert state_of(*told, ask(3), entries.answered("a3", "m3", "accept")).talk.thin_run == 0
    assert state_of(*told, entries.offered(False)).talk.thin_run == 0


def test_a_follow_up_counts_for_the_question_it_follows() -> None:
    told = [ask(1), entries.answered("a1", "m1", "so_what"), ask(2, kind="so_what", root="a1"), ask(3, "outcome", outcome=1)]
    talk = state_of(*told).talk
    assert talk.follow_ups("a1") == 1
    assert talk.follow_ups("a3") == 0
    assert talk.root_of(talk.asks["a2"]) == "a1"
    assert talk.root_of(talk.asks["a1"]) == "a1"


def test_the_same_ask_put_again_is_one_ask() -> None:
    talk = state_of(ask(1), ask(1)).talk
    assert list(talk.asks) == ["a1"]


def test_a_text_belongs_to_the_ask_that_had_it_first() -> None:
    talk = state_of(entries.asked({"id": "a1", "element": "need"}, "Thanks. Why?", "Why?", "en")).talk
    assert talk.texts == {"Thanks. Why?": "a1", "Why?": "a1"}
    assert talk.wordings["a1"] == ("Why?", "en")


def test_a_plan_is_done_with_once_a_question_is_put() -> None:
    told = [ask(1), entries.answered("a1", "m1", "so_what"), entries.planned("so_what", "a break")]
    assert state_of(*told).talk.planned == ("so_what", "a break")
    assert state_of(*told, ask(2)).talk.planned is None


def test_what_counts_against_the_limit_is_what_stands_before_anything_else() -> None:
    talk = state_of(ask(1), ask(2, "need", need=1), ask(1), ask(3, "anything_else"), ask(4, "read_back")).talk
    assert talk.asks_before_the_end() == 2


def test_a_talk_waits_and_goes_on() -> None:
    assert state_of(ask(1), entries.held("paused")).talk.state == "paused"
    going = state_of(ask(1), entries.held("paused"), entries.held("open")).talk
    assert going.state == "open" and going.open_ask


def test_stopping_drops_the_open_question_but_not_one_of_the_close() -> None:
    assert state_of(ask(1), entries.stopping()).talk.open_ask is None
    kept = state_of(ask(1, "consent", topic="share"), entries.stopping()).talk.open_ask
    assert kept and kept.topic == "share"


def test_the_end_leaves_nothing_open_and_the_way_back_opens_the_close_again() -> None:
    told = [ask(1, "anything_else"), entries.answered("a1", "m1", "accept"), ask(2, "read_back"), entries.finishing(), entries.ended()]
    ended = state_of(*told).talk
    assert (ended.state, ended.open_ask, ended.finishing) == ("ended", None, True)
    back = state_of(*told, entries.back_in()).talk
    assert (back.state, back.stopping, back.finishing) == ("open", False, False)
    assert not any(key.split("/")[0] in CLOSING for key in back.closed)


def test_an_answer_opened_again_is_the_same_ask_and_its_message_is_to_be_replaced() -> None:
    told = [ask(1), entries.answered("a1", "m1", "accept"), ask(2, "need", need=1), entries.reopened("a1", "m1")]
    talk = state_of(*told).talk
    assert talk.open_ask and talk.open_ask.id == "a1"
    assert talk.replacing == "m1"
    assert "circumstances" not in talk.closed
    assert state_of(*told, entries.answered("a1", "m2", "accept")).talk.replacing is None


def test_language_age_and_subject_come_from_the_record() -> None:
    state = state_of(entries.known("language", "cy"), entries.known("under_18", True), entries.known("subject", "other"))
    assert (state.talk.language, state.talk.young, state.talk.subject) == ("cy", True, "other")
    assert (state_of().talk.language, state_of().talk.young, state_of().talk.subject) == ("en", False, "self")


@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
def test_the_same_entries_always_give_the_same_talk(role: str) -> None:
    talk = Talk(role)
    talk.answer_to("need")
    again = build_state(talk.id, role, "en", talk.entries)
    assert again.talk == talk.state.talk
    assert again.record == talk.state.record


# Asks


def test_a_question_and_its_follow_ups_have_one_key() -> None:
    assert Ask("a1", "barrier", outcome=2).key == Ask("a2", "barrier", kind="so_what", about="x", outcome=2).key == "barrier/2"
    assert key_of("caring_role", "able_now") == "caring_role/able_now"
    assert key_of("need_why", need=3) == "need_why/3"


def test_an_ask_comes_back_from_its_data_as_it_was() -> None:
    whole = Ask("a7", "barrier", kind="check", about="the nights", outcome=2, root="a7", quote="m1:0-4")
    assert Ask(**whole.as_data()) == whole
    assert Ask(**Ask("a1", "circumstances").as_data()) == Ask("a1", "circumstances")


def test_an_ask_as_the_api_shows_it() -> None:
    assert Ask("a1", "circumstances", root="a1").as_json() == {"id": "a1", "element": "circumstances", "kind": "open"}
    shown = Ask("a2", "caring_role", kind="so_what", topic="able_now", about="fine", root="a1").as_json()
    assert shown == {"id": "a2", "element": "caring_role", "kind": "so_what", "topic": "able_now", "about": "fine"}


@pytest.mark.parametrize(
    ("asked", "model"),
    [
        (Ask("", "outcome", outcome=1), "outcome"),
        (Ask("", "barrier", kind="so_what", outcome=1), "so_what"),
        (Ask("", "strength_self", kind="context", outcome=1), "so_what"),
        (Ask("", "outcome", kind="why", outcome=1), "outcome"),
        (Ask("", "need", need=1), "need_why"),
        (Ask("", "opening", topic="present"), "circumstances"),
        (Ask("", "offer"), "consent"),
        (Ask("", "consent", topic="keep"), "consent"),
    ],
)
def test_the_move_model_knows_an_ask_by_its_own_name(asked: Ask, model: str) -> None:
    assert asked.model_ask == model


def test_every_ask_but_the_offer_has_its_form_and_slot() -> None:
    for (element, topic), (form, slot) in SLOTS.items():
        assert (Ask("", element, topic=topic).form, Ask("", element, topic=topic).slot) == (form, slot)
    assert (Ask("", "offer").form, Ask("", "offer").slot) == ("", "offer")
    assert len({slot for _, slot in SLOTS.values()}) == len(SLOTS)


def test_yes_or_no_answers_a_check_the_offer_and_the_close() -> None:
    assert Ask("", "barrier", kind="check", outcome=1).takes_yes_or_no
    assert all(Ask("", element).takes_yes_or_no for element in ("read_back", "consent", "offer"))
    assert Ask("", "opening", topic="under_18").takes_yes_or_no
    assert not Ask("", "opening", topic="present").takes_yes_or_no
    assert not Ask("", "barrier", outcome=1).takes_yes_or_no
    assert not Ask("", "anything_else").takes_yes_or_no
