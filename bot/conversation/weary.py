"""Exhaustion and distress short of danger, as people say it of themselves, in both languages (weary.yml). Pure.

Said in passing ("I'm shattered by tea time"), nothing is probed from there on; said as it is now ("I can't think any more"), or a second
time, stopping is offered at once and only what is needed is asked. Danger is the move model's, and comes first.
"""

import functools
import re
from pathlib import Path
from typing import Optional

from ruamel.yaml import YAML

_FILE = Path(__file__).with_name("weary.yml")
_PIECE = re.compile(r"<([A-Z_]+)>")


def how_weary(text: str, role: str) -> Optional[bool]:
    """Return True when the words say that this is too much now, False when they say how tired or low the person is, None otherwise.

    ``role``: what staff type of the person counts as well.
    """
    words, patterns = text.replace("’", "'"), _patterns()
    if patterns["worn out"].search(words) or (role != "carer" and patterns["of the caller"].search(words)):
        return True
    return False if patterns["tired"].search(words) else None


@functools.cache
def _patterns() -> dict[str, "re.Pattern[str]"]:
    lists = dict(YAML(typ="safe").load(_FILE.read_text(encoding="utf-8")))
    pieces = lists.pop("pieces")

    def spelled_out(line: str) -> str:
        while _PIECE.search(line):
            line = _PIECE.sub(lambda piece: pieces[piece.group(1)], line)
        return rf"(?<!\w){line.strip()}(?!\w)"

    return {name: re.compile("|".join(map(spelled_out, lines.splitlines())), re.IGNORECASE) for name, lines in lists.items()}
