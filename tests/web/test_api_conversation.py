"""The calls beside sending: look, language, consent, finish, reopen, erase, health and the API's own description."""

import uuid

import pytest

from tests.live import PLAIN, Copy, Talk, wordings

PROBLEM = "application/problem+json"


@pytest.fixture
def ended(talk: Talk) -> Talk:
    talk.go_to("barrier")
    talk.say("stop")
    talk.go_to_end()
    return talk


def test_a_talk_begins_with_all_that_a_client_needs(ready: Copy) -> None:
    given = ready.http.post("/api/v1/conversations", json={"role": "carer", "language": "en"})
    assert given.status_code == 201
    begun = given.json()
    assert {"id", "token", "role", "language", "state", "open_ask", "progress", "messages"} <= set(begun)
    assert begun["state"] == "open"
    assert begun["open_ask"]["id"] == begun["messages"][-1]["ask"]["id"]


def test_the_talk_as_it_stands_has_the_last_reply(talk: Talk) -> None:
    talk.answer_plainly()
    now = talk.now
    assert now["messages"] == talk.last.messages
    assert now["open_ask"]["id"] == talk.ask["id"]


def test_switching_the_language_puts_the_open_ask_in_the_other(talk: Talk) -> None:
    asked = talk.go_to("barrier").ask
    given = talk.patch({"language": "cy"})
    assert given.status_code == 200
    now = given.json()
    assert now["language"] == "cy"
    assert now["open_ask"]["id"] == asked["id"]
    last = talk.messages[-1]
    assert last["ask"]["id"] == asked["id"]
    assert last["text"] in wordings("utter_ask_barrier", "cy")


def test_switching_to_the_language_it_is_in_changes_nothing(talk: Talk) -> None:
    before = talk.messages
    assert talk.patch({"language": "en"}).status_code == 200
    assert talk.messages == before


def test_choosing_the_language_by_a_call_at_the_very_start(ready: Copy) -> None:
    talk = ready.begin("carer", None)
    now = talk.patch({"language": "en"}).json()
    assert now["language"] == "en"
    assert now["state"] == "open"
    assert now["open_ask"]


def test_a_language_chosen_by_a_call_is_not_asked_for_again(ready: Copy) -> None:
    talk = ready.begin("carer", None)
    assert talk.patch({"language": "en"}).json()["open_ask"]["topic"] == "under_18"


