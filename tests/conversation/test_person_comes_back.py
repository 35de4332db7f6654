"""Somebody leaves and comes back by a code, from any device: wherever it was left, the talk lands on that very question."""

from collections.abc import Iterator

import pytest

from tests.live import PLAIN, Talk, says, words_in

#: What one sentence says that belongs to a question to come: it is taken up with a check ("Earlier you said …").
EARLY = {
    "en": "The last bus from Treorchy goes at half past five, so I can't get home from choir practice on a Tuesday.",
    "cy": "Mae'r bws olaf o Dreorci'n mynd am hanner awr wedi pump, felly alla i ddim dod adre o'r côr ar nos Fawrth.",
}
GENERAL = {"en": "I want my independence.", "cy": "Annibyniaeth"}
SKIP = {"en": "Skip", "cy": "Hepgor"}
PAUSE = {"en": "Can we pause please", "cy": "Gawn ni oedi am ychydig os gwelwch yn dda"}
DANGER = {"en": "He hits me when he's been drinking, last night he hit me again.", "cy": "Mae e'n fy nharo i, fe darodd e fi eto neithiwr."}


def left_and_back(talk: Talk) -> Talk:
    """Leave the talk, and come back to it on another device by its code."""
    code = talk.post("/return-code").json()["code"]
    given = talk.copy.http.post("/api/v1/return", json={"code": code})
    assert given.status_code == 200, given.text
    headers = {"Authorization": f"Bearer {given.json()['token']}"}
    found = talk.copy.http.get(f"/api/v1/conversations/{given.json()['id']}", headers=headers).json()
    assert given.json()["id"] == talk.id
    assert given.json()["token"] != talk.token
    back = Talk(talk.copy, {**found, "token": given.json()["token"]})
    assert found["open_ask"] == back.ask
    return back


def left_at_many_places(talk: Talk) -> Iterator[tuple[str, Talk]]:
    """Go through a carer's talk; yield where it is and the talk as it is there. Whoever comes back goes on with the new token."""
    language = talk.language
    yield "opening", talk
    talk.say(PLAIN[language]["opening/under_18"])
    talk.say(f"{PLAIN[language]['circumstances']} {EARLY[language]}")
    yield "outcome", talk
    talk.say(GENERAL[language])
    yield "a so_what", talk
    talk.go_to("barrier")
    yield "barrier", talk
    talk.go_to("caring_role", "able_now")
    yield "caring_role", talk
    talk.say(SKIP[language])
    talk.say(SKIP[language])
    yield "offer", talk
    talk.say(PLAIN[language]["offer"])
    talk.go_to("read_back")
    yield "read_back", talk
    talk.go_to("consent", "keep")
    yield "consent", talk
    talk.go_to("consent", "share")
    yield "consent", talk


@pytest.mark.parametrize("language", ["en", "cy"])
def test_wherever_it_was_left_the_talk_lands_on_that_very_question(ready, language: str) -> None:
    talk = ready.begin("carer", language)
    for where, left in left_at_many_places(talk):
        asked, question = left.ask, left.last.question
        back = left_and_back(left)
        assert back.ask == asked, where
        assert back.last.question in question, where  # what led up to it is not said again
        assert where in (asked["element"], f"a {asked['kind']}")
        assert where != "barrier" or (asked["kind"], asked["about"] in EARLY[language]) == ("check", True)
        left.token, left.headers = back.token, back.headers
        left.last = back.last
    every_answer = [message["text"] for message in talk.said]
    assert PLAIN[language]["opening/under_18"] in every_answer
    assert len(talk.all_asks) == len({ask["id"] for ask in talk.all_asks.values()})


def test_who_comes_back_is_told_their_last_words_and_their_answer_is_taken(talk: Talk) -> None:
    talk.go_to("barrier")
    back = left_and_back(talk)
    assert says(back.last.besides, "utter_welcome_back_about", role="carer")
    assert "I want to go back to singing with Côr Meibion Pontypridd" in back.last.besides
    back.say(PLAIN["en"]["barrier"])
    assert words_in(back.record["outcomes"][0]["barriers"]) == [PLAIN["en"]["barrier"]]


def test_the_words_to_be_looked_at_are_shown_again_to_who_comes_back_to_them(talk: Talk) -> None:
    talk.say(PLAIN["en"]["circumstances"])
    talk.say("stop")
    back = left_and_back(talk)
    assert back.ask["element"] == "read_back"
    assert PLAIN["en"]["circumstances"] in back.last.besides


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_talk_left_at_a_pause_is_open_again(ready, language: str) -> None:
    talk = ready.begin("carer", language)
    talk.say(PLAIN[language]["opening/under_18"])
    asked = talk.ask
    assert talk.say(PAUSE[language]).state == "paused"
    back = left_and_back(talk)
    assert (back.last.state, back.ask) == ("open", asked)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_talk_left_at_words_about_danger_is_open_again_and_says_nothing_of_them(ready, language: str) -> None:
    talk = ready.begin("carer", language)
    talk.say(PLAIN[language]["opening/under_18"])
    asked = talk.ask
    assert talk.say(DANGER[language]).state == "concern"
    back = left_and_back(talk)
    assert (back.last.state, back.ask) == ("open", asked)
    assert DANGER[language][:12] not in back.last.text and "999" not in back.last.text
    assert says(back.last.besides, "utter_welcome_back", language)


def test_the_other_device_goes_on_as_well(talk: Talk) -> None:
    talk.go_to("outcome")
    back = left_and_back(talk)
    talk.say(PLAIN["en"]["outcome"])
    back.last = talk.last
    back.say(PLAIN["en"]["barrier"])
    assert words_in(talk.record["outcomes"][0]["barriers"]) == [PLAIN["en"]["barrier"]]
