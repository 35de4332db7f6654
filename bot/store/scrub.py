"""After erasing: see that what was deleted is gone from the disk too. Speaks SQLAlchemy 1.4 (engine) and 2 (app)."""

import time
from typing import Any, Optional

#: How often, and how many seconds apart, the log of an SQLite database is tried to be emptied while somebody reads it.
_TRIES = 20
_PAUSE = 0.1


def scrub(engine: Any, tries: Optional[int] = None) -> bool:
    """Empty the write-ahead log of an SQLite database, in which old pages stand; deleted rows are overwritten by ``secure_delete``.

    Returns False when others read it all the time; then housekeeping empties it in its next round. Other databases have
    their own ways (PostgreSQL: vacuum), and nothing is done.
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
            if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                return True
        finally:
            cursor.execute(f"PRAGMA busy_timeout={waits}")
            connection.close()
    return False
