"""Pictures of every page in every state, in both languages, on a phone and at a desk.

    python -m bench.screenshots [--to docs/screens] [--only talk,end]

Starts a copy of Sgwrs of its own, goes through it as the tests do (tests/browser/states.py), and takes a picture wherever those look.
"""

import argparse
import functools
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import ClassVar

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.person import DESKTOP, PHONE, Person, chromium
from tests.browser.states import Walk, walks, with_the_engine_away
from tests.live import ROOT, Copy

SIZES = {"phone": PHONE["viewport"], "desktop": DESKTOP["viewport"]}
#: States that differ from another by a line or two: a picture of the phone shows it, and the folder stays small.
_PHONE_ONLY = frozenset(
    (
        "start-nothing-chosen", "return-no-code", "return-wrong-code", "return-by-link", "talk-nothing-written", "talk-second",
        "talk-earlier-open", "talk-sent-again", "talk-too-long", "talk-after-help", "words-no-place", "words-nothing-written",
        "words-nobody-named", "said-changed", "code-stopped", "end-nothing-chosen", "end-no-way-to-answer", "end-contact-kept",
        "end-taken-back", "closing-keep", "closing-assessment", "closed", "locked", "start-another",
        "privacy", "accessibility", "end-contact-open", "end-opened", "talk-why", "code", "said-nothing", "erased", "no-such-page",
        "end-shared", "talk-has-moved-on", "opened-by-the-council", "not-sent-safely", "far-too-long", "talk-first",
    )
)  # fmt: skip
#: The colours of the pages: white, black, ink, grounds, lines, grey of letters' edges, and those of mistakes and of the focus.
_COLOURS = ("ffffff", "0b0c0c", "17404a", "eef4f3", "b9cbc9", "8a9a9c", "f3f3f3", "ca3535", "ffdd00")


class Shown(Copy):
    """A copy with all that a council sets. There is no such council, and nobody answers at these numbers."""

    environment: ClassVar[dict[str, str]] = {
        "SGWRS_COUNCIL_NAME_EN": "Cwm Tawel Council",
        "SGWRS_COUNCIL_NAME_CY": "Cyngor Cwm Tawel",
        "SGWRS_IAA_LINE": "01632 960001",
        "SGWRS_DUTY_TEAM": "01632 960002",
        "SGWRS_OUT_OF_HOURS": "01632 960003",
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; return the exit status."""
    parser = argparse.ArgumentParser(prog="screenshots", description="Take pictures of every page in every state.")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "screens", help="the folder for them (what lies there is replaced)")
    parser.add_argument("--only", default="", help="the states to take, with commas between them (default: all)")
    given = parser.parse_args(arguments)
    only = set(filter(None, given.only.split(",")))
    given.to.mkdir(parents=True, exist_ok=True)
    if not only:
        for old in given.to.glob("*.png"):
            old.unlink()
    with _a_copy() as copy, sync_playwright() as playwright:
        browser = chromium(playwright)
        taken = sum(_take(state, one, given.to) for state, one in _all(browser, copy) if not only or state in only)
        browser.close()
    size = sum(path.stat().st_size for path in given.to.glob("*.png"))
    print(f"{taken} pictures in {given.to}, {size / 1e6:.1f} MB")
    return 0


@contextmanager
def _a_copy() -> Iterator[Copy]:
    with tempfile.TemporaryDirectory(prefix="sgwrs-screens-") as folder:
        copy = Shown(Path(folder) / "data")
        try:
            copy.start()
            yield copy
        finally:
            copy.stop()


def _all(browser: Browser, copy: Copy) -> Walk:
    def somebody(language: str) -> Person:
        people.append(Person(browser, copy, language))
        return people[-1]

    people: list[Person] = []
    for walk in (walks(somebody, "cy"), walks(somebody, "en"), with_the_engine_away(somebody)):
        yield from walk
    for one in people:
        one.context.close()


def _take(state: str, one: Person, folder: Path) -> int:
    """Take a picture of the page at each size; return how many."""
    sizes = {name: size for name, size in SIZES.items() if name == "phone" or state not in _PHONE_ONLY}
    for name, size in sizes.items():
        one.page.set_viewport_size(size)
        one.page.evaluate("() => scrollTo(0, 0)")
        png = one.page.screenshot(full_page=True, animations="disabled")
        picture = Image.open(BytesIO(png)).convert("RGB").quantize(palette=_palette(), dither=Image.Dither.NONE)
        picture.save(folder / f"{state}-{one.language}-{name}.png", optimize=True)
    return len(sizes)


@functools.cache
def _palette() -> Image.Image:
    held = Image.new("P", (1, 1))
    held.putpalette([part for colour in _COLOURS for part in bytes.fromhex(colour)])
    return held


if __name__ == "__main__":
    sys.exit(main())
