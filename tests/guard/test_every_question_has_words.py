"""Whatever the program can say, it has words for: every question, follow-up, command and concern, for everybody it may talk to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from itertools import product
from typing import Any

import pytest
from promises import LANGUAGES, ROLES, SUBJECTS, placeholders

from bot.conversation.asking import put_next
from bot.conversation.asks import CLOSING, LINKED_ELEMENTS, SLOTS, Ask
from bot.conversation.commands import METHODS, Commands
from bot.conversation.concerns import show_help
from bot.conversation.opening import introduce
from bot.conversation.phrasebook import Phrasebook, load_phrasebook
from bot.conversation.said import Step
from bot.conversation.talk import Answer, State, Talk
from bot.conversation.understood import Understood
from bot.help.lines import CouncilLines, help_for
from bot.record import entries
from bot.record.quote import Message, cut
from bot.record.record import build_record
from bot.understanding.moves import CONCERN_KINDS, STORY_MOVES

PEOPLE = list(product(ROLES, LANGUAGES, (False, True), SUBJECTS))
FOLLOW_UPS = [move for move in STORY_MOVES if move != "accept"]
#: Questions that take no follow-up: they want a plain fact or choice (bot/conversation/answers.py, probe).
PLAIN = ("opening", *CLOSING[1:], "offer")
WORDS = Message("m1", "the choir on a Thursday", "en")
QUOTE = cut(WORDS, 0, len(WORDS.text))
OPENINGS = [Ask("", element, topic=topic) for element, topic in SLOTS] + [Ask("", "offer")]


class StrictPhrasebook(Phrasebook):
    """The same wordings, but a placeholder that was given no value is a fault rather than nothing."""

    def say(self, name: str, context: Any, turn: int = 0, **values: Any) -> Any:
        self._check(name, context, values)
        return super().say(name, context, turn, **values)

    def ask(self, name: str, context: Any, used: Any, turn: int = 0, **values: Any) -> Any:
        self._check(name, context, values)
        return super().ask(name, context, used, turn, **values)

    def _check(self, name: str, context: Any, values: dict[str, Any]) -> None:
        given = {key for key, value in values.items() if value is not None}
        for wording in self.wordings(name, context):
            missing = placeholders(wording.text) - given
            assert not missing, f"{name} is said without a value for {missing}"


BOOK = StrictPhrasebook(load_phrasebook().phrases)  # the route of words about danger: person


def a_state(person: tuple, kept: tuple[str, ...] = (), facts: dict[str, Any] | None = None, **talk: Any) -> State:
    role, language, young, subject = person
    made = [entries.kept(place, QUOTE) for place in kept] + [entries.known(what, value) for what, value in (facts or {}).items()]
    return State(Talk("c", role, **{"language": language, **talk}, young=young, subject=subject), build_record(made))


def numbered(opening: Ask, **more: Any) -> Ask:
    """Return ``opening`` with the number of the thing that matters, or is needed, that it is about."""
    about = {"outcome": 1} if opening.element in ("outcome", *LINKED_ELEMENTS) else {}
    about |= {"need": 1} if opening.element.startswith("need") else {}
    return replace(opening, **about, **more)


def ways(opening: Ask) -> list[str]:
    """Return the ways in which a question can be put."""
    follow_ups = [] if opening.element in PLAIN else FOLLOW_UPS
    return ["open", "again", *(["check"] if opening.element in LINKED_ELEMENTS else []), *follow_ups]


def questions(person: tuple, opening: Ask, way: str) -> Iterator[tuple[str, State]]:
    """Yield (the circumstances, the state in which it is put) for a question put in this way."""
    told = ("outcomes/1/statement", "needs/1/statement")
    put = numbered(opening, id="a1", root="a1", about=WORDS.text if opening.element == "need_why" else None)
    if way == "open":
        for kept in (told, ("outcomes/1/requests", "needs/1/requests"), ("outcomes/1/preferences", "needs/1/statement"), ()):
            if kept or opening.element != "need_why":  # that one is asked of a need that was told
                yield f"with {kept}", a_state(person, kept, open_ask=numbered(opening))
    elif way == "again":
        yield from put_again(person, told, {"a1": put})
    elif way == "check":
        check = numbered(opening, kind="check", quote=QUOTE.id)
        yield "told earlier", a_state(person, told, open_ask=check)
        yield from put_again(person, told, {"a1": replace(check, id="a1", root="a1", about=WORDS.text)})
    else:
        follow_up = numbered(opening, kind=way, root="a1", about=None if way == "nudge" else WORDS.text)
        first, second = replace(follow_up, id="a2"), replace(follow_up, id="a3")
        yield "first", a_state(person, told, asks={"a1": put}, open_ask=follow_up)
        yield from put_again(person, told, {"a1": put, "a2": first})
        yield "second", a_state(person, told, asks={"a1": put, "a2": first}, open_ask=follow_up)
        yield from put_again(person, told, {"a1": put, "a2": first, "a3": second})


def put_again(person: tuple, told: tuple[str, ...], asks: dict[str, Ask]) -> Iterator[tuple[str, State]]:
    """Yield the states in which the last of ``asks`` is put again: in each language, in other words, after an unclear reply."""
    last = list(asks)[-1]
    for why in (*LANGUAGES, "rephrase", "unclear"):
        before = (f"What about {WORDS.text}?", why if why in LANGUAGES else person[1])
        changed = {"rephrase": why == "rephrase", "unclear": {last} if why == "unclear" else set()}
        yield f"{last} again ({why})", a_state(person, told, asks=dict(asks), open_ask=asks[last], wordings={last: before}, **changed)


def said_by(what: str, step: Step, faults: list[str]) -> None:
    """Note what is wrong with what a step says, whatever it is."""
    for said in step.said:
        if not said.text.strip() or "{" in said.text or "}" in said.text:
            faults.append(f"{what}: says “{said.text}”")
        if any(not button.text.strip() or not button.send.strip() for button in said.buttons):
            faults.append(f"{what}: a button without words")


def what_is_wrong(what: str, state: State) -> list[str]:
    """Return the faults of the reply that puts the question that is due in ``state``."""
    faults: list[str] = []
    try:
        step = put_next(state, BOOK, answer_words=3, read_back=lambda: "words", next_steps="")
    except (KeyError, AssertionError, StopIteration) as error:
        return [f"{what}: {error!r}"]
    said_by(what, step, faults)
    asked = [said for said in step.said if said.ask]
    if len(asked) != 1 or asked[0].text.count("?") != 1 or sum(said.text.count("?") for said in step.said) != 1:
        faults.append(f"{what}: not exactly one question in {[said.text for said in step.said]}")
        return faults
    ask = asked[0].ask
    if ask.about and ask.about not in asked[0].text:
        faults.append(f"{what}: does not take up the person's words: “{asked[0].text}”")
    if ask.kind in ("so_what", "why", "own_view", "context") and not ask.about:
        faults.append(f"{what}: a follow-up that takes up nothing")
    return faults


EVERY = [pytest.param(opening, way, id=f"{opening.slot}-{way}") for opening in OPENINGS for way in ways(opening)]


@pytest.mark.parametrize(("opening", "way"), EVERY)
def test_every_question(opening: Ask, way: str):
    faults = [
        fault
        for person in PEOPLE
        for circumstances, state in questions(person, opening, way)
        for fault in what_is_wrong(f"{person}, {circumstances}", state)
    ]
    assert not faults, "Write the missing wordings in data/responses:\n" + "\n".join(faults)


@pytest.mark.parametrize("role", ROLES)
def test_the_question_for_a_language_comes_before_any_is_known(role: str):
    step = put_next(a_state((role, None, False, "self")), BOOK)
    assert step.said[-1].ask and step.said[-1].ask.topic == "language" and step.said[-1].text.count("?") == 1


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_every_end_and_every_beginning(person: tuple):
    faults: list[str] = []
    for facts in ({"keep": False}, {"keep": True, "share": True}, {"keep": True, "share": False}, {}):
        step = put_next(a_state(person, facts=facts, finishing=True), BOOK, next_steps="")
        assert [entry.kind for entry in step.entries] == ["ended"] and step.said, f"the end with {facts} says nothing"
        said_by(f"the end with {facts}", step, faults)
    step = put_next(a_state(person, open_ask=Ask("", "read_back")), BOOK, read_back=str)
    said_by("the read-back of nothing", step, faults)
    said_by("the beginning", Step([], introduce(a_state(person), BOOK, "Galwad yw hon.")), faults)
    assert not faults, "Write the missing wordings in data/responses:\n" + "\n".join(faults)


@pytest.mark.parametrize("command", sorted(METHODS))
def test_every_command_at_every_question(command: str):
    faults: list[str] = []
    commands = Commands(BOOK, {"council_line": "01234 567890"}, datetime.now(timezone.utc))
    for person, opening, held in product(PEOPLE, OPENINGS, ("open", "paused", "concern")):
        ask = Ask("a1", opening.element, topic=opening.topic, outcome=1, need=1, root="a1")
        for text, answers in product(("Yes", "Na", "Cymraeg", "English"), ([], [Answer("a1", "m0", "accept", False)])):
            state = a_state(person, asks={"a1": ask}, open_ask=ask, state=held, answers=list(answers))
            try:
                step = METHODS[command](commands, state, ask, Message("m2", text, person[1]), Understood("control", command=command))
            except (KeyError, AssertionError) as error:
                faults.append(f"{command} at {ask.element} {ask.topic or ''} for {person}: {error!r}")
                continue
            said_by(f"{command} at {ask.element} for {person}", step, faults)
            faults += [f"{command}: asks “{said.text}”; the open question follows by itself" for said in step.said if "?" in said.text]
    assert not faults, "Write the missing wordings in data/responses:\n" + "\n".join(sorted(set(faults)))


@pytest.mark.parametrize("kind", CONCERN_KINDS)
@pytest.mark.parametrize("council", [CouncilLines(), CouncilLines("01", "02", "03")], ids=("no lines set", "lines set"))
def test_every_concern(kind: str, council: CouncilLines):
    def lines(*about: Any) -> Any:
        return help_for(council, *about)

    faults: list[str] = []
    for person, shown, route in product(PEOPLE, ([], [kind]), ("person", "duty")):
        state = a_state(person, concerns_shown=list(shown))
        book = StrictPhrasebook(BOOK.phrases, {"route": route})
        step = show_help(state, Ask("a1", "circumstances"), WORDS, Understood("concern", kind=kind), book, lines, route)
        said_by(f"{kind} for {person}", step, faults)
        said = step.said[0]
        names = next(entry for entry in step.entries if entry.kind == "concern").data["shown"]
        if not names:
            faults.append(f"{kind} for {person}: no line of help fits; see bot/help/lines.yml")
        if not shown and not all(line in said.text for line in lines(kind, person[0], person[2], person[1])[0]):
            faults.append(f"{kind} for {person}: the lines of help do not stand in “{said.text}”")
        if len(said.buttons) != (3 if route == "person" else 2) or "?" in said.text:
            faults.append(f"{kind} for {person}: help comes with buttons (go on, stop, and to send the words) and no question")
        if (route == "duty") != any(entry.kind == "passed_on" for entry in step.entries):
            faults.append(f"{kind} for {person}: by the route {route} the words are passed on at once, or by the person")
    assert not faults, "Mend data/responses/concerns.yml or bot/help/lines.yml:\n" + "\n".join(faults)
