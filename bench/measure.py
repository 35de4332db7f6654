"""What is measured of a talk: each function looks at one talk and returns what it found, so that it can be looked at.

What is said here of "belongs" follows API.md ("Where an answer goes"), of "due" MOVES.md.
"""

from dataclasses import dataclass
from typing import Any, Optional

from bench.person import FOLLOW_UPS, Fact
from bench.slots import Placed, placed_quotes, slots_asked
from bench.talk import MOST_TURNS, Talk, Turn

#: New asks before anything_else.
MOST_ASKS = {"handler": 12, "carer": 25}
#: A message of more words than this must not stand whole in two slots.
LONG = 40

Found = list[dict[str, Any]]


@dataclass(frozen=True)
class Stand:
    """A planted fact that was said, and where it stands. ``right``: a slot where it belongs is among them."""

    fact: Fact
    slots: tuple[str, ...]

    @property
    def right(self) -> bool:
        return bool(self.fact.slots.intersection(self.slots))


def inexact_quotes(talk: Talk) -> Found:
    """Quotes that are not an exact slice of the message they name."""
    texts = {message["id"]: message["text"] for message in talk.messages if message["from"] == "person"}
    return [
        {"path": quote.path, "text": quote.text}
        for quote in placed_quotes(talk.record)
        if texts.get(quote.message, "")[quote.start : quote.end] != quote.text or not quote.text
    ]


def replies_without_one_ask(talk: Talk) -> Found:
    """Replies in an open talk that do not carry exactly one ask."""
    return [
        {"after": turn.said.text if turn else "", "asks": len(reply.asks)}
        for turn, reply in zip([None, *talk.turns], talk.replies, strict=True)
        if reply.state == "open" and len(reply.asks) != 1
    ]


def questions_without_one_mark(talk: Talk) -> Found:
    """Texts that carry an ask and do not hold exactly one question mark."""
    return [_shown(message) for message in talk.questions if message["text"].count("?") != 1]


def repeated_questions(talk: Talk) -> Found:
    """Texts that were put for two different asks."""
    first: dict[str, str] = {}
    found = []
    for message in talk.questions:
        if first.setdefault(message["text"], message["ask"]["id"]) != message["ask"]["id"]:
            found.append(_shown(message))
    return found


def about_not_in_question(talk: Talk) -> Found:
    """Asks whose ``about`` does not stand word for word in the question, or is nothing that the person said."""
    said = [turn.said.text for turn in talk.turns]
    found = []
    for message in talk.questions:
        about = message["ask"].get("about")
        if about and (about not in message["text"] or not any(about in text for text in said)):
            found.append({**_shown(message), "about": about})
    return found


def about_missing(talk: Talk) -> Found:
    """Follow-ups that take up nothing that the person said."""
    kinds = ("so_what", "why", "own_view", "context")
    due = [message for message in talk.questions if message["ask"]["kind"] in kinds]
    return [_shown(message) for message in due if not message["ask"].get("about")]


def asks_before_the_end(talk: Talk) -> int:
    """How many different asks were put before ``anything_else``."""
    ids: dict[str, None] = {}
    for message in talk.questions:
        if message["ask"]["element"] == "anything_else":
            break
        ids[message["ask"]["id"]] = None
    return len(ids)


def over_the_limit(talk: Talk) -> Found:
    """Why a talk did not end as it should: too many asks, too many turns, or no end."""
    asks, most = asks_before_the_end(talk), MOST_ASKS.get(talk.person.role)
    found = []
    if not talk.ended:
        found.append({"why": f"not ended after {len(talk.turns)} of {MOST_TURNS} turns"})
    if most and asks > most:
        found.append({"why": f"{asks} asks before anything_else"})
    return found


def standing(talk: Talk) -> list[Stand]:
    """Every planted fact that was said, with the slots where at least half of it stands.

    What was said once more, on being asked again, doesn't count: it should have been found the first time.
    """
    quotes = placed_quotes(talk.record)
    stands: dict[str, set[str]] = {}
    for turn in talk.turns:
        for fact, start, end in _facts_in(talk, turn) if turn.said.why in ("planned", "repeated") else []:
            slots = stands.setdefault(fact.id, set())
            of_this = [quote for quote in quotes if quote.message == turn.message]
            slots.update(quote.slot for quote in of_this if 2 * _overlap(quote, start, end) >= end - start)
    return [Stand(talk.person.facts[name], tuple(sorted(slots))) for name, slots in stands.items()]


def belonging(talk: Talk) -> list[tuple[Placed, bool]]:
    """Every quote, with whether it stands in a slot it belongs to."""
    turns = {turn.message: turn for turn in talk.turns}
    found = []
    for quote in dict.fromkeys(placed_quotes(talk.record)):
        turn = turns.get(quote.message)
        if turn:
            found.append((quote, _belongs(talk, quote, turn)))
    return found


