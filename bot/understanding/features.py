"""What the move model sees of an answer beside its words and letters: what was asked, who speaks, the cues, and the shape of it."""

import re
from dataclasses import dataclass, field
from typing import Optional

from bot.understanding.cues import Words, cues_in, plain
from bot.understanding.danger import danger_kind
from bot.understanding.signs import signs_in

_NAME_INSIDE = re.compile(r"(?<=[a-zâêîôûŵŷ,;] )[A-ZÂÊÎÔÛŴŶ][a-zâêîôûŵŷ]+")
_FIRST_PERSON = re.compile(r"(?<!\w)(?:i|i'm|i've|i'd|me|my|dw|dwi|fi|rwy|rwyf|wi|dwi'n|dw i)(?!\w)", re.IGNORECASE)

#: Lists of cues.yml that speak of danger, and those that take it back (long past, denied, idiom, somebody else's news, settled).
DANGER = (
    "injury", "violence", "threat", "sexual", "exploit", "coercion", "neglect", "self_harm", "emergency", "breakdown", "drink",
)  # fmt: skip
TAKEN_BACK = ("past", "denied", "idiom", "news", "settled")
_WHO = ("kin", "child", "now", "speaker", "professional", "care_task", "friend")

#: Where a word stands in several lists, the first of these names it in the shape of an answer.
_SHAPE = (
    *DANGER, "kin", "child", "professional", "friend", "speaker", "other_view", "ought", "service", "care_task", "catch_all", "feeling",
    "helping", "ability", "hindrance", "place", "activity", "health", "work", "asking", "wish", "time", "nothing", "vague", "past",
    "denied", "reason", "hint", "hollow",
)  # fmt: skip
_SMALL_WORDS = frozenset(
    """
    i me my you your he him his she her they them their we us our it its a an the and or but so if when then that this there here who
    what where why how to of in on at for with from by as is are was were be been am do does did have has had will would can could not
    no never than too only just back up down out off over again now y yr o ac yn dw dwi mae ma oedd bod fy dy ei eu ein fi ti fe fo hi
    ni chi nhw os pan ond neu ar gan gyda efo wedi heb dim ddim na nac sy sydd 0
    """.split()  # noqa: SIM905
)


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
    words = Words(text)
    count = len(words)
    length = _length(count)
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
    found = cues_in(words, language)
    for name, runs in found.items():
        features[f"cue={name}"] = 1.0
        features[f"cue={name}&ask={ask}"] = 1.0
        features[f"cue={name}&length={length}"] = 1.0
        features[f"share={name}"] = sum(last - first + 1 for first, last in runs) / max(count, 1)
        if len(runs) > 1:
            features[f"twice={name}"] = 1.0
        if runs[0][0] == 0:
            features[f"begins={name}"] = 1.0
    features.update(_danger_features(found))
    features.update(_sign_features(text, found))
    if count:
        features[f"begins with {words.words[0]}"] = 1.0
        features[f"begins with {words.words[0]}&ask={ask}"] = 1.0
    if count <= 4:
        features[f"whole={ask}:{normal(text).strip(' .,!?…')}"] = 2.0
    return features


def _length(count: int) -> str:
    for most in (1, 3, 6, 12, 25):
        if count <= most:
            return str(most)
    return "long"


def _danger_features(found: dict[str, list[tuple[int, int]]]) -> dict[str, float]:
    """Danger is told by several things together: what was done, to whom, when; and by what takes it back."""
    danger = [name for name in DANGER if name in found]
    features = {"danger": min(len(danger), 4) / 2, "taken_back": min(sum(name in found for name in TAKEN_BACK), 3) / 2}
    for name in danger:
        features.update({f"{name}&{other}": 1.0 for other in (*TAKEN_BACK, *_WHO, "hint") if other in found})
    return features


#: How much more a sign or a danger outright weighs than any other fact.
_SIGN = 2.0


def _sign_features(text: str, found: dict[str, list[tuple[int, int]]]) -> dict[str, float]:
    """Signs of danger told quietly, how many there are, and whether anything takes them back; and danger told outright."""
    signs = signs_in(text)
    taken_back = any(name in found for name in TAKEN_BACK)
    features = {f"sign={name}": _SIGN for name in signs}
    features.update({f"sign={name}&taken_back": _SIGN for name in signs if taken_back})
    features["signs"] = min(sum(signs.values()), 4) / 2
    kind = danger_kind(text)
    if kind:
        features["outright"] = _SIGN
        features[f"outright={kind}"] = _SIGN
    return features


def shape(text: str, language: str) -> str:
    """Return the shape of ``text``: each word as its list, a small word, a name (N) or anything else (x).

    "My sister says I should move" is "^ my KIN OTHER_VIEW i OUGHT x $", however the sister is called and whatever she says.
    """
    words = Words(text)
    found = cues_in(words, language)
    list_of: dict[int, tuple[str, int]] = {}
    for name in reversed(_SHAPE):
        for first, last in found.get(name, ()):
            list_of.update({i: (name.upper(), first) for i in range(first, last + 1)})
    told = ["^"]
    before = None
    for i, word in enumerate(words.words):
        if i in list_of:
            if list_of[i] != before:
                told.append(list_of[i][0])
            before = list_of[i]
            continue
        before = None
        told.append(word if word in _SMALL_WORDS else "N" if i and text[words.spans[i][0]].isupper() else "x")
    return " ".join([*told, "$"])
