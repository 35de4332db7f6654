"""What is done with an answer that belongs to the story: kept in its places, and followed up when its move calls for it. Pure.

Each function takes the state before the answer, the ask it answers and the message, and returns the entries that it leads to.
"""

from dataclasses import replace
from typing import Optional

from bot.conversation.agenda import place_of, room_for_follow_up, unlinked_place
from bot.conversation.asks import LINKED_ELEMENTS, Ask
from bot.conversation.choices import (
    chosen_language,
    is_absent,
    keep_choice,
    share_choice,
    under_18,
    whose_life,
    yes_or_no,
)
from bot.conversation.limits import FEW_WORDS, THIN_RUN, follow_up_limit
from bot.conversation.nothing import is_only_no, says_nothing
from bot.conversation.placing import Placement, own_words, place_answer
from bot.conversation.spoken import spoken_about
from bot.conversation.talk import State
from bot.conversation.understood import Understood
from bot.conversation.voices import how_taken, others_voice, own_voice
from bot.record import entries
from bot.record.entries import Entry
from bot.record.places import of_need, of_outcome
from bot.record.quote import Message, Quote, cut

#: Questions that a clear nothing answers.
_NOTHING_ANSWERS = (*LINKED_ELEMENTS, "need", "caring_role", "work_leisure", "anything_else", "outcome")


def keep(state: State, ask: Ask, message: Message, understood: Understood) -> list[Entry]:
    """Keep a particular answer: the asked place, and each sentence where it belongs."""
    if ask.element in ("opening", "read_back", "consent", "offer"):
        return _plain_answer(state, ask, message, understood)
    kept = _keep_in_places(state, ask, message, understood)
    kept += _linked_by_yes(state, ask, message)
    if says_nothing(message.text):
        kept.append(entries.covered(ask.key, "nothing_here"))
        if ask.element in ("anything_else", "outcome", "need") or is_only_no(message.text):
            kept = [e for e in kept if e.kind != "kept"]
    if ask.element == "outcome" and ask.outcome and ask.kind != "open":
        kept.append(entries.personal(ask.outcome, any(e.kind == "kept" for e in kept)))
    return kept + [entries.answered(ask.id, message.id, "accept")]


def probe(state: State, ask: Ask, message: Message, understood: Understood) -> list[Entry]:
    """Keep a generic answer, a request, another's view or a bare strength, and plan the follow-up that it calls for."""
    if ask.element in ("opening", "read_back", "consent", "offer"):
        return _plain_answer(state, ask, message, understood)
    kept = _keep_unfinished(state, ask, message, understood)
    answered = entries.answered(ask.id, message.id, understood.move)
    about = _about(message, understood)
    if about and may_follow_up(state, ask, message, understood.move):
        return kept + [answered, entries.planned(understood.move, about)]
    return kept + [answered, *still_general(ask)]


def nudge(state: State, ask: Ask, message: Message, understood: Understood) -> list[Entry]:
    """Nothing is kept of an answer that carries nothing yet; another way into the question is planned."""
    if ask.topic in ("language", "under_18"):
        return opening(state, ask, message, Understood("nudge"))
    if ask.element in ("read_back", "consent", "offer", "opening"):
        return settle_unclear(state, ask, message)
    if says_nothing(message.text) and ask.element in _NOTHING_ANSWERS:
        return keep(state, ask, message, Understood("accept"))
    answered = entries.answered(ask.id, message.id, "nudge", thin=True)
    if state.talk.thin_run + 1 < THIN_RUN and may_follow_up(state, ask, message, "nudge"):
        return [answered, entries.planned("nudge", None)]
    return [answered, entries.covered(ask.key, "not_explored"), *still_general(ask)]


def set_down(state: State, ask: Ask, message: Message, understood: Understood) -> list[Entry]:
    """Keep the words as how things are, and leave the question: they were no answer to it."""
    start, end = own_words(message, Understood("accept"))
    kept = entries.kept("circumstances", quote(state, message, start, end))
    return [kept, entries.covered(ask.key, "not_explored"), entries.answered(ask.id, message.id, "accept")]


