"""Somebody is worn out, short of danger: stopping is offered, a person to talk to with it, and who carries on is asked less."""

import pytest

from tests.live import PLAIN, Copy, Talk, words_in

TOO_MUCH = {
    "en": "Sorry, I can't think straight any more tonight.",
    "cy": "Alla i ddim meddwl mwy heno.",
}
LINE = "01443 000000"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_stopping_is_offered_with_a_person_to_talk_to_and_who_carries_on_is_asked_less(ready: Copy, language: str) -> None:
    talk = ready.begin("carer", language)
    talk.say(PLAIN[language]["opening/under_18"])
    talk.go_to("barrier")
    reply = talk.say(TOO_MUCH[language])
    assert reply.state == "open"
    assert reply.ask["element"] == "offer"
    assert LINE in reply.text
    person = {"en": "I would rather talk to a person", "cy": "Byddai'n well gen i siarad â pherson"}[language]
    assert person in reply.buttons
    answer = talk.say(person)
    assert "action_give_a_person" in talk.actions_run()
    assert LINE in answer.text and answer.ask["id"] == reply.ask["id"]
    talk.say(PLAIN[language]["offer"])
    talk.go_to("anything_else")
    asked = [f"{ask['element']}/{ask['topic']}" if ask.get("topic") else ask["element"] for ask in talk.all_asks.values()]
    assert asked[asked.index("offer") + 1 :] == [
        "strength_others",
        "need",
        "caring_role/able_now",
        "caring_role/willing_now",
        "anything_else",
    ]
    status = {(item["element"], item.get("topic")): item["status"] for item in talk.last.progress}
    assert status["risk", None] == status["work_leisure", "work"] == "not_explored"


def test_said_in_passing_it_is_kept_and_nothing_is_probed_from_there_on(talk: Talk) -> None:
    words = "I'm shattered by tea time, what with his washing and the stairs and the chemist in Treorchy."
    reply = talk.say(words)
    assert reply.ask["kind"] == "open" and len(reply.messages) == 2
    talk.go_to("outcome")
    reply = talk.say("I want my independence.")
    assert reply.ask["kind"] == "open" and reply.ask["element"] != "outcome"
    assert words in words_in(talk.record["circumstances"])
