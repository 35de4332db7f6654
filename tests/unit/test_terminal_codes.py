"""Leaving the terminal talk with a code, stopping it, and coming back by it: against the stand-in for the server."""

import json
import logging

import httpx
import pytest

from bot.words.code_words import new_code
from tests.unit.a_record import CONVERSATION
from tests.unit.test_terminal import QUESTION, Server, problem, talk, texts

CODE = "tegell banana eryr cwmwl sosban"
NEWS = "Siân of the council's duty team opened your words at 17:05."
NO_TALK = "That code opens no talk. Look at each word again, or ask for a new code where the talk was begun."


class Leaving(Server):
    """Stands for the server with return codes. ``refuses``: what comes of the next calls about codes instead."""

    def __init__(self, language: str | None = "en") -> None:
        super().__init__(language)
        self.codes = [CODE]
        self.given: list[str] = []  # codes by which somebody wanted to come back
        self.refuses: list[httpx.Response | Exception] = []
        self.languages: list[str | None] = []  # what each request prefers

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.languages.append(request.headers.get("Accept-Language"))
        path = request.url.path
        if path != "/api/v1/return" and not path.endswith("/return-code"):
            return super().__call__(request)
        self.calls.append((request.method, path.removeprefix(f"/api/v1/conversations/{CONVERSATION}")))
        self.tokens.add(request.headers.get("Authorization"))
        if self.refuses:
            refusal = self.refuses.pop(0)
            if isinstance(refusal, Exception):
                raise refusal
            return refusal
        if path == "/api/v1/return":
            self.given.append(json.loads(request.content)["code"])
            return httpx.Response(200, json={"id": CONVERSATION, "token": "a-new-token"})
        if request.method == "DELETE":
            return httpx.Response(204)
        return httpx.Response(200, json={"code": self.codes.pop(0), "expires_at": "2026-12-23T21:40:00+00:00"})


# A code to come back with


@pytest.mark.parametrize(("language", "command"), [("en", ":code"), ("en", ":CODE"), ("en", ":cod"), ("cy", ":cod"), ("cy", ":code")])
def test_a_code_is_shown_on_a_line_of_its_own_and_nothing_is_said(language: str, command: str):
    server = Leaving(language)
    code, shown = talk(server, [command])
    assert code == 0
    assert shown.splitlines().count(f"  {CODE}") == 1
    assert server.calls.count(("POST", "/return-code")) == 1
    assert not server.said


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "use this code within 30 days:", "Whoever has the code can read the talk."),
        ("cy", "defnyddiwch y cod hwn o fewn 30 diwrnod:", "Gall unrhyw un sydd â'r cod ddarllen y sgwrs."),
    ],
)
def test_it_says_for_how_long_and_to_take_care_of_it(language: str, before: str, after: str):
    _, shown = talk(Leaving(language), [":cod"])
    assert -1 < shown.index(before) < shown.index(CODE) < shown.index(after)


def test_before_the_language_is_known_it_is_said_in_both_and_the_code_shown_once():
    _, shown = talk(Leaving(None), [":code"])
    assert shown.index("o fewn 30 diwrnod") < shown.index("within 30 days")
    assert shown.count(CODE) == 1


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_code_can_be_copied_from_a_narrow_terminal(width: int):
    server = Leaving()
    server.codes = [code := " ".join(["arborist"] * 5)]
    _, shown = talk(server, [":code"], width=width)
    assert f"  {code}\n" in shown


def test_asking_again_shows_another_one():
    server = Leaving()
    server.codes = [CODE, "awel bara caws dafad eira"]
    _, shown = talk(server, [":code", ":code"])
    assert shown.index(CODE) < shown.index("awel bara caws dafad eira")


def test_the_talk_goes_on_after_it_and_the_open_question_is_answered():
    server = Leaving()
    talk(server, [":code", "To sing again", ":nocode", "And to sleep"])
    assert texts(server) == ["To sing again", "And to sleep"]
    assert [message["answers"] for message in server.said] == ["ask-1", "ask-3"]


@pytest.mark.parametrize(("language", "command"), [("en", ":nocode"), ("cy", ":dimcod")])
def test_a_code_can_be_stopped(language: str, command: str):
    server = Leaving(language)
    code, shown = talk(server, [command])
    assert code == 0
    assert ("DELETE", "/return-code") in server.calls
    assert {"en": "The code no longer works.", "cy": "Dydy'r cod ddim yn gweithio bellach."}[language] in shown
    assert not server.said


def test_after_the_end_both_still_work():
    server = Leaving()
    code, shown = talk(server, [":finish", ":code", ":nocode", ""])
    assert code == 0
    assert CODE in shown and "The code no longer works." in shown
    assert "not sent" not in shown


@pytest.mark.parametrize(("language", "line"), [("en", "  :code "), ("cy", "  :cod ")])
def test_the_help_names_both(language: str, line: str):
    _, shown = talk(Leaving(language), [":help"])
    assert line in shown.replace("\n", " \n")
    assert {"en": ":nocode", "cy": ":dimcod"}[language] in shown


