"""Send requests that are not as they should be, and see that each gets the 4xx it must and that nothing is stored.

    python -m bench.bad_requests --base-url http://127.0.0.1:8000

Each answer must be ``application/problem+json`` with a title, and repeat nothing personal. Exit status 1 when one
is not.
"""

import argparse
import json
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.bad_cases import CANARY, Case, cases
from bench.report import table

_SHARE_NOTHING = ("Yes, that's right.", "Yes, please keep it.", "No, do not share it.", "No, thank you.", "No.")


class Talks:
    """The three talks that the cases are about: one's own, somebody else's, and one that has ended."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.ids: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        for name in ("own", "other", "ended"):
            begun = client.post("/conversations", json={"role": "carer", "language": "en"})
            begun.raise_for_status()
            self.ids[name], self.tokens[name] = begun.json()["id"], begun.json()["token"]
        self.sent = str(uuid.uuid4())
        self.say("own", "No, I am 52.", self.sent)
        self._end("ended")

    def path(self, case: Case) -> str:
        return case.path.format(id=self.ids["own"], other=self.ids["other"], ended=self.ids["ended"])

    def headers(self, case: Case) -> dict[str, str]:
        headers = dict(case.headers)
        if case.body is not None:
            headers["Content-Type"] = case.content_type
        if case.token:
            headers["Authorization"] = f"Bearer {self.tokens[case.token]}" if case.token in self.tokens else case.token
        return headers

    def say(self, name: str, text: str, message: str = "") -> httpx.Response:
        body = {"id": message or str(uuid.uuid4()), "text": text}
        return self.client.post(f"/conversations/{self.ids[name]}/messages", json=body, headers=self._of(name))

    def stored(self) -> dict[str, Any]:
        """Return everything that is logged in the three talks."""
        paths = {name: f"/conversations/{id}/messages" for name, id in self.ids.items()}
        return {name: self.client.get(path, headers=self._of(name)).json() for name, path in paths.items()}

    def _end(self, name: str) -> None:
        state = self.client.post(f"/conversations/{self.ids[name]}/finish", headers=self._of(name)).json().get("state")
        for words in _SHARE_NOTHING:
            if state != "ended":
                state = self.say(name, words).json().get("state")

    def _of(self, name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[name]}"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Send everything; return the exit status."""
    parser = argparse.ArgumentParser(prog="bad_requests", description="Send requests that are not as they should be.")
    parser.add_argument("--base-url", default="http://127.0.0.1:8000", help="where Sgwrs runs")
    given = parser.parse_args(arguments)
    rows: list[list[str]] = [["request", "expected", "got", ""]]
    missed = 0
    try:
        with httpx.Client(base_url=given.base_url.rstrip("/") + "/api/v1", timeout=30) as client:
            talks = Talks(client)
            for case in cases(talks.sent):
                status, wrong = _send(client, talks, case)
                missed += bool(wrong)
                rows.append([case.name, " or ".join(map(str, case.expected)), status, "; ".join(wrong)])
            after = talks.say("own", "Still here.")
            wrong = [] if after.status_code == 200 else ["STATUS"]
            rows.append(["a good message after all that", "200", str(after.status_code), "; ".join(wrong)])
            missed += bool(wrong)
    except httpx.HTTPError as wrong_there:
        print(f"Sgwrs did not answer at {given.base_url}: {wrong_there!r}", file=sys.stderr)
        return 2
    print(table(rows))
    print("\n" + json.dumps({"requests": len(rows) - 1, "missed": missed}))
    return 1 if missed else 0


def _send(client: httpx.Client, talks: Talks, case: Case) -> tuple[str, list[str]]:
    """Send one case; return the status and what is wrong with the answer."""
    before = talks.stored()
    try:
        answer = client.request(case.method, talks.path(case), content=case.body, headers=talks.headers(case))
    except httpx.HTTPError as gone:
        return "none", [f"NO ANSWER ({type(gone).__name__})"]
    wrong = []
    if answer.status_code not in case.expected:
        wrong.append("STATUS")
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        wrong.append(f"NOT A PROBLEM ({answer.headers.get('content-type', 'no content type')})")
    elif not _titled(answer):
        wrong.append("NO TITLE")
    if CANARY in answer.text:
        wrong.append("ECHOES WHAT WAS SENT")
    if talks.stored() != before:
        wrong.append("SOMETHING WAS STORED")
    return str(answer.status_code), wrong


def _titled(answer: httpx.Response) -> bool:
    try:
        return bool(answer.json().get("title"))
    except (ValueError, AttributeError):
        return False


if __name__ == "__main__":
    sys.exit(main())
