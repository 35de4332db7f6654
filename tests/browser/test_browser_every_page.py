"""Every page in every state, in both languages: axe finds nothing, nothing runs over the edge, and each says what it is."""

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.person import DESKTOP, Person
from tests.browser.states import DANGER, Walk, at_the_end, in_the_talk, on_a_shared_phone, with_the_engine_away, without_a_talk
from tests.live import PLAIN

Someone = Callable[..., Person]
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Words of the page that the button to leave it lies over.
_UNDER_THE_WAY_OUT = """() => {
  scrollTo({top: 0, behavior: "instant"}); // a late answer may have moved the page meanwhile
  const leave = document.querySelector(".sg-leave")?.getBoundingClientRect(), found = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), range = document.createRange();
  while (leave && texts.nextNode()) {
    if (!texts.currentNode.data.trim() || texts.currentNode.parentElement.closest(".govuk-visually-hidden")) continue;
    range.selectNodeContents(texts.currentNode);
    const under = (one) => one.right > leave.left && one.left < leave.right && one.bottom > leave.top && one.top < leave.bottom;
    if ([...range.getClientRects()].some(under)) found.push(texts.currentNode.data.trim().slice(0, 40));
  }
  return found;
}"""
#: What lies over the beginning of a thing that has the focus, "" if nothing does.
_COVERED = """it => {
  const box = it.getClientRects()[0];
  const top = document.elementFromPoint(box.left + 12, Math.max(box.top, 0) + 4);
  return !top || it.contains(top) || top.contains(it) ? "" : `${it.outerHTML.slice(0, 60)} is under ${top.className}`;
}"""
#: Pages that carry nothing of Sgwrs on purpose, or both languages.
_WITHOUT_HELP = ("left",)
#: Faults that are known and wait to be mended: (state, what it begins with). One that is gone has to go from here too.
KNOWN: set[tuple[str, str]] = set()


@functools.cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong on the page as it stands: the rule, and the first places."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {_axe()} }} }}")
    found: list[dict[str, Any]] = page.evaluate(
        "async (tags) => (await axe.run({runOnly: tags, resultTypes: ['violations'], preload: false})).violations", _TAGS
    )
    return [f"{one['id']}: {[node['html'][:140] for node in one['nodes'][:3]]}" for one in found]


def faults(one: Person, state: str) -> list[str]:
    """Return what is wrong with the page as it stands."""
    page, found = one.page, []
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.evaluate("() => scrollTo(0, 0)")  # further down, what stays in sight lies over whatever is there
        # The pages are built alike in both languages: what is wrong only where there is room shows in either.
        if size is NARROW or one.language == "cy":
            found += [f"{wrong} (at {size['width']} px)" for wrong in violations(page)]
        over = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"runs {over} px over the edge (at {size['width']} px)"] if over > 0 else []
    found += [f"{words!r} is under the way out" for words in page.evaluate(_UNDER_THE_WAY_OUT)]  # where it stands beside the page: wide
    shown: dict[str, Any] = page.evaluate(
        "() => ({lang: document.documentElement.lang, title: document.title, heads: document.querySelectorAll('h1').length,"
        " help: [...document.querySelectorAll('header a')].some((one) => one.pathname.endsWith('/help')),"
        " twice: [...document.querySelectorAll('[id]')].map((one) => one.id).filter((id, at, all) => all.indexOf(id) !== at)})"
    )
    found += [] if shown["lang"] == ("cy" if state == "language" else one.language) else [f"html says lang={shown['lang']}"]
    found += [] if shown["heads"] == 1 else [f"{shown['heads']} headings of the first level"]
    found += [] if shown["title"].strip() and not _personal(shown["title"]) else [f"title {shown['title']!r}"]
    found += [] if shown["help"] or state in _WITHOUT_HELP else ["no help in the header"]
    found += [f"ids twice: {shown['twice']}"] if shown["twice"] else []
    known = [fault for where, fault in KNOWN if where == state]
    found += [f"{fault} is no longer wrong: take it out of KNOWN" for fault in known if not any(wrong.startswith(fault) for wrong in found)]
    return [f"{one.language} {state}: {wrong}" for wrong in found if not wrong.startswith(tuple(known))]


@functools.cache
def _names() -> frozenset[str]:
    """Every word of the answers that stands in no label: names and the like."""
    said = " ".join([*(text for words in PLAIN.values() for text in words.values()), *DANGER.values()])
    return frozenset(word for word in re.findall(r"\w+", said) if word[0].isupper() and len(word) > 3)


def _personal(title: str) -> bool:
    """Whether something that was said stands in the title."""
    return bool(set(re.findall(r"\w+", title)) & {"Gwyn", "Mair", "Eirlys", "Nerys", "Gwen", "Bethania", "Brecon", "Treorchy"} & _names())


def looked_through(walk: Walk) -> list[str]:
    wrong: list[str] = []
    states: list[str] = []
    for state, one in walk:
        states.append(state)
        wrong += faults(one, state)
        one.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert states
    return wrong


WALKS = {"no talk": without_a_talk, "talk": in_the_talk, "shared phone": on_a_shared_phone, "end": at_the_end}


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("walk", WALKS)
def test_nothing_is_wrong_with_a_page(person: Someone, walk: str, language: str) -> None:
    one = person(language, viewport=NARROW, bypass_csp=True)
    wrong = looked_through(WALKS[walk](one))
    assert not wrong, "\n".join(wrong)


def test_nothing_is_wrong_while_the_engine_is_away(person: Someone) -> None:
    wrong = looked_through(with_the_engine_away(lambda language: person(language, viewport=NARROW, bypass_csp=True)))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [{"width": 320, "height": 256}, {"width": 320, "height": 480}], ids=["400 %", "a small phone"])
def test_what_stays_in_sight_covers_little(person: Someone, size: dict[str, int]) -> None:
    one = person("cy", viewport=size).begin()
    one.say(one.plain_answer)
    for place in ("talk", "said", "end"):
        one.open(place)
        for thing in one.page.locator("main :is(a.govuk-button, button, textarea, summary, .sg-quote__change):visible").all():
            thing.focus()
            covered: str = thing.evaluate(_COVERED)
            assert not covered, f"{place}: {covered}"
        leave = one.page.locator(".sg-leave").bounding_box()
        assert leave and leave["height"] < 48, f"{place}: {leave}"
        assert size["height"] > 256 or leave["width"] < size["width"] * 0.85


def test_with_the_persons_own_colours_and_nothing_moving(person: Someone) -> None:
    one = person("cy", bypass_csp=True, forced_colors="active", reduced_motion="reduce", **DESKTOP).begin()
    one.say(one.plain_answer)
    one.say(one.plain_answer)
    wrong = faults(one, "talk")
    for setting in ("(forced-colors: active)", "(prefers-reduced-motion: reduce)"):
        assert one.page.evaluate("(setting) => matchMedia(setting).matches", setting)
    assert not one.page.evaluate("() => document.getAnimations().length"), "something moves"
    assert not wrong, "\n".join(wrong)
