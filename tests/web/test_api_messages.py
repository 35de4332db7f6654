"""Sending: what was said is stored as received, answered once, in order, from any number of devices."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.live import PLAIN, Copy, Talk, every_quote_is_a_slice

DAY = PLAIN["en"]["circumstances"]


def an_id() -> str:
    return str(uuid.uuid4())


def test_a_reply_has_its_messages_the_state_and_how_far_it_has_come(talk: Talk) -> None:
    given = talk.post("/messages", {"id": an_id(), "text": DAY})
    assert given.status_code == 200
    assert set(given.json()) == {"messages", "state", "progress"}
    for message in given.json()["messages"]:
        assert {"id", "seq", "from", "text", "at", "language", "ask", "buttons"} <= set(message)
        assert message["from"] == "assistant"
    assert {item["status"] for item in given.json()["progress"]} <= {"not_explored", "explored", "nothing_here", "declined"}


def test_times_have_an_offset(talk: Talk) -> None:
    from datetime import datetime

    assert all(datetime.fromisoformat(message["at"]).utcoffset() is not None for message in talk.messages)
    assert datetime.fromisoformat(talk.record["created_at"]).utcoffset() is not None


def test_all_messages_stand_in_order_without_gaps(talk: Talk) -> None:
    talk.answer_plainly()
    talk.answer_plainly()
    seqs = [message["seq"] for message in talk.messages]
    assert seqs == list(range(1, len(seqs) + 1))


def test_messages_after_a_number(talk: Talk) -> None:
    talk.answer_plainly()
    everything = talk.messages
    after = talk.get("/messages", after=everything[2]["seq"]).json()["messages"]
    assert after == everything[3:]
    assert talk.get("/messages", after=everything[-1]["seq"]).json()["messages"] == []


@pytest.mark.parametrize("text", ["a" * 8000, "\U0001f3b6" * 8000, "gŵyl " * 1600], ids=["letters", "pictures", "Welsh"])
def test_8000_code_points_are_taken_and_kept_as_they_are(talk: Talk, text: str) -> None:
    given = talk.post("/messages", {"id": an_id(), "text": text})
    assert given.status_code in (200, 202), given.text
    assert talk.said[-1]["text"] == text


def test_the_same_message_again_gives_the_same_reply_and_changes_nothing(talk: Talk) -> None:
    body = {"id": an_id(), "text": DAY}
    first = talk.post("/messages", body)
    messages, record = talk.messages, talk.record
    for _ in range(2):
        again = talk.post("/messages", body)
        assert again.status_code == 200
        assert again.json() == first.json()
    assert talk.messages == messages
    assert talk.record == record


def test_an_old_message_again_gives_its_old_reply(talk: Talk) -> None:
    body = {"id": an_id(), "text": DAY}
    first = talk.post("/messages", body).json()
    talk.post("/messages", {"id": an_id(), "text": PLAIN["en"]["outcome"]})
    record = talk.record
    assert talk.post("/messages", body).json()["messages"] == first["messages"]
    assert talk.record == record


def test_the_same_id_with_other_text_is_409(talk: Talk) -> None:
    body = {"id": an_id(), "text": DAY}
    talk.post("/messages", body)
    messages = talk.messages
    given = talk.post("/messages", {**body, "text": "pilipalod-y-wawr"})
    assert given.status_code == 409
    assert given.headers["content-type"] == "application/problem+json"
    assert "pilipalod" not in given.text
    assert talk.messages == messages


def test_the_id_of_one_talk_is_free_in_another(ready: Copy, talk: Talk) -> None:
    other = ready.begin("carer", "en")
    id = an_id()
    assert talk.post("/messages", {"id": id, "text": DAY}).status_code == 200
    assert other.post("/messages", {"id": id, "text": "No"}).status_code == 200


def test_the_same_message_three_times_at_once_is_taken_once(talk: Talk) -> None:
    body = {"id": an_id(), "text": DAY}
    with ThreadPoolExecutor(3) as devices:
        given = list(devices.map(lambda _: talk.post("/messages", body), range(3)))
    assert {response.status_code for response in given} == {200}
    assert given[0].json() == given[1].json() == given[2].json()
    assert [message["text"] for message in talk.said].count(DAY) == 1
    assert [quote["text"] for quote in talk.record["circumstances"]] == [DAY]


def test_two_devices_at_once_each_get_their_reply(talk: Talk) -> None:
    texts = [DAY, PLAIN["en"]["outcome"]]
    with ThreadPoolExecutor(2) as devices:
        given = list(devices.map(lambda text: talk.post("/messages", {"id": an_id(), "text": text}), texts))
    assert [response.status_code for response in given] == [200, 200]
    log = talk.messages
    assert sorted(message["text"] for message in talk.said[-2:]) == sorted(texts)
    assert [message["seq"] for message in log] == list(range(1, len(log) + 1))
    ids = [message["id"] for response in given for message in response.json()["messages"]]
    assert len(ids) == len(set(ids))
    assert talk.now["open_ask"]["id"] == next(message["ask"]["id"] for message in reversed(log) if message["ask"])
    every_quote_is_a_slice(talk)


def test_many_talks_at_once_do_not_mix(ready: Copy) -> None:
    def hold(number: int) -> Talk:
        talk = ready.begin("carer", "en")
        talk.say("No")
        talk.say(f"I get up at six to wash Gwyn before nurse number {number} comes from Ystrad on the early bus.")
        return talk

    with ThreadPoolExecutor(4) as people:
        talks = list(people.map(hold, range(8)))
    for number, talk in enumerate(talks):
        assert f"number {number} " in talk.record["circumstances"][0]["text"]


def test_a_message_may_name_the_ask_it_answers(talk: Talk) -> None:
    day = talk.ask["id"]
    talk.answer_plainly()
    given = talk.post("/messages", {"id": an_id(), "text": "On Sundays I light the fire at six, before chapel at ten.", "answers": day})
    assert given.status_code == 200
    assert "light the fire" in talk.record["circumstances"][-1]["text"]
