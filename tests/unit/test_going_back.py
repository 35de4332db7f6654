"""Somebody goes back: the answer before is open again, and whatever is answered now stands in the place of the old words."""

from typing import Optional

import pytest

from tests.unit.talks import Talk, check_turn

OLD = "I want the choir back"
NEW = "I want to paint with Nerys on Mondays"
STRENGTHS = ("strength_self", "strength_others", "community")


def begun(role: str = "carer", element: str = "outcome") -> Talk:
    talk = Talk(role, young=False) if role == "carer" else Talk(role)
    talk.answer_to(element)
    return talk


def gone_back(role: str = "carer") -> Talk:
    """A talk in which what matters was told, and is open again."""
    talk = begun(role)
    talk.say(OLD)
    talk.do("back")
    assert talk.open and talk.open.element == "outcome"
    return talk


def told(talk: Talk) -> list[str]:
    """Every word that is kept, concerns left out."""
    return [quote.text for _, quote in talk.state.record.all_quotes()]


# What replaces


@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
@pytest.mark.parametrize(
    ("move", "command", "words", "term"),
    [
        ("accept", None, NEW, None),
        ("so_what", None, "my independence", "independence"),
        ("why", None, "we need a sitter", "a sitter"),
        ("own_view", None, "my daughter thinks I should move", "my daughter"),
        ("context", None, "I've got family", "family"),
        ("nudge", None, "dunno", None),
        ("accept", None, "nothing", None),
        ("control", "skip", "skip", None),
        ("control", "affirm", "Yes, to paint again", None),
        ("control", "deny", "No, not that after all", None),
    ],
)
def test_whatever_is_answered_next_the_old_words_are_gone(
    move: str, command: Optional[str], words: str, term: Optional[str], role: str
) -> None:
    talk = gone_back(role)
    talk.say(words, move, term=term, command=command)
    check_turn(talk)
    assert OLD not in told(talk)
    assert talk.state.talk.replacing is None


def test_stopping_says_nothing_instead_so_they_stay() -> None:
    talk = gone_back()
    talk.do("stop")
    assert OLD in told(talk)
    assert talk.state.talk.replacing is None


@pytest.mark.parametrize("way", ["stop", "finish"])
def test_what_was_read_back_as_kept_after_a_stop_is_kept(way: str) -> None:
    talk = gone_back()
    turn = talk.do("stop") if way == "stop" else talk.finish()
    shown = OLD in turn.text
    talk.do("affirm", "Yes")
    assert (OLD in told(talk)) is shown


def test_words_about_danger_in_between_replace_nothing_and_what_follows_does() -> None:
    talk = gone_back()
    talk.say("He hit me on Sunday", "concern", kind="abuse_or_neglect")
    assert OLD in told(talk)
    talk.say(NEW)
    assert told(talk)[-1:] == [NEW] and OLD not in told(talk)


@pytest.mark.parametrize("command", ["repeat", "rephrase", "why_ask", "who_sees", "help", "thanks", "language"])
def test_speaking_to_the_assistant_in_between_replaces_nothing(command: str) -> None:
    talk = gone_back()
    before = talk.open
    talk.do(command)
    assert talk.open == before and OLD in told(talk)
    talk.say(NEW)
    assert OLD not in told(talk)


def test_a_pause_in_between_replaces_nothing_and_coming_back_asks_the_same() -> None:
    talk = gone_back()
    before = talk.open
    talk.do("pause")
    assert talk.come_back().question.ask == before and OLD in told(talk)
    talk.say(NEW)
    assert talk.words("outcomes/1/statement") == [NEW]


def test_all_that_was_told_in_the_old_answer_goes_wherever_it_was_kept() -> None:
    talk = begun()
    talk.say("I want the choir back. The last bus goes at six.", tells=("outcome", "barrier"))
    assert len(told(talk)) == 3
    talk.do("back")
    talk.say(NEW)
    assert told(talk) == ["the story about circumstances 0", NEW]


def test_what_was_told_in_other_answers_stays() -> None:
    talk = begun("carer", "risk")
    before = told(talk)
    talk.do("back")
    talk.say("the chapel told anew")
    assert told(talk) == [*before[:-1], "the chapel told anew"]


def test_an_answer_that_names_another_question_does_not_replace_these_words() -> None:
    talk = begun("carer", "barrier")
    barrier = talk.open
    assert barrier
    talk.do("back")
    talk.say("The bus stops at six", answers=barrier.id)
    assert "the story about outcome 1" in told(talk)


