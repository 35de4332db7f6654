"""Words about danger: who may send them to the duty team, what is said of it by route, role and age, and where they never stand."""

import io
import json
from dataclasses import dataclass, field
from typing import Any, Optional

import pytest
from docx import Document

from bot.conversation.opening import introduce
from bot.errors import Conflict
from bot.export.as_docx import as_docx
from bot.export.as_json import as_json
from bot.export.as_text import as_text
from bot.export.outline import outline
from bot.record import edits
from bot.understanding.moves import CONCERN_KINDS
from bot.understanding.shortcuts import shortcut
from bot.words.clock import clock
from bot.words.labels import label
from tests.unit.talks import Talk, check_turn, quotes_in

LANGUAGES = ("en", "cy")
ROLES = ("carer", "handler", "practitioner")
PEOPLE = (("carer", False), ("carer", True), ("handler", False), ("practitioner", False))
WORDS = "He hit me on Sunday. I hid in the bathroom."
AGAIN = "He is at the door again"
WAYS_ON = {"en": {"Carry on", "Stop here"}, "cy": {"Mynd ymlaen", "Stopio yma"}}
#: What says that the words went to the duty team, and that nobody there has opened them.
GONE = {"en": "duty team", "cy": "dyletswydd"}
NOBODY_YET = {"en": "nobody", "cy": "neb"}
both = pytest.mark.parametrize("language", LANGUAGES)
people = pytest.mark.parametrize(("role", "young"), PEOPLE)
every_role = pytest.mark.parametrize("role", ROLES)


def begun(role: str = "carer", language: str = "en", *, young: bool = False, route: str = "person") -> Talk:
    talk = Talk(role, language, young=young if role == "carer" else None, route=route)
    talk.answer_to("outcome")
    return talk


def with_concern(role: str = "carer", language: str = "en", *, young: bool = False, route: str = "person") -> Talk:
    talk = begun(role, language, young=young, route=route)
    talk.say(WORDS, "concern", kind="abuse_or_neglect")
    return talk


def shown(talk: Talk) -> list[str]:
    """What the buttons of the last message send."""
    return [button.send for button in talk.last.said[-1].buttons]


def passed_on(talk: Talk) -> list[Optional[dict[str, Any]]]:
    return [concern["passed_on"] for concern in talk.record["concerns"]]


# The person decides


@people
@both
def test_a_button_offers_to_send_the_words_and_nothing_is_sent_without_it(language: str, role: str, young: bool) -> None:
    talk = with_concern(role, language, young=young)
    check_turn(talk)
    assert label("button_send_words", language) in shown(talk)
    context = {"language": language, "role": role, "young": young}
    assert talk.phrasebook.say("utter_concern_can_send", context)[0] in talk.last.text
    talk.do("go_on")
    talk.say("I want the choir back")
    assert passed_on(talk) == [None]


@people
@both
def test_sending_says_when_that_nobody_has_opened_them_yet_and_999(language: str, role: str, young: bool) -> None:
    talk = with_concern(role, language, young=young)
    at = talk.now
    turn = talk.do("send", label("button_send_words", language))
    check_turn(talk)
    (sent,) = passed_on(talk)
    assert sent and (sent["by"], sent["to"]) == ("person" if role == "carer" else "staff", "duty_team")
    assert sent["at"]
    assert clock(at) in turn.text and NOBODY_YET[language] in turn.text.lower() and "999" in turn.text


@every_role
@both
def test_they_are_sent_once(language: str, role: str) -> None:
    talk = with_concern(role, language)
    first = talk.do("send").text
    sent, entries = passed_on(talk), len([e for e in talk.entries if e.kind == "passed_on"])
    again = talk.do("send").text
    assert passed_on(talk) == sent and len([e for e in talk.entries if e.kind == "passed_on"]) == entries == 1
    context = {"language": language, "role": role, "young": False}
    assert again != first and talk.phrasebook.say("utter_words_sent_already", context)[0] in again


def test_what_is_told_after_that_can_be_sent_too_and_the_first_words_are_not_sent_twice() -> None:
    talk = with_concern()
    talk.do("send")
    first = passed_on(talk)[0]
    talk.say(AGAIN, "concern", kind="danger_now")
    talk.do("send")
    assert passed_on(talk)[0] == first and passed_on(talk)[1]


