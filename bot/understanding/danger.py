"""The plain danger check: words that speak of danger outright, without any model or engine.

It works while the engine is dead, and lifts the model's own judgement. It never lowers it. What is long past, denied, settled or
only a manner of speaking is left to the model.
"""

import re

from bot.understanding.cues import plain

_SELF = r"(?:my\s?sel(?:f|ves)|him\s?self|her\s?self|them\s?sel(?:f|ves))"
_ONE = r"(?:me|us|her|him|mam|mum|mom|dad|nan|nain|taid|them|the\s+(?:kids|baby|children|boys?|girls?|little\s+ones?)|(?:my|his|their)\s+(?:\w+\s+)?(?:mam|mum|mother|dad|wife|sister|brother|son|daughter|nan|gran|kids|boy|girl))"
_NOT = r"(?:can'?t|cannot|can\s+not|couldn'?t)"
_DONT = r"(?:don'?t|do\s+not|didn'?t|doesn'?t|never|no\s+longer)"
_TABLETS = r"(?:tablets|pills|meds|medication|paracetamol|insulin|morphine|zopiclone)"
_WANT_CY = r"(?:eisiau|eisie|isio|moyn|ishe|ishio)"

_KINDS = {
    "self harm": rf"""
        \b(?:kill|harm|hang|drown|cut(?:s|ting)?|burn(?:s|ing)?|starv(?:e|ing))\s+{_SELF}\b | \bsuicid(?:e|al)\b | \boverdos(?:e|ed|ing)\b
      | \b(?:tak(?:e|es|ing)|took|end(?:s|ing|ed)?|finish)\s+(?:my|his|her|their)\s+(?:own\s+)?life\b | \bend(?:ing)?\s+it\s+all\b
      | \bwants?(?:ed)?\s+to\s+(?:die|be\s+dead|not\s+exist|disappear)\b | \bwish(?:es)?\s+(?:i|she|he)\s+(?:was|were)\s+dead\b
      | \b{_DONT}\s+(?:really\s+)?wan(?:t|na)\s+(?:to\s+)?(?:be\s+(?:here|alive)|live|exist|wake\s+up|go\s+on\s+living|carry\s+on\s+living)\b
      | \b(?:won'?t|not|shan'?t)\s+(?:going\s+to\s+)?be\s+(?:here|around)\s+(?:by|any\s?more|much\s+longer|at\s+the|after|for\s+long|next)\b
      | \b(?:just\s+)?not\s+be(?:ing)?\s+here\s+any\s?more\b | \bto\s+not\s+exist\b | \bto\s+sleep\s+and\s+(?:not|never)\s+wak\w+ | \bnot\s+waking\s+up\b
      | \bbetter\s+off\s+(?:dead|without\s+(?:me|him|her)|if\s+i\s+(?:was|were)\s+(?:gone|dead))\b | \bmanage\s+(?:nicely|fine|better|well\s+enough)\s+without\s+me\b
      | \b(?:saving|saved|stash\w*|hoard\w*|hid(?:den|ing)?|count(?:ed|ing))\s+(?:up\s+)?(?:(?:all|my|his|her|the)\s+){{0,2}}{_TABLETS}\b
      | \b(?:took|taken|swallowed)\s+(?:all|the\s+lot|a\s+load|the\s+whole|too\s+many)\b[^.!?]{{0,25}}{_TABLETS}\b
      | \bno\s+(?:point|reason)\s+(?:in\s+|to\s+)?(?:(?:being|be)\s+here|liv(?:e|ing)|waking|carrying\s+on\s+living)\b | \bpoint\s+of\s+(?:living|waking\s+up|being\s+here)\b
      | \b(?:goodbye|farewell)\s+(?:text|note|letter|message)\b | \bsay(?:ing)?\s+(?:my|her|his)\s+goodbyes\b | \bthink(?:ing)?\s+(?:about\s+|of\s+)?jumping\b
      | \blladd\s+(?:fy\s+hun|fy\s+hunan|'?n\s+hun|ei\s+hun)\b | \bhunan-?ladd\w* | \bhunan-?niwe?i?d\w* | \b{_WANT_CY}\s+(?:marw|diflannu)\b
      | \b(?:ddim|dim|'?m)\s+{_WANT_CY}\s+(?:byw|bod\s+yma|bod\s+'?ma|deffro)\b | \b(?:torri|brifo|niweidio|llosgi)\s+(?:fy\s+hun|'?n\s+hun|ei\s+hun)\b
      | \bwell\s+(?:off\s+|i\s+\w+\s+)?(?:hebdda|hebddo|hebof)\s+i\b | \brhoi\s+diwedd\s+ar\s+(?:fy|ei|bopeth|y\s+cwbl|bywyd)\b""",
    "harm to another": rf"""
        \bi(?:'ve|\s+have)?\s+(?:just\s+)?(?:hit|slapped|smacked|punched|shook|shoved|kicked|pinched|throttled|strangled|tied|drugged|dragged)\s+{_ONE}\b
      | \bi\s+(?:hit|slap|smack|punch|shake|shove|kick|pinch|tie|strap)\s+(?:her|him)\b | \bshook\s+(?:him|her|the\s+baby)\b | \bpillow\s+(?:in\s+my\s+hands|over\s+(?:his|her))
      | \b(?:tie[sd]?|tying|strap(?:s|ped)?|lock(?:s|ed)?|shut(?:s)?|restrain(?:s|ed)?)\s+(?:her|him|pt|mam|mum|dad|them|nan)\s+(?:in|into|to|up|with|at)\b | \bdo\s+(?:him|her)\s+in\b
      | \b(?:nes|wnes|'?nes|rois|rhois)\s+i\s+(?:ei\s+)?(?:slapio|fwrw|bwnsio|daro|gicio|wthio|gelpan|glatsien)\b | \bclymu\s+(?:hi|fe|fo|mam|dad|ei)\b""",
    "abuse": rf"""
        \b(?:hits?|hitting|punch(?:es|ed|ing)?|kick(?:s|ed|ing)?|slap(?:s|ped|ping)?|strangl\w+|chok(?:es|ed|ing)|beating|beats?\s+up|throttled|batter\w*|headbutt\w*|bites?|spat\s+at|spits\s+at|burn(?:s|t)|attack(?:s|ed)|assault(?:s|ed))
          \s+(?:me|us|mam|mum|my\s+(?:mam|mum|mother|sister|brother|little\s+\w+|nan|dad)|the\s+(?:kids|baby|children))\b
      | \b(?:he|she|son|husband|partner|boyfriend|dad|mam|mum|brother|carer|worker|they)\s+(?:has\s+|have\s+|keeps\s+)?(?:hits?|hitting|punched|punches|kicked|kicks|slapped|slaps|strangled|choked|throttled|smacks|smacked|pushed|pushes|grabbed|grabs)\s+(?:me|us|her|him|them)\b
      | \b(?:by|round|on)\s+(?:the|my|her)\s+throat\b | \bhands\s+(?:round|around)\s+(?:my|her|his)\s+(?:throat|neck)\b | \bblack\s+eyes?\b | \bunexplained\s+(?:\w+\s+)?(?:bruis|injur|fract|burn|mark)\w* | \bbelt\s+marks\b
      | \brap(?:ed|es|ing)\b | \btouch(?:es|ed|ing)\s+(?:me|her|him)\s+(?:down\s+there|at\s+night|where|up|there|in\s+bed)\b | \b(?:comes?|came|gets?)\s+in(?:to)?\s+my\s+(?:room|bed)\s+(?:at\s+night|when)\b
      | \b(?:wo?n'?t|doesn'?t|dont|not)\s+let(?:ting)?\s+(?:me|her|him)\s+(?:out|leave|have\s+(?:a\s+|my\s+|her\s+|his\s+)?(?:money|phone|food|key)|see\s+(?:my|her|his)|ring|speak|eat|talk)\b
      | \b(?:not|isn'?t|never)\s+(?:allowed|aloud|let)\s+(?:out|a\s+phone|my\s+phone|a\s+job|to\s+(?:leave|speak|eat|see|ring|have\s+(?:dinner|food|money)))\b | \b(?:keep|keeps|kept|took|takes|taken|has|have|got)\s+my\s+passport\b
      | \b(?:scared|frightened|terrified|afraid)\s+of\s+(?:him|(?:my|her|his)\s+(?:husband|partner|son|dad|father|stepdad|brother|boyfriend)|(?:to\s+|going\s+)go\s+home)\b | \bmustn'?t\s+know\s+(?:i|she|he|we|that)\b
      | \b(?:has|got|taken|took|takes|uses|using|minds|keeps|holds)\s+(?:her|his|my|mam'?s|mum'?s|dad'?s)\s+(?:bank\s+card|pin|pension|bank\s+book)\b
      | \b(?:left|lying|lies|sat|sitting|found)\s+(?:\w+\s+)?in\s+(?:her|his|a|their)\s+(?:own\s+)?(?:muck|urine|wee|faeces|filth|wet|soiled|dirty|mess)\b | \bnothing\s+in\s+the\s+fridge\b
      | \bbed\s?sores?\b | \bnot\s+been\s+(?:washed|changed|fed)\s+(?:for|since)\b | \b(?:locks?|locked|bolts?|bolted)\s+(?:me\s+(?:in|out)|us\s+in)\b | \bbolt\s+on\s+the\s+outside\b
      | \b(?:bwrw|taro|cicio|dyrnu|curo|slapio|pwnio|tagu)\s+(?:fi|hi|fe|fo|ni|mam|y\s+plant|mrawd|chwaer)\b | \b(?:mae|ma)\s*(?:e|o|hi|'?r\s+gŵr)?'?n?\s+(?:fy\s+)?(?:mwrw|nharo|nghuro|nhagu|mrifo)\b
      | \b(?:cloi|gloi)\s+(?:fi|hi|fe|fo|mam|nan|nain|dad)\b | \b(?:llygad\s+du|llygad\s+ddu)\b | \bofn\s+(?:fe|fo|arna\s+i\s+fynd|mynd\s+adre|mynd\s+adra|fy\s+ngŵr)\b | \bcymryd\s+fy\s+(?:mhensiwn|arian)\b""",
    "danger now": rf"""
        \b(?:knife|gun|axe|hammer|petrol|machete)\s+(?:to|at|on|in\s+his\s+hand)\b | \b(?:holding|got|has|with|waving)\s+a\s+(?:\w+\s+)?(?:knife|gun|machete)\b
      | \b(?:going\s+to|gonna|threat\w*\s+to|said\s+he'?ll|says\s+he'?ll)\s+(?:kill|stab|hurt|burn|strangle|bury|finish)\s+{_ONE} | \b(?:smell|smells\s+of|smelling)\s+(?:of\s+)?gas\b | \b(?:house|kitchen|flat|bed|dressing\s+gown)(?:'s|\s+is|\s+has\s+gone)?\s+(?:on|up\s+on|up\s+off\s+the)\s+fire\b
      | \bsmoke\s+(?:is\s+)?(?:coming|everywhere) | \b(?:kick|break|smash|bash)(?:ing|ed|s)?\s+(?:\w+\s+)?(?:door|window)s?\s+(?:in|down)\b | \b(?:not|stopped)\s+breathing\b | \b{_NOT}\s+breathe\b | \bunconscious\b | \bwon'?t\s+wake\s+up\s*(?=$|[.,!]|and|i|she|he|what)
      | \b(?:not|isn'?t)\s+(?:responding|waking)\b | \bunresponsive\b | \bblood\s+everywhere\b | \bwon'?t\s+stop\s+bleeding\b | \bbleeding\s+(?:a\s+lot|badly|heavily)\b | \b(?:window\s+)?ledge\b | \b(?:is|he'?s|she'?s|i'?m|up|stood|standing|sat)\s+on\s+the\s+(?:roof|bridge)\b
      | \bon\s+the\s+(?:\w+\s+)?floor\s+(?:since|all\s+night|for\s+hours)\b | \bhe'?s\s+(?:outside|inside|downstairs)\s+(?:with|shouting|and\s+(?:he|i))\b | \bgone\s+missing\b
      | \b(?:ogla|oglau|arogli|gwynt|clywed)\s+(?:nwy|gas)\b | \bddim\s+yn\s+anadlu\b | \banymwybodol\b | \b(?:gyda|efo|â|a)\s+(?:chyllell|cyllell|gwn|dryll)\b | \bmwg\s+yn\s+dod\b | \bar\s+dân\b | \bgwaedu\s+(?:lot|llawer|yn\s+ddrwg)\b
      | \bcicio'?r\s+drws\b | \bmethu(?:'?i)?\s+(?:ei\s+)?ddeffro\b""",
    "carer": rf"""
        \b(?:nod(?:ded|ding)\s+off|f[ea]ll(?:ing|en)?\s+asleep)\s+at\s+the\s+wheel\b | \b{_NOT}\s+(?:do|face|take|have)\s+(?:another|one\s+more|a\s+single)\s+(?:night|day|minute|hour)\b | \b{_NOT}\s+do\s+(?:this|it)\s+any\s?more\b
      | \b{_NOT}\s+(?:go\s+on|carry\s+on|keep\s+going|cope|take|stand|manage)\s+(?:any\s?more|any\s+longer|like\s+this|another)\b | \b{_NOT}\s+keep\s+(?:him|her|us|them|mam|mum|dad)\s+safe\b | \b{_NOT}\s+have\s+(?:him|her)\s+back\b
      | \bleft\s+(?:him|her)\s+(?:on\s+(?:his|her)\s+own|alone|shouting|screaming)\s+and\b | \bcome\s+and\s+take\s+(?:him|her)\b | \bat\s+(?:absolute\s+)?breaking\s+point\b | \bend\s+of\s+(?:my|her|his)\s+tether\b
      | \b(?:methu|ffaelu|fethu)\s+(?:cario|mynd|dal)\s+(?:ymlaen|mlaen|ati)\s+(?:rhagor|mwy|fel\s+hyn|ddim\s+mwy)\b | \b(?:alla|fedra|galla)\s+i(?:'?m|\s+ddim)\s+(?:cario|mynd|dal)\s+(?:ymlaen|mlaen|ati)\b
      | \b(?:un\s+)?noson\s+arall\b(?=\W*(?:$|fedra|alla|$)) | \bcysgu\s+wrth\s+y\s+llyw\b | \bpen\s+(?:fy\s+nhennyn|ei\s+dennyn|ei\s+thennyn)\b | \bheb\s+gysgu\s+ers\b""",
    "child": r"""
        \b(?:baby|toddler|infant|child|kids?|little\s+(?:boy|girl|one|sister|brother)|niece|nephew|grandson|granddaughter)\b[^.!?]{0,40}\b(?:bruis\w*|burns?\s+on|left\s+(?:home\s+)?alone|left\s+on\s+(?:his|her|their)\s+own|locked\s+(?:in|out)|starv\w*|(?:cigarette|belt)\s+\w+)\b
      | \bbruis\w*\s+(?:on|all\s+over)\s+(?:the|my\s+little|my|her|his)\s+(?:\w+\s+)?(?:baby|child|boy|girl|sister|brother|son|daughter|niece|nephew)\b | \bmakes?\s+(?:him|her|me)\s+sleep\s+in\s+the\s+(?:\w+\s+)?(?:crate|shed|bath|garage)\b
      | \blocking\s+(?:him|her|them)\s+in\b | \b(?:babi|plentyn|baban|crwt|hogyn)\b[^.!?]{0,30}\bclei?s\w* | \bclei?si?\w*\s+ar\s+(?:y\s+|freichiau'r\s+|goes[au]*'r\s+)?(?:babi|plentyn|plant)""",
}  # fmt: skip
_CUES = re.compile("(?xi)" + "|".join(_KINDS.values()))

