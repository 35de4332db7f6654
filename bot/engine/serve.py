"""Start the engine: Rasa with the trained model, on loopback, saying nothing of what people say. Runs on Python 3.10.

python -m bot.engine.serve MODEL PORT
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3", SQLALCHEMY_SILENCE_UBER_WARNING="1", CUDA_VISIBLE_DEVICES="")

from bot.engine.preloaded import keep_running  # noqa: E402
from bot.engine.quiet_logs import set_up_quiet_logs  # noqa: E402  (before Rasa, which logs at import)
from bot.orphan import end_with, supervisor  # noqa: E402


def main() -> None:
    """Serve until stopped. The secret, the tracker database and the app's port come in the environment (bot/supervisor)."""
    model, port = sys.argv[1], int(sys.argv[2])
    end_with(supervisor())
    set_up_quiet_logs()
    import rasa.core.agent  # noqa: F401  what takes long to import, before the fork
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    from bot.engine.fast_validation import check_action_schema_once
    from bot.understanding.classifier import read_lists

    set_up_quiet_logs()
    check_action_schema_once()
    read_lists()

    def serve() -> None:
        serve_application(
            model_path=model,
            interface="127.0.0.1",
            port=port,
            credentials="credentials.yml",
            endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
            enable_api=False,
            response_timeout=60,
        )

    if supervisor() is not None:
        keep_running(serve, Path(os.environ["SGWRS_DATA"]) / "run" / "engine.pid")
    serve()


if __name__ == "__main__":
    main()
