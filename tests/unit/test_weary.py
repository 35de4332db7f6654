"""Somebody is tired, low or worn out, short of danger: how people say it, and what the talk asks of them from there on."""

from typing import Optional

import pytest

from bot.conversation.weary import how_weary
from bot.words.labels import label
from tests.unit.talks import Talk, Turn, check_turn

ROLES = ("carer", "handler", "practitioner")
LANGUAGES = ("en", "cy")
LINE = "The council's line: 01443 000000"
#: How somebody says so in passing, and as it is now.
TIRED = {"en": "I'm shattered by tea time", "cy": "dw i wedi blino'n lân erbyn y nos"}
WORN_OUT = {"en": "I can't think any more", "cy": "alla i ddim meddwl mwy heno"}
CARRY_ON = {"en": "Carry on", "cy": "Mynd ymlaen"}

#: Said in passing: how tired or low the person is.
IN_PASSING = (
    "I'm shattered by tea time",
    "I’m just so tired",
    "im absolutely knackered most days",
    "I am exhausted after the nights",
    "I've been tired since he came home from hospital",
    "We're both worn out",
    "Feeling very low lately",
    "I'm feeling a bit down, if I'm honest",
    "I'm so low in myself",
    "I feel flat",
    "It leaves me drained",
    "I'm fed up of being on my own with it",
    "I've no energy left for the garden",
    "I haven't slept for days",
    "I'm dead on my feet by seven so choir's out",
    "I'm too tired to go to choir of a Tuesday",
)
HEIBIO = (
    "Dw i wedi blino",
    "dwi 'di blino'n lân",
    "Rwyf wedi blino ers i Gwyn ddod adre",
    "fi wedi blino shwt gymint",
    "Wedi blino'n lân ar ôl tri shifft",
    "wedi ymlâdd erbyn nos Wener",
    "Dw i wedi hario gyda'r nosweithiau",
    "dw i wedi blino ar ôl y nos",
    "Ydw, dwi'n flinedig",
    "Dw i'n teimlo'n isel iawn",
    "rwy'n teimlo mor isel",
    "Wi'n reit isel ar hyn o bryd",
    "Dw i heb gysgu ers dyddiau",
    "does gen i ddim egni erbyn y nos",
    "Dw i'n rhy flinedig i fynd i'r côr",
)
#: Said as it is now: this is too much.
TOO_MUCH = (
    "I can't think any more",
    "Sorry, I can't think straight",
    "I really can’t do this any more tonight",
    "I just can't take any more",
    "I can't face this, sorry",
    "I can't stop crying",
    "I just sit here crying",
    "Sat here crying",
    "I'm sat here in tears",
    "I'm in bits tonight, sorry",
    "I feel completely overwhelmed",
    "I'm at my wits' end",
    "I am at the end of my tether with it all",
    "It's too much",
    "This is all too much for me tonight",
    "It's all got too much, and I don't know where to turn",
    "It's too much for one person",
    "I've had enough",
    "I've had enough of it all",
    "I've got nothing left to give",
    "I'm too tired to answer this",
    "I'm too upset to talk",
    "I keep bursting into tears",
    "I'm running on empty",
    "I'm so tired I can't see straight",
    "I'm tired of it all",
    "I cry most nights",
    "I can't cope with all this",
    "I'm not coping",
    "I'm finding it all too much",
    "I feel like crying all the time",
)
GORMOD = (
    "Dw i'n methu meddwl yn glir",
    "Alla i ddim meddwl mwy heno",
    "Fedra i'm meddwl yn strêt",
    "alla i ddim cymryd mwy",
    "fedra i ddim dal mwy",
    "Sai'n gallu godde mwy",
    "dwi'n ffaelu stopio llefain",
    "Dw i methu gwneud hyn heno",
    "fi'n ffili neud hyn rhagor",
    "Dw i'n crio bob nos",
    "rwy'n llefain trwy'r amser",
    "dw i'n eistedd yma'n crio",
    "Dw i mewn dagrau",
    "Mae'n ormod i fi",
    "mae'r cwbl yn ormod",
    "Mae popeth yn mynd yn ormod i mi nawr",
    "Dw i wedi cael digon",
    "dw i 'di cael hen ddigon o hyn",
    "Dw i ar ben fy nhennyn",
    "Dw i wedi llosgi allan",
    "Dw i wedi torri.",
    "Dw i'n rhy flinedig i ateb",
    "Dw i wedi blino gormod i siarad",
    "Dw i'n methu ymdopi",
    "Dwi wedi cael llond bol",
)
#: Story that only looks so: past, somebody else, about something, denied.
STORY = (
    "I was exhausted then, but that was before the carers came",
    "I cried all week when he died",
    "I was in tears for weeks after the diagnosis",
    "I kept crying, years ago, and it passed",
    "He is exhausted by the afternoon",
    "She's feeling low since the operation",
    "Mam is in tears most mornings",
    "Dad sat there crying on Monday",
    "He has no energy left for the stairs",
    "my sister keeps telling me I'm not coping",
    "I'm tired of the cat",
    "I'm fed up with the council",
    "I'm tired of waiting for the bus",
    "It's too much for Dad to carry",
    "It's too much for me to carry up the stairs",
    "It's too much for my mother to manage",
    "It's too much money",
    "It's not too much",
    "it's never too much",
    "My tyre is flat",
    "We had a flat tyre on the A470",
    "I live in a flat in Cathays",
    "I'm flat out with the lambing",
    "I'm down the road from her",
    "I'm down the chemist every other day",
    "I'm down at the club on Fridays",
    "I'm down to my last tenner",
    "I'm low on milk",
    "I'm not tired",
    "I'm never too tired for choir",
    "I'm not crying about it",
    "I'm up with him when he's crying",
    "i can be murder when im tired",
    "I can't think of anything",
    "I can't think who would help",
    "I can't do this on Tuesdays because of the bus",
    "I can't take it to the chemist without the car",
    "I can't take any more hours at the shop",
    "I can't cope with the stairs",
    "I've had enough of the weather",
    "I've had enough to eat",
    "I've nothing left in the fridge by Thursday",
    "I cry laughing with her",
    "I'm in a state of limbo till the letter comes",
    "my shoes are worn out",
)
STORI = (
    "Roeddwn i wedi blino'n lân bryd hynny",
    "Ro'n i'n crio bob nos cyn i Mair ddod",
    "o'n i ar ben 'y nhennyn gaea dwetha",
    "Mae Mam wedi blino",
    "Mae e wedi blino'n lân",
    "Mae Dad wedi blino gormod i gerdded",
    "Mae e'n rhy flinedig i godi",
    "Mae hi'n crio yn y nos",
    "Dw i ddim wedi blino",
    "Dw i ddim mewn dagrau",
    "Dw i byth yn isel",
    "Dw i wedi blino ar y gath",
    "Dw i wedi blino ar y bws hwyr",
    "Dw i wedi torri fy nghoes",
    "Dw i wedi ymladd am bopeth gafodd e",
    "Dw i wedi cael digon o fwyd, diolch",
    "Alla i ddim meddwl am neb",
    "Dw i'n methu meddwl am ddim byd",
    "Alla i ddim cymryd mwy o waith yn y siop",
    "Dw i'n methu ymdopi â'r grisiau",
    "Mae'n ormod i fi gario lan y grisiau",
    "Mae'n ormod o arian",
    "Dyw e ddim yn ormod",
    "Pan dw i wedi blino dw i'n gwau",
    "Dw i'n byw mewn fflat yn Nhreorci",
    "Mae'r teiar yn fflat",
    "Mae hi'n byw lawr y ffordd",
)
LEVELS = [
    *((words, False) for words in (*IN_PASSING, *HEIBIO)),
    *((words, True) for words in (*TOO_MUCH, *GORMOD)),
    *((words, None) for words in (*STORY, *STORI)),
]


