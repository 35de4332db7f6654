"""Leaving and coming back: a code of words, the way back by it from any device, and giving up one's own access."""

import itertools
import json
import os
import signal
import socket
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from bot.words.code_words import code_words
from tests.live import PLAIN, Copy, Talk, every_quote_is_a_slice, says

PROBLEM = "application/problem+json"
NOWHERE = "0" * 32
#: Five words of the list that nobody has as a code (one in 2 to the 50th).
WRONG = "tegell banana eryr cwmwl sosban"
NO_TALK = "That code opens no talk. Look at each word again, or ask for a new code where the talk was begun."


def new_code(talk: Talk) -> str:
    given = talk.post("/return-code")
    assert given.status_code == 200, given.text
    return given.json()["code"]


#: Addresses of this machine that nobody has called from yet: what one test tries in vain is not held against another.
ADDRESSES = (f"127.0.{1 + number // 250}.{1 + number % 250}" for number in itertools.count())


def come_back(copy: Copy, code: str, **headers: str) -> httpx.Response:
    with somebody_at(copy, next(ADDRESSES)) as somebody:
        return somebody.post("/api/v1/return", json={"code": code}, headers=headers)


def somebody_at(copy: Copy, address: str) -> httpx.Client:
    """Return somebody who calls from this address; from the usual one where the machine has no other (macOS)."""
    try:
        with socket.socket() as probe:
            probe.bind((address, 0))
    except OSError:
        return httpx.Client(base_url=copy.url, timeout=30, trust_env=False)
    return httpx.Client(base_url=copy.url, timeout=30, transport=httpx.HTTPTransport(local_address=address))


def other_device(talk: Talk, code: str) -> Talk:
    """Return the same talk as another device holds it, come back by ``code``."""
    given = come_back(talk.copy, code)
    assert given.status_code == 200, given.text
    assert set(given.json()) == {"id", "token"}
    assert given.json()["id"] == talk.id
    headers = {"Authorization": f"Bearer {given.json()['token']}"}
    begun = talk.copy.http.get(f"/api/v1/conversations/{talk.id}", headers=headers)
    assert begun.status_code == 200
    return Talk(talk.copy, {**begun.json(), "token": given.json()["token"]})


def refused(given: httpx.Response, status: int) -> dict[str, Any]:
    assert given.status_code == status, given.text
    assert given.headers["content-type"] == PROBLEM
    return given.json()


def change(copy: Copy, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(copy.data / "sgwrs.db", timeout=10)) as database, database:
        database.execute(statement, values)


# The code


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_code_is_five_words_of_the_talks_language(ready: Copy, language: str) -> None:
    talk = ready.begin("carer", language)
    given = talk.post("/return-code").json()
    words = given["code"].split(" ")
    assert len(words) == 5
    assert set(words) <= set(code_words(language))
    expires = datetime.fromisoformat(given["expires_at"])
    assert timedelta(days=29.9) < expires - datetime.now(timezone.utc) < timedelta(days=30.1)


def test_a_code_before_any_language_is_chosen(ready: Copy) -> None:
    talk = ready.begin("carer", None)
    assert other_device(talk, new_code(talk)).now["language"] is None


def test_after_a_switch_the_next_code_is_in_the_other_language(talk: Talk) -> None:
    talk.patch({"language": "cy"})
    assert set(new_code(talk).split()) <= set(code_words("cy"))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_coming_back_lands_on_the_question_that_was_open(ready: Copy, language: str) -> None:
    talk = ready.begin("carer", language)
    asked = talk.go_to("outcome").ask
    back = other_device(talk, new_code(talk))
    assert back.token not in ("", talk.token)
    assert back.now["state"] == "open"
    assert back.now["open_ask"]["id"] == back.ask["id"] == asked["id"]
    assert says(back.last.text, "utter_welcome_back_about", language, role="carer")
    assert PLAIN[language]["circumstances"].split()[0] in back.last.besides
    back.say(PLAIN[language]["outcome"])
    assert back.record["outcomes"][0]["statement"]["text"] == PLAIN[language]["outcome"]
    every_quote_is_a_slice(back)


