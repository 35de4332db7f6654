"""The end: share or not and with what limits, how to be reached, take back, say more; and what the council has opened stays."""

import io
import re

import pytest
from docx import Document

from bot.words.labels import label
from tests.live import PLAIN, Copy
from tests.pages import Visitor

DAY = PLAIN["en"]["circumstances"]


@pytest.fixture
def visitor(visitor: Visitor) -> Visitor:
    """Somebody at the end page, who has not shared anything."""
    visitor.say("Stop here")
    for _ in range(8):
        if visitor.answer.url.path.endswith("/end"):
            break
        topic = visitor.conversation["open_ask"].get("topic")
        visitor.press({"share": "No, do not share it", "keep": "Yes, keep it", "assessment": "Not now"}.get(topic, "Yes"))
    assert visitor.answer.url.path == "/en/end"
    return visitor


def test_sharing_with_limits_in_own_words(visitor: Visitor) -> None:
    visitor.press(label("end_share_save", "en"), share="yes", limits="Do not show this to my brother.")
    consent = visitor.record["consent"]
    assert consent["share"] is True and consent["limits"]["text"] == "Do not show this to my brother."
    assert "have been sent to the council" in visitor.page.text
    visitor.press(label("end_take_back", "en"))
    assert visitor.record["consent"]["share"] is False


def test_who_wanted_nothing_kept_and_sends_it_after_all_has_it_kept_and_read(visitor: Visitor, ready: Copy) -> None:
    id, token, _ = visitor.cookie
    ready.http.put(f"/api/v1/conversations/{id}/consent", json={"keep": False}, headers={"Authorization": f"Bearer {token}"})
    visitor.open("end")
    visitor.press(label("end_share_save", "en"), share="yes")
    assert visitor.record["consent"]["keep"] is True and visitor.record["consent"]["share"] is True
    assert ready.http.get(f"/api/v1/conversations/{id}/record").status_code == 200


def test_sharing_is_chosen(visitor: Visitor) -> None:
    visitor.page.forms = [form for form in visitor.page.forms if form.action.endswith("/share")]
    visitor.page.forms[0].fields.pop("share", None)
    visitor.press(label("end_share_save", "en"))
    assert visitor.answer.status_code == 422
    assert label("end_share_missing", "en") in visitor.page.text


def test_how_to_be_reached_and_whether_it_is_safe(visitor: Visitor) -> None:
    visitor.press(
        label("end_contact_save", "en"), name="Eirlys", how="01545 570000", language="cy", safe="times", when="Only between ten and two"
    )
    assert visitor.record["contact"] == {
        "name": "Eirlys", "how": "01545 570000", "safe_to_call": "Only between ten and two", "language": "cy",
    }  # fmt: skip
    assert "01545 570000" in visitor.open("copy").text
    visitor.open("end")
    visitor.press(label("end_contact_remove", "en"))
    assert visitor.record["contact"] is None


def test_how_to_be_reached_needs_a_way(visitor: Visitor) -> None:
    visitor.press(label("end_contact_save", "en"), name="Eirlys")
    assert visitor.answer.status_code == 422 and "Write how to reach you" in visitor.page.text


def test_no_answer_wanted_says_so(visitor: Visitor) -> None:
    visitor.press(label("end_contact_save", "en"), how="01545 570000")
    visitor.press(label("end_contact_remove", "en"))
    assert visitor.record["contact"] is None
    assert visitor.answer.url.params["done"] == "no_contact" and label("end_contact_removed", "en") in visitor.page.text


@pytest.mark.parametrize("language", ["cy", "en"])
def test_every_button_and_link_says_by_itself_what_it_does(visitor: Visitor, language: str) -> None:
    visitor.press(label("end_contact_save", "en"), how="01545 570000")
    visitor.press(label("end_share_save", "en"), share="yes")
    page = visitor.open(f"/{language}/end")
    does: dict[str, set[str]] = {}
    for form in page.forms:
        for name, value, text in form.buttons:
            does.setdefault(text, set()).add(f"{form.action} {name}={value}")
    for address, text in page.links:
        does.setdefault(text.strip(), set()).add(address)
    assert len(does) > 15
    assert not {text: what for text, what in does.items() if len(what) > 1}
    short = [text for text in does if text and len(text.split()) < 2]
    assert set(short) <= {"Sgwrs", "Cymraeg", "English", "Privacy", "Accessibility", "Preifatrwydd", "Hygyrchedd"}, short


