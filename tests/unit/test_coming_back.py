"""Somebody comes back, by a code from another device or after days: one sentence of where we were, and the question that was open."""

from datetime import timedelta
from typing import Optional

import pytest

from bot.conversation.coming_back import LONG_AWAY
from bot.record import edits, entries
from bot.record.quote import Message, cut
from tests.unit.talks import Talk, Turn, check_turn

LANGUAGES = ("en", "cy")
STORY = "Mam had a stroke in March"
DANGER = "He hit me on Sunday and I hid in the bathroom"
#: (role, under 18) of everybody who may come back.
PEOPLE = (("carer", False), ("carer", True), ("handler", False), ("practitioner", False))
people = pytest.mark.parametrize(("role", "young"), PEOPLE)
both = pytest.mark.parametrize("language", LANGUAGES)


def begun(role: str = "carer", young: bool = False, language: str = "en") -> Talk:
    return Talk(role, language, young=young if role == "carer" else None)


def left_at_circumstances(role: str = "carer", young: bool = False, language: str = "en") -> Talk:
    """A talk in which nothing has been told that is kept, at the question about the day."""
    talk = begun(role, young, language)
    while talk.open and talk.open.element == "opening":
        talk.do("skip")
    return talk


def welcomes(talk: Talk, name: str, about: str = "") -> list[str]:
    """The wordings of ``name`` for whoever has the talk, with ``about`` in them."""
    context = {"language": talk.state.talk.language, "role": talk.role, "young": talk.state.talk.young}
    wordings = talk.phrasebook.wordings(name, context)
    best = [w for w in wordings if len(w.conditions) == len(wordings[0].conditions)]
    return [wording.text.replace("{about}", about) for wording in best]


def is_welcome_about(talk: Talk, turn: Turn, about: str) -> bool:
    return turn.said[0].text in welcomes(talk, "utter_welcome_back_about", about)


def is_plain_welcome(talk: Talk, turn: Turn) -> bool:
    return turn.said[0].text in welcomes(talk, "utter_welcome_back")


# The last words told


@people
@both
def test_who_comes_back_is_told_their_last_words_and_asked_the_very_question(language: str, role: str, young: bool) -> None:
    talk = left_at_circumstances(role, young, language)
    talk.say(STORY)
    before = talk.open
    turn = talk.come_back()
    check_turn(talk)
    assert is_welcome_about(talk, turn, STORY)
    assert len(turn.said) == 2 and turn.question.ask == before == talk.open


@both
def test_they_are_the_last_ones_told_whatever_was_skipped_asked_or_not_carried_since(language: str) -> None:
    talk = left_at_circumstances(language=language)
    talk.say(STORY)
    talk.say("I want the choir back")
    talk.do("skip")
    talk.say("dunno", "nudge")
    talk.do("who_sees")
    assert is_welcome_about(talk, talk.come_back(), "I want the choir back")


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_words_are_cut_where_speech_pauses(language: str) -> None:
    talk = left_at_circumstances(language=language)
    talk.say("Since Gwyn had his stroke in March I get up at six every morning, because the nurse from Ystrad comes at half past seven.")
    assert is_welcome_about(talk, talk.come_back(), "Since Gwyn had his stroke in March I get up at six every morning")


def test_words_that_hold_braces_or_a_question_are_told_as_they_stand() -> None:
    talk = left_at_circumstances()
    talk.say("I keep {about} in mind: what if he falls?")
    turn = talk.come_back()
    check_turn(talk)
    assert "I keep {about} in mind" in turn.said[0].text


def test_words_in_the_other_language_are_told_as_said() -> None:
    talk = left_at_circumstances()
    talk.say("Cafodd Mam strôc ym mis Mawrth", language="cy")
    assert "Cafodd Mam strôc ym mis Mawrth" in talk.come_back().said[0].text


def test_what_went_back_and_was_replaced_is_told_as_it_is_now() -> None:
    talk = left_at_circumstances()
    talk.say(STORY)
    talk.do("back")
    talk.say("Mam had a fall in May")
    turn = talk.come_back()
    assert is_welcome_about(talk, turn, "Mam had a fall in May") and STORY not in turn.text


