"""Return codes: hard to guess, easy to read out, and read back as people write things down."""

import math
import re
import unicodedata

import pytest

from bot.words.code_words import WORDS_IN_A_CODE, as_read, code_words, new_code

LANGUAGES = ("en", "cy")
BOTH = pytest.mark.parametrize("language", LANGUAGES)


def without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


@BOTH
def test_a_code_has_at_least_50_bits(language: str):
    assert WORDS_IN_A_CODE * math.log2(len(set(code_words(language)))) >= 50


@BOTH
def test_words_are_plain_and_short_enough_to_be_read_out(language: str):
    odd = [word for word in code_words(language) if not (3 <= len(word) <= 8 and word.isalpha() and word == word.lower())]
    assert not odd


@BOTH
def test_words_are_one_letter_each_as_they_are_stored(language: str):
    """... and not a letter and an accent beside it, which some programs write: the list is read by people too."""
    assert [word for word in code_words(language) if unicodedata.normalize("NFC", word) != word] == []


@BOTH
def test_no_two_words_are_alike_without_their_accents(language: str):
    plain = [without_accents(word) for word in code_words(language)]
    assert len(set(plain)) == len(plain)


@BOTH
def test_the_list_stands_in_order_one_word_a_line(language: str):
    words = code_words(language)
    assert list(words) == sorted(words)
    assert len(words) == len(set(words))


@BOTH
def test_every_word_is_one_word_when_read_back(language: str):
    """Else a code of five words could be read as another one."""
    assert [word for word in code_words(language) if as_read(word) != without_accents(word)] == []


@BOTH
def test_a_code_is_five_words_of_its_language(language: str):
    for _ in range(50):
        words = new_code(language).split(" ")
        assert len(words) == WORDS_IN_A_CODE
        assert set(words) <= set(code_words(language))


@BOTH
def test_no_two_codes_are_alike(language: str):
    assert len({new_code(language) for _ in range(1000)}) == 1000


@BOTH
def test_all_words_come_up_and_none_much_more_often_than_others(language: str):
    counts = dict.fromkeys(code_words(language), 0)
    for _ in range(8000):
        for word in new_code(language).split():
            counts[word] += 1
    assert min(counts.values()) > 5 and max(counts.values()) < 100  # 39 expected of each


@BOTH
def test_a_code_is_read_in_any_case(language: str):
    for _ in range(50):
        code = new_code(language)
        assert as_read(code.upper()) == as_read(code.title()) == as_read(code)


@pytest.mark.parametrize("between", ["-", " - ", ", ", ",", "  ", "\t", "\n", ". ", " / ", "–", "\u00a0", "_", " 1 ", "; "])
def test_a_code_is_read_whatever_stands_between_its_words(between: str):
    for language in LANGUAGES:
        code = new_code(language)
        assert as_read(between.join(code.split())) == as_read(code)
        assert as_read(f" «{code}».\r\n") == as_read(code)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_code_is_read_with_its_accents_and_without(form: str):
    accented = [word for word in code_words("cy") if without_accents(word) != word]
    assert len(accented) >= 5
    for word in accented:
        assert as_read(unicodedata.normalize(form, word)) == as_read(without_accents(word)) == as_read(word.upper())


def test_other_words_and_another_order_are_another_code():
    code = "aber bacwn caban dafad eira"
    for other in (
        "bacwn aber caban dafad eira",
        "aber bacwn caban dafad",
        "aber bacwn caban dafad eirin",
        "aberbacwn caban dafad eira",
        "",
    ):
        assert as_read(other) != as_read(code)


@pytest.mark.parametrize("text", ["", "   ", "12345", "\x00", "\ud800", "!?", "💬", "a" * 200, "ŵ" * 200, "ﬁ ß İ ſ"])
def test_whatever_is_typed_can_be_read(text: str):
    read = as_read(text)
    assert re.fullmatch(r"(?:[^\W\d_]+(?: [^\W\d_]+)*)?", read)
    assert as_read(read) == read
    read.encode()


def test_no_word_of_one_language_is_read_as_two_ways_in_the_other():
    """A code names no language: words of both lists that look alike must be the same word, so that reading back is one thing."""
    english, welsh = ({as_read(word): word for word in code_words(language)} for language in LANGUAGES)
    assert all(as_read(english[read]) == as_read(welsh[read]) for read in english.keys() & welsh.keys())