def standing_twice(talk: Talk) -> Found:
    """Messages of more than 40 words that stand whole in two slots."""
    quotes = placed_quotes(talk.record)
    found = []
    for turn in talk.turns:
        if len(turn.said.text.split()) > LONG:
            start = len(turn.said.text) - len(turn.said.text.lstrip())
            end = len(turn.said.text.rstrip())
            whole = sorted({q.path for q in quotes if q.message == turn.message and q.start <= start and q.end >= end})
            if len(whole) > 1:
                found.append({"text": turn.said.text, "stands in": whole})
    return found


def followed_up(talk: Talk) -> tuple[Found, Found]:
    """Return (answers with a follow-up due, particular answers), each with the kind that was put (None: none)."""
    due: Found = []
    particular: Found = []
    for turn in talk.turns:
        answer = turn.said.answer
        if not answer or answer.due == "either" or not turn.ask:
            continue
        item = {
            "element": turn.ask["element"],
            "question": turn.question,
            "text": answer.text,
            "due": answer.due,
            "put": _follow_up(turn),
        }
        (due if answer.due else particular).append(item)
    return due, particular


def asked_again(talk: Talk) -> Found:
    """Questions about what the person had told already; not those that come again because the talk stopped."""
    found = []
    answered: set[str] = set()
    for turn in talk.turns:
        if turn.ask and turn.said.why == "asked_again" and turn.ask["id"] not in answered:
            found.append({"element": turn.ask["element"], "topic": turn.ask.get("topic"), "question": turn.question})
        if turn.ask:
            answered.add(turn.ask["id"])
    return found


def small_words_kept(talk: Talk) -> Found:
    """Quotes of words that tell nothing: no to a check, "just what I said", "carry on"."""
    turns = {turn.message: turn for turn in talk.turns}
    sorts = ("probed", "check", "go_on", "given_up")
    return [
        {"stands in": quote.path, "text": quote.text, "said as": turns[quote.message].said.why}
        for quote in placed_quotes(talk.record)
        if quote.message in turns and turns[quote.message].said.why in sorts
    ]


def put_again(talk: Talk) -> Found:
    """Answers after which the same question came again, though they were not addressed to the assistant."""
    found = []
    for turn in talk.turns:
        same = turn.ask and turn.next_ask and turn.ask["id"] == turn.next_ask["id"]
        if same and not (turn.said.answer and turn.said.answer.command):
            found.append({"question": turn.question, "text": turn.said.text})
    return found


def alarms(talk: Talk) -> Found:
    """Answers that were taken for danger; nobody here says anything of the kind."""
    return [{"text": turn.said.text} for turn in talk.turns if turn.reply.state == "concern"]


def silent_replies(talk: Talk) -> int:
    """Replies that said nothing."""
    return sum(1 for reply in talk.replies if not reply.messages)


def statuses(talk: Talk) -> tuple[int, int]:
    """Return how many answers were 4xx, and how many 5xx."""
    rejected = sum(n for code, n in talk.statuses.items() if 400 <= code < 500)
    failed = sum(n for code, n in talk.statuses.items() if code >= 500)
    return rejected, failed


def _follow_up(turn: Turn) -> Optional[str]:
    """The kind of the follow-up to the same question that came back; None when the talk went on to something else."""
    ask, after = turn.ask, turn.next_ask
    if not ask or not after or after["id"] == ask["id"] or after["kind"] not in FOLLOW_UPS:
        return None
    return after["kind"] if (after["element"], after.get("topic")) == (ask["element"], ask.get("topic")) else None


def _belongs(talk: Talk, quote: Placed, turn: Turn) -> bool:
    facts = [fact for fact, start, end in _facts_in(talk, turn) if _overlap(quote, start, end) > 0]
    if facts:
        return any(quote.slot in fact.slots for fact in facts)
    ask = turn.ask
    if not ask:
        return False
    slots = slots_asked(ask["element"], ask.get("topic"))
    owed_view = turn.said.answer is not None and turn.said.answer.due == "own_view"
    return quote.slot in slots or (owed_view and quote.slot == "others_views") or _linked_by_a_check(talk, quote, turn)


def _linked_by_a_check(talk: Talk, quote: Placed, turn: Turn) -> bool:
    """Whether the person said, when asked, that these words belong where they stand."""
    return any(
        later.ask
        and later.ask["kind"] == "check"
        and (later.ask.get("about") or "\0") in quote.text
        and later.said.text.startswith(("Yes", "Ie", "Ydy"))
        and quote.slot in slots_asked(later.ask["element"], later.ask.get("topic"))
        for later in talk.turns
    )


def _facts_in(talk: Talk, turn: Turn) -> list[tuple[Fact, int, int]]:
    """The planted facts in what was said in this turn, with their offsets."""
    found = []
    for fact in talk.person.facts.values():
        start = turn.said.text.find(fact.text)
        if start >= 0:
            found.append((fact, start, start + len(fact.text)))
    return found


def _overlap(quote: Placed, start: int, end: int) -> int:
    return max(0, min(quote.end, end) - max(quote.start, start))


def _shown(message: dict[str, Any]) -> dict[str, Any]:
    return {"ask": message["ask"]["id"], "element": message["ask"]["element"], "question": message["text"]}
