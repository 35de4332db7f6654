"""The talk as it stands: what was asked, what came back, what is open. Folded from the same entries as the record. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Optional

from bot.conversation.asks import CLOSING, Ask
from bot.record.entries import Entry
from bot.record.record import Record, build_record

#: Entries after which what was read back is no longer all that is kept.
_CHANGES_THE_RECORD = ("kept", "removed", "moved", "changed")


@dataclass
class Answer:
    """A message that answered an ask: which, with what move, and whether it carried anything."""

    ask: str
    message: str
    move: str
    thin: bool


@dataclass
class Talk:
    """Who talks, in what language, and how far it has come."""

    id: str
    role: str
    language: Optional[str] = None
    state: str = "open"
    asks: dict[str, Ask] = field(default_factory=dict)
    open_ask: Optional[Ask] = None
    texts: dict[str, str] = field(default_factory=dict)  # question text -> id of the ask that has it
    answers: list[Answer] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)  # keys of questions that are done with
    planned: Optional[tuple[str, Optional[str]]] = None  # (kind, about) of the follow-up to come
    last_ask: Optional[Ask] = None  # the ask answered last: what a planned follow-up belongs to
    thin_run: int = 0
    offers: int = 0
    stopping: bool = False  # to the close with what there is
    back_in: bool = False  # came back from the close
    finishing: bool = False  # nothing more is asked
    rephrase: bool = False
    unclear: set[str] = field(default_factory=set)  # asks that got a reply too unclear to act on
    wordings: dict[str, tuple[str, str]] = field(default_factory=dict)  # ask id -> (question as last put, language)
    heard: Optional[str] = None  # the language of the message that is being answered: it counts while none is chosen
    replacing: Optional[str] = None  # the message whose words the next answer replaces
    replacing_ask: Optional[str] = None  # ... when it answers this ask
    reopened: set[str] = field(default_factory=set)  # asks that were answered, and are open again or wait to be put again
    read_back_is_stale: bool = False  # the record has changed since it was last shown to be confirmed
    concerns_shown: list[str] = field(default_factory=list)
    weary: int = 0  # 1: tired, so nothing is probed; 2: worn out, so only what is needed is asked
    stop_due: bool = False  # the offer to stop is due, because of what the person said of themselves
    language_offered: bool = False
    last_at: Optional[datetime] = None  # when something last happened in the talk
    young: bool = False
    subject: str = "self"

    def follow_ups(self, root: str) -> int:
        """Return how many follow-ups of any kind were put after the opening question ``root``."""
        return sum(1 for ask in self.asks.values() if ask.root == root and ask.id != root)

    def root_of(self, ask: Ask) -> str:
        """Return the id of the opening question that ``ask`` follows up (its own, when it is one)."""
        return ask.root or ask.id

    def asks_before_the_end(self) -> int:
        """Return how many different asks were put before ``anything_else``: what the limit counts."""
        count = 0
        for ask in self.asks.values():
            if ask.element == "anything_else":
                break
            count += 1
        return count


@dataclass
class State:
    """Everything the agenda looks at: the talk and the record."""

    talk: Talk
    record: Record


def build_state(conversation: str, role: str, language: Optional[str], entries: Iterable[Entry]) -> State:
    """Fold ``entries`` into the talk and the record. ``language``: what the conversation was begun in, None when not said."""
    entries = list(entries)
    talk = Talk(id=conversation, role=role, language=language)
    for entry in entries:
        apply_entry(talk, entry)
    record = build_record(entries)
    talk.young = bool(record.facts.get("under_18"))
    talk.subject = record.facts.get("subject", "self")
    return State(talk, record)


def apply_entry(talk: Talk, entry: Entry) -> None:
    """Fold one more entry into the talk."""
    data = entry.data
    talk.read_back_is_stale = talk.read_back_is_stale or entry.kind in _CHANGES_THE_RECORD
    talk.last_at = entry.at or talk.last_at
    if entry.kind == "asked":
        ask = Ask(**data["ask"])
        talk.asks.setdefault(ask.id, ask)
        talk.texts.setdefault(data["text"], ask.id)
        talk.texts.setdefault(data["question"], ask.id)
        talk.wordings[ask.id] = (data["question"], data["language"])
        talk.open_ask = ask
        talk.planned = None
        talk.rephrase = False
        if ask.element == "offer":
            talk.stop_due = False
        if ask.element == "read_back":
            talk.read_back_is_stale = False
    elif entry.kind == "answered":
        _answer(talk, entry)
    elif entry.kind == "unclear":
        talk.answers.append(Answer(data["ask"], entry.cause or "", "unclear", True))
        talk.unclear.add(data["ask"])
    elif entry.kind == "planned":
        talk.planned = (data["kind"], data["about"])
    elif entry.kind == "held":
        talk.state = data["state"]
    elif entry.kind == "stopping":
        talk.stopping = True
        talk.planned = talk.replacing = None  # nothing was said instead of what was opened again: it stays
        if talk.open_ask and talk.open_ask.element not in ("read_back", "consent"):
            talk.open_ask = None
    elif entry.kind == "back_in":
        talk.stopping = talk.finishing = False
        talk.state = "open"
        talk.open_ask = None
        talk.back_in = True
        talk.closed -= {key for key in talk.closed if key.split("/")[0] in CLOSING}
    elif entry.kind == "finishing":
        talk.finishing = True
        talk.open_ask = talk.planned = None
    elif entry.kind == "weary":
        worse = data["much"] or talk.weary > 0
        talk.stop_due = worse and talk.weary < 2
        talk.weary = 2 if worse else 1
        talk.planned = None
    elif entry.kind == "language_offered":
        talk.language_offered = True
    elif entry.kind == "offered":
        talk.thin_run = 0
        talk.stop_due = False
        talk.offers += 1
    elif entry.kind == "reopened":
        ask = talk.asks[data["ask"]]
        talk.open_ask = ask
        talk.planned = None
        talk.closed.discard(ask.key)
        talk.replacing, talk.replacing_ask = data["message"], ask.id
        talk.reopened.add(ask.id)
        if ask.element not in CLOSING:
            talk.stopping = talk.finishing = False
    elif entry.kind == "known" and data["what"] == "language":
        talk.language = data["value"]
    elif entry.kind == "rephrase":
        talk.rephrase = True
    elif entry.kind == "concern":
        talk.concerns_shown.append(data["kind"])
    elif entry.kind == "ended":
        talk.state = "ended"
        talk.open_ask = None


def _answer(talk: Talk, entry: Entry) -> None:
    data = entry.data
    ask = talk.asks.get(data["ask"])
    if ask is None:  # words that answered no ask
        return
    talk.answers.append(Answer(ask.id, entry.cause or "", data["move"], data["thin"]))
    talk.thin_run = talk.thin_run + 1 if data["thin"] else 0
    if data["closes"]:
        talk.closed.add(ask.key)
    talk.last_ask = ask
    talk.reopened.discard(ask.id)
    if ask.id == talk.replacing_ask:
        talk.replacing = talk.replacing_ask = None
    if talk.open_ask and talk.open_ask.id == ask.id:
        talk.open_ask = None
