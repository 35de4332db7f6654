"""A data folder as the running program leaves one: talks with words, tokens, codes and trackers, and a house that keeps it in order.

``Kept(folder)`` makes it with the program's own classes. Time is moved by changing rows: nothing here waits.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Optional

from sqlalchemy import text

from bot.conversation.asks import Ask
from bot.conversation.said import Said, Step
from bot.conversation.talk import State
from bot.engine.client import EngineClient
from bot.engine.tracker_table import open_tracker_database, tracker_turns
from bot.housekeeping import Housekeeping
from bot.record import entries
from bot.record.quote import Message, cut
from bot.settings import Settings
from bot.store.access import Access
from bot.store.conversations import Store
from bot.store.database import migrate, open_database
from bot.store.duty_list import DutyList
from bot.store.keys import load_master_key

WORDS = "I want to be back in the choir at Bethania chapel"
DANGER = "Last night he pushed me down the back steps at Penfforddwen"
ASK = Ask("a1", "circumstances", root="a1")
#: Tables that hold sealed words of a conversation, and the column that names it.
SEALED = ("messages", "entries", "effects", "duty_list")


class Kept:
    """One data folder, with the parts of the program that keep it. ``settings``: how long things are kept, say."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        urls = {"database_url": f"sqlite:///{folder / 'sgwrs.db'}", "tracker_url": f"sqlite:///{folder / 'tracker.db'}"}
        self.settings = Settings(data=folder, **urls, **settings)
        folder.mkdir(parents=True, exist_ok=True)
        key = load_master_key("", self.settings.key_file)
        migrate(self.settings.database_url)
        self.engine = open_database(self.settings.database_url)
        self.trackers = open_tracker_database(self.settings.tracker_url)
        self.store, self.access, self.duty_list = Store(self.engine, key), Access(self.engine, key), DutyList(self.engine, key)
        self.rasa = EngineClient(self.settings.engine_port, "", self.settings.tracker_url)
        self.house = Housekeeping(self.store, self.rasa, self.duty_list, self.settings)
        self.tokens: dict[str, str] = {}

    def close(self) -> None:
        self.engine.dispose()
        self.trackers.dispose()

    # Talks

    def talk(self, role: str = "carer", language: str = "en") -> str:
        """Begin a talk in which something was said and kept, with a tracker; return its id. Its token is in ``tokens``."""
        conversation, token = self.store.begin(role, language, _ask_something)
        self.tokens[conversation.id] = token
        self.store.log(conversation.id, Message("m1", WORDS, language), None)
        self.store.once(conversation.id, "m1", "action_keep_answer", 0, _keep_words)
        self.store.mark_answered(conversation.id, "m1")
        self.track(conversation.id)
        return conversation.id

    def track(self, conversation: str) -> None:
        """Put a turn of this conversation into the engine's database."""
        turn = {
            "conversation": conversation,
            "session": 1,
            "message": "m1",
            "events": 3,
            "sealed": f"sealed turn of {conversation}".encode(),
        }
        with self.trackers.begin() as connection:
            connection.execute(tracker_turns.insert(), [turn])

    def tracked(self) -> set[str]:
        return self.rasa.remembered()

    def choose(self, conversation: str, **facts: bool) -> None:
        """Choose keep or share in the talk, with a word said to it as at the close."""
        chosen = [entries.known(what, value) for what, value in facts.items()]
        self.store.apply(conversation, lambda state: Step(chosen, [Said("Diolch.")]))

    def end(self, conversation: str) -> None:
        self.store.apply(conversation, lambda state: Step([entries.ended()], [Said("Diolch.")]))

    def pass_on(
        self, conversation: str, words: str = DANGER, kind: str = "abuse_or_neglect", message: str = "d1", by: str = "person"
    ) -> str:
        """Tell of danger in the talk and pass it on; return the concern's id on the duty list."""
        said = Message(message, words, "en")
        self.store.log(conversation, said, None)
        quote = cut(said, 0, len(words))
        told = [entries.concern(kind, quote, ["999"]), entries.passed_on(quote.id, by, "duty_team")]
        self.store.apply(conversation, lambda state: Step(told, [Said("Kept.")]))
        return next(found.id for found in self.duty_list.all() if (found.conversation, found.concern) == (conversation, quote.id))

    # Time

    def age(self, conversation: str, days: float) -> None:
        """The talk was last changed so many days ago."""
        self.change("update conversations set updated_at = :value where id = :id", id=conversation, value=ago(days))

    def age_concern(self, concern: str, days: float) -> None:
        """The concern was passed on so many days ago."""
        self.change("update duty_list set passed_on_at = :value where id = :id", id=concern, value=ago(days))

    def change(self, statement: str, **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def rows(self, query: str, **values: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(text(query), values))

    # What could be found

    def traces(self, conversation: str, *, duty_list: bool = True) -> dict[str, bytes]:
        """Return everything of a conversation that stands in the files, by what it is: ids, keys, hashes, and sealed words.

        SQLite lays a large value over several pages: a piece of each is looked for.
        """
        found = {"the id": conversation.encode()}
        for (key,) in self.rows("select data_key from conversations where id = :id", id=conversation):
            found["the data key"] = key[:24]
        for (token_hash,) in self.rows("select token_hash from tokens where conversation = :id", id=conversation):
            found[f"a token's hash {token_hash[:4]}"] = token_hash.encode()
        for (code_hash,) in self.rows("select code_hash from return_codes where conversation = :id", id=conversation):
            found["the code's hash"] = code_hash.encode()
        for table in SEALED if duty_list else SEALED[:-1]:
            for number, (sealed,) in enumerate(self.rows(f"select sealed from {table} where conversation = :id", id=conversation)):
                found[f"{table} {number}"] = sealed[:24]
        if conversation in self.tracked():
            found["the tracker"] = f"sealed turn of {conversation}".encode()
        return found

    def copy_database(self, to: Path) -> Path:
        """Copy the database as a back-up does; return the copy."""
        with closing(sqlite3.connect(self.folder / "sgwrs.db")) as here, closing(sqlite3.connect(to)) as there:
            here.backup(there)
        return to

    def restore_database(self, copy: Path) -> "Kept":
        """Put a copy where the database was, and return the folder opened anew, as after a start."""
        self.close()
        for leftover in ("sgwrs.db", "sgwrs.db-wal", "sgwrs.db-shm"):
            (self.folder / leftover).unlink(missing_ok=True)
        (self.folder / "sgwrs.db").write_bytes(copy.read_bytes())
        return Kept(self.folder)


def ago(days: float) -> str:
    """Return the moment so many days ago as it stands in the database."""
    return (datetime.now(timezone.utc) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")


def found_in(folder: Path, traces: dict[str, bytes], without: Iterable[str] = ()) -> set[tuple[str, str]]:
    """Return (file, what) for each trace that stands in a file below ``folder``; files named in ``without`` are passed over."""
    contents = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {(file, what) for file, content in contents.items() if file not in without for what, trace in traces.items() if trace in content}


def _ask_something(state: State) -> Step:
    question = "How does an ordinary day go?"
    return Step([entries.asked(ASK.as_data(), question, question, state.talk.language or "cy")], [Said(question, ASK)])


def _keep_words(state: State) -> tuple[Step, Optional[dict[str, Any]]]:
    kept = entries.kept("circumstances", cut(Message("m1", WORDS, "en"), 0, len(WORDS)))
    return Step([kept, entries.answered("a1", "m1", "accept")], [Said(f"You said “{WORDS}”.")]), None
