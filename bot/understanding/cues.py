"""The cue lists (cues.yml): readable lists of words, by what they speak of, in both languages.

They give the model a little of what anybody knows ("punch", "slap" and "clout" are alike), and explain what it decides.
"""

import functools
import re
from pathlib import Path
from typing import Optional

from ruamel.yaml import YAML

from bot.understanding.mutation import mutated

_FILE = Path(__file__).with_name("cues.yml")
_WORD = re.compile(r"\w+(?:'\w+)*")
#: A stem ("bruis*") has at least this many letters.
_STEM = 3
#: A word this short is looked for in its own language only: "to" is a roof in Welsh, "hi" is "she", "do" is "yes".
_SHORT = 3

Span = tuple[int, int]


class Words:
    """The words of a text, lower case, with any number as 0, and where each stands."""

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(plain(text)))
        self.spans: list[Span] = [match.span() for match in found]
        self.words = [re.sub(r"\d+", "0", match.group().lower()) for match in found]

    def __len__(self) -> int:
        return len(self.words)


class _Lists:
    """The lists by first word, so that a text is read once however many lists there are."""

    def __init__(self, lists: dict[str, dict[str, list[str]]]) -> None:
        #: By first word: the rest of the phrase, the list, and the one language it is looked for in ("" for both).
        self.phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self.stems: dict[str, list[str]] = {}
        for name, by_language in lists.items():
            for language in ("en", "cy"):
                for phrase in by_language[language]:
                    self._add(name, str(phrase), language)
        for phrases in self.phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))

    def _add(self, name: str, phrase: str, language: str) -> None:
        first, *rest = Words(phrase).words
        for word in (first, *(mutated(first) if language == "cy" else ())):
            if phrase.endswith("*"):
                self.stems.setdefault(word, []).append(name)
            else:
                self.phrases.setdefault(word, []).append((tuple(rest), name, "" if rest or len(word) > _SHORT else language))

    def find(self, words: Words, language: str) -> dict[str, list[tuple[int, int]]]:
        """Return, for each list, the first and last word (numbers) of what is found of it, in order and without overlap."""
        found: dict[str, list[tuple[int, int]]] = {}
        for i, word in enumerate(words.words):
            here = [
                (i + len(rest), name)
                for rest, name, only in self.phrases.get(word, ())
                if tuple(words.words[i + 1 : i + 1 + len(rest)]) == rest and (not only or not language or only == language)
            ]
            here += [(i, name) for n in range(_STEM, len(word) + 1) for name in self.stems.get(word[:n], ())]
            for last, name in here:
                if name not in found or found[name][-1][1] < i:
                    found.setdefault(name, []).append((i, last))
        return found


@functools.cache
def _lists() -> _Lists:
    return _Lists(YAML(typ="safe").load(_FILE.read_text(encoding="utf-8")))


def cues_in(words: Words, language: str = "") -> dict[str, list[tuple[int, int]]]:
    """Return what each list finds in ``words``: runs of words as (first, last), in order. ``language``: that of the text, where known."""
    return _lists().find(words, language)


def first_cue(text: str, name: str) -> Optional[Span]:
    """Return the span of the first word or phrase of ``text`` in the list ``name``, or None."""
    words = Words(text)
    found = cues_in(words).get(name)
    return (words.spans[found[0][0]][0], words.spans[found[0][1]][1]) if found else None


def plain(text: str) -> str:
    """Return ``text`` with curly apostrophes made straight: same length, so that offsets stay true."""
    return text.replace("’", "'").replace("‘", "'")
