"""``sgwrs run`` with the engine of engine_without.py; the supervisor, the app and the database are the ordinary ones."""

import sys
from pathlib import Path

from rich.console import Console

from bot.settings import load_settings
from bot.supervisor import Program, Supervisor


class SupervisorWithout(Supervisor):
    """Keeps the engine that a rule can be taken away from, and the app, running."""

    def _programs(self, model: Path) -> list[Program]:
        engine, app = super()._programs(model)
        at = engine.command.index("bot.engine.serve")
        engine.command[at - 1 : at + 1] = [str(Path(__file__).with_name("engine_without.py"))]  # in place of -m bot.engine.serve
        return [engine, app]


if __name__ == "__main__":
    sys.exit(SupervisorWithout(load_settings(), Console()).run())
