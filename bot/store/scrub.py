"""After erasing: see that what was deleted is gone from the disk too. Speaks SQLAlchemy 1.4 (engine) and 2 (app)."""

import sqlite3
import time
from typing import Any, Optional

#: How often, and how many seconds apart, an SQLite database is tried to be cleaned while somebody else is at it.
_TRIES = 20
_PAUSE = 0.1
#: A database of more bytes is not written anew at once, but in the next hourly round: it would keep everybody waiting.
_SMALL = 64 * 1024 * 1024


def scrub(engine: Any, tries: Optional[int] = None, *, large_too: bool = False) -> bool:
    """Leave nothing of deleted rows in the files of an SQLite database; return whether that is done.

    ``secure_delete`` overwrites what is deleted, but a page that was divided or joined keeps old copies between its rows, and the
    write-ahead log holds old pages: so the database is written anew (``large_too``: also a large one), and its log emptied. Where others
    read or write all the time, nobody is kept waiting and False is returned. Other databases have their own ways (PostgreSQL: vacuum).
    """
    if engine.dialect.name != "sqlite":
        return True
    for attempt in range(tries or _TRIES):
        if attempt:
            time.sleep(_PAUSE)
        connection = engine.raw_connection()
        cursor = connection.cursor()
        waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        try:
            cursor.execute("PRAGMA busy_timeout=0")  # it would wait with the write lock in its hand, and everybody else with it
            size = cursor.execute("PRAGMA page_count").fetchone()[0] * cursor.execute("PRAGMA page_size").fetchone()[0]
            if size <= _SMALL or large_too:
                cursor.execute("VACUUM")
            if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                return size <= _SMALL or large_too
        except sqlite3.OperationalError:
            continue  # somebody else is at it
        finally:
            cursor.execute(f"PRAGMA busy_timeout={waits}")
            connection.close()
    return False
