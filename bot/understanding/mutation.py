"""How the first letters of Welsh words change after other words, there and back."""

import functools

#: Soft, nasal and spirant mutation together.
_CHANGES = {
    "ll": ("l",), "rh": ("r",), "c": ("g", "ch", "ngh"), "p": ("b", "ph", "mh"), "t": ("d", "th", "nh"), "g": ("", "ng"),
    "b": ("f", "m"), "d": ("dd", "n"), "m": ("f",),
}  # fmt: skip
#: Two letters that are one in Welsh and don't mutate.
_FIRM = ("ch", "dd", "ff", "th", "ph")
_VOWELS = tuple("aeiouwyâêîôûŵŷ")


def mutated(word: str) -> list[str]:
    """Return the mutated forms of a Welsh word. Short words are left: too many of them are other words when mutated."""
    if len(word) < 4 or word.startswith(_FIRM):
        return []
    for letters in (word[:2], word[:1]):
        if letters in _CHANGES:
            return [changed + word[len(letters) :] for changed in _CHANGES[letters]]
    return []


def unmutated(word: str) -> list[str]:
    """Return the words that ``word`` may be a mutated form of, the surest (most letters changed) first; not ``word`` itself."""
    if word.startswith("ff"):
        return []
    found = [plain + word[len(changed) :] for changed, plain in _backwards() if word.startswith(changed)]
    if word.startswith("h") and word[1:2] in _VOWELS:
        found.append(word[1:])
    return found


@functools.cache
def _backwards() -> list[tuple[str, str]]:
    pairs = [(changed, plain) for plain, all_changed in _CHANGES.items() for changed in all_changed]
    return sorted(pairs, key=lambda pair: -len(pair[0]))
