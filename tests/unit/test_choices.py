"""Plain choices: a language, an age, whose life it is, yes or no, keep, share; in both languages."""

from typing import Optional

import pytest

from bot.conversation.choices import chosen_language, keep_choice, share_choice, under_18, whose_life, yes_or_no
from bot.conversation.phrasebook import load_phrasebook

# A language


@pytest.mark.parametrize(
    ("text", "language"),
    [("Cymraeg", "cy"), ("yn Gymraeg os gwelwch yn dda", "cy"), ("Welsh please", "cy"), ("English", "en"), ("Saesneg", "en"),
     ("SAESNEG!", "en"), ("Cymraeg neu Saesneg", None), ("Welsh or English", None), ("either", None), ("", None)],
)  # fmt: skip
def test_a_language_is_chosen_by_its_name_in_either_language(text: str, language: Optional[str]) -> None:
    assert chosen_language(text) == language


@pytest.mark.parametrize("text", ["I don't speak Welsh", "Dw i ddim yn siarad Saesneg"])
def test_a_language_that_somebody_does_not_speak_is_not_chosen(text: str) -> None:
    assert chosen_language(text) != ("cy" if "Welsh" in text else "en")


# Under 18


@pytest.mark.parametrize(
    ("text", "young"),
    [("Yes", True), ("Ydw", True), ("I'm 15", True), ("16", True), ("dw i'n 14 oed", True), ("17 and a half", True), ("under 18", True),
     ("dan 18", True), ("No", False), ("Nac ydw", False), ("Na", False), ("no, I'm 43", False), ("52", False), ("18", False),
     ("hmm", None), ("I was born in Bangor", None)],
)  # fmt: skip
def test_under_18_is_told_by_yes_no_or_an_age(text: str, young: Optional[bool]) -> None:
    assert under_18(text) is young


@pytest.mark.parametrize("text", ["I'd rather not say", "rather not say", "Gwell gen i beidio â dweud", "well gen i beidio dweud"])
def test_rather_not_say_is_not_a_no_to_under_18(text: str) -> None:
    assert under_18(text) is None


@pytest.mark.parametrize("text", ["No, I have looked after him for 12 years", "Nac ydw, dw i'n gofalu amdano ers 10 mlynedd"])
def test_years_of_caring_are_not_an_age(text: str) -> None:
    assert under_18(text) is False


@pytest.mark.parametrize("text", ["I'm over 18", "over 18", "dros 18"])
def test_over_18_is_not_under_18(text: str) -> None:
    assert under_18(text) is False


# Yes and no


@pytest.mark.parametrize(
    "text", ["yes", "Yes, please", "yeah", "ok", "Okay then", "ie", "Ydw", "oes", "Cewch", "Wrth gwrs", "  yes", "“Yes”"]
)
def test_a_plain_yes(text: str) -> None:
    assert yes_or_no(text) is True


@pytest.mark.parametrize(
    "text", ["no", "No thank you", "nope", "not now", "Na", "Nage", "Nac oes", "Dim diolch", "Peidiwch", "I'd rather not"]
)
def test_a_plain_no(text: str) -> None:
    assert yes_or_no(text) is False


@pytest.mark.parametrize(
    "text", ["", "maybe", "efallai", "yesterday he fell", "nobody", "I said yes once", "not sure", "okra", "iachus", "nain"]
)
def test_what_is_neither_a_plain_yes_nor_no(text: str) -> None:
    assert yes_or_no(text) is None


@pytest.mark.parametrize("text", ["Do I have to?", "Do you mean all of it"])
def test_an_english_question_is_not_a_welsh_yes(text: str) -> None:
    assert yes_or_no(text) is None


@pytest.mark.parametrize("text", ["Ddim yn siŵr", "ddim yn gwybod", "No idea"])
def test_not_sure_is_neither_yes_nor_no(text: str) -> None:
    assert yes_or_no(text) is None


# Keep


@pytest.mark.parametrize(
    ("text", "keep"),
    [("Yes", True), ("Yes, keep it", True), ("please keep my words", True), ("Cewch", True), ("Cadwch y geiriau", True), ("No", False),
     ("No, do not keep it", False), ("please don't keep any of it", False), ("Na", False), ("Peidiwch â chadw dim", False),
     ("what happens then", None), ("hmm", None)],
)  # fmt: skip
def test_keeping_takes_a_plain_answer(text: str, keep: Optional[bool]) -> None:
    assert keep_choice(text) is keep


@pytest.mark.parametrize(
    "text", ["How long would you keep it?", "Who would keep it?", "Do you keep it for ever?", "Am faint fyddech chi'n ei gadw?"]
)
def test_a_question_about_keeping_agrees_to_nothing(text: str) -> None:
    assert keep_choice(text) is None


