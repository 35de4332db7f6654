"""The terminal talk against a stand-in for the server: what is said goes out once, what comes back is seen."""

import io
import json
import logging
from collections.abc import Iterable
from itertools import repeat

import httpx
import pytest
from rich.console import Console

from bot.terminal.client import NotReached, TalkClient
from bot.terminal.talk import run_talk
from tests.unit.a_record import CONVERSATION, a_record, an_empty_record

QUESTION = "What matters most to you in your life as it is now?"
BUTTONS = [{"text": "Leave this one", "send": "Skip this question"}, {"text": "Stop here", "send": "Stop"}]


class Server:
    """Stands for the server: takes messages and asks on. ``trouble``: what comes of the next ones instead."""

    def __init__(self, language: str | None = "en") -> None:
        self.language = language
        self.seq = 0
        self.state = "open"
        self.said: list[dict] = []
        self.calls: list[tuple[str, str]] = []
        self.tokens: set[str | None] = set()
        self.trouble: list[httpx.Response | Exception | None] = []
        self.log: list[dict] = []
        self.texts = repeat(QUESTION)
        self.edits: list[dict] = []
        self.record = a_record()
        self.edit_trouble: httpx.Response | Exception | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1/conversations").removeprefix(f"/{CONVERSATION}")
        self.calls.append((request.method, path))
        self.tokens.add(request.headers.get("Authorization"))
        if path == "/record":
            return httpx.Response(200, json=self.record)
        if path == "/record/edits":
            return self._edit(json.loads(request.content))
        if path == "/messages" and request.method == "GET":
            after = int(request.url.params["after"])
            return httpx.Response(200, json={"messages": [m for m in self.log if m["seq"] > after]})
        if path == "/messages":
            return self._message(json.loads(request.content))
        if request.method == "PATCH":
            self.language = json.loads(request.content)["language"]
        if path == "/finish":
            self.state = "ended"
        code = 201 if request.method == "POST" else 200
        known = {"id": CONVERSATION, "token": "a-token", "language": self.language}
        return httpx.Response(code, json={**self._reply(), **known})

    def _edit(self, edit: dict) -> httpx.Response:
        self.edits.append(edit)
        if isinstance(self.edit_trouble, Exception):
            raise self.edit_trouble
        return self.edit_trouble or httpx.Response(200, json=self.record)

    def _message(self, message: dict) -> httpx.Response:
        trouble = self.trouble.pop(0) if self.trouble else None
        if isinstance(trouble, Exception):
            raise trouble
        self.said.append(message)
        self.seq += 1
        return trouble or httpx.Response(200, json=self._reply())

    def _reply(self) -> dict:
        message = self.message(next(self.texts))
        self.log.append(message)
        return {"messages": [message], "state": self.state, "progress": []}

    def message(self, text: str) -> dict:
        self.seq += 1
        ask = {"id": f"ask-{self.seq}", "element": "outcome", "kind": "open"}
        return {
            "id": f"r{self.seq}", "seq": self.seq, "from": "assistant", "text": text, "at": "2026-11-23T21:40:00+00:00",
            "language": self.language or "cy", "ask": ask, "buttons": BUTTONS,
        }  # fmt: skip


def talk(server: Server, lines: Iterable[str], width: int = 80, **how) -> tuple[int, str]:
    """Hold a talk in which ``lines`` are typed; returns the exit code and everything that was shown."""
    shown, typed = io.StringIO(), iter(lines)
    console = Console(file=shown, width=width, height=100, highlight=False)

    def read_line(prompt: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    how = {"base_url": "http://127.0.0.1:8000", "role": "carer", "language": server.language, **how}
    code = run_talk(console=console, read_line=read_line, transport=httpx.MockTransport(server), pause=lambda seconds: None, **how)
    return code, shown.getvalue()


def problem(status: int, title: str, **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"title": title}, headers=headers)


def texts(server: Server) -> list[str]:
    return [message["text"] for message in server.said]


