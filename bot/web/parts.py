"""The parts that requests work with, made once at start and kept on the app."""

from dataclasses import dataclass

from fastapi import Request

from bot.conversation.phrasebook import Phrasebook
from bot.engine.client import EngineClient
from bot.engine.delivery import Delivery
from bot.housekeeping import Housekeeping
from bot.settings import Settings
from bot.store.access import Access
from bot.store.conversations import Store
from bot.store.duty_list import DutyList
from bot.web.tries import Tries


@dataclass(frozen=True)
class Parts:
    """Store, engine, wordings and settings of this running copy."""

    settings: Settings
    store: Store
    access: Access
    duty_list: DutyList
    engine: EngineClient
    delivery: Delivery
    housekeeping: Housekeeping
    phrasebook: Phrasebook
    tries: Tries


def parts_of(request: Request) -> Parts:
    """Return the parts (a FastAPI dependency)."""
    return request.app.state.parts