def test_words_that_the_person_took_out_are_not_told() -> None:
    talk = left_at_circumstances()
    talk.say("Dad is ninety")
    talk.say("I want the choir back")
    (quote,) = talk.state.record.at("outcomes/1/statement")
    talk.edit(edits.remove(talk.state.record, quote.id))
    assert is_welcome_about(talk, talk.come_back(), "Dad is ninety")


def test_words_that_the_person_changed_are_told_as_changed() -> None:
    talk = left_at_circumstances()
    talk.say("Dad is ninety")
    (quote,) = talk.state.record.at("circumstances")
    talk.edit(edits.trim(talk.state.record, quote.id, talk.messages[quote.message], 0, 3))
    assert is_welcome_about(talk, talk.come_back(), "Dad")


@people
@both
def test_where_nothing_was_told_there_is_a_plain_welcome(language: str, role: str, young: bool) -> None:
    talk = left_at_circumstances(role, young, language)
    before = talk.open
    turn = talk.come_back()
    check_turn(talk)
    assert is_plain_welcome(talk, turn) and turn.question.ask == before


# Never danger, never limits: somebody else may be reading


@people
@both
def test_words_about_danger_are_never_told(language: str, role: str, young: bool) -> None:
    talk = left_at_circumstances(role, young, language)
    talk.say(DANGER, "concern", kind="abuse_or_neglect")
    turn = talk.come_back()
    check_turn(talk)
    assert is_plain_welcome(talk, turn) and "hit me" not in turn.text
    talk.say(STORY)
    talk.say(DANGER, "concern", kind="self_harm")
    turn = talk.come_back()
    assert is_welcome_about(talk, turn, STORY) and "hit me" not in turn.text


def test_nor_when_the_person_put_them_into_the_story() -> None:
    talk = left_at_circumstances()
    talk.say(DANGER, "concern", kind="abuse_or_neglect")
    talk.edit(edits.move(talk.state.record, talk.state.record.concerns[0].quote.id, "circumstances"))
    assert talk.words("circumstances") == [DANGER]
    assert "hit me" not in talk.come_back().text


def test_help_numbers_and_the_buttons_of_a_concern_are_not_shown_again() -> None:
    talk = left_at_circumstances()
    talk.say(DANGER, "concern", kind="abuse_or_neglect")
    turn = talk.come_back()
    assert "999" not in turn.text and "danger" not in turn.text
    assert not {"Carry on", "Stop here"} & {button.text for said in turn.said for button in said.buttons}


def test_limits_to_sharing_are_never_told() -> None:
    talk = left_at_circumstances()
    words = "Please do not tell my son"
    talk.edit([entries.kept("limits", cut(Message("limit", words, "en"), 0, len(words)))])
    assert is_plain_welcome(talk, talk.come_back())
    talk.say(STORY)
    assert is_welcome_about(talk, talk.come_back(), STORY)


# How the talk was left


@pytest.mark.parametrize(
    ("element", "topic"),
    [
        ("circumstances", None),
        ("outcome", None),
        ("barrier", None),
        ("need", None),
        ("caring_role", "able_now"),
        ("anything_else", None),
        ("read_back", None),
        ("consent", "keep"),
    ],
)
@pytest.mark.parametrize("held", ["open", "paused", "concern"])
@both
def test_however_it_was_left_the_talk_is_open_again_on_the_same_question(
    language: str, held: str, element: str, topic: Optional[str]
) -> None:
    talk = left_at_circumstances(language=language)
    talk.answer_to(element, topic)
    before = talk.open
    if held == "paused":
        talk.do("pause")
    elif held == "concern":
        talk.say(DANGER, "concern", kind="danger_now")
    turn = talk.come_back()
    check_turn(talk)
    assert talk.state.talk.state == "open"
    assert turn.question.ask == before == talk.open


