"""Which language a message is in: from its words, not from what was chosen before."""

import pytest

from bot.understanding.language import detect_language


@pytest.mark.parametrize(
    "text",
    [
        "Dw i moyn mynd nôl i'r côr ar nos Iau",
        "Mae gen i deulu.",
        "annibyniaeth i Mam, dyna'r peth mwyaf",
        "Alla i ddim gadael hi am fwy na deg munud",
        "sai'n gwbod",
        "ma'n chwaer i'n dod bob dydd Gwener",
    ],
)
def test_welsh_is_found(text: str) -> None:
    assert detect_language(text, "en") == "cy"


@pytest.mark.parametrize(
    "text",
    [
        "I just want my independence back",
        "My sister Non in Llanelli takes Mam for her hair every Friday.",
        "What matters is that she can stay with us",
        "The 38 doesn't stop in Ystradgynlais any more",
    ],
)
def test_english_is_found_even_with_welsh_names(text: str) -> None:
    assert detect_language(text, "cy") == "en"


@pytest.mark.parametrize("text", ["", "…", "Gareth", "07700 900123", "ok"])
@pytest.mark.parametrize("default", ["en", "cy"])
def test_words_that_do_not_tell_leave_the_language_as_it_was(text: str, default: str) -> None:
    assert detect_language(text, default) == default


def test_curly_and_straight_apostrophes_are_the_same() -> None:
    assert detect_language("mae’n iawn", "en") == detect_language("mae'n iawn", "en") == "cy"