@pytest.mark.parametrize(("words", "much"), LEVELS)
def test_how_people_say_that_they_are_worn_out_and_what_only_looks_so(words: str, much: Optional[bool]) -> None:
    assert how_weary(words, "carer") is much


def test_both_languages_are_tried_with_forty_phrases_and_more() -> None:
    assert len({*IN_PASSING, *TOO_MUCH, *STORY}) >= 40 and len({*HEIBIO, *GORMOD, *STORI}) >= 40


@pytest.mark.parametrize("before", ["", "Thanks for asking. ", "Mae'n anodd. ", "We had a good week, but "])
@pytest.mark.parametrize(("words", "much"), [("I'm shattered", False), ("I can't take any more", True), ("dw i'n crio bob nos", True)])
def test_it_is_found_wherever_it_stands(before: str, words: str, much: bool) -> None:
    assert how_weary(f"{before}{words}. He is 82.", "carer") is much


@pytest.mark.parametrize(
    "words", ["Caller in tears", "clr audibly crying", "She is very distressed now", "Mae'r galwr yn crio", "Mae hi'n llefain"]
)
def test_what_staff_type_of_the_caller_counts_and_a_carer_who_writes_so_means_somebody_else(words: str) -> None:
    assert how_weary(words, "handler") is how_weary(words, "practitioner") is True
    assert how_weary(words, "carer") is None


