"""The person's own few words that a follow-up takes up, by patterns alone: what is used before any term has been learned (term_model.py)."""

import re
from typing import Optional

from bot.understanding.cues import first_cue, plain
from bot.understanding.sentences import sentence_spans

MOST_WORDS = 9
#: Moves whose follow-up takes up words of the person.
TERM_MOVES = ("so_what", "why", "own_view", "context")

_LEAD_IN = re.compile(
    r"""(?xi)^\s*(?:
      (?:well|so|um+|erm?|oh|just|really|honestly|basically|obviously|probably|yeah|yes|no|and|but|i\s+suppose|i\s+guess|i\s+think|i'd\s+say)[,\s]+
    | (?:what\s+matters\s+(?:to\s+\w+(?:\s+\w+)?\s+)?is(?:\s+that)?|the\s+main\s+thing\s+is|it's|its|it'd\s+(?:be|look\s+like)|it\s+would\s+(?:be|look\s+like)|that's|there's|there\s+is|there\s+are)\s+
    | (?:i|we|he|she|they|caller|clr|client|mum|mam|dad|mr\s+\w+|mrs\s+\w+|miss\s+\w+)\s*(?:'d|'s|'ve|'re)?\s*
      (?:has|have|had|would|just|really|only|also|simply|still)?\s*
      (?:got|want|wants|wanted|need|needs|needed|require|requires|like|love|feel|feels|says|said|states|asking|ask|can|could|am|is|are|is\s+able)\s+(?:for\s+|that\s+)?(?:to\s+(?:be|have|feel|get)\s+)?
    | (?:want|wants|need|needs|needing|require|requires|requiring|requesting|requests|asking|ringing\s+to\s+ask|looking)\s+(?:for\s+)?
    | (?:for\s+(?:her|him|them|me|us|\w+)\s+to\s+(?:be\s+)?|to\s+(?:be|have|feel|get|remain|keep|stay)\s+|can\s+(?:i|we|some|you)\s+(?:have\s+|get\s+)?)
    | (?:dw\s*i|dwi|rwy|rwyf|ni|mae\s+(?:e|o|hi|mam|dad|angen)|hoffwn(?:\s+i)?|licien\s+i)?\s*(?:'n|yn|jyst|jest)?\s*(?:moyn|eisiau|isio|ishe|angen|hoffi|licio|teimlo)\s+(?:bod\s+yn\s+|cael\s+)?
    | (?:mae\s+(?:gen\s+i|gyda\s+fi|'da\s+fi|gynno\s+fi|gyda\s+ni)\s+)
    )"""
)
_TRAILER = re.compile(
    r"(?i)(?:[,;]?\s+(?:really|i suppose|i guess|i'd say|to be honest|tbh|please|mostly|mainly|though|like|that's all|that's what.*|that'd be.*|dyna.*|a dweud y gwir|sbo|siŵr))+[\s.!…]*$"
)
_SAYS = re.compile(
    r"""(?xi)^\s*(?:well[,\s]+|but\s+|and\s+|according\s+to\s+|you'd\s+have\s+to\s+ask\s+|mae'?r?\s+|yn\s+ôl\s+|ma'?r?\s+)?
    (?P<who>[^,.;!?]{2,60}?)
    (?:\s+(?:all\s+|both\s+|also\s+|always\s+|just\s+|really\s+|still\s+|has\s+|have\s+|would\s+|is\s+|are\s+|keeps?\s+|kept\s+|strongly\s+|already\s+)*
       (?:say(?:s|ing)?|said|think(?:s|ing)?|thought|reckons?|feels?|felt|wants?|wanted|told|tells?|telling|believes?|insists?|recommends?|recommended|
          advised?|advises|agreed?|agrees|suggest(?:s|ed)?|expects?|prefers?|keen|adamant|on\s+at|going\s+on|rather|like|likes|worr(?:y|ies|ied)|decided|hopes?|reports?|considers?|mentioned|need(?:s)?\s+to)\b
     | \s+(?:yn|'n|wedi|am)\s+(?:dweud|gweud|deud|meddwl|teimlo|moyn|isio|eisiau|mynnu|credu|argymell|awgrymu|poeni|cytuno|gobeithio)\b
     | 's\s+view\b | ,)"""
)


def find_term(text: str, move: str, known: list[str]) -> Optional[tuple[int, int]]:
    """Return the span of the words in ``text`` that a follow-up for ``move`` takes up; None for other moves.

    ``known``: terms of the training data, lower case, longest first. A span never holds a question mark or a line break.
    """
    if move not in TERM_MOVES:
        return None
    spans = sentence_spans(text)
    if not spans:
        return None
    span = None
    if move == "own_view":
        span = _whose(text, spans)
    if span is None and move == "so_what":
        span = first_cue(text, "catch_all")
    if span is None:
        span = _known(text, known)
    if span is None and move == "why":
        span = first_cue(text, "service")
    if span is None or move in ("why", "context") and span[1] - span[0] < 4:
        span = _core(text, *spans[0])
    return tidy(text, *span)


def _known(text: str, known: list[str]) -> Optional[tuple[int, int]]:
    lower = plain(text).lower()
    if len(lower) != len(text):
        return None
    for term in known:
        at = lower.find(plain(term))
        end = at + len(term)
        if at >= 0 and (at == 0 or not lower[at - 1].isalnum()) and (end == len(lower) or not lower[end].isalnum()):
            return at, end
    return None


def _whose(text: str, spans: list[tuple[int, int]]) -> Optional[tuple[int, int]]:
    for start, end in spans:
        match = _SAYS.match(plain(text[start:end]))
        if match and len(match.group("who").split()) <= 6:
            return start + match.start("who"), start + match.end("who")
    return None


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence without its lead-in ("I want to be …") and trailer ("… really")."""
    for _ in range(3):
        match = _LEAD_IN.match(plain(text[start:end]))
        if not match or match.end() >= end - start - 1:
            break
        start += match.end()
    trailer = _TRAILER.search(plain(text[start:end]))
    if trailer and trailer.start() > 1:
        end = start + trailer.start()
    return start, end


def tidy(text: str, start: int, end: int) -> Optional[tuple[int, int]]:
    """Shorten to MOST_WORDS, stop at a question mark or line break, and take off white space and closing marks."""
    stop = re.search(r"[?\n]", text[start:end])
    if stop:
        end = start + stop.start()
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) > MOST_WORDS:
        end = start + words[MOST_WORDS - 1].end()
    while start < end and (text[start].isspace() or text[start] in "\"“”'‘-–—,;:."):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\"“”‘-–—,;:.!…"):
        end -= 1
    return (start, end) if end > start else None
