"""Errors as problem+json (RFC 9457): a title that a person can act on, never a word that was said."""

import functools
import logging
from collections.abc import Callable, Mapping
from typing import Any, Optional

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from bot.errors import Conflict, NotASlice, NotFound, OpenedByStaff, SgwrsError, TooManyTries, Unauthorised, UnknownPlace
from bot.words.labels import all_labels, label

log = logging.getLogger(__name__)

_STATUS: dict[type[SgwrsError], int] = {
    Unauthorised: 401,
    NotFound: 404,
    Conflict: 409,
    NotASlice: 422,
    UnknownPlace: 422,
    TooManyTries: 429,
}
_TITLES = {
    400: "The request could not be read. Send JSON in UTF-8.",
    404: "There is nothing here under this address, or it is not yours.",
    405: "This address does not take that method.",
    413: "The message is too long. Send at most 64 kB.",
    415: "Send the body as application/json.",
}


class Problem(BaseModel):
    """What an error says (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int


#: How the description at /openapi.json names the errors of a call.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": title, "content": {"application/problem+json": {"schema": Problem.model_json_schema()}}}
    for status, title in {
        401: "No token.",
        404: "Unknown, or not yours.",
        409: "The conversation has ended, or this message id came before with other words.",
        413: _TITLES[413],
        422: "Not as described; nothing was stored.",
    }.items()
}


class ProblemResponse(JSONResponse):
    media_type = "application/problem+json"


def preferred_language(headers: Mapping[str, str]) -> str:
    """Return the language for the titles of problems: Welsh for whoever asks for it first, else English."""
    return "cy" if headers.get("accept-language", "").strip().lower().startswith("cy") else "en"


@functools.cache
def _welsh() -> dict[str, str]:
    return {words["en"]: words["cy"] for key, words in all_labels().items() if key.startswith("problem_")}


def problem(status: int, title: str, headers: Optional[Mapping[str, str]] = None, language: str = "en", **more: Any) -> ProblemResponse:
    """Return a problem+json response, its title in ``language`` (bot/words/errors.yml)."""
    if language == "cy":
        title = _welsh().get(title, title)
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return ProblemResponse(body, status_code=status, headers=dict(headers or {}))


def _where(error: Mapping[str, Any]) -> str:
    """Return which field is wrong; a field that we do not know is not named, for its name is what the client sent."""
    places = error["loc"][:-1] if error["type"] == "extra_forbidden" else error["loc"]
    return ".".join(str(place) for place in places)


#: (request, status, error) -> the page that says it, None where a program asked.
PageFor = Callable[[Request, int, Exception], Optional[Response]]


def add_problem_handlers(app: FastAPI, page_for: PageFor) -> None:
    """Have ``app`` answer every error as a problem, or as a page where a person looks at it."""

    @app.exception_handler(SgwrsError)
    async def ours(request: Request, error: SgwrsError) -> Response:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
        page = page_for(request, status, error)
        if page:
            return page
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
        if isinstance(error, TooManyTries):
            headers["Retry-After"] = str(error.retry_after)
        language = preferred_language(request.headers)
        if isinstance(error, OpenedByStaff):
            name = f"problem_{error.what}_opened" + ("" if error.line else "_no_line")
            return problem(status, label(name, language, line=error.line), language=language)
        return problem(status, str(error), headers, language)

    @app.exception_handler(RequestValidationError)
    async def not_as_described(request: Request, error: RequestValidationError) -> Response:
        page = page_for(request, 422, error)
        if page:
            return page
        # Where and what kind, but never the value: it may be what somebody said.
        language = preferred_language(request.headers)
        wrong = [{"where": _where(e), "what": e["msg"]} for e in error.errors()]
        if any(e["type"] == "json_invalid" for e in error.errors()):
            return problem(422, "The body is not valid JSON.", language=language)
        return problem(422, "The request is not as described. See /openapi.json.", language=language, errors=wrong)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        page = page_for(request, error.status_code, error)
        if page:
            return page
        language = preferred_language(request.headers)
        if error.status_code == 400:  # a body that is no UTF-8, say: as described in API.md
            return problem(422, _TITLES[400], language=language)
        title = _TITLES.get(error.status_code, "The request could not be carried out.")
        return problem(error.status_code, title, error.headers, language)

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> Response:
        log.error("An unforeseen error: %s.", type(error).__name__)
        page = page_for(request, 500, error)
        if page:
            return page
        title = "Something went wrong here. What was said is safe. Try again in a moment."
        return problem(500, title, language=preferred_language(request.headers))
