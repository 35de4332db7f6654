"""Logging in the engine: no word that anybody said, at any level. Set before Rasa is imported."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot.logs import NoTraceback, without_ids

#: The only keys of a structured log line that may be shown. All others can hold what people say.
_SHOWN = frozenset({"event", "level", "timestamp", "action", "action_name", "policy", "model", "port", "status"})


def _only_plain_keys(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: without_ids(str(value)) for key, value in line.items() if key in _SHOWN}


def _without_words(record: logging.LogRecord) -> bool:
    """The web server has a formatter of its own for exceptions: it gets the type only, and no message."""
    if record.exc_info and record.exc_info[0]:
        record.msg, record.args = f"The engine's door failed: {record.exc_info[0].__name__}", ()
        record.exc_info = record.exc_text = None
    return True


def set_up_quiet_logs(level: str = "INFO") -> None:
    """Send logs to standard error at ``level`` (never below INFO for Rasa, whose debug lines quote messages)."""
    # Deprecations inside Rasa's own dependencies are nobody's business here; some of them turn warnings on again, so they go nowhere.
    warnings.showwarning = lambda *_args, **_kwargs: None
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(NoTraceback("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.getLevelName(level), logging.INFO))
    for noisy in ("apscheduler", "sanic.access", "matplotlib", "tensorflow", "h5py", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    for door in ("sanic.error", "sanic.root"):
        logging.getLogger(door).addFilter(_without_words)
    structlog.configure(
        processors=[_only_plain_keys, structlog.stdlib.add_log_level, structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
