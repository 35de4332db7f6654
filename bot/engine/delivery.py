"""A person's message on its way: logged first, delivered to the engine one at a time, answered once, and again if need be."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from weakref import WeakValueDictionary

from bot.conversation.asks import Ask
from bot.engine.client import EngineClient
from bot.errors import EngineAway, NotFound, TurnFailed
from bot.record.quote import Message
from bot.store.conversations import LoggedMessage, Store

log = logging.getLogger(__name__)

#: Seconds between looks for messages that still want their reply.
_COURIER_PAUSE = 2.0
#: How many conversations are delivered to again at the same time.
_COURIERS = 8
#: Seconds that a second delivery may take: it stands in nobody's way.
_COURIER_WAIT = 30.0


class Delivery:
    """Takes the messages of one conversation one at a time, in the order received, from any number of devices."""

    def __init__(self, store: Store, engine: EngineClient, wait: float) -> None:
        self.store = store
        self.engine = engine
        self.wait = wait
        self._couriers = asyncio.Semaphore(_COURIERS)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def say(self, conversation: str, message: Message, answers: str | None) -> list[LoggedMessage]:
        """Log ``message``, have it answered, and return the reply. The same message again gives the same reply.

        Raises EngineAway when the reply is still outstanding (the words are safe), Conflict, NotFound.
        """
        logged = await asyncio.to_thread(self.store.log, conversation, message, answers)
        if not logged.answered:
            await self._answer_in_turn(conversation, logged.id)
        return await asyncio.to_thread(self.store.reply, conversation, message.id)

    async def _answer_in_turn(self, conversation: str, id: str) -> None:
        """Have the message answered when it is its turn, within the time that a call may wait. Raises EngineAway."""
        deadline = asyncio.get_running_loop().time() + self.wait
        lock = self._lock(conversation)
        try:
            async with asyncio.timeout_at(deadline):
                await lock.acquire()
        except TimeoutError:
            raise EngineAway("Messages before this one are still waiting for their reply.") from None
        try:
            await self._answer_all(conversation, id, deadline)
        finally:
            lock.release()

    def _lock(self, conversation: str) -> asyncio.Lock:
        """Return the conversation's lock; it lives as long as somebody holds it or waits for it."""
        return self._locks.setdefault(conversation, asyncio.Lock())

    async def _answer_all(self, conversation: str, last: str, deadline: float) -> None:
        """Deliver the messages that want a reply, oldest first, up to ``last``."""
        for _, id in await asyncio.to_thread(self.store.unanswered, conversation):
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise EngineAway("The engine did not answer in time.")
            await self._answer(conversation, id, left)
            if id == last:
                break

    async def _answer(self, conversation: str, id: str, wait: float) -> None:
        logged = await asyncio.to_thread(self.store.message, conversation, id)
        talk = await asyncio.to_thread(self.store.get, conversation)
        key = await asyncio.to_thread(self.store.tracker_key, conversation)
        try:
            await self.engine.deliver(conversation, id, logged.content["text"], _context(logged, talk.role), key, wait)
        except TurnFailed:
            # Whatever its tracker had come to, the next delivery finds one made anew from the record.
            await asyncio.to_thread(self.engine.forget, conversation)
            raise
        if not await asyncio.to_thread(self.store.reply, conversation, id):
            raise EngineAway("The engine gave no reply.")
        await asyncio.to_thread(self.store.mark_answered, conversation, id)

    @asynccontextmanager
    async def alone(self, conversation: str) -> AsyncIterator[None]:
        """No turn of the conversation is under way meanwhile; one that is gets as long to end as a call may wait."""
        lock, held = self._lock(conversation), False
        with suppress(TimeoutError):
            async with asyncio.timeout(self.wait):
                held = await lock.acquire()
        try:
            yield
        finally:
            if held:
                lock.release()

    async def _deliver_again(self, conversation: str) -> None:
        """Deliver what waits in one conversation; what cannot be answered now stands in no other conversation's way."""
        lock = self._lock(conversation)
        if lock.locked():
            return
        async with self._couriers, lock:
            with suppress(EngineAway, NotFound):
                for _, id in await asyncio.to_thread(self.store.unanswered, conversation):
                    await self._answer(conversation, id, _COURIER_WAIT)

    async def run_courier(self) -> None:
        """Until stopped: deliver again what still wants its reply (the engine was away, or the app died on the way)."""
        while True:
            await asyncio.sleep(_COURIER_PAUSE)
            try:
                waiting = dict.fromkeys(c for c, _ in await asyncio.to_thread(self.store.unanswered))
                await asyncio.gather(*(self._deliver_again(conversation) for conversation in waiting))
            except Exception as error:  # the courier outlives whatever happens to one round
                log.error("A round of deliveries failed: %s.", type(error).__name__)


def _context(logged: LoggedMessage, role: str) -> dict[str, Any]:
    """Return what the move model is told beside the words: what had been asked, by whom it is said, in which language."""
    ask = Ask.from_data(logged.content.get("ask"))
    return {
        "ask": ask.model_ask,
        "kind": "offer" if ask.element == "offer" else "check" if ask.takes_yes_or_no else ask.kind,
        "role": role,
        "language": logged.language,
        "held": bool(logged.content.get("held")),
    }
