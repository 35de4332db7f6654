"""Rasa's actions webhook as a route of the app: rasa-sdk's executor behind FastAPI, for our own engine only.

An exception never echoes the request: rasa-sdk's own server would send the whole tracker back.
"""

import hmac
import logging
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor

from actions.registry import ALL_ACTIONS
from bot.errors import NotFound
from bot.web.parts import Parts, parts_of
from bot.web.problems import problem

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)


def make_executor() -> ActionExecutor:
    """Return an executor that knows every action."""
    logging.getLogger("rasa_sdk").setLevel(logging.ERROR)
    executor = ActionExecutor()
    for action in ALL_ACTIONS:
        executor.register_action(action)
    return executor


@router.post("/engine/actions")
async def run_action(request: Request, parts: Annotated[Parts, Depends(parts_of)], x_sgwrs_secret: Annotated[str, Header()] = "") -> Any:
    """Run one action for the engine."""
    if not hmac.compare_digest(x_sgwrs_secret, parts.settings.engine_secret):
        return problem(404, "There is nothing here under this address, or it is not yours.")
    call = await request.json()
    call.setdefault("domain", {})
    try:
        result = await request.app.state.executor.run(call)
    except NotFound:
        return problem(404, "There is no such conversation, or it is not yours.")
    except Exception as error:
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "unknown"
        log.error("The action %s failed: %s at %s.", call.get("next_action"), type(error).__name__, where)
        return problem(500, "The action failed.")
    return JSONResponse(result.model_dump() if result else {"events": [], "responses": []})