def test_something_more_can_be_said(visitor: Visitor) -> None:
    visitor.press(label("end_say_more", "en"))
    assert visitor.answer.url.path == "/en/talk"
    assert visitor.conversation["state"] == "open"


def test_a_talk_that_has_ended_is_found_at_its_end(visitor: Visitor) -> None:
    visitor.open("talk")
    assert visitor.answer.url.path == "/en/end"
    visitor.open("/cy/talk")
    assert visitor.answer.url.path == "/cy/end"


def test_what_the_council_has_opened_is_not_changed_here(visitor: Visitor) -> None:
    visitor.press(label("end_share_save", "en"), share="yes")
    quote = visitor.record["circumstances"][0]["id"]
    visitor.open(f"said/{quote}")
    page = visitor.page
    assert visitor.copy.http.get(f"/api/v1/conversations/{visitor.cookie[0]}/record").status_code == 200
    visitor.page = page
    visitor.press(label("said_remove", "en"))
    assert visitor.answer.status_code == 409
    assert label("state_opened_title", "en") in visitor.page.text
    assert visitor.record["circumstances"][0]["id"] == quote
    assert "can no longer be changed" in visitor.open("end").text


def test_what_is_not_changed_about_being_reached_stays(visitor: Visitor) -> None:
    save = label("end_contact_save", "en")
    visitor.press(save, name="Eirlys", how="01545 570000", language="either", safe="no")
    visitor.open("end")
    visitor.press(save, how="01545 570001")  # only the number
    reach = visitor.record["contact"]
    assert (reach["how"], reach["safe_to_call"], reach["language"]) == ("01545 570001", False, None)
    visitor.press(save, safe="times", when="Only between ten and two")
    visitor.press(save, name="E.")
    assert visitor.record["contact"]["safe_to_call"] == "Only between ten and two"
    visitor.post("/en/end/share", {"mark": visitor.page.forms[0].fields["mark"]})  # something is wrong elsewhere on the page
    assert visitor.answer.status_code == 422 and 'value="01545 570001"' in visitor.answer.text


def test_a_limit_that_is_taken_out_is_gone(visitor: Visitor) -> None:
    visitor.press(label("end_share_save", "en"), share="yes", limits="Do not show this to my brother.")
    visitor.press(label("end_limits_save", "en"), limits="")
    assert visitor.record["consent"]["limits"] is None and visitor.record["consent"]["share"] is True


@pytest.mark.parametrize("language", ["cy", "en"])
def test_words_for_a_talk_that_ended_elsewhere_are_given_back(visitor: Visitor, language: str) -> None:
    form = {"mark": visitor.page.forms[0].fields["mark"], "text": "what I wrote"}
    title = label("state_stale_title", language)
    visitor.post(f"/{language}/talk", form)
    assert visitor.answer.status_code == 409 and title in visitor.page.title
    assert "what I wrote" in visitor.page.text and "what I wrote" not in visitor.page.title
    visitor.post(f"/{language}/talk", form, **{"HX-Request": "true"})
    assert visitor.answer.headers["hx-retarget"] == "body" and title in visitor.page.text
    assert "what I wrote" not in visitor.said


def test_the_word_file_names_nobody(visitor: Visitor) -> None:
    visitor.press(label("end_contact_save", "en"), name="Eirlys", how="01545 570000", safe="no")
    visitor.open("copy.docx")
    assert "Eirlys" not in visitor.answer.headers["content-disposition"] and visitor.answer.headers["cache-control"] == "no-store"
    known = Document(io.BytesIO(visitor.answer.content)).core_properties
    told = " ".join(
        str(value) for value in (known.author, known.title, known.subject, known.comments, known.keywords, known.last_modified_by)
    )
    assert "Eirlys" not in told and "Gwyn" not in told and "python" not in told.lower()


@pytest.mark.parametrize(("shared", "completes"), [("yes", "off"), ("no", "name")])
def test_the_browser_is_not_to_remember_what_is_typed(ready: Copy, shared: str, completes: str) -> None:
    one = Visitor(ready).begin(shared)
    for path in ("talk", "end", "return"):
        one.open(path)
        for box in re.findall(r"<(?:textarea|input)(?![^>]*type=\"(?:hidden|radio)\")[^>]*>", one.answer.text):
            expected = completes if 'name="name"' in box else "off"
            assert f'autocomplete="{expected}"' in box, box
