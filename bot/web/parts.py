"""The parts that requests work with, made once at start and kept on the app."""

from dataclasses import dataclass

from fastapi import Request

from bot.conversation.phrasebook import Phrasebook
from bot.engine.client import EngineClient
from bot.engine.delivery import Delivery
from bot.settings import Settings
from bot.store.conversations import Store


@dataclass(frozen=True)
class Parts:
    """Store, engine, wordings and settings of this running copy."""

    settings: Settings
    store: Store
    engine: EngineClient
    delivery: Delivery
    phrasebook: Phrasebook


def parts_of(request: Request) -> Parts:
    """Return the parts (a FastAPI dependency)."""
    return request.app.state.parts
