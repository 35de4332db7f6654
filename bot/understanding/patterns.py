"""Files of plain patterns (danger.yml, signs.yml, commands.yml): how they are read.

A file holds ``pieces`` (names for parts that come again) and groups of patterns, one a line. A space stands for any white space, <NAME>
for a piece, and every pattern begins and ends at a word. A line that begins with # is a remark. The rest is the usual notation of
regular expressions.
"""

import re
from pathlib import Path

from ruamel.yaml import YAML


def read_patterns(file: Path) -> dict[str, list[str]]:
    """Return the patterns of each group of ``file``, spelled out, in the order of the file."""
    return {name: [spelled_out(line) for line in lines] for name, lines in read_lines(file).items()}


def read_lines(file: Path) -> dict[str, list[str]]:
    """Return the lines of each group of ``file`` as they stand there, the pieces put in."""
    groups: dict[str, str] = dict(YAML(typ="safe").load(file.read_text(encoding="utf-8")))
    pieces = groups.pop("pieces", {})
    return {
        name: [_with_pieces(line.strip(), pieces) for line in lines.splitlines() if line.strip() and not line.strip().startswith("#")]  # type: ignore[arg-type]
        for name, lines in groups.items()
    }


def any_of(patterns: list[str]) -> "re.Pattern[str]":
    """Return one expression that finds any of ``patterns``, between word borders, in any case."""
    return re.compile("|".join(rf"\b(?:{pattern})(?!\w)" for pattern in patterns), re.IGNORECASE)


def finder(line: str) -> "re.Pattern[str]":
    """Return what finds ``line`` (of read_lines) between word borders, in any case."""
    return any_of([spelled_out(line)])


def _with_pieces(pattern: str, pieces: "dict[str, str]") -> str:
    while re.search(r"<[A-Z]+>", pattern):
        pattern = re.sub(r"<([A-Z]+)>", lambda match: pieces[match.group(1)], pattern)
    return pattern


def spelled_out(pattern: str) -> str:
    """Return ``pattern`` (of read_lines) as a regular expression."""
    pattern = pattern.strip().replace(" ?", r"\s?").replace(" ", r"\s+")
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)
