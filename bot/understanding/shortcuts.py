"""Exact words that need no model: what a button sends, and a plain yes or no where yes or no was asked."""

import re
from dataclasses import replace
from typing import Any, Optional

from bot.understanding.cues import plain

_YES = (
    r"(?:yes|yeah|yep|yup|aye|correct|that'?s right|it is|it does|"
    r"ie|ia|oes|ydw|ydy|ydi|ydyw|ydyn|ydan|odw|odi|odyn|yndw|yndi|do|cywir|wrth gwrs|iawn|ok|okay|sure|"
    r"please do|yes please|ie plis|os gwelwch yn dda)"
)
_NO = (
    r"(?:no|nope|nah|not really|no thank you|no thanks|na|nage|"
    r"na[cg] (?:ydy|ydi|ydw|ydyn|ydan|odw|odi|odyn|yw|w|w i|oes)|nagw|nagw i|naddo|dim diolch|ddim felly|no it isn'?t|"
    r"no it'?s not|no[, ]+that'?s (?:not it|something else|different)|na[, ]+rhywbeth arall(?: yw hwnna| ydi hwnnw)?|nid dyna f[eo])"
)
_TAIL = r"[\s,.!]*(?:(?:it is|it does|that'?s (?:it|right)|please|thanks|thank you|diolch|dyna fe|dyna fo|mae e|mae o)[\s,.!]*)?"
_YES_ONLY = re.compile(rf"(?i)^\s*{_YES}{_TAIL}$")
_NO_ONLY = re.compile(rf"(?i)^\s*{_NO}{_TAIL}$")

#: A short answer that begins with a plain yes or no, where one was asked for ("Hoffwn, os gwelwch yn dda", "No, do not share it").
_BEGINS_YES = re.compile(r"(?i)^\s*(?:yes|yeah|yep|sure|ie|ia|oes|ydw|ydy|cewch|hoffwn|byddwn|gallwch|wrth gwrs)\b")
_BEGINS_NO = re.compile(
    r"(?i)^\s*(?:no|nope|na|nac|nage|dim diolch|dim nawr|ddim nawr|not now|not yet|ddim eto|peidiwch)\b(?! (?:idea|problem))"
)
_FEW = 7

#: While the talk waits: short words that mean to go on with it.
_GO_ON = re.compile(
    r"(?i)^\W*(?:(?:i'?d like to|i want to|let'?s|can we|we can|yes|ok|i'?ll|shall we|dw ?i(?:'n)? (?:eisiau|moyn|isio)|"
    r"hoffwn i?|gadewch i ni|gawn ni|awn ni)[\s,]*)*"
    r"(?:carry on|go on|continue|keep going|go ahead|back to it|cario mlaen|cario ymlaen|gario ymlaen|"
    r"mynd ymlaen|fynd ymlaen|dal ati|ymlaen)\b.{0,20}$"
)

#: … or that say that somebody is there again.
_HERE_AGAIN = re.compile(
    r"(?i)^\W*(?:(?:ok(?:ay)?|right|sorry(?: about that)?|iawn|reit|sori|hi|hello|helo|hia|shwmae|s'?mae)[\s,.]*)*"
    r"(?:i'?m back|im back|back (?:now|again|with you)|here again|(?:i'?m )?ready(?: now)?|we can start again|"
    r"(?:dw ?i|rydw i|wi|fi|dwi)(?:'n| yn)? (?:wedi dod |'?di dod )?(?:nôl|'?n ôl|yma eto|barod)|n[oô]l (?:nawr|rŵan|eto)|barod)"
    r".{0,20}$"
)

