"""A whole talk held in memory: entries, folded to a state, answered by the functions that the actions call. No engine, no store.

``Talk`` does for a message what a turn of the running program does: the move or command is carried out and written down, then
the next question is put. What the move model would say (the move, the term, what each sentence tells) is given by the test.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Optional, Union

from bot.conversation import answers
from bot.conversation.agenda import coverage
from bot.conversation.asking import put_next
from bot.conversation.asks import CLOSING, Ask
from bot.conversation.carry_out import carry_out_answer, carry_out_command, complete
from bot.conversation.coming_back import come_back
from bot.conversation.commands import Commands
from bot.conversation.concerns import show_help
from bot.conversation.opening import introduce
from bot.conversation.phrasebook import load_phrasebook
from bot.conversation.said import Said, Step
from bot.conversation.talk import State, build_state
from bot.conversation.understood import Sentence, Understood
from bot.export.outline import outline
from bot.help.lines import CouncilLines, help_for
from bot.record import entries
from bot.record.entries import Entry
from bot.record.quote import Message, Quote
from bot.record.view import record_as_json
from bot.understanding.sentences import sentence_spans

BEGUN = datetime(2026, 11, 23, 21, 40, tzinfo=timezone.utc)
CONVERSATION = "c1"

#: What a sentence tells: an element, elements with their probabilities, or nothing.
Tells = Union[str, dict[str, float], None]


def understand(
    text: str,
    move: str = "accept",
    *,
    command: Optional[str] = None,
    kind: Optional[str] = None,
    term: Optional[str] = None,
    tells: Sequence[Tells] = (),
) -> Understood:
    """Return an understanding of ``text``. ``term``: words of it; ``tells``: what each sentence tells, in order."""
    sentences = []
    for number, (start, end) in enumerate(sentence_spans(text)):
        told = tells[number] if number < len(tells) else None
        sentences.append(Sentence(start, end, {told: 0.9} if isinstance(told, str) else told or {}))
    elements = tuple(dict.fromkeys(e for s in sentences for e, p in s.elements.items() if p >= 0.5))
    span = None
    if term is not None:
        start = text.index(term)
        span = (start, start + len(term))
    return Understood(move, command, kind, span, elements, tuple(sentences))


@dataclass
class Turn:
    """What the person said and what came back. ``asked``: the ask that was open before."""

    message: Optional[Message]
    asked: Optional[Ask]
    said: list[Said]

    @property
    def text(self) -> str:
        return "\n".join(said.text for said in self.said)

    @property
    def question(self) -> Said:
        """The one message that carries an ask."""
        (question,) = [said for said in self.said if said.ask]
        return question


class Talk:
    """A talk from its first question on; ``say`` and ``do`` take it further."""

    def __init__(
        self,
        role: str = "carer",
        language: Optional[str] = "en",
        *,
        young: Optional[bool] = None,
        number: str = CONVERSATION,
        route: str = "person",
        line: str = "",
    ) -> None:
        """``route``: where words about danger go; ``line``: the council's telephone line for a person."""
        self.id, self.role, self.began_in = number, role, language
        self.route, self.line = route, line
        self.phrasebook = load_phrasebook(route=route)
        self.entries: list[Entry] = []
        self.away = timedelta()  # how long the person has been gone before the next message
        self.messages: dict[str, Message] = {}
        self.turns: list[Turn] = []
        self.state = self._fold()
        first = introduce(self.state, self.phrasebook)
        self.turns.append(Turn(None, None, first + self._append(self._next(), None)))
        if young is not None:
            self.say("Yes" if young else "No")

    # Saying something

    def say(
        self,
        text: str,
        move: str = "accept",
        *,
        term: Optional[str] = None,
        tells: Sequence[Tells] = (),
        kind: Optional[str] = None,
        command: Optional[str] = None,
        answers: Optional[str] = None,
        language: Optional[str] = None,
        word_for_word: bool = False,
    ) -> Turn:
        """Say ``text``, understood as given; return the turn. ``answers``: the id of the ask it belongs to, the open one else."""
        understood = understand(text, move, command=command, kind=kind, term=term, tells=tells)
        return self.hear(text, understood, answers=answers, language=language, word_for_word=word_for_word)

    def do(self, command: str, text: Optional[str] = None, *, tells: Sequence[Tells] = ()) -> Turn:
        """Speak to the assistant: a command, in these words."""
        return self.say(text or command, "control", command=command, tells=tells)

    def hear(
        self,
        text: str,
        understood: Understood,
        *,
        answers: Optional[str] = None,
        language: Optional[str] = None,
        word_for_word: bool = False,
    ) -> Turn:
        talk = self.state.talk
        asked = talk.asks.get(answers or "") or talk.open_ask
        message = Message(f"m{len(self.messages) + 1}", text, language or talk.language or "en", word_for_word)
        self.messages[message.id] = message
        step = self._carry_out(asked or Ask("", "anything_else"), message, understood)
        turn = Turn(message, talk.open_ask, self._append(step, message))
        turn.said += self._append(self._next(message), message)
        self.turns.append(turn)
        return turn

    def finish(self) -> Turn:
        """What the finish call of the API does."""
        talk = self.state.talk
        if talk.state == "ended" or talk.stopping:
            return Turn(None, talk.open_ask, [])
        self._append(Step(([entries.held("open")] if talk.state != "open" else []) + [entries.stopping()]), None)
        return self._again(talk.open_ask)

    def reopen(self) -> Turn:
        """What the reopen call of the API does."""
        talk = self.state.talk
        if talk.stopping or talk.state == "ended":
            self._append(Step([entries.back_in()]), None)
        return self._again(talk.open_ask) if self.state.talk.open_ask is None else Turn(None, talk.open_ask, [])

    def come_back(self) -> Turn:
        """What the return call of the API does: back by a code, from any device."""
        turn = Turn(None, self.state.talk.open_ask, self._append(come_back(self.state, self.phrasebook, self._put_next), None))
        self.turns.append(turn)
        return turn

    def edit(self, change: Sequence[Entry]) -> None:
        """What the edits call of the API does with the entries that an edit leads to."""
        self._append(Step(list(change)), None)

    def skip_to(self, element: str, topic: Optional[str] = None) -> Turn:
        """Skip, and decline the offers to stop, until ``element`` is asked."""
        for _ in range(80):
            ask = self.open
            if ask is None:
                break
            if ask.element == element and (topic is None or ask.topic == topic):
                return self.turns[-1]
            self.do("deny", "No, carry on") if ask.element == "offer" else self.do("skip", "skip")
        raise AssertionError(f"{element} {topic or ''} was never asked")

    def answer_to(self, element: str, topic: Optional[str] = None) -> Turn:
        """Give each question an answer of its own, particular and short, one thing that matters, until ``element`` is asked."""
        for number in range(80):
            ask = self.open
            if ask is None:
                break
            if ask.element == element and (topic is None or ask.topic == topic):
                return self.turns[-1]
            if (ask.outcome or 0) > 1:
                self.say("No, that's all")
            else:
                self.say(f"the story about {ask.element} {ask.topic or ''} {number}".replace("  ", " "))
        raise AssertionError(f"{element} {topic or ''} was never asked")

    # Looking

    @property
    def open(self) -> Optional[Ask]:
        """The ask that is open while the talk does not wait."""
        return self.state.talk.open_ask if self.state.talk.state == "open" else None

    @property
    def last(self) -> Turn:
        return self.turns[-1]

    @property
    def record(self) -> dict[str, Any]:
        """The record as the API gives it."""
        return record_as_json(
            self.state.record,
            conversation=self.id,
            role=self.role,
            language=self.state.talk.language,
            created_at=BEGUN,
            coverage=coverage(self.state),
        )

    def words(self, place: str) -> list[str]:
        """The words that stand in a place of the record."""
        return [quote.text for quote in self.state.record.at(place)]

    def places_of(self, words: str) -> set[str]:
        """The places where a quote with exactly these words stands."""
        return {place for place, quote in self.state.record.all_quotes() if quote.text == words}

    def quotes(self) -> Iterator[Quote]:
        """Every quote of the record, those of concerns among them."""
        yield from (quote for _, quote in self.state.record.all_quotes())
        yield from (concern.quote for concern in self.state.record.concerns)

    def asks(self, *, new_only: bool = False) -> list[Ask]:
        """Every ask that was put, in order, once each; ``new_only``: without follow-ups."""
        found = list(self.state.talk.asks.values())
        return [ask for ask in found if ask.kind in ("open", "check")] if new_only else found

    def asks_before_the_end(self) -> int:
        """How many different asks stand before the close, or in all while the talk has not come to it."""
        elements = [ask.element for ask in self.asks()]
        return next((n for n, element in enumerate(elements) if element in CLOSING), len(elements))

    def status(self, element: str, *, outcome: Optional[int] = None, topic: Optional[str] = None) -> str:
        """How far a question has come, as the progress of the API says it."""
        (status,) = [
            item["status"]
            for item in coverage(self.state)
            if item["element"] == element and item.get("outcome") == outcome and item.get("topic") == topic
        ]
        return str(status)

    # Inside

    def _carry_out(self, ask: Ask, message: Message, understood: Understood) -> Step:
        state = self.state
        if understood.move == "concern":
            return show_help(state, ask, message, understood, self.phrasebook, self._help, self.route)
        if understood.move == "control":
            command = understood.command or "help"
            step = carry_out_command(
                command, Commands(self.phrasebook, {"council_line": self.line}, self.now), state, ask, message, understood
            )
        else:
            handle = {"nudge": answers.nudge, "accept": answers.keep}.get(understood.move, answers.probe)
            step = carry_out_answer(handle, state, ask, message, understood, self.phrasebook)
        return complete(state, step, self.phrasebook)

    @property
    def now(self) -> datetime:
        return BEGUN + timedelta(seconds=len(self.entries)) + self.away

    def _help(self, kind: str, role: str, young: bool, language: str) -> tuple[list[str], list[str]]:
        return help_for(CouncilLines(duty_team="01978 000001"), kind, role, young, language)

    def _next(self, message: Optional[Message] = None) -> Step:
        kept = sum(len(q.text.split()) for _, q in self.state.record.all_quotes() if message and q.message == message.id)
        return self._put_next(self.state, kept)

    def _put_next(self, state: State, kept: int = 0) -> Step:
        return put_next(state, self.phrasebook, answer_words=kept, read_back=self._read_back, person_line=self.line)

    def _read_back(self) -> str:
        sections = outline(self.record, self.state.talk.language or "cy")
        return "\n".join(line for section in sections for line in [section.heading, *(f"  {words}" for words in section.quotes)])

    def _again(self, asked: Optional[Ask]) -> Turn:
        turn = Turn(None, asked, self._append(self._next(), None) if self.state.talk.state == "open" else [])
        self.turns.append(turn)
        return turn

    def _append(self, step: Step, message: Optional[Message]) -> list[Said]:
        for entry in step.entries:
            # What is stored is JSON: it must come back as it went in.
            data = json.loads(json.dumps(entry.data))
            at = self.now
            self.entries.append(Entry(entry.kind, data, entry.cause or (message.id if message else None), at))
        self.state = self._fold()
        return list(step.said)

    def _fold(self) -> State:
        return build_state(self.id, self.role, self.began_in, self.entries)


