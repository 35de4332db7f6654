"""Rasa's tracker store, encrypted: the tracker repeats what people say, so it is sealed with the conversation's own key."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterable
from typing import Any, Optional

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, select

from bot.engine import turns
from bot.engine.tracker_table import open_tracker_database, tracker_turns

REPLIED_TO = "replied_to"


class EncryptedTrackerStore(TrackerStore):
    """Keeps one sealed row a turn. ``retrieve`` loads the last session only, so that a turn's cost does not grow with the talk.

    A turn that ended without a reply (the actions were unreachable, say) is not saved: the message is delivered again later.
    """

    def __init__(
        self,
        domain: Optional[Domain],
        host: Optional[str] = None,
        event_broker: Optional[EventBroker] = None,
        **kwargs: dict[str, Any],
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.database = open_tracker_database(host or "sqlite://")

    async def save(self, tracker: DialogueStateTracker) -> None:
        saved, session = self._saved(tracker.sender_id)
        new = list(itertools.islice(tracker.events, saved, None))
        if not new:
            return
        message = _last_message(new)
        if message and tracker.get_slot(REPLIED_TO) != message:
            turns.unfinished.add(tracker.sender_id)
            return
        rows = []
        for starts_session, events in _by_session(new):
            session += int(starts_session)
            rows.append(
                {
                    "conversation": tracker.sender_id,
                    "session": session,
                    "message": message,
                    "events": len(events),
                    "sealed": _seal(tracker.sender_id, events),
                }
            )
        with self.database.begin() as connection:
            connection.execute(tracker_turns.insert(), rows)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        return self._load(sender_id, last_session_only=True)

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        return self._load(conversation_id, last_session_only=False)

    async def keys(self) -> Iterable[str]:
        with self.database.connect() as connection:
            return [row[0] for row in connection.execute(select(tracker_turns.c.conversation).distinct())]

    def _saved(self, conversation: str) -> tuple[int, int]:
        """Return (number of events in the last session, that session's number) as stored."""
        columns = tracker_turns.c
        with self.database.connect() as connection:
            session = connection.execute(select(func.max(columns.session)).where(columns.conversation == conversation)).scalar()
            if session is None:
                return 0, 0
            count = connection.execute(
                select(func.sum(columns.events)).where(columns.conversation == conversation, columns.session == session)
            ).scalar()
            return int(count or 0), int(session)

    def _load(self, conversation: str, last_session_only: bool) -> Optional[DialogueStateTracker]:
        columns = tracker_turns.c
        query = select(columns.sealed).where(columns.conversation == conversation).order_by(columns.id)
        if last_session_only:
            query = query.where(columns.session == self._saved(conversation)[1])
        with self.database.connect() as connection:
            sealed = [row[0] for row in connection.execute(query)]
        if not sealed:
            return None
        events = [event for row in sealed for event in _open(conversation, row)]
        return DialogueStateTracker.from_events(conversation, deserialise_events(events), self.domain.slots, domain=self.domain)


def _last_message(events: list[Event]) -> Optional[str]:
    for event in reversed(events):
        if isinstance(event, UserUttered):
            return (event.metadata or {}).get("message")
    return None


def _by_session(events: list[Event]) -> Iterable[tuple[bool, list[Event]]]:
    """Yield (starts a session, events) for the stretches of ``events`` between session starts."""
    stretch: list[Event] = []
    starts = False
    for event in events:
        if isinstance(event, SessionStarted):
            if stretch:
                yield starts, stretch
            stretch, starts = [], True
        stretch.append(event)
    yield starts, stretch


def _seal(conversation: str, events: list[Event]) -> bytes:
    nonce = os.urandom(12)
    plain = json.dumps([event.as_dict() for event in events]).encode()
    return nonce + AESGCM(turns.tracker_keys[conversation]).encrypt(nonce, plain, conversation.encode())


def _open(conversation: str, sealed: bytes) -> list[dict[str, Any]]:
    plain = AESGCM(turns.tracker_keys[conversation]).decrypt(sealed[:12], sealed[12:], conversation.encode())
    return json.loads(plain)
