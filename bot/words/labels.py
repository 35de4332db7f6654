"""Labels: the words of the program outside the talk, read from the YAML files beside this module.

Each top-level key of a file is a label: ``{en: "...", cy: "..."}``, with ``{placeholders}`` where a value goes.
"""

from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

LANGUAGES = ("en", "cy")
_FOLDER = Path(__file__).parent


def label(key: str, language: str, **values: str) -> str:
    """Return the label ``key`` in ``language`` ("en" or "cy"), with ``values`` in its placeholders.

    Raises KeyError when there is no such label, no such language, or a placeholder has no value.
    """
    return all_labels()[key][language].format(**values)


def has_label(key: str) -> bool:
    """Return whether there is a label ``key``."""
    return key in all_labels()


@lru_cache(maxsize=1)
def all_labels() -> dict[str, dict[str, str]]:
    """Return every label of every file: key -> {language: words}. Read once.

    Raises ValueError when two files have the same key.
    """
    labels: dict[str, dict[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.yml")):
        for key, words in (YAML(typ="safe", pure=True).load(path) or {}).items():
            if key in labels:
                raise ValueError(f"The label {key} stands in two files; {path.name} is one of them.")
            labels[key] = words
    return labels
