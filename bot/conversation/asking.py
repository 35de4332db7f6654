"""Putting the question: which wording, what leads up to it, and the end of the talk when there is nothing more to ask. Pure."""

from collections.abc import Callable
from dataclasses import replace
from typing import Optional

from bot.conversation.agenda import next_ask, waiting_quote
from bot.conversation.asks import LINKED_ELEMENTS, Ask
from bot.conversation.phrasebook import Button, Phrasebook
from bot.conversation.said import Said, Step, context_of
from bot.conversation.spoken import spoken_about
from bot.conversation.talk import State
from bot.record import entries
from bot.record.places import of_outcome
from bot.words.labels import label

_SO_WHAT = {"caring_role": "caring", "strength_self": "strength", "strength_others": "strength", "need_why": "need"}
_CONTEXT = {"strength_self": "self", "strength_others": "others", "community": "community"}
_NUDGE = {"need_why": "need"}
#: The short sentence that opens a part, said with its first question (not on a call: there it would be one more thing to read).
_PARTS = {"needs_form": "utter_part_needs", "caring_form": "utter_part_caring"}
#: An answer of more than this many words gets the warmer thanks.
_LONG_ANSWER = 25


def put_next(
    state: State,
    phrasebook: Phrasebook,
    *,
    answer_words: int = 0,
    read_back: Callable[[], str] = str,
    next_steps: str = "",
    person_line: str = "",
    words_again: bool = False,
) -> Step:
    """Return the step that puts the next question, or ends the talk (or says that it has ended); nothing while it waits.

    ``answer_words``: how long the answer just kept was, 0 for none. ``read_back``: gives the person's words, grouped, to be
    shown before the question whether they are right. ``next_steps``: the council's own sentence about what happens after.
    ``person_line``: the council's telephone line for a person, for somebody worn out. ``words_again``: shows the person's words before
    that question when it is put again, too, for somebody who comes back to it.
    """
    ask = next_ask(state)
    if ask is None and state.talk.state == "ended":  # words that were on their way when it ended: they are answered too
        return Step([], _end(state, phrasebook, next_steps).said)
    if ask is None:
        return _end(state, phrasebook, next_steps) if state.talk.state == "open" else Step()
    if ask.id:
        again = _put_again(state, phrasebook, ask)
        if ask.element == "read_back" and (words_again or state.talk.read_back_is_stale):
            again.said.insert(0, _read_back(state, phrasebook, read_back()))
        return again
    return _put_new(state, phrasebook, ask, answer_words, read_back, person_line)


def _put_new(state: State, phrasebook: Phrasebook, ask: Ask, answer_words: int, read_back: Callable[[], str], person_line: str) -> Step:
    talk, context = state.talk, context_of(state)
    ask = replace(ask, id=f"a{len(talk.asks) + 1}")
    ask = replace(ask, root=ask.root or ask.id)
    name, values = _wording(state, ask)
    ask = replace(ask, about=values.get("about"))
    question, buttons = phrasebook.ask(name, context, talk.texts, len(talk.asks), **values)
    text = " ".join(_leads(state, phrasebook, ask, answer_words) + [question])
    said = []
    if ask.element == "read_back":
        said.append(_read_back(state, phrasebook, read_back()))
    if ask.element == "offer" and talk.stop_due:
        name = "utter_weary_offer_line" if person_line else "utter_weary_offer"
        said.append(Said(phrasebook.say(name, context, len(talk.answers), council_line=person_line)[0]))
    said.append(Said(text, ask, _buttons(state, ask, buttons)))
    put = [entries.asked(ask.as_data(), text, question, context["language"])]
    if ask.topic == "assessment":
        put.append(entries.known("assessment_offered", True))
    return Step(put, said)


def _put_again(state: State, phrasebook: Phrasebook, ask: Ask) -> Step:
    """Put an open ask again: the same words, unless the language changed or other words were wanted."""
    talk, context = state.talk, context_of(state)
    question, language = talk.wordings[ask.id]
    name, values = _wording(state, ask)
    buttons = next(iter(phrasebook.wordings(name, context))).buttons
    if ask.id in talk.unclear and ask.element == "consent" and ask.topic == "share":
        name = "utter_ask_share_again"
        other_words = True
    else:
        other_words = talk.rephrase
    if language != context["language"] or other_words:
        question, buttons = phrasebook.ask(name, context, talk.texts, len(talk.asks), **values)
    entry = entries.asked(ask.as_data(), question, question, context["language"])
    return Step([entry], [Said(question, ask, _buttons(state, ask, buttons))])


