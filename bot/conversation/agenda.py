"""The agenda: the next question follows from the record. What has been told is not asked. Pure.

In order: the follow-up that an answer called for; the question that is still open; an offer to stop after two thin answers, or to somebody
worn out; then the first thing in the order of the talk that is not known and for which there is room. Who is tired is asked less.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Optional

from bot.conversation.asks import CARING_TOPICS, CLOSING, LIFE_TOPICS, LINKED_ELEMENTS, Ask, key_of
from bot.conversation.limits import MOST_OFFERS, THIN_RUN, ask_limit
from bot.conversation.spoken import spoken_about
from bot.conversation.talk import State
from bot.record.places import of_outcome
from bot.record.quote import Quote

#: The place of the record that tells an element of an outcome.
PLACES = {
    "barrier": "barriers",
    "risk": "risks",
    "strength_self": "strengths/self",
    "strength_others": "strengths/others",
    "community": "strengths/community",
}
_SHORT = ("barrier", "risk")
#: What somebody who is worn out is still asked, beside the close: what matters, what is in the way, who helps, what is needed, and what
#: the law wants known of a carer (s. 24).
_ESSENTIAL = ("opening", "circumstances", "outcome", "barrier", "strength_others", "need")
_ESSENTIAL_TOPICS = ("able_now", "willing_now")


@dataclass(frozen=True)
class Candidate:
    """A question that may be put. ``must``: room is kept for it; ``room``: how many further asks it needs to be worth putting."""

    ask: Ask
    must: bool = True
    room: int = 0


def next_ask(state: State) -> Optional[Ask]:
    """Return the ask to put next, or None when the talk waits (paused, a concern) or has come to its end.

    An ask with an id is one that was put before and is put again; one without an id is new.
    """
    talk = state.talk
    if talk.state != "open":
        return None
    if talk.planned and talk.last_ask:
        return follow_up(state, talk.last_ask, *talk.planned)
    if talk.open_ask and not _stop_comes_first(state, talk.open_ask):
        return talk.open_ask
    candidates = list(_open_candidates(state))
    offer = Candidate(Ask("", "offer"), must=False)
    wanted = talk.stop_due or (talk.thin_run >= THIN_RUN and talk.offers < MOST_OFFERS)
    if wanted and not talk.stopping and not _closing(state) and _fits(state, offer, candidates):
        return offer.ask
    for index, candidate in enumerate(candidates):
        later = candidates[index + 1 :]
        if _fits(state, candidate, later):
            return _put_before(state, candidate.ask) or _with_take_up(state, candidate.ask, later)
    return None


def _stop_comes_first(state: State, asked: Ask) -> bool:
    """Whether the offer to stop goes before the question that is open: somebody said that it is too much, while asking for something."""
    return state.talk.stop_due and asked.element not in ("offer", *CLOSING) and not state.talk.stopping


def _put_before(state: State, ask: Ask) -> Optional[Ask]:
    """Return the ask that put this very question before and got no answer (the person went back), so that it is the same one again."""
    answered = {answer.ask for answer in state.talk.answers} - state.talk.reopened
    return next((a for a in state.talk.asks.values() if a.key == ask.key and a.id not in answered and a.kind in ("open", "check")), None)


def follow_up(state: State, ask: Ask, kind: str, about: Optional[str]) -> Ask:
    """Return the follow-up of this kind to ``ask``: the same subject, asked another way."""
    return replace(ask, id="", kind=kind, about=about, root=state.talk.root_of(ask), quote=None)


def room_for_follow_up(state: State) -> bool:
    """Return whether the limit leaves room for one more ask beside everything that must be asked."""
    open_key = state.talk.open_ask.key if state.talk.open_ask else ""
    others = [c for c in _open_candidates(state) if c.ask.key != open_key]
    return _fits(state, Candidate(Ask("", "outcome"), must=False), others)


def _fits(state: State, candidate: Candidate, later: list[Candidate]) -> bool:
    limit = ask_limit(state.talk.role)
    if limit is None or candidate.ask.element in CLOSING:
        return True
    after_this = state.talk.asks_before_the_end() + 1
    if candidate.must:
        return after_this <= limit
    reserved = sum(1 for c in later if c.must and c.ask.element not in CLOSING)
    return after_this + candidate.room + reserved <= limit


def _open_candidates(state: State) -> Iterator[Candidate]:
    """Yield what is not yet known, in the order of the talk."""
    for candidate in _order(state):
        if _spared(state, candidate):
            continue
        if candidate.ask.kind == "check" or (candidate.ask.key not in state.talk.closed and not is_told(state, candidate.ask)):
            yield candidate


def _spared(state: State, candidate: Candidate) -> bool:
    """Whether somebody who said that they are tired or worn out is not asked this."""
    weary, ask = state.talk.weary, candidate.ask
    if not weary or ask.element in CLOSING:
        return False
    return not candidate.must or (weary > 1 and ask.element not in _ESSENTIAL and ask.topic not in _ESSENTIAL_TOPICS)


def _order(state: State) -> Iterator[Candidate]:
    talk = state.talk
    if talk.finishing:
        return
    if not talk.stopping and not _closing(state):
        yield from _opening(state)
        yield Candidate(Ask("", "circumstances"))
        yield from _outcomes(state)
        yield from _needs(state)
        yield from _caring(state)
        yield from _take_ups(state)
        yield Candidate(Ask("", "anything_else"))
    yield Candidate(Ask("", "read_back"))
    if talk.role == "carer":
        yield Candidate(Ask("", "consent", topic="keep"))
    if state.record.facts.get("keep") is not False:
        yield Candidate(Ask("", "consent", topic="share"))
        yield Candidate(Ask("", "consent", topic="assessment"))


def _closing(state: State) -> bool:
    """Whether the talk has come to ``anything_else`` or further: from there it does not go back to asking."""
    return not state.talk.back_in and any(ask.element in ("anything_else", "read_back") for ask in state.talk.asks.values())


def _opening(state: State) -> Iterator[Candidate]:
    if state.talk.language is None:
        yield Candidate(Ask("", "opening", topic="language"))
    if state.talk.role == "carer":
        yield Candidate(Ask("", "opening", topic="under_18"))
    else:
        yield Candidate(Ask("", "opening", topic="present"))
    if state.talk.role == "practitioner":
        yield Candidate(Ask("", "opening", topic="communication"))


def _outcomes(state: State) -> Iterator[Candidate]:
    numbers = outcome_numbers(state)
    asked = state.talk.open_ask
    if asked and asked.element == "outcome" and asked.outcome and asked.outcome not in numbers:
        numbers.append(asked.outcome)  # room is kept for what must be asked of it, before it is told
    if not numbers:
        first = Ask("", "outcome", outcome=1)
        yield Candidate(first)
        if first.key not in state.talk.closed:
            yield from _linked(state, 1, position=0)
        return
    for position, number in enumerate(numbers):
        yield from _linked(state, number, position)
    if state.talk.role == "handler" and len(numbers) >= 2:
        return
    last_asked = [a for a in state.talk.asks.values() if a.element == "outcome" and a.kind == "open"]
    if last_asked and (last_asked[-1].outcome or 0) not in numbers:
        return  # asked for something else that matters, and there was nothing
    yield Candidate(Ask("", "outcome", outcome=max(numbers) + 1), must=False, room=2)


def outcome_numbers(state: State) -> list[int]:
    """Return the numbers of the things that matter that were told: by a statement, or by what is wanted towards it."""
    return sorted(state.record.numbers_used("outcomes"))


def _linked(state: State, number: int, position: int) -> Iterator[Candidate]:
    """What is asked about one thing that matters. ``position``: 0 for the first one, of which all is asked; short of room the later
    ones get barrier and risk only, and room is kept for those of the second."""
    for element in LINKED_ELEMENTS:
        short = element in _SHORT
        if position == 0:
            must = short or state.talk.role != "handler" or not _caller_is_carer(state)
        else:
            must = short and position == 1
        yield Candidate(Ask("", element, outcome=number), must=must, room=0 if position == 0 or short else 2)


def _take_ups(state: State) -> Iterator[Candidate]:
    """What still waits to be linked before the close, though its question is done with: taken up once, where there is room."""
    for number in state.record.outcomes()[:1]:
        for element in LINKED_ELEMENTS:
            waiting = waiting_quote(state, element)
            if waiting and key_of(element, outcome=number) in state.talk.closed:
                yield Candidate(Ask("", element, kind="check", outcome=number, quote=waiting.id), must=False)


def _needs(state: State) -> Iterator[Candidate]:
    numbers = state.record.numbers_used("needs")
    if not numbers:
        yield Candidate(Ask("", "need", need=1))
        return
    if state.talk.role == "practitioner":
        for number in sorted(numbers):
            if state.record.at(f"needs/{number}/statement") or state.record.at(f"needs/{number}/requests"):
                yield Candidate(Ask("", "need_why", need=number))


def _caring(state: State) -> Iterator[Candidate]:
    """The carer's part: able and willing, now and later, work, learning, leisure (s. 24). On a call only for a carer, and shorter."""
    if state.talk.role == "handler":
        if not _caller_is_carer(state):
            return
        must = ("does", "able_now", "willing_now")
    else:
        must = CARING_TOPICS + LIFE_TOPICS
    for topic in CARING_TOPICS:
        yield Candidate(Ask("", "caring_role", topic=topic), must=topic in must)
    for topic in LIFE_TOPICS:
        yield Candidate(Ask("", "work_leisure", topic=topic), must=topic in must)