#: While the talk waits at a concern: that the words be sent, as people say it.
_SEND = re.compile(
    r"(?i)^\W*(?:(?:yes|ok|please|i want to|i'?d like to|can you|could you|you can|ie|ia|plis|hoffwn i?|wnewch chi|allwch chi)[\s,]*)*"
    r"(?:(?:send|pass) (?:it|them|this|that|these(?: words)?|those(?: words)?|what i (?:said|wrote))(?: on)?"
    r"(?: to (?:the |your )?(?:duty team|duty|team|council|social services|social workers?|somebody|someone))?"
    r"|(?:[hd]?anfon(?:wch)?|[pb]asi(?:o|wch)) (?:nhw|fe|fo|e|o|hyn|hwn|y geiriau(?: hyn)?|'?r geiriau(?: hyn)?)(?: ymlaen)?"
    r"(?: at (?:y |'?r )?(?:[td]îm(?: (?:ar dd|d)yletswydd)?(?: y cyngor)?|g?c?yngor|rh?ywun))?)"
    r"(?: now| nawr| rŵan)?(?: please| plis| os gwelwch yn dda)?\W*$"
)

#: What the buttons send, in lower case without marks. The words stand in data/responses; a test keeps the two together.
_BUTTONS = {
    "command_go_on": {"carry on", "go on", "cario ymlaen", "mynd ymlaen", "dal ati", "dal i fynd"},
    "command_stop": {"stop here", "stopio yma", "stopio fan hyn"},
    "command_skip": {
        "skip",
        "skip this",
        "hepgor",
        "hepgor hwn",
        "rather not say",
        "well gen i beidio dweud",
        "gwell gen i beidio â dweud",
    },
    "command_rephrase": {"say it differently", "dweud mewn ffordd arall", "gofyn mewn ffordd arall"},
    "command_send": {"send these words to the duty team now", "anfon y geiriau hyn at y tîm dyletswydd nawr"},
    "command_language": {"newid i'r gymraeg", "switch to english"},
    "command_human": {"i would rather talk to a person", "byddai'n well gen i siarad â pherson"},
    "command_why_ask": {"why do you ask", "pam dych chi'n gofyn", "pam ydych chi'n gofyn"},
}

#: What the button under the words that are read back sends, when they are not right.
_NOT_RIGHT = {"something is not right", "mae angen cywiro rhywbeth"}


def shortcut(text: str, ask: str, kind: Optional[str], held: bool, understood: Any) -> Any:
    """Return ``understood``, or a copy of it with the intent that the exact words of ``text`` stand for.

    ``kind``: the open ask's kind (``check`` asks for a yes or no, ``offer`` whether to stop). ``held``: the talk is paused or
    at a concern, where a plain "yes" means to go on and a plain "no" to wait.
    Danger is overruled by nothing but the exact words of a button.
    """
    exact = _exact(text, ask, kind, held)
    if exact:
        return _as(understood, exact)
    if held and (understood.move == "nudge" or understood.command == "greet"):
        return _as(understood, "command_go_on")  # a word that carries nothing, from somebody who is there again
    if understood.move != "concern" and ask == "consent" and "?" not in text and len(text.split()) <= _FEW:
        if _BEGINS_YES.match(text):
            return _as(understood, "command_affirm")
        if _BEGINS_NO.match(text):
            return _as(understood, "command_deny")
    return understood


def _exact(text: str, ask: str, kind: Optional[str], held: bool) -> Optional[str]:
    """Return the intent that the words as a whole stand for, None when they are more than a button or a plain yes or no."""
    words = re.sub(r"[^\w\s']", "", plain(text)).strip().lower()
    for intent, buttons in _BUTTONS.items():
        # "Carry on" answers whether one can go on caring; pressed a second time anywhere else it only puts the question again.
        if words in buttons and (held or kind == "offer" or intent != "command_go_on" or ask != "caring_role"):
            return intent
    if held and (_GO_ON.match(plain(text)) or _HERE_AGAIN.match(plain(text))):
        return "command_go_on"
    if held and _SEND.match(plain(text)):
        return "command_send"
    if ask == "read_back" and words in _NOT_RIGHT:
        return "command_deny"
    if kind == "check" or ask in ("read_back", "consent", "offer") or held:
        if _YES_ONLY.match(plain(text)):
            return "command_go_on" if held else "command_affirm"
        if _NO_ONLY.match(plain(text)):
            return "command_pause" if held else "command_deny"
    return None


def _as(understood: Any, intent: str) -> Any:
    command = intent[len("command_") :]
    return replace(
        understood, intent=intent, move="control", command=command, kind=None, term=None, confidence=1.0, because=["exact words"]
    )
