"""What is asked next: the order of the talk, what need not be asked, how much, and how far each question has come."""

import pytest

from bot.conversation.agenda import coverage, is_told, next_ask
from bot.conversation.asks import CARING_TOPICS, LIFE_TOPICS, LINKED_ELEMENTS, Ask
from tests.unit.talks import Talk

CARING = [f"caring_role/{t}" for t in CARING_TOPICS] + [f"work_leisure/{t}" for t in LIFE_TOPICS]
LINKED = [f"{element}/1" for element in LINKED_ELEMENTS]
CLOSE = ["anything_else", "read_back"]


def to_the_end(talk: Talk) -> list[str]:
    """Answer everything particularly, one thing that matters; return the keys of what was asked, in order."""
    for number in range(80):
        ask = talk.open
        if ask is None:
            break
        if (ask.outcome or 0) > 1:
            talk.say("No, that's all")
        elif ask.element in ("read_back", "consent", "offer"):
            talk.do("affirm", "Yes, share it")
        else:
            talk.say(f"the story with the number {number}")
    assert talk.state.talk.state == "ended"
    return [ask.key for ask in talk.asks()]


def on_a_call(about: str = "I'm ringing about my mother, I look after her") -> Talk:
    talk = Talk("handler")
    talk.say(about)
    return talk


# The order


def test_a_carer_is_asked_in_the_order_of_the_talk() -> None:
    assert to_the_end(Talk("carer", None)) == [
        "opening/language", "opening/under_18", "circumstances", "outcome/1", *LINKED, "outcome/2", "need/1", *CARING, *CLOSE,
        "consent/keep", "consent/share", "consent/assessment",
    ]  # fmt: skip


def test_a_practitioner_asks_who_is_here_and_what_helps_and_why_help_is_needed() -> None:
    assert to_the_end(Talk("practitioner")) == [
        "opening/present", "opening/communication", "circumstances", "outcome/1", *LINKED, "outcome/2", "need/1", "need_why/1", *CARING,
        *CLOSE, "consent/share", "consent/assessment",
    ]  # fmt: skip


def test_a_caller_for_the_callers_own_life_is_not_asked_about_caring() -> None:
    talk = on_a_call("It's about me")
    assert to_the_end(talk)[:10] == ["opening/present", "circumstances", "outcome/1", *LINKED, "outcome/2", "need/1"]
    assert not set(CARING) & {ask.key for ask in talk.asks()}


def test_a_caller_who_is_a_carer_is_asked_the_short_carers_part() -> None:
    asked = to_the_end(on_a_call())
    assert [key for key in asked if key in CARING][:3] == ["caring_role/does", "caring_role/able_now", "caring_role/willing_now"]
    assert {"barrier/1", "risk/1", "need/1"} <= set(asked)


def test_the_language_is_asked_only_when_it_is_not_known() -> None:
    assert Talk("carer", None).open.topic == "language"  # type: ignore[union-attr]
    for language in ("en", "cy"):
        assert Talk("carer", language).open.topic == "under_18"  # type: ignore[union-attr]


@pytest.mark.parametrize("role", ["handler", "practitioner"])
def test_only_carers_are_asked_whether_they_are_under_18_and_whether_words_may_be_kept(role: str) -> None:
    assert not {"opening/under_18", "consent/keep"} & set(to_the_end(Talk(role)))


def test_nothing_is_asked_of_a_talk_that_waits_or_has_ended() -> None:
    talk = Talk("carer", young=False)
    talk.do("pause")
    assert next_ask(talk.state) is None
    talk.do("stop")
    talk.do("stop")
    assert talk.state.talk.state == "ended" and next_ask(talk.state) is None


# What has been told is not asked


def test_what_a_long_opening_told_is_not_asked_again() -> None:
    talk = Talk("carer", young=False)
    talk.say("He had a stroke. I want to go back to the choir. I need a rail.", tells=("circumstances", "outcome", "need"))
    asked = to_the_end(talk)
    assert "outcome/1" not in asked and "need/1" not in asked
    assert talk.words("outcomes/1/statement") == ["I want to go back to the choir."]
    assert {"barrier/1", "risk/1"} <= set(asked)


