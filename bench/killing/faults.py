"""What came of it: the log and the record of a disturbed talk against those of the undisturbed one."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Optional

from bench.killing.common import Faults, Json, texts
from bench.killing.line import Held
from bench.person import FOLLOW_UPS
from bench.slots import placed_quotes


def faults(held: Held, undisturbed: Held) -> Faults:
    """Return what is wrong with a disturbed talk: (figure, what was seen)."""
    found = [*held.faults, *log_faults(held), *record_faults(held)]
    return found + list(_against(held, undisturbed))


def log_faults(held: Held) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the message log of a talk."""
    said = {message["id"]: message for message in held.log if message["from"] == "person"}
    counts = Counter(message["id"] for message in held.log)
    for sent in held.sent:
        if sent.acknowledged and sent.id not in said:
            yield "messages lost", f"acknowledged, not in the log: {sent.words!r}"
        elif sent.id in said and said[sent.id]["text"] != sent.words:
            yield "messages lost", f"not as it was sent: {sent.words!r}"
        if sent.id in said and not _stretch(held, sent.id):
            yield "messages lost", f"never answered: {sent.words!r}"
        if sent.reply is not None and sent.id in said and sent.reply != _stretch(held, sent.id):
            yield "replies doubled or changed", f"200 gave {texts(sent.reply)}, the log holds {texts(_stretch(held, sent.id))}"
    for id, count in counts.items():
        if count > 1:
            yield "messages doubled", f"{count} times in the log: {id}"
    strange = [message["text"] for id, message in said.items() if id not in {sent.id for sent in held.sent}]
    if strange:
        yield "messages doubled", f"in the log, never sent: {strange}"
    for reply in (_stretch(held, id) for id in said):
        said_in_reply = texts(reply)
        if sum(bool(message["ask"]) for message in reply) > 1 or len(set(said_in_reply)) < len(said_in_reply):
            yield "replies doubled or changed", f"two in one: {said_in_reply}"
    asks = {message["ask"]["id"]: message["ask"] for message in held.log if message.get("ask")}
    subjects = Counter(json.dumps({**ask, "id": ""}, sort_keys=True) for ask in asks.values() if ask["kind"] in FOLLOW_UPS)
    for subject, count in subjects.items():
        if count > 1:
            yield "follow-ups asked twice", subject


def record_faults(held: Held) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the record of a talk."""
    texts = {message["id"]: message["text"] for message in held.log if message["from"] == "person"}
    quotes = placed_quotes(held.record)
    for quote in quotes:
        if not quote.text or texts.get(quote.message, "")[quote.start : quote.end] != quote.text:
            yield "quotes that are no exact slice", f"{quote.path}: {quote.text!r}"
    for (path, _, start, end), count in Counter((q.path, q.message, q.start, q.end) for q in quotes).items():
        if count > 1:
            yield "quotes twice in one place", f"{path}: {count} times {start}-{end}"


def _against(held: Held, undisturbed: Held) -> Iterator[tuple[str, str]]:
    """Compare with the same talk undisturbed: its replies up to where they part, and its record when they do not."""
    mine, theirs = _plain_log(held.log), _plain_log(undisturbed.log)
    parts_at = next((i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs)))
    if mine != theirs:
        before, seen, right = mine[max(0, parts_at - 2) : parts_at], mine[parts_at : parts_at + 3], theirs[parts_at : parts_at + 3]
        yield "talks that went another way than undisturbed", f"at line {parts_at}, after {before}: {seen}, not {right}"
    put, due = (Counter(json.dumps(ask, sort_keys=True) for _, _, _, ask in log if ask) for log in (mine, theirs))
    for ask in put - due:
        if put[ask] > 1:
            yield "asks put twice where nothing called for it", f"{put[ask]} times, undisturbed {due[ask]}: {ask}"
    whole = sum(1 for sender, *_ in mine[:parts_at] if sender == "person")
    mine_kept, theirs_kept = _by_message(held), _by_message(undisturbed)
    for index in range(whole if mine == theirs else max(0, whole - 1)):
        for quote in theirs_kept[index] - mine_kept[index]:
            yield "records half written", f"message {index} ({held.sent[index].words[:60]!r}): not in the record at {quote}"
        for quote in mine_kept[index] - theirs_kept[index]:
            yield "records half written", f"message {index} ({held.sent[index].words[:60]!r}): in the record at {quote}, undisturbed not"
    if mine == theirs:
        for path in _differences(_plain_record(held), _plain_record(undisturbed)):
            yield "records half written", f"the record differs from the undisturbed one at {path}"


def _stretch(held: Held, id: str) -> list[Json]:
    """Return what the assistant said between the person's message ``id`` and the next one, what came of other calls left out."""
    at = next(index for index, message in enumerate(held.log) if message["id"] == id)
    end = next((index for index in range(at + 1, len(held.log)) if held.log[index]["from"] == "person"), len(held.log))
    return [message for message in held.log[at + 1 : end] if message["seq"] not in held.by_calls]


def _plain_log(log: list[Json]) -> list[tuple[str, str, str, Optional[Json]]]:
    return [(message["from"], message["text"], message["language"], message["ask"]) for message in log]


def _by_message(held: Held) -> list[Counter[tuple[str, int, int]]]:
    """Return, for each message of the person, the places where its words stand: (path, start, end)."""
    quotes = placed_quotes(held.record)
    return [Counter((q.path, q.start, q.end) for q in quotes if q.message == sent.id) for sent in held.sent]


_EACH_ITS_OWN = ("id", "at", "created_at", "updated_at", "conversation")


def _plain_record(held: Held) -> Json:
    """Return the record without ids and times; messages are named by their number."""
    numbers = {sent.id: index for index, sent in enumerate(held.sent)}

    def plain(part: Any) -> Any:
        if isinstance(part, dict):
            kept = {name: plain(value) for name, value in part.items() if name not in _EACH_ITS_OWN}
            return {**kept, "message": numbers.get(part["message"])} if "message" in part else kept
        return [plain(value) for value in part] if isinstance(part, list) else part

    return plain(held.record)


def _differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            yield from _differences(one.get(name), other.get(name), f"{path}.{name}" if path else name)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _differences(a, b, f"{path}[{index}]")
    elif one != other:
        yield f"{path} ({json.dumps(one, ensure_ascii=False)[:120]}, not {json.dumps(other, ensure_ascii=False)[:120]})"
