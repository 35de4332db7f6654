"""After erasing: see that what was deleted is gone from the disk too. Speaks SQLAlchemy 1.4 (engine) and 2 (app)."""

import time
from typing import Any

#: How often, and how many seconds apart, the log of an SQLite database is tried to be emptied while somebody reads it.
_TRIES = 50
_PAUSE = 0.1


def scrub(engine: Any) -> bool:
    """Empty the write-ahead log of an SQLite database, in which old pages stand; deleted rows are overwritten by ``secure_delete``.

    Returns False when others read it all the time; then the next erasure, or closing the database, empties it. Other databases have
    their own ways (PostgreSQL: vacuum), and nothing is done.
    """
    if engine.dialect.name != "sqlite":
        return True
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_PAUSE)
        connection = engine.raw_connection()
        try:
            if connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                return True
        finally:
            connection.close()
    return False