def test_what_was_told_about_something_that_matters_is_not_asked_for_it_again() -> None:
    talk = Talk("carer", young=False)
    talk.say("He had a stroke.")
    talk.say("I want the choir back. The bus stops at six. My sister could drive me.", tells=("outcome", "barrier", "strength_others"))
    asked = to_the_end(talk)
    assert "barrier/1" not in asked and "strength_others/1" not in asked
    assert {"strength_self/1", "community/1", "risk/1"} <= set(asked)


def test_a_barrier_and_a_strength_told_before_are_taken_up_in_their_own_words() -> None:
    talk = Talk("carer", young=False)
    talk.say("He had a stroke. I can't leave him after six. Sioned sits with him.", tells=("circumstances", "barrier", "strength_others"))
    question = talk.say("I want the choir back").question
    assert question.ask and (question.ask.element, question.ask.kind) == ("barrier", "check")
    assert question.ask.about == "I can't leave him after six"
    assert "I can't leave him after six" in question.text and "I want the choir back" in question.text
    talk.do("affirm", "Yes")
    assert talk.words("outcomes/1/barriers") == ["I can't leave him after six."]
    assert talk.words("unlinked/barriers") == []
    assert talk.state.record.at("outcomes/1/barriers")[0].linked == "asked"
    talk.say("I am stubborn")
    assert talk.open and (talk.open.element, talk.open.kind) == ("strength_others", "check")


def test_a_yes_with_a_story_links_what_was_taken_up_and_keeps_the_story() -> None:
    talk = Talk("carer", young=False)
    talk.say("He had a stroke. I can't leave him after six.", tells=("circumstances", "barrier"))
    talk.say("I want the choir back")
    talk.say("Yes, and the bus stops at six")
    assert set(talk.words("outcomes/1/barriers")) == {"I can't leave him after six.", "Yes, and the bus stops at six"}


def test_a_denied_check_links_nothing_and_the_question_is_put_openly() -> None:
    talk = Talk("carer", young=False)
    talk.say("He had a stroke. I can't leave him after six.", tells=("circumstances", "barrier"))
    talk.say("I want the choir back")
    talk.do("deny", "No")
    assert talk.open and (talk.open.element, talk.open.kind) == ("barrier", "open")
    assert talk.words("unlinked/barriers") == ["I can't leave him after six."]
    assert talk.words("outcomes/1/barriers") == []


def test_everything_unlinked_is_taken_up_before_the_close() -> None:
    talk = Talk("carer", young=False)
    talk.say("I can't leave him after six. He fell in May. The bus stops at seven.", tells=("barrier", "circumstances", "barrier"))
    talk.say("I want the choir back")
    for _ in range(40):
        if talk.open and talk.open.element == "anything_else":
            break
        talk.do("affirm", "Yes") if talk.open and talk.open.kind == "check" else talk.say("No, that's all")
    assert talk.words("unlinked/barriers") == []


def test_words_without_anything_to_say_are_not_taken_up() -> None:
    talk = Talk("carer", young=False)
    talk.say("He had a stroke. …", tells=("circumstances", "barrier"))
    question = talk.say("I want the choir back").question
    assert question.ask and (question.ask.kind == "open" or question.ask.about)


# How much is asked


@pytest.mark.parametrize(("role", "limit"), [("handler", 12), ("carer", 25)])
def test_no_more_is_asked_before_anything_else_than_the_limit(role: str, limit: int) -> None:
    talk = Talk(role, None)
    for number in range(60):
        if talk.open is None or talk.open.element == "anything_else":
            break
        talk.say(f"this is about my mother {number}, I look after her, all in all", "so_what" if number > 2 else "accept", term=f"{number}")
    assert talk.open and talk.open.element == "anything_else"
    assert talk.asks_before_the_end() <= limit


def test_a_practitioners_talk_has_no_limit() -> None:
    talk = Talk("practitioner")
    for number in range(110):
        talk.say(f"the story with the number {number}")
    assert talk.state.talk.state == "open"
    assert len(talk.asks()) == 111


@pytest.mark.parametrize("role", ["carer", "practitioner"])
def test_the_carers_part_is_not_dropped_for_follow_ups(role: str) -> None:
    talk = Talk(role)
    for number in range(90):
        ask = talk.open
        if ask is None or ask.element == "anything_else":
            break
        if (ask.outcome or 0) > 2:
            talk.say("No, that's all")
        else:
            talk.say(f"more of my independence every single day {number}", "so_what", term="my independence")
    assert set(CARING) <= {ask.key for ask in talk.asks()}


