"""What is done with an answer: where it goes (the table in API.md), and when it is followed up."""

import pytest

from bot.conversation.nothing import says_nothing
from tests.unit.talks import Talk

DYNA = pytest.param("Na, dyna'r cwbl")


def carer(*answers: str) -> Talk:
    """A carer's talk after the opening, with these answers given."""
    talk = Talk("carer", young=False)
    for answer in answers:
        talk.say(answer)
    return talk


def at_outcome(role: str = "carer") -> Talk:
    talk = Talk(role, young=False) if role == "carer" else Talk(role)
    talk.answer_to("outcome")
    return talk


def kinds(talk: Talk) -> list[str]:
    return [ask.kind for ask in talk.asks()]


# A particular answer


def test_a_particular_answer_is_kept_as_said_and_never_probed() -> None:
    talk = carer("I sleep in the chair, in case he  gets up")
    assert talk.words("circumstances") == ["I sleep in the chair, in case he  gets up"]
    assert talk.open and (talk.open.element, talk.open.kind) == ("outcome", "open")


def test_a_story_told_in_place_of_what_was_asked_still_stands_with_the_question() -> None:
    talk = carer("He had a stroke in March")
    talk.say("The dog is old", tells=("circumstances",))
    assert talk.words("outcomes/1/statement") == ["The dog is old"]


# So what


def test_a_generic_answer_is_kept_marked_and_asked_about_in_its_own_word() -> None:
    talk = at_outcome()
    question = talk.say("I just want my independence", "so_what", term="my independence").question
    (quote,) = talk.state.record.at("outcomes/1/statement")
    assert (quote.text, quote.generic) == ("I just want my independence", True)
    assert question.ask and (question.ask.kind, question.ask.about, question.ask.outcome) == ("so_what", "my independence", 1)
    assert "my independence" in question.text
    assert talk.record["outcomes"][0]["personal"] is None


def test_only_the_sentence_that_holds_the_generic_word_is_marked_generic() -> None:
    talk = Talk("carer", young=False)
    talk.say("He fell in May. It is all a strain.", "so_what", term="a strain", tells=("barrier", "circumstances"))
    assert [(q.text, q.generic) for q in talk.state.record.at("unlinked/barriers")] == [("He fell in May.", False)]
    assert [(q.text, q.generic) for q in talk.state.record.at("circumstances")] == [("It is all a strain.", True)]


def test_what_it_means_to_the_person_stands_with_it_and_makes_it_personal() -> None:
    talk = at_outcome()
    talk.say("my independence", "so_what", term="my independence")
    talk.say("Getting the 61 bus to the library on my own")
    (outcome,) = talk.record["outcomes"]
    assert outcome["statement"]["text"] == "my independence"
    assert [quote["text"] for quote in outcome["so_what"]] == ["Getting the 61 bus to the library on my own"]
    assert outcome["personal"] is True


@pytest.mark.parametrize("move", ["accept", "so_what", "why", "context"])
def test_any_story_told_to_what_it_means_is_kept_with_that_outcome(move: str) -> None:
    talk = at_outcome()
    talk.say("my independence", "so_what", term="my independence")
    text = "a sitter and my sister every single day"
    talk.say(text, move, term="sister" if move != "accept" else None)
    assert any(place.startswith("outcomes/1/") for place in talk.places_of(text))


def test_still_general_after_the_follow_ups_is_kept_as_said_and_marked() -> None:
    talk = at_outcome()
    talk.say("my independence", "so_what", term="my independence")
    talk.say("being independent", "so_what", term="independent")
    assert talk.record["outcomes"][0]["personal"] is False
    assert talk.open and talk.open.element == "barrier"


@pytest.mark.parametrize("reply", ["dunno", "skip"])
def test_a_follow_up_that_brought_nothing_leaves_it_marked_as_still_general(reply: str) -> None:
    talk = at_outcome("practitioner")
    talk.say("my independence", "so_what", term="my independence")
    talk.do("skip") if reply == "skip" else talk.say(reply, "nudge")
    assert talk.record["outcomes"][0]["personal"] is False


# How many follow-ups