def test_one_send_takes_everything_that_waits() -> None:
    talk = with_concern()
    talk.say(AGAIN, "concern", kind="danger_now")
    talk.do("send")
    assert all(passed_on(talk))


@people
@both
def test_where_nothing_was_about_danger_there_is_nothing_to_send_and_it_says_so(language: str, role: str, young: bool) -> None:
    talk = begun(role, language, young=young)
    before = talk.open
    turn = talk.do("send")
    check_turn(talk)
    context = {"language": language, "role": role, "young": young}
    assert talk.phrasebook.say("utter_nothing_to_send", context)[0] in turn.text
    assert talk.open == before and passed_on(talk) == []


def test_words_that_were_taken_out_are_not_sent() -> None:
    talk = with_concern()
    talk.edit(edits.remove(talk.state.record, talk.state.record.concerns[0].quote.id))
    turn = talk.do("send")
    assert talk.phrasebook.say("utter_nothing_to_send", {"language": "en", "role": "carer"})[0] in turn.text


@every_role
def test_sending_leaves_the_talk_where_it_waits_and_going_on_asks_the_same(role: str) -> None:
    talk = begun(role)
    before = talk.open
    talk.say(WORDS, "concern", kind="abuse_or_neglect")
    talk.do("send")
    assert talk.state.talk.state == "concern"
    talk.do("go_on")
    assert talk.open == before


def test_they_can_be_sent_later_in_the_talk_as_well() -> None:
    talk = with_concern()
    talk.do("go_on")
    before = talk.open
    talk.do("send")
    check_turn(talk)
    assert passed_on(talk)[0] and talk.open == before


SENDS = (
    "Send these words to the duty team now",
    "send it",
    "Yes, send them please",
    "please pass this on",
    "can you send what I wrote to social services",
    "I want to send this to the council now",
    "pass it on to the duty team",
    "Anfon y geiriau hyn at y tîm dyletswydd nawr",
    "anfonwch nhw",
    "Ie, anfonwch hwn at y cyngor",
    "plis pasiwch hyn ymlaen",
    "anfonwch y geiriau at y tîm nawr plis",
)
DOES_NOT_SEND = (
    "don't send it",
    "please don't pass this on",
    "what happens if I send it?",
    "he said he would send them to the home",
    "I send him to the shop on Fridays",
    "peidiwch ag anfon hwn",
    "beth sy'n digwydd os anfona i hwn?",
    "yes",
    "ie",
)


@pytest.mark.parametrize("words", SENDS)
def test_while_the_talk_waits_they_are_sent_as_people_say_it(words: str) -> None:
    assert heard(words, held=True) == ("control", "send")


@pytest.mark.parametrize("words", SENDS)
def test_but_not_while_it_does_not_wait_unless_it_is_the_button(words: str) -> None:
    is_button = words in (label("button_send_words", language) for language in LANGUAGES)
    assert (heard(words, held=False) == ("control", "send")) is is_button


@pytest.mark.parametrize(
    "words", ["anfonwch nhw at dîm dyletswydd y cyngor", "anfon y geiriau at rywun nawr plis", "Danfonwch hwn os gwelwch yn dda"]
)
def test_so_they_are_in_every_form_of_welsh(words: str) -> None:
    assert heard(words, held=True) == ("control", "send")


@pytest.mark.parametrize("words", DOES_NOT_SEND)
def test_what_does_not_ask_for_it_sends_nothing(words: str) -> None:
    assert heard(words, held=True)[1] != "send"


# Straight to the duty team


@people
@both
@pytest.mark.parametrize("kind", CONCERN_KINDS)
def test_on_the_duty_route_they_go_at_once_and_the_reply_says_so(kind: str, language: str, role: str, young: bool) -> None:
    talk = begun(role, language, young=young, route="duty")
    turn = talk.say(WORDS, "concern", kind=kind)
    check_turn(talk)
    (sent,) = passed_on(talk)
    assert sent and (sent["by"], sent["to"]) == ("route", "duty_team")
    kept = talk.phrasebook.say("utter_concern_kept", {"language": language, "role": role, "young": young})[0]
    assert GONE[language] in kept and kept in turn.text
    assert label("button_send_words", language) not in shown(talk)
    assert WAYS_ON[language] <= set(shown(talk))


