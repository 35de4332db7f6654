"""Several things matter: each has its own barriers, strengths and risks."""

from tests.live import PLAIN, Talk, words_in

SEA = "I want to see the sea at Porthcawl again with my grandson Ifan before he goes to college in September."
SEA_BARRIER = "The wheelchair does not fit in Carys's Fiat, so we can't get as far as Porthcawl."


def second_thing(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.answer_plainly()
    for _ in range(8):
        if talk.ask["element"] == "outcome":
            break
        talk.answer_plainly()
    assert talk.ask["outcome"] == 2
    talk.say(SEA)


def test_something_else_that_matters_is_asked_for(talk: Talk) -> None:
    second_thing(talk)
    assert [outcome["statement"]["text"] for outcome in talk.record["outcomes"]] == [PLAIN["en"]["outcome"], SEA]


def test_each_thing_keeps_its_own_barrier(talk: Talk) -> None:
    second_thing(talk)
    assert talk.ask["element"] == "barrier"
    assert talk.ask["outcome"] == 2
    talk.say(SEA_BARRIER)
    one, two = talk.record["outcomes"]
    assert SEA_BARRIER in words_in(two["barriers"])
    assert SEA_BARRIER not in words_in(one["barriers"])


def test_a_later_question_names_the_thing_it_is_about(talk: Talk) -> None:
    second_thing(talk)
    talk.say(SEA_BARRIER)
    assert talk.ask["outcome"] == 2
    assert talk.ask["about"] in SEA


def test_however_many_things_matter_a_carers_talk_stays_within_25_questions(talk: Talk) -> None:
    places = iter(["Barry Island", "Tenby", "Aberaeron", "Llandudno", "Pwllheli", "Rhyl"])
    for _ in range(45):
        if talk.ask["element"] == "anything_else":
            break
        if talk.ask["element"] == "outcome" and talk.ask["outcome"] > 1:
            talk.say(f"I want to go to {next(places)} with my sister Mair in June, where we went as girls.")
        else:
            talk.answer_plainly()
    asks = [ask["element"] for ask in talk.all_asks.values()]
    assert len(talk.record["outcomes"]) >= 2
    assert asks.index("anything_else") <= 25
    assert "caring_role" in asks
    assert "work_leisure" in asks


def test_nothing_else_matters_and_the_talk_goes_on_to_what_is_needed(talk: Talk) -> None:
    talk.go_to("need")
    assert len(talk.record["outcomes"]) == 1
