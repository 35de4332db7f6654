"""Somebody answers in the other language: their words are kept as said, and once they are told that the talk can go on in it."""

from typing import Any, Optional

import pytest

from bot.understanding.language import detect_language
from tests.unit.talks import Talk, Turn, check_turn

OTHER = {"en": "cy", "cy": "en"}
SWITCH = {"en": "Newid i'r Gymraeg", "cy": "Switch to English"}
#: A story told in the language that the talk is not in, by the language of the talk.
TOLD = {
    "en": "Dw i'n codi am chwech bob bore i olchi a gwisgo Gwyn.",
    "cy": "I get up at six every morning to wash and dress him.",
}
MORE = {"en": "Mae fy chwaer yn dod draw bob dydd Iau.", "cy": "My sister comes over from Brecon every Thursday."}
WORN_OUT = {"en": "Dw i'n crio bob nos ers i Gwyn gael strôc.", "cy": "I can't take any more, I'm in bits tonight."}
both = pytest.mark.parametrize("language", ["en", "cy"])


def begun(language: str, role: str = "carer", young: bool = False) -> Talk:
    talk = Talk(role, language, young=young if role == "carer" else None)
    if role != "carer":
        talk.say("It's for myself" if language == "en" else "Fi fy hun sydd yma")
    if role == "practitioner":
        talk.skip_to("circumstances")
    return talk


def say(talk: Talk, text: str, **more: Any) -> Turn:
    """Say it as the API hears it: the language of a message is found from its words."""
    turn = talk.say(text, language=detect_language(text, talk.state.talk.language or "en"), **more)
    check_turn(talk)
    return turn


def is_offered(turn: Turn) -> bool:
    return any(button.send in SWITCH.values() for said in turn.said for button in said.buttons)


