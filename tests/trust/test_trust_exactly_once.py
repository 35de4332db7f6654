"""Exactly once in effect: an action that the engine calls a second time for a message changes nothing and answers the same."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.live import PLAIN, Copy, Talk

ACTIONS = ["action_keep_answer", "action_ask_outcome_barrier"]


def call_of(talk: Talk, action: str, message: str, text: str) -> dict[str, Any]:
    """Return the call that Rasa makes of an action for a message (as far as rasa-sdk reads it)."""
    user = {
        "event": "user",
        "timestamp": 1.0,
        "text": text,
        "parse_data": {
            "intent": {"name": "accept", "confidence": 1.0},
            "entities": [],
            "text": text,
            "understood": {
                "move": "accept", "command": None, "kind": None, "term": None, "elements": [],
                "sentences": [{"start": 0, "end": len(text), "elements": {}}],
            },
        },
        "metadata": {"message": message},
    }  # fmt: skip
    return {
        "next_action": action,
        "sender_id": talk.id,
        "tracker": {
            "sender_id": talk.id,
            "slots": {},
            "latest_message": user["parse_data"],
            "latest_event_time": 1.0,
            "followup_action": None,
            "paused": False,
            "events": [{"event": "action", "timestamp": 0.5, "name": "action_listen"}, user],
            "latest_input_channel": "sgwrs",
            "active_loop": {},
            "latest_action_name": "action_listen",
        },
        "domain": {},
        "version": "3.6.21",
    }


def run(copy: Copy, call: dict[str, Any]) -> httpx.Response:
    return copy.http.post("/engine/actions", json=call, headers={"X-Sgwrs-Secret": copy.secret})


def everything(talk: Talk) -> tuple[Any, ...]:
    tables = ("messages", "entries", "effects")
    counts = [talk.copy.rows("sgwrs.db", f"select count(*) from {table} where conversation = ?", talk.id) for table in tables]
    return talk.messages, talk.record, counts


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_called_again_for_an_answered_message_changes_nothing(ready: Copy, talk: Talk, action: str) -> None:
    talk.go_to("outcome")
    talk.answer_plainly()
    before = everything(talk)
    call = call_of(talk, action, talk.last_id, PLAIN["en"]["outcome"])
    first, second = run(ready, call), run(ready, call)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert everything(talk) == before


def test_called_many_times_at_once_it_is_done_once(ready: Copy, talk: Talk) -> None:
    """An action that has not run for this message yet: all of the calls together say its words once."""
    talk.say("thank you")
    before = len(talk.messages)
    call = call_of(talk, "action_greet", talk.last_id, "thank you")
    with ThreadPoolExecutor(6) as calls:
        given = list(calls.map(lambda _: run(ready, call), range(6)))
    assert {response.status_code for response in given} == {200}
    assert len({response.text for response in given}) == 1
    assert len(talk.messages) == before + 1
    assert talk.actions_run().count("action_greet") == 1


@pytest.mark.parametrize("slot", ["outcome_statement", "outcome_barrier", "circumstances", "offer"])
def test_the_question_is_put_once_whichever_form_asks_for_it(ready: Copy, talk: Talk, slot: str) -> None:
    talk.answer_plainly()
    before = everything(talk)
    assert run(ready, call_of(talk, f"action_ask_{slot}", talk.last_id, PLAIN["en"]["circumstances"])).status_code == 200
    assert everything(talk) == before


def test_words_that_answer_no_question_leave_the_talk_readable(ready: Copy, talk: Talk) -> None:
    words = "Gwyn's brother Ifor comes on Saturdays at ten to mend the gate with him."
    limits = talk.put("/consent", {"limits": words}).json()["consent"]["limits"]
    run(ready, call_of(talk, "action_keep_answer", limits["message"], words))
    assert talk.get("/record").status_code == 200


def test_an_action_for_a_message_that_is_not_there_is_refused_without_a_word(ready: Copy, talk: Talk) -> None:
    before = everything(talk)
    given = run(ready, call_of(talk, "action_keep_answer", "00000000-0000-0000-0000-000000000000", "boggartlamp"))
    assert given.status_code == 404
    assert "boggartlamp" not in given.text
    assert everything(talk) == before


def test_an_action_for_a_talk_that_is_not_there_is_refused(ready: Copy, talk: Talk) -> None:
    call = {**call_of(talk, "action_keep_answer", talk.last_id, "No"), "sender_id": "0" * 32}
    call["tracker"]["sender_id"] = "0" * 32
    assert run(ready, call).status_code == 404


def test_an_action_that_nobody_knows_is_an_error_that_says_nothing(ready: Copy, talk: Talk) -> None:
    given = run(ready, call_of(talk, "action_boggartlamp", talk.last_id, "No"))
    assert given.status_code in (404, 500)
    assert "Traceback" not in given.text