def test_a_space_before_it_lets_it_be_said():
    server = Leaving()
    talk(server, [" :code"])
    assert texts(server) == [" :code"]
    assert ("POST", "/return-code") not in server.calls


def test_without_an_answer_the_talk_goes_on():
    server = Leaving()
    server.refuses = [httpx.ConnectError("refused"), problem(503, "Too busy just now.")]
    code, shown = talk(server, [":code", ":nocode", "still here"])
    assert code == 0
    assert "Sgwrs does not answer just now." in shown and "Too busy just now." in shown
    assert CODE not in shown and "no longer works" not in shown
    assert texts(server) == ["still here"]


def test_when_the_talk_is_gone_it_ends_here_too():
    server = Leaving()
    server.refuses = [problem(404, "There is no such conversation, or it is not yours.")]
    code, shown = talk(server, [":code", "never read"])
    assert code == 1
    assert "There is no such conversation" in shown
    assert not server.said


def test_words_that_were_not_sent_are_still_held_after_it():
    server = Leaving()
    server.trouble = [httpx.ConnectError("refused")]
    code, _ = talk(server, ["I sleep in the chair", ":code", ""])
    assert code == 0
    assert texts(server) == ["I sleep in the chair"]


def test_no_code_is_logged(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    talk(Leaving(), [":code"])
    talk(Leaving(), ["hello"], code=CODE)
    assert "tegell" not in caplog.text and "a-new-token" not in caplog.text


# Coming back by it


def test_coming_back_goes_on_with_the_talk_under_a_new_token():
    server = Leaving()
    code, shown = talk(server, ["hello again"], code=CODE)
    assert code == 0
    assert server.given == [CODE]
    assert ("POST", "") not in server.calls  # no other talk is begun
    assert server.calls[:2] == [("POST", "/api/v1/return"), ("GET", "")]
    assert server.tokens == {None, "Bearer a-new-token"}
    assert QUESTION in shown
    assert texts(server) == ["hello again"] and server.said[0]["answers"] == "ask-1"


def test_leaving_again_tells_how_to_come_back():
    _, shown = talk(Leaving(), [], code=CODE)
    assert f"--continue {CONVERSATION} --token a-new-token" in shown


@pytest.mark.parametrize("typed", [CODE.upper(), CODE.replace(" ", "-"), f"  {CODE} ", "Tŷ-môr"])
def test_the_code_goes_out_as_it_was_typed(typed: str):
    """The server knows how codes are read: the terminal changes nothing."""
    server = Leaving()
    talk(server, [], code=typed)
    assert server.given == [typed]


def test_the_language_is_the_talks_own():
    _, shown = talk(Leaving("cy"), [":cymorth"], code=CODE, language=None)
    assert "dangos beth sydd wedi'i gadw hyd yma" in shown
    assert "shows what is kept" not in shown


def test_a_talk_that_has_ended_tells_how_to_take_a_copy():
    server = Leaving()
    server.state = "ended"
    code, shown = talk(server, [""], code=CODE)
    assert code == 0
    assert f"sgwrs record export {CONVERSATION} --format docx" in shown


@pytest.mark.parametrize("wrong", [CODE, new_code("cy"), "x"])
def test_a_code_that_opens_nothing_is_said_and_no_talk_begins(wrong: str):
    server = Leaving()
    server.refuses = [problem(404, NO_TALK)]
    code, shown = talk(server, ["never read"], code=wrong)
    assert code == 1
    assert " ".join(shown.split()) == NO_TALK
    assert server.calls == [("POST", "/api/v1/return")]


def test_too_many_tries_say_how_long_to_wait():
    server = Leaving()
    server.refuses = [problem(429, "Too many tries. Wait a moment, then try again.", **{"Retry-After": "6"})]
    code, shown = talk(server, [], code=CODE)
    assert code == 1
    assert "Too many tries." in shown and "Try again in 6 seconds." in shown


def test_without_a_server_it_is_one_clear_line():
    server = Leaving()
    server.refuses = [httpx.ConnectError("refused")]
    code, shown = talk(server, [], code=CODE)
    assert code == 1
    assert shown.splitlines() == ["Nothing answers at http://127.0.0.1:8000. Start Sgwrs first with: make run"]


def test_an_empty_code_is_said_in_words_that_help():
    server = Leaving()
    server.refuses = [problem(422, "The request is not as described. See /openapi.json.")]
    code, shown = talk(server, [], code="")
    assert code == 1
    assert shown.strip() and "openapi" not in shown


def test_in_welsh_the_server_is_asked_for_its_problems_in_welsh():
    server = Leaving("cy")
    talk(server, [":cod"], language="cy")
    assert server.languages and all((language or "").startswith("cy") for language in server.languages)


# What the duty team tells


def test_who_opened_the_words_is_shown_with_the_next_reply():
    server = Leaving()
    lines = iter(["I am so tired", "my sister"])

    def typed() -> str:
        if len(server.said) == 1:  # while the person thinks about the second line
            server.log.append({**server.message(NEWS), "ask": None, "buttons": []})
        return next(lines, ":quit")

    _, shown = talk(server, iter(typed, ""))
    assert texts(server) == ["I am so tired", "my sister"]
    assert shown.count("Siân") == 1