def _wording(state: State, ask: Ask) -> tuple[str, dict[str, Optional[str]]]:
    """Return the response name for ``ask`` and the person's words that it takes up."""
    element, kind = ask.element, ask.kind
    second = state.talk.follow_ups(ask.root) > (1 if ask.id in state.talk.asks else 0) if kind not in ("open", "check") else False
    values: dict[str, Optional[str]] = {"about": ask.about} if ask.about else {}
    if kind == "so_what":
        if second:
            return ("utter_so_what_outcome_again" if element == "outcome" else "utter_so_what_again"), values
        return f"utter_so_what_{_SO_WHAT.get(element, element)}", values
    if kind == "why":
        if second:
            return "utter_why_again", values
        return {"outcome": "utter_why_outcome", "need": "utter_why_need", "need_why": "utter_why_need"}.get(
            element, "utter_why_other"
        ), values
    if kind == "own_view":
        absent = state.talk.role != "carer" and state.talk.subject != "self"
        return "utter_own_view" + ("_absent" if absent else "") + ("_again" if second else ""), values
    if kind == "context":
        return ("utter_context_again" if second else f"utter_context_{_CONTEXT.get(element, 'self')}"), values
    if kind == "nudge":
        return f"utter_nudge_{_NUDGE.get(element, element)}", {}
    matter = _matter(state, ask)
    if kind == "check":
        taken_up = next((q for place, q in state.record.all_quotes() if q.id == ask.quote), None) or waiting_quote(state, element)
        return f"utter_check_{element}", {
            "about": ask.about or spoken_about(taken_up.text if taken_up else "", most_words=12),
            "matter": matter,
        }
    return _opening_wording(state, ask, matter)


def _opening_wording(state: State, ask: Ask, matter: Optional[str]) -> tuple[str, dict[str, Optional[str]]]:
    element = ask.element
    if element == "outcome":
        first = not any(a.element == "outcome" and a.id != ask.id and a.kind == "open" for a in state.talk.asks.values())
        return ("utter_ask_outcome" if first and not state.record.outcomes() else "utter_ask_outcome_next"), {}
    if element in LINKED_ELEMENTS:
        if ask.about or (ask.id not in state.talk.asks and matter and _takes_up(state, ask)):
            return f"utter_ask_{element}_about", {"about": ask.about or matter}
        return f"utter_ask_{element}", {}
    if element == "need_why":
        need = state.record.at(f"needs/{ask.need}/statement") or state.record.at(f"needs/{ask.need}/requests")
        return "utter_ask_need_why", {"about": ask.about or spoken_about(need[0].text if need else "")}
    if element in ("opening", "caring_role", "work_leisure", "consent"):
        return f"utter_ask_{ask.topic}", {}
    return f"utter_ask_{element}", {}


def _takes_up(state: State, ask: Ask) -> bool:
    """Whether the question names what matters, rather than saying "that": always for later things, and once the talk has moved on."""
    last = state.talk.last_ask
    if last and last.outcome == ask.outcome and last.element == "outcome":
        return False
    if last is None or last.outcome != ask.outcome:
        return True
    return ask.element in ("strength_self", "risk") or bool(ask.outcome and ask.outcome > 1)


def _matter(state: State, ask: Ask) -> Optional[str]:
    """Return a few of the person's own words of what matters, for a question about it."""
    if not ask.outcome:
        return None
    for part in ("statement", "requests", "preferences"):
        quotes = state.record.at(of_outcome(ask.outcome, part))
        if quotes:
            return spoken_about(quotes[0].text)
    return None


def _leads(state: State, phrasebook: Phrasebook, ask: Ask, answer_words: int) -> list[str]:
    """Return what is said before a new question: thanks now and then, and the sentence that opens a part."""
    talk, context = state.talk, context_of(state)
    leads = []
    if answer_words and talk.role == "carer" and ask.kind in ("open", "check"):
        name = "utter_acknowledge_more" if answer_words > _LONG_ANSWER else "utter_acknowledge"
        if answer_words > _LONG_ANSWER or len(talk.answers) % 2 == 0:
            leads.append(phrasebook.say(name, context, len(talk.answers))[0])
    part = _PARTS.get(ask.form) if ask.kind == "open" and talk.role != "handler" else None
    first_of_part = part and all(a.form != ask.form for a in talk.asks.values() if a.element != "offer")
    if first_of_part and phrasebook.has(part, context):
        leads.append(phrasebook.say(part, context, len(talk.answers))[0])
    return leads


def _read_back(state: State, phrasebook: Phrasebook, words: str) -> Said:
    context = context_of(state)
    if not words:
        return Said(phrasebook.say("utter_read_back_empty", context)[0])
    return Said(phrasebook.say("utter_read_back_intro", context)[0] + "\n" + words)


def _buttons(state: State, ask: Ask, own: tuple[Button, ...]) -> tuple[Button, ...]:
    """Return the buttons beside a question: its ``own``, or skip and its kind; for somebody worn out, a person beside the offer to stop."""
    if ask.element == "offer" and state.talk.weary > 1:
        person = label("button_person", state.talk.language or "en")
        return (*own, Button(person, person))
    if own:
        return own
    if ask.element in ("opening", "read_back", "consent"):
        return ()
    names = ("button_yes", "button_no") if ask.kind == "check" else ("button_skip", "button_rephrase", "button_why_ask")
    words = [label(name, state.talk.language or "en") for name in names]
    return tuple(Button(word, word) for word in words)


def _end(state: State, phrasebook: Phrasebook, next_steps: str) -> Step:
    facts, context = state.record.facts, context_of(state)
    if facts.get("keep") is False:
        name = "utter_end_not_kept"
    else:
        name = {True: "utter_end_shared", False: "utter_end_not_shared", None: "utter_end_unanswered"}[facts.get("share")]
    said = [Said(phrasebook.say(name, context, next_steps=next_steps)[0]), Said(phrasebook.say("utter_right", context)[0])]
    return Step([entries.ended()], said)
