"""The time of day as it is said in Wales."""

from datetime import datetime
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Europe/London")


def clock(moment: datetime) -> str:
    """Return ``moment`` (with an offset) as hours and minutes in Wales: "17:05"."""
    return f"{moment.astimezone(_HERE):%H:%M}"
