"""Which conversations were erased: kept apart from the database, so that a restored back-up is erased again. Ids only, no words."""

import os
from pathlib import Path

_NOT_THE_LIST = " but what was passed on stays"


class Erasures:
    """The file in which erasures are written down before they are carried out."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def note(self, conversation: str, *, duty_list: bool = True) -> None:
        """Write down, safely on the disk, that this conversation is erased; ``duty_list``: what was passed on of it, too."""
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.file, "a", encoding="ascii") as file:
            cut_short = file.tell() and not self.file.read_bytes().endswith(b"\n")
            file.write(f"{chr(10) if cut_short else ''}{conversation}{'' if duty_list else _NOT_THE_LIST}\n")
            file.flush()
            os.fsync(file.fileno())

    def all(self) -> dict[str, bool]:
        """Return the ids of all conversations that were ever erased here, each with whether what was passed on of it went too."""
        lines = self.file.read_text(encoding="ascii").splitlines() if self.file.exists() else []
        return {line.removesuffix(_NOT_THE_LIST): not line.endswith(_NOT_THE_LIST) for line in lines if line}
