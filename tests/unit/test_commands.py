"""Speaking to the assistant: each command does what it says, keeps no word of it, and leads back to the question that was open."""

import pytest

from bot.conversation.commands import METHODS
from bot.understanding.moves import COMMANDS
from tests.unit.talks import Talk, check_turn

ROLES = ("carer", "handler", "practitioner")
#: Commands that are answered and leave the question open as it was.
ANSWERED = ("why_ask", "who_sees", "human", "correct", "thanks", "greet", "help")
OFFER = pytest.param("offer")
WHERE = ("circumstances", "outcome", "barrier", "need", "caring_role", "anything_else", "read_back", "consent")


def begun(role: str = "carer", element: str = "outcome", language: str = "en") -> Talk:
    talk = Talk(role, language, young=False) if role == "carer" else Talk(role, language)
    if role == "handler":
        talk.say("I'm ringing about my mother, I look after her")
    talk.answer_to(element)
    return talk


def test_every_command_of_the_moves_can_be_carried_out() -> None:
    assert set(COMMANDS) <= set(METHODS)


@pytest.mark.parametrize("command", ANSWERED)
@pytest.mark.parametrize("element", WHERE)
@pytest.mark.parametrize("role", ROLES)
def test_a_command_is_answered_and_the_same_ask_put_again(role: str, element: str, command: str) -> None:
    talk = begun(role, element)
    before, kept = talk.open, list(talk.quotes())
    turn = talk.do(command)
    check_turn(talk)
    assert talk.open == before
    assert len(turn.said) == 2
    assert list(talk.quotes()) == kept


@pytest.mark.parametrize("command", [*ANSWERED, "pause", "repeat", "rephrase", "language"])
def test_a_command_is_understood_while_the_offer_to_stop_is_open(command: str) -> None:
    talk = Talk("carer", young=False)
    talk.do("skip")
    talk.do("skip")
    talk.do(command)
    check_turn(talk)


def test_who_sees_says_when_words_may_be_passed_on_without_agreement() -> None:
    text = begun().do("who_sees").text
    assert "passed on without agreement" in text and "Nobody reads this" in text


# Repeat and rephrase


@pytest.mark.parametrize("role", ROLES)
def test_repeat_puts_the_same_question_in_the_same_words(role: str) -> None:
    talk = begun(role)
    question = talk.last.question
    again = talk.do("repeat").question
    assert again.ask == question.ask
    assert question.text.endswith(again.text)


@pytest.mark.parametrize("element", WHERE)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_rephrase_puts_the_same_ask_in_other_words(language: str, element: str) -> None:
    talk = begun("carer", element, language)
    question = talk.last.question
    texts = {question.text}
    for _ in range(4):
        again = talk.do("rephrase").question
        assert again.ask == question.ask
        assert again.text not in texts
        texts.add(again.text)
        check_turn(talk)


def test_two_asks_share_no_text_however_often_they_are_rephrased() -> None:
    talk = Talk("practitioner")
    talk.answer_to("outcome")
    for _ in range(2):
        for _ in range(40):
            talk.do("rephrase")
            check_turn(talk)
        talk.say("a story of its own")
        while talk.open and talk.open.element != "outcome":
            talk.say("a story of its own")
            check_turn(talk)


# Skip


def test_skip_leaves_the_question_and_says_so() -> None:
    talk = begun()
    turn = talk.do("skip", "rather not say")
    assert turn.said[0].ask is None and turn.said[1].ask
    assert talk.status("outcome", outcome=1) == "declined"
    assert talk.words("outcomes/1/statement") == []


@pytest.mark.parametrize("role", ROLES)
def test_everything_can_be_skipped_to_the_end(role: str) -> None:
    talk = Talk(role)
    for _ in range(40):
        if talk.state.talk.state == "ended":
            break
        talk.do("skip")
        check_turn(talk)
    assert talk.state.talk.state == "ended"
    assert list(talk.quotes()) == []


