"""The duty team's list: words about danger that were passed on, and who acknowledged them.

Each stands under a key of its own, so that it can be kept as long as concerns are, whatever becomes of the talk.
"""

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Optional

from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from bot.errors import BadSetting, Conflict, NotFound
from bot.record.record import Concern
from bot.store.keys import DataKey
from bot.store.tables import ConversationRow, DutyListRow
from bot.store.times import aware

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PassedOn:
    """A concern on the list. ``content``: kind, words, language, role, whose, by whom it was passed on; ``acknowledged_by``: a name."""

    id: str
    conversation: str
    concern: str
    passed_on_at: datetime
    acknowledged_at: Optional[datetime]
    content: dict[str, Any]

    @property
    def acknowledged_by(self) -> Optional[str]:
        return self.content.get("acknowledged_by")


class DutyList:
    """The list, for whoever is on duty."""

    def __init__(self, engine: Engine, master_key: bytes) -> None:
        self.engine = engine
        self._master_key = master_key

    def all(self) -> list[PassedOn]:
        """Return every concern on the list: those that nobody has acknowledged first, the oldest first.

        Raises BadSetting when the master key opens none of them.
        """
        with Session(self.engine) as session:
            rows = session.scalars(select(DutyListRow).order_by(DutyListRow.acknowledged_at.is_not(None), DutyListRow.passed_on_at))
            found = [self._readable(row) for row in rows]
        if found and not any(found):
            raise BadSetting("The master key does not open the duty list: it was made with another one.")
        return [concern for concern in found if concern]

    def acknowledge(self, id: str, by: str) -> PassedOn:
        """Somebody has opened the concern and gives their name; return it. Raises NotFound, Conflict when somebody else has already."""
        with Session(self.engine) as session, session.begin():
            row = session.get(DutyListRow, id)
            if row is None:
                raise NotFound("There is no such concern.")
            if row.acknowledged_at and self._opened(row).acknowledged_by == by:
                return self._opened(row)
            if row.acknowledged_at:
                raise Conflict("Somebody has acknowledged this concern already.")
            key, content = self._key(row), self._opened(row).content
            row.sealed = key.seal({**content, "acknowledged_by": by}, f"duty {row.id}")
            row.acknowledged_at = datetime.now(timezone.utc)
            session.flush()
            return self._opened(row)

    def is_acknowledged(self, conversation: str) -> bool:
        """Return whether somebody on duty has acknowledged a concern of this conversation."""
        with Session(self.engine) as session:
            query = select(DutyListRow.id).where(DutyListRow.conversation == conversation, DutyListRow.acknowledged_at.is_not(None))
            return session.execute(query.limit(1)).first() is not None

    def drop(self, ids: Iterable[str]) -> None:
        """Delete these from the list, their keys with them."""
        with Session(self.engine) as session, session.begin():
            session.execute(delete(DutyListRow).where(DutyListRow.id.in_(list(ids))))

    def _key(self, row: DutyListRow) -> DataKey:
        return DataKey.unwrap(row.data_key, self._master_key, f"duty {row.id}")

    def _readable(self, row: DutyListRow) -> Optional[PassedOn]:
        """Return the concern; None when its row is damaged, which must not keep the others from being seen."""
        try:
            return self._opened(row)
        except (BadSetting, InvalidTag, ValueError):
            log.error("The row %s of the duty list cannot be opened.", row.id)
            return None

    def _opened(self, row: DutyListRow) -> PassedOn:
        content = self._key(row).open(row.sealed, f"duty {row.id}")
        taken = aware(row.acknowledged_at) if row.acknowledged_at else None
        return PassedOn(row.id, row.conversation, row.concern, aware(row.passed_on_at), taken, content)


def put_on_list(session: Session, master_key: bytes, row: ConversationRow, concern: Concern, now: datetime) -> None:
    """Put ``concern``, which has just been passed on, on the list, in this transaction."""
    id, key, quote = secrets.token_hex(8), DataKey.new(), concern.quote
    content = {
        "kind": concern.kind,
        "text": quote.text,
        "language": quote.language,
        "role": row.role,
        "voice": quote.voice,
        "speaker": quote.speaker,
        "taken": quote.taken,
        "passed_on": {"by": (concern.passed_on or {})["by"], "to": (concern.passed_on or {})["to"]},
    }
    session.add(
        DutyListRow(
            id=id,
            conversation=row.id,
            concern=quote.id,
            data_key=key.wrap(master_key, f"duty {id}"),
            sealed=key.seal(content, f"duty {id}"),
            passed_on_at=now,
        )
    )
