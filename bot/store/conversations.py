"""The one place that reads and writes conversations: message log first, then entries, replies and effects in one transaction.

No transaction here ever stays open across a call to the engine.
"""

import hashlib
import secrets
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

from sqlalchemy import Engine, delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.conversation.said import Said, Step
from bot.conversation.talk import State, build_state
from bot.errors import Conflict, NotFound
from bot.record.entries import Entry
from bot.record.quote import Message
from bot.store.keys import DataKey
from bot.store.tables import ConversationRow, EffectRow, EntryRow, MessageRow

#: How many data keys are kept unwrapped in memory.
_KEYS_IN_MEMORY = 4096
#: After a talk of which nothing is to be kept: time to take one's own copy.
TIME_FOR_OWN_COPY = timedelta(hours=1)
#: Of how many conversations the opened entries are kept in memory.
_OPENED_IN_MEMORY = 256


@dataclass(frozen=True)
class Conversation:
    """A conversation as the rest of the app knows it."""

    id: str
    role: str
    language: Optional[str]
    continues: Optional[str]
    created_at: datetime


@dataclass(frozen=True)
class LoggedMessage:
    """A message of the log. ``content``: what was sealed with it (its text; for the assistant's also ask and buttons)."""

    id: str
    seq: int
    sender: str
    reply_to: Optional[str]
    language: str
    at: datetime
    answered: bool
    content: dict[str, Any]