def test_skipping_consent_leaves_it_unanswered() -> None:
    talk = begun("carer", "consent")
    for _ in range(3):
        talk.do("skip")
    assert talk.record["consent"]["keep"] is talk.record["consent"]["share"] is None


def test_a_story_told_on_the_way_to_a_skip_is_kept() -> None:
    talk = begun()
    text = "I can't leave him after six and nobody else will come. But leave that one."
    talk.do("skip", text, tells=("barrier", None))
    assert talk.words("unlinked/barriers") == ["I can't leave him after six and nobody else will come."]


def test_a_strength_told_on_the_way_to_a_skip_goes_where_it_belongs() -> None:
    talk = begun("carer", "circumstances")
    talk.do("skip", "Sioned next door sits with him on Tuesdays. But leave that one.", tells=("strength_others", None))
    assert talk.words("unlinked/strengths/others") == ["Sioned next door sits with him on Tuesdays."]


# Stop, pause and going on


@pytest.mark.parametrize("element", ["circumstances", "outcome", "barrier", "need", "caring_role", "anything_else"])
@pytest.mark.parametrize("role", ROLES)
def test_stop_goes_to_the_close_with_what_there_is(role: str, element: str) -> None:
    talk = begun(role, element)
    kept = list(talk.quotes())
    talk.do("stop")
    assert talk.open and talk.open.element == "read_back"
    assert list(talk.quotes()) == kept


@pytest.mark.parametrize("role", ROLES)
def test_stop_in_the_close_ends_and_nothing_is_shared(role: str) -> None:
    talk = begun(role, "need")
    talk.do("stop")
    turn = talk.do("stop")
    assert talk.state.talk.state == "ended"
    assert turn.text
    assert talk.record["consent"]["share"] is None


@pytest.mark.parametrize("element", ["outcome", "anything_else", "read_back", "consent"])
def test_pause_waits_without_a_question_and_going_on_puts_the_same_one(element: str) -> None:
    talk = begun("carer", element)
    before = talk.open
    turn = talk.do("pause")
    assert talk.state.talk.state == "paused"
    assert [said.ask for said in turn.said] == [None] and turn.said[0].buttons
    talk.do("go_on")
    assert talk.open == before


def test_while_it_waits_an_answer_answers_the_question_that_was_open() -> None:
    talk = begun()
    talk.do("pause")
    talk.say("I want the choir back")
    assert talk.words("outcomes/1/statement") == ["I want the choir back"]
    assert talk.open and talk.open.element == "barrier"


@pytest.mark.parametrize("command", ANSWERED)
def test_while_it_waits_a_question_to_the_assistant_is_answered_and_it_waits_on(command: str) -> None:
    talk = begun()
    talk.do("pause")
    turn = talk.do(command)
    assert talk.state.talk.state == "paused"
    assert turn.text and all(said.ask is None for said in turn.said)


@pytest.mark.parametrize("element", ["circumstances", "barrier", OFFER])
def test_stop_while_it_waits_goes_to_the_close(element: str) -> None:
    talk = Talk("carer", young=False)
    if element == "offer":
        talk.do("skip")
        talk.do("skip")
    else:
        talk.answer_to(element)
    talk.do("pause")
    talk.do("stop", "Stop here")
    assert talk.state.talk.state == "open"
    assert talk.open and talk.open.element == "read_back"


# Back


def test_back_at_the_start_says_that_there_is_nothing_before() -> None:
    talk = Talk("carer")
    before = talk.open
    talk.do("back")
    assert talk.open == before
    check_turn(talk)


@pytest.mark.parametrize("role", ROLES)
def test_back_opens_the_last_answer_again_as_the_same_ask(role: str) -> None:
    talk = begun(role)
    before = talk.open
    talk.say("I want the choir back")
    left = talk.open
    talk.do("back")
    check_turn(talk)
    assert before and talk.open and talk.open.id == before.id
    talk.say("I want to sing")
    check_turn(talk)
    assert talk.words("outcomes/1/statement") == ["I want to sing"]
    assert left and talk.open and talk.open.id == left.id


