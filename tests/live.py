"""One running copy of Sgwrs, and a talk with it: what the tests of behaviour speak through.

A copy is the real program: engine with the trained model, app with webhook and database, in a data folder of its own. A talk goes over
HTTP as anybody's would, and checks at every open reply what must always hold (docs: one ask, one question, the person's words in it).
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Optional, Self

import httpx
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.conversation.phrasebook import load_phrasebook
from bot.store.conversations import Store
from bot.store.database import open_database
from bot.store.keys import load_master_key

ROOT = Path(__file__).resolve().parents[1]
#: Seconds that a copy may take from nothing to ready, and after something in it died.
START_SECONDS = 120
BACK_SECONDS = 60
#: The environment variable with the address of a copy that runs already; tests then use that one and start none.
RUNNING_COPY = "RUNNING_COPY_OF_SGWRS"

#: A particular answer to each question, plainly of its kind, in both languages: how a test walks to the question it is about.
PLAIN: dict[str, dict[str, str]] = {
    "en": {
        "opening/under_18": "No",
        "opening/present": "It is me, Eirlys, ringing for myself.",
        "opening/communication": "Skip",
        "circumstances": "Since Gwyn had his stroke in March I get up at six every morning to wash and dress him before the nurse comes.",
        "outcome": "I want to go back to singing with Côr Meibion Pontypridd every Tuesday night like I used to.",
        "outcome/next": "No, nothing else.",
        "barrier": "The last bus from Treorchy goes at half past five, so I can't get home from choir practice on a Tuesday.",
        "strength_self": "I still bake bara brith every Sunday and carry it round to three neighbours on our street.",
        "strength_others": "My sister Mair comes over from Brecon every Thursday and sits with him while I go to the shop.",
        "community": "I go to the coffee morning at Bethania chapel on Wednesdays and Dai from the club drives me home.",
        "risk": "If it stays like this I will lose my place in the choir by Christmas and I won't see Nerys or Gwen at all.",
        "need": "Somebody to sit with Gwyn on Tuesday evenings, so that I can go to choir practice in Pontypridd.",
        "need_why": "Because choir practice in Pontypridd ends at nine, and Gwyn can't make his own supper before then.",
        "caring_role/does": "I cook his dinner, do the washing and take him to the hospital in Llantrisant every Friday.",
        "caring_role/able_now": "Yes, I can carry on with the cooking and the shopping.",
        "caring_role/able_later": "I think I will manage next year as long as Mair still comes on Thursdays.",
        "caring_role/willing_now": "Yes, I want to look after Gwyn myself, he did the same for me after my operation in 2019.",
        "caring_role/willing_later": "I'd go on with it next year if I had my Tuesday evenings at choir back.",
        "work_leisure/work": "I gave up my job at the Co-op in Tonypandy in May to be at home with him.",
        "work_leisure/learning": "I was halfway through a Welsh course at Coleg y Cymoedd and had to leave it at Easter.",
        "work_leisure/leisure": "I used to swim at Ystrad baths on Fridays with my friend Nerys until last spring.",
        "anything_else": "No, nothing else.",
        "read_back": "Yes",
        "consent/keep": "Yes, keep it",
        "consent/share": "Yes, share it",
        "consent/assessment": "Yes please",
        "offer": "Carry on",
        "yes": "Yes",
    },
    "cy": {
        "opening/under_18": "Nac ydw",
        "opening/present": "Fi sydd yma, Eirlys, yn ffonio drosof fi fy hun.",
        "opening/communication": "Hepgor",
        "circumstances": "Ers i Gwyn gael strôc ym mis Mawrth dw i'n codi am chwech bob bore i'w olchi a'i wisgo cyn i'r nyrs ddod.",
        "outcome": "Dw i eisiau mynd yn ôl i ganu gyda Chôr Pontypridd bob nos Fawrth fel roeddwn i'n arfer ei wneud.",
        "outcome/next": "Na, dim byd arall.",
        "barrier": "Mae'r bws olaf o Dreorci'n mynd am hanner awr wedi pump, felly alla i ddim dod adre o'r côr ar nos Fawrth.",
        "strength_self": "Dw i'n dal i bobi bara brith bob dydd Sul a mynd ag e i dri o'r cymdogion ar ein stryd ni.",
        "strength_others": "Mae fy chwaer Mair yn dod draw o Aberhonddu bob dydd Iau ac yn eistedd gydag e tra mod i'n mynd i'r siop.",
        "community": "Dw i'n mynd i'r bore coffi yng nghapel Bethania ar ddydd Mercher ac mae Dai'n fy ngyrru i adre.",
        "risk": "Os bydd hi fel hyn bydda i'n colli fy lle yn y côr cyn y Nadolig a fydda i ddim yn gweld Nerys na Gwen o gwbl.",
        "need": "Rhywun i eistedd gyda Gwyn ar nos Fawrth, er mwyn i fi allu mynd i'r côr ym Mhontypridd.",
        "need_why": "Achos bod y côr ym Mhontypridd yn gorffen am naw, a Gwyn ddim yn gallu gwneud ei swper ei hun cyn hynny.",
        "caring_role/does": "Dw i'n coginio cinio, yn golchi dillad ac yn mynd ag e i'r ysbyty yn Llantrisant bob dydd Gwener.",
        "caring_role/able_now": "Gallaf, dw i'n gallu gwneud y boreau, ond mae fy mhen-glin yn rhoi ar y grisiau wrth ei helpu i'r gwely.",
        "caring_role/able_later": "Erbyn y gaeaf nesaf dw i'n amau a alla i fynd ag e i fyny'r grisiau, gyda fy mhen-glin fel mae e.",
        "caring_role/willing_now": "Ydw, dw i eisiau gofalu am Gwyn fy hun, fe wnaeth e'r un peth i mi ar ôl fy llawdriniaeth yn 2019.",
        "caring_role/willing_later": "Byddwn i'n dal ati flwyddyn nesaf petawn i'n cael fy nosweithiau Mawrth yn y côr yn ôl.",
        "work_leisure/work": "Rhoddais i'r gorau i fy swydd yn y Co-op yn Nhonypandy ym mis Mai er mwyn bod gartref gydag e.",
        "work_leisure/learning": "Roeddwn i hanner ffordd trwy gwrs yng Ngholeg y Cymoedd ac roedd rhaid i fi ei adael adeg y Pasg.",
        "work_leisure/leisure": "Roeddwn i'n arfer nofio ym mhwll Ystrad ar ddydd Gwener gyda fy ffrind Nerys tan y gwanwyn diwethaf.",
        "anything_else": "Na, dim byd arall.",
        "read_back": "Ydy",
        "consent/keep": "Cewch, cadwch y geiriau",
        "consent/share": "Cewch, rhannwch y geiriau",
        "consent/assessment": "Hoffwn, os gwelwch yn dda",
        "offer": "Cario ymlaen",
        "yes": "Ydy",
    },
}  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Copy:
    """One copy of Sgwrs, started as `sgwrs run` starts it, with everything it keeps in ``data``."""

    #: What starts it, and with which variables beside the settings.
    command: ClassVar[tuple[str, ...]] = (str(Path(sys.executable).with_name("sgwrs")), "run")
    environment: ClassVar[dict[str, str]] = {}

    def __init__(self, data: Path, port: int = 0, engine_port: int = 0) -> None:
        self.data = data
        self.secret = "the-secret-of-this-test-run"
        self.port, self.engine_port = port or free_port(), engine_port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.printed = data.parent / "printed.txt"
        self.http = httpx.Client(base_url=self.url, timeout=30, trust_env=False)
        self.process: Optional[subprocess.Popen[bytes]] = None

    @property
    def address(self) -> str:
        """Where it is found by another process (``at``)."""
        return json.dumps({"data": str(self.data), "port": self.port, "engine_port": self.engine_port})

    @classmethod
    def at(cls, address: str) -> Self:
        """Return the copy that another process started."""
        found = json.loads(address)
        return cls(Path(found["data"]), found["port"], found["engine_port"])

    def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SGWRS_")}
        environment |= {
            "SGWRS_DATA": str(self.data),
            "SGWRS_PORT": str(self.port),
            "SGWRS_ENGINE_PORT": str(self.engine_port),
            "SGWRS_ENGINE_SECRET": self.secret,
            "SGWRS_IAA_LINE": "01443 000000",
            **self.environment,
        }
        with open(self.printed, "ab") as printed:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=environment, stdout=printed, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.wait_until_ready(START_SECONDS)

    def wait_until_ready(self, seconds: float = BACK_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert not self.process or self.process.poll() is None, f"Sgwrs stopped while starting:\n{self.printed.read_text()[-2000:]}"
            if self.is_ready():
                return
            time.sleep(0.2)
        raise AssertionError(f"Sgwrs was not ready within {seconds} s:\n{self.printed.read_text()[-2000:]}")

    def is_ready(self) -> bool:
        try:
            return self.http.get("/readyz").status_code == 200
        except httpx.HTTPError:
            return False

    def pid(self, program: str) -> int:
        return int((self.data / "run" / f"{program}.pid").read_text())

    def kill(self, program: str) -> int:
        """Kill ``program`` (app or engine) as a crash would; return the process id that it had."""
        pid = self.pid(program)
        os.kill(pid, signal.SIGKILL)
        return pid

    def stop(self) -> None:
        self.http.close()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(25)
            except subprocess.TimeoutExpired:
                for program in ("app", "engine"):
                    if (self.data / "run" / f"{program}.pid").exists():
                        self.kill(program)
                self.process.kill()
                self.process.wait()

    def begin(self, role: str = "carer", language: Optional[str] = "en", **more: Any) -> "Talk":
        """Begin a talk."""
        given = self.http.post("/api/v1/conversations", json={"role": role, "language": language, **more})
        assert given.status_code == 201, given.text
        return Talk(self, given.json())

    def rows(self, database: str, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query on one of the copy's own databases (sgwrs.db, tracker.db)."""
        with closing(sqlite3.connect(f"file:{self.data / database}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(query, values).fetchall()


@dataclass
class Reply:
    """What came back to one message, or at the start: its messages, the state after it, and how the server put it."""

    messages: list[dict[str, Any]]
    state: str
    progress: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200

    @property
    def asks(self) -> list[dict[str, Any]]:
        return [message["ask"] for message in self.messages if message["ask"]]

    @property
    def ask(self) -> dict[str, Any]:
        """The one ask of an open reply."""
        assert len(self.asks) == 1, f"{len(self.asks)} asks in: {self.texts}"
        return self.asks[0]

    @property
    def question(self) -> str:
        """The text of the message that asks."""
        return next(message["text"] for message in self.messages if message["ask"])

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def besides(self) -> str:
        """What was said beside the question."""
        return "\n".join(message["text"] for message in self.messages if not message["ask"])

    @property
    def buttons(self) -> list[str]:
        return [button["send"] for message in self.messages for button in message["buttons"]]

    @property
    def is_about(self) -> tuple[str, Optional[str]]:
        """What is asked: (element, topic)."""
        return self.ask["element"], self.ask.get("topic")


class Talk:
    """A talk as a person, a page or a program holds it."""

    def __init__(self, copy: Copy, begun: dict[str, Any]) -> None:
        self.copy = copy
        self.id = begun["id"]
        self.role = begun["role"]
        self.token = begun.get("token", "")
        self.headers = {"Authorization": f"Bearer {self.token}"}
        self.last_id = ""
        self.last = Reply(begun["messages"], begun["state"], begun["progress"])
        self._check(self.last)

    # Saying things

    def say(self, text: str, *, id: Optional[str] = None, answers: Optional[str] = None, **more: Any) -> Reply:
        """Say something and return the reply, having checked what holds for every reply."""
        self.last_id = id or str(uuid.uuid4())
        body = {"id": self.last_id, "text": text, **({"answers": answers} if answers else {}), **more}
        given = self.post("/messages", body)
        assert given.status_code == 200, f"{given.status_code}: {given.text}"
        self.last = Reply(**{name: given.json()[name] for name in ("messages", "state", "progress")})
        self._check(self.last)
        return self.last

    def _check(self, reply: Reply) -> None:
        assert reply.messages, "silence"
        assert all(message["text"].strip() for message in reply.messages), "an empty message"
        if reply.state != "open":
            assert not reply.asks, f"an ask while {reply.state}"
            return
        ask = reply.ask
        assert reply.question.count("?") == 1, f"not one question: {reply.question}"
        if ask.get("about"):
            assert ask["about"] in reply.question, f"{ask['about']!r} does not stand in {reply.question!r}"
        if ask["kind"] in ("so_what", "why", "own_view", "context"):
            assert ask.get("about"), f"a follow-up takes up nothing: {ask}"

    def plain_answer(self) -> str:
        """Return a particular answer to the open question, in the language of the talk."""
        ask, words = self.last.ask, PLAIN[self.language]
        if ask["kind"] == "check":
            return words["yes"]
        if ask["element"] == "outcome" and (ask.get("outcome") or 1) > 1:
            return words["outcome/next"]
        return words[f"{ask['element']}/{ask['topic']}" if ask.get("topic") else ask["element"]]

    def answer_plainly(self) -> Reply:
        """Answer on the way to somewhere: an answer that is taken for danger (other tests look for that) is left out."""
        reply = self.say(self.plain_answer())
        if reply.state == "concern":
            self.say(reply.buttons[0])
            return self.say({"en": "Skip", "cy": "Hepgor"}[self.language])
        return reply

    def go_to(self, element: str, topic: Optional[str] = None, most: int = 40) -> Reply:
        """Answer plainly until ``element`` is asked (an opening question, not a follow-up)."""
        for _ in range(most):
            ask = self.last.ask
            if ask["element"] == element and ask.get("topic") == topic and ask["kind"] in ("open", "check"):
                return self.last
            self.answer_plainly()
        raise AssertionError(f"{element} {topic or ''} was not asked within {most} answers")

    def go_to_end(self, most: int = 40) -> Reply:
        for _ in range(most):
            if self.last.state == "ended":
                return self.last
            self.answer_plainly()
        raise AssertionError(f"the talk did not end within {most} answers")

    # Looking

    def get(self, path: str = "", **params: Any) -> httpx.Response:
        return self.copy.http.get(f"/api/v1/conversations/{self.id}{path}", headers=self.headers, params=params)

    def post(self, path: str, body: Any = None) -> httpx.Response:
        return self.copy.http.post(f"/api/v1/conversations/{self.id}{path}", headers=self.headers, json=body)

    def put(self, path: str, body: Any) -> httpx.Response:
        return self.copy.http.put(f"/api/v1/conversations/{self.id}{path}", headers=self.headers, json=body)

    def patch(self, body: Any) -> httpx.Response:
        return self.copy.http.patch(f"/api/v1/conversations/{self.id}", headers=self.headers, json=body)

    def delete(self) -> httpx.Response:
        return self.copy.http.delete(f"/api/v1/conversations/{self.id}", headers=self.headers)

    @property
    def now(self) -> dict[str, Any]:
        """The conversation as it stands."""
        return self.get().json()

    @property
    def language(self) -> str:
        """The language that the last reply was in."""
        return self.last.messages[-1]["language"]

    @property
    def ask(self) -> dict[str, Any]:
        """The ask that the last reply put."""
        return self.last.ask

    @property
    def record(self) -> dict[str, Any]:
        return self.get("/record").json()

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.get("/messages").json()["messages"]

    @property
    def said(self) -> list[dict[str, Any]]:
        """What the person said, as it stands in the log."""
        return [message for message in self.messages if message["from"] == "person"]

    @property
    def all_asks(self) -> dict[str, dict[str, Any]]:
        """Every ask put so far, by its id, in order."""
        asks: dict[str, dict[str, Any]] = {}
        for message in self.messages:
            if message["ask"]:
                asks.setdefault(message["ask"]["id"], message["ask"])
        return asks

    def actions_run(self, message: Optional[str] = None) -> list[str]:
        """Return the names of the actions that did something for a message (default: the last one said)."""
        query = "select action from effects where conversation = ? and message = ? order by id"
        return [row[0] for row in self.copy.rows("sgwrs.db", query, self.id, message or self.last_id)]

    @property
    def sessions(self) -> int:
        """How many sessions Rasa's tracker of this talk has: one for each part of the talk."""
        return self.copy.rows("tracker.db", "select coalesce(max(session), 0) from tracker_turns where conversation = ?", self.id)[0][0]

    @property
    def engine_actions(self) -> list[str]:
        """What the engine itself did with the last message, by name, in order: from its tracker of this talk, opened with its key."""
        store = Store(
            open_database(f"sqlite:///{self.copy.data / 'sgwrs.db'}"), load_master_key("", self.copy.data / "keys" / "master.key")
        )
        cipher = AESGCM(store.tracker_key(self.id))
        sealed = self.copy.rows("tracker.db", "select sealed from tracker_turns where conversation = ? order by id", self.id)
        events = [event for (row,) in sealed for event in json.loads(cipher.decrypt(row[:12], row[12:], self.id.encode()))]
        said = max(index for index, event in enumerate(events) if event["event"] == "user")
        return [event["name"] for event in events[said:] if event["event"] == "action"]


# The wordings


def wordings(name: str, language: str = "en", **more: Any) -> list[str]:
    """Return the wordings of a response for a language (and role, young, subject when given), up to the first placeholder."""
    fitting = []
    for phrase in load_phrasebook().phrases[name]:
        conditions = dict(phrase.conditions)
        if conditions.get("language") == language and all(conditions.get(slot) == value for slot, value in more.items()):
            fitting.append(phrase.text.split("{")[0].strip())
    return [text for text in fitting if text]


def says(text: str, name: str, language: str = "en", **more: Any) -> bool:
    """Whether ``text`` holds one of the wordings of the response ``name``."""
    return any(wording in text for wording in wordings(name, language, **more))


# The record


def quotes_in(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (where, quote) for every quote in a record, or a part of one."""
    if isinstance(part, dict):
        if {"message", "start", "end", "text"} <= part.keys():
            yield path, part
            return
        for name, value in part.items():
            yield from quotes_in(value, f"{path}/{name}" if path else name)
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from quotes_in(value, f"{path}/{index}")


def places_of(record: dict[str, Any], words: str) -> set[str]:
    """Return the places of the record where ``words`` stand, numbers of lists taken off: {"circumstances", "outcomes/barriers"}."""
    found = {path for path, quote in quotes_in(record) if words in quote["text"]}
    return {"/".join(part for part in path.split("/") if not part.isdigit()) for path in found}


def words_in(part: Any) -> list[str]:
    """Return the texts of all quotes in a record or a part of one."""
    return [quote["text"] for _, quote in quotes_in(part)]


def every_quote_is_a_slice(talk: Talk) -> None:
    """Check that every quote of the talk's record is exactly what stands in the message log."""
    said = {message["id"]: message["text"] for message in talk.said}
    for path, quote in quotes_in(talk.record):
        assert said[quote["message"]][quote["start"] : quote["end"]] == quote["text"], path
