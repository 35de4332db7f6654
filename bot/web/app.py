"""The app: everything that faces people, and the actions behind the engine."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from actions.turn import Services, set_services
from bot.conversation.phrasebook import load_phrasebook
from bot.engine.client import EngineClient
from bot.engine.delivery import Delivery
from bot.housekeeping import Housekeeping
from bot.settings import Settings, load_settings
from bot.store.access import Access
from bot.store.conversations import Store
from bot.store.database import open_database
from bot.store.duty_list import DutyList
from bot.store.keys import load_master_key
from bot.web import actions_route
from bot.web.api import concerns, conversations, health
from bot.web.api import leaving as coming_back
from bot.web.body_limit import BodyLimit
from bot.web.head import HeadAsGet
from bot.web.pages import assets, ending, first, information, leaving, said, talk
from bot.web.pages.states import add_page_handlers, page_for
from bot.web.parts import Parts
from bot.web.problems import add_problem_handlers
from bot.web.tries import Tries
from bot.words.labels import LANGUAGES

log = logging.getLogger(__name__)


def make_app(settings: Settings | None = None) -> FastAPI:
    """Return the app for ``settings`` (default: from the environment). Raises BadSetting."""
    settings = settings or load_settings()
    database, master_key = open_database(settings.database_url), load_master_key(settings.master_key, settings.key_file)
    store, duty_list = Store(database, master_key), DutyList(database, master_key)
    engine = EngineClient(settings.engine_port, settings.engine_secret, settings.tracker_url)
    delivery = Delivery(store, engine, settings.engine_wait)
    parts = Parts(
        settings=settings,
        store=store,
        access=Access(database, master_key),
        duty_list=duty_list,
        engine=engine,
        delivery=delivery,
        housekeeping=Housekeeping(store, engine, duty_list, settings),
        phrasebook=load_phrasebook(route=settings.concern_route),
        tries=Tries(),
    )
    set_services(Services(store, parts.phrasebook, settings))

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(delivery.run_courier()), asyncio.create_task(parts.housekeeping.run())]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await engine.close()

    app = FastAPI(
        title="Sgwrs",
        version="1",
        description="A what matters conversation, kept as a draft record in the person's own words.",
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.parts = parts
    app.state.executor = actions_route.make_executor()
    app.add_middleware(BodyLimit, unlimited=("/engine/",))
    app.add_middleware(HeadAsGet)
    app.state.assets = assets.Assets()
    add_problem_handlers(app, page_for)
    add_page_handlers(app)
    for router in (conversations.router, coming_back.router, concerns.router, health.router, actions_route.router):
        app.include_router(router)
    app.include_router(assets.router)
    app.include_router(first.front)
    for language in LANGUAGES:  # every page has its counterpart at the same address in the other language
        for pages in (first, talk, said, leaving, ending, information):
            app.include_router(pages.router, prefix=f"/{language}")
    return app
