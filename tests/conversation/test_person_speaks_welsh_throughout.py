"""Somebody speaks Welsh from first to last, in every role: no English comes back."""

import pytest

from tests.live import PLAIN, Copy, Talk, every_quote_is_a_slice, says, words_in


@pytest.fixture
def sgwrs_gymraeg(ready: Copy) -> Talk:
    talk = ready.begin("carer", None)
    talk.say("Cymraeg")
    talk.say("Nac ydw")
    return talk


@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
def test_a_whole_talk_in_welsh(ready: Copy, role: str) -> None:
    talk = ready.begin(role, "cy")
    talk.go_to_end()
    replies = [message for message in talk.messages if message["from"] == "assistant"]
    assert {message["language"] for message in replies} == {"cy"}
    english = (" the ", " you ", " what ", " your ", " and ", " is ")
    for message in replies:
        assert not any(word in f" {message['text'].lower()} " for word in english), message["text"]
    every_quote_is_a_slice(talk)


def test_the_words_are_kept_in_welsh(sgwrs_gymraeg: Talk) -> None:
    sgwrs_gymraeg.go_to_end()
    record = sgwrs_gymraeg.record
    assert record["language"] == "cy"
    assert record["outcomes"][0]["statement"]["text"] == PLAIN["cy"]["outcome"]
    assert record["outcomes"][0]["statement"]["language"] == "cy"
    assert record["consent"]["keep"] is True
    assert record["consent"]["share"] is True


def test_the_button_that_takes_up_the_offer_of_an_assessment(sgwrs_gymraeg: Talk) -> None:
    sgwrs_gymraeg.go_to("consent", "assessment")
    assert "Hoffwn, os gwelwch yn dda" in sgwrs_gymraeg.last.buttons
    sgwrs_gymraeg.say("Hoffwn, os gwelwch yn dda")
    offer = sgwrs_gymraeg.record["assessment_offer"]
    assert offer["offered"] is True
    assert offer["answer"]["text"] == "Hoffwn, os gwelwch yn dda"


@pytest.mark.parametrize("words, term", [("Annibyniaeth", "Annibyniaeth"), ("Bod yn annibynnol", "annibynnol"), ("Bod yn hapus", "hapus")])
def test_a_general_answer_is_asked_what_it_means(sgwrs_gymraeg: Talk, words: str, term: str) -> None:
    sgwrs_gymraeg.go_to("outcome")
    reply = sgwrs_gymraeg.say(words)
    assert reply.ask["kind"] == "so_what"
    assert term in reply.ask["about"]
    assert sgwrs_gymraeg.record["outcomes"][0]["statement"]["generic"] is True


def test_a_service_is_asked_what_it_would_make_possible(sgwrs_gymraeg: Talk) -> None:
    sgwrs_gymraeg.go_to("outcome")
    reply = sgwrs_gymraeg.say("Dw i eisiau gofal seibiant")
    assert reply.ask["kind"] == "why"
    assert reply.ask["about"] == "gofal seibiant"
    assert words_in(sgwrs_gymraeg.record["unlinked"]["requests"]) == ["Dw i eisiau gofal seibiant"]


def test_a_daughters_view_is_kept_as_hers(sgwrs_gymraeg: Talk) -> None:
    sgwrs_gymraeg.go_to("outcome")
    reply = sgwrs_gymraeg.say("Mae fy merch yn meddwl y dylwn i symud i gartref.")
    assert reply.ask["kind"] == "own_view"
    assert "fy merch" in reply.question
    assert len(sgwrs_gymraeg.record["others_views"]) == 1


def test_family_named_bare_is_asked_about(sgwrs_gymraeg: Talk) -> None:
    sgwrs_gymraeg.go_to("strength_others")
    reply = sgwrs_gymraeg.say("Mae gen i deulu")
    assert reply.ask["kind"] == "context"


def test_ddim_yn_siwr_gets_another_way_in(sgwrs_gymraeg: Talk) -> None:
    sgwrs_gymraeg.go_to("outcome")
    assert sgwrs_gymraeg.say("ddim yn siŵr").ask["kind"] == "nudge"


def test_dim_syniad_gets_another_way_in(sgwrs_gymraeg: Talk) -> None:
    sgwrs_gymraeg.go_to("outcome")
    assert sgwrs_gymraeg.say("dim syniad").ask["kind"] == "nudge"


def test_neb_is_an_answer(sgwrs_gymraeg: Talk) -> None:
    sgwrs_gymraeg.go_to("strength_others")
    reply = sgwrs_gymraeg.say("Neb")
    assert reply.ask["kind"] == "open"
    assert words_in(sgwrs_gymraeg.record["outcomes"][0]["strengths"]["others"]) == ["Neb"]


@pytest.mark.parametrize(
    "words, response",
    [
        ("pwy fydd yn gweld hwn?", "utter_who_sees"),
        ("ga i siarad â rhywun?", "utter_human"),
        ("Pam ydych chi'n gofyn?", "utter_why_we_ask_barrier"),
        ("diolch", "utter_thanks_reply"),
        ("Hepgor", "utter_skipped"),
    ],
)
def test_what_is_asked_for_is_done(sgwrs_gymraeg: Talk, words: str, response: str) -> None:
    asked = sgwrs_gymraeg.go_to("barrier").ask
    reply = sgwrs_gymraeg.say(words)
    assert says(reply.besides, response, "cy")
    assert (reply.ask["id"] == asked["id"]) is (words != "Hepgor")
    assert words not in words_in(sgwrs_gymraeg.record)


def test_iawn_to_sharing_is_asked_again(sgwrs_gymraeg: Talk) -> None:
    asked = sgwrs_gymraeg.go_to("consent", "share").ask
    reply = sgwrs_gymraeg.say("iawn")
    assert reply.ask["id"] == asked["id"]
    assert says(reply.question, "utter_ask_share_again", "cy")
    assert sgwrs_gymraeg.record["consent"]["share"] is None
