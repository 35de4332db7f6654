"""The command line for who leaves and who keeps order: talk --return, retention, and the duty team's list."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

import httpx
import pytest
from typer.testing import CliRunner, Result

import bot.terminal.talk
from bot import cli as command_line
from bot.errors import CannotStart, SgwrsError
from bot.settings import setting_names
from bot.terminal.client import NotReached, Problem, StaffClient
from tests.unit.stores import DANGER, Kept

RUNNER = CliRunner()
OPEN = {
    "id": "5ab0", "conversation": "c1", "kind": "abuse_or_neglect", "text": DANGER, "language": "en", "role": "carer", "voice": "own",
    "speaker": None, "taken": "typed_by_person", "passed_on": {"by": "person", "to": "duty_team", "at": "2026-11-23T21:40:11+00:00"},
    "acknowledged": None,
}  # fmt: skip
TAKEN = {**OPEN, "id": "77c1", "kind": "self_harm", "acknowledged": {"by": "Siân Prys", "at": "2026-11-23T22:05:00+00:00"}}


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without .env, and no setting in the environment but the data folder."""
    monkeypatch.chdir(tmp_path)
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SGWRS_DATA", str(tmp_path / "data"))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path / "data")
    yield kept
    kept.close()


def run(*words: str, typed: Optional[str] = None, **settings: str) -> Result:
    """Run `sgwrs` with these words."""
    return RUNNER.invoke(command_line.cli, list(words), input=typed, env={**os.environ, **settings})


# talk --return