def test_back_after_a_skip_lets_it_be_answered() -> None:
    talk = begun()
    talk.do("skip")
    talk.do("back")
    talk.say("I want the choir back")
    assert talk.words("outcomes/1/statement") == ["I want the choir back"]


# Language


@pytest.mark.parametrize(
    ("begun_in", "words", "other"), [("en", "Cymraeg os gwelwch yn dda", "cy"), ("cy", "English please", "en"), ("en", "switch", "cy")]
)
def test_the_language_switches_mid_talk_and_the_same_ask_is_put_again(begun_in: str, words: str, other: str) -> None:
    talk = begun("carer", "outcome", begun_in)
    question = talk.last.question
    turn = talk.do("language", words)
    check_turn(talk)
    assert talk.state.talk.language == talk.record["language"] == other
    assert turn.question.ask == question.ask
    assert turn.question.text != question.text


def test_the_language_spoken_already_is_left_as_it_is() -> None:
    talk = begun()
    before = talk.open
    talk.do("language", "English please")
    assert talk.state.talk.language == "en" and talk.open == before


@pytest.mark.parametrize("element", WHERE)
def test_a_follow_up_keeps_the_words_it_takes_up_in_the_other_language(element: str) -> None:
    talk = begun("carer", element)
    if element in ("read_back", "consent"):
        return
    talk.say("a lot of stress", "so_what", term="stress")
    talk.do("language", "Cymraeg")
    check_turn(talk)
    assert "stress" in talk.last.question.text


def test_quotes_stay_in_the_language_they_were_said_in() -> None:
    talk = begun()
    talk.say("I want the choir back")
    talk.do("language", "Cymraeg")
    assert talk.words("outcomes/1/statement") == ["I want the choir back"]
    assert talk.state.record.at("outcomes/1/statement")[0].language == "en"


# Yes and no


@pytest.mark.parametrize("command", ["affirm", "deny"])
def test_yes_or_no_to_a_question_that_does_not_take_it_is_an_answer(command: str) -> None:
    talk = begun("carer", "caring_role")
    text = "Yes, I can carry on" if command == "affirm" else "No, not the lifting"
    talk.do(command, text)
    assert talk.words("caring/does") == [text]


def test_yes_to_the_read_back_goes_on_to_consent() -> None:
    talk = begun("carer", "read_back")
    talk.do("affirm", "Yes")
    assert talk.open and (talk.open.element, talk.open.topic) == ("consent", "keep")


def test_no_to_the_read_back_says_how_to_change_words_and_asks_once_more() -> None:
    talk = begun("carer", "read_back")
    before = talk.open
    turn = talk.do("deny", "No")
    assert talk.open == before and len(turn.said) == 2
    talk.do("deny", "No")
    assert talk.open and talk.open.element == "consent"


# Finish and reopen


@pytest.mark.parametrize("role", ROLES)
def test_finish_goes_to_the_close_and_reopen_back_into_the_talk(role: str) -> None:
    talk = begun(role, "barrier")
    before = talk.open
    talk.finish()
    assert talk.open and talk.open.element == "read_back"
    talk.reopen()
    assert before and talk.open and talk.open.id == before.id


@pytest.mark.parametrize("role", ROLES)
def test_a_talk_that_ended_can_be_gone_on_with(role: str) -> None:
    talk = begun(role, "barrier")
    talk.do("stop")
    talk.do("stop")
    assert talk.state.talk.state == "ended"
    talk.reopen()
    assert talk.open and talk.open.element == "barrier"


def test_a_reopened_talk_keeps_to_its_limit() -> None:
    talk = Talk("carer", young=False)
    for _ in range(2):
        for _ in range(60):
            if talk.open is None or talk.open.element in ("anything_else", "read_back"):
                break
            talk.say(f"the story with the number {len(talk.messages)}")
        talk.do("stop")
        talk.do("stop")
        talk.reopen()
    assert sum(ask.element not in ("anything_else", "read_back", "consent") for ask in talk.asks()) <= 25
