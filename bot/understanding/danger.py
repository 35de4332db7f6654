"""The plain danger check: cues in the words that need no model and no engine.

It works while the engine is dead, and lifts the model's own judgement. It never lowers it.
"""

import re

from bot.understanding.cues import plain

# Present danger said outright. Idiom ("I could kill him", "dying for a cup of tea") is kept out by asking for more than the verb.
_CUES = re.compile(
    r"""(?xi)
      \b(?:kill|end|hurt|harm|cut(?:ting)?|starv(?:e|ing))\s+(?:my\s?self|it\s+all)\b
    | \bsuicid(?:e|al)\b | \bown\s+life\b | \bend\s+my\s+life\b | \btake\s+my\s+(?:own\s+)?life\b
    | \b(?:don'?t|do\s+not|didn'?t)\s+want\s+to\s+(?:be\s+(?:here|alive)|live|wake\s+up|go\s+on\s+living)\b
    | \b(?:not|never)\s+wak(?:e|ing)\s+up\b | \bbetter\s+off\s+(?:dead|without\s+me)\b | \bwish\s+i\s+(?:was|were)\s+dead\b
    | \b(?:overdose|overdosed)\b | \b(?:saving|stashing|hoarding)\s+(?:up\s+)?(?:my|his|her|the)\s+tablets\b
    | \b(?:hits?|hitting|punch(?:es|ed|ing)?|kick(?:s|ed|ing)?|slapp?(?:s|ed|ing)?|strangl\w+|chok(?:es|ed|ing)|beat(?:s|ing)?|throttl\w+)\s+(?:me|her|him|mam|mum|the\s+(?:kids|baby|children))\b
    | \b(?:by|round)\s+(?:the|my|her)\s+throat\b | \b(?:knife|gun|petrol)\s+(?:to|at|on)\s+(?:me|my|her|him)\b
    | \brap(?:ed|es|ing)\b | \btouch(?:es|ed|ing)\s+(?:me|her|him)\s+(?:down\s+there|at\s+night|where)\b
    | \bgoing\s+to\s+(?:kill|hurt)\s+(?:me|us|her|him|you)\b | \b(?:smell|smells\s+of)\s+(?:of\s+)?gas\b | \bkick(?:ing)?\s+the\s+door\s+in\b
    | \bnot\s+breathing\b | \bunconscious\b | \bwon'?t\s+wake\s+up\b
    | \blladd\s+(?:fy\s+hun|fy\s+hunan|'?n\s+hun|fi)\b | \bhunan-?ladd\w*\b | \bhunan-?niwe?i?d\w*\b | \b(?:ddim|m)\s+(?:eisiau|isio|moyn|ishe)\s+byw\b
    | \b(?:ddim|m)\s+(?:eisiau|isio|moyn|ishe)\s+deffro\b | \bwell\s+(?:off\s+)?hebdda\s*i\b | \bwell\s+(?:i\s+\w+\s+)?hebddo\s+i\b
    | \b(?:bwrw|taro|cicio|dyrnu|curo)\s+(?:fi|hi|fe|fo|mam|y\s+plant)\b | \bmae\s+(?:e|o|hi)'?n\s+(?:fy\s+)?(?:mwrw|nharo|nghuro)\b | \barogli\s+nwy\b
    """
)
_DENIED = re.compile(
    r"(?i)\b(?:never|not|don'?t|doesn'?t|wouldn'?t|isn'?t|no thoughts of|denies|used to|years ago|when (?:i|she|he) was|years? back|in (?:19|20)\d\d|byth|flynyddoedd|arfer)\b"
)


def danger_cue(text: str) -> str:
    """Return the words of ``text`` that speak of danger outright, or "" when there are none or they stand denied or past."""
    for match in _CUES.finditer(plain(text)):
        before = plain(text)[max(0, match.start() - 40) : match.start()]
        inside = match.group()
        if _DENIED.search(before) and not re.search(r"(?i)want|wak|eisiau|isio|moyn|ishe", inside):
            continue
        return text[match.start() : match.end()]
    return ""
