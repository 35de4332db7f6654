"""The whole talk in a real browser, to a downloaded Word file that holds every word: as different people have to do it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Locator

from bot.words.labels import label
from tests.browser.person import DESKTOP, PHONE, Person, sizes, spoken
from tests.live import PLAIN

Someone = Callable[..., Person]
#: How many times somebody presses Tab before they give up.
_MOST_TABS = 60
_MOST_BYTES = 200_000
#: What is wrong with what has the focus, "" if it can be seen: its place, whether it is covered, whether it looks focused.
_FOCUS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return "nothing has the focus";
  const name = `${it.tagName} ${(it.innerText || it.value || it.id).slice(0, 40)}`;
  const shown = it.type === "radio" ? it.nextElementSibling : it;
  const box = shown.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) return `${name} has no size`;
  if (box.bottom <= 0 || box.top >= innerHeight) return `${name} is out of sight`;
  const styles = [getComputedStyle(it), getComputedStyle(shown, "::before")];
  const clear = (colour) => colour === "transparent" || /, 0\\)$/.test(colour);
  const seen = styles.some((style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && !clear(style.outlineColor))
    || style.boxShadow !== "none" || style.backgroundColor === "rgb(255, 221, 0)");
  if (!seen) return `${name} does not look focused`;
  const line = shown.getClientRects()[0];
  const top = document.elementFromPoint(line.left + Math.min(line.width / 2, 40), Math.max(line.top + line.height / 2, 1));
  if (!top || shown.contains(top) || it.contains(top) || top.contains(shown)) return "";
  return `${name} is covered by ${top.className || top.tagName}`;
}"""


def words_of(file: Path) -> str:
    document = Document(str(file))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def word_file(person: Person, get: Callable[[], None], folder: Path) -> str:
    """Return the text of the Word file that comes when ``get`` is done."""
    with person.page.expect_download() as coming:
        get()
    path = folder / "copy.docx"
    coming.value.save_as(path)
    assert coming.value.suggested_filename == {"en": "sgwrs-my-words.docx", "cy": "sgwrs-fy-ngeiriau.docx"}[person.language]
    return words_of(path)


def every_word_is_in(text: str, person: Person) -> None:
    said = spoken(person.typed)
    assert len(said) >= 12, said
    missing = [words for words in said if words not in text]
    assert not missing, f"not in the Word file: {missing}"


@pytest.mark.parametrize(("language", "device"), [("cy", PHONE), ("en", DESKTOP)], ids=["phone, Welsh", "desktop, English"])
def test_without_scripts(person: Someone, tmp_path: Path, language: str, device: dict[str, object]) -> None:
    one = person(language, scripts=False, **device).begin()
    one.say(one.plain_answer)
    if language == "en":  # danger on the way: help first, then on with the very same question
        asked = one.question.inner_text()
        one.say("Last night he had his hands round my throat.")
        assert "999" in one.page.locator("#now").inner_text()
        assert "throat" not in one.page.locator("#record").inner_text()
        one.choose(label("button_carry_on", "en"))
        assert one.question.inner_text() == asked
        one.typed.remove("Last night he had his hands round my throat.")
    one.to_the_end()
    text = word_file(one, lambda: one.button("end_copy_word").click(), tmp_path)
    every_word_is_in(text, one)
    assert "throat" not in text
    assert [words for words in one.said if words in one.typed] == one.typed


class Keyboard:
    """Somebody who has a keyboard and nothing to point with."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.page = person.page

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until it has the focus; whatever has it on the way can be seen."""
        for pressed in range(_MOST_TABS):
            if wanted.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            wrong = self.page.evaluate(_FOCUS)
            assert not wrong or (pressed and wrong == "nothing has the focus"), wrong  # once round, the browser's own bar has it
        raise AssertionError(f"not reached with {_MOST_TABS} times Tab: {wanted}")

    def press(self, key: str) -> None:
        """Go to what is labelled so, and press Enter."""
        self.tab_to(self.person.button(key))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def up_to_the_words(hand: Keyboard) -> None:
    """From the box up to the words that were read back, through them, and down again."""
    page, before = hand.page, hand.page.evaluate("() => history.length")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("() => document.activeElement.innerText") == hand.person.words("talk_up_words")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "read-back" and not page.evaluate(_FOCUS)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.innerText").startswith(hand.person.words("said_change"))
    assert page.evaluate("() => history.length") == before, "it stands behind the Back button"
    hand.tab_to(hand.person.box)


