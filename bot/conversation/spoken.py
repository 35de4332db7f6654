"""A few of the person's own words, short enough to stand in a question. Pure."""

import re
from typing import Optional

_EDGES = " ,.–—-\"“”'"
_STOP = re.compile(r"[?\n;:]|(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)[.!…](?=\s|$)")
#: Where speech pauses, in both languages.
_PAUSE = re.compile(r",\s|\s(?:but|because|so that|cos|so|and|when|while|which|who|ond|achos|er mwyn|pan|fel|ac|a'r|a fi|a dw)\b")


def spoken_about(text: str, most_words: int = 10) -> Optional[str]:
    """Return a piece of ``text`` short enough to stand in a question, cut where speech pauses; None when there is none.

    It never holds a question mark (a question asks one thing) or a line break.
    """
    piece = _STOP.split(text.strip())[0].strip(_EDGES)
    if len(piece.split()) > most_words:
        pauses = [m.start() for m in _PAUSE.finditer(piece) if 2 <= len(piece[: m.start()].split()) <= most_words]
        words = list(re.finditer(r"\S+", piece))
        piece = piece[: pauses[-1] if pauses else words[most_words - 1].end()]
    return piece.strip(_EDGES) or None