def test_what_is_typed_is_said_exactly_and_answers_the_question_seen():
    server = Server()
    code, shown = talk(server, ["  To sing again, /on Thursdays  "])
    assert code == 0
    assert texts(server) == ["  To sing again, /on Thursdays  "]
    assert server.said[0]["answers"] == "ask-1"
    assert len(server.said[0]["id"]) == 36
    assert QUESTION in shown


def test_a_number_sends_what_its_button_sends_and_other_numbers_are_said():
    server = Server()
    _, shown = talk(server, ["2", "3", "1 cup of tea"])
    assert "  1  Leave this one\n  2  Stop here" in shown
    assert texts(server) == ["Stop", "3", "1 cup of tea"]


def test_a_line_that_ends_in_a_backslash_goes_on():
    server = Server()
    talk(server, ["I get him up\\", "and he frets\\", "", "end\\"])
    assert texts(server) == ["I get him up\nand he frets\n", "end\n"]


def test_the_token_goes_with_every_call_and_each_message_has_an_id_of_its_own():
    server = Server()
    talk(server, ["one", "two"], token="staff-token")
    assert server.tokens == {"Bearer staff-token", "Bearer a-token"}
    assert len({message["id"] for message in server.said}) == 2


def test_the_record_is_shown_on_request_without_the_words_about_danger():
    server = Server()
    _, shown = talk(server, [":record"])
    assert "“Bod yn ôl yng nghôr y capel ar nos Iau.”" in shown
    assert "What gets in the way" in shown
    assert "frighten" not in shown
    assert not server.said


def test_a_narrow_terminal_does_not_read_the_record_and_a_wide_one_shows_it_beside():
    narrow, wide = Server(), Server()
    talk(narrow, ["hello"], width=80)
    _, shown = talk(wide, ["hello"], width=120)
    assert ("GET", "/record") not in narrow.calls
    assert ("GET", "/record") in wide.calls
    assert any(QUESTION[:30] in line and line.endswith("│") for line in shown.splitlines())
    assert "Gareth had his stroke" in shown
    assert all(len(line) <= 120 for line in shown.splitlines())


def test_on_a_low_wide_terminal_only_what_is_new_stands_beside():
    server, shown = Server(), io.StringIO()
    console = Console(file=shown, width=120, height=24, highlight=False)
    typed = iter(["hello"])
    run_talk(
        "http://127.0.0.1:8000", "carer", "en", console, lambda prompt: next(typed, ":quit"),
        transport=httpx.MockTransport(server),
    )  # fmt: skip
    assert shown.getvalue().count("Mair rubs her back") == 1  # the last of what was new, and not a second time
    assert "Gareth had his stroke" not in shown.getvalue()  # what does not fit never hides the question
    assert ":record shows everything." in shown.getvalue()


def test_commands_are_never_said_in_either_language():
    server = Server()
    _, shown = talk(server, [":help", ":cymorth", ":nonsense", ":)", ":", ":language", ":language fr"])
    assert not server.said
    assert shown.count(":record     shows what is kept so far") == 2
    assert shown.count("There is no such command") == 3
    assert shown.count("Write :language cy for Welsh") == 2


def test_a_space_lets_a_line_with_a_colon_be_said():
    server = Server()
    talk(server, [" :)"])
    assert texts(server) == [" :)"]


def test_the_language_can_be_switched_in_mid_talk():
    server = Server()
    _, shown = talk(server, [":language cy", ":cymorth"])
    assert ("PATCH", "") in server.calls
    assert "dangos beth sydd wedi'i gadw hyd yma" in shown


def test_before_the_language_is_known_both_are_shown_welsh_first():
    server = Server(language=None)
    _, shown = talk(server, [])
    assert -1 < shown.index("Ysgrifennwch eich ateb") < shown.index("Write your answer")


def test_leaving_tells_how_to_come_back():
    for lines in ([":quit"], []):
        code, shown = talk(Server(), lines)
        assert code == 0
        assert f"sgwrs talk --continue {CONVERSATION} --token a-token" in shown


def test_going_on_with_a_talk_begun_before():
    server = Server()
    _, shown = talk(server, ["hello again"], continue_id=CONVERSATION, token="its-token")
    assert ("POST", "") not in server.calls
    assert server.tokens == {"Bearer its-token"}
    assert QUESTION in shown
    assert f"--continue {CONVERSATION} --token its-token" in shown


