"""What has been kept for long enough: talks never shared, shared talks, and concerns on the duty list, each for a time of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.store.tables import ConversationRow, DutyListRow


@dataclass(frozen=True)
class Retention:
    """How long each is kept after its last change (a concern: after it was passed on). The council's settings."""

    drafts: timedelta
    shared: timedelta
    concerns: timedelta


@dataclass(frozen=True)
class PastRetention:
    """The ids of the talks and of the concerns on the duty list whose time has passed."""

    drafts: list[str]
    shared: list[str]
    concerns: list[str]


def past_retention(engine: Engine, retention: Retention, now: datetime) -> PastRetention:
    """Return what has been kept for long enough at ``now``."""

    def talks(shared: bool, kept: timedelta) -> list[str]:
        query = select(ConversationRow.id).where(ConversationRow.shared.is_(shared), ConversationRow.updated_at <= now - kept)
        return list(session.scalars(query))

    with Session(engine) as session:
        concerns = session.scalars(select(DutyListRow.id).where(DutyListRow.passed_on_at <= now - retention.concerns))
        return PastRetention(talks(False, retention.drafts), talks(True, retention.shared), list(concerns))