@both
def test_a_follow_up_and_the_offer_to_stop_are_put_again_too(language: str) -> None:
    talk = left_at_circumstances(language=language)
    talk.say("my independence", "so_what", term="independence")
    follow_up = talk.come_back().question.ask
    assert follow_up and (follow_up.kind, follow_up.about) == ("so_what", "independence")
    talk.do("skip")
    talk.do("skip")
    offer = talk.come_back().question.ask
    check_turn(talk)
    assert offer and offer.element == "offer"
    assert sum(ask.element == "offer" for ask in talk.asks()) == 1


def test_coming_back_again_and_again_asks_nothing_new() -> None:
    talk = left_at_circumstances()
    talk.say(STORY)
    asked = len(talk.asks())
    for _ in range(3):
        talk.come_back()
        check_turn(talk)
    assert len(talk.asks()) == asked


@people
@both
def test_a_talk_that_ended_says_so_and_asks_nothing(language: str, role: str, young: bool) -> None:
    talk = left_at_circumstances(role, young, language)
    talk.say(STORY)
    talk.do("stop")
    talk.do("stop")
    turn = talk.come_back()
    check_turn(talk)
    assert talk.state.talk.state == "ended"
    assert [said.text in welcomes(talk, "utter_ended_back") for said in turn.said] == [True]
    assert STORY not in turn.text


@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
def test_while_the_language_is_not_chosen_the_question_is_put_in_both_and_nobody_is_welcomed_in_one(role: str) -> None:
    talk = Talk(role, None)
    turn = talk.come_back()
    check_turn(talk)
    assert [said.ask and said.ask.topic for said in turn.said] == ["language"]


def test_what_answers_first_answers_the_question_that_was_open() -> None:
    talk = left_at_circumstances()
    talk.answer_to("barrier")
    talk.do("pause")
    talk.come_back()
    talk.say("The bus stops at six")
    assert talk.words("outcomes/1/barriers") == ["The bus stops at six"]


# Going on after hours


@people
@both
@pytest.mark.parametrize("held", ["paused", "concern"])
def test_who_goes_on_after_more_than_three_hours_is_told_where_we_were(held: str, language: str, role: str, young: bool) -> None:
    talk = left_at_circumstances(role, young, language)
    talk.say(STORY)
    before = talk.open
    talk.do("pause") if held == "paused" else talk.say(DANGER, "concern", kind="danger_now")
    talk.away = LONG_AWAY + timedelta(minutes=1)
    turn = talk.do("go_on")
    check_turn(talk)
    assert is_welcome_about(talk, turn, STORY) and turn.question.ask == before
    assert "hit me" not in turn.text


@pytest.mark.parametrize("held", ["paused", "concern"])
@both
def test_sooner_than_that_nobody_is_told_what_they_know(language: str, held: str) -> None:
    talk = left_at_circumstances(language=language)
    talk.say(STORY)
    talk.do("pause") if held == "paused" else talk.say(DANGER, "concern", kind="danger_now")
    talk.away = LONG_AWAY - timedelta(minutes=1)
    turn = talk.do("go_on")
    check_turn(talk)
    assert turn.said[0].text in welcomes(talk, "utter_go_on") and STORY not in turn.text


def test_long_away_is_three_hours() -> None:
    assert timedelta(hours=3) == LONG_AWAY


def test_whoever_pauses_again_straight_after_is_not_welcomed_again() -> None:
    talk = left_at_circumstances()
    talk.say(STORY)
    talk.do("pause")
    talk.away = timedelta(days=2)
    assert is_welcome_about(talk, talk.do("go_on"), STORY)
    talk.do("pause")
    assert not is_welcome_about(talk, talk.do("go_on"), STORY)


def test_who_answers_after_days_without_going_on_first_is_simply_heard() -> None:
    talk = left_at_circumstances()
    talk.say(STORY)
    talk.do("pause")
    talk.away = timedelta(days=2)
    talk.say("I want the choir back")
    assert talk.words("outcomes/1/statement") == ["I want the choir back"]
