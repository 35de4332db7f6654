"""Who opens a page: the cookie that opens one talk on this device, and the mark that every form carries against forged ones."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Optional

from fastapi import Request
from fastapi.responses import Response

from bot.errors import SgwrsError

TALK = "sgwrs"
FORM = "sgwrs_form"
KEY = "sgwrs_key"
#: Set by the script that leaves a page at once on a device that others use (leave.js): the talk is to be closed here.
LEFT = "sgwrs_left"
_VALUE = re.compile(r"^([0-9a-f]{32})\.([\w-]{20,80})\.([ks])$")
_MARK_BYTES = 20
_LOCAL = ("127.0.0.1", "localhost", "::1", "[::1]")


class NoTalk(SgwrsError):
    """This device opens no talk."""


class TalkGone(SgwrsError):
    """The talk that this device opened is gone, or no longer opened by it."""


class FormRefused(SgwrsError):
    """A form came from elsewhere, or from a page that another talk has taken the place of. ``typed``: what stood in it."""

    def __init__(self, typed: str = "") -> None:
        super().__init__("This form came from another page.")
        self.typed = typed


@dataclass(frozen=True)
class Visitor:
    """What the cookie says: which talk, the token that opens it, and whether others use this device."""

    talk: str
    token: str
    shared: bool

    @property
    def mark(self) -> str:
        """A short name of the talk for this device's own use: nothing can be opened with it."""
        return hashlib.sha256(self.token.encode()).hexdigest()[:10]


def visitor_of(request: Request) -> Optional[Visitor]:
    """Return who the cookie says is there; whether it opens anything is another matter."""
    found = _VALUE.match(request.cookies.get(TALK, ""))
    if not found or (is_used_by_others(request) and LEFT in request.cookies):
        return None
    return Visitor(found.group(1), found.group(2), is_used_by_others(request))


def is_used_by_others(request: Request) -> bool:
    """Whether somebody said, when their talk was opened here, that others use this device."""
    return request.cookies.get(TALK, "").endswith(".s")


def remember(response: Response, request: Request, visitor: Visitor, days: float) -> None:
    """Have this device open the talk: until the browser is closed where others use it, else for as long as the talk is kept."""
    value = f"{visitor.talk}.{visitor.token}.{'s' if visitor.shared else 'k'}"
    set_cookie(response, request, TALK, value, None if visitor.shared else int(max(days, 1) * 86400))
    response.delete_cookie(LEFT)


def forget(response: Response) -> None:
    """Have this device no longer open a talk, nor one that a link was opened for."""
    for name in (TALK, KEY, LEFT):
        response.delete_cookie(name)


def set_cookie(response: Response, request: Request, name: str, value: str, seconds: Optional[int] = None) -> None:
    """Set a cookie that no script reads and no other site sends along."""
    response.set_cookie(name, value, max_age=seconds, path="/", secure=not is_here(request), httponly=True, samesite="lax")


def is_here(request: Request) -> bool:
    """Whether the browser speaks to this machine itself, without TLS."""
    return request.url.hostname in _LOCAL and request.headers.get("x-forwarded-proto", request.url.scheme) == "http"


def form_mark(key: str) -> str:
    """Return what a form carries, made from a secret that only this browser's cookie holds.

    It looks different in every page: pages are sent compressed, and from how long they get something that stays the same could be guessed
    letter by letter (BREACH).
    """
    mask = secrets.token_bytes(_MARK_BYTES)
    return mask.hex() + _masked(_mark(key), mask).hex()


def is_mark_of(key: str, given: str) -> bool:
    """Whether ``given`` is a mark that a form of this browser carries, from whichever page of it."""
    try:
        sent = bytes.fromhex(given)
    except ValueError:
        return False
    return hmac.compare_digest(_masked(sent[_MARK_BYTES:], sent[:_MARK_BYTES]), _mark(key))


def _mark(key: str) -> bytes:
    return hmac.new(key.encode(), b"a form of sgwrs", hashlib.sha256).digest()[:_MARK_BYTES]


def _masked(mark: bytes, mask: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mark, mask, strict=False))


def from_elsewhere(request: Request) -> bool:
    """Whether the browser itself says that another site sent the form. Old browsers say nothing; for them the mark decides."""
    site = request.headers.get("sec-fetch-site")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin", "null")  # "null" is what our own Referrer-Policy makes of it
    return origin != "null" and origin.partition("://")[2] != request.headers.get("host")
