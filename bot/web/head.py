"""HEAD is answered as GET is, without the body: programs that only look whether a page or a link is there do so with it."""

from starlette.types import ASGIApp, Receive, Scope, Send


class HeadAsGet:
    """ASGI middleware. The server below still knows that it was HEAD, and leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD" and not scope["path"].startswith(("/api/", "/engine/")):
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)
