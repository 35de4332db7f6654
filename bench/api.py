"""The few calls of the HTTP API that the benches make, with what they cost and how they ended."""

import time
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any, Optional

import httpx

#: Seconds to wait for a reply that was put off (202).
_PATIENCE = 15.0


Messages = list[dict[str, Any]]


@dataclass(frozen=True)
class Reply:
    """What came back for one message: the status code, the messages, the state and the milliseconds it took."""

    status: int
    messages: Messages
    state: str
    milliseconds: float

    @property
    def asks(self) -> Messages:
        """The messages of the reply that carry an ask."""
        return [message for message in self.messages if message.get("ask")]


class Api:
    """One conversation's side of the API. ``statuses`` counts the answers by code."""

    def __init__(self, base_url: str) -> None:
        self.client = httpx.Client(base_url=base_url.rstrip("/") + "/api/v1", timeout=30)
        self.statuses: Counter[int] = Counter()
        self.id = ""
        self.seen = 0

    def close(self) -> None:
        self.client.close()

    def begin(self, role: str, language: Optional[str]) -> Reply:
        """Begin a conversation. Raises httpx.HTTPStatusError when that fails."""
        started = time.perf_counter()
        response = self._call("POST", "/conversations", {"role": role, "language": language})
        response.raise_for_status()
        begun = response.json()
        self.id = begun["id"]
        self.client.headers["Authorization"] = f"Bearer {begun['token']}"
        return self._reply(response.status_code, begun["messages"], begun["state"], started)

    def say(self, text: str) -> tuple[str, Reply]:
        """Send ``text``; return the message's id and the reply, waiting for one that is put off."""
        message_id = str(uuid.uuid4())
        started = time.perf_counter()
        response = self._call("POST", f"/conversations/{self.id}/messages", {"id": message_id, "text": text})
        if response.status_code == 202:
            return message_id, self._wait(started)
        if response.status_code != 200:
            return message_id, self._reply(response.status_code, [], "failed", started)
        body = response.json()
        return message_id, self._reply(200, body["messages"], body["state"], started)

    def record(self) -> dict[str, Any]:
        """Return the record as it stands."""
        response = self._call("GET", f"/conversations/{self.id}/record")
        return response.json() if response.status_code == 200 else {}

    def messages(self, after: int = 0) -> Messages:
        """Return all messages after this sequence number."""
        response = self._call("GET", f"/conversations/{self.id}/messages", params={"after": after})
        return response.json()["messages"] if response.status_code == 200 else []

    def finish(self) -> Reply:
        """Go to the close."""
        return self._turn_to("finish")

    def reopen(self) -> Reply:
        """Go back into a talk that came to its close."""
        return self._turn_to("reopen")

    def _turn_to(self, what: str) -> Reply:
        started = time.perf_counter()
        response = self._call("POST", f"/conversations/{self.id}/{what}")
        body = response.json() if response.status_code == 200 else {"messages": [], "state": "failed"}
        return self._reply(response.status_code, body["messages"], body["state"], started)

    def _call(self, method: str, path: str, body: Any = None, params: Any = None) -> httpx.Response:
        response = self.client.request(method, path, json=body, params=params)
        self.statuses[response.status_code] += 1
        return response

    def _reply(self, status: int, messages: Messages, state: str, started: float) -> Reply:
        self.seen = max([self.seen] + [message["seq"] for message in messages])
        return Reply(status, messages, state, (time.perf_counter() - started) * 1000)

    def _wait(self, started: float) -> Reply:
        while time.perf_counter() - started < _PATIENCE:
            time.sleep(0.25)
            said = [message for message in self.messages(self.seen) if message["from"] == "assistant"]
            if said:
                state = self._call("GET", f"/conversations/{self.id}").json()["state"]
                return self._reply(202, said, state, started)
        return self._reply(202, [], "waiting", started)
