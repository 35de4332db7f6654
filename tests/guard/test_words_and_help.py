"""The words outside the talk and the lines of help: both languages, nothing missing that the program asks for."""

import ast
import string

import pytest
from promises import LANGUAGES, file_of, modules_of

from bot.help.lines import CouncilLines, all_lines, council_line, help_for
from bot.understanding.moves import CONCERN_KINDS
from bot.words.labels import all_labels


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(all_labels()))
def test_every_label_stands_in_both_languages(key: str):
    words = all_labels()[key]
    assert set(words) == set(LANGUAGES) and all(str(text).strip() for text in words.values()), f"{key}: give it words in {LANGUAGES}."
    assert placeholders(words["en"]) == placeholders(words["cy"]), f"{key}: the two languages take different placeholders."


@pytest.mark.parametrize("key", sorted(key for key in all_labels() if key.endswith(("_duty", "_passed"))))
def test_what_is_said_of_danger_is_said_to_the_young_too(key: str):
    of_all = key.rpartition("_")[0] + "_young"
    assert of_all not in all_labels() or f"{key}_young" in all_labels(), f"{key}: {of_all} says ti, and this would take its place with chi."


def test_every_label_that_is_asked_for_exists():
    missing = []
    for module in modules_of("bot") + modules_of("actions"):
        file = file_of(module)
        assert file
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "label"
            if called and node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value not in all_labels():
                missing.append(f"{node.args[0].value} ({module})")
    assert not missing, f"Write these labels in bot/words, in both languages: {missing}"


@pytest.mark.parametrize("key", sorted(all_lines()))
def test_every_help_line_stands_in_both_languages(key: str):
    line = all_lines()[key]
    for part in ("name", "number", "hours"):
        words = line.get(part, {})
        both = set(words) == set(LANGUAGES) and all(str(text).strip() for text in words.values())
        assert both, f"bot/help/lines.yml, {key}: give its {part} in {LANGUAGES}."
        assert all(isinstance(text, str) for text in words.values()), f"bot/help/lines.yml, {key}: put its {part} in quotation marks."
    assert line["for"] and set(line["for"]) <= set(CONCERN_KINDS), f"bot/help/lines.yml, {key}: `for` takes some of {CONCERN_KINDS}."
    assert "checked" in line, f"bot/help/lines.yml, {key}: say when a person checked it, or null."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CONCERN_KINDS)
@pytest.mark.parametrize("young", [False, True])
def test_every_danger_has_help(kind: str, young: bool, language: str):
    for role in ("carer", "handler", "practitioner"):
        lines, names = help_for(CouncilLines(), kind, role, young, language)
        assert lines and len(lines) == len(names), f"bot/help/lines.yml has no line for {kind} that a {role} can be shown."
        if young:
            assert {"childline", "meic"} <= set(names), f"bot/help/lines.yml: Childline and Meic are for everybody under 18, {kind} too."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CouncilLines().missing())
def test_every_line_of_the_council_has_a_name(name: str, language: str):
    shown = council_line(CouncilLines("01", "01", "01"), name, language)
    assert shown and shown.endswith(": 01"), f"bot/help/lines.py: give the council's line {name} a name in {language}."
