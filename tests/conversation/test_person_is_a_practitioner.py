"""A practitioner prepares and holds the talk: who is there, how to communicate, as long as it takes."""

import pytest

from tests.live import Copy, Talk, says


@pytest.fixture
def visit(ready: Copy) -> Talk:
    return ready.begin("practitioner", "en")


def test_it_begins_with_who_is_there_and_how_to_communicate(visit: Talk) -> None:
    assert visit.last.is_about == ("opening", "present")
    assert visit.answer_plainly().is_about == ("opening", "communication")


def test_what_is_needed_is_asked_why(visit: Talk) -> None:
    visit.go_to("need_why")
    assert visit.ask["need"] == 1
    assert visit.ask["about"] in visit.plain_answer() or visit.ask["about"]
    visit.answer_plainly()
    assert visit.record["needs"][0]["why"]


def test_the_whole_of_the_carers_part_is_asked(visit: Talk) -> None:
    visit.go_to("anything_else")
    topics = {ask["topic"] for ask in visit.all_asks.values() if ask["element"] in ("caring_role", "work_leisure")}
    assert topics == {"does", "able_now", "able_later", "willing_now", "willing_later", "work", "learning", "leisure"}


def test_there_is_no_limit_to_the_questions(visit: Talk) -> None:
    trips = [("sister Mair", "May"), ("son Ifan", "June")]
    towns = iter(f"{town} with my {who} every {month}" for town in ("Tenby", "Barry", "Rhyl", "Bala") for who, month in trips)
    for _ in range(120):
        if visit.ask["element"] == "anything_else":
            break
        if visit.ask["element"] == "outcome" and visit.ask["kind"] == "open":
            place = next(towns, None)
            visit.say(f"I want to go to {place}, where we went on the train as girls." if place else "No, nothing else.")
        else:
            visit.answer_plainly()
    asks = [ask["element"] for ask in visit.all_asks.values()]
    assert asks.index("anything_else") > 25
    assert len(visit.record["outcomes"]) >= 5


def test_the_last_answers_come_as_quickly_as_the_first(visit: Talk) -> None:
    """A part of the talk is a session of the engine, so the tracker that a turn replays stays short."""
    visit.go_to("anything_else")
    assert visit.sessions >= 4


def test_what_the_practitioner_saw_is_kept_as_seen(visit: Talk) -> None:
    visit.go_to("outcome")
    visit.say("I want my independence.")
    assert says(visit.last.question, "utter_so_what_outcome", role="practitioner")