def test_it_is_read_in_any_case_with_hyphens_and_without_accents(ready: Copy) -> None:
    talk = ready.begin("carer", "cy")
    code = new_code(talk)
    plain = code.translate(str.maketrans("âêîôûŵŷäëïöüáéíóúàèìòù", "aeiouwyaeiouaeiouaeiou"))
    for written in (code.upper(), code.title(), code.replace(" ", "-"), f" {plain}. ", ", ".join(code.split())):
        assert come_back(ready, written).status_code == 200, written


def test_a_code_works_more_than_once(talk: Talk) -> None:
    code = new_code(talk)
    assert len({other_device(talk, code).token for _ in range(3)}) == 3


def test_after_a_new_code_the_old_one_is_dead(talk: Talk) -> None:
    old, new = new_code(talk), new_code(talk)
    assert old != new
    assert refused(come_back(talk.copy, old), 404)["title"] == NO_TALK
    other_device(talk, new)


def test_a_revoked_code_is_dead_and_devices_that_came_by_it_stay(talk: Talk) -> None:
    code = new_code(talk)
    back = other_device(talk, code)
    given = talk.copy.http.delete(f"/api/v1/conversations/{talk.id}/return-code", headers=talk.headers)
    assert (given.status_code, given.content) == (204, b"")
    refused(come_back(talk.copy, code), 404)
    assert back.get().status_code == 200
    again = talk.copy.http.delete(f"/api/v1/conversations/{talk.id}/return-code", headers=talk.headers)
    assert again.status_code == 204


def test_a_wrong_code_and_an_expired_one_answer_alike(talk: Talk) -> None:
    code = new_code(talk)
    wrong = come_back(talk.copy, WRONG)
    change(talk.copy, "update return_codes set expires_at = '2026-01-01 00:00:00.000000' where conversation = ?", talk.id)
    expired = come_back(talk.copy, code)
    assert refused(wrong, 404) == refused(expired, 404)
    assert wrong.headers["content-length"] == expired.headers["content-length"]
    assert WRONG.split()[0] not in wrong.text
    other_device(talk, new_code(talk))


def test_a_wrong_code_is_told_in_welsh_to_whoever_prefers_it(ready: Copy) -> None:
    title = refused(come_back(ready, WRONG, **{"Accept-Language": "cy"}), 404)["title"]
    assert title.startswith("Dydy'r cod hwnnw ddim yn agor unrhyw sgwrs.")


@pytest.mark.parametrize(
    "body",
    [{}, {"code": ""}, {"code": None}, {"code": 5}, {"code": ["tegell"]}, {"code": "a" * 201}, {"code": WRONG, "id": NOWHERE}, [], WRONG],
    ids=lambda body: json.dumps(body)[:30],
)
def test_what_is_no_code_is_422(ready: Copy, body: Any) -> None:
    answer = refused(ready.http.post("/api/v1/return", json=body), 422)
    assert "tegell" not in json.dumps(answer)


def test_a_body_that_is_no_json_is_422_and_a_get_405(ready: Copy) -> None:
    refused(ready.http.post("/api/v1/return", content=WRONG.encode()), 422)
    refused(ready.http.get("/api/v1/return"), 405)


def test_no_code_stands_in_an_address(ready: Copy) -> None:
    refused(ready.http.post(f"/api/v1/return?code={WRONG}"), 422)


@pytest.mark.parametrize("code", ["   ", "1 2 3 4 5", "\x00", "💬💬", "' or 1=1 --", "ŵ" * 200])
def test_whatever_else_is_typed_opens_nothing(ready: Copy, code: str) -> None:
    refused(come_back(ready, code), 404)


def test_half_a_letter_is_no_code_and_no_fault_of_the_server(ready: Copy) -> None:
    given = ready.http.post("/api/v1/return", content=b'{"code": "\\ud83d"}', headers={"Content-Type": "application/json"})
    assert given.status_code in (404, 422)
    assert given.headers["content-type"] == PROBLEM


# Whose code


@pytest.mark.parametrize("method, path", [("POST", "/return-code"), ("DELETE", "/return-code"), ("DELETE", "/access")])
def test_strangers_get_no_code_and_end_nobodys_access(ready: Copy, talk: Talk, method: str, path: str) -> None:
    other = ready.begin("carer", "en")
    code = new_code(talk)

    def call(id: str, headers: dict[str, str]) -> httpx.Response:
        return ready.http.request(method, f"/api/v1/conversations/{id}{path}", headers=headers)

    refused(call(talk.id, {}), 401)
    assert refused(call(talk.id, other.headers), 404) == refused(call(NOWHERE, other.headers), 404)
    refused(call(talk.id, {"Authorization": "Bearer nonsense"}), 404)
    other_device(talk, code)
    assert talk.get().status_code == 200


