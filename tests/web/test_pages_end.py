"""The end: share or not and with what limits, how to be reached, take back, say more; and what the council has opened stays."""

import pytest

from bot.words.labels import label
from tests.live import PLAIN, Copy
from tests.pages import Visitor

DAY = PLAIN["en"]["circumstances"]


@pytest.fixture
def visitor(ready: Copy) -> Visitor:
    """Somebody at the end page, who has not shared anything."""
    one = Visitor(ready).begin()
    one.press("No")
    one.say(DAY)
    one.say("Stop here")
    for _ in range(8):
        if one.answer.url.path.endswith("/end"):
            break
        topic = one.conversation["open_ask"].get("topic")
        one.press({"share": "No, do not share it", "keep": "Yes, keep it", "assessment": "Not now"}.get(topic, "Yes"))
    assert one.answer.url.path == "/en/end"
    return one


def test_sharing_with_limits_in_own_words(visitor: Visitor) -> None:
    visitor.press(label("end_share_save", "en"), share="yes", limits="Do not show this to my brother.")
    consent = visitor.record["consent"]
    assert consent["share"] is True and consent["limits"]["text"] == "Do not show this to my brother."
    assert "have been sent to the council" in visitor.page.text
    visitor.press(label("end_take_back", "en"))
    assert visitor.record["consent"]["share"] is False


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