@people
@both
def test_a_second_time_too(language: str, role: str, young: bool) -> None:
    talk = with_concern(role, language, young=young, route="duty")
    turn = talk.say(AGAIN, "concern", kind="abuse_or_neglect")
    assert all(passed_on(talk)) and len(passed_on(talk)) == 2
    assert GONE[language] in turn.text and len(turn.text.splitlines()) == 1


def test_sending_them_again_says_that_they_are_there() -> None:
    talk = with_concern(route="duty")
    turn = talk.do("send")
    assert talk.phrasebook.say("utter_words_sent_already", {"language": "en", "role": "carer"})[0] in turn.text
    assert len([entry for entry in talk.entries if entry.kind == "passed_on"]) == 1


@people
@both
def test_before_the_first_question_it_says_what_goes_where(language: str, role: str, young: bool) -> None:
    """By route: with agreement but for danger, or at once and without asking."""
    said = {}
    for route in ("person", "duty"):
        talk = Talk(role, language, young=young if role == "carer" else None, route=route)
        said[route] = " ".join(message.text for message in (introduce(talk.state, talk.phrasebook) if young else talk.turns[0].said[:-1]))
        exceptions = talk.phrasebook.say("utter_exceptions", {"language": language, "role": role, "young": young})[0]
        assert exceptions in said[route]
        assert talk.turns[0].said[-1].ask
    at_once = {"en": "go to the council's duty team at once, without asking you", "cy": "dîm dyletswydd y cyngor ar unwaith, heb ofyn i"}
    if role == "practitioner" and language == "en":
        at_once["en"] = "goes to the council's duty team at once, without asking you"
    assert at_once[language] in said["duty"] and at_once[language] not in said["person"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("words", "language"), [("Cymraeg", "cy"), ("English", "en")])
def test_who_chooses_the_language_first_is_told_as_soon_as_they_can_read_it(words: str, language: str, role: str) -> None:
    talk = Talk(role, None, route="duty")
    turn = talk.say(words)
    check_turn(talk)
    exceptions = talk.phrasebook.say("utter_exceptions", {"language": language, "role": role, "young": False})[0]
    assert exceptions in " ".join(said.text for said in turn.said[:-1])


@people
@both
@pytest.mark.parametrize("route", ["person", "duty"])
def test_who_sees_says_the_same(route: str, language: str, role: str, young: bool) -> None:
    talk = begun(role, language, young=young, route=route)
    exceptions = talk.phrasebook.say("utter_exceptions", {"language": language, "role": role, "young": young})[0]
    assert exceptions in talk.do("who_sees").text
    assert (GONE[language] in exceptions) is (route == "duty")


@people
@both
@pytest.mark.parametrize("kind", CONCERN_KINDS)
def test_on_neither_route_is_anything_said_of_the_other(kind: str, language: str, role: str, young: bool) -> None:
    by_person = begun(role, language, young=young).say(WORDS, "concern", kind=kind).text
    by_duty = begun(role, language, young=young, route="duty").say(WORDS, "concern", kind=kind).text
    can_send = Talk().phrasebook.say("utter_concern_can_send", {"language": language, "role": role, "young": young})[0]
    assert can_send in by_person and can_send not in by_duty
    read = {"en": "read it yet", "cy": "wedi'u darllen eto"}[language]
    assert read not in by_duty


# By role, whose life it is, and age


@both
@pytest.mark.parametrize("kind", CONCERN_KINDS)
@pytest.mark.parametrize(
    ("role", "words", "subject"),
    [
        ("handler", {"en": "It's for myself", "cy": "Fi fy hun"}, "self"),
        ("handler", {"en": "I'm her neighbour, number 9", "cy": "Cymydog ydw i, rhif 9"}, "other"),
        ("handler", {"en": "It's about my mother", "cy": "Am fy mam mae hyn"}, "someone_cared_for"),
        ("practitioner", {"en": "Her son is not present, he does not speak", "cy": "dyw e ddim yn siarad"}, "someone_cared_for"),
    ],
)
def test_staff_are_told_what_to_do_by_whose_life_it_is(role: str, words: dict[str, str], subject: str, kind: str, language: str) -> None:
    talk = Talk(role, language)
    talk.say(words[language])
    assert talk.state.talk.subject == subject
    turn = talk.say(WORDS, "concern", kind=kind)
    check_turn(talk)
    fitting = talk.phrasebook.wordings(f"utter_concern_{kind}", {"language": language, "role": role, "subject": subject})
    begins = turn.text.splitlines()[0]
    assert begins in [wording.text.splitlines()[0] for wording in fitting]
    assert subject == "self" or ("subject", subject) in fitting[0].conditions


