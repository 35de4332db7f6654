"""Somebody tells much at once: each sentence goes where it belongs, is not asked again, and is taken up in their own words."""

from tests.live import Talk, every_quote_is_a_slice, places_of

DAY = "Since Gwyn had his stroke in March I get up at six every morning to wash and dress him before the nurse comes."
BARRIER = "The last bus from Treorchy goes at half past five, so I can't get home from choir practice on a Tuesday."
HELPER = "My sister Mair comes over from Brecon every Thursday and sits with him while I go to the shop."
CHOIR = "I want to go back to singing with Côr Meibion Pontypridd every Tuesday night like I used to."


def test_a_long_opening_fills_several_places(talk: Talk) -> None:
    talk.say(f"{DAY} {BARRIER} {HELPER}")
    record = talk.record
    assert "circumstances" in places_of(record, DAY)
    assert "unlinked/barriers" in places_of(record, BARRIER)
    assert "unlinked/strengths/others" in places_of(record, HELPER)
    every_quote_is_a_slice(talk)


def test_what_matters_told_in_the_opening_is_not_asked_again(talk: Talk) -> None:
    reply = talk.say(f"{DAY} {CHOIR}")
    assert talk.record["outcomes"][0]["statement"]["text"] == CHOIR
    assert reply.ask["element"] != "outcome"
    assert reply.ask["outcome"] == 1


def test_a_barrier_told_early_is_taken_up_in_the_persons_own_words(talk: Talk) -> None:
    talk.say(f"{DAY} {BARRIER} {HELPER}")
    reply = talk.go_to("barrier")
    assert reply.ask["kind"] == "check"
    assert reply.ask["about"] in BARRIER


def test_yes_links_what_was_told_early_and_asks_for_it_no_more(talk: Talk) -> None:
    talk.say(f"{DAY} {BARRIER} {HELPER}")
    talk.go_to("barrier")
    reply = talk.say("Yes")
    record = talk.record
    assert "outcomes/barriers" in places_of(record, BARRIER)
    assert "unlinked/barriers" not in places_of(record, BARRIER)
    assert reply.ask["element"] != "barrier"


def test_no_leaves_it_unlinked_and_asks_what_does_get_in_the_way(talk: Talk) -> None:
    talk.say(f"{DAY} {BARRIER} {HELPER}")
    check = talk.go_to("barrier").ask
    reply = talk.say("No")
    assert "unlinked/barriers" in places_of(talk.record, BARRIER)
    assert reply.ask["element"] == "barrier"
    assert reply.ask["kind"] == "open"
    assert reply.ask["id"] != check["id"]


def test_no_message_of_more_than_40_words_stands_whole_in_two_places(talk: Talk) -> None:
    whole = f"{DAY} {BARRIER} {HELPER}"
    assert len(whole.split()) > 40
    talk.say(whole)
    assert len(places_of(talk.record, whole)) <= 1


def test_a_story_for_another_question_goes_to_the_question_it_names(talk: Talk) -> None:
    """Somebody types ahead: the words belong to the ask that they name, and the open question stays open."""
    day = talk.ask
    now = talk.answer_plainly().ask
    reply = talk.say("I get up at six on Sundays as well, to light the fire before chapel at ten.", answers=day["id"])
    assert "circumstances" in places_of(talk.record, "light the fire")
    assert reply.ask["id"] == now["id"]
