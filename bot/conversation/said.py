"""What a step of the talk gives: entries for the record, and what the assistant says."""

from dataclasses import dataclass, field
from typing import Any, Optional

from bot.conversation.asks import Ask
from bot.conversation.phrasebook import Button
from bot.conversation.talk import State
from bot.record.entries import Entry


@dataclass(frozen=True)
class Said:
    """One message of the assistant. At most one of a reply carries an ask."""

    text: str
    ask: Optional[Ask] = None
    buttons: tuple[Button, ...] = ()


@dataclass
class Step:
    """What one action does: entries to append and messages to say."""

    entries: list[Entry] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


def context_of(state: State) -> dict[str, Any]:
    """Return what wordings depend on. Before a language is chosen the question for it is in both; all else is as the person wrote."""
    return {
        "language": state.talk.language or state.talk.heard or "cy",
        "role": state.talk.role,
        "young": state.talk.young,
        "subject": state.talk.subject,
    }
