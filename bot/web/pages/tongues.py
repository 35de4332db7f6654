"""Which language the pieces of what Sgwrs says are in: a sentence for somebody who writes in the other one, and words that are quoted.

A screen reader says each in the voice of its language (WCAG 3.1.2).
"""

import re

from markupsafe import Markup

from bot.understanding.language import detect_language
from bot.web.pages.telephones import telephones

#: Words in quotation marks, a sentence, or what is left.
_PIECE = re.compile(r"“[^”]*”|[^“]*?[.?](?=\s|$)\s*|[^“]+|“")


def in_tongues(text: str, language: str) -> Markup:
    """Return ``text``, mostly in ``language``, with its telephone numbers as links and each piece in the other language marked as such."""
    shown, same = Markup(""), ""
    for piece in _PIECE.findall(text):
        found = detect_language(piece, language)
        if found == language:
            same += piece
            continue
        shown += telephones(same) + Markup('<span lang="{}">{}</span>').format(found, telephones(piece))
        same = ""
    return shown + telephones(same)
