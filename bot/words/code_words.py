"""Return codes: five everyday words out of 1,024 in either language, to be read out or written down. 50 bits."""

import functools
import re
import secrets
import unicodedata
from pathlib import Path

_FOLDER = Path(__file__).parent
WORDS_IN_A_CODE = 5


def new_code(language: str) -> str:
    """Return a new code in ``language`` ("en" or "cy"): words with a space between."""
    return " ".join(secrets.choice(code_words(language)) for _ in range(WORDS_IN_A_CODE))


def as_read(code: str) -> str:
    """Return ``code`` as it is compared: case, accents, hyphens and commas make no difference to who reads it out."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", code.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W\d_]+", plain))


@functools.cache
def code_words(language: str) -> tuple[str, ...]:
    """Return the words that codes in ``language`` are made of."""
    return tuple((_FOLDER / f"code_words_{language}.txt").read_text(encoding="utf-8").split())
