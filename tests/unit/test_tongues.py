"""What Sgwrs says, with the pieces marked that are in the other language."""

import pytest
from markupsafe import Markup

from bot.conversation.phrasebook import load_phrasebook
from bot.web.pages.tongues import in_tongues

WELCOME = "You are welcome to carry on in English, and your words are kept as you said them."
#: Said in both languages on purpose.
_BOTH = ("utter_offer_language", "utter_ask_language")
CROESO = "Mae croeso i chi fynd ymlaen yn Saesneg."


def test_a_sentence_for_somebody_who_writes_in_the_other_language() -> None:
    assert in_tongues(f"{WELCOME} {CROESO}", "cy") == f'<span lang="en">{WELCOME} </span>{CROESO}'
    assert in_tongues(f"{CROESO} {WELCOME}", "en") == f'<span lang="cy">{CROESO} </span>{WELCOME}'


def test_words_that_are_quoted() -> None:
    said = "Dwedoch chi “a bit of peace for me”. Sut mae hynny'n edrych?"
    assert in_tongues(said, "cy") == 'Dwedoch chi <span lang="en">“a bit of peace for me”</span>. Sut mae hynny&#39;n edrych?'


@pytest.mark.parametrize("text", ["“", "a “b", "b” a", "?", "", "C.A.L.L., Gwen", "<b>“<i>the end of it</i>”</b>", "“”"])
def test_nothing_is_lost_and_nothing_let_through(text: str) -> None:
    shown = in_tongues(text, "cy")
    assert shown.striptags() == Markup.escape(text).striptags()
    assert "<b>" not in shown and "<i>" not in shown


@pytest.mark.parametrize("language", ["cy", "en"])
def test_what_sgwrs_says_in_one_language_is_not_taken_for_the_other(language: str) -> None:
    wrong = []
    for name, phrases in load_phrasebook().phrases.items():
        for phrase in phrases:
            if dict(phrase.conditions).get("language") == language and name not in _BOTH:
                said = phrase.text.replace("{", "").replace("}", "").replace("about", "Gwen")
                wrong += [said for line in said.splitlines() if "<span" in in_tongues(line, language)]
    assert not wrong, wrong[:3]
