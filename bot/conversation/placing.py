"""Where an answer goes: sentence by sentence into the places it belongs to (API.md, "Where an answer goes"). Pure.

A sentence stands in the places it tells about, not the whole message in all. What is not plainly something else answers what was asked.
"""

from dataclasses import dataclass
from typing import Optional

from bot.conversation.agenda import PLACES, outcome_numbers, place_of
from bot.conversation.asks import Ask
from bot.conversation.talk import State
from bot.conversation.understood import Sentence, Understood
from bot.record.places import of_need, of_outcome
from bot.record.quote import Message

#: A sentence is put in the place of another element than the asked one from this probability on …
SURE = 0.55
#: … and it leaves the asked place only when it is this unlikely to tell what was asked.
UNLIKELY = 0.25
#: In answer to a question that invites anything, it stands in the asked place as well when that is as likely as not.
EVEN = 0.5
#: A message longer than this many words never stands whole in two places.
LONG = 40

#: Questions that invite anything: what a sentence tells is then its only guide.
_BROAD = ("circumstances", "anything_else", "opening", "read_back", "offer", "consent")
_ELEMENT_ASKED = {
    "need": "need",
    "need_why": "need",
    "anything_else": "circumstances",
    "read_back": "circumstances",
    "opening": "circumstances",
}


@dataclass(frozen=True)
class Placement:
    """A stretch of the message (offsets in code points) and the place of the record where it goes."""

    place: str
    start: int
    end: int


def place_answer(state: State, ask: Ask, message: Message, understood: Understood) -> list[Placement]:
    """Return where the parts of ``message``, a story told in answer to ``ask``, go. Never empty: no answer is lost."""
    sentences = understood.sentences or (Sentence(*_whole(message.text)),)
    asked_place = place_of(ask) or "circumstances"
    asked_element = _ELEMENT_ASKED.get(ask.element, ask.element)
    numbers = _Numbers(state)
    stretches: list[Placement] = []
    for sentence in sentences:
        others = _other_places(ask, sentence, asked_element, numbers)
        places = _choose(ask, sentence, asked_element, asked_place, others, alone=len(sentences) == 1)
        stretches += [Placement(place, sentence.start, sentence.end) for place in places]
    if ask.element not in _BROAD[1:] and all(s.place != asked_place for s in stretches):
        best = max(sentences, key=lambda s: s.elements.get(asked_element, 0.0))
        stretches.append(Placement(asked_place, best.start, best.end))
    return _joined(message.text, stretches, asked_place)


def _choose(ask: Ask, sentence: Sentence, asked_element: str, asked_place: str, others: list[str], alone: bool) -> list[str]:
    """Return the places of one sentence: what was asked, unless it plainly tells something else; both where both are plain."""
    others = [place for place in others if place != asked_place]
    if not others:
        return [asked_place]
    if ask.element == "opening" and alone:
        return [asked_place]  # who is here: a name with what somebody does is no story yet
    if ask.element in _BROAD:
        return others[:2] + ([asked_place] if sentence.tells(asked_element, EVEN) else [])
    if ask.element == "outcome" and ask.kind == "open":
        return others[:1] + ([asked_place] if alone or sentence.tells(asked_element, UNLIKELY) else [])
    if alone or sentence.tells(asked_element, UNLIKELY) or ask.element in ("caring_role", "work_leisure") or ask.kind != "open":
        # It answers what was asked. Only what was plainly asked for besides is kept with the requests as well.
        return [asked_place] + [place for place in others if place.endswith(("/requests", "/preferences"))]
    return others[:1]


class _Numbers:
    """Hands out the number of the next thing that matters or is needed, once a run of sentences."""

    def __init__(self, state: State) -> None:
        self.next_outcome = max(outcome_numbers(state), default=0) + 1
        self.next_need = max(state.record.numbers_used("needs"), default=0) + 1
        self.run_end: Optional[int] = None

    def outcome(self, sentence: Sentence) -> int:
        """Return the number for a new thing that matters: sentences that follow each other tell of the same one."""
        follows = self.run_end is not None and sentence.start - self.run_end <= 2
        self.run_end = sentence.end
        self.next_outcome += not follows
        return self.next_outcome - 1


def _other_places(ask: Ask, sentence: Sentence, asked_element: str, numbers: _Numbers) -> list[str]:
    """Return the places beside the asked one that ``sentence`` plainly tells about, the plainest first."""
    places = []
    strengths = [name for name in PLACES if name not in ("barrier", "risk")]
    strongest = max(strengths, key=lambda name: sentence.elements.get(name, 0.0))
    about_outcome = ask.outcome if ask.element in ("outcome", *PLACES) else None
    caring = ask.element in ("caring_role", "work_leisure", "need", "need_why")
    for element, probability in sorted(sentence.elements.items(), key=lambda item: -item[1]):
        if element == asked_element or probability < SURE or (element in strengths and element != strongest):
            continue
        if element in PLACES:
            if caring and (element in strengths or probability < 0.8):
                continue  # what one does for somebody reads like a strength; it stays with what was asked
            base = of_outcome(about_outcome, PLACES[element]) if about_outcome else f"unlinked/{PLACES[element]}"
            places.append(base)
        elif element in ("request", "preference") and probability >= 0.6:
            part = element + "s"
            if ask.element == "need" and element == "request":
                continue
            places.append(of_outcome(about_outcome, part) if about_outcome else f"unlinked/{part}")
        elif element == "outcome":
            if about_outcome:
                if ask.element != "outcome":
                    places.append(of_outcome(about_outcome, "so_what"))
            elif ask.element in _BROAD and probability >= 0.6:
                places.append(of_outcome(numbers.outcome(sentence), "statement"))
        elif element == "circumstances" and not caring and ask.element in ("outcome", *PLACES) and probability >= 0.7:
            places.append("circumstances")
        elif element == "need" and ask.element in _BROAD and probability >= 0.6:
            places.append(of_need(numbers.next_need, "statement"))
    return places


def _joined(text: str, stretches: list[Placement], asked_place: str) -> list[Placement]:
    """Join sentences that stand side by side in one place, and keep a long message from standing whole in two."""
    joined: list[Placement] = []
    for place in dict.fromkeys(s.place for s in stretches):
        for stretch in sorted((s for s in stretches if s.place == place), key=lambda s: s.start):
            last = joined[-1] if joined and joined[-1].place == place else None
            if last and not text[last.end : stretch.start].strip():
                joined[-1] = Placement(place, last.start, max(last.end, stretch.end))
            else:
                joined.append(stretch)
    start, end = _whole(text)
    if len(text.split()) > LONG:
        whole = [p for p in joined if p.start <= start and p.end >= end]
        keep = next((p for p in whole if p.place == asked_place), whole[0] if whole else None)
        joined = [p for p in joined if p not in whole or p == keep]
    return joined


def _whole(text: str) -> tuple[int, int]:
    """Return the offsets of ``text`` without surrounding white space."""
    start = len(text) - len(text.lstrip())
    return start, max(start + 1, len(text.rstrip()))


def own_words(message: Message, understood: Understood) -> tuple[int, int]:
    """Return the stretch that a short follow-up or flag quotes: the sentence that holds the term, else the whole message."""
    if understood.term:
        for sentence in understood.sentences:
            if sentence.start <= understood.term[0] < sentence.end:
                return sentence.start, sentence.end
    return _whole(message.text)
