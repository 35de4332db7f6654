"""Requests that are not as they should be, and the answer that each must get (API.md, "Codes")."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Union

#: A word that no answer may repeat: errors never echo what was sent.
CANARY = "Ffynnonlas"
_SENTENCE = f"My aunt in {CANARY} has a bad knee."
_JSON = "application/json"
_OVER_64_KB = 64 * 1024 + 1
_MESSAGES = "/conversations/{id}/messages"


@dataclass(frozen=True)
class Case:
    """One request. ``path`` may name ``{id}``, ``{other}`` and ``{ended}``.

    ``token`` names whose is sent, ``own``, ``other`` or ``ended``; anything else is sent as the header itself.
    """

    name: str
    method: str
    path: str
    expected: tuple[int, ...]
    body: Union[bytes, None] = None
    content_type: str = _JSON
    token: Union[str, None] = None
    headers: dict[str, str] = field(default_factory=dict)


def cases(sent: str) -> Iterator[Case]:
    """Yield every case. ``sent``: the id of a message that was sent before."""
    yield from _beginning()
    yield from _messages(sent)
    yield from _who()
    yield from _elsewhere()


def _beginning() -> Iterator[Case]:
    def begin(name: str, body: Any, *expected: int, **more: Any) -> Case:
        return Case(f"begin: {name}", "POST", "/conversations", expected or (422,), _bytes(body), **more)

    carer = {"role": "carer", "language": "en"}
    yield begin("half a JSON object", b'{"role": "carer"', 400, 422)
    yield begin("no body", b"", 400, 422)
    yield begin("a list", [carer])
    yield begin("a string", "carer")
    yield begin("no role", {"language": "en"})
    yield begin("a role that does not exist", {"role": "nurse"})
    yield begin("role is a number", {"role": 1})
    yield begin("role is null", {"role": None})
    yield begin("role with NUL", {"role": "carer\x00"})
    yield begin("a language there is not", {"role": "carer", "language": "fr"})
    yield begin("language is a number", {"role": "carer", "language": 5})
    yield begin("continues what does not exist", {**carer, "continues": str(uuid.uuid4())}, 401, 404)
    yield begin("continues is a list", {**carer, "continues": ["x"]})
    yield begin("plain text", carer, 415, 422, content_type="text/plain")
    yield begin("a web form", b"role=carer", 415, 422, content_type="application/x-www-form-urlencoded")
    yield begin("over 64 kB", {**carer, "padding": "x" * _OVER_64_KB}, 413)
    for name, value in (
        ("X-Forwarded-For", "203.0.113.9"),
        ("Forwarded", "for=203.0.113.9"),
        ("X-Real-IP", "203.0.113.9"),
        ("Via", "1.1 proxy"),
    ):
        yield begin(f"staff role through a proxy ({name})", {"role": "handler"}, 401, 403, 404, headers={name: value})
    yield begin(
        "practitioner through a proxy",
        {"role": "practitioner"},
        401,
        403,
        404,
        headers={"X-Forwarded-For": "127.0.0.1"},
    )
    yield Case("begin: PUT", "PUT", "/conversations", (405,), _bytes(carer))
    yield Case("begin: DELETE", "DELETE", "/conversations", (405,))


def _messages(sent: str) -> Iterator[Case]:
    def say(name: str, body: Any, *expected: int, **more: Any) -> Case:
        return Case(
            f"message: {name}",
            "POST",
            _MESSAGES,
            expected or (422,),
            _bytes(body),
            token=more.pop("token", "own"),
            **more,
        )

    def words(text: Any, **more: Any) -> dict[str, Any]:
        return {"id": str(uuid.uuid4()), "text": text, **more}

    def raw(text: str) -> bytes:
        return f'{{"id": "{uuid.uuid4()}", "text": {text}}}'.encode()

    yield say("half a JSON object", raw(f'"{_SENTENCE}')[:-1], 400, 422)
    yield say("no body", b"", 400, 422)
    yield say("a list", [words(_SENTENCE)])
    yield say("no text", {"id": str(uuid.uuid4())})
    yield say("no id", {"text": _SENTENCE})
    yield say("text is null", words(None))
    yield say("text is a number", words(7))
    yield say("text is true", words(True))
    yield say("text is a list", words([_SENTENCE]))
    yield say("text is an object", words({"text": _SENTENCE}))
    yield say("text is NaN", raw("NaN"), 400, 422)
    yield say("empty text", words(""))
    yield say("white space only", words(" \n\t "))
    yield say("white space only, wide", words("\u2003\u00a0\u3000"))
    yield say("NUL in the text", words(f"{_SENTENCE}\x00"))
    yield say("a lone high surrogate", raw(f'"{_SENTENCE} \\ud83d"'))
    yield say("a lone low surrogate", raw(f'"\\ude00 {_SENTENCE}"'))
    yield say("surrogates the wrong way round", raw(f'"{_SENTENCE} \\ude00\\ud83d"'))
    yield say("8,001 characters", words("a" * 8001))
    yield say("8,001 characters beyond the first plane", words("\U0001f411" * 8001))
    yield say("text over 64 kB", words(CANARY * 8000), 413)
    yield say("padding over 64 kB", _bytes(words(_SENTENCE)) + b" " * _OVER_64_KB, 413)
    yield say("not UTF-8", b'{"id": "' + str(uuid.uuid4()).encode() + b'", "text": "\xff\xfe"}', 400, 422)
    yield say("20,000 lists in each other", b"[" * 20000, 400, 422)
    yield say("id is not a UUID", {"id": "1", "text": _SENTENCE})
    yield say("id is a number", {"id": 1, "text": _SENTENCE})
    yield say("id is a number of 5,000 digits", b'{"id": ' + b"1" * 5000 + b', "text": "x"}', 400, 422)
    yield say("id is null", {"id": None, "text": _SENTENCE})
    yield say("id is longer than a UUID", {"id": str(uuid.uuid4()) + "0", "text": _SENTENCE})
    yield say("answers is a number", words(_SENTENCE, answers=3))
    yield say("answers is a list", words(_SENTENCE, answers=["a1"]))
    yield say("plain text", words(_SENTENCE), 415, 422, content_type="text/plain")
    yield say("a web form", b"id=1&text=x", 415, 422, content_type="application/x-www-form-urlencoded")
    yield say("a multipart form", b"--b\r\n\r\nx\r\n--b--", 415, 422, content_type="multipart/form-data; boundary=b")
    yield say("an id that came before, with other text", {"id": sent, "text": _SENTENCE}, 409)
    yield Case(
        "message: to a talk that has ended",
        "POST",
        "/conversations/{ended}/messages",
        (409,),
        _bytes(words(_SENTENCE)),
        token="ended",
    )
    yield Case("message: PUT", "PUT", _MESSAGES, (405,), _bytes(words(_SENTENCE)), token="own")
    yield Case("message: DELETE", "DELETE", _MESSAGES, (405,), token="own")


def _who() -> Iterator[Case]:
    body = _bytes({"id": str(uuid.uuid4()), "text": _SENTENCE})

    def say(name: str, *expected: int, token: Union[str, None], path: str = _MESSAGES) -> Case:
        return Case(f"who: {name}", "POST", path, expected, body, token=token)

    yield say("no token", 401, token=None)
    yield say("an empty token", 401, token="Bearer")
    yield say("another scheme", 401, token="Basic c2d3cnM6c2d3cnM=")
    yield say("a token that does not exist", 401, 404, token="Bearer " + "x" * 43)
    yield say("a token of 4,000 characters", 401, 404, token="Bearer " + "x" * 4000)
    yield say("another talk's token", 404, token="other")
    yield say("a talk that does not exist", 404, token="own", path=f"/conversations/{uuid.uuid4()}/messages")
    yield say("an id that is not one", 404, 422, token="own", path="/conversations/1/messages")
    yield say("a path in the id", 404, 422, token="own", path="/conversations/..%2f..%2fmaster.key/messages")
    yield Case("who: record without a token", "GET", "/conversations/{id}/record", (401,))
    yield Case("who: record with another talk's token", "GET", "/conversations/{id}/record", (404,), token="other")
    yield Case("who: messages with another talk's token", "GET", _MESSAGES, (404,), token="other")
    yield Case("who: erase without a token", "DELETE", "/conversations/{id}", (401,))
    yield Case("who: erase with another talk's token", "DELETE", "/conversations/{id}", (404,), token="other")
    yield Case("who: finish with another talk's token", "POST", "/conversations/{id}/finish", (404,), token="other")


def _elsewhere() -> Iterator[Case]:
    yield Case("messages: after is negative", "GET", _MESSAGES + "?after=-1", (422,), token="own")
    yield Case("messages: after is a word", "GET", _MESSAGES + "?after=first", (422,), token="own")
    yield Case("messages: after is beyond all numbers", "GET", _MESSAGES + "?after=" + "9" * 30, (422,), token="own")
    french = _bytes({"language": "fr"})
    yield Case("language: one there is not", "PATCH", "/conversations/{id}", (422,), french, token="own")
    yield Case("language: no body", "PATCH", "/conversations/{id}", (400, 422), b"", token="own")
    consent = "/conversations/{id}/consent"
    yield Case("consent: keep is a word", "PUT", consent, (422,), _bytes({"keep": "yes"}), token="own")
    yield Case(
        "consent: limits with NUL",
        "PUT",
        "/conversations/{id}/consent",
        (422,),
        _bytes({"limits": "a\x00"}),
        token="own",
    )
    yield Case("consent: without a token", "PUT", "/conversations/{id}/consent", (401,), _bytes({"keep": True}))
    yield Case("somewhere that does not exist", "GET", "/conversations/{id}/nothing", (404, 405), token="own")


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
