"""Every page and state of the carer's door as a picture, in docs/screens: both languages, a small phone and a desk. make screenshots

Starts a copy of its own. Chromium is the system's (Debian: chromium).
"""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.words.labels import label  # noqa: E402
from tests.live import PLAIN, Copy  # noqa: E402

OUT = Path(__file__).resolve().parents[1] / "docs" / "screens"
SIZES = {"phone": (360, 640), "desk": (1280, 800)}
OUTSIDE = (
    "start",
    "return",
    "help",
    "privacy",
    "accessibility",
    "leaving-quickly",
    "talk",
    "offline",
    "left",
    "locked",
    "closed",
    "not-there",
)
INSIDE = ("said", "stop", "code", "end/erase", "copy")
DANGER = {"en": "I want to kill myself.", "cy": "Dw i eisiau lladd fy hun."}


class Camera:
    """Somebody at the pages in one language and size, whose every page is kept as a picture."""

    def __init__(self, browser: Browser, copy: Copy, language: str, size: str) -> None:
        width, height = SIZES[size]
        self.copy, self.language, self.size = copy, language, size
        self.context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        self.page: Page = self.context.new_page()

    def take(self, name: str) -> None:
        self.page.wait_for_timeout(250)
        self.page.evaluate("() => scrollTo(0, 0)")
        self.page.screenshot(path=OUT / f"{name.replace('/', '-')}-{self.language}-{self.size}.png", full_page=True)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.copy.url}/{self.language}/{path}")

    def say(self, words: str) -> None:
        seen = self.page.locator("#fields [name=after]").get_attribute("value")
        self.page.get_by_label(label("talk_answer", self.language), exact=True).fill(words)
        self.page.get_by_role("button", name=label("talk_send", self.language), exact=True).click()
        self.page.wait_for_function("seen => document.querySelector('#fields [name=after]').value !== seen", arg=seen)

    def begin(self, shared: str = "no") -> None:
        self.open("start")
        self.page.check(f"input[name=shared][value={shared}]")
        self.page.locator("form[action$='/start'] button").click()
        self.page.wait_for_url("**/talk")
        self.page.wait_for_load_state("networkidle")


def outside(camera: Camera) -> None:
    """What is there without a talk."""
    camera.page.goto(f"{camera.copy.url}/")
    camera.take("language")
    for path in OUTSIDE:
        camera.open(path)
        camera.take({"talk": "state-not-here", "not-there": "state-not-found"}.get(path, path))


def the_talk(camera: Camera) -> None:
    """A talk, with what can go wrong in it, to its end."""
    words = PLAIN[camera.language]
    camera.begin()
    camera.take("talk-1-first")
    camera.open("said")
    camera.take("said-empty")
    camera.open("talk")
    camera.page.wait_for_load_state("networkidle")
    camera.say(words["opening/under_18"])
    camera.say(words["circumstances"])
    camera.say(words["outcome"])
    camera.take("talk-2-going-on")
    camera.page.get_by_label(label("talk_answer", camera.language), exact=True).fill("a" * 8100)
    camera.page.get_by_role("button", name=label("talk_send", camera.language), exact=True).click()
    camera.page.wait_for_selector("#problem-text")
    camera.take("state-too-long")
    camera.context.set_offline(True)
    camera.page.get_by_label(label("talk_answer", camera.language), exact=True).fill(words["barrier"])
    camera.page.get_by_role("button", name=label("talk_send", camera.language), exact=True).click()
    camera.page.wait_for_timeout(600)
    camera.take("state-not-yet-sent")
    camera.context.set_offline(False)
    camera.page.wait_for_timeout(5000)
    camera.say(DANGER[camera.language])
    camera.take("talk-3-concern")
    camera.say(label("button_carry_on", camera.language))
    asleep(camera, lambda: camera.say(words["strength_self"]))
    for path in INSIDE:
        camera.open(path)
        camera.take(path)
    camera.page.goto(f"{camera.copy.url}/{camera.language}/said")
    camera.page.locator(".sg-quote__change").first.click()
    camera.take("said-change")
    camera.open("code")
    camera.page.locator(".sg-read form button").first.click()
    camera.take("code-made")
    camera.open("stop")
    camera.page.locator("form[action$='/end/finish'] button").click()
    camera.page.wait_for_load_state("networkidle")
    camera.take("talk-4-read-back")
    for key in ("read_back", "consent/keep", "consent/share", "consent/assessment"):
        camera.page.get_by_label(label("talk_answer", camera.language), exact=True).fill(words[key])
        camera.page.get_by_role("button", name=label("talk_send", camera.language), exact=True).click()
        camera.page.wait_for_timeout(900)
        if key == "consent/keep":
            camera.take("talk-5-share")
    camera.page.wait_for_url("**/end")
    camera.take("end")


def asleep(camera: Camera, do: Callable[[], None]) -> None:
    """Do something while the engine gives no answer."""
    engine = camera.copy.pid("engine")
    os.kill(engine, signal.SIGSTOP)
    try:
        do()
        camera.take("state-away")
    finally:
        os.kill(engine, signal.SIGCONT)
    camera.page.wait_for_timeout(6000)


def main() -> None:
    """Start a copy, and take every picture."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    browser_file = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser_file:
        sys.exit("No Chromium was found: install it (Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        copy = Copy(Path(folder) / "data")
        copy.start()
        try:
            browser = playwright.chromium.launch(executable_path=browser_file, args=["--no-sandbox"])
            for language in ("cy", "en"):
                for size in SIZES:
                    outside(Camera(browser, copy, language, size))
                    the_talk(Camera(browser, copy, language, size))
        finally:
            copy.stop()
    print(f"{len(list(OUT.glob('*.png')))} pictures in docs/screens")


if __name__ == "__main__":
    main()
