"""Reading records where the database is: for the command line."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, make_url

from bot.conversation.agenda import coverage
from bot.errors import CannotStart
from bot.record.view import record_as_json
from bot.settings import Settings, load_settings
from bot.store.conversations import Store
from bot.store.database import open_database
from bot.store.keys import load_master_key


def open_store() -> Store:
    """Return the store of this copy. Raises CannotStart when nothing was ever kept here."""
    return Store(*open_kept(load_settings()))


def open_kept(settings: Settings) -> tuple[Engine, bytes]:
    """Return (database, master key) of this copy. Raises CannotStart when nothing was ever kept here."""
    database = make_url(settings.database_url)
    no_key = not settings.master_key and not settings.key_file.exists()
    if no_key or (database.get_backend_name() == "sqlite" and not Path(database.database or "").exists()):
        raise CannotStart(f"Nothing is kept in {settings.data} yet. Start Sgwrs first: make run")
    return open_database(settings.database_url), load_master_key(settings.master_key, settings.key_file)


def read_record(store: Store, id: str) -> dict[str, Any]:
    """Return the record of a conversation as the API gives it. Raises NotFound."""
    conversation = store.get(id)
    state = store.state(id)
    return record_as_json(
        state.record,
        conversation=id,
        role=conversation.role,
        language=state.talk.language,
        created_at=conversation.created_at,
        coverage=coverage(state),
        continues=conversation.continues,
    )
