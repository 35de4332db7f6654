"""The person the talk is about isn't there: a neighbour rings, a daughter rings. Whose words and whose view is kept apart."""

import pytest

from tests.live import Copy, Talk, places_of, says, wordings, words_in


@pytest.fixture
def neighbour(ready: Copy) -> Talk:
    talk = ready.begin("handler", "en")
    talk.say("I'm Beti, her neighbour from number nine, ringing about Mrs Rees.")
    return talk


def test_a_neighbour_rings_about_somebody_else(neighbour: Talk) -> None:
    assert neighbour.record["subject"] == "other"
    assert neighbour.last.question in wordings("utter_ask_circumstances", role="handler", subject="other")


def test_who_rang_is_kept_in_the_opening(neighbour: Talk) -> None:
    assert "Beti" in words_in(neighbour.record["opening"]["present"])[0]


def test_what_the_neighbour_tells_is_not_in_the_persons_own_voice(neighbour: Talk) -> None:
    words = "Her curtains were still drawn on Tuesday and Wednesday, and the milk was left on the step both days."
    neighbour.say(words)
    quotes = [q for q in neighbour.record["circumstances"] + neighbour.record["observations"] if words in q["text"]]
    assert quotes
    assert all(quote["voice"] != "own" for quote in quotes)
    assert all(quote["taken"] == "noted" for quote in quotes)


def test_asked_how_they_know_what_the_person_would_say(neighbour: Talk) -> None:
    neighbour.go_to("outcome")
    reply = neighbour.say("Her son says she should go into a home")
    assert reply.ask["kind"] == "own_view"
    assert says(reply.question, "utter_own_view_absent", role="handler")
    assert places_of(neighbour.record, "Her son says") == {"others_views"}


def test_no_carers_part_for_a_neighbour(neighbour: Talk) -> None:
    neighbour.go_to("anything_else")
    assert "caring_role" not in [ask["element"] for ask in neighbour.all_asks.values()]


@pytest.fixture
def daughter(ready: Copy) -> Talk:
    talk = ready.begin("handler", "en")
    talk.say("This is Carys, I'm the main carer for my mother, Mrs Rees.")
    return talk


def test_a_daughter_who_cares_rings_about_her_mother(daughter: Talk) -> None:
    assert daughter.record["subject"] == "someone_cared_for"
    assert daughter.last.question in wordings("utter_ask_circumstances", role="handler", subject="someone_cared_for")


def test_what_the_daughter_says_is_in_a_carers_voice(daughter: Talk) -> None:
    daughter.answer_plainly()
    assert daughter.record["circumstances"][0]["voice"] == "carer"


def test_a_carer_who_rings_gets_the_carers_part(daughter: Talk) -> None:
    daughter.go_to("anything_else")
    topics = [ask["topic"] for ask in daughter.all_asks.values() if ask["element"] == "caring_role"]
    assert {"does", "able_now", "willing_now"} <= set(topics)


def test_somebody_who_rings_for_themselves_speaks_in_their_own_voice(ready: Copy) -> None:
    talk = ready.begin("handler", "en")
    talk.say("It's Eirlys Rees, ringing for myself.")
    talk.answer_plainly()
    assert talk.record["subject"] == "self"
    assert talk.record["circumstances"][0]["voice"] == "own"