def still_general(ask: Ask) -> list[Entry]:
    """What is left when a follow-up to what matters brought nothing: it is kept as said, and marked as still general."""
    return [entries.personal(ask.outcome, False)] if ask.element == "outcome" and ask.outcome and ask.kind != "open" else []


def may_follow_up(state: State, ask: Ask, message: Message, move: str) -> bool:
    """Whether one more follow-up may be put: within the number for the role and the limit of the talk; the second only after a
    reply that was again general and more than a few words. Who is tired, or on the way out, is not probed."""
    if state.talk.weary or state.talk.stopping:
        return False
    done = state.talk.follow_ups(state.talk.root_of(ask))
    if done >= follow_up_limit(state.talk.role) or not room_for_follow_up(state):
        return False
    return done == 0 or (move in ("so_what", "why", "own_view") and len(message.text.split()) > FEW_WORDS)


# Where words go


def quote(
    state: State,
    message: Message,
    start: int,
    end: int,
    *,
    generic: bool = False,
    speaker: Optional[str] = None,
    voice: Optional[str] = None,
) -> Quote:
    """Return a quote of ``message`` with whose voice it is and how it was taken in this talk."""
    return cut(
        message,
        start,
        end,
        voice=voice or own_voice(state),  # type: ignore[arg-type]
        speaker=speaker,
        taken=how_taken(state, message),
        generic=generic,
    )


def _keep_in_places(state: State, ask: Ask, message: Message, understood: Understood) -> list[Entry]:
    return [entries.kept(p.place, quote(state, message, p.start, p.end)) for p in place_answer(state, ask, message, understood)]


def _keep_unfinished(state: State, ask: Ask, message: Message, understood: Understood) -> list[Entry]:
    start, end = own_words(message, understood)
    move = understood.move
    if move == "own_view":
        speaker = message.text[slice(*understood.term)] if understood.term else None
        place, voice = others_voice(state, speaker, message.text)
        whole = own_words(message, replace(understood, term=None))
        return [entries.kept(place, quote(state, message, *whole, speaker=speaker, voice=voice))]
    if move == "why":
        return [entries.kept(p.place, quote(state, message, p.start, p.end)) for p in _request_places(ask, understood, start, end)]
    if len(understood.sentences) > 1:
        placed = place_answer(state, ask, message, understood)
    else:
        placed = [Placement(place_of(ask) or "circumstances", start, end)]
    generic = move == "so_what"
    return [entries.kept(p.place, quote(state, message, p.start, p.end, generic=generic and p.start <= start < p.end)) for p in placed]


def _request_places(ask: Ask, understood: Understood, start: int, end: int) -> list[Placement]:
    """A service is kept as a request and how help is given as a preference, beside what matters, not as what matters."""
    part = "preferences" if "preference" in understood.elements and "request" not in understood.elements else "requests"
    if ask.element in ("need", "need_why"):
        asked = place_of(ask) or of_need(ask.need or 1, "statement")
        extra = [Placement(of_need(ask.need or 1, "requests"), start, end)] if part == "requests" else []
        return [Placement(asked, start, end), *extra]
    if ask.outcome:
        return [Placement(of_outcome(ask.outcome, part), start, end)]
    return [Placement(f"unlinked/{part}", start, end)]


def _about(message: Message, understood: Understood) -> Optional[str]:
    """Return the person's own words that the follow-up takes up, as they stand in the message."""
    words = message.text[slice(*understood.term)] if understood.term else spoken_about(message.text, most_words=8)
    return words if words and "?" not in words else spoken_about(words or "")


def replacing(state: State, step: list[Entry]) -> list[Entry]:
    """Return ``step``, with what "go back" asked for: once there is a new answer, whatever it is, the words of the old one are gone."""
    opened = state.talk.replacing_ask
    if not state.talk.replacing or not any(entry.kind == "answered" and entry.data["ask"] == opened for entry in step):
        return step
    old = [entries.removed(q.id, place) for place, q in state.record.all_quotes() if q.message == state.talk.replacing]
    return [*old, *step]


