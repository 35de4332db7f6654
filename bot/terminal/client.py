"""The HTTP API (v1) as the terminal uses it: one method for each call, and errors that say what to do.

Nothing that is sent or received is logged.
"""

import logging
from typing import Any, Optional
from urllib.parse import quote

import httpx

from bot.errors import SgwrsError

#: Seconds. The server never takes longer than 3 s over the engine; the rest is for a slow line.
TIMEOUT = 15.0
_HERE = ("localhost", "127.0.0.1", "::1")


class Problem(SgwrsError):
    """The server said no. ``status``: the HTTP status; ``title``: what it said, "" when it said nothing readable;
    ``retry_after``: seconds to wait, None when it named none."""

    def __init__(self, status: int, title: str, retry_after: Optional[int] = None) -> None:
        super().__init__(title or f"HTTP {status}")
        self.status = status
        self.title = title
        self.retry_after = retry_after

    @property
    def lost(self) -> bool:
        """Whether what was asked for is out of reach: no token, or unknown (or not this person's: nobody is told which)."""
        return self.status in (401, 404)


class NotReached(SgwrsError):
    """No answer came: the program is not running, or the line is down. It is not known whether the request arrived."""


class ApiClient:
    """Calls of the API. Methods raise Problem when the server refuses, NotReached when it is silent."""

    def __init__(self, base_url: str, token: Optional[str] = None, transport: Optional[httpx.BaseTransport] = None) -> None:
        self.token = token
        self.language: Optional[str] = None  # in which problems are told
        # At their lowest levels these would print addresses and the token into the talk.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        # A proxy set for the outside world must not stand between two programs of one machine.
        through_proxy = httpx.URL(base_url).host not in _HERE
        self._http = httpx.Client(base_url=base_url, timeout=TIMEOUT, transport=transport, trust_env=through_proxy)

    def close(self) -> None:
        self._http.close()

    def _call(self, method: str, path: str, body: Optional[dict[str, Any]] = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if self.language:
            headers["Accept-Language"] = self.language
        try:
            response = self._http.request(method, path, json=body, headers=headers)
        except httpx.RequestError as error:
            # The error is not chained: its request holds what was said.
            raise NotReached(f"Sgwrs does not answer ({type(error).__name__}). Start it first: make run") from None
        if response.status_code == httpx.codes.NO_CONTENT:
            return {}
        try:
            answer = response.json()
        except ValueError:
            raise Problem(response.status_code, "") from None
        if response.is_success:
            return answer
        title = answer.get("title", "") if isinstance(answer, dict) else ""
        wait = response.headers.get("Retry-After", "")
        raise Problem(response.status_code, title, int(wait) if wait.isdigit() else None)


class TalkClient(ApiClient):
    """One conversation over the API."""

    def __init__(self, base_url: str, token: Optional[str] = None, transport: Optional[httpx.BaseTransport] = None) -> None:
        super().__init__(base_url, token, transport)
        self.id: Optional[str] = None

    def begin(self, role: str, language: Optional[str]) -> dict[str, Any]:
        """Begin a conversation and keep its id and token. Returns the Conversation."""
        conversation = self._call("POST", "/api/v1/conversations", {"role": role, "language": language})
        self.id, self.token = conversation["id"], conversation["token"]
        return conversation

    def go_on(self, conversation_id: str) -> dict[str, Any]:
        """Take up a conversation begun before. Returns the Conversation."""
        self.id = conversation_id
        return self.conversation()

    def come_back(self, code: str) -> dict[str, Any]:
        """Take up a conversation by its return code, and keep its id and new token. Returns the Conversation."""
        found = self._call("POST", "/api/v1/return", {"code": code})
        self.id, self.token = found["id"], found["token"]
        return self.conversation()

    def new_code(self) -> str:
        """Return a new return code; the one before no longer works."""
        return self._call("POST", self._path("/return-code"))["code"]

    def revoke_code(self) -> None:
        """The return code no longer works."""
        self._call("DELETE", self._path("/return-code"))

    def conversation(self) -> dict[str, Any]:
        return self._call("GET", self._path())

    def send(self, message_id: str, text: str, answers: Optional[str]) -> dict[str, Any]:
        """Say ``text``. The same id with the same text may be sent again without harm. Returns the reply; its state is
        ``waiting`` while the reply is outstanding."""
        body = {"id": message_id, "text": text}
        if answers:
            body["answers"] = answers
        return self._call("POST", self._path("/messages"), body)

    def messages_after(self, seq: int) -> list[dict[str, Any]]:
        """Return the messages of the log that come after ``seq``, in order."""
        answer = self._call("GET", self._path(f"/messages?after={seq}"))
        return answer["messages"] if isinstance(answer, dict) else answer

    def record(self) -> dict[str, Any]:
        return self._call("GET", self._path("/record"))

    def edit(self, quote: str, change: dict[str, Any]) -> dict[str, Any]:
        """Change the quote with this id; ``change``: the ``op`` and what it takes. Returns the record."""
        return self._call("POST", self._path("/record/edits"), {"quote": quote, **change})

    def set_language(self, language: str) -> dict[str, Any]:
        return self._call("PATCH", self._path(), {"language": language})

    def finish(self) -> dict[str, Any]:
        return self._call("POST", self._path("/finish"))

    def _path(self, below: str = "") -> str:
        return f"/api/v1/conversations/{quote(self.id or '', safe='')}{below}"


class StaffClient(ApiClient):
    """What staff do over the API from this machine."""

    def concerns(self) -> list[dict[str, Any]]:
        """Return the duty team's list."""
        return self._call("GET", "/api/v1/concerns")["concerns"]

    def acknowledge(self, concern: str, by: str) -> dict[str, Any]:
        """Acknowledge the concern by name; return it."""
        return self._call("POST", f"/api/v1/concerns/{quote(concern, safe='')}/acknowledge", {"by": by})
