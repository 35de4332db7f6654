"""Plain choices in the person's words: a language, an age, whose life it is, yes or no, share or not. Pure, both languages."""

import re
from typing import Optional

_YES = re.compile(
    r"(?i)^\W*(?:yes|yeah|yep|yup|aye|ok(?:ay)?|sure|of course|please do|go (?:on|ahead)|fine|that'?s fine|correct|that'?s right|spot on|"
    r"ie|ia|oes|ydw|ydy|ydi|ydyn|ydan|odw|odi|odyn|yndw|yndi|do(?=\W*$|,)|cewch|iawn|wrth gwrs|siŵr iawn|cywir|byddwn|hoffwn)\b"
)
_NO = re.compile(
    r"(?i)^\W*(?:no(?! (?:problem|idea|worries))|nope|nah|not (?:now|yet|really|today)|don'?t(?! know| mind)|do not(?! know| mind)|"
    r"i(?:'d| would) rather (?:you )?(?:not|didn'?t)|rather not|never|"
    r"na(?! phoen)|nage|nac|nag|nagw|nagyw|naddo|dim diolch|peidiwch|paid|ddim(?! yn (?:si|gwybod|gwbod))|"
    r"well gen i beidio|gwell gen i beidio|byth)\b"
)
#: Words that put off or ask back: whatever else is said, nothing is agreed to yet.
_NOT_PLAIN = re.compile(
    r"(?i)\?|\b(?:not (?:so |really |quite )?sure|don'?t know|dunno|no idea|maybe|perhaps|depends|let me|think (?:about|it over)|"
    r"ask (?:my|him|her|them)|"
    r"but|who|what|how long|why|yn si[wŵ]r|gwybod|gwbod|falle|efallai|ella|meddwl am|gofyn i|ond|pwy|beth|am faint)\b"
)
_SHARING = r"(?:share|send|pass|give|show|rhann\w*|rannu|anfon\w*|hanfon|basio|pasio|dangos)"
_WILLING = r"(?:you (?:can|may|could)|please|happy (?:for|to)|glad|content|don'?t mind|fine (?:for|to)|can be|fodlon|hapus|cewch|croeso)"
_SHARE = re.compile(
    rf"(?i)^\W*(?:please |plis )?{_SHARING}\b|\b{_WILLING}\b.*\b(?:{_SHARING}|it goes|it going)\b|\bhappy for (?:you|them|it)\b"
)
#: What makes a longer yes an agreement: "yes, she's my mum" is a yes to something else.
_AGREES = re.compile(
    rf"(?i)\b(?:{_WILLING}|that'?s (?:fine|ok(?:ay)?|all right|alright)|(?:it'?s|is) (?:fine|ok(?:ay)?|all right)|go (?:ahead|on)|"
    r"of course|i agree|i would|that would|sounds good|i'?d like that|no problem|by all means|wrth gwrs|gallwch|cytuno|"
    r"iawn (?:gen|gyda|da) (?:i|fi)|mae hynny'n iawn|dim problem|byddai hynny)\b"
)
_DO_NOT = re.compile(
    r"(?i)\b(?:do not|don'?t|please not|not (?:be )?(?:shared|sent|kept)|not happy|ddim yn (?:hapus|fodlon)|peidi\w*|paid â)\b"
)
_KEEP = re.compile(r"(?i)\b(?:keep|save|hold|store|cadw\w*|gadw)\b")
_NOT_OVER_18 = re.compile(r"(?i)\b(?:under\s*18|child|at school|dan\s*18|plentyn)\b")
_OTHERS = re.compile(
    r"(?i)\b(?:my|her|his|their|our|about|for|regarding|re|ar ran|am|dros|fy|ei)\s+(?:\w+\s+)?"
    r"(?:mum|mam|mother|dad|father|husband|hubby|wife|son|daughter|"
    r"brother|sister|nan|gran|grandmother|grandad|partner|aunt|auntie|uncle|cousin|mother-in-law|father-in-law|parents|child|girl|boy|lad|"
    r"ngŵr|gŵr|ngwraig|wraig|mab|merch|chwaer|brawd|nain|taid|mam-gu|tad-cu|tad|nhad|rhieni|fam|dad)\b"
)
_NEIGHBOUR = re.compile(
    r"(?i)\b(?:neighbou?rs?|friend|landlord|warden|vicar|shopkeeper|postman|colleague|cymydog|cymdoges|ffrind|drws nesa)\b"
)
_SELF = re.compile(
    r"(?i)\b(?:myself|himself|herself|themselves|own life|for me|about me|self|own behalf|"
    r"fi fy hun|fy hun|ei hun|amdana i|drosto i|bywyd fy hun)\b"
)
_CARER = re.compile(r"(?i)\b(?:carer|cares? for|caring for|look(?:s|ing)? after|gofalwr|gofalu|edrych ar (?:ôl|ei hôl|ei ôl)|main carer)\b")
_ABSENT = re.compile(
    r"(?i)\b(?:(?:isn'?t|is not|not|can'?t be) (?:here|present)|do(?:es)?n'?t speak|can(?:'?t|not) speak|"
    r"non-?verbal|on (?:his|her|their) behalf|"
    r"ddim yma|dyw e ddim yn siarad|ar ei (?:rhan|ran))\b"
)