def _linked_by_yes(state: State, ask: Ask, message: Message) -> list[Entry]:
    """A story that begins with yes, in answer to "is that what gets in the way": what was taken up is linked as well."""
    place = place_of(ask)
    if ask.kind == "check" and ask.quote and place and yes_or_no(message.text):
        return [entries.moved(ask.quote, unlinked_place(ask), place, "asked")]
    return []


# Answers to questions that want a plain fact or choice


def _plain_answer(state: State, ask: Ask, message: Message, understood: Understood) -> list[Entry]:
    if ask.element == "opening":
        return opening(state, ask, message, understood)
    if ask.element == "consent":
        chosen = choice(ask, message.text)
        if chosen is not None:
            return consent(state, ask, message, chosen)
    if ask.element == "offer" and yes_or_no(message.text) is True:
        return [entries.answered(ask.id, message.id, "accept"), entries.offered(True), entries.stopping()]
    story = _keep_in_places(state, ask, message, understood) if len(message.text.split()) > 3 else []
    if ask.element == "offer":
        return story + [entries.answered(ask.id, message.id, "accept"), entries.offered(False)]
    if ask.element == "read_back":
        return story + [entries.answered(ask.id, message.id, "accept")]
    return story + settle_unclear(state, ask, message)


def opening(state: State, ask: Ask, message: Message, understood: Understood) -> list[Entry]:
    """The opening's plain facts: the language, under 18 or not, who speaks and whose life it is about."""
    done = entries.answered(ask.id, message.id, "accept")
    if ask.topic == "language":
        language = chosen_language(message.text) or message.language
        return [entries.known("language", language), done]
    if ask.topic == "under_18":
        young = under_18(message.text)
        facts = [entries.known("under_18", young)] if young is not None else [entries.covered(ask.key, "declined")]
        story = _keep_in_places(state, ask, message, understood) if len(message.text.split()) > 12 else []
        return facts + story + [done]
    facts = []
    if ask.topic == "present" and state.talk.role == "handler":
        subject, is_carer = whose_life(message.text)
        facts = [entries.known("subject", subject or "self"), entries.known("caller_is_carer", is_carer)]
    if ask.topic == "present" and state.talk.role == "practitioner" and is_absent(message.text):
        facts = [entries.known("subject", "someone_cared_for")]
    return facts + _keep_in_places(state, ask, message, understood) + [done]


def choice(ask: Ask, text: str) -> Optional[bool]:
    """Return the answer to a consent question, None when it is not plain enough to act on."""
    if ask.topic == "share":
        return share_choice(text)
    return keep_choice(text) if ask.topic == "keep" else yes_or_no(text)


def consent(state: State, ask: Ask, message: Message, chosen: bool) -> list[Entry]:
    """A plain choice about keeping, sharing or the assessment."""
    done = entries.answered(ask.id, message.id, "accept")
    if ask.topic == "assessment":
        start, end = own_words(message, Understood("accept"))
        return [entries.kept("assessment_answer", quote(state, message, start, end)), done]
    return [entries.known(ask.topic or "keep", chosen), done]


def settle_unclear(state: State, ask: Ask, message: Message) -> list[Entry]:
    """An unclear reply to a plain question: it is asked again, once; then it is left unanswered (kept, not shared)."""
    before = sum(1 for answer in state.talk.answers if answer.ask == ask.id)
    if ask.element == "offer":
        return [entries.answered(ask.id, message.id, "nudge"), entries.offered(False)]
    if ask.element == "opening":
        return [entries.covered(ask.key, "not_explored"), entries.answered(ask.id, message.id, "nudge")]
    if ask.element == "consent" and ask.topic == "assessment":
        start, end = own_words(message, Understood("accept"))
        kept = entries.kept("assessment_answer", quote(state, message, start, end))
        return [kept, entries.answered(ask.id, message.id, "nudge")]
    if before == 0 and ask.element == "consent":
        return [entries.unclear(ask.id, message.id)]
    return [entries.answered(ask.id, message.id, "nudge")]
