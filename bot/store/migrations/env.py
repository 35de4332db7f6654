"""Alembic's entry: migrations run online only, on the address that bot/store/database.py gives."""

from alembic import context

from bot.store.database import open_database
from bot.store.tables import Base

engine = open_database(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
