"""The one place that reads and writes conversations: message log first, then entries, replies and effects in one transaction.

No transaction here ever stays open across a call to the engine.
"""

import logging
import secrets
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable
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
from bot.store.access import add_token
from bot.store.duty_list import put_on_list
from bot.store.kept import Conversation, LoggedMessage
from bot.store.keys import DataKey
from bot.store.tables import ConversationRow, DutyListRow, EffectRow, EntryRow, MessageRow, ReturnCodeRow, TokenRow
from bot.store.times import aware

log = logging.getLogger(__name__)

#: How many data keys are kept unwrapped in memory.
_KEYS_IN_MEMORY = 4096
#: After a talk of which nothing is to be kept: time to take one's own copy.
TIME_FOR_OWN_COPY = timedelta(hours=1)
#: How many ids a database is asked about in one query.
_AT_ONCE = 500
#: What the assistant says of itself (at the start, on return) answers no message; its ``reply_to`` begins so.
OF_ITSELF = "~"
#: What is told without being asked stands beside the last reply and takes no question's place.
NEWS = "~news"
#: Of how many conversations the opened entries are kept in memory.
_OPENED_IN_MEMORY = 256


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
        key = DataKey.new()
        id = secrets.token_hex(16)
        row = ConversationRow(
            id=id,
            role=role,
            language=language,
            continues=continues,
            data_key=key.wrap(self._master_key, id),
            next_seq=1,
            created_at=now,
            updated_at=now,
        )
        with Session(self.engine) as session, session.begin():
            session.add(row)
            session.flush()
            token = add_token(session, id, now)
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

    def open_as_staff(self, id: str) -> bool:
        """Staff open a record: return whether it was sent to the council. The first time is written down. Raises NotFound."""
        with Session(self.engine) as session, session.begin():
            row = self._row(session, id)
            if row.shared and row.opened_at is None:
                row.opened_at = _now()
            return row.shared

    def state(self, id: str) -> State:
        """Return the talk and the record as they stand. Raises NotFound."""
        with Session(self.engine) as session:
            row = self._row(session, id)
            return self._state(session, row, self._key(row))

    def erase(self, id: str, *, duty_list: bool = True) -> None:
        """Delete the conversation in every table, its data key with it. Raises NotFound.

        ``duty_list``: what was passed on to the duty team goes too; retention keeps that for a time of its own.
        """
        with Session(self.engine) as session, session.begin():
            row = self._row(session, id)
            for table in (EffectRow, EntryRow, MessageRow, TokenRow, ReturnCodeRow, *((DutyListRow,) if duty_list else ())):
                session.execute(delete(table).where(table.conversation == id))
            session.delete(row)
        self._keys.pop(id, None)
        self._opened.pop(id, None)

    def existing(self, ids: Iterable[str]) -> set[str]:
        """Return those of ``ids`` that are conversations kept here."""
        wanted = list(ids)
        found: set[str] = set()
        with Session(self.engine) as session:
            for begin in range(0, len(wanted), _AT_ONCE):
                found.update(session.scalars(select(ConversationRow.id).where(ConversationRow.id.in_(wanted[begin : begin + _AT_ONCE]))))
        return found

    def due_for_erasure(self) -> list[str]:
        """Return the ids of the talks that are over, not to be kept, and whose time for an own copy has passed.

        What staff have opened, or a concern that they have acknowledged, is the council's by now and stays for its own time.
        """
        theirs = select(DutyListRow.conversation).where(DutyListRow.acknowledged_at.is_not(None))
        with Session(self.engine) as session:
            query = select(ConversationRow.id).where(ConversationRow.erase_after <= _now(), ConversationRow.opened_at.is_(None))
            return list(session.scalars(query.where(ConversationRow.id.not_in(theirs))))

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

    def apply(self, id: str, do: Callable[[State], Step], *, news: bool = False) -> State:
        """Carry out ``do`` outside a message (a consent, a language, the way to the close) in one transaction; return the new state.

        ``news``: what is said stands beside the last reply.
        """
        with Session(self.engine) as session, session.begin():
            row = self._row(session, id)
            key = self._key(row)
            self._append(session, row, key, do(self._state(session, row, key)), NEWS if news else None, _now())
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
            entries.append(Entry(kind, data, cause, aware(at)))
            last = id
        return self._remember(row.id, last, entries)

    def _remember(self, id: str, last: int, entries: list[Entry]) -> list[Entry]:
        self._opened[id] = (last, entries)
        while len(self._opened) > _OPENED_IN_MEMORY:
            self._opened.popitem(last=False)
        return entries

    def _append(self, session: Session, row: ConversationRow, key: DataKey, step: Step, reply_to: Optional[str], now: datetime) -> None:
        cause = reply_to if reply_to != NEWS else None
        dated = [Entry(entry.kind, entry.data, entry.cause or cause, now) for entry in step.entries]
        self._what_follows(session, row, key, dated, now)
        for entry in dated:
            sealed = key.seal([entry.kind, entry.data, entry.cause], f"entry {row.id}")
            session.add(EntryRow(conversation=row.id, sealed=sealed, at=now))
            if entry.kind == "known" and entry.data["what"] == "language":
                row.language = entry.data["value"]
            row.updated_at = now
        session.flush()
        reply_to = reply_to or f"{OF_ITSELF}{row.next_seq}"
        for said in step.said:
            self._write(session, row, key, f"s{row.next_seq}", "assistant", reply_to, row.language or "cy", _content(said), now)

    def _what_follows(self, session: Session, row: ConversationRow, key: DataKey, new: list[Entry], now: datetime) -> None:
        """Do in the same transaction what the new entries mean beside the record: when the talk is erased, whether staff may open
        it, and what goes on the duty team's list."""
        passed = {entry.data["concern"] for entry in new if entry.kind == "passed_on"}
        chosen = {entry.data["what"] for entry in new if entry.kind == "known"} & {"keep", "share"}
        if not passed and not chosen and not any(entry.kind in ("ended", "back_in", "held") for entry in new):
            return
        after = build_state(row.id, row.role, row.language, [*self._entries(session, row, key), *new])
        facts = after.record.facts
        row.shared = after.record.is_shared
        # A talk that is over and not to be kept is erased, once there was time for an own copy.
        over = after.talk.state == "ended" and facts.get("keep") is False
        row.erase_after = now + TIME_FOR_OWN_COPY if over else None
        for concern in after.record.concerns:
            if concern.quote.id in passed:
                put_on_list(session, self._master_key, row, concern, now)
                log.warning("Words about danger were passed on: somebody should look at the duty list (sgwrs concerns list).")

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
        row.updated_at = now
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
            at=aware(row.at),
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
    opened = aware(row.opened_at) if row.opened_at else None
    return Conversation(row.id, row.role, row.language, row.continues, aware(row.created_at), opened)


def _now() -> datetime:
    return datetime.now(timezone.utc)
