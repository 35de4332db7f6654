"""The cue lists (cues.yml): small, readable lists of words that tell what an answer is."""

import functools
import re
from pathlib import Path
from typing import Optional

from ruamel.yaml import YAML

_FILE = Path(__file__).with_name("cues.yml")


@functools.cache
def cue_patterns() -> dict[str, "re.Pattern[str]"]:
    """Return a compiled pattern for each list in cues.yml, both languages together, longest phrase first."""
    lists = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))
    patterns = {}
    for name, by_language in lists.items():
        phrases = sorted({str(p) for language in ("en", "cy") for p in by_language[language]}, key=len, reverse=True)
        patterns[name] = re.compile(r"(?<![\w'])(?:" + "|".join(map(re.escape, phrases)) + r")(?![\w])", re.IGNORECASE)
    return patterns


def find_cues(text: str, name: str) -> list[str]:
    """Return the words of ``text`` that stand in the list ``name``, as they stand in the text, in order."""
    return [match.group() for match in cue_patterns()[name].finditer(plain(text))]


def first_cue(text: str, name: str) -> Optional[tuple[int, int]]:
    """Return the span of the first word or phrase of ``text`` in the list ``name``, or None."""
    match = cue_patterns()[name].search(plain(text))
    return match.span() if match else None


def plain(text: str) -> str:
    """Return ``text`` with curly apostrophes made straight: same length, so that offsets stay true."""
    return text.replace("’", "'").replace("‘", "'")
