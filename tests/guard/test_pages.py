"""The templates of the pages: every word is a label, nothing stands in the page that the policy forbids, and nobody else is asked."""

import re
from pathlib import Path

import pytest
from promises import ROOT

from bot.words.labels import all_labels

TEMPLATES = sorted((ROOT / "bot" / "web" / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_label_exists(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    named = re.findall(r"""\b(?:t|label)\(\s*["']([a-z_0-9]+)["']\s*[,)]""", text)
    missing = sorted({key for key in named if key not in all_labels()})
    assert not missing, f"{template.name}: write these labels in bot/words, in both languages: {missing}"
    begun = set(re.findall(r"""\b(?:t|label)\(\s*["']([a-z_0-9]+)["']\s*~""", text))
    unknown = sorted(start for start in begun if not any(key.startswith(start) for key in all_labels()))
    assert not unknown, f"{template.name}: no label begins with {unknown}"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_stands_in_the_page_that_the_policy_forbids(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text), f"{template.name}: put it in bot/web/static."
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), f"{template.name}: scripts are files in bot/web/static."
    assert not re.search(r"(?:https?:)?//[a-z]", text), f"{template.name}: a page asks nobody else for anything."


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_form_that_is_sent_carries_its_mark(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    for form in re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL):
        assert "form_mark()" in form, f"{template.name}: {form[:80]}"
