"""Somebody tells of danger: the questions stop, help is shown, the words are kept exactly and only there, and they may carry on."""

import pytest

from tests.live import PLAIN, Copy, Talk, places_of, says, words_in

TOLD = {
    "self_harm": "I want to kill myself.",
    "harm_to_other": "I nearly hit her with the pan last night and I'm scared I'll do it again.",
    "danger_now": "There is a man kicking the door in right now.",
    "abuse_or_neglect": "He hits me when he's been drinking, last night he hit me again.",
    "child_at_risk": "My stepdad hits my little brother with a belt.",
    "carer_breakdown": "I can't go on, I'm at breaking point and I can't do this any more.",
}
#: A line that must be among the help for each kind (bot/help/lines.yml).
HELP = {
    "self_harm": "116 123",
    "harm_to_other": "111",
    "danger_now": "999",
    "abuse_or_neglect": "0808 80 10 800",
    "child_at_risk": "999",
    "carer_breakdown": "0808 808 7777",
}


@pytest.mark.parametrize("kind", TOLD)
def test_danger_stops_the_agenda_and_shows_help(talk: Talk, kind: str) -> None:
    talk.go_to("outcome")
    reply = talk.say(TOLD[kind])
    assert "action_show_help" in talk.actions_run()
    assert reply.state == "concern"
    assert says(reply.text, f"utter_concern_{kind}", role="carer")
    assert HELP[kind] in reply.text
    assert {"Carry on", "Stop here"} <= set(reply.buttons)
    assert talk.now["state"] == "concern"
    assert talk.now["open_ask"] is None


@pytest.mark.parametrize("kind", TOLD)
def test_the_words_are_kept_exactly_and_nowhere_else(talk: Talk, kind: str) -> None:
    talk.go_to("outcome")
    talk.say(TOLD[kind])
    record = talk.record
    concern = record["concerns"][0]
    assert concern["kind"] == kind
    assert concern["quote"]["text"] == TOLD[kind]
    assert concern["at"]
    assert concern["shown"]
    assert concern["passed_on"] is None
    assert places_of(record, TOLD[kind]) == {"concerns/quote"}
    assert record["outcomes"] == []


def test_nobody_has_read_it_and_the_reply_says_so(talk: Talk) -> None:
    assert "nobody has read it yet" in talk.say(TOLD["self_harm"]).text


def test_carrying_on_puts_the_very_question_again(talk: Talk) -> None:
    asked = talk.go_to("outcome").ask
    talk.say(TOLD["abuse_or_neglect"])
    reply = talk.say("Carry on")
    assert reply.state == "open"
    assert reply.ask["id"] == asked["id"]