def test_by_keyboard_alone(person: Someone, tmp_path: Path) -> None:
    one = person("en", **DESKTOP)
    hand = Keyboard(one)
    one.open("/")
    hand.press("first_language_button")
    hand.tab_to(one.page.get_by_label(one.words("first_shared_no"), exact=True))
    one.page.keyboard.press("Space")
    hand.press("first_start")
    hand.tab_to(one.box)
    for _ in range(40):
        one.enter(one.plain_answer)
        if one.place == "end" or not one.page.locator("#answer").count():
            break
        assert one.box.evaluate("it => it === document.activeElement"), "the focus left the box"
        # Where all words are read back the box stands below them, and the page shows their beginning.
        assert not one.page.evaluate(_FOCUS) or one.page.locator(".sg-readback").count()
        assert one.question.inner_text().count("?") == 1
        if one.page.locator("#now .sg-readback").count():
            up_to_the_words(hand)
    one.page.wait_for_url("**/en/end")
    hand.tab_to(one.button("end_copy_word"))
    every_word_is_in(word_file(one, lambda: one.page.keyboard.press("Enter"), tmp_path), one)
    # ... and to change a word of it, and share it.
    hand.press("end_words_button")
    hand.tab_to(one.page.get_by_role("link", name=one.words("said_change")).first)
    with one.page.expect_navigation():
        one.page.keyboard.press("Enter")
    hand.tab_to(one.page.get_by_label(one.words("said_new_words"), exact=True))
    one.page.keyboard.press("Control+End")
    one.page.keyboard.type(" Gwyn's mother too.")
    hand.press("said_save")
    assert one.page.get_by_role("status").filter(has_text=one.words("said_saved")).count()
    assert "Gwyn's mother too." in str(one.api("/record"))


def test_the_copy_on_paper(person: Someone) -> None:
    one = person("cy", **DESKTOP).begin()
    one.say(one.plain_answer)
    one.say(f"{PLAIN['cy']['circumstances']} " * 40)  # more than one page of it
    one.open("copy")
    one.page.emulate_media(media="print")
    shown = one.page.evaluate(
        "() => ({sizes: [...document.querySelectorAll('.sg-paper p')].map((one) => parseFloat(getComputedStyle(one).fontSize)),"
        " heads: [...document.querySelectorAll('.sg-paper h2, .sg-paper h3')].map((one) => getComputedStyle(one).breakAfter),"
        " around: [...document.querySelectorAll('header, footer, .sg-leave, .sg-screen-only')].filter((one) => one.offsetParent).length})"
    )
    assert set(shown["heads"]) == {"avoid"} and not shown["around"]
    assert set(shown["sizes"]) == {16.0}, "12 points, their words no smaller than ours"
    pages = re.findall(rb"/Type\s*/Page\b", one.page.pdf(format="A4"))
    assert len(pages) == 3, "long words begin below their heading, not on a page of their own"


def test_the_talks_page_is_light(person: Someone) -> None:
    one = person("cy", **PHONE).begin()
    one.say(one.plain_answer)
    one.say(one.plain_answer)
    fresh = person("cy", **PHONE)
    fresh.context.add_cookies([one.cookie])
    fresh.open("talk")
    fresh.page.wait_for_load_state("networkidle")
    weighed = sizes(fresh.told)
    assert len(weighed) >= 6, weighed
    assert sum(weighed.values()) <= _MOST_BYTES, weighed