@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
def test_the_old_words_stay_among_the_entries(role: str) -> None:
    talk = gone_back(role)
    talk.say(NEW)
    kept = [entry.data["quote"]["text"] for entry in talk.entries if entry.kind == "kept"]
    assert OLD in kept and NEW in kept
    assert OLD in [message.text for message in talk.messages.values()]


def test_the_follow_up_of_the_new_answer_takes_up_the_new_words() -> None:
    talk = gone_back()
    talk.say("to be safe", "so_what", term="safe")
    assert talk.open and (talk.open.kind, talk.open.about) == ("so_what", "safe")


def test_a_follow_up_is_gone_back_to_as_well() -> None:
    talk = begun()
    talk.say("my independence", "so_what", term="independence")
    follow_up = talk.open
    talk.say("to drive to Aber on my own")
    talk.do("back")
    check_turn(talk)
    assert talk.open == follow_up
    talk.say("to walk down to the shop")
    assert talk.words("outcomes/1/so_what") == ["to walk down to the shop"]
    assert talk.words("outcomes/1/statement") == ["my independence"]


# Which question


def test_at_the_first_question_there_is_nothing_before() -> None:
    for talk in (Talk("carer"), Talk("handler"), Talk("practitioner"), Talk("carer", None)):
        before, kept = talk.open, len(talk.entries)
        talk.do("back")
        check_turn(talk)
        assert talk.open == before
        assert not any(entry.kind == "reopened" for entry in talk.entries[kept:])


@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
def test_twice_in_a_row_goes_one_further(role: str) -> None:
    talk = begun(role, "barrier")
    asks = talk.asks()
    for before in reversed(asks[:-1]):
        talk.do("back")
        check_turn(talk)
        assert talk.open and talk.open.id == before.id
    talk.do("back")
    assert talk.open and talk.open.id == asks[0].id


def test_who_went_back_twice_replaces_the_further_answer_only_and_goes_on_where_they_were() -> None:
    talk = begun("carer", "barrier")
    left = talk.open
    talk.do("back")
    talk.do("back")
    talk.say("Mam had a fall in May")
    check_turn(talk)
    assert talk.words("circumstances") == ["Mam had a fall in May"]
    assert talk.words("outcomes/1/statement") == ["the story about outcome 1"]
    assert talk.open and left and talk.open.id == left.id


def test_going_back_after_an_answer_given_anew_opens_that_one() -> None:
    talk = gone_back()
    talk.say(NEW)
    talk.do("back")
    talk.say("I want to swim again")
    assert talk.words("outcomes/1/statement") == ["I want to swim again"]


@pytest.mark.parametrize("taken_up", ["deny", "go_on", "accept"])
def test_an_offer_to_stop_is_never_gone_back_to(taken_up: str) -> None:
    talk = begun("carer", "circumstances")
    talk.say("Mam had a stroke in March")
    talk.do("skip")
    talk.do("skip")
    skipped = talk.asks()[-2]
    assert talk.open and talk.open.element == "offer"
    talk.say("Carry on", "accept") if taken_up == "accept" else talk.do(taken_up, "No, carry on")
    talk.do("back")
    check_turn(talk)
    assert talk.open and talk.open.id == skipped.id
    talk.do("back")
    assert talk.open and talk.open.element == "outcome"


def test_nor_from_an_offer_that_is_open() -> None:
    talk = begun("carer", "circumstances")
    talk.do("skip")
    talk.do("skip")
    assert talk.open and talk.open.element == "offer"
    talk.do("back")
    assert talk.open and talk.open.element == "outcome"
    talk.say(OLD)
    check_turn(talk)
    assert talk.words("outcomes/1/statement") == [OLD]


def test_nor_to_one_that_was_taken_and_came_back_from() -> None:
    talk = begun("carer", "circumstances")
    talk.say("Mam had a stroke in March")
    talk.do("skip")
    talk.do("skip")
    talk.do("stop", "Stop here")
    assert talk.open and talk.open.element == "read_back"
    talk.do("back")
    check_turn(talk)
    assert talk.open and talk.open.element == "need"


def test_a_skipped_question_that_was_gone_back_through_is_put_again_as_the_same_one() -> None:
    talk = begun("carer", "barrier")
    talk.do("skip")
    talk.do("back")
    talk.do("back")
    talk.say(NEW)
    check_turn(talk)


# What an answer had settled


@pytest.mark.parametrize("element", ["barrier", *STRENGTHS, "risk", "need"])
@pytest.mark.parametrize("words", ["nothing", "no", "nobody, just me"])
def test_nothing_here_is_open_again(words: str, element: str) -> None:
    talk = begun("carer", element)
    talk.say(words)
    number = None if element == "need" else 1
    assert talk.status(element, outcome=number) == "nothing_here"
    talk.do("back")
    assert talk.status(element, outcome=number) in ("not_explored", "explored")  # "nobody" is kept until it is replaced
    talk.say("the story after all")
    assert talk.status(element, outcome=number) == "explored"
    assert words not in told(talk)


