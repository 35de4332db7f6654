"""Asks: what can be asked, by part of the talk, and what each question is called elsewhere (slot, form, move model)."""

from dataclasses import dataclass
from typing import Any, Optional

CARING_TOPICS = ("does", "able_now", "able_later", "willing_now", "willing_later")
LIFE_TOPICS = ("work", "learning", "leisure")
LINKED_ELEMENTS = ("barrier", "strength_self", "strength_others", "community", "risk")
CLOSING = ("anything_else", "read_back", "consent")

#: (element, topic) -> (Rasa form, Rasa slot). The domain names the same slots; a guard test keeps the two together.
SLOTS: dict[tuple[str, Optional[str]], tuple[str, str]] = {
    ("opening", "language"): ("opening_form", "opening_language"),
    ("opening", "under_18"): ("opening_form", "opening_under_18"),
    ("opening", "present"): ("opening_form", "opening_present"),
    ("opening", "communication"): ("opening_form", "opening_communication"),
    ("circumstances", None): ("circumstances_form", "circumstances"),
    ("outcome", None): ("outcome_form", "outcome_statement"),
    **{(element, None): ("outcome_form", f"outcome_{element}") for element in LINKED_ELEMENTS},
    ("need", None): ("needs_form", "need"),
    ("need_why", None): ("needs_form", "need_why"),
    **{("caring_role", topic): ("caring_form", f"caring_{topic}") for topic in CARING_TOPICS},
    **{("work_leisure", topic): ("caring_form", f"caring_{topic}") for topic in LIFE_TOPICS},
    ("anything_else", None): ("closing_form", "closing_anything_else"),
    ("read_back", None): ("closing_form", "closing_read_back"),
    ("consent", "keep"): ("closing_form", "closing_keep"),
    ("consent", "share"): ("closing_form", "closing_share"),
    ("consent", "assessment"): ("closing_form", "closing_assessment"),
}
OFFER_SLOT = "offer"

#: The order of the parts, as Rasa forms.
FORMS = ("opening_form", "circumstances_form", "outcome_form", "needs_form", "caring_form", "closing_form")


@dataclass(frozen=True)
class Ask:
    """A question as the API knows it. ``root``: the id of the opening question that a follow-up belongs to (else its own).

    ``outcome``/``need``: the number of the thing that matters or is needed that it is about. ``quote``: for a check, the id of
    the quote that is taken up. An ask that has not been put yet has the id "".
    """

    id: str
    element: str
    kind: str = "open"
    topic: Optional[str] = None
    about: Optional[str] = None
    outcome: Optional[int] = None
    need: Optional[int] = None
    root: str = ""
    quote: Optional[str] = None

    @property
    def key(self) -> str:
        """What the question covers: ``barrier/1``, ``caring_role/able_now``; the same for a question and its follow-ups."""
        return key_of(self.element, self.topic, self.outcome, self.need)

    @property
    def form(self) -> str:
        """The Rasa form that this ask belongs to; an offer belongs to whatever part is open, so it has none ("")."""
        return "" if self.element == "offer" else SLOTS[(self.element, self.topic)][0]

    @property
    def slot(self) -> str:
        """The Rasa slot that is requested while this ask is open."""
        return OFFER_SLOT if self.element == "offer" else SLOTS[(self.element, self.topic)][1]

    @property
    def model_ask(self) -> str:
        """The ask as the move model knows it (MOVES.md): a follow-up for meaning or context counts as ``so_what``."""
        if self.kind in ("so_what", "context") and self.element not in ("opening", *CLOSING[1:]):
            return "so_what"
        return {"opening": "circumstances", "need": "need_why", "offer": "consent"}.get(self.element, self.element)

    @property
    def takes_yes_or_no(self) -> bool:
        """Whether a plain yes or no answers this ask."""
        return self.kind == "check" or self.topic == "under_18" or self.element in ("read_back", "consent", "offer")

    @classmethod
    def from_data(cls, data: Optional[dict[str, Any]]) -> "Ask":
        """Return the ask that a message was logged with; words that answer none (None) belong to "anything else"."""
        return cls(**data) if data else cls("", "anything_else")

    def as_data(self) -> dict[str, Any]:
        """Return the ask as an entry keeps it."""
        return {name: value for name, value in self.__dict__.items() if value not in (None, "")}

    def as_json(self) -> dict[str, Any]:
        """Return the ask as the API shows it."""
        shown = {"id": self.id, "element": self.element, "kind": self.kind}
        for name in ("topic", "about", "outcome", "need"):
            if getattr(self, name) is not None:
                shown[name] = getattr(self, name)
        return shown


def key_of(element: str, topic: Optional[str] = None, outcome: Optional[int] = None, need: Optional[int] = None) -> str:
    """Return the key of a question: its element, with the number or topic that tells it from others of the element."""
    parts = [element]
    if topic:
        parts.append(topic)
    if outcome is not None:
        parts.append(str(outcome))
    if need is not None:
        parts.append(str(need))
    return "/".join(parts)
