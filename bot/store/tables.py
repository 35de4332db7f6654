"""The tables. Columns named ``sealed`` hold words under the conversation's data key; nothing else holds any."""

from datetime import datetime
from typing import Optional

from sqlalchemy import DateTime, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables of the app's own database."""


class ConversationRow(Base):
    """One conversation. ``token_hash``: SHA-256 of the token that opens it. ``data_key``: wrapped under the master key.

    ``erase_after``: set when the talk has ended and nothing is to be kept: time for an own copy, then everything is erased.
    """

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[Optional[str]] = mapped_column(String(2))
    continues: Mapped[Optional[str]] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    data_key: Mapped[bytes] = mapped_column(LargeBinary)
    next_seq: Mapped[int] = mapped_column(Integer, default=1)
    erase_after: Mapped[Optional[datetime]] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class MessageRow(Base):
    """The message log: every message, the person's and the assistant's, in order. A person's is written before anything interprets it.

    ``client_id``: the id that the sender gave; ``reply_to``: for the assistant's, the person's message that it answers ("" for the
    first ones); ``answered_at``: for a person's, when its reply was complete.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation", "client_id", name="one_message_one_id"),
        UniqueConstraint("conversation", "seq", name="one_message_one_seq"),
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
