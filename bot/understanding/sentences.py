"""Cut an answer into sentences, as spans: the record quotes sentences, so offsets matter and nothing is changed."""

import re

# A sentence ends at . ! ? … (with a closing quote or bracket) before a space, or at a line break.
_END = re.compile(r"(?<=[.!?…])[\"”’')]*\s+|\s*\n+\s*")
_ABBREVIATION = re.compile(r"(?:\b(?:Mrs?|Ms|Dr|St|Sr|Jr|Nr|etc|e\.g|i\.e|approx|tel|No)\.|\b[A-Z]\.)$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) code point offsets of each sentence of ``text``, without surrounding white space.

    ``text[start:end]`` is never empty. Text without any sentence end is one sentence; white space alone gives none.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        if "\n" not in end.group() and _ABBREVIATION.search(text[start : end.start()]):
            continue
        _append(text, start, end.start() + len(end.group().rstrip()), spans)
        start = end.end()
    _append(text, start, len(text), spans)
    return spans


def _append(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
