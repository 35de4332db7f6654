"""A talk as a stubborn client holds it: the same message again until it is answered."""

import random
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Optional

import httpx

from bench.killing.common import AWAY, MOST_TURNS, STUCK, Faults, Json, Stuck, texts
from bench.killing.copy import Copy
from bench.killing.killer import Killer
from bench.killing.script import Move, Script

_WAITS = ("paused", "concern")


@dataclass
class Sent:
    """A message: how its sending ended, and the reply that came with 200."""

    id: str
    words: str
    acknowledged: bool = False
    reply: Optional[list[Json]] = None


@dataclass
class Held:
    """What is left of one talk: what was sent, the log and the record at its end, and what went wrong on the way."""

    name: str
    id: str = ""
    sent: list[Sent] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    by_calls: set[int] = field(default_factory=set)  # numbers of the messages that no message of the person brought about
    log: list[Json] = field(default_factory=list)
    record: Json = field(default_factory=dict)
    state: str = ""
    faults: Faults = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    turn_seconds: list[float] = field(default_factory=list)
    after_kill: list[float] = field(default_factory=list)
    after_last_kill: list[float] = field(default_factory=list)
    after_up: list[float] = field(default_factory=list)


class Line:
    """One conversation over HTTP. ``killer`` None: undisturbed, every call is made once."""

    def __init__(self, copy: Copy, held: Held, killer: Optional[Killer], chance: random.Random) -> None:
        self.copy = copy
        self.held = held
        self.killer = killer
        self.chance = chance
        self.client = httpx.Client(base_url=copy.base_url + "/api/v1", timeout=20, trust_env=False)
        self.path = "/conversations"
        self.seen = 0

    def begin(self, role: str, language: Optional[str]) -> tuple[list[Json], str]:
        """Begin the talk; return (messages, state)."""
        begun = self._until(lambda: self._call("POST", "/conversations", {"role": role, "language": language}), 201).json()
        self.held.id = begun["id"]
        self.path = f"/conversations/{begun['id']}"
        self.client.headers["Authorization"] = f"Bearer {begun['token']}"
        return self._reply(begun["messages"], begun["state"])

    def do(self, move: Move) -> tuple[list[Json], str]:
        """Carry out ``move`` until it is answered; return (messages of the reply, state). Raises Stuck."""
        if move.what == "say":
            return self._say(move.words)
        plan = self.killer.before_sending(is_call=True) if self.killer else None
        if plan and self.killer:
            self.killer.sending(plan, self.held.id)
        if move.what == "language":
            given = self._until(lambda: self._call("PATCH", self.path, {"language": move.words}), 200)
        else:
            given = self._until(lambda: self._call("POST", self.path + "/finish"), 200)
        messages = self.messages(self.seen)
        self.held.by_calls.update(message["seq"] for message in messages)
        return self._reply(messages, given.json()["state"])

    def messages(self, after: int = 0) -> list[Json]:
        return self._until(lambda: self._call("GET", self.path + "/messages", params={"after": after}), 200).json()["messages"]

    def record(self) -> Json:
        return self._until(lambda: self._call("GET", self.path + "/record"), 200).json()

    def _say(self, words: str) -> tuple[list[Json], str]:
        sent = Sent(str(uuid.uuid4()), words)
        body = {"id": sent.id, "text": words}
        plan = self.killer.before_sending() if self.killer else None
        self.held.sent.append(sent)
        begun = time.monotonic()
        self.copy.under_way[self.held.id] = sent.id
        if plan and self.killer:
            self.killer.sending(plan, self.held.id)
        try:
            given = self._until(lambda: self._post(sent, body), 200).json()
        finally:
            self.copy.under_way.pop(self.held.id, None)
        self._note_times(begun)
        if self.killer and self.chance.random() < 0.1:
            self.held.notes["answered messages sent once more"] += 1
            self._take(sent, self._until(lambda: self._call("POST", self.path + "/messages", body), 200))
        return self._reply(given["messages"], given["state"])

    def _post(self, sent: Sent, body: Json) -> Optional[httpx.Response]:
        """Send the message once, or now and then thrice from two threads; after a 202 look with GET. Return the best answer."""
        path = self.path + "/messages"
        if self.killer and self.chance.random() < 0.15:
            self.held.notes["times that a message was sent thrice at once"] += 1
            given = self._thrice(path, body)
        else:
            given = [self._call("POST", path, body)]
        for response in given:
            self._take(sent, response)
        answered = next((r for r in given if r is not None and r.status_code == 200), None)
        if answered is None and sent.acknowledged and self.chance.random() < 0.5:
            self._look(sent)
        return answered or next((r for r in given if r is not None), None)

    def _thrice(self, path: str, body: Json) -> list[Optional[httpx.Response]]:
        with ThreadPoolExecutor(2) as two:
            first = two.submit(lambda: [self._call("POST", path, body)])
            second = two.submit(lambda: [self._call("POST", path, body), self._call("POST", path, body)])
            return first.result() + second.result()

    def _take(self, sent: Sent, response: Optional[httpx.Response]) -> None:
        """Note what one answer to a message says: 2xx acknowledges it; every 200 must bring the same reply."""
        if response is None or response.status_code not in (200, 202):
            return
        sent.acknowledged = True
        self.held.notes[f"answers {response.status_code} to messages"] += 1
        if response.status_code == 200:
            reply = response.json()["messages"]
            if sent.reply is None:
                sent.reply = reply
            elif reply != sent.reply:
                self._fault("replies doubled or changed", f"the same message again: {texts(sent.reply)} then {texts(reply)}")

    def _look(self, sent: Sent) -> None:
        """Look with GET for a reply that was put off, as a page would, for a while."""
        for _ in range(8):
            state = self._call("GET", self.path)
            found = self._call("GET", self.path + "/messages", params={"after": self.seen})
            if found is not None and found.status_code == 200 and state is not None and state.status_code == 200:
                said = [m for m in found.json()["messages"] if m["from"] == "assistant"]
                if state.json()["state"] != "waiting":
                    if sent.reply is None and said:
                        sent.reply = said
                    self.held.notes["replies fetched with GET after 202"] += 1
                    return
                if said:
                    self.held.notes["looks with GET that found a part of a reply"] += 1
            time.sleep(0.25)

    def _until(self, call: Callable[[], Optional[httpx.Response]], wanted: int) -> httpx.Response:
        """Repeat ``call`` until it answers ``wanted``. Raises Stuck when it does not though both programs are up."""
        begun = time.monotonic()
        while True:
            response = call()
            if response is not None and response.status_code == wanted:
                return response
            waited = time.monotonic() - begun
            if min(waited, self.copy.up_for()) > STUCK:
                raise Stuck(f"no {wanted} for {waited:.0f} s, both up for {self.copy.up_for():.0f} s, last answer {response}")
            if min(waited, self.copy.away_for()) > AWAY:
                raise Stuck(f"the programs have not been up together for {self.copy.away_for():.0f} s after they were last killed")
            time.sleep(self.chance.uniform(0.1, 0.8))

    def _call(self, method: str, path: str, body: Any = None, params: Any = None) -> Optional[httpx.Response]:
        """Make one call; None when the app is not there."""
        try:
            response = self.client.request(method, path, json=body, params=params)
        except httpx.TransportError as gone:
            self.held.notes[f"calls without an answer ({type(gone).__name__})"] += 1
            return None
        if response.status_code >= 400:
            where = "/".join(path.split("/")[3:])
            self._fault("answers 5xx, or 4xx to a good message", f"{response.status_code} to {method} …/{where}: {response.text[:200]}")
        return response

    def _reply(self, messages: list[Json], state: str) -> tuple[list[Json], str]:
        self.seen = max([self.seen] + [message["seq"] for message in messages])
        return [message for message in messages if message["from"] == "assistant"], state

    def _note_times(self, begun: float) -> None:
        now = time.monotonic()
        killed = [deed.at for deed in self.copy.kills if begun <= deed.at <= now]
        if killed:
            self.held.after_kill.append(now - killed[0])
            self.held.after_last_kill.append(now - killed[-1])
            if self.copy.up_since:
                self.held.after_up.append(max(0.0, now - max(begun, self.copy.up_since)))
        else:
            self.held.turn_seconds.append(now - begun)

    def _fault(self, figure: str, seen: str) -> None:
        self.held.faults.append((figure, seen))


