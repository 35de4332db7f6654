"""Erasing, and what is done without being asked: talks not to be kept, what was kept for long enough, what a restored back-up brought
back, and trackers whose conversation is gone."""

import asyncio
import logging
from datetime import datetime, timedelta, timezone

from bot.engine.client import EngineClient
from bot.errors import NotFound
from bot.settings import Settings
from bot.store.conversations import Store
from bot.store.duty_list import DutyList
from bot.store.erasures import Erasures
from bot.store.retention import PastRetention, Retention, past_retention
from bot.store.scrub import scrub

log = logging.getLogger(__name__)

#: Seconds between two rounds; every how many of them retention is looked at.
_PAUSE = 60.0
_RETENTION_EVERY = 60
#: Without being asked, nothing is erased that somebody may still be in the middle of, whatever the settings say.
_IN_THE_MIDDLE = timedelta(days=1)


class Housekeeping:
    """Erases. One for the app, and one for ``sgwrs retention run``."""

    def __init__(self, store: Store, engine: EngineClient, duty_list: DutyList, settings: Settings) -> None:
        self.store = store
        self.engine = engine
        self.duty_list = duty_list
        self.retention = Retention(
            timedelta(days=settings.keep_drafts_days),
            timedelta(days=settings.keep_shared_days),
            timedelta(days=settings.keep_concerns_days),
        )
        self.erasures = Erasures(settings.erasures_file)
        self._left_on_disk = True  # the process before this one may have ended in the middle of an erasure

    def erase(self, conversation: str, *, duty_list: bool = True) -> None:
        """Erase the conversation: every copy in every store, and what is left of it on the disk. Raises NotFound."""
        self._delete(conversation, duty_list)
        self.scrub()

    def _delete(self, conversation: str, duty_list: bool) -> None:
        if self.store.existing([conversation]):
            self.erasures.note(conversation, duty_list=duty_list)
        self._left_on_disk = True
        self.store.erase(conversation, duty_list=duty_list)
        self.engine.forget(conversation)

    def due(self, at_least: timedelta = timedelta()) -> PastRetention:
        """Return what has been kept for long enough, and at least so long."""
        kept = Retention(*(max(time, at_least) for time in (self.retention.drafts, self.retention.shared, self.retention.concerns)))
        return past_retention(self.store.engine, kept, datetime.now(timezone.utc))

    def run_retention(self, at_least: timedelta = timedelta()) -> PastRetention:
        """Erase what has been kept for long enough, and return what that was. What was passed on stays for its own time."""
        due = self.due(at_least)
        for conversation in (*due.drafts, *due.shared):
            self._erase_if_there(conversation, duty_list=False)
        if due.concerns:
            self.duty_list.drop(due.concerns)
            self._left_on_disk = True
        self.scrub(large_too=True)
        return due

    def tidy(self) -> None:
        """Erase the talks that are over and of which nothing was to be kept, and trackers that were left behind."""
        for conversation in self.store.due_for_erasure():
            self._erase_if_there(conversation)
        tracked = self.engine.remembered()
        for conversation in tracked - self.store.existing(tracked):
            self._left_on_disk = True
            self.engine.forget(conversation)
        self.scrub(tries=3)

    def scrub(self, tries: int | None = None, *, large_too: bool = False) -> None:
        """See that what was erased is gone from the disk too; what could not be done now is done in a later round."""
        if self._left_on_disk:
            done = [scrub(database, tries, large_too=large_too) for database in (self.store.engine, self.engine.trackers)]
            self._left_on_disk = not all(done)

    def erase_again(self) -> None:
        """Erase what was erased before and is back: somebody restored a back-up."""
        erased = self.erasures.all()
        for conversation in self.store.existing(erased):
            self._erase_if_there(conversation, duty_list=erased[conversation])
        self.scrub()

    def _erase_if_there(self, conversation: str, *, duty_list: bool = True) -> None:
        """Delete it in every store; what is left on the disk goes with the others of the round."""
        try:
            self._delete(conversation, duty_list)
        except NotFound:
            self.engine.forget(conversation)

    async def run(self) -> None:
        """Until stopped: keep house every minute, and look at retention every hour."""
        rounds, looked_for_erased = 0, False
        while True:
            try:
                if not looked_for_erased:
                    await asyncio.to_thread(self.erase_again)
                    looked_for_erased = True
                if rounds % _RETENTION_EVERY == 0:
                    await asyncio.to_thread(self.run_retention, _IN_THE_MIDDLE)
                await asyncio.to_thread(self.tidy)
            except Exception as error:  # one round that fails must not be the last
                log.error("Keeping house failed: %s.", type(error).__name__)
            rounds += 1
            await asyncio.sleep(_PAUSE)
