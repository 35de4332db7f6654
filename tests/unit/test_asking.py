"""Putting the question: how a talk opens, what leads up to a question, the read-back, and the end."""

import pytest

from bot.conversation.asking import put_next
from bot.conversation.opening import introduce
from bot.conversation.phrasebook import load_phrasebook
from tests.unit.talks import Talk, check_turn

ROLES = ("carer", "handler", "practitioner")
LANGUAGES = ("en", "cy")
RIGHT = {"en": "the council must offer to", "cy": "rhaid i'r cyngor gynnig"}


def begun(role: str = "carer", element: str = "outcome", language: str = "en", young: bool = False) -> Talk:
    talk = Talk(role, language, young=young) if role == "carer" else Talk(role, language)
    talk.answer_to(element)
    return talk


# The opening


def test_the_language_is_asked_in_both_welsh_first_and_nothing_is_said_before() -> None:
    turn = Talk("carer", None).last
    (said,) = turn.said
    assert said.text.index("Cymraeg") < said.text.index("Welsh")
    assert [button.text for button in said.buttons] == ["Cymraeg", "English"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_first_what_this_is_who_sees_it_and_the_right_that_stands_beside_it(language: str, role: str) -> None:
    intro = Talk(role, language).last.said[0].text
    wanted = {
        "en": ("until", "without agreement", "Nothing is decided", RIGHT["en"], "child"),
        "cy": ("nes", "heb gytundeb", "penderfynu dim", RIGHT["cy"], "plentyn"),
    }[language]
    assert all(words in intro for words in wanted)
    assert "?" not in intro


@pytest.mark.parametrize("words", ["outcome", "well-being", "carer"])
def test_no_hard_word_stands_in_the_opening_for_a_carer(words: str) -> None:
    talk = Talk("carer", young=False)
    assert words not in "\n".join(said.text for turn in talk.turns for said in turn.said)


def test_the_councils_sentence_opens_a_call_and_only_a_call() -> None:
    sentence = "This call is the assessment of what you need."
    for role in ROLES:
        said = introduce(Talk(role).state, load_phrasebook(), sentence)
        assert (said[0].text == sentence) == (role == "handler")


def test_the_person_day_is_asked_first() -> None:
    talk = Talk("carer", young=False)
    assert talk.open and talk.open.element == "circumstances"
    assert "day" in talk.last.question.text


# Questions


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_skip_another_wording_and_why_stand_beside_every_question_of_the_story(role: str, language: str) -> None:
    talk = begun(role, "outcome", language)
    assert len(talk.last.question.buttons) == 3
    talk.say("my independence", "so_what", term="my independence")
    assert len(talk.last.question.buttons) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_yes_and_no_stand_beside_a_check(language: str) -> None:
    talk = Talk("carer", language, young=False)
    talk.say("He had a stroke. I can't leave him after six.", tells=("circumstances", "barrier"))
    question = talk.say("I want the choir back").question
    assert question.ask and question.ask.kind == "check"
    assert [button.text for button in question.buttons] == {"en": ["Yes", "No"], "cy": ["Ie", "Nage"]}[language]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_about_a_later_thing_names_it_in_the_persons_words(language: str, role: str) -> None:
    talk = Talk(role, language)
    for number in range(40):
        ask = talk.open
        assert ask
        if (ask.outcome, ask.element) == (2, "outcome"):
            break
        talk.say(f"stori rhif {number}")
    talk.say("bod yn y côr eto")
    talk.say("mae'r bws yn stopio am saith")
    question = talk.last.question
    assert question.ask and question.ask.outcome == 2
    assert "bod yn y côr eto" in question.text and question.ask.about == "bod yn y côr eto"


def test_an_answer_that_told_something_is_thanked_for_and_a_command_is_not() -> None:
    talk = Talk("carer", young=False)
    long = "He had a stroke in March and since then I sleep in the chair most nights in case he gets up and falls on the stairs again"
    talk.say(long + " as he did in May")
    assert talk.last.question.text.startswith("Thank you")
    talk.do("skip")
    assert "Thank you" not in talk.last.question.text


def test_on_a_call_nothing_leads_up_to_a_question() -> None:
    talk = Talk("handler")
    for number in range(12):
        talk.say(f"the story with the number {number} and more of it " * 5)
        if talk.open:
            assert talk.last.question.text in {t for t in talk.state.talk.texts}
            assert len(talk.last.said) <= 2


def test_the_words_that_are_taken_up_hold_no_question() -> None:
    talk = begun()
    question = talk.say("my freedom? my life?", "so_what", term="my freedom? my life?").question
    assert question.text.count("?") == 1
    check_turn(talk)


@pytest.mark.parametrize("words", ["{about}", "}{", "{", "100% {mine}"])
def test_braces_in_words_that_are_taken_up_stay_as_they_are(words: str) -> None:
    talk = begun()
    question = talk.say(f"I want {words} back", "so_what", term=words).question
    assert question.ask and question.ask.about == words
    assert words in question.text


def test_nothing_to_take_up_means_no_follow_up() -> None:
    talk = begun()
    talk.say("…", "so_what")
    assert talk.open and talk.open.kind == "open"
    check_turn(talk)


# The close


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_shown_as_they_were_said_before_the_question_whether_they_are_right(language: str, role: str) -> None:
    talk = begun(role, "read_back", language)
    shown, question = talk.last.said[-2:]
    assert shown.ask is None and question.ask
    for quote in talk.quotes():
        assert quote.text in shown.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_record_is_said_to_be_empty(language: str) -> None:
    talk = Talk("carer", language, young=False)
    talk.do("stop")
    assert len(talk.last.said) == 3
    check_turn(talk)


ENDS = {
    True: {"en": ("sent", "gone"), "cy": ("anfon", "mynd")},
    False: {"en": ("not been sent", "not been passed", "not been shared"), "cy": ("ddim wedi",)},
    None: {"en": ("not said whether", "left open"), "cy": ("ddim wedi dweud", "ddim ateb", "Chawson ni ddim")},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shared", [True, False, None])
def test_the_end_says_what_was_chosen_what_happens_next_and_the_right(shared: bool | None, language: str, role: str) -> None:
    talk = begun(role, "consent", language)
    if role == "carer":
        talk.do("affirm", "Yes" if language == "en" else "Cewch")
    choice = {"en": ("Yes, share it", "No, do not share it"), "cy": ("Cewch, rhannwch y geiriau", "Na, peidiwch â'u rhannu")}[language]
    if shared is None:
        talk.do("skip")
    else:
        talk.do("affirm" if shared else "deny", choice[0] if shared else choice[1])
    talk.do("skip")
    assert talk.state.talk.state == "ended"
    assert talk.record["consent"]["share"] is shared
    end, right = talk.last.said[-2:]
    assert any(words in end.text for words in ENDS[shared][language])
    assert RIGHT[language] in right.text
    assert all(said.ask is None and "{" not in said.text and "?" not in said.text for said in talk.last.said)


@pytest.mark.parametrize("young", [True, False])
@pytest.mark.parametrize(("language", "no", "copy"), [("en", "No, do not keep it", "copy"), ("cy", "Na, peidiwch â'i gadw", "opi")])
def test_when_nothing_is_to_be_kept_an_own_copy_is_offered(language: str, no: str, copy: str, young: bool) -> None:
    talk = begun("carer", "consent", language, young)
    talk.do("deny", no)
    assert talk.state.talk.state == "ended"
    assert copy in talk.last.said[-2].text
    assert talk.record["consent"]["share"] is None


def test_the_councils_own_sentence_of_what_happens_next_is_said() -> None:
    talk = begun("carer", "consent")
    talk.do("skip")
    talk.do("skip")
    state = talk.state
    state.talk.finishing, state.talk.open_ask = True, None
    step = put_next(state, load_phrasebook(), next_steps="Somebody rings within five days.")
    assert "Somebody rings within five days." in step.said[0].text
    assert [entry.kind for entry in step.entries] == ["ended"]


def test_the_end_decides_nothing() -> None:
    for role in ROLES:
        for language in LANGUAGES:
            talk = begun(role, "need", language)
            talk.do("stop")
            talk.do("stop")
            text = talk.last.text.lower()
            assert not any(words in text for words in ("eligible", "no further action", "cymwys", "score"))


def test_a_talk_that_waits_is_asked_nothing() -> None:
    talk = begun()
    talk.do("pause")
    step = put_next(talk.state, load_phrasebook())
    assert (step.entries, step.said) == ([], [])
