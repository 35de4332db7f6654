"""What dies comes back by itself, nothing that was said is lost, and nothing is answered twice."""

import os
import signal
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

import httpx
import pytest

from bot.words.labels import label
from tests.live import BACK_SECONDS, PLAIN, Copy, Talk, every_quote_is_a_slice, says, words_in
from tests.trust.test_trust_exactly_once import call_of, run

DAY = PLAIN["en"]["circumstances"]


def wait_for(what: Callable[[], Any], seconds: float = BACK_SECONDS) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            found = what()
        except (httpx.HTTPError, OSError, ValueError, KeyError):
            found = None
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"did not come about within {seconds} s")


def replies_after(talk: Talk, id: str) -> list[dict[str, Any]]:
    log = talk.messages
    at = next(index for index, message in enumerate(log) if message["id"] == id)
    return [message for message in log[at + 1 :] if message["from"] == "assistant"]


def reply_once(talk: Talk, id: str) -> list[dict[str, Any]]:
    """Wait for the reply to the last message ``id``; see that it stays the only one."""
    found = wait_for(lambda: replies_after(talk, id))
    wait_for(lambda: talk.now["state"] != "waiting")
    time.sleep(2.5)  # a courier that doubled it would have come by now
    assert len([message for message in replies_after(talk, id) if message["ask"]]) == 1
    assert replies_after(talk, id)[: len(found)] == found
    return found


def test_the_engine_dies_and_everything_is_kept_answered_and_answered_once(ready: Copy, talk: Talk) -> None:
    other = ready.begin("carer", "en")
    other.say("No")
    repeated = ready.begin("carer", "en")
    repeated.say("No")
    died = ready.kill("engine")
    wait_for(lambda: not ready.is_ready())

    # Words sent now are kept, and the answer says so with help beside it.
    message = {"id": str(uuid.uuid4()), "text": DAY}
    given = talk.post("/messages", message)
    assert given.status_code == 202
    waiting = given.json()
    assert waiting["messages"] == []
    assert waiting["state"] == "waiting"
    assert "Your words are kept" in waiting["notice"]
    assert any("999" in line for line in waiting["help"])
    assert talk.said[-1]["text"] == DAY
    assert talk.now["state"] == "waiting"

    # Danger gets the help in that very reply.
    danger = other.post("/messages", {"id": str(uuid.uuid4()), "text": "I want to kill myself."})
    assert danger.status_code == 202
    assert any("116 123" in line for line in danger.json()["help"])
    assert "999" in danger.json()["notice"]

    # The same message again is still outstanding.
    assert talk.post("/messages", message).status_code == 202

    # An engine that died between calling an action and saving its tracker: the action has run already.
    half = {"id": str(uuid.uuid4()), "text": DAY}
    assert repeated.post("/messages", half).status_code == 202
    assert run(ready, call_of(repeated, "action_keep_answer", half["id"], DAY)).status_code == 200

    # Health says what is missing, and the engine comes back by itself.
    health = ready.http.get("/readyz")
    assert health.status_code == 503
    assert health.headers["content-type"] == "application/problem+json"
    assert health.json()["missing"] == ["engine"]
    ready.wait_until_ready()
    assert ready.pid("engine") != died

    # The replies follow by themselves, once.
    reply_once(talk, message["id"])
    assert words_in(talk.record["circumstances"]) == [DAY]
    reply_once(repeated, half["id"])
    assert words_in(repeated.record["circumstances"]) == [DAY]
    wait_for(lambda: other.now["state"] == "concern")
    assert [concern["kind"] for concern in other.record["concerns"]] == ["self_harm"]

    # The same message now gives that reply, and the talk goes on.
    again = talk.post("/messages", message)
    assert again.status_code == 200
    assert again.json()["messages"] == replies_after(talk, message["id"])
    assert talk.now["open_ask"]["element"] == "outcome"
    talk.say(PLAIN["en"]["outcome"])
    assert talk.ask["element"] == "barrier"
    every_quote_is_a_slice(talk)


@contextmanager
def engine_asleep(copy: Copy) -> Iterator[None]:
    """The engine is there and answers nothing."""
    pid = copy.pid("engine")
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_no_call_waits_longer_than_3_seconds_for_a_slow_engine(ready: Copy, talk: Talk) -> None:
    message = {"id": str(uuid.uuid4()), "text": DAY}
    with engine_asleep(ready):
        begun = time.monotonic()
        given = talk.post("/messages", message)
        took = time.monotonic() - begun
    assert given.status_code == 202
    assert took < 3.5
    reply_once(talk, message["id"])
    assert words_in(talk.record["circumstances"]) == [DAY]