@both
@pytest.mark.parametrize("kind", CONCERN_KINDS)
def test_each_role_and_age_has_words_of_its_own(kind: str, language: str) -> None:
    texts = {begun(role, language, young=young).say(WORDS, "concern", kind=kind).text for role, young in PEOPLE}
    assert len(texts) == len(PEOPLE)


@both
@pytest.mark.parametrize("kind", CONCERN_KINDS)
def test_under_18_childline_and_meic_are_there_and_school_does_not_see_it(kind: str, language: str) -> None:
    text = begun("carer", language, young=True).say(WORDS, "concern", kind=kind).text
    assert "Childline" in text and "Meic" in text
    assert {"en": "school", "cy": "ysgol"}[language] in text


@pytest.mark.parametrize("kind", CONCERN_KINDS)
def test_danger_told_before_a_language_was_chosen_brings_help_that_can_be_read(kind: str) -> None:
    talk = Talk("carer", None)
    text = talk.say("I want to kill myself tonight, nobody is here", "concern", kind=kind, language="en").text
    assert "What you wrote is kept" in text


# The second time, and while the talk waits


@people
@both
def test_the_second_time_it_is_one_line_with_the_ways_on(language: str, role: str, young: bool) -> None:
    talk = with_concern(role, language, young=young)
    turn = talk.say(AGAIN, "concern", kind="abuse_or_neglect")
    check_turn(talk)
    assert len(turn.said) == 1 and len(turn.text.splitlines()) == 1
    assert turn.text in [
        w.text for w in talk.phrasebook.wordings("utter_concern_again", {"language": language, "role": role, "young": young})
    ]
    assert {label("button_send_words", language), *WAYS_ON[language]} <= set(shown(talk))


@both
def test_another_kind_has_its_help_in_full(language: str) -> None:
    talk = with_concern("carer", language)
    assert len(talk.say(AGAIN, "concern", kind="self_harm").text.splitlines()) > 3


@pytest.mark.parametrize("command", ["why_ask", "who_sees", "human", "correct", "thanks", "greet", "help", "send", "pause"])
@both
@every_role
def test_every_reply_while_it_waits_has_the_ways_on(role: str, language: str, command: str) -> None:
    talk = with_concern(role, language)
    turn = talk.do(command)
    check_turn(talk)
    assert talk.state.talk.state in ("concern", "paused")
    assert set(shown(talk)) >= WAYS_ON[language]
    assert len(shown(talk)) == len(set(shown(talk)))
    assert all(said.ask is None for said in turn.said)


@pytest.mark.parametrize(("language", "words", "other"), [("en", "Cymraeg", "cy"), ("cy", "English please", "en")])
@pytest.mark.parametrize("wait", ["pause", "concern"])
def test_after_a_switch_while_it_waits_the_ways_on_are_in_that_language(wait: str, language: str, words: str, other: str) -> None:
    talk = begun("carer", language)
    talk.do("pause") if wait == "pause" else talk.say(WORDS, "concern", kind="danger_now")
    talk.do("language", words)
    check_turn(talk)
    assert set(shown(talk)) >= WAYS_ON[other]


# Changed by the person


def test_they_can_be_put_into_the_story_and_stand_among_the_concerns_as_well() -> None:
    talk = with_concern()
    quote = talk.state.record.concerns[0].quote
    talk.edit(edits.move(talk.state.record, quote.id, "outcomes/1/risks"))
    (standing,) = talk.state.record.at("outcomes/1/risks")
    assert (standing.text, standing.linked) == (WORDS, "person")
    assert [concern["quote"]["text"] for concern in talk.record["concerns"]] == [WORDS]