def test_so_is_what_the_person_would_rather_not_say() -> None:
    talk = begun("carer", "barrier")
    talk.do("skip")
    talk.do("back")
    assert talk.status("barrier", outcome=1) == "not_explored"
    talk.do("skip")
    assert talk.status("barrier", outcome=1) == "declined"


def test_nothing_said_again_settles_it_again() -> None:
    talk = begun("carer", "community")
    for _ in range(2):
        talk.say("nothing round here")
        assert talk.status("community", outcome=1) == "nothing_here"
        talk.do("back")


def test_what_a_yes_had_linked_waits_again_and_a_no_asks_anew() -> None:
    talk = begun("carer", "circumstances")
    talk.say("I can't leave him after six", tells=("barrier",))
    talk.say(OLD)
    assert talk.open and talk.open.kind == "check"
    talk.do("affirm", "Yes")
    assert talk.words("outcomes/1/barriers") == ["I can't leave him after six"]
    talk.do("back")
    check_turn(talk)
    assert talk.words("outcomes/1/barriers") == [] and talk.words("unlinked/barriers") == ["I can't leave him after six"]
    talk.do("deny", "No")
    check_turn(talk)
    assert talk.open and (talk.open.element, talk.open.kind) == ("barrier", "open")


@pytest.mark.parametrize(("first", "then", "young"), [("Yes", "No", False), ("No", "Yes", True)])
def test_how_old_one_is_can_be_put_right(first: str, then: str, young: bool) -> None:
    talk = Talk("carer")
    talk.say(first)
    talk.do("back")
    talk.say(then)
    check_turn(talk)
    assert talk.record["under_18"] is young is talk.state.talk.young


def test_so_can_whose_life_it_is() -> None:
    talk = Talk("handler")
    talk.say("It's for my mother, I look after her")
    talk.do("back")
    talk.say("I'm her neighbour, number 9")
    assert talk.record["subject"] == "other"
    assert talk.words("opening/present") == ["I'm her neighbour, number 9"]


# From the close


def test_from_the_close_back_into_the_talk() -> None:
    talk = begun("carer", "barrier")
    talk.do("stop")
    assert talk.open and talk.open.element == "read_back"
    talk.do("back")
    check_turn(talk)
    assert talk.open and talk.open.element == "outcome"
    assert not talk.state.talk.stopping
    talk.say(NEW)
    check_turn(talk)
    assert talk.words("outcomes/1/statement") == [NEW]
    assert talk.state.talk.state == "open"


def test_what_changed_is_read_back_before_it_is_asked_whether_it_is_right() -> None:
    talk = begun("carer", "barrier")
    talk.do("stop")
    talk.do("back")
    turn = talk.say(NEW)
    assert talk.open and talk.open.element == "read_back"
    assert NEW in turn.text


def test_so_is_what_was_told_after_reopening() -> None:
    talk = begun("carer", "barrier")
    talk.do("stop")
    talk.reopen()
    talk.say("The bus stops at six")
    turn = talk.do("stop")
    assert talk.open and talk.open.element == "read_back"
    assert "The bus stops at six" in turn.text


def test_a_choice_about_keeping_is_made_anew() -> None:
    talk = begun("carer", "barrier")
    talk.do("stop")
    talk.do("affirm", "Yes")
    talk.say("Yes, keep it")
    assert talk.open and talk.open.topic == "share"
    talk.do("back")
    check_turn(talk)
    assert talk.open and talk.open.topic == "keep" and talk.state.talk.stopping
    talk.say("No, do not keep it")
    assert talk.record["consent"]["keep"] is False
    assert talk.state.talk.state == "ended"


def test_back_while_the_talk_waits_goes_on_and_opens_the_answer_before() -> None:
    for wait in ("pause", "concern"):
        talk = begun("carer", "barrier")
        talk.do("pause") if wait == "pause" else talk.say("He hit me", "concern", kind="danger_now")
        talk.do("back")
        check_turn(talk)
        assert talk.state.talk.state == "open"
        assert talk.open and talk.open.element == "outcome"


def test_words_said_at_the_offer_are_not_lost_when_the_answer_before_is_replaced() -> None:
    talk = begun("carer", "circumstances")
    talk.do("skip")
    talk.do("skip")
    talk.say("My sister Mair comes on Thursdays", tells=("strength_others",))
    kept = told(talk)
    talk.do("back")
    talk.say(NEW)
    assert all(words in told(talk) for words in kept)
