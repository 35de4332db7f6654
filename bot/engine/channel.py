"""The engine's one door: the app delivers a person's message here, and asks whether the engine is ready.

Loopback only, and only with the secret that the app was started with. Replies do not travel back this way: the actions,
which run in the app, have written them by the time this answers.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import os
from collections.abc import Awaitable, Callable
from typing import Any, Optional
from weakref import WeakValueDictionary

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.engine import turns
from bot.engine.tracker_table import holds_message, open_tracker_database
from bot.understanding.classifier import SLASH_GUARD


class SgwrsChannel(InputChannel):
    """Takes ``{"conversation", "message", "text", "metadata", "key"}`` and answers ``{"applied": true}`` once the turn is saved."""

    @classmethod
    def name(cls) -> str:
        return "sgwrs"

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> InputChannel:
        return cls(os.environ["SGWRS_ENGINE_SECRET"], os.environ["SGWRS_TRACKER_URL"])

    def __init__(self, secret: str, tracker_url: str) -> None:
        self._secret = secret
        self._database = open_tracker_database(tracker_url)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        door = Blueprint("sgwrs_channel", __name__)

        @door.route("/ready", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            is_ready = bool(agent and agent.is_ready())
            return response.json({"ready": is_ready}, status=200 if is_ready else 503)

        @door.route("/messages", methods=["POST"])
        async def deliver(request: Request) -> HTTPResponse:
            if not hmac.compare_digest(request.headers.get("x-sgwrs-secret", ""), self._secret):
                return response.json({"applied": False}, status=403)
            body = request.json
            conversation, message = body["conversation"], body["message"]
            # A second delivery waits for the first: whether the tracker holds the message is only known when that one is through.
            async with self._locks.setdefault(conversation, asyncio.Lock()):
                applied = holds_message(self._database, conversation, message) or await self._take(body, on_new_message)
            return response.json({"applied": applied}, status=200 if applied else 503)

        return door

    async def _take(self, body: dict[str, Any], on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> bool:
        """Have Rasa handle the message; return whether the turn came to its end and is saved."""
        conversation, message, text = body["conversation"], body["message"], body["text"]
        turns.tracker_keys[conversation] = base64.b64decode(body["key"])
        turns.unfinished.discard(conversation)
        try:
            await on_new_message(
                UserMessage(
                    SLASH_GUARD + text if text.lstrip().startswith("/") else text,
                    CollectingOutputChannel(),
                    conversation,
                    input_channel=self.name(),
                    message_id=message,
                    metadata=dict(body["metadata"], message=message),
                )
            )
            return conversation not in turns.unfinished and holds_message(self._database, conversation, message)
        finally:
            turns.tracker_keys.pop(conversation, None)
            turns.unfinished.discard(conversation)

    def get_metadata(self, request: Request) -> Optional[dict[str, Any]]:
        return None
