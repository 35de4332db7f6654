"""What is not as described: the right 4xx as problem+json, nothing stored, and not a word of it said back."""

import json
import uuid
from typing import Any

import pytest

from tests.live import Copy, Talk

SECRET_WORD = "pilipalod-y-wawr"


def stored(copy: Copy) -> list[int]:
    return [copy.rows("sgwrs.db", f"select count(*) from {table}")[0][0] for table in ("conversations", "messages", "entries", "effects")]


def is_problem(given: Any, status: int) -> None:
    assert given.status_code == status, given.text
    assert given.headers["content-type"] == "application/problem+json"
    body = given.json()
    assert body["status"] == status
    assert body["title"]
    assert SECRET_WORD not in given.text


def an_id() -> str:
    return str(uuid.uuid4())


NOT_A_MESSAGE = {
    "no text": {"id": an_id()},
    "no id": {"text": SECRET_WORD},
    "nothing": {},
    "empty": {"id": an_id(), "text": ""},
    "white space": {"id": an_id(), "text": " \t\r\n\u2003"},
    "NUL": {"id": an_id(), "text": f"{SECRET_WORD}\x00"},
    "a lone surrogate": {"id": an_id(), "text": f"{SECRET_WORD}\ud800"},
    "a lone surrogate the other way": {"id": an_id(), "text": f"\udfff{SECRET_WORD}"},
    "too long": {"id": an_id(), "text": "a" * 8001},
    "a number as text": {"id": an_id(), "text": 7},
    "a list as text": {"id": an_id(), "text": [SECRET_WORD]},
    "null as text": {"id": an_id(), "text": None},
    "true as text": {"id": an_id(), "text": True},
    "an object as text": {"id": an_id(), "text": {"words": SECRET_WORD}},
    "an id that is no uuid": {"id": SECRET_WORD, "text": "I get up at six."},
    "an empty id": {"id": "", "text": "I get up at six."},
    "a number as id": {"id": 5, "text": "I get up at six."},
    "null as id": {"id": None, "text": "I get up at six."},
    "a long id": {"id": "a" * 100, "text": "I get up at six."},
    "a number as answers": {"id": an_id(), "text": "I get up at six.", "answers": 3},
    "a long answers": {"id": an_id(), "text": "I get up at six.", "answers": "a" * 65},
    "words as word_for_word": {"id": an_id(), "text": "I get up at six.", "word_for_word": "yes"},
    "a field that is not known": {"id": an_id(), "text": SECRET_WORD, "mood": 1},
    "a list": [SECRET_WORD],
    "a string": SECRET_WORD,
    "a number": 3,
    "null": None,
}


@pytest.mark.parametrize("what", NOT_A_MESSAGE)
def test_what_is_no_message_is_422_and_nothing_is_stored(ready: Copy, talk: Talk, what: str) -> None:
    before = stored(ready)
    body = json.dumps(NOT_A_MESSAGE[what])  # by hand: a lone surrogate travels as \\ud800
    headers = {**talk.headers, "Content-Type": "application/json"}
    is_problem(ready.http.post(f"/api/v1/conversations/{talk.id}/messages", content=body, headers=headers), 422)
    assert stored(ready) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"id": "' + SECRET_WORD.encode(),
        b"{'id': 1}",
        b'{"id": 1,}',
        b"\xff\xfe\x00",
        b'{"text": "\xff' + SECRET_WORD.encode() + b'"}',
        b"[" * 20000,
        b"NaN",
        SECRET_WORD.encode(),
        f"id=1&text={SECRET_WORD}".encode(),
    ],
    ids=lambda body: repr(body[:16]),
)
def test_what_is_no_json_is_422_and_nothing_is_stored(ready: Copy, talk: Talk, body: bytes) -> None:
    before = stored(ready)
    headers = {**talk.headers, "Content-Type": "application/json"}
    is_problem(ready.http.post(f"/api/v1/conversations/{talk.id}/messages", content=body, headers=headers), 422)
    assert stored(ready) == before


def test_one_picture_too_many_is_422(ready: Copy, talk: Talk) -> None:
    before = stored(ready)
    is_problem(talk.post("/messages", {"id": an_id(), "text": "\U0001f3b6" * 8001}), 422)
    assert stored(ready) == before