#: What takes the words back when it stands shortly before them …
_BEFORE = re.compile(
    r"(?i)\b(?:never|not|don'?t|doesn'?t|wouldn'?t|isn'?t|no thoughts of|denies|denied|used to|history of|past|(?:brother|father|mother|sister|wife|husband|son)'s|if (?:he|she)|could|"
    r"years ago|when (?:i|she|he) was|years? back|byth|flynyddoedd|arfer|hanes o|meddwl mod i|drwy)\b[^.!?]{0,25}$"
)
#: … or anywhere in the answer: long past, settled, or said laughing.
_ANYWHERE = re.compile(
    r"(?i)\b(?:years? ago|years? back|long ago|(?:19[4-9]\d|20[01]\d)|well since|never since|before the divorce|before (?:he|she) died|since died|(?:laugh|laughing|lol|haha|joking)|"
    r"blynyddoedd yn ôl|flynyddoedd yn ôl|mlynedd yn ôl|ers talwm|slawer dydd|chwerthin|wherthin|jôc)\b"
)
#: Words that hold their own "not": a "not" before them is no denial.
_OWN_NOT = re.compile(r"(?i)\b(?:don'?t|do not|didn'?t|doesn'?t|can'?t|cannot|couldn'?t|won'?t|shan'?t|isn'?t|not?|never|without|ddim|dim|'?m|heb)\b")


def danger_cue(text: str) -> str:
    """Return the words of ``text`` that speak of danger outright, or "" when there are none or they stand denied or past."""
    words = plain(text)
    if _ANYWHERE.search(words):
        return ""
    for match in _CUES.finditer(words):
        if _BEFORE.search(words[max(0, match.start() - 45) : match.start()]) and not _OWN_NOT.search(match.group()):
            continue
        return text[match.start() : match.end()]
    return ""