@both
@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
def test_it_is_offered_either_way_round_in_both_languages_and_the_question_follows(role: str, language: str) -> None:
    talk = begun(language, role)
    turn = say(talk, TOLD[language])
    offer, question = turn.said
    assert [button.send for button in offer.buttons] == [SWITCH[language]]
    assert detect_language(offer.text[: len(offer.text) // 2], "") == OTHER[language]
    assert detect_language(offer.text[len(offer.text) // 2 :], "") == language
    assert "?" not in offer.text and question.ask
    assert detect_language(question.text, "") == language


@both
def test_somebody_under_18_is_told_so_in_words_of_their_own(language: str) -> None:
    assert say(begun(language, young=True), TOLD[language]).said[0].text != say(begun(language), TOLD[language]).said[0].text


@both
def test_it_is_offered_once_and_not_more(language: str) -> None:
    talk = begun(language)
    assert is_offered(say(talk, TOLD[language]))
    while talk.open and talk.open.element != "anything_else":
        assert not is_offered(say(talk, f"{MORE[language]} {len(talk.messages)}."))


@both
def test_nor_again_after_the_switch(language: str) -> None:
    talk = begun(language)
    say(talk, TOLD[language])
    talk.do("language", SWITCH[language])
    assert not is_offered(say(talk, TOLD[OTHER[language]]))


@both
def test_the_words_are_kept_as_said_with_their_own_language(language: str) -> None:
    talk = begun(language)
    say(talk, TOLD[language])
    say(talk, "Gwyn")
    (quote,) = talk.record["circumstances"]
    assert (quote["text"], quote["language"]) == (TOLD[language], OTHER[language])
    assert talk.state.talk.language == talk.record["language"] == language


@both
def test_a_follow_up_takes_up_the_words_in_the_language_they_were_said_in(language: str) -> None:
    talk = begun(language)
    talk.answer_to("outcome")
    words, term = {"en": ("Dw i eisiau bod yn annibynnol eto", "annibynnol"), "cy": ("I want my independence back", "independence")}[
        language
    ]
    turn = say(talk, words, move="so_what", term=term)
    assert is_offered(turn)
    assert term in turn.question.text and turn.question.ask and turn.question.ask.about == term


@both
def test_the_button_switches_and_the_same_question_is_put_in_the_other_language(language: str) -> None:
    talk = begun(language)
    before = say(talk, TOLD[language]).question
    turn = talk.do("language", SWITCH[language])
    check_turn(talk)
    assert talk.state.talk.language == OTHER[language]
    assert turn.question.ask == before.ask
    assert detect_language(turn.question.text, "") == OTHER[language]


@both
def test_who_goes_on_in_their_own_language_without_the_button_is_understood_and_left_alone(language: str) -> None:
    talk = begun(language)
    say(talk, TOLD[language])
    say(talk, MORE[language])
    assert talk.state.talk.language == language
    assert talk.words("outcomes/1/statement") == [MORE[language]]


# Where it is not offered


@both
@pytest.mark.parametrize(
    "words", ["Gwyn", "Mair a Gwyn", "Eleri and Dai", "Côr Meibion Pontypridd", "iawn diolch", "dim byd arall", "no", "the dog", "?!"]
)
def test_names_and_short_answers_offer_nothing(words: str, language: str) -> None:
    assert not is_offered(say(begun(language), words))


@pytest.mark.parametrize(
    "words", ["Mair, Gwyn, Eleri and Dai", "Côr Meibion Pontypridd, Treorchy", "the choir at Bethania, Treorchy", "Dad and Mam and Dilwyn"]
)
def test_welsh_names_among_english_words_are_not_welsh(words: str) -> None:
    assert not is_offered(say(begun("en"), words))


@pytest.mark.parametrize(
    "words",
    ["My husband Gwyn Llywelyn", "Gwyn, Dilwyn, Llinos and Mair", "Ysbyty Gwynedd and Ysbyty Glan Clwyd", "12 Heol y Bont, Llanelli"],
)
def test_nor_are_names_that_are_most_of_an_answer(words: str) -> None:
    assert not is_offered(say(begun("en"), words))


@both
def test_an_answer_in_the_language_of_the_talk_offers_nothing(language: str) -> None:
    assert not is_offered(say(begun(language), TOLD[OTHER[language]]))


@both
@pytest.mark.parametrize(("element", "topic"), [("anything_else", None), ("read_back", None), ("consent", "keep"), ("consent", "share")])
def test_nothing_is_offered_at_the_close(element: str, topic: Optional[str], language: str) -> None:
    talk = begun(language)
    talk.answer_to("anything_else")
    while (talk.open.element, talk.open.topic) != (element, topic):  # type: ignore[union-attr]
        talk.say({"en": "Yes, keep it", "cy": "Cewch, cadwch y geiriau"}[language])
    assert not is_offered(say(talk, MORE[language]))
    assert not talk.state.talk.language_offered


@both
def test_nothing_is_offered_while_the_offer_to_stop_is_open(language: str) -> None:
    talk = begun(language)
    talk.do("skip")
    talk.do("skip")
    assert talk.open and talk.open.element == "offer"
    assert not is_offered(say(talk, MORE[language]))


@pytest.mark.parametrize(
    ("words", "chosen"), [("Cymraeg os gwelwch yn dda", "cy"), ("Dw i eisiau siarad am Mam", "cy"), ("English please", "en")]
)
def test_who_answers_the_question_which_language_is_offered_no_other(words: str, chosen: str) -> None:
    talk = Talk("carer", None)
    assert not is_offered(say(talk, words))
    assert talk.state.talk.language == chosen


@both
def test_words_about_danger_bring_help_and_not_an_offer(language: str) -> None:
    talk = begun(language)
    assert not is_offered(talk.say(TOLD[language], "concern", kind="danger_now", language=OTHER[language]))
    assert is_offered(say(talk, TOLD[language]))


@both
def test_a_question_to_the_assistant_in_the_other_language_is_answered_and_offers_nothing(language: str) -> None:
    talk = begun(language)
    words = {"en": "Pwy fydd yn gweld y geiriau hyn?", "cy": "Who is going to see all of this?"}[language]
    assert not is_offered(talk.say(words, "control", command="who_sees", language=OTHER[language]))


@both
def test_who_is_worn_out_in_the_other_language_is_offered_both(language: str) -> None:
    talk = begun(language)
    turn = say(talk, WORN_OUT[language])
    assert is_offered(turn)
    assert talk.open and talk.open.element == "offer"
