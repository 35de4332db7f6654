"""What the pages are made of beside HTML: styles and scripts, built by ``make setup`` into ``build/static``, read once at start.

They are served under a folder named after what they hold, so that a browser may keep them for good, and modules can name each other.
"""

import gzip
import hashlib
import logging
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from bot.settings import ROOT

log = logging.getLogger(__name__)
FOLDER = ROOT / "build" / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class _File:
    plain: bytes
    packed: bytes
    type: str


class Assets:
    """The files of one folder. ``version``: changes when any of them does."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.files = {path.name: _read(path) for path in sorted(folder.glob("*")) if path.suffix in _TYPES}
        joined = b"".join(name.encode() + file.plain for name, file in self.files.items())
        self.version = hashlib.sha256(joined).hexdigest()[:12]
        if not self.files:
            log.warning("The styles and scripts of the pages are not built: run make setup.")

    def address(self, name: str) -> str:
        """Return the address of a file."""
        return f"/static/{self.version}/{name}"


def _read(path: Path) -> _File:
    plain = path.read_bytes()
    return _File(plain, gzip.compress(plain, 9, mtime=0), _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "")


@router.get("/static/{version}/{name}")
def static(version: str, name: str, request: Request) -> Response:
    """A style or a script."""
    file = request.app.state.assets.files.get(name)
    if file is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, media_type=file.type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(file.plain, media_type=file.type, headers=headers)


@router.get("/sw.js")
def worker(request: Request) -> Response:
    """The script that keeps the page for when there is no connection. It stands at the top, or it would reach no page."""
    file = request.app.state.assets.files.get("sw.js")
    if file is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
    return Response(file.plain, media_type=file.type, headers=headers)