@pytest.mark.parametrize(
    ("role", "kept"), [("carer", CARING), ("handler", ["caring_role/does", "caring_role/able_now", "caring_role/willing_now"])]
)
def test_the_carers_part_is_not_dropped_for_offers_to_stop(role: str, kept: list[str]) -> None:
    talk = on_a_call() if role == "handler" else Talk("carer", young=False)
    for number in range(60):
        ask = talk.open
        if ask is None or ask.element == "anything_else":
            break
        if ask.element == "offer":
            talk.do("deny", "No, carry on")
        elif ask.element in ("need", "caring_role", "work_leisure"):
            talk.do("skip")
        else:
            talk.say(f"the story with the number {number}")
    assert set(kept) <= {ask.key for ask in talk.asks()}


def test_the_carers_part_is_not_dropped_for_denied_checks() -> None:
    talk = Talk("carer", young=False)
    talk.say(". ".join(f"He fell. The {n} trouble is here" for n in range(12)), tells=("circumstances", "barrier") * 12)
    talk.say("I want the choir back")
    for number in range(60):
        ask = talk.open
        if ask is None or ask.element == "anything_else":
            break
        talk.do("deny", "No") if ask.kind == "check" else talk.say(f"the story with the number {number}")
    assert set(CARING) <= {ask.key for ask in talk.asks()}


def short_of_room() -> Talk:
    """A carer's talk in which follow-ups have taken the room that was left, at the second thing that matters."""
    talk = Talk("carer", None)
    talk.say("English")
    talk.say("No")
    for number in range(40):
        ask = talk.open
        assert ask
        if (ask.element, ask.outcome, ask.kind) == ("outcome", 2, "open"):
            return talk
        follow = ask.kind == "open" and ask.element in ("circumstances", "outcome", "barrier", "strength_self")
        talk.say(f"my independence {number}", "so_what" if follow else "accept", term="my independence" if follow else None)
    raise AssertionError("there was no second thing")


def test_short_of_room_the_second_thing_gets_statement_barrier_and_risk_only() -> None:
    talk = short_of_room()
    for number in range(30):
        ask = talk.open
        if ask is None or ask.element == "anything_else":
            break
        talk.say(f"the story with the number {number}")
    second = [ask.element for ask in talk.asks() if ask.outcome == 2]
    assert second == ["outcome", "barrier", "risk"]
    assert set(CARING) <= {ask.key for ask in talk.asks()}


def test_short_of_room_a_follow_up_does_not_push_out_the_risk() -> None:
    talk = short_of_room()
    talk.say("my dignity", "so_what", term="my dignity")
    for number in range(30):
        ask = talk.open
        if ask is None or ask.element == "anything_else":
            break
        talk.say(f"the story with the number {number}")
    assert {"barrier", "risk"} <= {ask.element for ask in talk.asks() if ask.outcome == 2}


def test_on_a_call_no_more_than_two_things_that_matter_are_asked_for() -> None:
    talk = on_a_call("It's about me")
    to_the_end(talk)
    assert max(ask.outcome or 0 for ask in talk.asks()) <= 2


def test_after_there_was_nothing_else_that_matters_it_is_not_asked_again() -> None:
    talk = Talk("practitioner")
    assert to_the_end(talk).count("outcome/2") == 1
    assert "outcome/3" not in {ask.key for ask in talk.asks()}


# The offer to stop


@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
def test_two_skips_running_bring_the_offer_to_stop(role: str) -> None:
    talk = Talk(role, young=False) if role == "carer" else Talk(role)
    while talk.open and talk.open.element == "opening":
        talk.say("It's about me")
    talk.do("skip")
    assert talk.open and talk.open.element != "offer"
    talk.do("skip")
    assert talk.open and talk.open.element == "offer"
    assert talk.last.question.buttons


def test_two_thin_answers_running_bring_the_offer_to_stop() -> None:
    talk = Talk("carer", young=False)
    talk.say("dunno", "nudge")
    assert talk.open and (talk.open.element, talk.open.kind) == ("circumstances", "nudge")
    talk.say("not sure", "nudge")
    assert talk.open and talk.open.element == "offer"


def test_a_particular_answer_in_between_puts_the_offer_off() -> None:
    talk = Talk("carer", young=False)
    talk.do("skip")
    talk.say("I want the choir back")
    talk.do("skip")
    assert talk.open and talk.open.element == "strength_self"