def is_absent(text: str) -> bool:
    """Whether the words say that the person whose life this is about is not there, or does not speak."""
    return bool(_ABSENT.search(text))


def chosen_language(text: str) -> Optional[str]:
    """Return the language that ``text`` names ("cy", "en"), None when it names none or both. One that is denied is not chosen."""
    denied = (
        r"(?:don'?t|do not|can'?t|not|ddim(?: yn)?|no)\s+(?:really\s+)?"
        r"(?:speak|write|read|siarad|sgwennu|darllen|much|good at)?\s*(?:any\s+|my\s+)?"
    )
    asked_for = re.sub(rf"(?i)\b{denied}(?:cymraeg|gymraeg|welsh|english|saesneg)\b", "", text)
    welsh = re.search(r"(?i)\b(?:cymraeg|gymraeg|nghymraeg|welsh)\b", asked_for)
    english = re.search(r"(?i)\b(?:english|saesneg|seasneg)\b", asked_for)
    if bool(welsh) == bool(english):
        return None
    return "cy" if welsh else "en"


def under_18(text: str) -> Optional[bool]:
    """Return whether the words say that the person is under 18; None when they do not say."""
    if re.match(r"(?i)\W*(?:i(?:'d| would)? )?(?:rather not|prefer not)|\W*(?:g?well gen i|dim eisiau dweud)", text):
        return None
    if re.search(r"(?i)\b(?:over|dros)\s*18\b", text):
        return False
    plain = yes_or_no(text)
    years = re.search(r"(?i)\b(\d{1,3})\b(?!\s*(?:years? (?:ago|now|of)|mlynedd|blynedd|months?|mis\b|weeks?|times|hours?))", text)
    age = int(years.group(1)) if years and not re.search(r"(?i)\b(?:under|dan)\s*18\b|\b(?:for|ers)\s+\d", text) else None
    if age is not None and 4 <= age <= 110:
        return age < 18
    if plain is not None:
        return plain
    return True if _NOT_OVER_18.search(text) else None


def yes_or_no(text: str) -> Optional[bool]:
    """Return True or False when ``text`` begins with a plain yes or no, else None."""
    if _NO.match(text):
        return False
    return True if _YES.match(text) else None


def keep_choice(text: str) -> Optional[bool]:
    """Return the answer to "may we keep this": a plain yes or no, or a sentence that says it. What asks back agrees to nothing."""
    plain = yes_or_no(text)
    if plain is False:
        return False
    if _NOT_PLAIN.search(text):
        return None
    if _KEEP.search(text):
        return not _DO_NOT.search(text)
    return plain


def share_choice(text: str) -> Optional[bool]:
    """Return the answer to "may it be passed on"; None when it is not plain enough.

    A no is taken however short. A yes needs one of the labelled choices or a plain sentence: a bare "ok" could mean several things
    (API.md).
    """
    plain = yes_or_no(text)
    if plain is False or _DO_NOT.search(text):
        return False
    if _NOT_PLAIN.search(text):
        return None
    words = len(re.findall(r"\w+", text))
    if _SHARE.search(text) or (plain and re.search(rf"(?i)\b{_SHARING}\b", text)):
        return True
    return True if plain and words >= 4 and _AGREES.search(text) else None


def whose_life(text: str) -> tuple[Optional[str], bool]:
    """Return (subject, caller is a carer) from what the caller says of themselves: self, someone_cared_for, other or None."""
    if _NEIGHBOUR.search(text) and not _SELF.search(text):
        return "other", False
    if _CARER.search(text):
        return "someone_cared_for" if not _SELF.search(text) else "self", True
    if _SELF.search(text):
        return "self", False
    if _OTHERS.search(text):
        return "someone_cared_for", True
    return None, False
