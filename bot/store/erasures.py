"""Which conversations were erased: kept apart from the database, so that a restored back-up is erased again. Ids only, no words."""

import os
from pathlib import Path


class Erasures:
    """The file in which erasures are written down before they are carried out."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def note(self, conversation: str) -> None:
        """Write down, safely on the disk, that this conversation is erased."""
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.file, "a", encoding="ascii") as file:
            file.write(f"{conversation}\n")
            file.flush()
            os.fsync(file.fileno())

    def all(self) -> list[str]:
        """Return the ids of all conversations that were ever erased here."""
        return self.file.read_text(encoding="ascii").split() if self.file.exists() else []