@pytest.mark.parametrize("role", ["carer", "practitioner"])
def test_a_second_follow_up_only_after_a_general_reply_of_more_than_a_few_words(role: str) -> None:
    talk = at_outcome(role)
    talk.say("my independence", "so_what", term="my independence")
    first = talk.last.question
    second = talk.say("just being independent again like before", "so_what", term="independent").question
    assert second.ask and (second.ask.kind, second.ask.about) == ("so_what", "independent")
    assert second.ask.root == first.ask.root  # type: ignore[union-attr]
    assert second.text.split(".")[-1] != first.text.split(".")[-1]


@pytest.mark.parametrize("role", ["carer", "practitioner"])
def test_no_second_follow_up_after_a_short_reply(role: str) -> None:
    talk = at_outcome(role)
    talk.say("my independence", "so_what", term="my independence")
    talk.say("being independent", "so_what", term="independent")
    assert talk.open and talk.open.kind == "open"


def test_never_a_third_follow_up() -> None:
    talk = at_outcome("practitioner")
    for text in ("my independence", "just being independent again like before", "being very independent every single day"):
        talk.say(text, "so_what", term="independen")
    assert kinds(talk).count("so_what") == 2
    assert talk.open and talk.open.kind == "open"


def test_one_follow_up_on_a_call() -> None:
    talk = at_outcome("handler")
    talk.say("my independence", "so_what", term="my independence")
    assert talk.open and talk.open.kind == "so_what"
    talk.say("just being independent again like before", "so_what", term="independent")
    assert talk.open and talk.open.kind == "open"


def test_follow_ups_of_different_kinds_count_together() -> None:
    talk = at_outcome()
    talk.say("a sitter", "why", term="a sitter")
    talk.say("so that I'd have my independence back", "so_what", term="my independence")
    talk.say("my daughter thinks that I should move house", "own_view", term="my daughter")
    assert kinds(talk).count("why") == kinds(talk).count("so_what") == 1
    assert "own_view" not in kinds(talk)


# Why: a service, or how help is given


def test_a_service_is_a_request_and_the_reason_becomes_what_matters() -> None:
    talk = at_outcome()
    question = talk.say("I need respite", "why", term="respite", tells=("request",)).question
    assert talk.words("outcomes/1/requests") == ["I need respite"]
    assert talk.words("outcomes/1/statement") == []
    assert question.ask and (question.ask.kind, question.ask.about) == ("why", "respite")
    talk.say("So that I can go back to the choir on Thursdays")
    (outcome,) = talk.record["outcomes"]
    assert outcome["statement"]["text"] == "So that I can go back to the choir on Thursdays"
    assert [quote["text"] for quote in outcome["requests"]] == ["I need respite"]
    assert outcome["so_what"] == []


def test_how_help_is_given_is_a_preference() -> None:
    talk = at_outcome()
    talk.say("a shower, not a bath", "why", term="a shower", tells=("preference",))
    assert talk.words("outcomes/1/preferences") == ["a shower, not a bath"]
    assert talk.words("outcomes/1/requests") == []


def test_a_service_said_before_anything_matters_waits() -> None:
    talk = Talk("carer", young=False)
    talk.say("I need respite", "why", term="respite", tells=("request",))
    assert talk.words("unlinked/requests") == ["I need respite"]


def test_a_need_told_as_a_service_is_asked_why() -> None:
    talk = Talk("carer", young=False)
    talk.answer_to("need")
    talk.say("four calls a day", "why", term="four calls", tells=("request",))
    assert talk.words("needs/1/requests") == ["four calls a day"]
    assert talk.open and (talk.open.element, talk.open.kind, talk.open.about) == ("need", "why", "four calls")
    talk.say("I can't lift him on my own any more")
    (need,) = talk.record["needs"]
    assert [quote["text"] for quote in need["why"]] == ["I can't lift him on my own any more"]


# Somebody else's view


def test_anothers_view_is_kept_as_theirs_and_the_persons_own_is_asked_for() -> None:
    talk = at_outcome()
    text = "My daughter thinks I should move to be near her"
    question = talk.say(text, "own_view", term="My daughter").question
    (quote,) = talk.state.record.at("others_views")
    assert (quote.text, quote.voice, quote.speaker) == (text, "family", "My daughter")
    assert talk.words("outcomes/1/statement") == []
    assert question.ask and (question.ask.kind, question.ask.about) == ("own_view", "My daughter")
    talk.say("I want to stay in my own kitchen")
    (own,) = talk.state.record.at("outcomes/1/statement")
    assert (own.text, own.voice, own.speaker) == ("I want to stay in my own kitchen", "own", None)


