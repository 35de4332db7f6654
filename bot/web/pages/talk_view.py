"""The talk as its page shows it: what is being said now and what was said before, the open question, its buttons, how far along."""

import uuid
from dataclasses import dataclass, replace
from typing import Any, Optional

from bot.conversation.asks import FORMS, Ask
from bot.conversation.talk import State
from bot.export.outline import outline
from bot.record.quote import Message
from bot.store.conversations import NEWS, LoggedMessage
from bot.store.reading import read_record
from bot.web.api.showing import show_state
from bot.web.pages.frame import Page
from bot.web.waiting import waiting_notice
from bot.words.labels import LANGUAGES, label

#: Buttons that stand quietly below the box; the others are answers.
_QUIET = ("button_skip", "button_rephrase", "button_why_ask")
#: Buttons after which the person is still at the same question, and keeps what they were writing.
_SAME_QUESTION = ("button_rephrase", "button_why_ask")


@dataclass(frozen=True)
class Line:
    """One message as it is shown. ``question``: whether it is the question that is open. ``words_follow``: the person's words are shown
    below it, as they stand in the record, where the message says them in plain text."""

    id: str
    mine: bool
    text: str
    language: str
    question: bool
    words_follow: bool = False


def is_same_question(send: str) -> bool:
    """Whether pressing this button leaves the person at the question where they are."""
    return any(send == label(name, language) for name in _SAME_QUESTION for language in LANGUAGES)


def talk_view(page: Page, *, text: str = "", problem: str = "", after: int = 0) -> dict[str, Any]:
    """Return what the talk's page, or a piece of it, is made of.

    ``text``: what stands in the box. ``problem``: what was wrong with it. ``after``: the number of the last message the page shows already.
    """
    assert page.visitor
    id, store = page.visitor.talk, page.parts.store
    state, messages = store.state(id), store.messages(id)
    unanswered = {message for _, message in store.unanswered(id)}
    earlier, now = _divided(messages, unanswered)
    replies = [m for m in now if m.sender == "assistant"]
    buttons = [] if unanswered else [button for m in replies for button in m.content.get("buttons", [])]
    quiet_words = {label(name, language) for name in _QUIET for language in LANGUAGES}
    shown = show_state(state, bool(unanswered))
    closing = _closing_topic(state)
    sections = outline(read_record(store, id), page.language)
    notice, lines = _waiting(page, messages, unanswered)
    return {
        "earlier": [replace(_line(m, state), question=False) for m in earlier],
        "now": _read_back(_last_question([_line(m, state) for m in now]), closing),
        "new": _read_back(_last_question([_line(m, state) for m in messages if m.seq > after]), closing),
        "after": messages[-1].seq,
        "state": shown,
        "answers": state.talk.open_ask.id if state.talk.open_ask else "",
        "message": str(uuid.uuid4()),
        "choices": [b for b in buttons if b["text"] not in quiet_words],
        "quiet": [b for b in buttons if b["text"] in quiet_words],
        "notice": notice,
        "help_lines": lines,
        "listening": any(c.passed_on and not c.acknowledged for c in state.record.concerns),
        "part": _part(state),
        "parts_of_talk": [form.removesuffix("_form") for form in FORMS],
        "closing": closing,
        "text": text,
        "problem": problem,
        "sections": sections,
        "count": sum(len(section.quotes) for section in sections),
        "mark_of_talk": page.visitor.mark,
    }


def _divided(messages: list[LoggedMessage], unanswered: set[str]) -> tuple[list[LoggedMessage], list[LoggedMessage]]:
    """Return (what was said before, what is being said now): the last reply with what it answers, and all that came after it."""
    waiting = [m for m in messages if m.id in unanswered and m.sender == "person"]
    if waiting:
        return [m for m in messages if m.seq < waiting[0].seq], [m for m in messages if m.seq >= waiting[0].seq]
    replies = [m for m in messages if m.sender == "assistant" and m.reply_to != NEWS]
    if not replies:
        return [], messages
    reply_to = replies[-1].reply_to
    begins = min(m.seq for m in messages if m.reply_to == reply_to)
    answered = next((m for m in messages if m.sender == "person" and m.id == reply_to), None)
    begins = min(begins, answered.seq) if answered else begins
    if begins == messages[0].seq:  # at the start: what this is was said on the page before
        begins = replies[-1].seq
    return [m for m in messages if m.seq < begins], [m for m in messages if m.seq >= begins]


def _line(message: LoggedMessage, state: State) -> Line:
    ask = message.content.get("ask") if message.sender == "assistant" else None
    is_open = bool(ask and state.talk.state == "open" and state.talk.open_ask and ask["id"] == state.talk.open_ask.id)
    return Line(message.id, message.sender == "person", message.content["text"], message.language, is_open)


def _last_question(lines: list[Line]) -> list[Line]:
    """Leave only the question that was put last: the same one may have been put before."""
    last = max((n for n, line in enumerate(lines) if line.question), default=None)
    return [line if n == last else replace(line, question=False) for n, line in enumerate(lines)]


def _read_back(lines: list[Line], closing: str) -> list[Line]:
    """Have the person's words shown with what can be done with them, where they are asked whether they are right."""
    if closing != "read_back" or len(lines) < 2 or not lines[-1].question or "\n" not in lines[-2].text:
        return lines
    said = replace(lines[-2], text=lines[-2].text.partition("\n")[0], words_follow=True)
    return [*lines[:-2], said, lines[-1]]


def _part(state: State) -> Optional[int]:
    """Return which part of the talk it has come to, counted from 1."""
    ask = _last_ask(state)
    return FORMS.index(ask.form) + 1 if ask else None


def _last_ask(state: State) -> Optional[Ask]:
    asked = [state.talk.open_ask] if state.talk.open_ask else []
    return next((ask for ask in asked + list(reversed(state.talk.asks.values())) if ask.form in FORMS), None)


def _closing_topic(state: State) -> str:
    """Return what the close is asking about ("share", "read_back", …), "" before it."""
    ask = state.talk.open_ask
    if state.talk.state != "open" or ask is None or ask.form != "closing_form":
        return ""
    return ask.topic or ask.element


def _waiting(page: Page, messages: list[LoggedMessage], unanswered: set[str]) -> tuple[str, list[str]]:
    """Return what is said while a reply is outstanding: (that the words are kept, help)."""
    waiting = [m for m in messages if m.id in unanswered]
    if not waiting or page.visitor is None:
        return "", []
    told = " ".join(m.content["text"] for m in waiting)
    return waiting_notice(page.parts, page.parts.store.get(page.visitor.talk), Message(waiting[-1].id, told, waiting[-1].language))
