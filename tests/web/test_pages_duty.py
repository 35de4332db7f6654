"""Words about danger go to the duty team by themselves (SGWRS_CONCERN_ROUTE=duty): said before anything is written, and who opened them."""

from collections.abc import Iterator
from typing import ClassVar

import pytest

from bot.words.labels import label
from tests.live import Copy
from tests.pages import Visitor

DANGER = {
    "en": "He hits me when he's been drinking, last night he hit me again.",
    "cy": "Mae e'n fy nharo i pan mae e wedi bod yn yfed, neithiwr fe wnaeth e fy nharo i eto.",
}
NO = {"en": "No", "cy": "Nac ydw"}


class DutyCopy(Copy):
    environment: ClassVar[dict[str, str]] = {"SGWRS_CONCERN_ROUTE": "duty"}


@pytest.fixture(scope="module")
def duty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    running = DutyCopy(tmp_path_factory.mktemp("duty") / "data")
    try:
        running.start()
        yield running
    finally:
        running.stop()


def in_danger(copy: Copy, language: str) -> Visitor:
    one = Visitor(copy, language).begin()
    one.say(NO[language])
    one.say(DANGER[language])
    return one


def acknowledge(copy: Copy, one: Visitor, name: str) -> None:
    (mine,) = [c for c in copy.http.get("/api/v1/concerns").json()["concerns"] if c["conversation"] == one.cookie[0]]
    assert copy.http.post(f"/api/v1/concerns/{mine['id']}/acknowledge", json={"by": name}).status_code == 200


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_whole_talk_with_words_that_go_to_the_duty_team(duty: Copy, language: str) -> None:
    one = Visitor(duty, language)
    first = one.open("start").text
    for key in ("first_nobody_reads_duty", "first_exceptions_duty", "first_nobody_watches_duty"):
        assert label(key, language) in first
    assert label("first_nobody_reads", language) not in first

    one = in_danger(duty, language)
    assert "999" in one.page.ids["now"] and "0808 80 10 800" in one.page.ids["now"]
    assert label("button_send_words", language) not in one.page.text  # they have gone
    assert DANGER[language] not in one.page.ids["record"]
    assert label("end_passed_waiting", language) in one.open("end").text
    assert label("end_not_shared_now_passed", language) in one.page.text
    assert DANGER[language] not in one.page.text
    assert label("said_concerns_out", language) in one.open("said").text
    assert label("stop_text_passed", language, keep_days="90") in one.open("stop").text

    acknowledge(duty, one, "Siân Rees")
    assert "Siân Rees" in one.open("talk").ids["now"]
    ended = one.open("end").text
    assert "Siân Rees" in ended and label("end_passed_waiting", language) not in ended
    one.open("end/erase")
    one.press(label("end_erase_yes", language))
    assert one.answer.status_code == 409 and label("state_opened_concern_title", language) in one.page.text


def test_who_opened_them_comes_by_itself(duty: Copy) -> None:
    one = in_danger(duty, "en")
    assert 'hx-trigger="every 20s"' in one.answer.text
    after = one.box.fields["after"]
    assert one.http.get("/en/talk/news", params={"after": after}).status_code == 204
    acknowledge(duty, one, "Siân Rees")
    news = one.http.get("/en/talk/news", params={"after": after})
    assert "Siân Rees" in news.text and "every 20s" not in news.text


def test_words_that_somebody_sent_themselves_are_not_denied(ready: Copy) -> None:
    one = in_danger(ready, "en")
    assert label("end_not_shared_now", "en") in one.open("end").text
    one.open("talk")
    one.press(label("button_send_words", "en"))
    assert label("end_not_shared_now_passed", "en") in one.open("end").text
    assert label("first_nobody_reads", "en") in one.open("start").text  # what holds for the next talk
