"""Every title of a problem that the API can give has its Welsh."""

import ast
from pathlib import Path

from bot.words.labels import all_labels

ROOT = Path(__file__).resolve().parents[2]
_RAISED = {"NotFound", "Unauthorised", "Conflict", "NotASlice", "UnknownPlace", "TooManyTries"}
#: For our own engine and for whoever watches over the program: not shown to people.
_NOT_FOR_PEOPLE = {"The action failed."}


def titles() -> set[str]:
    """Return every title that is written in the code behind the API."""
    found = set()
    for folder in ("bot/web", "bot/store", "bot/record", "bot/conversation", "actions"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    if node.func.id in _RAISED and node.args:
                        found |= _text(node.args[0])
                    elif node.func.id == "problem" and len(node.args) > 1:
                        found |= _text(node.args[1])
    return found - _NOT_FOR_PEOPLE


def _text(node: ast.expr) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_title_has_its_welsh() -> None:
    known = {words["en"] for key, words in all_labels().items() if key.startswith("problem_")}
    missing = titles() - known
    assert not missing, f"Give these a problem_… label in bot/words/errors.yml, in both languages: {sorted(missing)}"
    assert len(titles()) > 8
