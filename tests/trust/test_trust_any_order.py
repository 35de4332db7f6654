"""Whatever is done, in whatever order, whatever dies meanwhile: no word is lost, doubled or changed, and one question is open.

A state machine (Hypothesis) holds talks with the one running copy: it answers, commands, tells of danger, edits, switches the language,
leaves and comes back, and kills the app under way. After every step the whole log, the whole record and the open question are looked at.
The same dozen talks each time; SGWRS_TEST_LONG=1 holds a hundred long ones, others each time, and kills the engine once as well.
"""

import os
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Optional

import httpx
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.live import PLAIN, Copy, Talk, quotes_in
from tests.trust.test_trust_processes_die import engine_asleep, wait_for

LONG = bool(os.environ.get("SGWRS_TEST_LONG"))
LANGUAGES = st.sampled_from(("en", "cy"))
#: Which of several: a quote of the record, a button of the reply, a message of the log (what is there, counted round).
ANY = st.integers(0, 30)

#: Answers that are not particular, by what they are, and ones that a careless program would trip over.
ANSWERS: dict[str, tuple[str, ...]] = {
    "generic": (
        "my independence",
        "I just want to be safe and happy, a normal life, that's all I want really",
        "quality of life",
        "fy annibyniaeth",
        "bod yn ddiogel ac yn hapus, bywyd normal, dyna i gyd dw i eisiau rili",
    ),
    "service": ("four calls a day", "I need respite", "a stairlift", "pedair galwad y dydd", "dw i angen seibiant", "cawod, nid bath"),
    "view": (
        "my daughter thinks I should move to a flat in Barry",
        "the nurse says she must go to a day centre",
        "mae fy merch yn meddwl y dylwn i symud i fflat yn y Barri",
        "mae'r nyrs yn dweud bod rhaid iddi fynd i ganolfan ddydd",
    ),
    "bare": ("he can still drive", "I've got family", "mae e'n dal i yrru", "mae teulu gyda fi"),
    "thin": ("dunno", "ok", "…", "same as always", "dim syniad", "iawn am wn i", "yr un fath ag arfer"),
    "nothing": ("nobody", "nothing near us", "No, nothing else.", "no", "neb", "dim byd", "Na, dim byd arall."),
    "much": (
        "Since March I wash Gwyn every morning. I want to go back to choir on Tuesdays. The last bus goes at half past five. "
        "Mair sits with him on Thursdays. If it stays like this I will lose my place by Christmas.",
        "Dw i'n codi am chwech bob bore i'w olchi e. Dw i eisiau mynd yn ôl i'r côr. Mae'r bws olaf yn mynd am hanner awr wedi pump. "
        "Mae Mair yn dod bob dydd Iau.",
        "He has been with me since the stroke and the nights are the worst of it because he calls out for his mother and I go in and "
        "sit with him until it gets light and then there is the washing and the nurse at nine and I have not been to chapel since Whitsun",
    ),
    "odd": (
        "  The bus from Treorchy stops at six.\n\nSo I stay in on Tuesdays.\n",
        "What would I do without Mair? She comes every Thursday, who else would?",
        "/restart",
        "{about} and {matter} 🙂 a\u0301 caffi Nerys",
        "“Gwyn,” I said, “you can't go to Tonypandy on your own.”",
        "Yes, and my sister Mair sits with him on Thursdays while I go to the shop.",
        "Mae'r bws yn stopio am saith but the choir goes on till nine.",
        "…and Dr. Price says 2.5 hours at Llantrisant on Fridays; leave that one",
    ),
}
#: Said by somebody worn out, short of danger.
WORN_OUT = ("I can't think any more", "I just can't face any more of this tonight", "Alla i ddim meddwl mwy")
#: Words of danger, told outright.
DANGER = (
    "He hits me when he's been drinking, last night he hit me again.",
    "There is a man kicking the door in right now.",
    "I want to kill myself.",
    "Dw i eisiau lladd fy hun.",
    "Mae e'n fy nharo i bob tro mae e wedi bod yn yfed.",
)
#: The commands of MOVES.md and those of the buttons, in plain words.
COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "skip": ("skip this one please", "Skip"),
        "stop": ("stop", "Stop here"),
        "pause": ("Can we pause please", "I need to go, can we carry on later"),
        "back": ("go back", "go back to the last question"),
        "repeat": ("can you repeat the question", "say that again please"),
        "rephrase": ("can you put it another way", "Say it differently"),
        "why_ask": ("why do you want to know that?", "Why do you ask"),
        "who_sees": ("who will see this?", "who is going to read this?"),
        "human": ("can I talk to a person", "I would rather talk to a person"),
        "language": ("can we do this in Welsh", "Switch to English"),
        "correct": ("can you change what I put about my sister", "scrap that last bit"),
        "thanks": ("thank you", "thanks"),
        "greet": ("hello", "hello"),
        "help": ("how does this work?", "help"),
        "affirm": ("Yes", "yes please"),
        "deny": ("No", "not really"),
        "send": ("Send these words to the duty team now", "Send these words to the duty team now"),
    },
    "cy": {
        "skip": ("sgipiwch hwn", "Hepgor"),
        "stop": ("stopio", "Stopio yma"),
        "pause": ("gawn ni oedi am funud", "gawn ni oedi am funud"),
        "back": ("mynd yn ôl i'r cwestiwn diwethaf", "mynd yn ôl i'r cwestiwn diwethaf"),
        "repeat": ("allwch chi ailadrodd y cwestiwn", "dwedwch e eto plis"),
        "rephrase": ("allwch chi ofyn mewn ffordd arall", "Dweud mewn ffordd arall"),
        "why_ask": ("pam ydych chi eisiau gwybod hynny?", "Pam dych chi'n gofyn"),
        "who_sees": ("pwy fydd yn gweld hwn?", "Pwy sy'n mynd i ddarllen hyn?"),
        "human": ("Byddai'n well gen i siarad â pherson", "Byddai'n well gen i siarad â pherson"),
        "language": ("Saesneg os gwelwch yn dda", "Newid i'r Gymraeg"),
        "correct": ("allwch chi newid y darn am fy chwaer", "allwch chi newid y darn am fy chwaer"),
        "thanks": ("diolch", "diolch yn fawr"),
        "greet": ("helo", "bore da"),
        "help": ("sut mae hwn yn gweithio?", "help"),
        "affirm": ("Ie", "Ydw"),
        "deny": ("Nage", "Na"),
        "send": ("Anfon y geiriau hyn at y tîm dyletswydd nawr", "Anfon y geiriau hyn at y tîm dyletswydd nawr"),
    },
}
ACTIONS = {
    "skip": "action_skip", "stop": "action_stop", "pause": "action_pause", "back": "action_go_back", "repeat": "action_repeat",
    "rephrase": "action_rephrase", "why_ask": "action_say_why_we_ask", "who_sees": "action_say_who_sees",
    "human": "action_give_a_person", "language": "action_switch_language", "correct": "action_say_how_to_correct",
    "thanks": "action_thank", "greet": "action_greet", "help": "action_explain", "send": "action_send_to_duty_team",
    "go_on": "action_go_on",
}  # fmt: skip
#: Where no yes or no was asked for, these words may be an answer like any other.
YES_OR_NO = ("action_affirm", "action_deny")
#: Commands after which the very question that was open is put again.
COMES_BACK = ("repeat", "rephrase", "why_ask", "who_sees", "human", "language", "correct", "thanks", "greet", "help", "send", "go_on")
#: By these a talk that waits goes on; by the others of COMES_BACK it does not.
GOES_ON = ("repeat", "rephrase")
KEPT = "action_keep_answer"

