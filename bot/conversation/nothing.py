"""A clear nothing, in both languages: "nobody" answers a question, "no, that's all" ends one. A story that begins so is neither. Pure."""

import re

_TAIL = r"""(?:
      else | more | really | at\ all | here | near\ (?:us|me|here) | (?:a)?round\ here | local(?:ly)? | at\ the\ moment | just\ now | now
    | i\ can\ think\ of | comes\ to\ mind | to\ add | on\ that | that\ i\ know\ of | to\ be\ honest | tbh | sorry | thanks | thank\ you
    | helps?
    | there(?:'s|\ is)\ (?:just|only)\ me | (?:it'?s\ )?(?:just|only)\ (?:me|us) | i\ do\ it\ all
    | arall | mwy | o\ gwbl | yma | fan\ (?:hyn|'?ma) | ffor'?\ hyn | ar\ hyn\ o\ bryd
    | nawr | rŵan | i\ ddweud | a\ dweud\ y\ gwir | diolch | (?:jyst|dim\ ond)\ fi | yn\ agos
    )"""
_NOTHING = re.compile(
    rf"""(?xi)^\W* (?:no[,.\ ]+|na[,.\ ]+)? (?:
      nobody | no[-\ ]?one | nothing | none | not\ any(?:one|thing|body)
    | (?:there(?:'s|\ is|\ isn'?t)|i\ haven'?t\ got|(?:i\ )?don'?t\ have)\ (?:nobody|no\ one|nothing|anyone|anything|anybody|none)
    | neb | dim | dim\ byd | (?:does|s'?|sdim|nid\ oes)\ ?(?:dim|neb)(?:\ byd)? | sneb | sdim(?:\ byd)?
    ) (?:\W+{_TAIL})* \W*$"""
)
_ONLY_NO = re.compile(
    r"""(?xi)^\W* (?:no|na|nac\ oes|nag\ oes|not\ really|dim\ felly|dim\ rili)? \W* (?:
      (?:i\ think\ )?that'?s\ (?:all|it|everything|the\ lot|me\ done).* | (?:just\ )?what\ i\ (?:just\ )?said.*
    | dyna\ ?'?r?\ (?:i\ gyd|cwbl|cyfan|bopeth|ni|fe|fo).* | (?:nothing|no)\ (?:else|more).* | dim\ (?:byd\ )?(?:arall|mwy).*
    )?$"""
)


def says_nothing(text: str) -> bool:
    """Whether the answer is a clear nothing: "nobody", "nothing near us", "no, that's all"."""
    return bool(_NOTHING.match(text)) or is_only_no(text)


def is_only_no(text: str) -> bool:
    """Whether the answer is a bare "no" or "no, that's all", which tells nothing to keep; "nobody" does."""
    return bool(text.strip()) and bool(_ONLY_NO.match(text))
