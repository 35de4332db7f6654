"""Holding one talk: a simulated person on one side, the HTTP API on the other, and a log of what went over and back."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from bench.api import Api, Reply
from bench.person import Person
from bench.slots import placed_quotes
from bench.speaker import Said, Speaker

MOST_TURNS = 60
#: States in which the talk waits for the person to say that it goes on.
_WAITS = ("paused", "concern")


@dataclass
class Turn:
    """One message of the person: the ask it answered (None, when the talk waited), what was said, and the reply."""

    ask: Optional[dict[str, Any]]
    question: str
    said: Said
    message: str
    reply: Reply

    @property
    def next_ask(self) -> Optional[dict[str, Any]]:
        """The ask that came back."""
        return self.reply.asks[0]["ask"] if self.reply.asks else None


@dataclass
class Talk:
    """What went over and back in one talk, and what was kept of it."""

    person: Person
    first: Reply
    turns: list[Turn] = field(default_factory=list)
    record: dict[str, Any] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def ended(self) -> bool:
        return bool(self.turns) and self.turns[-1].reply.state == "ended"

    @property
    def replies(self) -> list[Reply]:
        return [self.first] + [turn.reply for turn in self.turns]

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Every message that carried an ask, in order."""
        return [message for reply in self.replies for message in reply.asks]


def hold_talk(person: Person, base_url: str, most_turns: int = MOST_TURNS) -> Talk:
    """Hold the talk that ``person`` would have, to its end or ``most_turns``. Raises httpx.HTTPError."""
    api = Api(base_url)
    try:
        first = api.begin(person.role, person.begin_in)
        talk = Talk(person, first)
        speaker = Speaker(person)
        asked, question = _asked(first, None, "")
        state, put_again = first.state, False
        while state in ("open", *_WAITS) and len(talk.turns) < most_turns and (asked or state in _WAITS):
            waits = state in _WAITS
            buttons = [button for message in talk.replies[-1].messages for button in message.get("buttons", [])]
            said = speaker.answer(asked, put_again) if asked and not waits else speaker.go_on(buttons)
            message, reply = api.say(said.text)
            talk.turns.append(Turn(None if waits else asked, question, said, message, reply))
            before = asked
            asked, question = _asked(reply, asked, question)
            put_again = bool(not waits and before and asked and asked["id"] == before["id"])
            state = reply.state
        talk.record, talk.messages, talk.statuses = api.record(), api.messages(), api.statuses
        return talk
    finally:
        api.close()


def _asked(reply: Reply, before: Optional[dict[str, Any]], question: str) -> tuple[Optional[dict[str, Any]], str]:
    """Return the ask that is open after ``reply`` and its question; the one from before while the talk waits."""
    if reply.asks:
        return reply.asks[-1]["ask"], reply.asks[-1]["text"]
    return (before, question) if reply.state in _WAITS else (None, "")


def write_transcript(talk: Talk, folder: Path) -> None:
    """Write the talk as text into ``folder``, with what stands where at the end of it."""
    lines = [f"{talk.person.name} ({talk.person.role}, {talk.person.language})", ""]
    lines += _assistant(talk.first)
    for turn in talk.turns:
        mark = ""
        if turn.said.answer:
            mark = f"   [due: {turn.said.answer.due or 'nothing'}]"
        elif turn.said.why != "planned":
            mark = f"   [{turn.said.why}]"
        lines += ["", f"PERSON: {turn.said.text}{mark}"]
        lines += _assistant(turn.reply)
    lines += ["", f"state: {talk.turns[-1].reply.state if talk.turns else talk.first.state}", "", "RECORD"]
    lines += [f"  {quote.path}: {quote.text}" for quote in placed_quotes(talk.record)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{talk.person.name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _assistant(reply: Reply) -> list[str]:
    lines = []
    for message in reply.messages:
        ask = message.get("ask")
        mark = ""
        if ask:
            parts = [ask["id"], ask["element"], ask.get("topic"), ask["kind"], str(ask.get("outcome") or "")]
            mark = "   [" + " ".join(part for part in parts if part) + "]"
        lines.append(f"SGWRS: {message['text']}{mark}")
    if not reply.messages:
        lines.append(f"SGWRS: (nothing; status {reply.status}, state {reply.state})")
    elif reply.state not in ("open",):
        lines.append(f"       ({reply.state})")
    return lines
