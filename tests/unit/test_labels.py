"""Every label in both languages, alike in what they take, and fit to be read by anybody."""

import string

import pytest

from bot.words.labels import LANGUAGES, all_labels, has_label, label

KEYS = sorted(all_labels())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_and_nothing_else(key: str):
    words = all_labels()[key]
    assert set(words) == set(LANGUAGES)
    for text in words.values():
        assert isinstance(text, str) and text.strip()
        assert "!" not in text
    assert placeholders(words["en"]) == placeholders(words["cy"])


def test_there_are_labels_for_the_record_and_the_terminal():
    assert has_label("record_draft") and has_label("terminal_help")


def test_values_stand_in_their_places():
    assert label("record_as_it_stood", "cy", date="1 Mai 2026") == "Fel yr oedd ar 1 Mai 2026"


@pytest.mark.parametrize(("key", "language"), [("no_such", "en"), ("record_draft", "fr"), ("terminal_token", "en")])
def test_what_is_missing_is_a_key_error(key: str, language: str):
    with pytest.raises(KeyError):
        label(key, language)
