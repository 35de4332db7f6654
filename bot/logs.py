"""Logging: what happened, never what was said. The engine takes the formatter from here (bot/engine/quiet_logs.py)."""

import logging
import re
import sys

_CONVERSATION = re.compile(r"\b[0-9a-f]{32}\b")


class NoTraceback(logging.Formatter):
    """Shows the type and place of an exception, never its message or values: they can quote the person. Names no conversation."""

    def format(self, record: logging.LogRecord) -> str:
        return without_ids(super().format(record))

    def formatException(self, ei: object) -> str:
        kind, _, trace = ei  # type: ignore[misc]
        places = []
        while trace is not None:
            places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
            trace = trace.tb_next
        return f"{kind.__name__} at " + " > ".join(places[-6:])


def without_ids(line: str) -> str:
    """Return ``line`` without the ids of conversations: a log outlives what was erased."""
    return _CONVERSATION.sub("(a conversation)", line)


def set_up_logs(level: str) -> None:
    """Send logs to standard error at ``level``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(NoTraceback("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().handlers[:] = [handler]
    logging.getLogger().setLevel(level)
    for name in ("httpx", "httpcore", "rasa_sdk", "alembic", "asyncio", "sqlalchemy", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
