"""Who is let in: the conversation's own token, staff from this machine, and nobody through a proxy; what is not yours does not exist."""

import uuid

import pytest

from tests.live import Copy, Talk

PROBLEM = "application/problem+json"
NOWHERE = "0" * 32
CALLS = [
    ("GET", ""),
    ("PATCH", ""),
    ("DELETE", ""),
    ("POST", "/messages"),
    ("GET", "/messages"),
    ("GET", "/record"),
    ("PUT", "/consent"),
    ("POST", "/finish"),
    ("POST", "/reopen"),
]
BODIES = {
    ("PATCH", ""): {"language": "cy"},
    ("POST", "/messages"): {"id": str(uuid.uuid4()), "text": "I get up at six."},
    ("PUT", "/consent"): {"share": True},
}


def call(copy: Copy, method: str, id: str, path: str, headers: dict[str, str] | None = None):
    return copy.http.request(method, f"/api/v1/conversations/{id}{path}", json=BODIES.get((method, path)), headers=headers or {})


@pytest.mark.parametrize("method, path", CALLS)
def test_no_token_is_401(ready: Copy, talk: Talk, method: str, path: str) -> None:
    given = call(ready, method, talk.id, path)
    assert given.status_code == 401
    assert given.headers["content-type"] == PROBLEM
    assert given.headers["www-authenticate"].startswith("Bearer")
    assert given.json()["title"]


@pytest.mark.parametrize("method, path", CALLS)
def test_unknown_and_not_yours_answer_alike(ready: Copy, talk: Talk, method: str, path: str) -> None:
    other = ready.begin("carer", "en")
    unknown = call(ready, method, NOWHERE, path, talk.headers)
    not_yours = call(ready, method, other.id, path, talk.headers)
    assert unknown.status_code == not_yours.status_code == 404
    assert unknown.headers["content-type"] == not_yours.headers["content-type"] == PROBLEM
    assert unknown.json() == not_yours.json()


@pytest.mark.parametrize("authorization", ["Bearer", "Basic dXNlcjp3b3Jk", "token"])
def test_what_is_no_bearer_token_is_none(ready: Copy, talk: Talk, authorization: str) -> None:
    assert call(ready, "GET", talk.id, "", {"Authorization": authorization}).status_code == 401


def test_a_token_that_opens_nothing_is_404(ready: Copy, talk: Talk) -> None:
    assert call(ready, "GET", talk.id, "", {"Authorization": "Bearer nonsense"}).status_code == 404


def test_nothing_happens_to_a_talk_that_is_not_yours(ready: Copy, talk: Talk) -> None:
    other = ready.begin("carer", "en")
    before = other.messages, other.record
    for method, path in CALLS:
        call(ready, method, other.id, path, talk.headers)
        call(ready, method, other.id, path)
    assert (other.messages, other.record) == before


def test_without_a_token_unknown_and_a_carers_answer_alike(ready: Copy, talk: Talk) -> None:
    unknown, known = call(ready, "GET", NOWHERE, ""), call(ready, "GET", talk.id, "")
    assert (unknown.status_code, unknown.json()) == (known.status_code, known.json())


@pytest.mark.parametrize("role", ["handler", "practitioner"])
def test_staff_on_this_machine_need_no_token(ready: Copy, role: str) -> None:
    talk = ready.begin(role, "en")
    assert call(ready, "GET", talk.id, "").status_code == 200


def test_a_carers_talk_is_closed_to_staff_without_its_token(ready: Copy, talk: Talk) -> None:
    assert call(ready, "GET", talk.id, "/record").status_code == 401


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto", "X-Forwarded-Host"])
def test_a_forwarding_header_refuses_staff(ready: Copy, header: str) -> None:
    begun = ready.http.post("/api/v1/conversations", json={"role": "handler"}, headers={header: "127.0.0.1"})
    assert begun.status_code == 401
    assert begun.headers["content-type"] == PROBLEM
    talk = ready.begin("handler", "en")
    assert call(ready, "GET", talk.id, "/record", {header: "127.0.0.1"}).status_code == 401


def test_a_carer_may_begin_through_a_proxy(ready: Copy) -> None:
    begun = ready.http.post("/api/v1/conversations", json={"role": "carer"}, headers={"X-Forwarded-For": "192.0.2.7"})
    assert begun.status_code == 201


def test_the_engines_door_is_closed_to_others(ready: Copy) -> None:
    for headers in ({}, {"X-Sgwrs-Secret": ""}, {"X-Sgwrs-Secret": "guess"}):
        given = ready.http.post("/engine/actions", json={"next_action": "action_stop"}, headers=headers)
        assert given.status_code == 404
        assert given.headers["content-type"] == PROBLEM


def test_each_talk_has_a_token_of_its_own_that_cannot_be_guessed(ready: Copy) -> None:
    tokens = {ready.begin("carer", "en").token for _ in range(5)}
    assert len(tokens) == 5
    assert min(len(token) for token in tokens) >= 32


def test_continuing_anothers_talk_takes_its_token(ready: Copy, talk: Talk) -> None:
    stranger = ready.http.post("/api/v1/conversations", json={"role": "carer", "continues": talk.id})
    assert stranger.status_code == 404
    own = ready.http.post("/api/v1/conversations", json={"role": "carer", "language": "en", "continues": talk.id}, headers=talk.headers)
    assert own.status_code == 201
    assert Talk(ready, own.json()).record["continues"] == talk.id


def test_a_problem_is_told_in_welsh_to_whoever_prefers_it(ready: Copy, talk: Talk) -> None:
    english = call(ready, "GET", talk.id, "/record", {"Authorization": "Bearer wrong"})
    welsh = call(ready, "GET", talk.id, "/record", {"Authorization": "Bearer wrong", "Accept-Language": "cy, en;q=0.5"})
    assert english.json()["title"] == "There is no such conversation, or it is not yours."
    assert welsh.json()["title"] == "Does dim sgwrs o'r fath, neu nid eich sgwrs chi yw hi."