def test_the_end_tells_how_to_take_a_copy():
    code, shown = talk(Server(), [":finish", "never read"])
    assert code == 0
    assert f"sgwrs record export {CONVERSATION} --format docx" in shown
    assert "To leave, press Enter." in shown
    assert "The talk has ended, so that was not sent" in shown
    assert "--token" not in shown


def test_after_the_end_an_empty_line_leaves():
    server = Server()
    code, shown = talk(server, [":finish", "", "never read"])
    assert code == 0
    assert "never read" not in shown and "not sent" not in shown


def test_ctrl_c_leaves_and_keeps_the_talk():
    server, shown = Server(), io.StringIO()

    def read_line(prompt: str) -> str:
        raise KeyboardInterrupt

    console = Console(file=shown, width=80)
    code = run_talk("http://127.0.0.1:8000", "carer", "en", console, read_line, transport=httpx.MockTransport(server))
    assert code == 0
    assert "--continue" in shown.getvalue()


def waiting() -> httpx.Response:
    notice = "Ring 999 in danger.\nYour words are kept."
    body = {"messages": [], "state": "waiting", "notice": notice, "help": ["Ring 999 in danger.", "C.A.L.L."]}
    return httpx.Response(202, json=body)


def test_an_outstanding_reply_is_waited_for_and_comes_once():
    server = Server()
    server.trouble = [waiting()]
    looks = []

    def pause(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            server.log.append(server.message("And who helps?"))

    shown = io.StringIO()
    console = Console(file=shown, width=80)
    typed = iter(["I am so tired", "my sister"])
    run_talk(
        "http://127.0.0.1:8000", "carer", "en", console, lambda prompt: next(typed, ":quit"),
        transport=httpx.MockTransport(server), pause=pause,
    )  # fmt: skip
    assert looks == [1.0] * 3
    assert "Ring 999 in danger.\nYour words are kept.\nC.A.L.L.\n" in shown.getvalue()
    assert shown.getvalue().count("999") == 1
    assert shown.getvalue().count("And who helps?") == 1
    assert texts(server) == ["I am so tired", "my sister"]


def test_ctrl_c_stops_the_waiting_and_what_is_typed_then_answers_the_question_last_seen():
    server = Server()
    server.trouble = [waiting()]

    def pause(seconds: float) -> None:
        raise KeyboardInterrupt

    shown, typed = io.StringIO(), iter(["one", "two"])
    run_talk(
        "http://127.0.0.1:8000", "carer", "en", Console(file=shown, width=80), lambda prompt: next(typed, ":quit"),
        transport=httpx.MockTransport(server), pause=pause,
    )  # fmt: skip
    assert "The reply has not come yet." in shown.getvalue()
    assert [message["answers"] for message in server.said] == ["ask-1", "ask-1"]


def test_the_waiting_ends_after_a_minute_and_an_empty_line_looks_again():
    server = Server()
    server.trouble = [waiting()]
    _, shown = talk(server, ["one", ""])
    assert server.calls.count(("GET", "/messages")) == 120
    assert shown.count("The reply has not come yet.") == 2


def test_what_was_not_sent_is_held_and_an_empty_line_sends_the_very_same():
    server = Server()
    server.trouble = [httpx.ConnectError("refused"), problem(503, "Too busy just now."), None]
    code, shown = talk(server, ["I sleep in the chair", "", ""])
    assert code == 0
    assert "Too busy just now." in shown and "What you wrote is held here." in shown
    assert texts(server) == ["I sleep in the chair", "I sleep in the chair"]  # the 503 was heard by the stand-in, too
    assert len({message["id"] for message in server.said}) == 1


def test_words_typed_after_unsent_ones_go_after_them():
    server = Server()
    server.trouble = [httpx.ReadTimeout("slow")]
    code, _ = talk(server, ["first", "second"])
    assert code == 0
    assert texts(server) == ["first", "second"]


def test_leaving_with_unsent_words_shows_them_and_fails():
    server = Server()
    server.trouble = [httpx.ConnectError("refused")]
    code, shown = talk(server, ["I sleep in the chair"])
    assert code == 1
    assert "These words may not have been sent" in shown
    assert "I sleep in the chair" in shown


@pytest.mark.parametrize(("status", "title"), [(422, "That is longer than 8,000 letters."), (413, "That is too long.")])
def test_words_that_are_refused_are_given_back_and_not_sent_again(status: int, title: str):
    server = Server()
    server.trouble = [problem(status, title)]
    code, shown = talk(server, ["a very long story", "", "shorter"])
    assert code == 0
    assert title in shown and "a very long story" in shown
    assert texts(server) == ["a very long story", "shorter"]


def test_too_many_at_once_says_how_long_to_wait():
    server = Server()
    server.trouble = [problem(429, "That was too fast.", **{"Retry-After": "20"})]
    _, shown = talk(server, ["hello", ""])
    assert "Try again in 20 seconds." in shown


def test_a_talk_that_was_erased_ends_and_gives_the_words_back():
    server = Server()
    server.trouble = [problem(404, "There is no such conversation.")]
    code, shown = talk(server, ["my words", "never read"])
    assert code == 1
    assert "There is no such conversation." in shown and "my words" in shown


def test_a_talk_that_ended_elsewhere_ends_here():
    server = Server()
    server.trouble = [problem(409, "This talk has ended.")]
    typed = iter(["hello"])

    def read_line() -> str:
        server.state = "ended"
        return next(typed, "")

    shown = io.StringIO()
    code = run_talk(
        "http://127.0.0.1:8000", "carer", "en", Console(file=shown, width=80), lambda prompt: read_line(),
        transport=httpx.MockTransport(server),
    )  # fmt: skip
    assert code == 0
    assert "This talk has ended." in shown.getvalue() and "sgwrs record export" in shown.getvalue()


def test_no_server_is_one_clear_line():
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    shown = io.StringIO()
    code = run_talk("http://127.0.0.1:9", "carer", "en", Console(file=shown, width=80), transport=httpx.MockTransport(refuse))
    assert code == 1
    assert shown.getvalue().splitlines() == ["Nothing answers at http://127.0.0.1:9. Start Sgwrs first with: make run"]


def test_a_server_that_refuses_says_why():
    def refuse(request: httpx.Request) -> httpx.Response:
        return problem(401, "Sign in first.")

    shown = io.StringIO()
    code = run_talk("http://127.0.0.1:9", "handler", "en", Console(file=shown, width=80), transport=httpx.MockTransport(refuse))
    assert (code, shown.getvalue().strip()) == (1, "Sign in first.")


def test_bytes_that_are_no_letters_are_not_sent():
    server = Server()
    _, shown = talk(server, ["caf\udce9", "café"])
    assert texts(server) == ["café"]
    assert "could not be read" in shown


def test_nothing_that_is_shown_can_steer_the_terminal():
    server = Server()
    server.texts = iter(["[bold]Tell me[/bold] \x1b[2J:smile: more", "x"])
    _, shown = talk(server, [])
    assert "[bold]Tell me[/bold] \ufffd[2J:smile: more" in shown


def test_input_from_a_file_is_read_and_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    server = Server()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Mae'r nos yn hîr\n1\n".encode()), "utf-8"))
    code = run_talk("http://127.0.0.1:8000", "carer", "en", transport=httpx.MockTransport(server))
    shown = capsys.readouterr().out
    assert code == 0
    assert texts(server) == ["Mae'r nos yn hîr", "Skip this question"]
    assert "> Mae'r nos yn hîr\n" in shown
    assert "\x1b" not in shown


def test_no_words_and_no_token_in_any_log_or_error(caplog: pytest.LogCaptureFixture):
    server = Server()
    server.trouble = [httpx.ConnectError("refused")]
    with caplog.at_level(logging.DEBUG):
        talk(server, ["a canary sings", ""])
    assert "canary" not in caplog.text and "a-token" not in caplog.text

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    client = TalkClient("http://127.0.0.1:9", "a-token", httpx.MockTransport(refuse))
    with pytest.raises(NotReached) as caught:
        client.send("id", "a canary sings", None)
    assert "canary" not in str(caught.value) and caught.value.__cause__ is None


# Changing what is kept: in a_record(), 1 is how things are now, 2 the choir, 3 what gets in the way of it

BARRIER = "I can't leave him after six, he frets.\nAnd the bus stops at seven."


def test_what_is_kept_is_shown_with_numbers_under_its_headings_and_each_once():
    server = Server()
    choir = server.record["outcomes"][0]
    choir["so_what"] = [choir["risks"][0]]
    _, shown = talk(server, [":change", ""])
    assert "\nHow things are now\n  1  “Gareth had his stroke in March." in shown
    assert "\nWhat matters to me (1)\n  2  “Bod yn ôl yng nghôr y capel ar nos Iau.”" in shown
    assert "\nWhat it means to me:\n  3  “If it goes on" in shown
    assert shown.count("“If it goes on") == 1
    assert shown.count("What happens if it stays as it is:") == 1  # of what has no place yet
    assert "frighten" not in shown  # the words about danger
    assert shown.index("What matters to me (1)") < shown.index("What gets in the way:") < shown.index("What matters to me (2)")
    assert shown.index("Looking after someone") < shown.index("What I do for the person I look after:")
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "Which number do you want to change?" in shown and "Nothing was changed." in shown
    assert not server.edits and not server.said


@pytest.mark.parametrize(
    ("lines", "edit"),
    [
        (["1", " The bus stops at eight. "], {"op": "replace", "text": " The bus stops at eight. "}),
        (["1", "one\\", "two"], {"op": "replace", "text": "one\ntwo"}),
        (["2"], {"op": "remove"}),
        (["3", "he frets"], {"op": "trim", "start": 29, "end": 37}),
        (["3", "he frets.\\", "And the bus"], {"op": "trim", "start": 29, "end": 50}),
        (["4", "1"], {"op": "move", "slot": "circumstances"}),
        (["4", "2"], {"op": "move", "slot": "outcomes/1/so_what"}),
        (["4", "6"], {"op": "move", "slot": "outcomes/1/risks"}),
        (["4", "10"], {"op": "move", "slot": "outcomes/2/barriers"}),
        (["4", "18"], {"op": "move", "slot": "caring/able/now"}),
        (["4", "24"], {"op": "move", "slot": "caring/leisure"}),
        (["5", "1"], {"op": "voice", "voice": "own"}),
        (["5", "2", " my daughter "], {"op": "voice", "voice": "family", "speaker": "my daughter"}),
        (["5", "3", "the nurse"], {"op": "voice", "voice": "professional", "speaker": "the nurse"}),
    ],
)
def test_each_change_goes_out_once_and_the_talk_goes_on(lines: list[str], edit: dict):
    server = Server()
    code, shown = talk(server, [":change", "3", *lines, "and now this"])
    assert code == 0
    assert server.edits == [{"quote": f"m4:0-{len(BARRIER)}", **edit}]
    assert shown.count("Changed.\n") == 1
    assert texts(server) == ["and now this"]


def test_the_part_to_keep_is_counted_from_where_the_quote_begins_in_its_message():
    server = Server()
    _, shown = talk(server, [":newid", "5", "3", "sioned", "next door"])  # the second half of what was said in m5
    assert server.edits == [{"quote": "m5:15-55", "op": "trim", "start": 27, "end": 36}]
    assert "does not stand in the words exactly" in shown


@pytest.mark.parametrize(
    "lines",
    [
        [""],
        ["3", "", ""],
        ["3", "1", "", "", ""],
        ["3", "3", "not there", "", "", ""],
        ["3", "4", "", "", ""],
        ["3", "5", "", "", ""],
        ["3", "5", "2", " ", "", "", ""],
        ["99", "no number", "3", "6", "0", "", ""],
    ],
)
def test_an_empty_line_goes_back_a_step_and_nothing_is_changed(lines: list[str]):
    server = Server()
    _, shown = talk(server, [":change", *lines, "the talk again"])
    assert not server.edits
    assert shown.count("Nothing was changed.\n") >= 1
    assert texts(server) == ["the talk again"]


def test_after_going_back_another_one_can_be_chosen():
    server = Server()
    talk(server, [":change", "3", "", "1", "2"])
    assert [(edit["quote"].split(":")[0], edit["op"]) for edit in server.edits] == [("m1", "remove")]


def test_a_line_with_a_colon_leaves_the_change_and_is_done():
    server = Server()
    code, shown = talk(server, [":change", "3", "1", ":change", ":quit", "never read"])
    assert code == 0
    assert not server.edits and not server.said
    assert shown.count("Nothing was changed.") == 2
    assert "sgwrs talk --continue" in shown


def test_only_places_that_make_sense_are_offered():
    server = Server()
    _, shown = talk(server, [":change", "1", "4"])
    places = shown[shown.index("  1  Write new words") :]
    assert "How things are now" not in places  # it stands there already
    assert "What matters to me (1): “Bod yn ôl yng nghôr y capel ar nos Iau.”\n  1  What it means to me" in places

    server = Server()
    server.record["role"], server.record["outcomes"], server.record["unlinked"]["risks"] = "practitioner", [], []
    server.record["caring"] = an_empty_record()["caring"]
    _, shown = talk(server, [":change", "1", "4", "", ""])
    assert "There is no other place for these words yet." in shown


def test_words_that_alone_tell_what_matters_are_not_moved_beneath_it():
    server = Server()
    talk(server, [":change", "2", "4", "2"])  # 1 is how things are now; then straight to the other thing that matters
    assert server.edits == [{"quote": "m2:0-39", "op": "move", "slot": "outcomes/2/so_what"}]


def test_staff_say_the_persons_own_instead_of_mine():
    server = Server()
    server.record["role"] = "practitioner"
    _, shown = talk(server, [":change", "1", "5", "1"])
    assert "The person's own" in shown and "Mine" not in shown
    assert server.edits[0]["voice"] == "own"


def test_changing_in_welsh():
    server = Server("cy")
    _, shown = talk(server, [":cymorth", ":newid", "1", "5", "2", "fy merch"])
    assert ":newid      newid rhywbeth" in shown
    assert "Pa rif ydych chi am ei newid?" in shown and "Barn aelod o'r teulu" in shown
    assert shown.count("Newidiwyd.\n") == 1
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_after_the_end_what_is_kept_can_still_be_changed():
    server = Server()
    code, shown = talk(server, [":finish", ":change", "3", "2", ""])
    assert code == 0
    assert [edit["op"] for edit in server.edits] == ["remove"]
    assert shown.index("The talk has ended.") < shown.index("Changed.")


def test_nothing_kept_is_nothing_to_change():
    server = Server()
    server.record = an_empty_record()
    _, shown = talk(server, [":change", "said"])
    assert "Nothing is kept yet." in shown
    assert texts(server) == ["said"]


@pytest.mark.parametrize("status", [404, 409, 422, 429])
def test_a_change_that_is_refused_says_why_and_gives_the_words_back(status: int):
    server = Server()
    server.edit_trouble = problem(status, "That cannot be changed.")
    code, shown = talk(server, [":change", "3", "1", "my new words", "on"])
    assert code == 0
    assert shown.count("That cannot be changed.") == 1
    assert "These words were not taken and are not kept:\nmy new words" in shown
    assert "Changed." not in shown
    assert texts(server) == ["on"]


def test_a_change_that_may_not_have_arrived_gives_the_words_back():
    server = Server()
    server.edit_trouble = httpx.ReadTimeout("slow")
    code, shown = talk(server, [":change", "3", "1", "my new words"])
    assert code == 0
    assert len(server.edits) == 1
    assert "Sgwrs does not answer just now." in shown
    assert "These words may not have been sent, so they may not be kept:\nmy new words" in shown


def test_letters_that_cannot_be_read_change_nothing():
    server = Server()
    _, shown = talk(server, [":change", "3", "1", "caf\udce9", "café"])
    assert [edit["text"] for edit in server.edits] == ["café"]
    assert "could not be read" in shown
