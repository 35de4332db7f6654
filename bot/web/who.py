"""Who is calling: a conversation's own token, or staff from this machine while no account exists."""

from contextlib import suppress
from typing import Optional

from fastapi import Request

from bot.errors import NotFound, Unauthorised
from bot.web.parts import Parts

_FORWARDING = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
STAFF_ROLES = ("handler", "practitioner")


def bearer(request: Request) -> Optional[str]:
    """Return the bearer token of ``request``, None when there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def is_local_staff(request: Request, parts: Parts) -> bool:
    """Whether the caller may take a staff role without a token: from this machine, not through a proxy, and the setting allows it."""
    if parts.settings.staff != "loopback" or any(name in request.headers for name in _FORWARDING):
        return False
    return bool(request.client) and request.client.host in ("127.0.0.1", "::1")


def caller_of(request: Request) -> str:
    """Return the address of who calls, to count tries by. The app listens on this machine only, so the last address in
    ``X-Forwarded-For`` was written by the proxy here, and is the one that called it."""
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return forwarded or (request.client.host if request.client else "")


def may_begin(request: Request, parts: Parts, role: str) -> None:
    """Let the caller begin a talk in ``role``. Raises Unauthorised. Carers have no account and need none."""
    if role in STAFF_ROLES and not is_local_staff(request, parts):
        raise Unauthorised("Sign in to begin a talk as staff.")


def may_open(request: Request, parts: Parts, conversation: str) -> None:
    """Let the caller into the conversation. Raises Unauthorised without a token, NotFound when it does not open this one."""
    token = bearer(request)
    if token:
        if not parts.access.opens(conversation, token):
            raise NotFound("There is no such conversation, or it is not yours.")
        return
    with suppress(NotFound):  # unknown and not theirs answer alike
        if is_local_staff(request, parts) and parts.store.get(conversation).role in STAFF_ROLES:
            return
    raise Unauthorised("Send the conversation's token: Authorization: Bearer …")


def may_read(request: Request, parts: Parts, conversation: str) -> None:
    """Let the caller read the record: whoever may open the talk, and staff once it was sent to the council. Raises as ``may_open``.

    That staff have opened it is written down: from then on the person can no longer change or erase it here (API.md).
    """
    try:
        may_open(request, parts, conversation)
    except Unauthorised:
        with suppress(NotFound):
            if is_local_staff(request, parts) and parts.store.open_as_staff(conversation):
                return
        raise


def may_act_as_staff(request: Request, parts: Parts) -> None:
    """Let staff in. Raises Unauthorised."""
    if not is_local_staff(request, parts):
        raise Unauthorised("Sign in to see this as staff.")