def test_taken_out_of_the_story_they_still_stand_among_the_concerns_and_then_are_gone() -> None:
    talk = with_concern()
    quote = talk.state.record.concerns[0].quote.id
    talk.edit(edits.move(talk.state.record, quote, "circumstances"))
    talk.edit(edits.remove(talk.state.record, quote))
    assert WORDS not in talk.words("circumstances") and len(talk.record["concerns"]) == 1
    talk.edit(edits.remove(talk.state.record, quote))
    assert talk.record["concerns"] == []
    assert WORDS in [message.text for message in talk.messages.values()]


@pytest.mark.parametrize("route", ["person", "duty"])
def test_once_passed_on_they_can_no_longer_be_taken_out(route: str) -> None:
    talk = with_concern(route=route)
    talk.do("send")
    quote = talk.state.record.concerns[0].quote.id
    with pytest.raises(Conflict):
        edits.remove(talk.state.record, quote)
    talk.edit(edits.move(talk.state.record, quote, "circumstances"))
    talk.edit(edits.remove(talk.state.record, quote))
    assert len(talk.record["concerns"]) == 1 and WORDS not in talk.words("circumstances")


def test_they_are_kept_exactly_and_are_neither_shortened_nor_replaced() -> None:
    talk = with_concern()
    record, quote = talk.state.record, talk.state.record.concerns[0].quote
    message = talk.messages[quote.message]
    for change in (
        lambda: edits.trim(record, quote.id, message, 0, 5),
        lambda: edits.replace_words(record, quote.id, message),
        lambda: edits.say_whose(record, quote.id, "family", "my sister"),
    ):
        with pytest.raises(Conflict):
            change()


def test_shortened_in_the_story_they_stay_exact_among_the_concerns() -> None:
    talk = with_concern()
    quote = talk.state.record.concerns[0].quote
    talk.edit(edits.move(talk.state.record, quote.id, "circumstances"))
    talk.edit(edits.trim(talk.state.record, quote.id, talk.messages[quote.message], 21, 43))
    assert talk.words("circumstances")[-1] == "I hid in the bathroom."
    assert talk.record["concerns"][0]["quote"]["text"] == WORDS


# Where they never stand unless asked for


@people
@both
def test_they_are_left_out_of_every_copy_unless_asked_for(language: str, role: str, young: bool) -> None:
    talk = with_concern(role, language, young=young)
    talk.do("send")
    talk.do("stop")
    talk.do("stop")
    record = talk.record
    for words in ("hit me", "bathroom"):
        assert words not in as_text(record, language) and words in as_text(record, language, concerns=True)
        assert words not in as_json(record, language) and words in as_json(record, language, concerns=True)
        assert words not in word_file(record, language) and words in word_file(record, language, concerns=True)
    assert all(WORDS not in str(section) for section in outline(record, language))
    left_out = json.loads(as_json(record, language))
    assert (left_out["concerns"], left_out["concerns_included"]) == ([], False)


@both
def test_asked_for_they_say_whether_they_were_passed_on_and_no_kind(language: str) -> None:
    talk = with_concern("carer", language)
    before = as_text(talk.record, language, concerns=True)
    talk.do("send")
    after = as_text(talk.record, language, concerns=True)
    assert label("remark_not_passed_on", language) in before and label("remark_not_passed_on", language) not in after
    assert "abuse" not in after and "neglect" not in after


@people
@both
def test_they_are_not_read_back(language: str, role: str, young: bool) -> None:
    talk = with_concern(role, language, young=young)
    talk.do("stop")
    assert talk.open and talk.open.element == "read_back"
    assert "hit me" not in talk.last.text
    assert [quote["text"] for quote in quotes_in(talk.record)].count(WORDS) == 1


def word_file(record: dict[str, Any], language: str, **how: bool) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(as_docx(record, language, **how))).paragraphs)


@dataclass
class Heard:
    """What the model says before exact words are looked at (bot/understanding/move_model.py, which needs the engine's packages)."""

    intent: str = "accept"
    move: str = "accept"
    command: Optional[str] = None
    kind: Optional[str] = None
    term: Optional[tuple[int, int]] = None
    confidence: float = 0.5
    because: list[str] = field(default_factory=list)


def heard(words: str, *, held: bool) -> tuple[str, Optional[str]]:
    """Return (move, command) of ``words`` by their exact words alone, the model taking them for story."""
    found = shortcut(words, "outcome", "open", held, Heard())
    return found.move, found.command
