"""The answer while the engine is away: words are kept, help is beside them, and danger told outright gets its help at once."""

import os
import signal
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Optional

import httpx
import pytest

from bot.words.labels import label
from tests.live import PLAIN, Copy, Talk, says

#: What several people say at the same moment: name, role, language, at what age, words.
PEOPLE: list[tuple[str, str, Optional[str], bool, str]] = [
    ("no danger", "carer", "en", False, PLAIN["en"]["circumstances"]),
    ("dim perygl", "carer", "cy", False, PLAIN["cy"]["circumstances"]),
    ("danger", "carer", "en", False, "I want to kill myself."),
    ("perygl", "carer", "cy", False, "Dw i eisiau lladd fy hun."),
    ("a young carer", "carer", "en", True, "I want to kill myself."),
    ("a call handler", "handler", "en", False, "I want to kill myself."),
    ("no language yet", "carer", None, False, "Dw i eisiau lladd fy hun."),
]
Answered = dict[str, tuple[Talk, httpx.Response]]


@pytest.fixture(scope="module")
def answered(copy: Copy) -> Iterator[Answered]:
    """What came back to each of them while the engine slept; it is awake again afterwards."""
    if not copy.is_ready():
        copy.wait_until_ready()
    talks = {}
    for name, role, language, young, _ in PEOPLE:
        talks[name] = copy.begin(role, language)
        if language and role == "carer":
            talks[name].say("Yes" if young else {"en": "No", "cy": "Nac ydw"}[language])
    engine = copy.pid("engine")
    os.kill(engine, signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(len(PEOPLE)) as people:
            sent = {
                name: people.submit(talks[name].post, "/messages", {"id": str(uuid.uuid4()), "text": text})
                for name, _, _, _, text in PEOPLE
            }
            given = {name: (talks[name], future.result()) for name, future in sent.items()}
    finally:
        os.kill(engine, signal.SIGCONT)
    yield given


def waiting(answered: Answered, name: str) -> dict[str, Any]:
    given = answered[name][1]
    assert given.status_code == 202
    assert given.json()["messages"] == []
    assert given.json()["state"] == "waiting"
    return given.json()


@pytest.mark.parametrize(("name", "language"), [("no danger", "en"), ("dim perygl", "cy")])
def test_without_danger_it_is_the_plain_notice_with_help_beside(answered: Answered, name: str, language: str) -> None:
    body = waiting(answered, name)
    assert body["notice"] == label("waiting_notice", language)
    assert any("999" in line for line in body["help"])


@pytest.mark.parametrize(
    ("name", "role", "language"), [("danger", "carer", "en"), ("perygl", "carer", "cy"), ("a call handler", "handler", "en")]
)
def test_danger_gets_the_whole_text_and_the_notice(answered: Answered, name: str, role: str, language: str) -> None:
    body = waiting(answered, name)
    assert says(body["notice"], "utter_concern_self_harm", language, role=role)
    assert body["notice"].endswith(label("waiting_notice", language))
    assert "116 123" in body["notice"] and any("116 123" in line for line in body["help"])


def test_it_never_says_that_words_were_passed_on(answered: Answered) -> None:
    for name in ("danger", "a young carer", "a call handler"):
        notice = waiting(answered, name)["notice"]
        assert "read" in notice and "has gone to" not in notice and "have gone to" not in notice


def test_a_young_carer_is_shown_what_is_for_the_young_first(answered: Answered) -> None:
    body = waiting(answered, "a young carer")
    assert any("Childline" in line for line in body["help"])
    assert "school" in body["notice"]


def test_the_words_are_kept_and_the_reply_follows_once(answered: Answered) -> None:
    deadline = time.monotonic() + 60
    for name, _, _, _, text in PEOPLE:
        talk = answered[name][0]
        assert text in [message["text"] for message in talk.said]
        while talk.now["state"] == "waiting":
            assert time.monotonic() < deadline, name
            time.sleep(0.2)
        at = [message["text"] for message in talk.messages].index(text)
        replies = talk.messages[at + 1 :]
        assert replies and len([message for message in replies if message["ask"]]) <= 1, name


def test_before_a_language_is_chosen_it_is_said_in_welsh_too(answered: Answered) -> None:
    body = waiting(answered, "no language yet")
    assert label("waiting_notice", "cy") in body["notice"]
    assert any("Samariaid" in line for line in body["help"])
