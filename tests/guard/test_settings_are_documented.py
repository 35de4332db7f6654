"""docs/settings.md and bot/settings.py say the same: every setting with its default and meaning, and no other."""

import re
from pathlib import Path

import pytest
from promises import ROOT

from bot.settings import load_settings, setting_names

TEXT = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
#: Setting -> the other cells of its row: what it does, its default, an example.
ROWS = {
    row[1].strip("` "): [cell.strip() for cell in row[2:-1]]
    for row in (re.split(r"(?<!\\)\|", line) for line in TEXT.splitlines() if line.startswith("| `SGWRS_"))
}


def default_of(name: str, here: Path) -> str:
    """Return the default as docs/settings.md writes it: paths from the repository's folder, "none" for an empty one."""
    value = getattr(load_settings({}), name.removeprefix("SGWRS_").lower())
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT)}/`"
    text = f"{value:g}" if isinstance(value, float) else str(value).replace(f"{ROOT}/", "")
    return f"`{text}`" if text else "none"


@pytest.mark.parametrize("name", setting_names())
def test_every_setting_is_documented(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)  # no .env here
    assert name in ROWS, f"Give {name} a row in the tables of docs/settings.md."
    assert len(ROWS[name]) == 3, f"docs/settings.md, {name}: a row has four cells: name, what it does, default, example."
    meaning, default, example = ROWS[name]
    assert len(meaning.split()) >= 5, f"docs/settings.md, {name}: say what it does."
    assert default.startswith(default_of(name, tmp_path)), f"docs/settings.md, {name}: its default is {default_of(name, tmp_path)}."
    assert example, f"docs/settings.md, {name}: give an example."


def test_nothing_else_is_documented():
    named = set(re.findall(r"SGWRS_[A-Z0-9_]*[A-Z0-9]", TEXT))
    unknown = named - set(setting_names())
    assert not unknown, f"docs/settings.md names {unknown}, which bot/settings.py does not have: take them out, or make them."


def test_the_program_reads_no_setting_in_secret():
    """What the engine is given by the supervisor is settings too: nothing of Sgwrs comes from the environment beside them."""
    read = set()
    for file in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py"), *ROOT.glob("*.yml")]:
        read |= set(re.findall(r"SGWRS_[A-Z0-9_]*[A-Z0-9]", file.read_text(encoding="utf-8")))
    unknown = read - set(setting_names())
    assert not unknown, f"Make {unknown} settings in bot/settings.py, and document them in docs/settings.md."
