"""Conversations and logged messages as the rest of the app knows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional


@dataclass(frozen=True)
class Conversation:
    """A conversation as the rest of the app knows it."""

    id: str
    role: str
    language: Optional[str]
    continues: Optional[str]
    created_at: datetime
    opened_at: Optional[datetime] = None


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
