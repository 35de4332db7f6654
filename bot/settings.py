"""Every setting, from the environment or ``.env``, checked at start. docs/settings.md lists them; a guard test compares."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Optional

from dotenv import dotenv_values

from bot.errors import BadSetting
from bot.help.lines import CouncilLines

ROOT = Path(__file__).resolve().parent.parent
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True)
class Settings:
    """The settings of one running copy. Ports 1 to 65535; ``engine_wait`` in seconds; ``keep_…`` in days since the last change."""

    port: int = 8000
    engine_port: int = 5005
    data: Path = ROOT / "var"
    database_url: str = ""
    tracker_url: str = ""
    log_level: str = "INFO"
    staff: str = "loopback"
    master_key: str = ""
    engine_secret: str = ""
    engine_wait: float = 3.0
    duty_team: str = ""
    out_of_hours: str = ""
    iaa_line: str = ""
    call_sentence: str = ""
    next_steps_en: str = ""
    next_steps_cy: str = ""
    council_name_en: str = ""
    council_name_cy: str = ""
    privacy_contact: str = ""
    privacy_officer: str = ""
    data_host: str = ""
    exit_address: str = ""
    concern_route: str = "person"
    keep_drafts_days: float = 90
    keep_shared_days: float = 365
    keep_concerns_days: float = 365

    @property
    def council_lines(self) -> CouncilLines:
        """The council's own telephone lines."""
        return CouncilLines(self.duty_team, self.out_of_hours, self.iaa_line)

    def next_steps(self, language: str) -> str:
        """The council's own sentence about what happens after the talk, in this language; "" while it has none."""
        return self.next_steps_cy if language == "cy" else self.next_steps_en

    def council_name(self, language: str) -> str:
        """The council's name in this language, else in the other one; "" while it is not set."""
        return (self.council_name_cy or self.council_name_en) if language == "cy" else (self.council_name_en or self.council_name_cy)

    @property
    def run_folder(self) -> Path:
        return self.data / "run"

    @property
    def log_folder(self) -> Path:
        return self.data / "logs"

    @property
    def erasures_file(self) -> Path:
        return self.data / "erased.txt"

    @property
    def key_file(self) -> Path:
        return self.data / "keys" / "master.key"


def load_settings(environment: Optional[Mapping[str, str]] = None) -> Settings:
    """Return the settings from ``environment`` (default: the process's own) over ``.env`` in the current folder.

    Raises BadSetting, naming the setting and what it takes.
    """
    given: dict[str, str] = {k: v for k, v in dotenv_values(Path.cwd() / ".env").items() if v is not None}
    given.update(os.environ if environment is None else environment)

    def text(name: str, default: str = "") -> str:
        return given.get(f"SGWRS_{name}", default).strip()

    data = Path(text("DATA") or ROOT / "var").expanduser().absolute()
    level = text("LOG_LEVEL", "INFO").upper()
    if level not in _LEVELS:
        raise BadSetting(f"SGWRS_LOG_LEVEL takes one of {', '.join(_LEVELS)}.")
    staff = text("STAFF", "loopback")
    if staff not in ("loopback", "none"):
        raise BadSetting("SGWRS_STAFF takes loopback (staff roles from this machine without a token) or none.")
    port, engine_port = _port("SGWRS_PORT", text("PORT", "8000")), _port("SGWRS_ENGINE_PORT", text("ENGINE_PORT", "5005"))
    if port == engine_port:
        raise BadSetting("SGWRS_PORT and SGWRS_ENGINE_PORT must be two different ports.")
    return Settings(
        port=port,
        engine_port=engine_port,
        data=data,
        database_url=_database("SGWRS_DATABASE_URL", text("DATABASE_URL") or f"sqlite:///{data / 'sgwrs.db'}"),
        tracker_url=_database("SGWRS_TRACKER_URL", text("TRACKER_URL") or f"sqlite:///{data / 'tracker.db'}"),
        log_level=level,
        staff=staff,
        master_key=text("MASTER_KEY"),
        engine_secret=text("ENGINE_SECRET"),
        engine_wait=_seconds("SGWRS_ENGINE_WAIT", text("ENGINE_WAIT", "3")),
        duty_team=text("DUTY_TEAM"),
        out_of_hours=text("OUT_OF_HOURS"),
        iaa_line=text("IAA_LINE"),
        call_sentence=text("CALL_SENTENCE"),
        next_steps_en=text("NEXT_STEPS_EN"),
        next_steps_cy=text("NEXT_STEPS_CY"),
        council_name_en=text("COUNCIL_NAME_EN"),
        council_name_cy=text("COUNCIL_NAME_CY"),
        privacy_contact=text("PRIVACY_CONTACT"),
        privacy_officer=text("PRIVACY_OFFICER"),
        data_host=text("DATA_HOST"),
        exit_address=_page("SGWRS_EXIT_ADDRESS", text("EXIT_ADDRESS")),
        concern_route=_one_of("SGWRS_CONCERN_ROUTE", text("CONCERN_ROUTE", "person"), ("person", "duty")),
        keep_drafts_days=_days("SGWRS_KEEP_DRAFTS_DAYS", text("KEEP_DRAFTS_DAYS", "90")),
        keep_shared_days=_days("SGWRS_KEEP_SHARED_DAYS", text("KEEP_SHARED_DAYS", "365")),
        keep_concerns_days=_days("SGWRS_KEEP_CONCERNS_DAYS", text("KEEP_CONCERNS_DAYS", "365")),
    )


def setting_names() -> list[str]:
    """Return the names of all settings as they are written in the environment."""
    return [f"SGWRS_{field.name.upper()}" for field in fields(Settings)]


def _port(name: str, value: str) -> int:
    if not re.fullmatch(r"\d{1,5}", value) or not 1 <= int(value) <= 65535:
        raise BadSetting(f"{name} takes a port number from 1 to 65535.")
    return int(value)


def _database(name: str, value: str) -> str:
    if not re.match(r"(?:sqlite|postgresql)(?:\+\w+)?://", value):
        raise BadSetting(f"{name} takes a database address that begins with sqlite:/// or postgresql://")
    return value


def _page(name: str, value: str) -> str:
    if value and not re.match(r"https?://[\w.-]+", value):
        raise BadSetting(f"{name} takes the address of a page that begins with https://")
    return value


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise BadSetting(f"{name} takes one of {', '.join(choices)}.")
    return value


def _days(name: str, value: str) -> float:
    try:
        days = float(value)
    except ValueError:
        days = -1.0
    if not 0 <= days <= 36500:
        raise BadSetting(f"{name} takes a number of days from 0 to 36500.")
    return days


def _seconds(name: str, value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 60:
        raise BadSetting(f"{name} takes a number of seconds above 0, up to 60.")
    return seconds