def test_not_even_the_name_of_a_field_is_said_back(ready: Copy, talk: Talk) -> None:
    is_problem(talk.post("/messages", {"id": an_id(), "text": "I get up at six.", SECRET_WORD: 1}), 422)


def test_a_form_is_not_json(ready: Copy, talk: Talk) -> None:
    before = stored(ready)
    form = {"id": an_id(), "text": SECRET_WORD}
    is_problem(ready.http.post(f"/api/v1/conversations/{talk.id}/messages", data=form, headers=talk.headers), 422)
    assert stored(ready) == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"role": "king"},
        {"role": None},
        {"role": 1},
        {"role": "Carer"},
        {"role": "carer", "language": "fr"},
        {"role": "carer", "language": ""},
        {"role": "carer", "language": 1},
        {"role": "carer", "continues": 5},
        {"role": "carer", "name": SECRET_WORD},
        [],
        "carer",
    ],
    ids=json.dumps,
)
def test_what_begins_no_talk_is_422_and_nothing_is_stored(ready: Copy, body: Any) -> None:
    before = stored(ready)
    is_problem(ready.http.post("/api/v1/conversations", json=body), 422)
    assert stored(ready) == before


@pytest.mark.parametrize("body", [{}, {"language": "fr"}, {"language": None}, {"language": ["cy"]}, {"state": "ended"}], ids=json.dumps)
def test_what_is_no_language_is_422(ready: Copy, talk: Talk, body: Any) -> None:
    before = stored(ready)
    is_problem(talk.patch(body), 422)
    assert stored(ready) == before


@pytest.mark.parametrize(
    "body",
    [
        {"keep": "yes"},
        {"share": 1},
        {"share": "true"},
        {"limits": ""},
        {"limits": "  "},
        {"limits": 4},
        {"limits": "a" * 8001},
        {"sharing": True},
    ],
    ids=lambda body: json.dumps(body)[:30],
)
def test_what_is_no_consent_is_422(ready: Copy, talk: Talk, body: Any) -> None:
    before = stored(ready)
    is_problem(talk.put("/consent", body), 422)
    assert stored(ready) == before
    assert talk.record["consent"]["share"] is None


@pytest.mark.parametrize("after", ["-1", "abc", "1.5", "99999999999999999999", ""])
def test_what_is_no_place_in_the_log_is_422(talk: Talk, after: str) -> None:
    is_problem(talk.get("/messages", after=after), 422)


@pytest.mark.parametrize("size", [64 * 1024 + 1, 2_000_000])
def test_over_64_kb_is_413_and_nothing_is_stored(ready: Copy, talk: Talk, size: int) -> None:
    before = stored(ready)
    body = json.dumps({"id": an_id(), "text": SECRET_WORD + "a" * size})
    is_problem(ready.http.post(f"/api/v1/conversations/{talk.id}/messages", content=body, headers=talk.headers), 413)
    assert stored(ready) == before


def test_over_64_kb_in_pieces_is_413_too(ready: Copy, talk: Talk) -> None:
    before = stored(ready)
    pieces = (b"a" * 8192 for _ in range(20))
    is_problem(ready.http.post(f"/api/v1/conversations/{talk.id}/messages", content=pieces, headers=talk.headers), 413)
    assert stored(ready) == before


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/nothing", "/api/v1/conversations/x/y/z", "/api/v2/conversations"])
def test_an_address_that_is_not_there_is_a_problem_too(ready: Copy, path: str) -> None:
    is_problem(ready.http.get(path), 404)


@pytest.mark.parametrize("method, path", [("PUT", "/api/v1/conversations"), ("DELETE", "/healthz"), ("POST", "/readyz")])
def test_a_method_that_an_address_does_not_take_is_405(ready: Copy, method: str, path: str) -> None:
    is_problem(ready.http.request(method, path), 405)


@pytest.mark.parametrize("id", ["x", "..%2f..", "%00", "' or 1=1 --", "a" * 500, "\u0175"])
def test_an_id_that_can_be_nobodys_is_404(ready: Copy, talk: Talk, id: str) -> None:
    is_problem(ready.http.get(f"/api/v1/conversations/{id}", headers=talk.headers), 404)
