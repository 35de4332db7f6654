"""How long somebody at the talk's page waits, with scripts: from sending to the next question painted; and what the page weighs.

    python -m bench.pages --base-url http://127.0.0.1:8000 [--turns 40]

Measured in the browser itself: from the moment the form is sent until the frame after the one in which the next question stands.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.report import Figure, figures_table
from bot.words.labels import label
from tests.browser.person import DESKTOP, chromium, sizes
from tests.live import PLAIN

_LANGUAGE = "en"
_MOST_BYTES = 200_000
_MEDIAN, _SLOWEST = 250, 600
#: Notes when the form is sent, and the painted frame in which another question stands.
_WATCH = """
addEventListener("submit", () => { window.sentAt = performance.now(); }, {capture: true});
addEventListener("DOMContentLoaded", () => {
  let last = document.getElementById("question");
  new MutationObserver(() => {
    const now = document.getElementById("question");
    if (!now || now === last || !window.sentAt) return;
    last = now;
    requestAnimationFrame(() => setTimeout(() => { window.waited = performance.now() - window.sentAt; window.sentAt = 0; }));
  }).observe(document.body, {childList: true, subtree: true});
});
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the figures; return the exit status: 1 where one is missed."""
    parser = argparse.ArgumentParser(prog="pages", description="Measure the talk's page in a browser.")
    parser.add_argument("--base-url", default="http://127.0.0.1:8000", help="where Sgwrs runs")
    parser.add_argument("--turns", type=int, default=40, help="how many turns (at least 10)")
    given = parser.parse_args(arguments)
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        weight = _weight(browser, given.base_url)
        times: list[float] = []
        while len(times) < max(10, given.turns):
            times += _one_talk(browser, given.base_url, max(10, given.turns) - len(times))
        browser.close()
    middle, slow = statistics.median(times), sorted(times)[int(0.95 * len(times))]
    found = [
        Figure("turns in the browser", len(times), str(len(times))),
        Figure("from sending to the next question, median, ms", middle, f"{middle:.0f}", at_most=_MEDIAN),
        Figure("from sending to the next question, 95th percentile, ms", slow, f"{slow:.0f}", at_most=_SLOWEST),
        Figure("slowest, ms", max(times), f"{max(times):.0f}"),
        Figure("the talk's page, all that is fetched, bytes", sum(weight.values()), str(sum(weight.values())), at_most=_MOST_BYTES),
    ]
    print(figures_table(found))
    for path, size in sorted(weight.items(), key=lambda one: -one[1]):
        print(f"  {size:>7}  {path}")
    print(json.dumps({"median_ms": round(middle, 1), "p95_ms": round(slow, 1), "turns": len(times), "bytes": sum(weight.values())}))
    return int(any(figure.missed for figure in found))


def _begin(browser: Browser, url: str) -> Page:
    page = browser.new_context(**DESKTOP).new_page()
    page.add_init_script(_WATCH)
    page.goto(f"{url}/{_LANGUAGE}/start")
    page.get_by_label(label("first_shared_no", _LANGUAGE), exact=True).check()
    with page.expect_navigation():
        page.get_by_role("button", name=label("first_start", _LANGUAGE), exact=True).click()
    return page


def _one_talk(browser: Browser, url: str, most: int) -> list[float]:
    """Hold one talk, of at most so many turns that another question follows; return the milliseconds of each."""
    page, times = _begin(browser, url), []
    id, token, _ = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sgwrs").split(".")
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30, trust_env=False) as api:
        while len(times) < most:
            asked = api.get(f"/api/v1/conversations/{id}").json()["open_ask"]
            if asked["element"] in ("read_back", "consent"):
                break
            page.evaluate("() => { window.waited = 0 }")
            page.get_by_label(label("talk_answer", _LANGUAGE), exact=True).fill(_answer(asked))
            page.keyboard.press("Enter")
            page.wait_for_function("() => window.waited")
            times.append(float(page.evaluate("() => window.waited")))
            time.sleep(0.3)  # nobody answers at once; the page is at rest
    page.context.close()
    return times


def _answer(asked: dict[str, Any]) -> str:
    words = PLAIN[_LANGUAGE]
    if asked["kind"] == "check":
        return words["yes"]
    if asked["element"] == "outcome" and (asked.get("outcome") or 1) > 1:
        return words["outcome/next"]
    return words[f"{asked['element']}/{asked['topic']}" if asked.get("topic") else asked["element"]]


def _weight(browser: Browser, url: str) -> dict[str, int]:
    """Return the bytes of all that a browser which has nothing yet fetches for the talk's page."""
    begun = _begin(browser, url)
    cookies = begun.context.cookies()
    begun.context.close()
    fresh = browser.new_context(**DESKTOP)
    fresh.add_cookies(cookies)
    page, told = fresh.new_page(), []
    page.on("response", lambda response: told.append(response))
    page.goto(f"{url}/{_LANGUAGE}/talk")
    page.wait_for_load_state("networkidle")
    weighed = sizes(told)
    fresh.close()
    return weighed


if __name__ == "__main__":
    sys.exit(main())
