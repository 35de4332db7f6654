"""The table that holds Rasa's trackers: one row a turn, its events encrypted. Written by the engine, erased by the app.

Kept to what SQLAlchemy 1.4 (engine) and 2 (app) both speak.
"""

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, create_engine, event, select
from sqlalchemy.engine import Engine

metadata = MetaData()

tracker_turns = Table(
    "tracker_turns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(64), nullable=False, index=True),
    Column("session", Integer, nullable=False),
    Column("message", String(64), nullable=True),
    Column("events", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)


def open_tracker_database(url: str) -> Engine:
    """Return an engine for the tracker database at ``url`` with the table in place. Deleted bytes are overwritten (SQLite)."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _settings(connection, _record):  # type: ignore[no-untyped-def]
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA busy_timeout=5000")

    metadata.create_all(engine)
    return engine


def holds_message(engine: Engine, conversation: str, message: str) -> bool:
    """Return whether the full tracker, all sessions, holds the person's message ``message``."""
    turns = tracker_turns.c
    with engine.connect() as connection:
        query = select(turns.id).where(turns.conversation == conversation, turns.message == message).limit(1)
        return connection.execute(query).first() is not None


def forget_tracker(engine: Engine, conversation: str) -> None:
    """Delete every turn of ``conversation``, all sessions."""
    with engine.begin() as connection:
        connection.execute(tracker_turns.delete().where(tracker_turns.c.conversation == conversation))


def tracked_conversations(engine: Engine) -> set[str]:
    """Return the ids of all conversations that have a tracker."""
    with engine.connect() as connection:
        return {row[0] for row in connection.execute(select(tracker_turns.c.conversation).distinct())}