def test_any_other_message_answers_the_question_that_was_open(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.say(TOLD["abuse_or_neglect"])
    reply = talk.say(PLAIN["en"]["outcome"])
    assert reply.state == "open"
    assert talk.record["outcomes"][0]["statement"]["text"] == PLAIN["en"]["outcome"]


def test_the_second_time_it_is_one_line(talk: Talk) -> None:
    talk.say(TOLD["abuse_or_neglect"])
    talk.say("Carry on")
    reply = talk.say(TOLD["abuse_or_neglect"])
    assert reply.state == "concern"
    assert says(reply.text, "utter_concern_again", role="carer")
    assert len(reply.messages) == 1
    assert "\n" not in reply.text
    assert len(talk.record["concerns"]) == 2


def test_another_kind_of_danger_gets_its_own_help_in_full(talk: Talk) -> None:
    talk.say(TOLD["abuse_or_neglect"])
    reply = talk.say(TOLD["self_harm"])
    assert "116 123" in reply.text
    assert [concern["kind"] for concern in talk.record["concerns"]] == ["abuse_or_neglect", "self_harm"]


def test_stopping_after_a_concern_goes_to_the_close(talk: Talk) -> None:
    talk.say(TOLD["abuse_or_neglect"])
    reply = talk.say("Stop here")
    assert reply.state == "open"
    assert reply.ask["element"] == "read_back"


@pytest.mark.parametrize("element", ["circumstances", "outcome", "need"])
def test_danger_told_after_going_to_the_close_by_a_button_of_the_page(talk: Talk, element: str) -> None:
    """The engine heard nothing of that button: it still listens in another part of the talk."""
    talk.go_to(element)
    talk.post("/finish")
    asked = talk.now["open_ask"]
    assert talk.say(TOLD["self_harm"]).state == "concern"
    assert talk.say("Send these words to the duty team now").state == "concern"
    assert talk.record["concerns"][0]["passed_on"]
    reply = talk.say("Carry on")
    assert reply.state == "open"
    assert reply.ask["id"] == asked["id"]


@pytest.mark.parametrize("role", ["handler", "practitioner"])
def test_staff_are_told_what_staff_do(ready: Copy, role: str) -> None:
    talk = ready.begin(role, "en")
    talk.go_to("circumstances")
    reply = talk.say(TOLD["self_harm"])
    assert reply.state == "concern"
    assert says(reply.text, "utter_concern_self_harm", role=role)
    assert not says(reply.text, "utter_concern_self_harm", role="carer")
    assert "116 123" in reply.text


def test_danger_told_at_the_very_first_question(ready: Copy) -> None:
    talk = ready.begin("carer", "en")
    asked = talk.ask
    assert talk.say(TOLD["self_harm"]).state == "concern"
    assert talk.say("Carry on").ask["id"] == asked["id"]


def test_danger_told_instead_of_a_consent_consents_to_nothing(talk: Talk) -> None:
    talk.say("stop")
    talk.go_to("consent", "share")
    asked = talk.ask
    assert talk.say(TOLD["self_harm"]).state == "concern"
    assert talk.record["consent"]["share"] is None
    assert talk.say("Carry on").ask["id"] == asked["id"]


def test_in_welsh_help_comes_in_welsh(ready: Copy) -> None:
    talk = ready.begin("carer", "cy")
    talk.say("Nac ydw")
    words = "Dw i eisiau lladd fy hun."
    reply = talk.say(words)
    assert reply.state == "concern"
    assert says(reply.text, "utter_concern_self_harm", "cy", role="carer")
    assert "Y Samariaid" in reply.text
    assert talk.record["concerns"][0]["quote"]["text"] == words
    assert {"Mynd ymlaen", "Stopio yma"} <= set(reply.buttons)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_talk_without_danger_shows_no_help(ready: Copy, language: str) -> None:
    """Every plain answer of a whole talk is taken as what it is."""
    talk = ready.begin("carer", language)
    talk.go_to_end()
    assert words_in(talk.record["concerns"]) == []


@pytest.mark.parametrize(
    "words",
    [
        "I'm dying for a cup of tea by the time the nurse from Ystrad has gone at eleven.",
        "I could have killed for a lie-in this morning, but Gwyn's hospital lift came at seven.",
        "My father used to hit us when I was small in Tonypandy, but that is fifty years ago and he is long dead.",
    ],
)
def test_idiom_and_what_is_long_past_is_story(talk: Talk, words: str) -> None:
    assert talk.say(words).state == "open"
    assert words_in(talk.record["concerns"]) == []


# Sent to the duty team


@pytest.mark.parametrize("words", ["Send these words to the duty team now", "yes, please send them"])
def test_words_about_danger_are_sent_to_the_duty_team(talk: Talk, words: str) -> None:
    """... when the person says so, and not before."""
    asked = talk.go_to("outcome").ask
    reply = talk.say(TOLD["abuse_or_neglect"])
    assert "Send these words to the duty team now" in reply.buttons
    assert talk.record["concerns"][0]["passed_on"] is None
    reply = talk.say(words)
    assert "action_send_to_duty_team" in talk.actions_run()
    assert reply.state == "concern"
    assert says(reply.text, "utter_words_sent", role="carer")
    assert {"Carry on", "Stop here"} <= set(reply.buttons)
    passed_on = talk.record["concerns"][0]["passed_on"]
    assert (passed_on["by"], passed_on["to"]) == ("person", "duty_team")
    assert passed_on["at"]
    assert talk.say("Carry on").ask["id"] == asked["id"]


def test_in_welsh_they_are_sent_as_well_and_once(ready: Copy) -> None:
    talk = ready.begin("carer", "cy")
    talk.say("Nac ydw")
    talk.say("Dw i eisiau lladd fy hun.")
    reply = talk.say("Anfon y geiriau hyn at y tîm dyletswydd nawr")
    assert says(reply.text, "utter_words_sent", "cy", role="carer")
    first = talk.record["concerns"][0]["passed_on"]
    assert first
    assert says(talk.say("anfonwch nhw").text, "utter_words_sent_already", "cy", role="carer")
    assert talk.record["concerns"][0]["passed_on"] == first


def test_staff_send_them_as_staff(ready: Copy) -> None:
    talk = ready.begin("handler", "en")
    talk.go_to("circumstances")
    talk.say(TOLD["abuse_or_neglect"])
    reply = talk.say("Send these words to the duty team now")
    assert says(reply.text, "utter_words_sent", role="handler")
    assert talk.record["concerns"][0]["passed_on"]["by"] == "staff"


def test_every_reply_while_the_talk_waits_has_the_ways_on(talk: Talk) -> None:
    talk.say(TOLD["abuse_or_neglect"])
    for words in ("who will see this?", "thank you", "can I speak to a person?"):
        reply = talk.say(words)
        assert reply.state == "concern"
        assert {"Carry on", "Stop here"} <= set(reply.buttons)
