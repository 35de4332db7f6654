"""What the move model sees of an answer: its words, its letters, what was asked, who speaks, and the cues."""

import re
from dataclasses import dataclass, field
from typing import Optional

from bot.understanding.cues import cue_patterns, plain

_NAME_INSIDE = re.compile(r"(?<=[a-zâêîôûŵŷ,;] )[A-ZÂÊÎÔÛŴŶ][a-zâêîôûŵŷ]+")
_FIRST_PERSON = re.compile(r"(?<!\w)(?:i|i'm|i've|i'd|me|my|dw|dwi|fi|rwy|rwyf|wi|dwi'n|dw i)(?!\w)", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:'\w+)?")


@dataclass(frozen=True)
class Example:
    """One labelled answer of the training data. ``sentences`` holds the elements of each sentence, where given."""

    text: str
    intent: str
    ask: str
    role: str
    language: str
    term: Optional[str] = None
    kind: Optional[str] = None
    elements: tuple[str, ...] = ()
    sentences: tuple[tuple[str, ...], ...] = field(default=())


def normal(text: str) -> str:
    """Return ``text`` as the n-grams see it: lower case, straight apostrophes, numbers as one sign."""
    return re.sub(r"\d+", "0", plain(text).lower()).strip()


def context_features(text: str, ask: str, role: str, language: str) -> dict[str, float]:
    """Return the features beside the n-grams: context, length, cues, and what each is in the light of the question."""
    words = _WORD.findall(plain(text))
    count = len(words)
    length = "1" if count <= 1 else "3" if count <= 3 else "6" if count <= 6 else "12" if count <= 12 else "25" if count <= 25 else "long"
    features = {
        f"ask={ask}": 1.0,
        f"role={role}": 1.0,
        f"language={language}": 1.0,
        f"length={length}": 1.0,
        f"ask={ask}&length={length}": 1.0,
        "question_mark": float("?" in text),
        "digits": float(bool(re.search(r"\d", text))),
        "name": min(len(_NAME_INSIDE.findall(text)), 3) / 2,
        "first_person": min(len(_FIRST_PERSON.findall(plain(text))), 4) / 3,
    }
    covered = 0
    for name, pattern in cue_patterns().items():
        found = [m.group() for m in pattern.finditer(plain(text))]
        if found:
            features[f"cue={name}"] = 1.0
            features[f"cue={name}&ask={ask}"] = 1.0
            features[f"cue={name}&length={length}"] = 1.0
            if name in ("catch_all", "service", "vague", "nothing"):
                covered = sum(len(f.split()) for f in found)
                features[f"share={name}"] = min(covered / max(count, 1), 1.0)
    if count <= 4:
        features[f"whole={ask}:{normal(text).strip(' .,!?…')}"] = 2.0
    return features
