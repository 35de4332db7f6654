"""The tables. Columns named ``sealed`` hold words under the conversation's data key; nothing else holds any."""

from datetime import datetime
from typing import Optional

from sqlalchemy import Boolean, DateTime, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_UNANSWERED = text("answered_at is null and from_whom = 'person'")


class Base(DeclarativeBase):
    """All tables of the app's own database."""


class ConversationRow(Base):
    """One conversation. ``data_key``: wrapped under the master key.

    ``erase_after``: set when the talk has ended and nothing is to be kept: time for an own copy, then everything is erased.
    ``shared``: the person agreed to its being sent to the council; ``opened_at``: when staff there first opened it.
    """

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[Optional[str]] = mapped_column(String(2))
    continues: Mapped[Optional[str]] = mapped_column(String(40))
    data_key: Mapped[bytes] = mapped_column(LargeBinary)
    next_seq: Mapped[int] = mapped_column(Integer, default=1)
    erase_after: Mapped[Optional[datetime]] = mapped_column(DateTime(timezone=True))
    shared: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    opened_at: Mapped[Optional[datetime]] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class TokenRow(Base):
    """A token that opens a conversation, by its SHA-256: one for each device that began it or came back to it."""

    __tablename__ = "tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ReturnCodeRow(Base):
    """The one live return code of a conversation. ``code_hash``: keyed under the master key, so that a stolen database tells no code."""

    __tablename__ = "return_codes"

    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class MessageRow(Base):
    """The message log: every message, the person's and the assistant's, in order. A person's is written before anything interprets it.

    ``client_id``: the id that the sender gave; ``reply_to``: for the assistant's, the person's message that it answers ("" for the
    first ones); ``answered_at``: for a person's, when its reply was complete.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation", "client_id", name="one_message_one_id"),
        UniqueConstraint("conversation", "seq", name="one_message_one_seq"),
        # What still wants its reply is looked for every two seconds: an index of just that.
        Index("unanswered", "conversation", sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    client_id: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(Integer)
    sender: Mapped[str] = mapped_column("from_whom", String(10))
    reply_to: Mapped[Optional[str]] = mapped_column(String(64), index=True)
    language: Mapped[str] = mapped_column(String(2))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    answered_at: Mapped[Optional[datetime]] = mapped_column(DateTime(timezone=True))


class EntryRow(Base):
    """What happened to the record and the talk, only appended (bot/record/entries.py)."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class EffectRow(Base):
    """What an action did for a message, once: a second call of the same action for it finds this and changes nothing."""

    __tablename__ = "effects"
    __table_args__ = (UniqueConstraint("conversation", "message", "action", "n", name="one_effect_once"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    message: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    n: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class DutyListRow(Base):
    """Words about danger that were passed on to the duty team, under a key of their own: they are kept as long as concerns are,
    whatever becomes of the talk. ``concern``: the id of the quote in the talk; ``acknowledged_at``: when somebody opened it by name.
    """

    __tablename__ = "duty_list"
    __table_args__ = (UniqueConstraint("conversation", "concern", name="one_concern_once"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(40), index=True)
    concern: Mapped[str] = mapped_column(String(120))
    data_key: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    passed_on_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    acknowledged_at: Mapped[Optional[datetime]] = mapped_column(DateTime(timezone=True))
