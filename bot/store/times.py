"""Times in the database are UTC."""

from datetime import datetime, timezone


def aware(moment: datetime) -> datetime:
    """Return ``moment`` with its offset: SQLite gives times back without it."""
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
