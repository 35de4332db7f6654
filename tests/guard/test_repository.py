"""What the repository holds, and what it must not hold. Patterns are put together here, so that this file holds none of them."""

import json
import re
from pathlib import Path

import pytest
from promises import ROOT, top_folder, tracked_files, tracked_texts

_DOT = r"\."
_REGISTRIES = re.compile(
    "|".join(
        (
            "pypi" + _DOT + "org", "python" + "hosted" + _DOT + "org", "npm" + "js" + _DOT + "(?:org|com)", "yarn" + "pkg" + _DOT + "com",
            "ana" + "conda" + _DOT + "(?:org|com)", "crates" + _DOT + "io", "rubygems" + _DOT + "org", "jfrog" + _DOT + "io",
            "arti" + "factory", "https?://[^ \"'<>]*/simple" + r"\b",
        )
    ),
    re.IGNORECASE,
)  # fmt: skip
#: An option or setting that names an index. "--no-emit-index-url" names none.
_INDEX = re.compile(
    "--(?:extra-|default-)?" + "index" + r"(?:-url)?\b" + "|" + r"\b(?:PIP|UV)_(?:EXTRA_|DEFAULT_)?" + "INDEX" + r"(?:_URL)?\b"
    + "|" + r"\b" + "index" + r"[-_]url\s*=" + "|--find" + "-links" + r"\b|\[\[tool\.uv\." + "index"
)  # fmt: skip
_TOPS = ("ho" + "me", "ro" + "ot", "Us" + "ers", "wo" + "rk", "workspace" + "s?")
_PLACES = re.compile(r"(?<![\w./~$}-])/(?:" + "|".join(_TOPS) + r")/[\w.]")
_MOST_BYTES = 600_000
#: Folders at the top of the repository, and "" for the files there: each is looked through by itself, so that a fault hides no other.
_FOLDERS = sorted({top_folder(path) for path in tracked_files()})
_LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def found_in(folder: str, pattern: re.Pattern[str]) -> list[str]:
    """Return "file:line" for the lines of tracked files in ``folder`` in which the pattern stands, the first twenty."""
    found = []
    for path, text in tracked_texts(folder):
        if pattern.search(text):
            found += [f"{path}:{n}" for n, line in enumerate(text.splitlines(), start=1) if pattern.search(line)]
    return found[:20]


@pytest.mark.parametrize("folder", _FOLDERS)
def test_no_address_of_a_registry(folder: str):
    found = found_in(folder, _REGISTRIES)
    assert not found, f"Where packages come from is each machine's own affair: take the addresses out of {found}"


@pytest.mark.parametrize("folder", _FOLDERS)
def test_no_index_is_named(folder: str):
    found = found_in(folder, _INDEX)
    assert not found, f"Where packages come from is each machine's own affair: name no index in {found}"


@pytest.mark.parametrize("folder", _FOLDERS)
def test_no_place_on_somebodys_machine(folder: str):
    found = found_in(folder, _PLACES)
    assert not found, f"These paths exist on one machine only; write them from the repository's folder: {found}"


def test_nothing_that_is_built_is_tracked():
    built = re.compile(
        r"^(?:\.venv[^/]*|models|var|build|node_modules|\.rasa|\.hypothesis|\.[a-z]+_cache|.*\.egg-info)/|(?:^|/)__pycache__/|^\.env$"
    )
    found = [str(path.relative_to(ROOT)) for path in tracked_files() if built.search(str(path.relative_to(ROOT)))]
    assert not found, f"{len(found)} files that each machine makes are tracked ({found[0]}, …): untrack them, name them in .gitignore."


@pytest.mark.parametrize("folder", _FOLDERS)
def test_no_file_is_large(folder: str):
    large = [str(path.relative_to(ROOT)) for path in tracked_files(folder) if path.stat().st_size > _MOST_BYTES]
    assert not large, f"No file is over {_MOST_BYTES // 1000} kB; divide or leave out {large}"


def test_every_list_of_dependencies_is_locked():
    wanted = {path.stem for path in (ROOT / "requirements").glob("*.in")}
    assert wanted == {path.stem for path in _LOCKS}, "Each .in file has its lock file and the other way round: run make lock."


@pytest.mark.parametrize("lock", _LOCKS, ids=lambda path: path.name)
def test_every_locked_requirement_has_a_hash(lock: Path):
    text = re.sub(r"\s*\\\n\s*", " ", lock.read_text(encoding="utf-8"))
    requirements = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    pinned = re.compile(r"^[A-Za-z0-9._-]+(?:\[[\w,-]+\])?==\S+( ;.*?)?( --hash=sha256:[0-9a-f]{64})+$")
    loose = [line[:60] for line in requirements if not pinned.match(line)]
    assert requirements and not loose, f"{lock.name}: not pinned to a version with a hash, run make lock: {loose}"


def names_in(listed: Path) -> list[str]:
    """Return the names of the packages that an .in file asks for."""
    lines = [line.split("#")[0].strip() for line in listed.read_text(encoding="utf-8").splitlines()]
    return [re.split(r"[<>=!~;\[ ]", line)[0] for line in lines if line and not line.startswith("-")]


def asked_for() -> set[str]:
    """Return the names of all packages that Sgwrs asks for itself: Python's, Node's, and the tool that fetches them."""
    node = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    of_python = {name for path in (ROOT / "requirements").glob("*.in") for name in names_in(path)}
    return {"uv", *of_python, *node["dependencies"], *node["devDependencies"]}


@pytest.mark.parametrize("name", sorted(asked_for()))
def test_every_dependency_says_why_it_is_there(name: str):
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    row = next((line for line in text.splitlines() if re.match(rf"\|\s*`{re.escape(name)}`\s*\|", line, re.IGNORECASE)), None)
    assert row, f"Say in docs/dependencies.md what {name} is for, why this one, and its licence."
    cells = [cell.strip() for cell in row.strip().strip("|").split("|")]
    assert len(cells) == 4 and all(cells), f"docs/dependencies.md, {name}: a row has four cells: name, what for, why this one, licence."


def test_no_dependency_is_explained_that_is_not_there():
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    wanted = {name.lower() for name in asked_for()}
    gone = {name for name in re.findall(r"^\|\s*`([^`]+)`\s*\|", text, re.MULTILINE) if name.lower() not in wanted}
    assert not gone, f"docs/dependencies.md explains {gone}, which nothing asks for: take them out."


def test_commands_of_the_readme_exist():
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("no README.md yet")
    code = re.findall(r"```.*?```|`[^`\n]+`", readme.read_text(encoding="utf-8"), re.DOTALL)
    named = {target for piece in code for target in re.findall(r"\bmake\s+([a-z][\w-]*)", piece)}
    made = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"run", "test"} <= named, "README.md says how to start Sgwrs (make run) and how to test it (make test)."
    assert named <= made, f"README.md names commands that the Makefile does not have: {sorted(named - made)}"