def test_a_nurses_view_is_a_professionals() -> None:
    talk = at_outcome("practitioner")
    talk.say("The nurse says she must rest", "own_view", term="The nurse")
    assert [q.voice for q in talk.state.record.at("others_views")] == ["professional"]


def test_what_a_practitioner_saw_goes_to_the_observations() -> None:
    talk = at_outcome("practitioner")
    talk.say("I noticed that the fridge was empty", "own_view")
    (quote,) = talk.state.record.at("observations")
    assert (quote.voice, quote.speaker, quote.taken) == ("observation", None, "noted")
    assert talk.words("others_views") == []


@pytest.mark.parametrize("language", ["en", "cy"])
def test_of_somebody_who_is_not_there_it_is_asked_how_one_knows(language: str) -> None:
    talk = Talk("handler", language)
    talk.say("I'm ringing about my mother, I look after her" if language == "en" else "Dw i'n ffonio am fy mam, fi sy'n gofalu amdani")
    assert talk.state.talk.subject == "someone_cared_for"
    talk.say("the story about the day")
    question = talk.say("She would want to stay at home", "own_view", term="She").question
    assert question.ask and question.ask.kind == "own_view"
    there = Talk("handler", language)
    there.say("It's about me" if language == "en" else "Mae hyn amdana i")
    there.say("the story about the day")
    assert there.say("She would want to stay at home", "own_view", term="She").question.text != question.text


def test_a_practitioner_can_speak_of_somebody_who_is_not_there() -> None:
    talk = Talk("practitioner")
    talk.say("His mother is here for Tom, he isn't here and doesn't speak")
    assert talk.state.talk.subject != "self"


# A bare strength


@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
def test_a_bare_strength_is_asked_for_its_story(role: str) -> None:
    talk = Talk(role, young=False) if role == "carer" else Talk(role)
    talk.answer_to("strength_others")
    question = talk.say("I've got family", "context", term="family").question
    assert talk.words("outcomes/1/strengths/others") == ["I've got family"]
    assert question.ask and (question.ask.element, question.ask.kind, question.ask.about) == ("strength_others", "context", "family")
    talk.say("My sister came on Sunday")
    assert talk.words("outcomes/1/strengths/others") == ["I've got family", "My sister came on Sunday"]


# Nothing yet, nothing here


def test_an_answer_that_carries_nothing_yet_is_not_kept_and_gets_another_way_in() -> None:
    talk = Talk("carer", young=False)
    first = talk.last.question
    question = talk.say("fine I suppose", "nudge").question
    assert list(talk.quotes()) == []
    assert question.ask and (question.ask.element, question.ask.kind) == ("circumstances", "nudge")
    assert question.text != first.text
    assert question.buttons


@pytest.mark.parametrize(
    "text", ["nobody", "No, nobody", "nothing near us", "neb", "Na, neb", "dim byd", "Does neb", "there isn't anybody"]
)
def test_a_clear_nothing_is_an_answer(text: str) -> None:
    assert says_nothing(text)
    talk = Talk("carer", young=False)
    talk.answer_to("strength_others")
    talk.say(text, "nudge")
    assert talk.status("strength_others", outcome=1) == "nothing_here"
    assert talk.open and talk.open.element == "community"


@pytest.mark.parametrize("text", ["No", "no, that's all", "Na", DYNA, "Nac oes", "nothing else", "That's everything"])
def test_no_more_to_say_keeps_nothing_and_moves_on(text: str) -> None:
    talk = Talk("carer", young=False)
    talk.answer_to("anything_else")
    before = len(list(talk.quotes()))
    talk.say(text)
    assert len(list(talk.quotes())) == before
    assert talk.open and talk.open.element == "read_back"


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("anything_else", "Nobody ever asks how I am"),
        ("anything_else", "None of this was in the leaflet"),
        ("need", "Nobody to sit with him at night"),
        ("need", "Dim digon o gwsg ers misoedd"),
        ("outcome", "Dim poeni bob nos am y grisiau"),
        ("outcome", "No one telling me what to do"),
    ],
)
def test_a_short_story_that_begins_like_a_nothing_is_not_lost(element: str, text: str) -> None:
    talk = Talk("carer", young=False)
    talk.answer_to(element)
    talk.say(text)
    assert talk.places_of(text)