@pytest.mark.parametrize("words", ["Caller not distressed", "Says Mam is crying at night", "Mother tearful", "Dywedodd fod ei mam yn crio"])
def test_staff_telling_of_somebody_else_is_story(words: str) -> None:
    assert how_weary(words, "handler") is None


# What the talk asks of them from there on


def begun(role: str = "carer", language: str = "en", young: Optional[bool] = None, **more: str) -> Talk:
    """A talk at its first question about the day; a caller rings for themselves."""
    talk = Talk(role, language, young=bool(young) if role == "carer" else None, **more)  # type: ignore[arg-type]
    if role == "handler":
        talk.say("It's for myself")
    if role == "practitioner":
        talk.skip_to("circumstances")
    assert talk.open and talk.open.element == "circumstances"
    return talk


def is_offer(turn: Turn) -> bool:
    return any(said.ask is not None and said.ask.element == "offer" for said in turn.said)


def offers(talk: Talk) -> int:
    return sum(ask.element == "offer" for ask in talk.asks())


def asked_to_the_end(talk: Talk) -> list[str]:
    """Answer every question with a story of its own; return the keys of what was asked, the close with it."""
    for number in range(60):
        if talk.open is None:
            break
        more = (talk.open.outcome or 0) > 1
        talk.say("No, that's all" if more else f"Yes, and the story with the number {number}")
        check_turn(talk)
    assert talk.state.talk.state == "ended"
    return [ask.key for ask in talk.asks()]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [TIRED, WORN_OUT])
def test_who_said_so_is_asked_no_follow_up_of_any_kind(words: dict[str, str], language: str, role: str) -> None:
    talk = begun(role, language)
    talk.say(words[language])
    if is_offer(talk.last):
        talk.do("go_on", CARRY_ON[language])
    for element, move, text in (
        ("outcome", "so_what", "annibyniaeth"),
        ("barrier", "nudge", "dunno"),
        ("strength_others", "context", "teulu"),
        ("need", "why", "respite"),
    ):
        talk.answer_to(element)
        talk.say(text, move, term=None if move == "nudge" else text)
        check_turn(talk)
    assert all(ask.kind in ("open", "check") for ask in talk.asks())


@pytest.mark.parametrize(
    ("move", "text", "term"),
    [
        ("so_what", "I'm just so tired, I want a break", "a break"),
        ("why", "I'm shattered. We need a sitter", "a sitter"),
        ("own_view", "I'm exhausted. My daughter thinks I should move", "My daughter"),
        ("context", "I'm worn out but I've got family", "family"),
        ("nudge", "I'm too tired to know", None),
    ],
)
def test_nor_is_the_very_answer_that_says_so_followed_up(move: str, text: str, term: Optional[str]) -> None:
    talk = begun()
    talk.answer_to("outcome")
    talk.say(text, move, term=term)
    check_turn(talk)
    assert talk.open and talk.open.kind == "open" and talk.open.element != "outcome"


