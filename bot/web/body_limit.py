"""No body over 64 kB is read, declared or not."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.pages.states import page_for
from bot.web.problems import preferred_language, problem

MOST_BYTES = 64 * 1024


class BodyLimit:
    """ASGI middleware: answers 413 to a longer body before anything is stored. ``unlimited``: paths that only our own engine calls."""

    def __init__(self, app: ASGIApp, unlimited: tuple[str, ...] = ()) -> None:
        self.app = app
        self.unlimited = unlimited

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self.unlimited):
            await self.app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MOST_BYTES:
                language = preferred_language(Headers(scope=scope))
                too_long = page_for(Request(scope), 413) or problem(413, "The message is too long. Send at most 64 kB.", language=language)
                await too_long(scope, receive, send)
                return
        given = False

        async def replay() -> Message:
            nonlocal given
            if not given:
                given = True
                return {"type": "http.request", "body": body, "more_body": False}
            return await receive()

        await self.app(scope, replay, send)