class Store:
    """Conversations in a database, their words under their own keys."""

    def __init__(self, engine: Engine, master_key: bytes) -> None:
        self.engine = engine
        self._master_key = master_key
        self._keys: OrderedDict[str, DataKey] = OrderedDict()
        self._opened: OrderedDict[str, tuple[int, list[Entry]]] = OrderedDict()

    # Conversations

    def begin(
        self, role: str, language: Optional[str], first: Callable[[State], Step], continues: Optional[str] = None
    ) -> tuple[Conversation, str]:
        """Make a conversation and its first messages; return it with its token, which is stored only as a hash."""
        now = _now()
        token = secrets.token_urlsafe(32)
        key = DataKey.new()
        id = secrets.token_hex(16)
        row = ConversationRow(
            id=id,
            role=role,
            language=language,
            continues=continues,
            token_hash=_hash(token),
            data_key=key.wrap(self._master_key, id),
            next_seq=1,
            created_at=now,
            updated_at=now,
        )
        with Session(self.engine) as session, session.begin():
            session.add(row)
            session.flush()
            state = build_state(id, role, language, [])
            self._append(session, row, key, first(state), None, now)
            return _conversation(row), token

    def get(self, id: str) -> Conversation:
        """Return the conversation. Raises NotFound."""
        with Session(self.engine) as session:
            return _conversation(self._row(session, id))

    def all(self) -> list[Conversation]:
        """Return every conversation, newest first."""
        with Session(self.engine) as session:
            return [_conversation(row) for row in session.scalars(select(ConversationRow).order_by(ConversationRow.created_at.desc()))]

    def opens(self, id: str, token: str) -> bool:
        """Return whether ``token`` is the conversation's own. False also for a conversation that does not exist."""
        with Session(self.engine) as session:
            row = session.get(ConversationRow, id)
            return secrets.compare_digest(row.token_hash if row else "", _hash(token))

    def state(self, id: str) -> State:
        """Return the talk and the record as they stand. Raises NotFound."""
        with Session(self.engine) as session:
            row = self._row(session, id)
            return self._state(session, row, self._key(row))

    def erase(self, id: str) -> None:
        """Delete the conversation in every table: its data key first of all. Raises NotFound."""
        with Session(self.engine) as session, session.begin():
            row = self._row(session, id)
            for table in (EffectRow, EntryRow, MessageRow):
                session.execute(delete(table).where(table.conversation == id))
            session.delete(row)
        self._keys.pop(id, None)
        self._opened.pop(id, None)
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.rollback()
                raw = connection.connection.driver_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def due_for_erasure(self) -> list[str]:
        """Return the ids of the talks that are over, not to be kept, and whose time for an own copy has passed."""
        with Session(self.engine) as session:
            return list(session.scalars(select(ConversationRow.id).where(ConversationRow.erase_after <= _now())))

    # The message log

    def log(self, id: str, message: Message, answers: Optional[str]) -> LoggedMessage:
        """Write a person's message down, before anything interprets it; the same message again returns what is there.

        ``answers``: the ask that the words belong to, None for the one that is open. Raises Conflict when the id came before with other
        text or the talk has ended; NotFound.
        """
        with Session(self.engine) as session, session.begin():
            row = self._row(session, id)
            key = self._key(row)
            known = session.scalar(select(MessageRow).where(MessageRow.conversation == id, MessageRow.client_id == message.id))
            if known:
                logged = self._logged(known, key)
                if logged.sender != "person" or logged.content["text"] != message.text:
                    raise Conflict("This message id came before with other words. Send new words under a new id.")
                return logged
            state = self._state(session, row, key)
            if state.talk.state == "ended":
                raise Conflict("This talk has ended. Reopen it to say more.")
            ask = _ask_for(state, answers)
            content = {
                "text": message.text,
                "ask": ask,
                "held": state.talk.state != "open",
                "word_for_word": message.word_for_word,
            }
            return self._logged(self._write(session, row, key, message.id, "person", None, message.language, content, _now()), key)

    def note(self, id: str, words: str, language: str) -> LoggedMessage:
        """Write down words of the person that ask for no reply (limits to sharing, a correction). Raises NotFound."""
        with Session(self.engine) as session, session.begin():
            row = self._row(session, id)
            key = self._key(row)
            written = self._write(session, row, key, str(uuid.uuid4()), "person", None, language, {"text": words, "ask": None}, _now())
            written.answered_at = _now()
            session.flush()
            return self._logged(written, key)

    def messages(self, id: str, after: int = 0) -> list[LoggedMessage]:
        """Return the messages with a higher sequence number than ``after``, in order. Raises NotFound."""
        with Session(self.engine) as session:
            row = self._row(session, id)
            key = self._key(row)
            found = session.scalars(
                select(MessageRow).where(MessageRow.conversation == id, MessageRow.seq > after).order_by(MessageRow.seq)
            )
            return [self._logged(message, key) for message in found]

    def message(self, id: str, message: str) -> LoggedMessage:
        """Return one message of the log by the id its sender gave. Raises NotFound."""
        with Session(self.engine) as session:
            row = self._row(session, id)
            found = session.scalar(select(MessageRow).where(MessageRow.conversation == id, MessageRow.client_id == message))
            if found is None:
                raise NotFound("There is no such message.")
            return self._logged(found, self._key(row))

    def reply(self, id: str, message: str) -> list[LoggedMessage]:
        """Return what the assistant said to ``message``, in order."""
        with Session(self.engine) as session:
            row = self._row(session, id)
            key = self._key(row)
            found = session.scalars(
                select(MessageRow).where(MessageRow.conversation == id, MessageRow.reply_to == message).order_by(MessageRow.seq)
            )
            return [self._logged(reply, key) for reply in found]

    def mark_answered(self, id: str, message: str) -> None:
        """The reply to ``message`` is complete."""
        with Session(self.engine) as session, session.begin():
            found = session.scalar(select(MessageRow).where(MessageRow.conversation == id, MessageRow.client_id == message))
            if found and not found.answered_at:
                found.answered_at = _now()

    def unanswered(self, id: Optional[str] = None) -> list[tuple[str, str]]:
        """Return (conversation, message id) of the person's messages without a complete reply, oldest first."""
        query = select(MessageRow.conversation, MessageRow.client_id).where(MessageRow.sender == "person", MessageRow.answered_at.is_(None))
        if id:
            query = query.where(MessageRow.conversation == id)
        with Session(self.engine) as session:
            return [(c, m) for c, m in session.execute(query.order_by(MessageRow.id))]

    def tracker_key(self, id: str) -> bytes:
        """Return the key for the conversation's tracker. Raises NotFound."""
        with Session(self.engine) as session:
            return self._key(self._row(session, id)).for_tracker()

    # What actions do

    def once(self, id: str, message: str, action: str, n: int, do: Callable[[State], tuple[Step, Any]]) -> Any:
        """Carry out ``do`` for (conversation, message, action, n) exactly once in effect, in one transaction; return its result.

        ``do`` gets the state and returns a step (entries and replies) and a JSON result. A second call finds the first one's result
        and changes nothing. Raises NotFound.
        """
        try:
            with Session(self.engine) as session, session.begin():
                row = self._row(session, id)
                key = self._key(row)
                done = self._effect(session, id, message, action, n)
                if done:
                    return key.open(done.sealed, f"effect {id}")
                step, result = do(self._state(session, row, key))
                self._append(session, row, key, step, message, _now())
                session.add(EffectRow(conversation=id, message=message, action=action, n=n, sealed=key.seal(result, f"effect {id}")))
                return result
        except IntegrityError:
            # Two deliveries at once: the other one has done it.
            with Session(self.engine) as session:
                row = self._row(session, id)
                done = self._effect(session, id, message, action, n)
                if done is None:
                    raise
                return self._key(row).open(done.sealed, f"effect {id}")

    def apply(self, id: str, do: Callable[[State], Step]) -> State:
        """Carry out ``do`` outside a message (a consent, a language, the way to the close) in one transaction; return the new state."""
        with Session(self.engine) as session, session.begin():
            row = self._row(session, id)
            key = self._key(row)
            self._append(session, row, key, do(self._state(session, row, key)), None, _now())
        return self.state(id)

    # Inside a transaction

    def _row(self, session: Session, id: str) -> ConversationRow:
        row = session.get(ConversationRow, id)
        if row is None:
            raise NotFound("There is no such conversation, or it is not yours.")
        return row

    def _key(self, row: ConversationRow) -> DataKey:
        key = self._keys.get(row.id)
        if key is None:
            key = self._keys[row.id] = DataKey.unwrap(row.data_key, self._master_key, row.id)
            while len(self._keys) > _KEYS_IN_MEMORY:
                self._keys.popitem(last=False)
        return key

    def _state(self, session: Session, row: ConversationRow, key: DataKey) -> State:
        return build_state(row.id, row.role, row.language, self._entries(session, row, key))

    def _entries(self, session: Session, row: ConversationRow, key: DataKey) -> list[Entry]:
        """Return all entries. They are only appended, so what was opened before is kept in memory and only the newer ones are read."""
        last, known = self._opened.pop(row.id, (0, []))
        query = select(EntryRow.id, EntryRow.sealed, EntryRow.at).where(EntryRow.conversation == row.id, EntryRow.id > last)
        entries = list(known)
        for id, sealed, at in session.execute(query.order_by(EntryRow.id)):
            kind, data, cause = key.open(sealed, f"entry {row.id}")
            entries.append(Entry(kind, data, cause, _aware(at)))
            last = id
        return self._remember(row.id, last, entries)

    def _remember(self, id: str, last: int, entries: list[Entry]) -> list[Entry]:
        self._opened[id] = (last, entries)
        while len(self._opened) > _OPENED_IN_MEMORY:
            self._opened.popitem(last=False)
        return entries

    def _append(self, session: Session, row: ConversationRow, key: DataKey, step: Step, reply_to: Optional[str], now: datetime) -> None:
        if any(entry.kind in ("ended", "back_in") or entry.data.get("what") == "keep" for entry in step.entries):
            row.erase_after = self._erasure_time(session, row, key, step, now)
        for entry in step.entries:
            sealed = key.seal([entry.kind, entry.data, entry.cause or reply_to], f"entry {row.id}")
            session.add(EntryRow(conversation=row.id, sealed=sealed, at=now))
            if entry.kind == "known" and entry.data["what"] == "language":
                row.language = entry.data["value"]
        session.flush()
        for said in step.said:
            self._write(session, row, key, f"s{row.next_seq}", "assistant", reply_to or "", row.language or "cy", _content(said), now)
        row.updated_at = now

    def _erasure_time(self, session: Session, row: ConversationRow, key: DataKey, step: Step, now: datetime) -> Optional[datetime]:
        """Return when a talk that is over and not to be kept is erased; None for every other."""
        after = build_state(row.id, row.role, row.language, [*self._entries(session, row, key), *step.entries])
        over = after.talk.state == "ended" and after.record.facts.get("keep") is False
        return now + TIME_FOR_OWN_COPY if over else None

    def _write(
        self, session: Session, row: ConversationRow, key: DataKey, id: str, sender: str, reply_to: Optional[str], language: str,
        content: dict[str, Any], now: datetime,
    ) -> MessageRow:  # fmt: skip
        message = MessageRow(
            conversation=row.id,
            client_id=id,
            seq=row.next_seq,
            sender=sender,
            reply_to=reply_to,
            language=language,
            sealed=key.seal(content, f"message {row.id} {row.next_seq}"),
            at=now,
        )
        row.next_seq += 1
        session.add(message)
        session.flush()
        return message

    def _logged(self, row: MessageRow, key: DataKey) -> LoggedMessage:
        return LoggedMessage(
            id=row.client_id,
            seq=row.seq,
            sender=row.sender,
            reply_to=row.reply_to,
            language=row.language,
            at=_aware(row.at),
            answered=row.answered_at is not None,
            content=key.open(row.sealed, f"message {row.conversation} {row.seq}"),
        )

    @staticmethod
    def _effect(session: Session, id: str, message: str, action: str, n: int) -> Optional[EffectRow]:
        return session.scalar(
            select(EffectRow).where(
                EffectRow.conversation == id, EffectRow.message == message, EffectRow.action == action, EffectRow.n == n
            )
        )

    def is_alive(self) -> bool:
        """Return whether the database answers."""
        with self.engine.connect() as connection:
            return connection.execute(text("select 1")).scalar() == 1


def _ask_for(state: State, answers: Optional[str]) -> Optional[dict[str, Any]]:
    """Return the ask that a message answers, as data: the one named, else the one that is open (or was, while the talk waits)."""
    ask = state.talk.asks.get(answers or "") or state.talk.open_ask
    return ask.as_data() if ask else None


def _content(said: Said) -> dict[str, Any]:
    return {
        "text": said.text,
        "ask": said.ask.as_json() if said.ask else None,
        "buttons": [{"text": b.text, "send": b.send} for b in said.buttons],
    }


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(row.id, row.role, row.language, row.continues, _aware(row.created_at))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _aware(moment: datetime) -> datetime:
    """SQLite gives times back without their offset; they are UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
