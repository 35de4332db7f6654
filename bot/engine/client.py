"""The app's side of the engine: deliver a message, ask whether it is ready, forget a conversation."""

import base64
from typing import Any, Optional

import httpx
from sqlalchemy import Engine

from bot.engine.tracker_table import forget_tracker, open_tracker_database, tracked_conversations
from bot.errors import EngineAway, TurnFailed


class EngineClient:
    """Talks to the engine on loopback. One for the whole app."""

    def __init__(self, port: int, secret: str, tracker_url: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}/webhooks/sgwrs",
            headers={"x-sgwrs-secret": secret},
            limits=httpx.Limits(max_connections=200, max_keepalive_connections=50),
            trust_env=False,
        )
        self._tracker_url = tracker_url
        self._tracker_database: Optional[Engine] = None

    async def deliver(self, conversation: str, message: str, text: str, metadata: dict[str, Any], key: bytes, wait: float) -> None:
        """Deliver a message; returns when its turn is saved. The same message again changes nothing.

        ``wait`` in seconds. Raises EngineAway when the engine does not answer in time, TurnFailed when it could not finish the turn.
        """
        body = {
            "conversation": conversation,
            "message": message,
            "text": text,
            "metadata": metadata,
            "key": base64.b64encode(key).decode(),
        }
        try:
            response = await self._http.post("/messages", json=body, timeout=wait)
        except httpx.HTTPError as error:
            raise EngineAway("The engine did not answer.") from error
        if response.status_code != 200:
            raise TurnFailed("The engine could not finish the turn.")

    async def is_ready(self) -> bool:
        """Return whether the engine answers with a model loaded."""
        try:
            return (await self._http.get("/ready", timeout=2)).status_code == 200
        except httpx.HTTPError:
            return False

    def forget(self, conversation: str) -> None:
        """Delete the conversation's tracker, all sessions. Works with the engine dead."""
        forget_tracker(self.trackers, conversation)

    def remembered(self) -> set[str]:
        """Return the ids of all conversations that have a tracker."""
        return tracked_conversations(self.trackers)

    @property
    def trackers(self) -> Engine:
        """The database of the trackers."""
        if self._tracker_database is None:
            self._tracker_database = open_tracker_database(self._tracker_url)
        return self._tracker_database

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()