def hold(copy: Copy, script: Script, killer: Optional[Killer], chance: random.Random) -> Held:
    """Hold the talk of ``script`` to its end, and fetch what is left of it."""
    held = Held(script.name)
    line = Line(copy, held, killer, chance)
    try:
        messages, held.state = line.begin(script.person.role, script.person.begin_in)
        asked = _ask_in(messages)
        while held.state in ("open", *_WAITS) and len(held.moves) < MOST_TURNS:
            if held.state == "open" and asked is None:
                raise Stuck("the talk is open and no question is")
            move = script.next(held.state, asked, [button for message in messages for button in message.get("buttons", [])])
            held.moves.append(move)
            messages, held.state = line.do(move)
            asked = _ask_in(messages) if held.state == "open" else asked
    except Stuck as stuck:
        held.faults.append(("talks stuck", f"{stuck}; after {held.moves[-1] if held.moves else 'its beginning'}"))
    finally:
        try:
            if held.id:
                held.log, held.record = line.messages(), line.record()
        except Stuck as stuck:
            held.faults.append(("talks stuck", f"the log or record cannot be read: {stuck}"))
        line.client.close()
    return held


def _ask_in(messages: list[Json]) -> Optional[Json]:
    return next((message["ask"] for message in reversed(messages) if message.get("ask")), None)