def test_a_talk_that_gets_no_reply_stands_in_nobodys_way(ready: Copy, talk: Talk) -> None:
    """Here its entries were damaged on the disk, so that every turn of it fails."""
    damaged = ready.begin("carer", "en")
    damaged.say("No")
    try:
        with engine_asleep(ready):
            for waiting in (damaged, talk):
                assert waiting.post("/messages", {"id": str(uuid.uuid4()), "text": DAY}).status_code == 202
            with closing(sqlite3.connect(ready.data / "sgwrs.db", timeout=10)) as database, database:
                database.execute("update entries set sealed = zeroblob(64) where conversation = ?", (damaged.id,))
        wait_for(lambda: talk.now["state"] != "waiting", seconds=10)
        assert words_in(talk.record["circumstances"]) == [DAY]
    finally:
        assert damaged.delete().status_code == 204


@pytest.mark.parametrize("late, state, told", [
    (DAY, "ended", "utter_end_unanswered"),
    ("stop", "ended", "utter_end_unanswered"),
    ("can you repeat the question", "ended", "utter_end_unanswered"),
    ("I want to kill myself.", "concern", "utter_concern_self_harm"),
    ("go back", "open", "utter_back"),
])  # fmt: skip
def test_what_was_on_its_way_when_the_talk_ended_is_answered_and_the_talk_can_go_on(
    ready: Copy, talk: Talk, late: str, state: str, told: str
) -> None:
    talk.say("stop")
    last, after = ({"id": str(uuid.uuid4()), "text": text} for text in ("stop", late))
    with engine_asleep(ready):
        for body in (last, after):
            assert talk.post("/messages", body).status_code == 202

    def reply() -> Any:
        given = talk.post("/messages", after)
        return given.json() if given.status_code == 200 else None

    found = wait_for(reply, seconds=10)
    assert any(says(message["text"], told) for message in found["messages"])
    assert talk.now["state"] == found["state"] == state
    assert (late in words_in(talk.record)) == (late in (DAY, "I want to kill myself."))
    assert talk.post("/reopen").json()["state"] == "open"
    assert talk.say(DAY).state == "open"


def test_in_welsh_the_notice_is_welsh(ready: Copy) -> None:
    talk = ready.begin("carer", "cy")
    talk.say("Nac ydw")
    message = {"id": str(uuid.uuid4()), "text": PLAIN["cy"]["circumstances"]}
    with engine_asleep(ready):
        given = talk.post("/messages", message)
    assert given.status_code == 202
    assert given.json()["notice"] == label("waiting_notice", "cy")
    reply_once(talk, message["id"])
    assert words_in(talk.record["circumstances"]) == [PLAIN["cy"]["circumstances"]]


def test_the_app_dies_what_was_said_is_there_and_the_talk_goes_on(ready: Copy, talk: Talk) -> None:
    talk.go_to("barrier")
    before = talk.messages, talk.record
    died = ready.kill("app")
    wait_for(lambda: ready.pid("app") != died and ready.is_ready())
    assert (talk.messages, talk.record) == before
    asked = talk.ask
    assert talk.now["open_ask"]["id"] == asked["id"]
    talk.say(PLAIN["en"]["barrier"])
    assert talk.record["outcomes"][0]["barriers"][0]["text"] == PLAIN["en"]["barrier"]


@pytest.mark.parametrize("after", [0.005, 0.03])
def test_the_app_dies_in_the_middle_of_a_turn_and_the_message_is_taken_once(ready: Copy, talk: Talk, after: float) -> None:
    message = {"id": str(uuid.uuid4()), "text": DAY}

    def send() -> None:
        with suppress(httpx.HTTPError):  # the app is gone before it answers; that is what is tried
            talk.post("/messages", message)

    sending = threading.Thread(target=send)
    sending.start()
    time.sleep(after)
    died = ready.kill("app")
    sending.join()
    wait_for(lambda: ready.pid("app") != died and ready.is_ready())
    assert talk.post("/messages", message).status_code in (200, 202)
    reply_once(talk, message["id"])
    assert [said["text"] for said in talk.said].count(DAY) == 1
    assert words_in(talk.record["circumstances"]) == [DAY]
    assert talk.now["open_ask"]["element"] == "outcome"
    talk.say(PLAIN["en"]["outcome"])
    assert talk.ask["element"] == "barrier"