@pytest.mark.parametrize("text", ["Nobody will sit with him after six", "No one can lift him but me"])
def test_a_barrier_that_begins_with_nobody_is_explored(text: str) -> None:
    talk = Talk("carer", young=False)
    talk.answer_to("barrier")
    talk.say(text)
    assert talk.status("barrier", outcome=1) == "explored"


def test_a_need_why_that_carries_nothing_gets_another_way_in() -> None:
    talk = Talk("practitioner")
    talk.answer_to("need_why")
    question = talk.say("not sure", "nudge").question
    assert question.ask and (question.ask.element, question.ask.kind) == ("need_why", "nudge")


# The opening


@pytest.mark.parametrize(("words", "language"), [("Cymraeg", "cy"), ("English please", "en"), ("Saesneg", "en")])
def test_the_language_is_chosen_first_and_what_this_is_said_in_it(words: str, language: str) -> None:
    talk = Talk("carer", None)
    turn = talk.say(words)
    assert talk.state.talk.language == language
    told = turn.said[0].text
    assert ("Nobody reads it" in told) == (language == "en") and ("Does neb yn ei darllen" in told) == (language == "cy")


def test_under_18_is_known_not_or_left_unsaid() -> None:
    for words, young in (("Yes", True), ("No", False), ("16", True), ("34", False)):
        talk = Talk("carer")
        talk.say(words)
        assert talk.record["under_18"] is young
    talk = Talk("carer")
    talk.do("skip", "Rather not say")
    assert talk.record["under_18"] is None


@pytest.mark.parametrize("language", ["en", "cy"])
def test_somebody_under_18_is_asked_in_plainer_words(language: str) -> None:
    older, younger = Talk("carer", language, young=False), Talk("carer", language, young=True)
    older.answer_to("work_leisure", "work")
    younger.answer_to("work_leisure", "work")
    texts = [{said.text for turn in talk.turns[2:] for said in turn.said if said.ask} for talk in (older, younger)]
    assert not texts[0] & texts[1]
    word = "school" if language == "en" else "ysgol"
    assert any(word in text for text in texts[1])


def test_a_caller_says_who_speaks_and_whose_life_it_is() -> None:
    talk = Talk("handler")
    talk.say("Ann Price, I'm ringing about my husband, I look after him")
    assert talk.record["subject"] == "someone_cared_for"
    assert talk.words("opening/present") == ["Ann Price, I'm ringing about my husband, I look after him"]
    talk = Talk("handler")
    talk.say("I'm her neighbour at number 9")
    assert talk.record["subject"] == "other"


# The close


def at(element: str, topic: str | None = None, role: str = "carer", language: str = "en") -> Talk:
    talk = Talk(role, language, young=False) if role == "carer" else Talk(role, language)
    talk.skip_to(element, topic)
    return talk


@pytest.mark.parametrize(("language", "ok"), [("en", "ok"), ("cy", "iawn")])
@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
def test_a_bare_ok_to_sharing_is_asked_again_with_the_two_choices(role: str, language: str, ok: str) -> None:
    talk = at("consent", "share", role, language)
    asked = talk.last.question
    again = talk.do("affirm", ok).question
    assert again.ask and asked.ask and again.ask.id == asked.ask.id
    assert again.text != asked.text and len(again.buttons) == 2
    assert talk.record["consent"]["share"] is None
    talk.do("affirm", again.buttons[0].send)
    assert talk.record["consent"]["share"] is True


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_second_bare_ok_leaves_sharing_unanswered(language: str) -> None:
    talk = at("consent", "share", "carer", language)
    talk.do("affirm", "ok")
    talk.do("affirm", "ok")
    assert talk.record["consent"]["share"] is None
    assert talk.open and talk.open.topic == "assessment"


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [("en", "Yes, share it", "No, do not share it"), ("cy", "Cewch, rhannwch y geiriau", "Na, peidiwch â'u rhannu")],
)
@pytest.mark.parametrize("by", ["story", "command"])
def test_the_labelled_choices_of_sharing_are_taken(language: str, yes: str, no: str, by: str) -> None:
    for words, command, shared in ((yes, "affirm", True), (no, "deny", False)):
        talk = at("consent", "share", "carer", language)
        talk.do(command, words) if by == "command" else talk.say(words)
        assert talk.record["consent"]["share"] is shared
        assert talk.record["consent"]["at"]


