"""What the guard tests share: the files of the repository, what modules import, and the wordings."""

import ast
import functools
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
ROLES = ("carer", "handler", "practitioner")
LANGUAGES = ("en", "cy")
SUBJECTS = ("self", "someone_cared_for", "other")

_PLACEHOLDER = re.compile(r"{(.*?)}")


def placeholders(text: str) -> set[str]:
    """Return the names that stand in braces in ``text``."""
    return set(_PLACEHOLDER.findall(text))


@functools.cache
def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def tracked_files(folder: str | None = None) -> list[Path]:
    """Return every file that git tracks and that is there, of one folder at the top when it is given; nothing without git."""
    return [path for path in _all_tracked() if folder is None or folder == top_folder(path)]


def tracked_texts(folder: str) -> Iterator[tuple[Path, str]]:
    """Yield (path from the root, text) of the tracked files in ``folder`` that are text."""
    for path in tracked_files(folder):
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            yield path.relative_to(ROOT), content.decode("utf-8", "replace")


@functools.cache
def _all_tracked() -> tuple[Path, ...]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file())


def top_folder(path: Path) -> str:
    """Return the folder at the top of the repository that holds ``path``, "" for a file beside the folders."""
    return "" if path.parent == ROOT else path.relative_to(ROOT).parts[0]


def modules_of(package: str) -> list[str]:
    """Return the names of all modules in the package ``bot.record``, say."""
    folder = ROOT / package.replace(".", "/")
    return sorted(_name_of(path) for path in folder.rglob("*.py"))


def file_of(module: str) -> Path | None:
    """Return the file of a module of this repository, None for any other module."""
    path = ROOT / module.replace(".", "/")
    return next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)


@functools.cache
def imports_of(module: str) -> frozenset[str]:
    """Return the full names of what ``module`` imports, wherever in it: modules, and names out of modules."""
    file = file_of(module)
    assert file, module
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} imports relative to itself: write the whole name, as everywhere here."
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def reached_from(modules: list[str]) -> dict[str, str]:
    """Return every module of this repository that ``modules`` import, directly or not, each with the module that imports it."""
    reached = {module: module for module in modules}
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        for name in sorted(imports_of(module)):
            if file_of(name) and name not in reached:
                reached[name] = module
                waiting.append(name)
    return reached


def _name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
