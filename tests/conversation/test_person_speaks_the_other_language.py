"""Somebody answers in the other language: once they are told that the talk can go on in it, and the button does that."""

import pytest

from tests.live import PLAIN, Copy, says, words_in


@pytest.mark.parametrize(
    ("language", "other", "switch"), [("en", "cy", "Newid i'r Gymraeg"), ("cy", "en", "Switch to English")], ids=["Welsh", "English"]
)
def test_the_other_language_is_offered_once_and_the_button_switches(ready: Copy, language: str, other: str, switch: str) -> None:
    talk = ready.begin("carer", language)
    talk.say(PLAIN[language]["opening/under_18"])
    words = PLAIN[other]["circumstances"]
    reply = talk.say(words)
    assert says(reply.besides, "utter_offer_language", language, role="carer")
    assert switch in reply.buttons
    assert switch not in talk.say(PLAIN[other]["outcome"]).buttons
    asked = talk.ask
    reply = talk.say(switch)
    assert "action_switch_language" in talk.actions_run()
    assert reply.ask["id"] == asked["id"]
    assert talk.language == other
    assert (words, other) in [(quote["text"], quote["language"]) for quote in talk.record["circumstances"]]
    assert switch not in words_in(talk.record)
