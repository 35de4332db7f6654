"""The person's words: a message as it was received, and a quote, which is always an exact slice of one."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Optional

from bot.errors import NotASlice

Voice = Literal["own", "carer", "family", "professional", "observation"]
Taken = Literal["typed_by_person", "word_for_word", "noted"]


@dataclass(frozen=True)
class Message:
    """Something that was said, exactly as received. ``text`` is never changed; offsets count code points."""

    id: str
    text: str
    language: str
    word_for_word: bool = False


@dataclass(frozen=True)
class Quote:
    """A piece of a message: ``text == message.text[start:end]``. Nothing added, mended or left out.

    ``voice`` and ``speaker`` say whose words or view it is; ``taken`` how it came in; ``generic`` that it would fit anybody;
    ``linked`` whether it stands where it stands by being asked or because the person put it there.
    """

    id: str
    text: str
    message: str
    start: int
    end: int
    voice: Voice
    speaker: Optional[str]
    taken: Taken
    generic: bool
    linked: Literal["asked", "person"]
    language: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def relinked(self, linked: Literal["asked", "person"]) -> "Quote":
        return replace(self, linked=linked)


def cut(
    message: Message,
    start: int,
    end: int,
    *,
    voice: Voice = "own",
    speaker: Optional[str] = None,
    taken: Taken = "typed_by_person",
    generic: bool = False,
    linked: Literal["asked", "person"] = "asked",
) -> Quote:
    """Return ``message.text[start:end]`` as a quote.

    Raises NotASlice when the offsets do not name words of the message.
    """
    if not 0 <= start < end <= len(message.text) or not message.text[start:end].strip():
        raise NotASlice("These offsets do not name words of the message.")
    return Quote(
        id=f"{message.id}:{start}-{end}",
        text=message.text[start:end],
        message=message.id,
        start=start,
        end=end,
        voice=voice,
        speaker=speaker,
        taken=taken,
        generic=generic,
        linked=linked,
        language=message.language,
    )
