"""What the API takes and gives (API.md), as pydantic models: FastAPI checks by them and publishes them at /openapi.json."""

import uuid
from typing import Annotated, Any, Literal, Optional

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, model_validator

MOST_CHARACTERS = 8000

Language = Literal["en", "cy"]
Role = Literal["carer", "handler", "practitioner"]


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("must hold more than white space")
    if "\x00" in text:
        raise ValueError("must not hold NUL")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("must not hold lone surrogates")
    return text


def _uuid(value: str) -> str:
    try:
        return str(uuid.UUID(value))
    except ValueError:
        raise ValueError("must be a UUID") from None


Words = Annotated[StrictStr, Field(min_length=1, max_length=MOST_CHARACTERS), AfterValidator(_words)]
MessageId = Annotated[StrictStr, Field(max_length=64), AfterValidator(_uuid)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewConversation(_Strict):
    """Begin a talk. ``language`` null: the first message asks for it."""

    role: Role
    language: Optional[Language] = None
    continues: Optional[StrictStr] = None


class NewMessage(_Strict):
    """Something said. ``word_for_word``: staff mark what they type as the person's exact words."""

    id: MessageId
    text: Words
    answers: Optional[Annotated[StrictStr, Field(max_length=64)]] = None
    word_for_word: StrictBool = False


class Change(_Strict):
    """Switch the talk's language."""

    language: Language


class Consent(_Strict):
    """Whether the words are kept and shared, with limits in own words. At any time; what is not named stays as it is."""

    keep: Optional[StrictBool] = None
    share: Optional[StrictBool] = None
    limits: Optional[Words] = None


class Edit(_Strict):
    """Change a quote by pointing at it. ``replace`` takes ``text``; ``trim`` new offsets in the same message; ``move`` the ``slot``
    where it belongs (``outcomes/1/barriers``); ``voice`` whose it is, and the ``speaker``."""

    quote: Annotated[StrictStr, Field(max_length=120)]
    op: Literal["replace", "trim", "move", "remove", "voice"]
    text: Optional[Words] = None
    start: Optional[Annotated[StrictInt, Field(ge=0, le=MOST_CHARACTERS)]] = None
    end: Optional[Annotated[StrictInt, Field(ge=1, le=MOST_CHARACTERS)]] = None
    slot: Optional[Annotated[StrictStr, Field(max_length=60)]] = None
    voice: Optional[Literal["own", "carer", "family", "professional", "observation"]] = None
    speaker: Optional[Annotated[StrictStr, Field(max_length=200)]] = None

    @model_validator(mode="after")
    def _complete(self) -> "Edit":
        needed = {"replace": ("text",), "trim": ("start", "end"), "move": ("slot",), "voice": ("voice",), "remove": ()}[self.op]
        if any(getattr(self, name) is None for name in needed):
            raise ValueError(f"{self.op} takes {' and '.join(needed)}")
        return self


class GivenCode(_Strict):
    """A return code, as it was read out or written down."""

    code: Annotated[StrictStr, Field(min_length=1, max_length=200)]


class AcknowledgedBy(_Strict):
    """Who has opened a concern: the name that the person is told."""

    by: Annotated[StrictStr, Field(min_length=1, max_length=80), AfterValidator(_words)]


class ReturnCode(BaseModel):
    code: str
    expires_at: str


class CameBack(BaseModel):
    id: str
    token: str


class PassedOnBy(BaseModel):
    by: str
    to: str
    at: str


class Acknowledged(BaseModel):
    by: str
    at: str


class OnDutyList(BaseModel):
    id: str
    conversation: str
    kind: str
    text: str
    language: Language
    role: Role
    voice: str
    speaker: Optional[str] = None
    taken: str
    passed_on: PassedOnBy
    acknowledged: Optional[Acknowledged] = None


class DutyListOut(BaseModel):
    concerns: list[OnDutyList]


class Button(BaseModel):
    text: str
    send: str


class Ask(BaseModel):
    id: str
    element: str
    kind: str
    topic: Optional[str] = None
    about: Optional[str] = None
    outcome: Optional[int] = None
    need: Optional[int] = None


class Message(BaseModel):
    id: str
    seq: int
    sender: Literal["person", "assistant"] = Field(alias="from")
    text: str
    at: str
    language: Language
    ask: Optional[Ask] = None
    buttons: list[Button] = []


class Progress(BaseModel):
    element: str
    status: Literal["not_explored", "explored", "nothing_here", "declined"]
    outcome: Optional[int] = None
    topic: Optional[str] = None


class Reply(BaseModel):
    messages: list[Message]
    state: Literal["open", "paused", "concern", "waiting", "ended"]
    progress: list[Progress]


class Waiting(BaseModel):
    messages: list[Message] = []
    state: Literal["waiting"] = "waiting"
    notice: str
    help: list[str]


class ConversationOut(BaseModel):
    id: str
    role: Role
    language: Optional[Language]
    state: Literal["open", "paused", "concern", "waiting", "ended"]
    open_ask: Optional[Ask]
    progress: list[Progress]
    messages: list[Message]


class ConversationBegun(ConversationOut):
    token: str


class MessageList(BaseModel):
    messages: list[Message]


Record = dict[str, Any]
