"""Serve the app on loopback until stopped (the supervisor runs this; a proxy stands before it where others reach it)."""

import sys

import uvicorn

from bot.errors import SgwrsError
from bot.logs import set_up_logs
from bot.orphan import end_with, supervisor
from bot.settings import load_settings
from bot.web.app import make_app


def main() -> None:
    """Run uvicorn with our own quiet logs."""
    end_with(supervisor())
    try:
        settings = load_settings()
        set_up_logs(settings.log_level)
        app = make_app(settings)
    except SgwrsError as error:
        sys.exit(str(error))
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
