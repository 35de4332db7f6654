"""Passing on: the duty team's list and who acknowledged what, and the record once it was sent to the council."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from bot.words.clock import clock
from bot.words.labels import label
from tests.live import PLAIN, Copy, Talk, says, words_in

PROBLEM = "application/problem+json"
FORWARDING = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto", "X-Forwarded-Host"]
DANGER = {
    "en": "He hits me when he's been drinking, last night he hit me again.",
    "cy": "Dw i eisiau lladd fy hun.",
}
#: What the running copy was told to give as the council's line (tests/live.py).
LINE = "01443 000000"


def duty_list(copy: Copy, **headers: str) -> list[dict[str, Any]]:
    given = copy.http.get("/api/v1/concerns", headers=headers)
    assert given.status_code == 200, given.text
    return given.json()["concerns"]


def on_list(talk: Talk) -> list[dict[str, Any]]:
    return [concern for concern in duty_list(talk.copy) if concern["conversation"] == talk.id]


def acknowledge(copy: Copy, concern: str, body: Any = None, **headers: str) -> httpx.Response:
    return copy.http.post(f"/api/v1/concerns/{concern}/acknowledge", json=body or {"by": "Siân"}, headers=headers)


def refused(given: httpx.Response, status: int) -> dict[str, Any]:
    assert given.status_code == status, given.text
    assert given.headers["content-type"] == PROBLEM
    return given.json()


def pass_on(talk: Talk) -> dict[str, Any]:
    """Tell of danger at the question that is open and send it; return the concern as it stands on the list."""
    language = talk.language
    assert talk.say(DANGER[language]).state == "concern"
    talk.say(label("button_send_words", language))
    (concern,) = on_list(talk)
    return concern


@pytest.fixture
def passed_on(talk: Talk) -> Iterator[tuple[Talk, dict[str, Any]]]:
    """A talk at its question about what matters, in which words about danger were sent."""
    talk.go_to("outcome")
    yield talk, pass_on(talk)


Passed = tuple[Talk, dict[str, Any]]


# The list


def test_what_was_sent_stands_on_the_list_exactly(passed_on: Passed) -> None:
    talk, concern = passed_on
    assert {**concern, "id": "", "passed_on": ""} == {
        "id": "",
        "conversation": talk.id,
        "kind": "abuse_or_neglect",
        "text": DANGER["en"],
        "language": "en",
        "role": "carer",
        "voice": "own",
        "speaker": None,
        "taken": "typed_by_person",
        "passed_on": "",
        "acknowledged": None,
    }
    assert (concern["passed_on"]["by"], concern["passed_on"]["to"]) == ("person", "duty_team")
    assert datetime.fromisoformat(concern["passed_on"]["at"]).utcoffset() is not None
    assert talk.record["concerns"][0]["passed_on"] == concern["passed_on"]


def test_what_was_not_sent_is_on_no_list(talk: Talk) -> None:
    talk.say(DANGER["en"])
    assert on_list(talk) == []
    assert talk.record["concerns"][0]["passed_on"] is None


def test_what_staff_sent_says_so(ready: Copy) -> None:
    talk = ready.begin("handler", "en")
    talk.go_to("circumstances")
    concern = pass_on(talk)
    assert (concern["role"], concern["passed_on"]["by"]) == ("handler", "staff")
    assert concern["taken"] in ("noted", "word_for_word")


def test_in_welsh_the_words_are_welsh(ready: Copy) -> None:
    talk = ready.begin("carer", "cy")
    talk.go_to("circumstances")
    concern = pass_on(talk)
    assert (concern["kind"], concern["text"], concern["language"]) == ("self_harm", DANGER["cy"], "cy")


def test_what_nobody_has_acknowledged_comes_first_the_oldest_first(ready: Copy) -> None:
    ids = []
    for _ in range(3):
        talk = ready.begin("carer", "en")
        talk.say("No")
        ids.append(pass_on(talk)["id"])
    acknowledge(ready, ids[0])
    everything = duty_list(ready)
    order = [concern["id"] for concern in everything]
    assert order.index(ids[1]) < order.index(ids[2]) < order.index(ids[0])
    opened = [bool(concern["acknowledged"]) for concern in everything]
    assert opened == sorted(opened)


# Who may see it


@pytest.mark.parametrize("header", FORWARDING)
def test_through_a_proxy_nobody_sees_or_acknowledges_it(ready: Copy, passed_on: Passed, header: str) -> None:
    talk, concern = passed_on
    for given in (
        ready.http.get("/api/v1/concerns", headers={header: "127.0.0.1"}),
        acknowledge(ready, concern["id"], **{header: "127.0.0.1"}),
        acknowledge(ready, "0" * 16, **{header: "127.0.0.1"}),
    ):
        answer = refused(given, 401)
        assert answer["title"] == "Sign in to see this as staff."
        assert given.headers["www-authenticate"].startswith("Bearer")
        assert "hits me" not in given.text
    assert on_list(talk)[0]["acknowledged"] is None


def test_the_refusal_is_told_in_welsh_to_whoever_prefers_it(ready: Copy) -> None:
    given = ready.http.get("/api/v1/concerns", headers={"Via": "1.1 proxy", "Accept-Language": "cy"})
    assert refused(given, 401)["title"] == "Mewngofnodwch i weld hyn fel aelod o staff."


def test_a_carers_token_opens_no_list_through_a_proxy(passed_on: Passed) -> None:
    talk, concern = passed_on
    headers = {**talk.headers, "X-Forwarded-For": "192.0.2.7"}
    refused(talk.copy.http.get("/api/v1/concerns", headers=headers), 401)
    refused(acknowledge(talk.copy, concern["id"], **headers), 401)


# Acknowledging


def test_the_name_is_told_in_the_talk_beside_the_last_reply(passed_on: Passed) -> None:
    talk, concern = passed_on
    talk.say("Carry on")
    before = talk.now
    given = acknowledge(talk.copy, concern["id"], {"by": "Siân Prys"})
    assert given.status_code == 200
    opened = given.json()["acknowledged"]
    assert opened["by"] == "Siân Prys"
    assert {**given.json(), "acknowledged": None} == concern
    assert on_list(talk) == [given.json()]

    now = talk.now
    assert now["open_ask"] == before["open_ask"]
    assert (now["state"], now["progress"]) == (before["state"], before["progress"])
    assert now["messages"][: len(before["messages"])] == before["messages"]
    (news,) = now["messages"][len(before["messages"]) :]
    time = clock(datetime.fromisoformat(opened["at"]))
    assert news["text"] == f"Siân Prys of the council's duty team opened your words at {time}."
    assert (news["from"], news["ask"], news["buttons"]) == ("assistant", None, [])
    assert news == talk.messages[-1]
    assert talk.record["concerns"][0]["acknowledged"]["by"] == "Siân Prys"


def test_it_is_told_while_the_talk_waits_and_it_goes_on_waiting(passed_on: Passed) -> None:
    talk, concern = passed_on
    acknowledge(talk.copy, concern["id"])
    now = talk.now
    assert now["state"] == "concern"
    assert "Siân" in now["messages"][-1]["text"]
    assert any(message["buttons"] for message in now["messages"])  # the ways on are still there


def test_after_it_the_talk_goes_on_as_before(passed_on: Passed) -> None:
    talk, concern = passed_on
    acknowledge(talk.copy, concern["id"])
    reply = talk.say("Carry on")
    assert reply.ask["element"] == "outcome"
    assert "Siân" not in reply.text
    talk.say(PLAIN["en"]["outcome"])
    assert talk.record["outcomes"][0]["statement"]["text"] == PLAIN["en"]["outcome"]
    assert [message["text"] for message in talk.now["messages"]] == talk.last.texts
    assert [message["seq"] for message in talk.messages] == list(range(1, len(talk.messages) + 1))


def test_in_welsh_it_is_told_in_welsh(ready: Copy) -> None:
    talk = ready.begin("carer", "cy")
    talk.go_to("circumstances")
    concern = pass_on(talk)
    opened = acknowledge(ready, concern["id"], {"by": "Siân"}).json()["acknowledged"]
    time = clock(datetime.fromisoformat(opened["at"]))
    assert talk.now["messages"][-1]["text"] == f"Am {time}, agorodd Siân, o dîm dyletswydd y cyngor, eich geiriau chi."


def test_it_is_told_after_the_end_too(passed_on: Passed) -> None:
    talk, concern = passed_on
    talk.say("Stop here")
    talk.go_to_end()
    acknowledge(talk.copy, concern["id"])
    assert "Siân" in talk.now["messages"][-1]["text"]
    assert talk.now["state"] == "ended"


@pytest.mark.parametrize("name", ["Siân {time} {who}", "%(x)s", "<script>alert(1)</script>", "Siân\nPrys", "S" * 80, "Сиан 🏴"])
def test_any_name_is_told_as_it_was_given(ready: Copy, talk: Talk, name: str) -> None:
    given = acknowledge(ready, pass_on(talk)["id"], {"by": name})
    assert given.status_code == 200
    assert given.json()["acknowledged"]["by"] == name
    assert name in talk.now["messages"][-1]["text"]


def test_the_second_time_it_is_409_and_the_first_name_stays(passed_on: Passed) -> None:
    talk, concern = passed_on
    acknowledge(talk.copy, concern["id"], {"by": "Siân"})
    before = talk.messages
    answer = refused(acknowledge(talk.copy, concern["id"], {"by": "Rhys"}), 409)
    assert answer["title"] == "Somebody has acknowledged this concern already."
    welsh = refused(acknowledge(talk.copy, concern["id"], {"by": "Rhys"}, **{"Accept-Language": "cy"}), 409)
    assert welsh["title"] == "Mae rhywun wedi cydnabod y pryder hwn yn barod."
    assert on_list(talk)[0]["acknowledged"]["by"] == "Siân"
    assert talk.messages == before


@pytest.mark.parametrize("concern", ["0" * 16, "x", "..%2f..", "' or 1=1 --"])
def test_a_concern_that_is_not_there_is_404(ready: Copy, concern: str) -> None:
    refused(acknowledge(ready, concern), 404)


@pytest.mark.parametrize("body", [{"by": ""}, {"by": "  "}, {"by": 5}, {"by": "S" * 81}, {"by": "a\x00"}, {"by": "Siân", "at": "now"}, []])
def test_without_a_proper_name_it_is_422_and_nobody_has_acknowledged_it(passed_on: Passed, body: Any) -> None:
    talk, concern = passed_on
    given = talk.copy.http.post(f"/api/v1/concerns/{concern['id']}/acknowledge", json=body)
    refused(given, 422)
    assert on_list(talk)[0]["acknowledged"] is None


# Erasing what was passed on


def test_what_nobody_has_acknowledged_goes_with_its_talk(passed_on: Passed) -> None:
    talk, concern = passed_on
    assert talk.delete().status_code == 204
    assert on_list(talk) == []
    refused(acknowledge(talk.copy, concern["id"]), 404)


@pytest.mark.parametrize(("language", "ask"), [("en", "ring"), ("cy", "ffoniwch")])
def test_once_somebody_has_acknowledged_it_erasing_is_409_and_says_whom_to_ask(passed_on: Passed, language: str, ask: str) -> None:
    talk, concern = passed_on
    acknowledge(talk.copy, concern["id"])
    given = talk.copy.http.delete(f"/api/v1/conversations/{talk.id}", headers={**talk.headers, "Accept-Language": language})
    title = refused(given, 409)["title"]
    assert LINE in title and ask in title
    assert talk.get().status_code == 200
    assert on_list(talk)[0]["acknowledged"]
    end = talk.copy.http.delete(f"/api/v1/conversations/{talk.id}/access", headers=talk.headers)
    assert end.status_code == 204


def test_who_sent_only_words_about_danger_is_not_told_that_the_record_was_sent(passed_on: Passed) -> None:
    talk, concern = passed_on
    acknowledge(talk.copy, concern["id"])
    assert not refused(talk.delete(), 409)["title"].startswith("This record was sent to the council")


# The record at the council


@pytest.fixture
def sent(talk: Talk) -> Talk:
    """A talk with a record that the person agreed to share; nobody has opened it yet."""
    talk.go_to("barrier")
    talk.put("/consent", {"keep": True, "share": True})
    return talk


def as_staff(talk: Talk, **headers: str) -> httpx.Response:
    return talk.copy.http.get(f"/api/v1/conversations/{talk.id}/record", headers=headers)


def an_edit(talk: Talk, op: str = "remove", **more: Any) -> dict[str, Any]:
    return {"quote": talk.record["circumstances"][0]["id"], "op": op, **more}


def test_staff_read_what_was_shared(sent: Talk) -> None:
    given = as_staff(sent)
    assert given.status_code == 200
    assert given.json() == sent.record
    assert PLAIN["en"]["circumstances"] in words_in(given.json())


@pytest.mark.parametrize("path", ["", "/messages"])
def test_staff_see_the_record_and_not_the_talk(sent: Talk, path: str) -> None:
    refused(sent.copy.http.get(f"/api/v1/conversations/{sent.id}{path}"), 401)
    assert sent.delete().status_code == 204  # that was no opening


@pytest.mark.parametrize("method, path, body", [
    ("POST", "/messages", {"id": "8d7fb2b6-5cf7-4b9c-9b0e-3a3b7b0f2a11", "text": "By staff."}),
    ("PUT", "/consent", {"share": False}),
    ("POST", "/record/edits", {"quote": "m1:0-3", "op": "remove"}),
    ("PATCH", "", {"language": "cy"}),
    ("DELETE", "", None),
    ("POST", "/finish", None),
])  # fmt: skip
def test_staff_change_nothing_in_it(sent: Talk, method: str, path: str, body: Any) -> None:
    before = sent.messages, sent.record
    refused(sent.copy.http.request(method, f"/api/v1/conversations/{sent.id}{path}", json=body), 401)
    assert (sent.messages, sent.record) == before


@pytest.mark.parametrize("share", [None, False])
def test_what_was_not_shared_staff_do_not_get(talk: Talk, share: bool | None) -> None:
    talk.go_to("outcome")
    talk.put("/consent", {"share": share})
    unknown = talk.copy.http.get(f"/api/v1/conversations/{'0' * 32}/record")
    assert refused(as_staff(talk), 401) == refused(unknown, 401)
    refused(as_staff(talk, Authorization="Bearer wrong"), 404)
    assert talk.delete().status_code == 204


def test_sharing_taken_back_before_it_was_opened(sent: Talk) -> None:
    sent.put("/consent", {"share": False})
    refused(as_staff(sent), 401)
    assert sent.post("/record/edits", an_edit(sent)).status_code == 200
    assert sent.delete().status_code == 204


@pytest.mark.parametrize("chosen", [{"keep": False}, {"keep": False, "share": True}])
def test_what_is_not_to_be_kept_nobody_opens_whatever_was_said_of_sharing(sent: Talk, chosen: dict[str, bool]) -> None:
    sent.put("/consent", chosen)
    refused(as_staff(sent), 401)
    assert sent.delete().status_code == 204


@pytest.mark.parametrize("header", FORWARDING)
def test_through_a_proxy_nobody_opens_it(sent: Talk, header: str) -> None:
    refused(as_staff(sent, **{header: "127.0.0.1"}), 401)
    assert sent.delete().status_code == 204


def test_the_person_reading_it_is_not_staff_opening_it(sent: Talk) -> None:
    assert sent.get("/record").status_code == 200
    assert sent.post("/record/edits", an_edit(sent)).status_code == 200
    assert sent.delete().status_code == 204


@pytest.fixture
def opened(sent: Talk) -> Talk:
    """... which staff have opened."""
    assert as_staff(sent).status_code == 200
    return sent


TITLES = {
    "en": f"This record was sent to the council and has been opened there. To have it changed or erased, ring {LINE}.",
    "cy": f"Cafodd y cofnod hwn ei anfon at y cyngor, ac mae wedi'i agor yno. I gael newid neu ddileu'r cofnod, ffoniwch: {LINE}.",
}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_staff_opened_can_no_longer_be_erased_and_it_says_whom_to_ask(opened: Talk, language: str) -> None:
    before = opened.messages, opened.record
    headers = {**opened.headers, "Accept-Language": language}
    given = opened.copy.http.delete(f"/api/v1/conversations/{opened.id}", headers=headers)
    assert refused(given, 409)["title"] == TITLES[language]
    assert (opened.messages, opened.record) == before


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    "op, more",
    [
        ("remove", {}),
        ("replace", {"text": "Other words altogether."}),
        ("trim", {"start": 0, "end": 5}),
        ("move", {"slot": "unlinked/risks"}),
        ("voice", {"voice": "family", "speaker": "Mair"}),
    ],
)
def test_nor_changed(opened: Talk, op: str, more: dict[str, Any], language: str) -> None:
    before = opened.messages, opened.record
    path = f"/api/v1/conversations/{opened.id}/record/edits"
    headers = {**opened.headers, "Accept-Language": language}
    given = opened.copy.http.post(path, json=an_edit(opened, op, **more), headers=headers)
    assert refused(given, 409)["title"] == TITLES[language]
    assert (opened.messages, opened.record) == before  # not even the new words were written down


def test_consent_can_still_be_changed(opened: Talk) -> None:
    given = opened.put("/consent", {"share": False, "limits": "Not with my brother Ifor."})
    assert given.status_code == 200
    assert given.json()["consent"]["share"] is False
    assert given.json()["consent"]["limits"]["text"] == "Not with my brother Ifor."
    refused(as_staff(opened), 401)  # from then on nobody there opens it again
    refused(opened.delete(), 409)  # ... but it was opened
    assert opened.put("/consent", {"share": True}).status_code == 200
    assert as_staff(opened).status_code == 200


def test_the_talk_itself_can_go_on(opened: Talk) -> None:
    opened.say(PLAIN["en"]["barrier"])
    assert opened.record["outcomes"][0]["barriers"][0]["text"] == PLAIN["en"]["barrier"]


def test_ones_own_access_can_still_be_given_up(opened: Talk) -> None:
    given = opened.copy.http.delete(f"/api/v1/conversations/{opened.id}/access", headers=opened.headers)
    assert given.status_code == 204
    refused(opened.get(), 404)
    assert as_staff(opened).status_code == 200


def test_staff_open_it_anew_as_a_talk_of_its_own(ready: Copy, opened: Talk) -> None:
    begun = ready.http.post("/api/v1/conversations", json={"role": "practitioner", "language": "en", "continues": opened.id})
    assert begun.status_code == 201
    assert Talk(ready, begun.json()).record["continues"] == opened.id


def test_a_talk_shared_at_its_close_can_be_read_too(talk: Talk) -> None:
    talk.say(PLAIN["en"]["circumstances"])
    talk.say("stop")
    talk.go_to_end()
    assert talk.record["consent"]["share"] is True
    assert as_staff(talk).status_code == 200
    refused(talk.delete(), 409)


def test_every_new_call_is_described(ready: Copy) -> None:
    described = ready.http.get("/openapi.json").json()["paths"]
    assert set(described["/api/v1/concerns"]) == {"get"}
    assert set(described["/api/v1/concerns/{id}/acknowledge"]) == {"post"}


def test_the_words_that_were_sent_say_so_in_the_talk(passed_on: Passed) -> None:
    talk, _ = passed_on
    assert says(talk.last.text, "utter_words_sent", role="carer")