def test_after_a_switch_the_answer_goes_where_it_belongs(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.patch({"language": "cy"})
    talk.say(PLAIN["cy"]["barrier"])
    assert talk.record["outcomes"][0]["barriers"][0]["text"] == PLAIN["cy"]["barrier"]
    assert talk.last.messages[-1]["language"] == "cy"


def test_consent_may_be_given_and_taken_back_at_any_time(talk: Talk) -> None:
    given = talk.put("/consent", {"keep": True, "share": True})
    assert given.status_code == 200
    assert given.json()["consent"]["keep"] is True
    assert given.json()["consent"]["share"] is True
    assert given.json()["consent"]["at"]
    taken_back = talk.put("/consent", {"share": False}).json()["consent"]
    assert taken_back["share"] is False
    assert taken_back["keep"] is True


def test_limits_are_the_persons_own_words_quoted_from_the_log(talk: Talk) -> None:
    words = "Not with my brother Ifor."
    limits = talk.put("/consent", {"share": True, "limits": words}).json()["consent"]["limits"]
    assert limits["text"] == words
    logged = next(message for message in talk.said if message["id"] == limits["message"])
    assert logged["text"][limits["start"] : limits["end"]] == words


def test_consent_given_by_a_call_is_not_asked_for_at_the_close(talk: Talk) -> None:
    talk.put("/consent", {"keep": True, "share": False})
    talk.say("stop")
    assert talk.say("Yes").is_about == ("consent", "assessment")


def test_finish_goes_to_the_close(talk: Talk) -> None:
    talk.go_to("barrier")
    given = talk.post("/finish")
    assert given.status_code == 200
    assert given.json()["open_ask"]["element"] == "read_back"
    shown = "\n".join(message["text"] for message in given.json()["messages"])
    assert PLAIN["en"]["outcome"] in shown
    assert talk.say("Yes").is_about == ("consent", "keep")


def test_finishing_twice_changes_nothing(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.post("/finish")
    before = talk.messages
    assert talk.post("/finish").status_code == 200
    assert talk.messages == before


def test_finish_while_paused_opens_the_close(talk: Talk) -> None:
    talk.go_to("barrier")
    talk.say("Can we pause please")
    assert talk.post("/finish").json()["state"] == "open"


def test_reopen_from_the_close_goes_back_to_what_was_not_asked(talk: Talk) -> None:
    asked = talk.go_to("barrier").ask
    talk.post("/finish")
    given = talk.post("/reopen")
    assert given.status_code == 200
    now = given.json()
    assert now["state"] == "open"
    assert now["open_ask"]["element"] == "barrier"
    assert now["open_ask"]["id"] == asked["id"]
    talk.say(PLAIN["en"]["barrier"])
    assert talk.record["outcomes"][0]["barriers"]


def test_reopen_after_the_end_opens_the_talk(ended: Talk) -> None:
    assert ended.post("/messages", {"id": str(uuid.uuid4()), "text": PLAIN["en"]["barrier"]}).status_code == 409
    now = ended.post("/reopen").json()
    assert now["state"] == "open"
    assert now["open_ask"]["element"] == "barrier"


def test_a_talk_opened_again_after_the_end_answers(ended: Talk) -> None:
    ended.post("/reopen")
    given = ended.post("/messages", {"id": str(uuid.uuid4()), "text": PLAIN["en"]["barrier"]})
    try:
        assert given.status_code == 200
        assert ended.now["state"] == "open"
    finally:
        ended.delete()


def test_reopening_an_open_talk_changes_nothing(talk: Talk) -> None:
    before = talk.messages
    assert talk.post("/reopen").status_code == 200
    assert talk.messages == before


def test_switching_the_language_of_an_ended_talk_is_409(talk: Talk) -> None:
    talk.say("stop")
    talk.say("stop")
    given = talk.patch({"language": "cy"})
    assert given.status_code == 409
    assert given.headers["content-type"] == PROBLEM


def test_the_record_has_the_shape_that_others_rely_on(talk: Talk) -> None:
    talk.go_to_end()
    record = talk.record
    assert set(record) >= {
        "id", "conversation", "continues", "version", "status", "role", "language", "created_at", "updated_at", "subject", "under_18",
        "opening", "circumstances", "outcomes", "needs", "caring", "unlinked", "others_views", "observations", "concerns", "advice_given",
        "agreed", "assessment_offer", "advocacy", "contact", "consent", "coverage",
    }  # fmt: skip
    outcome = record["outcomes"][0]
    assert set(outcome) >= {"n", "statement", "so_what", "barriers", "risks", "strengths", "preferences", "requests", "type", "personal"}
    assert set(outcome["strengths"]) == {"self", "others", "community"}
    assert outcome["type"] is None
    assert set(outcome["statement"]) >= {
        "id", "text", "message", "start", "end", "voice", "speaker", "taken", "generic", "linked", "language",
    }  # fmt: skip
    assert record["conversation"] == talk.id


def test_the_version_counts_up_with_what_is_kept(talk: Talk) -> None:
    before = talk.record["version"]
    talk.answer_plainly()
    after = talk.record["version"]
    assert after > before
    talk.say("thank you")
    assert talk.record["version"] == after


def test_healthy_and_ready(ready: Copy) -> None:
    assert ready.http.get("/healthz").status_code == 200
    assert ready.http.get("/readyz").status_code == 200


def test_the_server_describes_itself(ready: Copy) -> None:
    described = ready.http.get("/openapi.json").json()["paths"]
    one = "/api/v1/conversations/{id}"
    assert set(described["/api/v1/conversations"]) == {"post"}
    assert set(described[one]) == {"get", "patch", "delete"}
    assert set(described[f"{one}/messages"]) == {"get", "post"}
    assert set(described[f"{one}/record"]) == {"get"}
    assert set(described[f"{one}/consent"]) == {"put"}
    assert set(described[f"{one}/finish"]) == {"post"}
    assert set(described[f"{one}/reopen"]) == {"post"}
    assert {"/healthz", "/readyz"} <= set(described)
    assert {"200", "202"} <= set(described[f"{one}/messages"]["post"]["responses"])


def test_the_engines_door_is_not_described(ready: Copy) -> None:
    assert not [path for path in ready.http.get("/openapi.json").json()["paths"] if path.startswith("/engine")]


@pytest.mark.parametrize("status", ["401", "404", "409", "413", "422"])
def test_the_description_names_the_errors(ready: Copy, status: str) -> None:
    responses = ready.http.get("/openapi.json").json()["paths"]["/api/v1/conversations/{id}/messages"]["post"]["responses"]
    assert "application/problem+json" in responses[status]["content"]


def test_erasing_is_204_and_then_it_was_never_there(ready: Copy, talk: Talk) -> None:
    talk.answer_plainly()
    given = talk.delete()
    assert given.status_code == 204
    assert given.content == b""
    unknown = ready.http.get(f"/api/v1/conversations/{'0' * 32}", headers=talk.headers)
    gone = talk.get()
    assert gone.status_code == 404
    assert gone.json() == unknown.json()
    assert talk.delete().status_code == 404