def test_staff_get_no_code_for_a_carers_talk_also_when_it_was_shared(ready: Copy, talk: Talk) -> None:
    talk.put("/consent", {"share": True})
    refused(ready.http.post(f"/api/v1/conversations/{talk.id}/return-code"), 401)
    refused(ready.http.delete(f"/api/v1/conversations/{talk.id}/access"), 401)


@pytest.mark.parametrize("role", ["handler", "practitioner"])
def test_staff_come_back_to_their_own_talks(ready: Copy, role: str) -> None:
    talk = ready.begin(role, "en")
    given = ready.http.post(f"/api/v1/conversations/{talk.id}/return-code")
    assert given.status_code == 200
    other_device(talk, given.json()["code"])


# Two devices


def test_two_devices_hold_one_talk(talk: Talk) -> None:
    other = other_device(talk, new_code(talk))
    asked = talk.now["open_ask"]
    assert other.now == talk.now
    talk.say(PLAIN["en"]["circumstances"])
    assert other.now["open_ask"]["id"] != asked["id"]
    other.last = talk.last
    other.say(PLAIN["en"]["outcome"])
    assert other.messages == talk.messages
    assert other.record == talk.record
    assert [message["text"] for message in talk.said[-2:]] == [PLAIN["en"]["circumstances"], PLAIN["en"]["outcome"]]
    assert [message["seq"] for message in talk.messages] == list(range(1, len(talk.messages) + 1))


def test_one_device_erases_and_the_other_has_nothing_either(talk: Talk) -> None:
    code = new_code(talk)
    other = other_device(talk, code)
    assert other.delete().status_code == 204
    assert refused(talk.get(), 404) == refused(other.get(), 404)
    refused(come_back(talk.copy, code), 404)


def test_a_message_sent_from_one_is_the_same_message_from_the_other(talk: Talk) -> None:
    other = other_device(talk, new_code(talk))
    body = {"id": str(uuid.uuid4()), "text": PLAIN["en"]["circumstances"]}
    first = talk.post("/messages", body)
    assert first.status_code == 200
    assert other.post("/messages", body).json() == first.json()
    assert [message["text"] for message in talk.said].count(body["text"]) == 1


# Coming back to a talk that is over, or waits


def test_an_ended_talk_is_there_to_be_read_and_reopened(talk: Talk) -> None:
    talk.say("stop")
    talk.go_to_end()
    back = other_device(talk, new_code(talk))
    now = back.now
    assert (now["state"], now["open_ask"]) == ("ended", None)
    assert says(back.last.text, "utter_ended_back", role="carer")
    refused(back.post("/messages", {"id": str(uuid.uuid4()), "text": "One more thing."}), 409)
    assert back.get("/record").status_code == 200
    assert back.post("/reopen").json()["state"] == "open"


@pytest.mark.parametrize("words", ["Can we pause please", "He hits me when he's been drinking, last night he hit me again."])
def test_a_talk_that_waited_is_open_again_on_its_question(talk: Talk, words: str) -> None:
    asked = talk.go_to("outcome").ask
    assert talk.say(words).state in ("paused", "concern")
    back = other_device(talk, new_code(talk))
    assert back.ask["id"] == asked["id"]
    assert "hit me" not in back.last.text


def test_while_a_reply_is_outstanding_one_comes_back_all_the_same(talk: Talk) -> None:
    """The engine is slow: no second question is put beside the one that is on its way."""
    code = new_code(talk)
    engine = talk.copy.pid("engine")
    os.kill(engine, signal.SIGSTOP)
    try:
        assert talk.post("/messages", {"id": str(uuid.uuid4()), "text": PLAIN["en"]["circumstances"]}).status_code == 202
        before = talk.messages
        given = come_back(talk.copy, code)
        assert given.status_code == 200
        assert talk.messages == before
        assert talk.now["state"] == "waiting"
    finally:
        os.kill(engine, signal.SIGCONT)
    deadline = time.monotonic() + 30
    while talk.now["state"] == "waiting" and time.monotonic() < deadline:
        time.sleep(0.2)
    asks = [message["ask"] for message in talk.messages[len(before) :] if message["ask"]]
    assert [ask["element"] for ask in asks] == ["outcome"]
    headers = {"Authorization": f"Bearer {given.json()['token']}"}
    assert talk.copy.http.get(f"/api/v1/conversations/{talk.id}", headers=headers).json()["open_ask"] == asks[0]


