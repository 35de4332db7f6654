"""No word that was said stands readable anywhere: in no file under the data folder, in nothing that the processes print, in no error."""

import json
import time
import uuid
from pathlib import Path

import httpx
import pytest

from tests.live import Copy, Talk

#: Words that stand nowhere in the program, one for each way in which words come.
CANARIES = {
    "an English answer": "thistlewhisk",
    "a Welsh answer": "cwtsiboblyn",
    "with marks": "ŵylgrëydd",
    "a general answer's term": "marmaladry",
    "danger": "grimbleshank",
    "a command": "wibblethorpe",
    "limits": "lanternquill",
    "malformed": "snaggletooter",
    "replaced": "drumblewick",
    "a name": "Penfforddwen",
}


@pytest.fixture(scope="module")
def talked(copy: Copy) -> Copy:
    """After talks with the canaries in both languages, with danger, commands, corrections, consent, mistakes and ends."""
    if not copy.is_ready():
        copy.wait_until_ready()
    c = CANARIES
    english = copy.begin("carer", "en")
    english.say("No")
    dog = c["an English answer"]
    english.say(f"I get up at six every morning since March to light the fire for Gwyn {c['a name']} and walk the dog {dog}.")
    english.say(f"I want my independence, {c['a general answer' + chr(39) + 's term']}.")
    english.say(f"I want to go back to singing {c['replaced']} with Côr Pontypridd every Tuesday night like I used to.")
    english.say("go back")
    english.say("I want to go back to painting with Nerys in Treherbert library every Monday morning like we used to.")
    english.say(f"who will see this? {c['a command']}")
    english.say(f"He hits me when he's been drinking, last night he hit me again with the {c['danger']}.")
    if english.last.state == "concern":
        english.say("Carry on")
    english.put("/consent", {"share": True, "limits": f"Not with {c['limits']}."})
    english.post("/messages", {"id": c["malformed"], "text": c["malformed"]})
    english.post("/messages", {"id": str(uuid.uuid4()), "text": c["malformed"] * 10000})
    english.post("/messages", {"id": english.last_id, "text": c["malformed"]})
    copy.http.get(f"/api/v1/conversations/{english.id}/messages", params={"after": c["malformed"]}, headers=english.headers)
    english.go_to_end()
    welsh = copy.begin("handler", "cy")
    welsh.answer_plainly()
    welsh.say(f"Dw i'n codi am chwech bob bore i fwydo'r ci, {c['a Welsh answer']}, ac i fynd ag e i'r {c['with marks']} ym mis Mawrth.")
    welsh.go_to_end()
    secret = {"X-Sgwrs-Secret": copy.secret}
    wrong = {"next_action": "action_keep_answer", "sender_id": english.id, "tracker": c["malformed"]}
    copy.http.post("/engine/actions", json=wrong, headers=secret)
    time.sleep(1)
    return copy


def spellings(word: str) -> set[bytes]:
    """Return the ways in which ``word`` could stand in a file."""
    escaped = json.dumps(word).strip('"')
    return {word.encode(), word.encode("utf-16-le"), escaped.encode(), word.lower().encode(), word.encode("unicode_escape")}


def files_with(folder: Path, word: str) -> list[str]:
    contents = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return [str(file.relative_to(folder)) for file, content in contents.items() if any(spelling in content for spelling in spellings(word))]


@pytest.mark.parametrize("what", CANARIES)
def test_no_word_stands_in_any_file_under_the_data_folder(talked: Copy, what: str) -> None:
    assert files_with(talked.data, CANARIES[what]) == []


@pytest.mark.parametrize("what", CANARIES)
def test_no_word_stands_in_what_the_processes_printed(talked: Copy, what: str) -> None:
    printed = talked.printed.read_bytes() + b"".join(file.read_bytes() for file in (talked.data / "logs").glob("*"))
    assert printed
    assert not any(spelling in printed for spelling in spellings(CANARIES[what]))


def test_the_words_are_there_for_the_person_all_the_same(talked: Copy) -> None:
    """... so that the search above looks for something that really was said."""
    talk = talked.begin("carer", "en")
    talk.say("No")
    talk.say("I get up at six every morning since March to walk the dog thistlewhisk.")
    assert "thistlewhisk" in talk.said[-1]["text"]
    assert files_with(talked.data, "thistlewhisk") == []


def test_no_token_stands_in_any_file(talked: Copy) -> None:
    talk = talked.begin("carer", "en")
    talk.say("No")
    assert files_with(talked.data, talk.token) == []


def test_the_log_says_what_went_wrong_without_the_words(talked: Copy) -> None:
    assert "Traceback" not in (talked.data / "logs" / "app.log").read_text(encoding="utf-8")


def test_an_exception_in_the_engine_is_logged_without_its_message(talked: Copy) -> None:
    wrong = {"conversation": "0" * 32, "message": "1", "text": ["words"], "metadata": {}, "key": "AAAA"}
    door = f"http://127.0.0.1:{talked.engine_port}/webhooks/sgwrs/messages"
    given = httpx.post(door, json=wrong, headers={"X-Sgwrs-Secret": talked.secret}, trust_env=False)
    assert given.status_code >= 400
    time.sleep(1)
    assert "Error: " not in (talked.data / "logs" / "engine.log").read_text(encoding="utf-8")


def test_the_keys_are_for_the_owner_only(talked: Copy) -> None:
    assert (talked.data / "keys" / "master.key").stat().st_mode & 0o077 == 0


def test_the_data_folder_is_for_the_owner_only(talked: Copy) -> None:
    for folder in ("", "run", "logs", "keys"):
        assert (talked.data / folder).stat().st_mode & 0o077 == 0, folder or "the data folder"


def test_no_error_echoes_what_was_sent(talked: Copy, talk: Talk) -> None:
    word = "boggartlamp"
    answers = [
        talk.post("/messages", {"id": word, "text": word}),
        talk.post("/messages", {"id": str(uuid.uuid4()), "text": word, "mood": word}),
        talk.post("/messages", {"id": str(uuid.uuid4()), "text": [word]}),
        talk.post("/messages", {"id": talk.last_id, "text": word}),
        talk.put("/consent", {"limits": [word]}),
        talk.patch({"language": word}),
        talked.http.post("/api/v1/conversations", json={"role": word}),
        talked.http.post(
            "/engine/actions",
            json={"next_action": "action_keep_answer", "sender_id": talk.id, "tracker": word},
            headers={"X-Sgwrs-Secret": talked.secret},
        ),
    ]
    for given in answers:
        assert given.status_code >= 400
        assert word not in given.text, given.request.url


def test_what_was_said_is_not_in_any_address_or_header(talk: Talk) -> None:
    words = "I get up at six every morning since March to walk the dog thistlewhisk."
    given = talk.post("/messages", {"id": str(uuid.uuid4()), "text": words})
    assert "thistlewhisk" not in str(given.headers)