def _caller_is_carer(state: State) -> bool:
    return bool(state.record.facts.get("caller_is_carer"))


def is_told(state: State, ask: Ask) -> bool:
    """Return whether the record already holds the answer to ``ask``, so that it need not be asked."""
    record, place = state.record, place_of(ask)
    if ask.element == "outcome":
        return bool(record.at(of_outcome(ask.outcome or 1, "statement")))
    if ask.element == "opening":
        if ask.topic in ("language", "under_18"):
            return ask.topic in record.facts or (ask.topic == "language" and state.talk.language is not None)
        return bool(place and record.at(place))
    if ask.element == "consent":
        return ask.topic in record.facts or (ask.topic == "assessment" and bool(record.at("assessment_answer")))
    if ask.element in ("anything_else", "read_back", "offer"):
        return False
    return bool(place and record.at(place))


def place_of(ask: Ask) -> Optional[str]:
    """Return the place of the record where an answer to ``ask`` goes first; None where it is a plain fact."""
    element, topic = ask.element, ask.topic
    if element == "opening":
        return f"opening/{topic}" if topic in ("present", "communication") else "opening/present"
    if element == "circumstances":
        return "circumstances"
    if element == "outcome":
        part = "so_what" if ask.kind in ("so_what", "context") else "statement"
        return of_outcome(ask.outcome or 1, part)
    if element in PLACES:
        return of_outcome(ask.outcome or 1, PLACES[element])
    if element == "need":
        return f"needs/{ask.need or 1}/{'why' if ask.kind in ('why', 'so_what') else 'statement'}"
    if element == "need_why":
        return f"needs/{ask.need or 1}/why"
    if element in ("caring_role", "work_leisure"):
        return "caring/" + (topic or "does").replace("_", "/")
    if element == "consent" and topic == "assessment":
        return "assessment_answer"
    return None