@pytest.fixture
def talks(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What talks are held with, instead of holding them."""
    held: list[dict[str, Any]] = []

    def run_talk(url: str, role: str, language: Optional[str], console: Any = None, **how: Any) -> int:
        held.append({"url": url, "role": role, "language": language, **how})
        return 0

    monkeypatch.setattr(bot.terminal.talk, "run_talk", run_talk)
    return held


def test_the_code_is_asked_for_in_both_languages_and_stands_in_no_command(talks: list[dict[str, Any]]):
    done = run("talk", "--return", typed="tegell banana eryr cwmwl sosban\n", SGWRS_PORT="8123")
    assert done.exit_code == 0
    assert done.output.startswith("Cod / Code: ")
    assert [(held["url"], held["code"]) for held in talks] == [("http://127.0.0.1:8123", "tegell banana eryr cwmwl sosban")]
    assert "--code" not in run("talk", "--help").output  # it would stand in the history of the shell


def test_without_it_no_code_is_asked_for(talks: list[dict[str, Any]]):
    assert run("talk", "--language", "cy").output == ""
    assert [(held["code"], held["language"]) for held in talks] == [(None, "cy")]


def test_nothing_typed_at_all_is_no_traceback(talks: list[dict[str, Any]]):
    done = run("talk", "--return", typed="")
    assert done.exit_code == 1
    assert not talks and "Traceback" not in done.output


# retention


def counted(done: Result) -> list[str]:
    assert done.exit_code == 0, done.output
    return [line.rsplit(" ", 1)[1] for line in done.output.splitlines()[1:]]


def test_a_dry_run_says_what_would_go_and_erases_nothing(kept: Kept):
    draft, shared = kept.talk(), kept.talk()
    kept.choose(shared, share=True)
    concern = kept.pass_on(shared)
    done = run("retention", "run", "--dry-run", SGWRS_KEEP_DRAFTS_DAYS="0", SGWRS_KEEP_SHARED_DAYS="0.0", SGWRS_KEEP_CONCERNS_DAYS="0")
    assert counted(done) == ["1", "1", "1"]
    assert done.output.splitlines()[0] == "Would be erased:"
    assert kept.store.existing([draft, shared]) == {draft, shared}
    assert [found.id for found in kept.duty_list.all()] == [concern]
    assert not kept.settings.erasures_file.exists()


def test_a_run_erases_what_is_due_and_says_how_many(kept: Kept):
    old, fresh = kept.talk(), kept.talk()
    kept.age(old, 91)
    done = run("retention", "run")
    assert counted(done) == ["1", "0", "0"]
    assert done.output.splitlines() == [
        "Erased:",
        "  talks never shared, after 90 days: 1",
        "  shared talks, after 365 days: 0",
        "  concerns passed on, after 365 days: 0",
    ]
    assert kept.store.existing([old, fresh]) == {fresh}
    assert kept.tracked() == {fresh}
    assert kept.house.erasures.all() == {old: False}
    assert counted(run("retention", "run")) == ["0", "0", "0"]


def test_neither_words_nor_ids_are_shown(kept: Kept):
    id = kept.talk()
    kept.pass_on(id)
    for dry in (["--dry-run"], []):
        output = run("retention", "run", *dry, SGWRS_KEEP_DRAFTS_DAYS="0").output
        assert id not in output and "choir" not in output and "Penfforddwen" not in output


@pytest.mark.parametrize("days", ["-1", "soon", "", "36501", "nan", "inf"])
def test_a_wrong_number_of_days_is_refused_before_anything_is_erased(kept: Kept, days: str):
    id = kept.talk()
    kept.age(id, 400)
    done = run("retention", "run", SGWRS_KEEP_DRAFTS_DAYS=days)
    assert done.exit_code != 0
    assert "SGWRS_KEEP_DRAFTS_DAYS" in str(done.exception)
    assert kept.store.existing([id])


def test_where_nothing_was_ever_kept_it_says_so():
    done = run("retention", "run")
    assert isinstance(done.exception, CannotStart)
    assert "Nothing is kept in" in str(done.exception)


def test_where_nothing_was_ever_kept_under_a_key_of_ones_own_it_says_so(tmp_path: Path):
    (tmp_path / "data").mkdir()
    done = run("retention", "run", SGWRS_MASTER_KEY=base64.b64encode(bytes(32)).decode())
    assert isinstance(done.exception, SgwrsError)


# concerns


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, bytes]]:
    """What the server is asked: method, path, body. It answers with two concerns, one of them taken."""
    calls: list[tuple[str, str, bytes]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append((request.method, request.url.path, request.content))
        if request.url.path == "/api/v1/concerns":
            return httpx.Response(200, json={"concerns": [OPEN, TAKEN]})
        if request.url.path == "/api/v1/concerns/77c1/acknowledge":
            return httpx.Response(409, json={"title": "Somebody has acknowledged this concern already."})
        if request.url.path == "/api/v1/concerns/5ab0/acknowledge":
            return httpx.Response(200, json={**OPEN, "acknowledged": {"by": "Siân", "at": "2026-11-23T22:05:00+00:00"}})
        return httpx.Response(404, json={"title": "There is no such concern."})

    client = StaffClient("http://127.0.0.1:8000", transport=httpx.MockTransport(answer))
    monkeypatch.setattr(command_line, "_staff_client", lambda: client)
    return calls


def test_the_list_says_what_nobody_has_acknowledged_and_shows_no_words(asked: list[tuple[str, str, bytes]]):
    done = run("concerns", "list")
    assert done.exit_code == 0
    shown = " ".join(done.output.split())
    assert "5ab0 2026-11-23T21:40 abuse_or_neglect NOT ACKNOWLEDGED" in shown
    assert "77c1 2026-11-23T21:40 self_harm acknowledged by Siân Prys, 2026-11-23T22:05" in shown
    assert "Penfforddwen" not in shown


def test_the_words_are_shown_on_request(asked: list[tuple[str, str, bytes]]):
    assert DANGER in " ".join(run("concerns", "list", "--words").output.split())


def test_acknowledging_takes_a_name_and_shows_the_words(asked: list[tuple[str, str, bytes]]):
    done = run("concerns", "acknowledge", "5ab0", "--name", "Siân")
    assert done.exit_code == 0
    assert done.output.splitlines()[0] == "Acknowledged."
    assert DANGER in " ".join(done.output.split())
    (method, path, body) = asked[0]
    assert (method, path) == ("POST", "/api/v1/concerns/5ab0/acknowledge")
    assert httpx.Response(200, content=body).json() == {"by": "Siân"}


def test_without_a_name_nothing_is_acknowledged(asked: list[tuple[str, str, bytes]]):
    assert run("concerns", "acknowledge", "5ab0").exit_code == 2
    assert not asked


@pytest.mark.parametrize(("concern", "told"), [("77c1", "acknowledged this concern already"), ("../x", "no such concern")])
def test_what_cannot_be_acknowledged_says_why(asked: list[tuple[str, str, bytes]], concern: str, told: str):
    done = run("concerns", "acknowledge", concern, "--name", "Siân")
    assert isinstance(done.exception, Problem)
    assert told in str(done.exception)


def test_without_a_server_it_says_to_start_one(monkeypatch: pytest.MonkeyPatch):
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    client = StaffClient("http://127.0.0.1:9", transport=httpx.MockTransport(refuse))
    monkeypatch.setattr(command_line, "_staff_client", lambda: client)
    done = run("concerns", "list")
    assert isinstance(done.exception, NotReached)
    assert "make run" in str(done.exception)


STEERS = "bot/cli.py prints the words of a concern as they came; everywhere else in the terminal they go through bot.export.shown.printable"


@pytest.mark.parametrize("words", [["concerns", "list", "--words"], ["concerns", "acknowledge", "5ab0", "--name", "Siân"]])
def test_nothing_that_a_carer_wrote_can_steer_the_duty_teams_terminal(
    asked: list[tuple[str, str, bytes]], monkeypatch: pytest.MonkeyPatch, words: list[str]
):
    monkeypatch.setitem(OPEN, "text", "He hits me.\x1b[2J\x1b]0;all is well\x07")
    assert "\x1b" not in run(*words).output
