"""Telephone numbers in what is shown, as links."""

import re

from markupsafe import Markup, escape

#: A number to ring; after "text" a number to write to, and the word to write where it says one ("text help to 81066").
_LINE = re.compile(
    r"(?:\b(?P<text>text|neges destun|anfonwch|anfona)\s+(?:(?P<word>\w+)\s+(?:to|i)\s+)?)?"
    r"(?<![\d-])(?<!NHS )(?<!GIG )(?P<number>0\d(?:[\d ]{6,12})\d|116 123|999|111|(?<=(?:to| i) )\d{5})(?![\d-])"
)


def telephones(text: str) -> Markup:
    """Return ``text`` with its telephone numbers as links that ring them, or write to them where they are for text messages."""
    shown, end = Markup(""), 0
    for found in _LINE.finditer(text):
        number = found["number"]
        address = ("sms:" if found["text"] else "tel:") + number.replace(" ", "")
        if found["word"]:
            address += f"?body={found['word']}"
        shown += escape(text[end : found.start("number")]) + Markup('<a class="govuk-link" href="{}">{}</a>').format(address, number)
        end = found.end()
    return shown + escape(text[end:])