@pytest.mark.parametrize("text", ["Not sure", "Efallai", "maybe", "I don't mind"])
def test_nothing_is_erased_without_a_plain_no(text: str) -> None:
    assert keep_choice(text) is not False


@pytest.mark.parametrize("text", ["Ddim yn siŵr", "No problem", "No problem, keep it"])
def test_nothing_is_erased_by_words_that_only_begin_like_a_no(text: str) -> None:
    assert keep_choice(text) is not False


# Share


@pytest.mark.parametrize("text", ["ok", "OK.", "okay", "yes", "sure", "fine", "iawn", "ie", "Cewch", "yeah ok", "mm"])
def test_a_bare_ok_to_sharing_is_not_plain_enough(text: str) -> None:
    assert share_choice(text) is None


@pytest.mark.parametrize(
    "text",
    ["Yes, share it", "Cewch, rhannwch y geiriau", "You can send it to the council", "yes, you can pass it on",
     "I'm happy for you to share it",
     "Please share it with the team", "Dw i'n fodlon i chi ei rannu", "Iawn, anfonwch o", "Yes, that would help us both"],
)  # fmt: skip
def test_a_labelled_choice_or_a_plain_sentence_agrees_to_sharing(text: str) -> None:
    assert share_choice(text) is True


@pytest.mark.parametrize(
    "text", ["yes shes my mum", "Yes, since the stroke in March", "Ydw, fi yw ei ferch hi", "ie mae mam yn byw gyda ni"]
)
def test_a_yes_to_something_else_agrees_to_nothing(text: str) -> None:
    assert share_choice(text) is None


@pytest.mark.parametrize(
    "text",
    ["No", "no thanks", "No, do not share it", "Na, peidiwch â'u rhannu", "Na", "not yet", "please don't send it", "Peidiwch â'i rannu",
     "I'd rather you didn't", "Nac ydw, dim diolch"],
)  # fmt: skip
def test_a_no_to_sharing_is_taken_however_short(text: str) -> None:
    assert share_choice(text) is False


@pytest.mark.parametrize(
    "text",
    ["Who in the council would read it?", "What does the team do with it?", "Let me think about it", "Let me ask my husband first",
     "I'm not happy about that", "I am not happy with social services", "What would you send them?", "Beth fyddai'r cyngor yn ei wneud?",
     "Dw i ddim yn hapus efo'r cyngor"],
)  # fmt: skip
def test_words_about_sharing_that_do_not_agree_to_it_share_nothing(text: str) -> None:
    assert share_choice(text) is not True


@pytest.mark.parametrize("text", ["ok but I'm not sure about it", "Sure, but what would happen then"])
def test_an_ok_that_is_taken_back_shares_nothing(text: str) -> None:
    assert share_choice(text) is not True


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
@pytest.mark.parametrize("name", ["utter_ask_share", "utter_ask_share_again"])
def test_the_two_labelled_choices_of_sharing_are_plain(name: str, role: str, language: str) -> None:
    for young in (True, False):
        context = {"language": language, "role": role, "young": young, "subject": "self"}
        for wording in load_phrasebook().wordings(name, context):
            assert [share_choice(button.send) for button in wording.buttons] == [True, False]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_buttons_of_keeping_and_of_the_assessment_are_plain(language: str) -> None:
    context = {"language": language, "role": "carer", "young": False, "subject": "self"}
    for wording in load_phrasebook().wordings("utter_ask_keep", context):
        assert [keep_choice(button.send) for button in wording.buttons] == [True, False]
    for wording in load_phrasebook().wordings("utter_ask_assessment", context):
        assert [yes_or_no(button.send) for button in wording.buttons][:2] == [True, False]


# Whose life


@pytest.mark.parametrize(
    ("text", "subject", "carer"),
    [
        ("It's for myself", "self", False),
        ("this is about me", "self", False),
        ("Mae hyn amdana i", "self", False),
        ("I'm ringing about my mother", "someone_cared_for", True),
        ("Ann Price, I look after my husband", "someone_cared_for", True),
        ("Dw i'n gofalu am fy ngŵr", "someone_cared_for", True),
        ("It's about me, I'm a carer", "self", True),
        ("I'm her neighbour, from number 9", "other", False),
        ("Cymydog ydw i", "other", False),
        ("Gwen Parry", None, False),
    ],
)
def test_who_speaks_and_whose_life_it_is(text: str, subject: Optional[str], carer: bool) -> None:
    assert whose_life(text) == (subject, carer)