def quotes_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every quote of a record's JSON."""
    if isinstance(value, dict) and "taken" in value:
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from quotes_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from quotes_in(part)


# What must be true after every turn


def check_turn(talk: Talk) -> None:
    """Raise AssertionError when the last turn, or the talk up to it, breaks a promise of the API."""
    check_reply(talk)
    check_quotes(talk)
    check_texts(talk)
    check_limits(talk)
    check_nothing_asked_twice(talk)


def check_reply(talk: Talk) -> None:
    """Never silence; while open exactly one ask and one question, with the words that it takes up in it."""
    said = talk.last.said
    assert said and all(message.text.strip() for message in said), "a reply without words"
    asks = [message for message in said if message.ask]
    state = talk.state.talk.state
    if state != "open":
        assert not asks, f"an ask while the talk is {state}"
        return
    assert len(asks) == 1, f"{len(asks)} asks in one reply"
    (question,) = asks
    assert question.text.count("?") == 1, f"not one question: {question.text!r}"
    ask = question.ask
    assert ask and ask.id and talk.state.talk.open_ask == ask
    if not any("{" in message.text for message in talk.messages.values()):
        assert not re.search(r"\{\w*\}", question.text), f"an empty placeholder: {question.text!r}"
    if ask.about is not None:
        assert ask.about in question.text, f"{ask.about!r} does not stand in {question.text!r}"
        assert any(ask.about in message.text for message in talk.messages.values()), "about holds words that were not said"
    if ask.kind in ("so_what", "why", "own_view", "context", "check"):
        assert ask.about, f"a {ask.kind} that takes up nothing"


