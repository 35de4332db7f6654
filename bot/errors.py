"""Every error that Sgwrs raises itself, in one place. The web turns them into problem+json (bot/web/problems.py), the
command line into one line. Messages say what to do and never hold what anybody said."""


class SgwrsError(Exception):
    """Anything that Sgwrs knows how to explain."""


class NotASlice(SgwrsError):
    """A quote was asked for that is not an exact slice of a message."""


class UnknownPlace(SgwrsError):
    """A place in the record was named that does not exist."""


class NotFound(SgwrsError):
    """There is no such thing, or it is not this caller's: the two are told apart to nobody."""


class Unauthorised(SgwrsError):
    """No token, or none that opens anything."""


class Conflict(SgwrsError):
    """The request does not fit with what is stored: the conversation has ended, or a message id came before with other text."""


class OpenedByStaff(Conflict):
    """The ``what`` (``record``, or a ``concern``) was sent to the council and is open there: it cannot be changed or erased here.

    ``line``: whom to ring, "" for none.
    """

    def __init__(self, what: str, line: str) -> None:
        super().__init__("opened by staff")
        self.what = what
        self.line = line


class TooManyTries(SgwrsError):
    """Too many tries in vain in a short time; ``retry_after``: whole seconds to wait."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class BadSetting(SgwrsError):
    """A setting is missing or wrong; the message names it and says what it takes."""


class EngineAway(SgwrsError):
    """The engine did not take a message in time. The words are safe; they are delivered again."""


class TurnFailed(EngineAway):
    """The engine took the message and could not finish the turn. It is delivered again, to a tracker made anew from the record."""


class CannotStart(SgwrsError):
    """Sgwrs cannot start here; the message says what is in the way and what to do."""