def test_a_follow_up_that_is_open_already_is_the_last_one() -> None:
    talk = begun()
    talk.answer_to("outcome")
    talk.say("my independence", "so_what", term="independence")
    assert talk.open and talk.open.kind == "so_what"
    talk.say("just my independence back again, I'm so tired of it all now", "so_what", term="independence")
    assert all(ask.kind == "open" for ask in talk.asks()[4:])
    assert talk.record["outcomes"][0]["so_what"][0]["generic"] is True


def test_what_was_general_stays_marked_as_still_general() -> None:
    talk = begun()
    talk.say(TIRED["en"])
    talk.say("my independence", "so_what", term="independence")
    (outcome,) = talk.record["outcomes"]
    assert (outcome["statement"]["text"], outcome["statement"]["generic"], outcome["personal"]) == ("my independence", True, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_the_more_worn_out_the_fewer_questions(role: str, language: str) -> None:
    counts = []
    for first in ("a story of an ordinary day", TIRED[language], WORN_OUT[language]):
        talk = begun(role, language)
        talk.say(first)
        if is_offer(talk.last):
            talk.do("go_on", CARRY_ON[language])
        asked_to_the_end(talk)
        counts.append(talk.asks_before_the_end() - offers(talk))
    fresh, tired, worn_out = counts
    assert worn_out < tired <= fresh
    assert role == "handler" or worn_out <= fresh - 6


def test_a_caller_who_is_a_carer_and_worn_out_is_still_asked_whether_they_are_able_and_willing() -> None:
    talk = Talk("handler")
    talk.say("I'm ringing for my mother, I look after her")
    talk.say("I can't take any more, says the caller. I'm in bits.")
    talk.do("go_on", "Carry on")
    asked = asked_to_the_end(talk)
    assert [key for key in asked if key.startswith(("caring_role", "work_leisure"))] == ["caring_role/able_now", "caring_role/willing_now"]


def test_a_second_thing_that_matters_is_not_asked_for_of_who_is_tired() -> None:
    talk = begun()
    talk.say(TIRED["en"])
    assert "outcome/2" not in asked_to_the_end(talk)


CARER_IS_ASKED = [
    *("outcome/1", "barrier/1", "strength_others/1", "need/1", "caring_role/able_now", "caring_role/willing_now", "anything_else"),
    *("read_back", "consent/keep", "consent/share", "consent/assessment"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_carries_on_is_asked_what_is_needed_and_no_more(language: str) -> None:
    talk = begun("carer", language)
    talk.say(WORN_OUT[language])
    assert is_offer(talk.last)
    talk.do("go_on", CARRY_ON[language])
    assert asked_to_the_end(talk)[-len(CARER_IS_ASKED) :] == CARER_IS_ASKED


def test_on_a_call_what_is_needed_is_shorter_for_somebody_who_is_no_carer() -> None:
    talk = begun("handler")
    talk.say("Caller in tears. Lost her husband in May.")
    talk.do("go_on", "Carry on")
    assert not any(key.startswith(("caring_role", "work_leisure", "strength_self", "community", "risk")) for key in asked_to_the_end(talk))


@pytest.mark.parametrize("role", ROLES)
def test_what_was_left_out_counts_as_not_explored(role: str) -> None:
    talk = begun(role)
    talk.say(WORN_OUT["en"])
    talk.do("go_on", "Carry on")
    asked_to_the_end(talk)
    for element in ("strength_self", "community", "risk"):
        assert talk.status(element, outcome=1) == "not_explored"
    assert talk.status("work_leisure", topic="work") == talk.status("caring_role", topic="able_later") == "not_explored"
    assert talk.status("barrier", outcome=1) == talk.status("circumstances") == "explored"


@pytest.mark.parametrize("role", ROLES)
def test_the_talk_comes_to_its_end_however_often_it_is_said(role: str) -> None:
    talk = begun(role)
    for number in range(60):
        if talk.open is None:
            break
        talk.say(f"{WORN_OUT['en']}, number {number}")
        check_turn(talk)
    assert talk.state.talk.state == "ended"


# The offer to stop


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", [LINE, ""])
def test_too_much_now_brings_the_offer_to_stop_with_the_line_to_a_person(line: str, language: str, role: str) -> None:
    talk = begun(role, language, line=line)
    turn = talk.say(WORN_OUT[language])
    check_turn(talk)
    assert is_offer(turn)
    assert (LINE in turn.text) is bool(line)
    assert label("button_person", language) in [button.text for button in turn.question.buttons]


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_does_saying_a_second_time_how_tired_one_is(language: str) -> None:
    talk = begun("carer", language)
    assert not is_offer(talk.say(TIRED[language]))
    assert not is_offer(talk.say("yr ardd yn y gwanwyn"))
    assert is_offer(talk.say(TIRED[language]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_offered_once_and_not_again_and_again(language: str) -> None:
    talk = begun("carer", language, line=LINE)
    talk.say(WORN_OUT[language])
    talk.do("go_on", CARRY_ON[language])
    lines = 0
    while talk.open:
        turn = talk.say(f"{WORN_OUT[language]} {len(talk.messages)}")
        lines += LINE in turn.text
    assert offers(talk) == 1 and lines == 0


def test_putting_the_offer_again_is_the_same_offer() -> None:
    talk = begun(line=LINE)
    offer = talk.say(WORN_OUT["en"]).question.ask
    for command in ("repeat", "rephrase", "help", "who_sees"):
        turn = talk.do(command)
        check_turn(talk)
        assert turn.question.ask == offer and LINE not in turn.text


def test_going_back_from_the_offer_and_answering_again_does_not_make_it_a_second_offer() -> None:
    talk = begun(line=LINE)
    talk.say(WORN_OUT["en"])
    talk.do("back")
    turn = talk.say("I get him up at six and we have breakfast")
    assert offers(talk) == 1 and LINE not in turn.text


def test_stopping_there_goes_to_the_close_with_what_there_is() -> None:
    talk = begun()
    talk.say("Mam had a stroke in March")
    talk.say(WORN_OUT["en"])
    talk.do("stop", "Stop here")
    assert talk.open and talk.open.element == "read_back"
    assert "Mam had a stroke in March" in talk.last.text


def test_talking_to_a_person_gives_the_line_and_the_offer_stays() -> None:
    talk = begun(line=LINE)
    offer = talk.say(WORN_OUT["en"]).question.ask
    turn = talk.do("human", label("button_person", "en"))
    assert LINE in turn.text and turn.question.ask == offer


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("young", [True, False])
def test_said_in_passing_one_sentence_says_that_one_may_stop_and_the_questions_go_on(young: bool, language: str) -> None:
    talk = begun("carer", language, young)
    plain, turn = begun("carer", language, young).say("yr ardd"), talk.say(TIRED[language])
    assert len(turn.said) == len(plain.said) + 1 and not is_offer(turn)
    context = {"language": language, "role": "carer", "young": young}
    wordings = talk.phrasebook.wordings("utter_weary", context)
    assert turn.said[0].text in [w.text for w in wordings if ("young", True) in w.conditions or not young]
    assert "?" not in turn.said[0].text


# Where the words go


@pytest.mark.parametrize(
    ("element", "topic", "place"),
    [
        ("circumstances", None, "circumstances"),
        ("outcome", None, "outcomes/1/statement"),
        ("barrier", None, "outcomes/1/barriers"),
        ("risk", None, "outcomes/1/risks"),
        ("need", None, "needs/1/statement"),
        ("caring_role", "able_now", "caring/able/now"),
        ("work_leisure", "leisure", "caring/leisure"),
    ],
)
@pytest.mark.parametrize("words", [TIRED["en"], WORN_OUT["en"]])
def test_the_words_are_kept_where_they_were_asked_for(words: str, element: str, topic: Optional[str], place: str) -> None:
    talk = begun()
    talk.answer_to(element, topic)
    talk.say(words)
    assert talk.places_of(words) == {place}


@pytest.mark.parametrize("element", ["strength_self", "strength_others", "community"])
@pytest.mark.parametrize("move", ["accept", "so_what", "context", "nudge"])
@pytest.mark.parametrize("words", ["I just sit here crying", "Dw i'n crio bob nos"])
def test_to_a_question_about_strengths_it_is_no_strength(words: str, move: str, element: str) -> None:
    talk = begun()
    talk.answer_to(element)
    talk.say(words, move, tells=({element: 0.9},))
    check_turn(talk)
    assert talk.places_of(words) == {"circumstances"}
    assert talk.status(element, outcome=1) == "not_explored"


def test_a_strength_told_in_passing_is_one() -> None:
    talk = begun()
    talk.answer_to("strength_self")
    words = "I'm shattered by tea time but I bake on Sundays for the whole street"
    talk.say(words)
    assert talk.places_of(words) == {"outcomes/1/strengths/self"}


def test_a_strength_told_beside_it_is_kept_as_one() -> None:
    talk = begun()
    talk.answer_to("strength_others")
    helps = "My sister Mair comes over from Brecon every Thursday and sits with him."
    talk.say(f"{helps} I can't take any more tonight.", tells=("strength_others", "feeling"))
    assert any(helps in words for words in talk.words("outcomes/1/strengths/others"))


def test_who_helps_is_not_asked_again_of_who_could_not_say() -> None:
    talk = begun()
    talk.answer_to("strength_others")
    talk.say("I just sit here crying")
    talk.do("go_on", "Carry on")
    check_turn(talk)


# Where it is not noticed


@pytest.mark.parametrize(("element", "topic"), [("anything_else", None), ("read_back", None), ("consent", "keep"), ("consent", "share")])
@pytest.mark.parametrize("move", ["accept", "nudge"])
@pytest.mark.parametrize("words", [TIRED["en"], WORN_OUT["en"], "I just sit here crying"])
def test_nothing_is_made_of_it_at_the_close(words: str, move: str, element: str, topic: Optional[str]) -> None:
    talk = begun()
    talk.answer_to("anything_else")
    while (talk.open.element, talk.open.topic) != (element, topic):  # type: ignore[union-attr]
        talk.say("Yes, keep the words" if talk.open and talk.open.topic == "keep" else "Yes")
    talk.say(words, move)
    check_turn(talk)
    assert (talk.state.talk.weary, offers(talk)) == (0, 0)
    assert not any(
        wording.text in talk.last.text for wording in talk.phrasebook.wordings("utter_weary", {"language": "en", "role": "carer"})
    )


def test_nor_while_the_offer_to_stop_is_open() -> None:
    talk = begun()
    talk.do("skip")
    talk.do("skip")
    assert talk.open and talk.open.element == "offer"
    talk.say(WORN_OUT["en"])
    assert talk.state.talk.weary == 0


def test_danger_comes_first() -> None:
    talk = begun()
    talk.say("I can't take any more and I'll hit him", "concern", kind="harm_to_other")
    assert (talk.state.talk.state, talk.state.talk.weary, offers(talk)) == ("concern", 0, 0)


def test_who_says_so_while_the_talk_is_paused_goes_on_and_is_offered_to_stop() -> None:
    talk = begun()
    talk.do("pause")
    assert is_offer(talk.say(WORN_OUT["en"]))
    assert talk.words("circumstances") == [WORN_OUT["en"]]


@pytest.mark.parametrize(("command", "words"), [("affirm", "Yes, but I'm at the end of my tether"), ("deny", "No, I can't take any more")])
def test_it_is_noticed_in_an_answer_that_begins_with_yes_or_no(command: str, words: str) -> None:
    talk = begun()
    talk.answer_to("caring_role", "able_now")
    talk.do(command, words)
    assert talk.words("caring/able/now") == [words]
    assert talk.state.talk.weary == 2


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("skip", "I'm too upset to talk"),
        ("repeat", "Sori, dw i'n rhy flinedig heno."),
        ("rephrase", "I'm sat here in tears"),
        ("help", "dwi 'di blino'n lân"),
    ],
)
def test_it_is_noticed_in_words_that_are_taken_for_a_command(command: str, words: str) -> None:
    """Each is taken for that command by the model as it was when this was written."""
    talk = begun()
    talk.do(command, words)
    assert talk.state.talk.weary