def test_stopping_at_the_offer_goes_to_the_close_with_what_there_is() -> None:
    talk = Talk("carer", young=False)
    talk.do("skip")
    talk.do("skip")
    talk.do("affirm", "Yes")
    assert talk.open and talk.open.element == "read_back"


def test_carrying_on_at_the_offer_asks_the_next_thing() -> None:
    talk = Talk("carer", young=False)
    talk.do("skip")
    talk.do("skip")
    talk.do("go_on", "Carry on")
    assert talk.open and talk.open.element == "need"


def test_the_offer_is_made_three_times_at_most() -> None:
    talk = Talk("carer", young=False)
    talk.skip_to("anything_else")
    talk = Talk("practitioner")
    talk.answer_to("need")
    talk.skip_to("anything_else")
    assert sum(ask.element == "offer" for ask in talk.asks()) <= 3


def test_the_close_is_not_interrupted_by_an_offer() -> None:
    talk = Talk("carer", young=False)
    talk.answer_to("anything_else")
    for _ in range(5):
        if talk.open:
            talk.do("skip")
    assert "offer" not in {ask.element for ask in talk.asks()}


# How far each question has come


def test_nothing_is_explored_before_anything_is_said() -> None:
    progress = coverage(Talk("carer").state)
    assert {item["status"] for item in progress} == {"not_explored"}
    assert {"circumstances", "outcome", "barrier", "risk", "need", "caring_role", "work_leisure"} <= {item["element"] for item in progress}


def test_not_explored_nothing_here_and_rather_not_say_are_kept_apart() -> None:
    talk = Talk("carer", young=False)
    talk.say("He had a stroke in March")
    talk.say("I want the choir back")
    talk.say("The bus stops at six")
    talk.do("skip", "rather not say")
    talk.say("nobody")
    talk.say("dunno", "nudge")
    talk.say("not sure", "nudge")
    assert talk.status("barrier", outcome=1) == "explored"
    assert talk.status("strength_self", outcome=1) == "declined"
    assert talk.status("strength_others", outcome=1) == "nothing_here"
    assert talk.status("community", outcome=1) == "not_explored"
    assert talk.status("risk", outcome=1) == "not_explored"


def test_what_was_skipped_and_told_later_is_explored() -> None:
    talk = Talk("carer", young=False)
    talk.say("He had a stroke in March")
    talk.say("I want the choir back")
    talk.do("skip")
    talk.say("I am stubborn. But the bus stops at six.", tells=("strength_self", "barrier"))
    assert talk.words("outcomes/1/barriers") == ["But the bus stops at six."]
    assert talk.status("barrier", outcome=1) == "explored"


def test_what_was_skipped_and_answered_after_going_back_is_explored() -> None:
    talk = Talk("carer", young=False)
    talk.do("skip")
    talk.do("back")
    talk.say("He had a stroke in March")
    assert talk.words("circumstances") == ["He had a stroke in March"]
    assert talk.status("circumstances") == "explored"


def test_a_skipped_follow_up_does_not_undo_what_was_told() -> None:
    talk = Talk("carer", young=False)
    talk.say("a lot of stress", "so_what", term="stress")
    assert talk.open and talk.open.kind == "so_what"
    talk.do("skip")
    assert talk.status("circumstances") == "explored"


def test_every_thing_that_matters_has_its_own_progress() -> None:
    talk = Talk("practitioner")
    talk.answer_to("need")
    assert {item.get("outcome") for item in coverage(talk.state) if item["element"] == "barrier"} == {1}
    talk = Talk("practitioner")
    for number in range(12):
        talk.say(f"the story with the number {number}")
    assert {item.get("outcome") for item in coverage(talk.state) if item["element"] == "barrier"} == {1, 2}


def test_a_question_is_told_when_its_place_holds_words() -> None:
    talk = Talk("carer", young=False)
    assert not is_told(talk.state, Ask("", "circumstances"))
    talk.say("He had a stroke in March")
    assert is_told(talk.state, Ask("", "circumstances"))
    assert is_told(talk.state, Ask("", "opening", topic="under_18"))
    assert not is_told(talk.state, Ask("", "consent", topic="share"))
    assert not is_told(talk.state, Ask("", "anything_else"))
