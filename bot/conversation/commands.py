"""What is done when the assistant is spoken to. Each leads back to the very ask that was open (the form puts it again). Pure."""

from collections.abc import Callable
from datetime import datetime
from typing import Optional

from bot.conversation.agenda import PLACES, place_of, unlinked_place
from bot.conversation.answers import choice, consent, keep, opening, quote, settle_unclear, still_general
from bot.conversation.asks import Ask
from bot.conversation.choices import chosen_language
from bot.conversation.coming_back import LONG_AWAY, welcome_back
from bot.conversation.concerns import DUTY_TEAM
from bot.conversation.phrasebook import Phrasebook
from bot.conversation.placing import SURE
from bot.conversation.said import Said, Step, context_of
from bot.conversation.talk import Answer, State
from bot.conversation.understood import Understood
from bot.record import entries
from bot.record.entries import Entry
from bot.record.quote import Message
from bot.understanding.asked import words_beside
from bot.words.clock import clock

#: Words of the shortest command with a story; of which so many are the story; and of one told in the same breath, with no comma between.
_SHORTEST_STORY, _LEAST_BESIDE, _ONE_BREATH = 7, 4, 12

#: What the council fills in: its telephone line for a person, and so on. Placeholders of the responses.
Council = dict[str, str]


class Commands:
    """Carries out a command in a talk. One method each; ``council`` fills the placeholders of what is said; ``now``: when it is said."""

    def __init__(self, phrasebook: Phrasebook, council: Council, now: datetime) -> None:
        self.phrasebook = phrasebook
        self.council = council
        self.now = now

    def skip(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Leave the question. A story told on the way to "leave that one" is kept where it belongs."""
        if ask.element == "offer":
            return self.deny(state, ask, message, understood)
        done = entries.answered(ask.id, message.id, "skip", thin=ask.element not in ("opening", "consent", "read_back"))
        return Step(
            _story_in(state, ask, message, understood) + [entries.covered(ask.key, "declined"), done, *still_general(ask)],
            [self._say(state, "utter_skipped")],
        )

    def stop(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Go to the close with what there is; from the close, end."""
        said = [self._say(state, "utter_stopping")]
        held = [entries.held("open")] if state.talk.state != "open" else []
        if state.talk.stopping or ask.element in ("read_back", "consent"):
            return Step(held + [entries.finishing()], said)
        answered = entries.answered(ask.id, message.id, "stop")
        if ask.element == "offer":
            return Step(held + [answered, entries.offered(True), entries.stopping()], said)
        return Step(held + _story_in(state, ask, message, understood) + [entries.stopping()], said)

    def pause(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Keep everything and wait."""
        story = _story_in(state, ask, message, understood)
        return Step(story + [entries.held("paused")], [self._say(state, "utter_paused")])

    def go_on(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Go on after a pause, a concern or the offer to stop; after hours or days, with where we were."""
        if ask.element == "offer" and state.talk.state == "open":
            return self.deny(state, ask, message, understood)
        last = state.talk.last_at
        away = last is not None and self.now - last > LONG_AWAY
        return Step([entries.held("open")], [welcome_back(state, self.phrasebook) if away else self._say(state, "utter_go_on")])

    def send(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Send the words about danger to the duty team now: the person asks for it."""
        by = "person" if state.talk.role == "carer" else "staff"
        waiting = [concern for concern in state.record.concerns if not concern.passed_on]
        if waiting:
            passed = [entries.passed_on(concern.quote.id, by, DUTY_TEAM) for concern in waiting]
            return Step(passed, [self._say(state, "utter_words_sent", time=clock(self.now))])
        return Step([], [self._say(state, "utter_words_sent_already" if state.record.concerns else "utter_nothing_to_send")])

    def back(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Open the last answer again, or the one before it when that is open already; the next answer replaces its words."""
        last = _answer_before(state)
        if last is None:
            return Step([], [self._say(state, "utter_back_nothing")])
        was = state.talk.asks[last.ask]
        unsettled = [entries.covered(was.key, "not_explored")] if was.key in state.record.settled else []
        return Step([*_unlinked_again(state, was), *unsettled, entries.reopened(last.ask, last.message)], [self._say(state, "utter_back")])

    def repeat(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """The open ask is put again as it was."""
        return Step()

    def rephrase(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """The open ask is put in other words."""
        return Step([entries.rephrase()])

    def why_ask(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Say why this is asked."""
        element = "need" if ask.element == "need_why" else ask.element
        return Step([], [self._say(state, f"utter_why_we_ask_{element}")])

    def who_sees(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Say who sees the words, when, and when they may be passed on without agreement."""
        return Step([], [self._say(state, "utter_who_sees", exceptions=self.phrasebook.say("utter_exceptions", context_of(state))[0])])

    def human(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Give a number to ring."""
        return Step([], [self._say(state, "utter_human")])

    def language(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Switch to the language named, or to the other one."""
        if state.talk.language is None:
            return Step(opening(state, ask, message, understood))
        now = state.talk.language
        wanted = chosen_language(message.text) or ("en" if now == "cy" else "cy")
        if wanted == now:
            return Step([], [self._say(state, "utter_language_already")])
        switched = {**context_of(state), "language": wanted}
        return Step([entries.known("language", wanted)], [Said(self.phrasebook.say("utter_language_switched", switched)[0])])

    def correct(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Say how words are changed: by pointing at them."""
        return Step([], [self._say(state, "utter_correct_how")])

    def thanks(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Answer thanks."""
        return Step([], [self._say(state, "utter_thanks_reply")])

    def greet(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Answer a greeting."""
        return Step([], [self._say(state, "utter_greet_reply")])

    def help(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Say how this works."""
        return Step([], [self._say(state, "utter_help")])

    def affirm(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """Yes to what was asked; where no yes or no was asked, it is an answer like any other."""
        if ask.element == "opening":
            return Step(opening(state, ask, message, understood))
        if ask.kind == "check":
            linked = entries.moved(ask.quote or "", unlinked_place(ask), place_of(ask) or "", "asked")
            return Step([linked, entries.answered(ask.id, message.id, "affirm")])
        if ask.element == "read_back":
            return Step([entries.answered(ask.id, message.id, "affirm")])
        if ask.element == "consent":
            return Step(self._consent(state, ask, message, True))
        if ask.element == "offer":
            return Step([entries.answered(ask.id, message.id, "affirm"), entries.offered(True), entries.stopping()])
        return Step(keep(state, ask, message, understood))

    def deny(self, state: State, ask: Ask, message: Message, understood: Understood) -> Step:
        """No to what was asked; where no yes or no was asked, it is an answer like any other."""
        if ask.element == "opening":
            return Step(opening(state, ask, message, understood))
        if ask.kind == "check":
            return Step([entries.answered(ask.id, message.id, "deny", closes=False)])
        if ask.element == "read_back":
            if any(a.ask == ask.id for a in state.talk.answers):
                return Step([entries.answered(ask.id, message.id, "deny")])
            return Step([entries.unclear(ask.id, message.id)], [self._say(state, "utter_correct_how")])
        if ask.element == "consent":
            return Step(self._consent(state, ask, message, False))
        if ask.element == "offer":
            return Step([entries.answered(ask.id, message.id, "deny"), entries.offered(False)])
        return Step(keep(state, ask, message, understood))

    def _consent(self, state: State, ask: Ask, message: Message, yes: bool) -> list[Entry]:
        chosen = choice(ask, message.text)  # in plain words only: to sound like a yes agrees to nothing, like a no erases nothing
        if chosen is None and not yes and ask.topic == "share":
            chosen = False
        return consent(state, ask, message, chosen) if chosen is not None else settle_unclear(state, ask, message)

    def _say(self, state: State, name: str, **values: str) -> Said:
        text, buttons = self.phrasebook.say(name, context_of(state), len(state.talk.answers), **{**self.council, **values})
        return Said(text, None, buttons)


#: What a command of MOVES.md is carried out by.
METHODS: dict[str, Callable[..., Step]] = {
    name: getattr(Commands, name)
    for name in (
        "skip", "stop", "pause", "go_on", "send", "back", "repeat", "rephrase", "why_ask", "who_sees", "human", "language", "correct",
        "affirm", "deny", "thanks", "greet", "help",
    )
}  # fmt: skip


def _answer_before(state: State) -> Optional[Answer]:
    """Return the answer that "go back" opens: the last one, or the one before the answer that is open again already."""
    asks = state.talk.asks
    answers = [a for a in state.talk.answers if a.move not in ("unclear", "stop") and asks[a.ask].element != "offer"]
    if state.talk.replacing:
        opened = next((n for n, a in enumerate(answers) if a.message == state.talk.replacing), len(answers))
        answers = answers[:opened]
    return answers[-1] if answers else None


def _unlinked_again(state: State, ask: Ask) -> list[Entry]:
    """Going back on "is that what gets in the way": what a yes had linked waits again."""
    place = place_of(ask)
    if ask.kind != "check" or not place or all(q.id != ask.quote for q in state.record.at(place)):
        return []
    return [entries.moved(ask.quote or "", place, unlinked_place(ask), "asked")]


def _story_in(state: State, ask: Ask, message: Message, understood: Understood) -> list[Entry]:
    """Return what to keep of a story that came with a command: sentences that plainly tell something, where they belong."""
    words, beside = len(message.text.split()), words_beside(message.text, ask.model_ask)
    if words < _SHORTEST_STORY or beside < (_LEAST_BESIDE if beside < words else _ONE_BREATH):
        return []
    kept = []
    for sentence in understood.sentences:
        told = max(sentence.elements, key=lambda name: sentence.elements[name], default=None)
        if told and sentence.elements[told] >= SURE:
            place = f"unlinked/{PLACES[told]}" if told in PLACES else "circumstances"
            kept.append(entries.kept(place, quote(state, message, sentence.start, sentence.end)))
    return kept