def test_a_plain_sentence_agrees_to_sharing() -> None:
    talk = at("consent", "share")
    talk.say("You can pass it on to the team")
    assert talk.record["consent"]["share"] is True


@pytest.mark.parametrize(
    ("language", "yes", "no"), [("en", "Yes, keep it", "No, do not keep it"), ("cy", "Cewch", "Na, peidiwch â'i gadw")]
)
def test_keeping_is_a_choice_and_without_it_nothing_is_asked_about_sharing(language: str, yes: str, no: str) -> None:
    talk = at("consent", "keep", "carer", language)
    talk.do("affirm", yes)
    assert talk.record["consent"]["keep"] is True
    assert talk.open and talk.open.topic == "share"
    talk = at("consent", "keep", "carer", language)
    talk.do("deny", no)
    assert talk.record["consent"]["keep"] is False
    assert talk.state.talk.state == "ended"


def test_an_unclear_answer_about_keeping_is_asked_again_once() -> None:
    talk = at("consent", "keep")
    talk.say("hmm", "nudge")
    assert talk.open and talk.open.topic == "keep"
    talk.say("hmm", "nudge")
    assert talk.open and talk.open.topic == "share"
    assert talk.record["consent"]["keep"] is None


@pytest.mark.parametrize(("command", "words"), [("affirm", "Yes please"), ("deny", "No thank you"), ("deny", "Not now")])
def test_the_answer_to_the_offer_of_an_assessment_is_kept_in_its_words(command: str, words: str) -> None:
    talk = at("consent", "assessment")
    talk.do(command, words)
    offer = talk.record["assessment_offer"]
    assert offer["offered"] is True and offer["at"]
    assert offer["answer"]["text"] == words


@pytest.mark.parametrize("command", ["skip", "stop"])
def test_an_assessment_that_was_offered_and_not_answered_was_still_offered(command: str) -> None:
    talk = at("consent", "assessment")
    talk.do(command)
    assert talk.record["assessment_offer"]["offered"] is True
    assert talk.record["assessment_offer"]["answer"] is None


def test_more_to_say_at_the_read_back_is_kept() -> None:
    talk = at("read_back")
    talk.say("The dog is called Pero and he is old")
    assert talk.places_of("The dog is called Pero and he is old")


def test_a_story_told_at_the_offer_to_stop_is_kept_and_the_talk_goes_on() -> None:
    talk = Talk("carer", young=False)
    talk.do("skip")
    talk.do("skip")
    talk.say("The dog is called Pero and he is old")
    assert talk.places_of("The dog is called Pero and he is old")
    assert talk.open and talk.open.element == "need"


# Going back


def test_after_going_back_the_next_answer_replaces_the_words_of_the_last() -> None:
    talk = carer("He had a stroke in March")
    talk.do("back")
    talk.say("It was in April, I think")
    assert talk.words("circumstances") == ["It was in April, I think"]
    assert "He had a stroke in March" in {message.text for message in talk.messages.values()}


@pytest.mark.parametrize("move", ["so_what", "why", "own_view"])
def test_a_replaced_answer_stands_nowhere_whatever_replaces_it(move: str) -> None:
    talk = carer("He had a stroke in March")
    talk.do("back")
    talk.say("a lot of stress", move, term="stress")
    assert talk.places_of("He had a stroke in March") == set()


@pytest.mark.parametrize("role", ["handler", "practitioner"])
def test_who_is_here_is_replaced_too_after_going_back(role: str) -> None:
    talk = Talk(role)
    talk.say("I'm ringing about my mother")
    talk.do("back")
    talk.say("Sorry, it's about me")
    assert talk.words("opening/present") == ["Sorry, it's about me"]


def test_a_link_that_was_taken_back_is_no_link() -> None:
    talk = Talk("carer", young=False)
    talk.say("He had a stroke. I can't leave him after six.", tells=("circumstances", "barrier"))
    talk.say("I want the choir back")
    talk.do("affirm", "Yes")
    talk.do("back")
    talk.do("deny", "No")
    assert talk.words("outcomes/1/barriers") == []
    assert talk.words("unlinked/barriers") == ["I can't leave him after six."]