#: Seconds before which no reply is put off.
WAIT = 2.5

FOLLOW_UPS = ("so_what", "why", "own_view", "context", "nudge")
TAKES_UP = ("so_what", "why", "own_view", "context")
CLOSING = ("anything_else", "read_back", "consent")
MOST_ASKS = {"carer": 25, "handler": 12}
#: Where words may be moved to, with where the record shows them, and what is no place.
PLACES = {
    "circumstances": "circumstances",
    "outcomes/1/statement": "outcomes/",
    "outcomes/1/barriers": "",
    "outcomes/2/strengths/others": "",
    "needs/1/why": "needs/",
    "caring/does": "caring/does",
    "unlinked/risks": "unlinked/risks",
    "others_views": "others_views",
    "outcomes/1/nonsense": None,
}
#: Of these the record shows only the last, so that older ones are not seen any more.
ONLY_LAST = ("consent/limits", "assessment_offer/answer")
EDITED = (
    "The last bus goes at seven, not six.",
    "  Mae'r bws olaf yn mynd am saith.\n",
    "my independence",
    "🙂",
)


still_talking = precondition(lambda self: self.now["state"] != "ended")


class AnyOrder(RuleBasedStateMachine):
    """A talk in which anything is done in any order, with all that has been promised about it."""

    engine_was_killed = False

    def __init__(self, copy: Copy) -> None:
        super().__init__()
        self.copy = copy
        self.talk: Talk
        self.told: list[str] = []  # what was done and what came back, for whoever reads a failure
        self.now: dict[str, Any] = {}
        self.log: list[dict[str, Any]] = []
        self.record: dict[str, Any] = {}
        self.sent: list[tuple[Optional[str], str]] = []  # (id, text) of what was said; words of an edit have no id of ours
        self.said_to: dict[str, Optional[str]] = {}  # message id -> id of the ask it was said to
        self.actions: dict[str, list[str]] = {}  # message id -> the actions that ran for it
        self.replies: dict[str, list[dict[str, Any]]] = {}  # message id -> what was said to it
        self.question: Optional[str] = None  # id of the ask that is open, or that waits while the talk does
        self.back_to: Optional[str] = None  # the message whose words the next answer replaces
        self.gone: set[str] = set()  # ids of quotes that were taken out of the story
        self.gone_concerns: set[str] = set()
        self.answered_since = False
        self.may_go: set[str] = set()  # ids of messages whose words may leave the story in this step
        self.back_somewhere = False  # two things at once: it cannot be told which answer is open again
        self.probed: Optional[int] = None  # how many asks had been put when somebody was worn out: from there on nothing is probed
        self.app_killed = self.engine_slept = False

    # Beginning and ending

    @initialize(
        role=st.sampled_from(("carer", "handler", "carer", "practitioner")),
        language=st.sampled_from(("en", "cy", None)),
        answered=st.sampled_from((1, 0, 2, 3, 5, 8, 14, 25)),
    )
    def begins(self, role: str, language: Optional[str], answered: int) -> None:
        """Somewhere in a talk: so many questions have been answered."""
        self.talk = self.copy.begin(role, language)
        self.look()
        self.says_what_is_particular(language or "en", answered)

    def teardown(self) -> None:
        if sys.exc_info()[0] and issubclass(sys.exc_info()[0], AssertionError):
            # What came at once does not come the same way again: here is how it went the first time.
            print("\n".join([*self.told, f"  {sys.exc_info()[1]}"]))
        if hasattr(self, "talk"):
            with suppress(httpx.HTTPError):
                assert self.talk.delete().status_code == 204
                assert self.talk.get().status_code == 404

    # Answering

    @still_talking
    @rule(language=LANGUAGES, times=st.integers(1, 5))
    def answers_plainly(self, language: str, times: int) -> None:
        self.says_what_is_particular(language, times)

    @still_talking
    @rule(text=st.sampled_from(ANSWERS["generic"] + ANSWERS["bare"]))
    def answers_in_general(self, text: str) -> None:
        self.says(text)

    @still_talking
    @rule(text=st.sampled_from(ANSWERS["service"]))
    def wants_a_service(self, text: str) -> None:
        self.says(text)

    @still_talking
    @rule(text=st.sampled_from(ANSWERS["view"]))
    def tells_somebody_elses_view(self, text: str) -> None:
        self.says(text)

    @still_talking
    @rule(text=st.sampled_from(ANSWERS["thin"] + ANSWERS["nothing"]))
    def answers_thinly(self, text: str) -> None:
        self.says(text)

    @still_talking
    @rule(text=st.sampled_from(ANSWERS["much"] + ANSWERS["odd"]))
    def tells_much_or_oddly(self, text: str) -> None:
        self.says(text)

    @precondition(lambda self: self.now["state"] == "open" and self.open_ask.get("element") not in ("opening", "offer", *CLOSING))
    @rule(text=st.sampled_from(WORN_OUT))
    def is_worn_out(self, text: str) -> None:
        for_the_first_time = self.probed is None and not any(ask["element"] in CLOSING for ask in self.asks().values())
        reply = self.says(text)
        if reply["state"] == "open":
            self.probed = len(self.asks()) if self.probed is None else self.probed
            assert not for_the_first_time or asked_in(reply)["element"] == "offer", "the offer to stop was not put"

    @still_talking
    @rule(text=st.sampled_from(DANGER))
    def tells_of_danger(self, text: str) -> None:
        concerns = len(self.record["concerns"])
        reply = self.says(text)
        assert reply["state"] == "concern"
        told = self.talk.record["concerns"][concerns:]
        assert [concern["quote"]["text"] for concern in told] == [text.strip()]
        assert not [path for path, quote in self.story(self.talk.record) if quote["message"] == self.sent[-1][0]]

    @precondition(lambda self: self.now["state"] != "ended" and len(self.asks()) > 1)
    @rule(language=LANGUAGES, which=ANY, text=st.sampled_from((None, *ANSWERS["generic"], *ANSWERS["thin"], *ANSWERS["odd"])))
    def answers_a_question_of_before(self, language: str, which: int, text: Optional[str]) -> None:
        asks = list(self.asks().values())
        ask = asks[which % len(asks)]
        self.says(text or self.particular(language, ask), answers=ask["id"])

    # Speaking to the assistant

    @still_talking
    @rule(command=st.sampled_from(sorted(COMMANDS["en"])), language=LANGUAGES, which=st.integers(0, 1))
    def commands(self, command: str, language: str, which: int) -> None:
        before, asked = self.now["state"], self.question
        at_language = bool(self.open_ask) and self.open_ask.get("topic") == "language"
        reply = self.says(COMMANDS[language][command][which])
        if command in ("affirm", "deny"):
            return
        ran = self.actions[str(self.sent[-1][0])]
        if command == "greet" and ACTIONS["go_on"] in ran:  # who says hello while the talk waits is there again
            command, before = "go_on", "open"
        assert ACTIONS[command] in ran, f"{self.sent[-1][1]!r} was taken for {ran}"
        if command == "pause":
            assert reply["state"] == "paused"
        elif command == "back":
            assert asked_in(reply)["id"] in self.asks(), "going back put a new question"
        elif command == "stop":
            assert reply["state"] == "ended" or asked_in(reply)["element"] in CLOSING[1:]
        elif command in COMES_BACK and not (command == "language" and at_language):
            self.came_back(reply, before if command not in GOES_ON else "open", asked)
            if command == "rephrase":
                texts = [message["text"] for message in self.log if message["ask"]]
                assert question_in(reply) not in texts, "other words were wanted"

    @precondition(lambda self: self.now["state"] in ("paused", "concern"))
    @rule(language=LANGUAGES)
    def goes_on(self, language: str) -> None:
        asked = self.question
        self.came_back(self.says({"en": "Carry on", "cy": "Mynd ymlaen"}[language]), "open", asked)

    @precondition(lambda self: self.now["state"] != "ended" and bool(self.buttons))
    @rule(which=ANY)
    def presses_a_button(self, which: int) -> None:
        answer_is_kept = self.open_ask.get("topic") == "assessment"
        self.says(self.buttons[which % len(self.buttons)])
        if not answer_is_kept:
            kept = [path for path, quote in quotes_in(self.talk.record) if quote["message"] == self.sent[-1][0]]
            assert not kept, f"a button's words stand in {kept}"

    @precondition(lambda self: self.now["state"] != "ended" and any(not concern["passed_on"] for concern in self.record["concerns"]))
    @rule(language=LANGUAGES)
    def sends_the_words_to_the_duty_team(self, language: str) -> None:
        before, asked = self.now["state"], self.question
        reply = self.says(COMMANDS[language]["send"][0])
        assert all(concern["passed_on"] for concern in self.talk.record["concerns"])
        self.came_back(reply, before, asked)

    @precondition(lambda self: self.now["state"] == "ended")
    @rule(text=st.sampled_from(ANSWERS["odd"] + DANGER))
    def speaks_after_the_end_and_goes_back_in(self, text: str) -> None:
        assert self.talk.post("/messages", {"id": str(uuid.uuid4()), "text": text}).status_code == 409
        assert self.talk.messages == self.log and self.talk.record == self.record
        assert self.talk.post("/reopen").json()["state"] == "open"

    # The calls beside sending

    @rule(language=LANGUAGES)
    def switches_the_language(self, language: str) -> None:
        given = self.talk.patch({"language": language})
        self.tell(f"  PATCH {language} -> {given.status_code}")
        if self.now["state"] == "ended":
            assert given.status_code == 409
            return
        assert given.status_code == 200
        assert given.json()["language"] == language
        if self.now["language"] is not None:
            self.came_back(given.json(), self.now["state"], self.question)

    @rule()
    def finishes(self) -> None:
        given = self.talk.post("/finish")
        self.tell(f"  finish -> {given.status_code}")
        self.goes_to_the_close()
        assert given.status_code == 200
        now, waits = given.json(), self.now["state"] in ("paused", "concern")
        if waits and self.question in self.asks() and self.asks()[self.question]["element"] in CLOSING[1:]:
            return  # it waits at the close already
        assert now["state"] == "ended" or now["open_ask"]["element"] in CLOSING[1:], f"not at the close, {now['state']}"

    @rule()
    def reopens(self) -> None:
        given = self.talk.post("/reopen")
        self.tell(f"  reopen -> {given.status_code}")
        assert given.status_code == 200
        assert given.json()["state"] == ("open" if self.now["state"] == "ended" else given.json()["state"])

    @rule(
        keep=st.sampled_from((None, True, False)),
        share=st.sampled_from((None, True, False)),
        limits=st.sampled_from((None, "Not with my brother Ifor.", " Ddim gyda'r ysgol.\n")),
    )
    def sets_consent(self, keep: Optional[bool], share: Optional[bool], limits: Optional[str]) -> None:
        chosen = {name: value for name, value in (("keep", keep), ("share", share), ("limits", limits)) if value is not None}
        given = self.talk.put("/consent", chosen)
        self.tell(f"  consent {chosen} -> {given.status_code}")
        assert given.status_code == 200
        consent = given.json()["consent"]
        for name, value in chosen.items():
            assert (consent[name]["text"] if name == "limits" else consent[name]) == value
        if limits:
            self.sent.append((None, limits))

    @precondition(lambda self: "/api/v1/return" in self.described)
    @rule()
    def comes_back_by_a_code(self) -> None:
        code = self.talk.post("/return-code")
        assert code.status_code == 200
        given = self.copy.http.post("/api/v1/return", json={"code": code.json()["code"].upper()})
        self.tell(f"  back by a code -> {given.status_code}")
        assert given.status_code == 200
        assert given.json()["id"] == self.talk.id
        before = self.talk.headers
        self.talk.headers = {"Authorization": f"Bearer {given.json()['token']}"}
        assert self.copy.http.get(f"/api/v1/conversations/{self.talk.id}", headers=before).status_code == 200
        now = self.talk.now
        if self.now["state"] == "ended":
            assert now["state"] == "ended"
        else:
            self.came_back(now, "open", self.question)
        assert len(self.talk.messages) > len(self.log), "whoever comes back is told where they were"

    # Sending again, and at once

    @precondition(lambda self: bool(self.actions))
    @rule(which=ANY, other=st.booleans())
    def sends_the_same_message_again(self, which: int, other: bool) -> None:
        id = list(self.actions)[which % len(self.actions)]
        text = next(text for sent, text in self.sent if sent == id)
        given = self.talk.post("/messages", {"id": id, "text": text + " indeed" if other else text})
        assert given.status_code == (409 if other else 200)
        if not other:
            assert given.json()["messages"] == self.replies[id], "another reply to the same message"
        assert self.talk.messages == self.log
        assert self.talk.record == self.record

    @still_talking
    @rule(
        first=st.sampled_from((*ANSWERS["odd"], *ANSWERS["generic"], "stop", "Can we pause please", "go back")),
        second=st.sampled_from((*ANSWERS["much"], *ANSWERS["view"], *ANSWERS["thin"], DANGER[0], "stop", "Mynd ymlaen")),
    )
    def two_devices_at_once(self, first: str, second: str) -> None:
        bodies = [{"id": str(uuid.uuid4()), "text": text} for text in (first, second)]
        with ThreadPoolExecutor(2) as devices:
            given = list(devices.map(lambda body: self.talk.post("/messages", body), bodies))
        taken = [body for body, response in zip(bodies, given, strict=True) if response.status_code != 409]
        assert taken
        for body in taken:
            self.answered(body)
        order = [message["id"] for message in self.talk.said]
        for body in sorted(taken, key=lambda body: order.index(body["id"])):
            self.note_down(body, None)
        self.may_have_gone_back(*taken)

    @still_talking
    @rule(
        text=st.sampled_from((*ANSWERS["much"], *ANSWERS["generic"], *ANSWERS["thin"], "skip this one please", "go back")),
        call=st.sampled_from(("finish", "reopen", "language", "consent", "code")),
        after=st.integers(0, 9),
    )
    def a_call_comes_while_a_message_is_answered(self, text: str, call: str, after: int) -> None:
        body = {"id": str(uuid.uuid4()), "text": text}
        with ThreadPoolExecutor(1) as device:
            saying = device.submit(self.talk.post, "/messages", body)
            time.sleep(after / 100)
            if call == "language":
                given = self.talk.patch({"language": "cy" if self.now["language"] == "en" else "en"})
            elif call == "consent":
                given = self.talk.put("/consent", {"keep": True})
            elif call == "code":
                code = self.talk.post("/return-code").json()["code"]
                given = self.copy.http.post("/api/v1/return", json={"code": code})
            else:
                given = self.talk.post(f"/{call}")
        self.tell(f"  {call} after {after / 100} s, while {text!r} is answered -> {given.status_code}")
        assert given.status_code in (200, 409)
        if saying.result().status_code != 409:
            self.answered(body)
            self.note_down(body, None)
            self.may_have_gone_back(body)

    # Changing the record

    @precondition(lambda self: bool(self.quotes))
    @rule(which=ANY, text=st.sampled_from(EDITED))
    def replaces_words(self, which: int, text: str) -> None:
        quote, standing = self.drawn(which)
        given = self.edits({"quote": quote["id"], "op": "replace", "text": text})
        if not standing:
            assert given.status_code == 409
            return
        assert given.status_code == 200
        self.sent.append((None, text))
        self.gone.add(quote["id"])
        put = [path for path, new in self.story(given.json()) if new["message"] == self.talk.said[-1]["id"]]
        assert put, "the new words stand nowhere"

    @precondition(lambda self: bool(self.quotes))
    @rule(which=ANY, start=st.integers(0, 20), length=st.integers(1, 40))
    def trims_words(self, which: int, start: int, length: int) -> None:
        quote, standing = self.drawn(which)
        text = next(message["text"] for message in self.log if message["id"] == quote["message"])
        given = self.edits({"quote": quote["id"], "op": "trim", "start": start, "end": start + length})
        if not standing:
            assert given.status_code == 409
        elif start + length > len(text) or not text[start : start + length].strip():
            assert given.status_code == 422
        else:
            assert given.status_code == 200
            new = f"{quote['message']}:{start}-{start + length}"
            self.gone = (self.gone | {quote["id"]}) - {new}
            assert new in {now["id"] for _, now in self.story(given.json())}

    @precondition(lambda self: bool(self.quotes))
    @rule(which=ANY, place=st.sampled_from(sorted(PLACES)))
    def moves_words(self, which: int, place: str) -> None:
        quote, standing = self.drawn(which)
        given = self.edits({"quote": quote["id"], "op": "move", "slot": place})
        if PLACES[place] is None:
            assert given.status_code == 422
            return
        assert given.status_code == 200
        put = [path for path, now in self.story(given.json()) if now["id"] == quote["id"]]
        assert len(put) == 1 and put[0].startswith(PLACES[place] or ""), f"moved to {place}, and stands in {put}"
        self.gone.discard(quote["id"])

    @precondition(lambda self: bool(self.quotes))
    @rule(which=ANY)
    def removes_words(self, which: int) -> None:
        quote, standing = self.drawn(which)
        given = self.edits({"quote": quote["id"], "op": "remove"})
        concern = next((c for c in self.record["concerns"] if c["quote"]["id"] == quote["id"]), None)
        if not standing and concern and concern["passed_on"]:
            assert given.status_code == 409
            return
        assert given.status_code == 200
        (self.gone if standing else self.gone_concerns).add(quote["id"])

    @precondition(lambda self: bool(self.quotes))
    @rule(which=ANY, voice=st.sampled_from(("family", "professional", "own")))
    def says_whose_words(self, which: int, voice: str) -> None:
        quote, standing = self.drawn(which)
        given = self.edits({"quote": quote["id"], "op": "voice", "voice": voice, "speaker": "Sioned"})
        if not standing:
            assert given.status_code == 409
            return
        assert given.status_code == 200
        voices = {now["voice"] for _, now in self.story(given.json()) if now["id"] == quote["id"]}
        assert voices == {voice}

    # What dies

    @precondition(lambda self: not self.app_killed)
    @rule(really=st.sampled_from((False, True, False)), speaking=st.sampled_from((None, *ANSWERS["generic"], *ANSWERS["odd"])), after=ANY)
    def the_app_dies(self, really: bool, speaking: Optional[str], after: int) -> None:
        if not really:
            return
        self.app_killed = True
        if not speaking or self.now["state"] == "ended":
            self.kill("app")
            return
        body = {"id": str(uuid.uuid4()), "text": speaking}

        def say() -> None:
            with suppress(httpx.HTTPError):  # the app is gone before it answers; that is what is tried
                self.talk.post("/messages", body)

        with ThreadPoolExecutor(1) as device:
            device.submit(say)
            time.sleep(after / 300)
            self.kill("app")
        self.heard(body, None)

    @precondition(lambda self: not self.engine_slept and self.now["state"] != "ended")
    @rule(
        really=st.sampled_from((False, False, True, False)),
        text=st.sampled_from((*ANSWERS["odd"], *ANSWERS["view"])),
        meanwhile=st.sampled_from((None, "edit", "language", "consent", "finish")),
    )
    def the_engine_sleeps(self, really: bool, text: str, meanwhile: Optional[str]) -> None:
        if not really:
            return
        self.engine_slept = True
        body = {"id": str(uuid.uuid4()), "text": text}
        with engine_asleep(self.copy):
            given = self.talk.post("/messages", body)
            assert given.status_code == 202
            assert self.talk.now["state"] == "waiting"
            self.note_down(body, None)
            if meanwhile == "edit" and self.quotes:
                self.removes_words(0)
            elif meanwhile == "language":
                assert self.talk.patch({"language": "cy"}).status_code == 200
            elif meanwhile == "consent":
                self.sets_consent(True, None, None)
            elif meanwhile == "finish":
                self.goes_to_the_close()
                assert self.talk.post("/finish").status_code == 200
        self.answered(body)

    @precondition(lambda self: LONG and not AnyOrder.engine_was_killed)
    @rule(really=st.sampled_from((False, False, False, True)))
    def the_engine_dies(self, really: bool) -> None:
        if really:
            AnyOrder.engine_was_killed = True
            self.kill("engine")

    # What holds after every step

    @invariant()
    def everything_holds(self) -> None:
        log, record = self.log, self.record
        self.look()
        self.tell(f"  {self.now['state']} {self.now['open_ask']}")
        self.log_holds(log)
        self.record_holds()
        self.nothing_is_lost(record)
        self.question_holds()
        self.asks_hold()
        self.nobody_else_reads_it()
        self.may_go = set()
        self.back_somewhere = self.back_somewhere and not self.answered_since

    def nobody_else_reads_it(self) -> None:
        """Staff can read what a carer said only once it was shared, and not what is not to be kept."""
        consent = self.record["consent"]
        if self.talk.role == "carer" and (not consent["share"] or (self.now["state"] == "ended" and consent["keep"] is False)):
            given = self.copy.http.get(f"/api/v1/conversations/{self.talk.id}/record")
            assert given.status_code == 401, f"staff can read it: {consent}"

    def log_holds(self, before: list[dict[str, Any]]) -> None:
        """Everything sent stands in it once, exactly, in order; no gap; what stood there stands there unchanged."""
        assert self.log[: len(before)] == before, "what stood in the log was changed"
        assert [message["seq"] for message in self.log] == list(range(1, len(self.log) + 1)), "a gap in the numbers"
        said = [message for message in self.log if message["from"] == "person"]
        assert [message["text"] for message in said] == [text for _, text in self.sent]
        assert all(id is None or message["id"] == id for message, (id, _) in zip(said, self.sent, strict=True))

    def record_holds(self) -> None:
        """Every quote is a slice of what was said; none stands twice in one place; commands, and what was taken out, stand nowhere."""
        texts = {message["id"]: message["text"] for message in self.log if message["from"] == "person"}
        standing: set[tuple[str, str]] = set()
        for path, quote in quotes_in(self.record):
            assert texts[quote["message"]][quote["start"] : quote["end"]] == quote["text"] != "", path
            place = path.rpartition("/")[0] if path.rpartition("/")[2].isdigit() else path
            assert (place, quote["id"]) not in standing, f"twice in {place}: {quote['text']!r}"
            standing.add((place, quote["id"]))
            if not path.startswith("concerns/"):
                assert quote["id"] not in self.gone, f"taken out, and stands in {path}"
            else:
                assert quote["id"] not in self.gone_concerns, "a concern that was taken out"
            commands = set(self.actions.get(quote["message"], [])) & self.words_nowhere(quote["message"])
            assert not commands or self.held_a_story(quote["message"]), f"the words of {commands} stand in {path}: {quote['text']!r}"

    def nothing_is_lost(self, before: dict[str, Any]) -> None:
        """Words leave the record only by an edit, or when the answer that was gone back to is given anew."""
        if not before:
            return
        assert self.record["version"] >= before["version"]
        standing = {quote["id"] for _, quote in self.story(self.record)}
        for path, quote in self.story(before):
            if quote["id"] not in standing | self.gone and not path.startswith(ONLY_LAST) and not self.back_somewhere:
                assert quote["message"] in self.may_go, f"lost from {path}: {quote['text']!r}"
        concerns = [concern["quote"]["id"] for concern in self.record["concerns"]]
        were = [concern["quote"]["id"] for concern in before["concerns"] if concern["quote"]["id"] not in self.gone_concerns]
        assert concerns[: len(were)] == were, "a concern is gone"
        passed = {concern["quote"]["id"] for concern in self.record["concerns"] if concern["passed_on"]}
        assert {concern["quote"]["id"] for concern in before["concerns"] if concern["passed_on"]} <= passed

    def question_holds(self) -> None:
        """Open: one ask, the one of the last reply, in the language of the talk. Waiting or ended: none."""
        put = [message for message in self.now["messages"] if message["ask"]]
        if self.now["state"] == "open":
            assert [message["ask"] for message in put] == [self.open_ask] and self.open_ask
            assert put[0]["language"] == (self.now["language"] or "cy")
            self.question = self.open_ask["id"]
        else:
            assert not put and self.now["open_ask"] is None
            self.question = self.question if self.now["state"] != "ended" else None

    def asks_hold(self) -> None:
        """One question each, two asks never share a text, follow-ups take up words and are few, and all of them are not too many."""
        texts: dict[str, str] = {}
        for message in self.log:
            ask = message["ask"]
            if ask:
                assert message["text"].count("?") == 1, f"not one question: {message['text']!r}"
                assert texts.setdefault(message["text"], ask["id"]) == ask["id"], f"two asks share {message['text']!r}"
                assert ask.get("about") or ask["kind"] not in TAKES_UP, f"takes up nothing: {ask}"
                assert (ask.get("about") or "") in message["text"], f"{ask['about']!r} does not stand in {message['text']!r}"
        followed: dict[tuple[Any, ...], int] = {}
        for ask in self.asks().values():
            subject = (ask["element"], ask.get("topic"), ask.get("outcome"), ask.get("need"))
            followed[subject] = followed[subject] + 1 if ask["kind"] in FOLLOW_UPS else 0
            assert followed[subject] <= (1 if self.talk.role == "handler" else 2), f"followed up too often: {ask}"
        asks = list(self.asks().values())
        assert self.probed is None or not [ask for ask in asks[self.probed :] if ask["kind"] in FOLLOW_UPS], "who is worn out was probed"
        elements = [ask["element"] for ask in asks]
        most = MOST_ASKS.get(self.talk.role)
        before_the_end = elements[: elements.index("anything_else")] if "anything_else" in elements else elements
        assert most is None or len([e for e in before_the_end if e not in CLOSING]) <= most

    def came_back(self, reply: dict[str, Any], state: str, asked: Optional[str]) -> None:
        """The talk is in this state and, when it is open, at this very question."""
        assert reply["state"] == state
        put = [message["ask"]["id"] for message in reply["messages"] if message["ask"]]
        assert put == ([asked] if state == "open" else []), f"not back at {asked}: {put}"

    def went_back(self, reply: dict[str, Any]) -> None:
        """The last question, or the one before it, is open again: what is answered now replaces what was."""
        opened = asked_in(reply)["id"]
        if opened != self.question:
            answers = [id for id, ask in self.said_to.items() if ask == opened and self.is_answer(id)]
            self.back_to = answers[-1] if answers else None

    def goes_to_the_close(self) -> None:
        """What was gone back to stays as it was: nothing was said in its place."""
        if self.asks().get(self.question or "", {}).get("element") not in CLOSING[1:]:
            self.back_to = None

    def is_answer(self, message: str) -> bool:
        """Whether the message answered its question, be it by leaving it, and was not a command beside it."""
        return not {*ACTIONS.values(), "action_show_help"} - {ACTIONS["skip"]} & set(self.actions[message])

    def may_have_gone_back(self, *bodies: dict[str, Any]) -> None:
        """Of things that came at once it is not known which answer was opened again, or replaced."""
        went_back = any(ACTIONS["back"] in self.actions[body["id"]] for body in bodies)
        if went_back or self.back_to:
            self.back_somewhere, self.answered_since, self.back_to = True, not went_back, None

    def tell(self, line: str) -> None:
        self.told.append(line)
        note(line)

    # Saying and looking

    def says(self, text: str, answers: Optional[str] = None) -> dict[str, Any]:
        """Say ``text`` and return the reply, which is not put off while the engine is there (on a slow machine it may take long)."""
        body = {"id": str(uuid.uuid4()), "text": text, **({"answers": answers} if answers else {})}
        begun = time.monotonic()
        given = self.talk.post("/messages", body)
        took = time.monotonic() - begun
        assert given.status_code == 200 or took > WAIT, f"{text!r}: {given.status_code} after {took:.1f} s: {given.text}"
        return self.heard(body, answers, given)

    def says_what_is_particular(self, language: str, times: int) -> None:
        """Answer so many questions as somebody would who has a story to each."""
        for _ in range(times):
            if self.now["state"] != "ended":
                self.says(self.particular(language))
                self.everything_holds()

    def heard(self, body: dict[str, Any], answers: Optional[str], given: Optional[httpx.Response] = None) -> dict[str, Any]:
        """Send the message until it is answered; note what was made of it. ``given``: what came back the first time, if it was sent."""
        reply = self.answered(body, given)
        self.note_down(body, answers)
        id, asked = body["id"], answers or self.question
        if ACTIONS["back"] in self.actions[id]:
            self.went_back(reply)
        if ACTIONS["stop"] in self.actions[id]:
            self.goes_to_the_close()
        self.answered_since = self.is_answer(id)
        if self.back_to and asked == self.said_to.get(self.back_to) and self.answered_since:
            self.may_go.add(self.back_to)
            if KEPT in self.actions[id]:
                left = [quote["text"] for _, quote in self.story(self.talk.record) if quote["message"] == self.back_to]
                assert not left, f"answered anew, and the old words stand: {left}"
            self.back_to = None
        return reply

    def answered(self, body: dict[str, Any], first: Optional[httpx.Response] = None) -> dict[str, Any]:
        """Return the reply to a message, waiting for it when need be; what it says stands in the log."""
        came = [first] if first else []

        def reply() -> Optional[dict[str, Any]]:
            given = came.pop() if came else self.talk.post("/messages", body)
            assert given.status_code in (200, 202), f"{given.status_code}: {given.text}"
            return given.json() if given.status_code == 200 else None

        found = wait_for(reply, seconds=25)
        log = self.talk.messages
        assert [message["id"] for message in log].count(body["id"]) == 1
        assert all(message in log for message in found["messages"]) and found["messages"], "silence"
        self.actions[body["id"]], self.replies[body["id"]] = self.talk.actions_run(body["id"]), found["messages"]
        last = [(message["text"], message["ask"] and message["ask"]["id"]) for message in found["messages"]]
        self.tell(f"  {body['text']!r} {self.actions[body['id']]} -> {found['state']} {last}")
        return found

    def note_down(self, body: dict[str, Any], answers: Optional[str]) -> None:
        self.sent.append((body["id"], body["text"]))
        self.said_to[body["id"]] = answers or self.question

    def look(self) -> None:
        """See the talk as it stands, once no reply is outstanding."""

        def settled() -> Optional[dict[str, Any]]:
            now = self.talk.now
            return now if now["state"] != "waiting" else None

        self.now = wait_for(settled, seconds=25)
        self.log, self.record = self.talk.messages, self.talk.record

    def kill(self, program: str) -> None:
        """Kill a program of the copy, and wait until it is back."""
        died = self.copy.kill(program)
        self.tell(f"  {program} killed")
        wait_for(lambda: self.copy.pid(program) != died and self.copy.is_ready())

    def edits(self, change: dict[str, Any]) -> httpx.Response:
        given = self.talk.post("/record/edits", change)
        self.tell(f"  {change} -> {given.status_code}")
        if given.status_code != 200:
            assert self.talk.messages == self.log and self.talk.record == self.record, "refused, and something changed"
        return given

    def particular(self, language: str, ask: Optional[dict[str, Any]] = None) -> str:
        """Return an answer that is particular to one person, to ``ask`` or the open question (any story when there is none)."""
        ask = ask or self.open_ask or {"element": "circumstances", "kind": "open"}
        words = PLAIN[language]
        if ask["kind"] == "check":
            return words["yes"]
        name = f"{ask['element']}/{ask['topic']}" if ask.get("topic") else ask["element"]
        return words.get(name, {"en": "English", "cy": "Cymraeg"}[language])

    def asks(self) -> dict[str, dict[str, Any]]:
        """Every ask put so far, by its id, in order."""
        found: dict[str, dict[str, Any]] = {}
        for message in self.log:
            if message["ask"]:
                found.setdefault(message["ask"]["id"], message["ask"])
        return found

    @property
    def open_ask(self) -> dict[str, Any]:
        return self.now["open_ask"] or {}

    @property
    def open_topic(self) -> Optional[str]:
        return self.open_ask.get("topic")

    @property
    def buttons(self) -> list[str]:
        return [button["send"] for message in self.now["messages"] for button in message["buttons"]]

    @property
    def described(self) -> set[str]:
        return set(self.copy.http.get("/openapi.json").json()["paths"])

    @property
    def quotes(self) -> list[dict[str, Any]]:
        """Every quote of the record, once."""
        return list({quote["id"]: quote for _, quote in quotes_in(self.record)}.values())

    def drawn(self, which: int) -> tuple[dict[str, Any], bool]:
        """Return (a quote of the record, whether it stands in the story and not only among the concerns)."""
        quote = self.quotes[which % len(self.quotes)]
        return quote, any(quote["id"] == standing["id"] for _, standing in self.story(self.record))

    def story(self, record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (where, quote) for all of the record but the concerns."""
        return ((path, quote) for path, quote in quotes_in(record) if not path.startswith("concerns/"))

    def words_nowhere(self, message: str) -> set[str]:
        """Return the actions for which the words of ``message`` are not kept; yes and no are, where they answer an open question."""
        ask = self.asks().get(self.said_to.get(message) or "", {})
        yes_or_no = ask.get("kind") == "check" or ask.get("element") in ("read_back", "offer") or ask.get("topic") in ("keep", "share")
        return {*ACTIONS.values(), *(YES_OR_NO if yes_or_no else ())}

    def held_a_story(self, message: str) -> bool:
        """Whether a command came with a story, which is kept ("… leave that one")."""
        return next(text for id, text in self.sent if id == message) in (*ANSWERS["odd"], *ANSWERS["much"])


def asked_in(reply: dict[str, Any]) -> dict[str, Any]:
    """Return the one ask of an open reply."""
    (ask,) = [message["ask"] for message in reply["messages"] if message["ask"]]
    return dict(ask)


def question_in(reply: dict[str, Any]) -> str:
    """Return the text of the message that asks."""
    return next(str(message["text"]) for message in reply["messages"] if message["ask"])


def test_every_promise_holds_whatever_is_done_in_whatever_order(ready: Copy) -> None:
    run_state_machine_as_test(
        lambda: AnyOrder(ready),
        settings=settings(
            max_examples=int(os.environ.get("SGWRS_TEST_TALKS", 100)) if LONG else 12,
            stateful_step_count=50 if LONG else 20,
            derandomize=not LONG,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink) if LONG else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