def check_quotes(talk: Talk) -> None:
    """Every quote is an exact slice of a message."""
    for quote in talk.quotes():
        message = talk.messages[quote.message]
        assert quote.text == message.text[quote.start : quote.end] and quote.text.strip()
    for shown in quotes_in(talk.record):
        assert shown["text"] == talk.messages[shown["message"]].text[shown["start"] : shown["end"]]


def check_texts(talk: Talk) -> None:
    """Two different asks never share a text."""
    asked: dict[str, str] = {}
    for turn in talk.turns:
        for said in turn.said:
            if said.ask:
                assert asked.setdefault(said.text, said.ask.id) == said.ask.id, f"two asks share the text {said.text!r}"


def check_limits(talk: Talk) -> None:
    """At most 12 or 25 asks before the end; at most two follow-ups of any kind, one on a call."""
    limit = {"handler": 12, "carer": 25}.get(talk.role)
    if limit is not None:
        assert talk.asks_before_the_end() <= limit
    most = 1 if talk.role == "handler" else 2
    for ask in talk.asks(new_only=True):
        assert talk.state.talk.follow_ups(ask.id) <= most, f"too many follow-ups to {ask.key}"


def check_nothing_asked_twice(talk: Talk) -> None:
    """A question that was put is not put again as a new one, unless it was only a check and the answer was no.

    A check takes up one quote, once: that something else that was said earlier is taken up too is another question.
    """
    put: dict[str, Ask] = {}
    taken_up: set[str] = set()
    for ask in talk.asks(new_only=True):
        if ask.element == "offer":
            continue
        if ask.kind == "check":
            assert ask.quote and ask.quote not in taken_up, f"{ask.key} took the same words up twice"
            taken_up.add(ask.quote)
            if ask.key in put:
                continue
        before = put.get(ask.key)
        if before:
            moves = [answer.move for answer in talk.state.talk.answers if answer.ask == before.id]
            assert before.kind == "check" and "deny" in moves, f"{ask.key} was asked twice"
        put[ask.key] = ask