def unlinked_place(ask: Ask) -> str:
    """Return the place where words wait until ``ask``, a check, links them. Raises KeyError for what is not asked of an outcome."""
    return f"unlinked/{PLACES[ask.element]}"


def _with_take_up(state: State, ask: Ask, later: list[Candidate]) -> Ask:
    """Return ``ask``, or a check that takes up what was told earlier and waits to be linked ("Earlier you said …").

    A check that is denied is followed by the open question, so it needs room for two.
    """
    if not _fits(state, Candidate(ask, must=False, room=1), later):
        return ask
    if ask.kind == "open" and ask.element in PLACES and ask.outcome and state.record.at(of_outcome(ask.outcome, "statement")):
        waiting = waiting_quote(state, ask.element)
        if waiting:
            return replace(ask, kind="check", quote=waiting.id)
    return ask


def waiting_quote(state: State, element: str) -> Optional[Quote]:
    """Return the first quote of this element that waits in ``unlinked`` and has not been taken up yet."""
    taken_up = {ask.quote for ask in state.talk.asks.values() if ask.quote}
    waiting = state.record.at(unlinked_place(Ask("", element)))
    return next((q for q in waiting if q.id not in taken_up and spoken_about(q.text)), None)


def coverage(state: State) -> list[dict[str, object]]:
    """Return how far each question has come: ``not_explored``, ``explored``, ``nothing_here`` or ``declined`` (API.md, Progress)."""
    shown: dict[str, dict[str, object]] = {}
    for candidate in _everything(state):
        ask = candidate.ask
        if ask.key in shown:
            continue
        status = state.record.settled.get(ask.key, "not_explored")
        if status != "nothing_here" and is_told(state, ask):
            status = "explored"  # whatever was skipped before: it has been told since
        item: dict[str, object] = {"element": ask.element, "status": status}
        if ask.topic:
            item["topic"] = ask.topic
        if ask.outcome:
            item["outcome"] = ask.outcome
        shown[ask.key] = item
    return list(shown.values())


def _everything(state: State) -> Iterator[Candidate]:
    yield Candidate(Ask("", "circumstances"))
    for number in outcome_numbers(state) or [1]:
        yield Candidate(Ask("", "outcome", outcome=number))
        for element in LINKED_ELEMENTS:
            yield Candidate(Ask("", element, outcome=number))
    for number in sorted(state.record.numbers_used("needs")) or [1]:
        yield Candidate(Ask("", "need", need=number))
    for topic in CARING_TOPICS:
        yield Candidate(Ask("", "caring_role", topic=topic))
    for topic in LIFE_TOPICS:
        yield Candidate(Ask("", "work_leisure", topic=topic))