# Giving up one's own access


def test_after_the_end_of_access_neither_token_nor_code_opens_it(talk: Talk) -> None:
    code = new_code(talk)
    other = other_device(talk, code)
    given = other.copy.http.delete(f"/api/v1/conversations/{talk.id}/access", headers=other.headers)
    assert (given.status_code, given.content) == (204, b"")
    for device in (talk, other):
        for answer in (device.get(), device.get("/record"), device.delete(), device.post("/return-code")):
            refused(answer, 404)
    refused(come_back(talk.copy, code), 404)


def test_what_was_shared_stays_with_the_council_after_it(ready: Copy, talk: Talk) -> None:
    talk.say(PLAIN["en"]["circumstances"])
    talk.put("/consent", {"share": True})
    ready.http.delete(f"/api/v1/conversations/{talk.id}/access", headers=talk.headers)
    record = ready.http.get(f"/api/v1/conversations/{talk.id}/record")
    assert record.status_code == 200
    assert record.json()["circumstances"][0]["text"] == PLAIN["en"]["circumstances"]


def test_ones_own_access_ends_and_no_others(ready: Copy, talk: Talk) -> None:
    other = ready.begin("carer", "en")
    ready.http.delete(f"/api/v1/conversations/{talk.id}/access", headers=talk.headers)
    assert other.get().status_code == 200


# Too many tries


@pytest.fixture
def somebody(ready: Copy) -> Iterator[httpx.Client]:
    with somebody_at(ready, next(ADDRESSES)) as client:
        yield client


def test_after_ten_wrong_codes_one_has_to_wait_and_then_it_is_good_again(ready: Copy, talk: Talk, somebody: httpx.Client) -> None:
    code = new_code(talk)

    def try_it(words: str, **headers: str) -> httpx.Response:
        return somebody.post("/api/v1/return", json={"code": words}, headers=headers)

    begun = time.monotonic()
    answers = [try_it(WRONG)]
    while answers[-1].status_code == 404 and len(answers) < 60:
        answers.append(try_it(WRONG))
    took = time.monotonic() - begun
    # On a slow machine one more is forgiven every six seconds meanwhile.
    assert 10 <= len(answers) - 1 <= 10 + took / 6 + 1
    body = refused(answers[-1], 429)
    assert body["title"] == "Too many tries. Wait a moment, then try again."
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 6

    # The right code waits as well: whoever guesses learns nothing meanwhile.
    waiting = try_it(code, **{"Accept-Language": "cy"})
    assert refused(waiting, 429)["title"].startswith("Gormod o gynigion.")
    assert code not in waiting.text

    # Nobody else waits for it.
    assert come_back(ready, code).status_code == 200

    # After the time told, it opens; and what was refused meanwhile has made nothing worse.
    time.sleep(int(waiting.headers["Retry-After"]))
    given = try_it(code)
    assert given.status_code == 200
    assert given.json()["id"] == talk.id
    assert talk.get().status_code == 200


def test_behind_a_proxy_one_persons_tries_are_not_anothers(talk: Talk, somebody: httpx.Client) -> None:
    code = new_code(talk)
    for _ in range(30):
        somebody.post("/api/v1/return", json={"code": WRONG}, headers={"X-Forwarded-For": "192.0.2.7"})
    given = somebody.post("/api/v1/return", json={"code": code}, headers={"X-Forwarded-For": "192.0.2.8"})
    assert given.status_code == 200


def test_the_server_describes_it(ready: Copy) -> None:
    described = ready.http.get("/openapi.json").json()["paths"]
    assert set(described["/api/v1/conversations/{id}/return-code"]) == {"post", "delete"}
    assert set(described["/api/v1/conversations/{id}/access"]) == {"delete"}
    assert {"200", "404", "422", "429"} <= set(described["/api/v1/return"]["post"]["responses"])
