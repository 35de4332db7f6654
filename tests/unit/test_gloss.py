"""Welsh put into rough English for the encoder, word for word."""

import re
from pathlib import Path

import pytest

from bot.understanding.gloss import in_english
from bot.understanding.mutation import mutated, unmutated

GLOSSARY = Path(__file__).resolve().parents[2] / "bot" / "understanding" / "glossary"


@pytest.mark.parametrize("word", ["cath", "pen", "tad", "gardd", "bara", "drws", "mam", "llaw", "rhaff"])
def test_what_is_mutated_is_found_again(word: str) -> None:
    for form in mutated(word):
        assert word in unmutated(form)


def test_double_letters_that_are_one_do_not_mutate() -> None:
    assert mutated("chwaer") == [] and unmutated("ffenest") == []


@pytest.mark.parametrize(
    ("welsh", "english"),
    [
        ("Mae'r tabledi dan y gwely.", ["tablet", "under", "bed"]),
        ("gawn ni neidio dros hwn", ["skip"]),
        ("mae hi'n byw efo fy chwaer", ["she", "live", "with", "sister"]),
        ("nes i gwmpo ar y stâr", ["fall", "stairs"]),
    ],
)
def test_what_is_said_comes_through(welsh: str, english: list[str]) -> None:
    told = in_english(welsh).lower()
    for word in english:
        assert re.search(rf"\b{word}", told), told


def test_names_and_english_words_stay_as_they_are() -> None:
    assert "Tesco" in in_english("es i i Tesco ddoe") and "respite" in in_english("dw i isio respite")


@pytest.mark.parametrize("text", ["", "'", "''", "a'b'c'd", "'na'th o", "?!", "ŵ" * 3000, "'" * 500, "mae " * 2000, "🙂 \n\n"])
def test_anything_is_taken(text: str) -> None:
    assert isinstance(in_english(text), str)


def test_every_line_of_the_glossary_is_a_word_and_its_meaning() -> None:
    seen: dict[str, str] = {}
    for file in sorted(GLOSSARY.glob("*.tsv")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            word, tab, meaning = line.partition("\t")
            assert tab and word == word.strip().lower() and meaning.strip(), f"{file.name}:{number}"
            assert word not in seen, f"{word} stands in {file.name} and in {seen[word]}"
            seen[word] = file.name
    assert len(seen) > 3000
