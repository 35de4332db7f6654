"""Migrations form one line and make exactly the tables that the code works with."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from promises import ROOT

from bot.store.database import migrate, open_database
from bot.store.tables import Base

SCRIPTS = ScriptDirectory(str(ROOT / "bot" / "store" / "migrations"))


def test_migrations_form_one_line():
    assert len(SCRIPTS.get_bases()) == 1, "One migration is the first: give the others a down_revision."
    assert len(SCRIPTS.get_heads()) == 1, "Two migrations follow on the same one: set the down_revision of the later one to the other."
    line = list(SCRIPTS.walk_revisions())
    forks = [script for script in line if script.is_merge_point or script.is_branch_point]
    assert not forks, "Migrations do not fork: put them in one line."
    files = {path for path in Path(SCRIPTS.versions).glob("*.py") if path.stem != "__init__"}
    assert len(files) == len(line), "A file in bot/store/migrations/versions is not part of the line."


def test_migrations_are_named_by_their_place():
    for number, script in enumerate(reversed(list(SCRIPTS.walk_revisions())), start=1):
        assert script.revision == f"{number:04}", f"{script.path}: its revision should be {number:04}."
        assert Path(script.path).name.startswith(f"{number:04}_"), f"{script.path}: its name should begin with {number:04}_."


def test_migrations_make_the_tables_of_the_code(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'fresh.db'}"
    migrate(url)
    engine = open_database(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        found = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert not found, f"bot/store/tables.py and the migrations differ: write a migration for {found}"


def test_migrating_again_changes_nothing(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'fresh.db'}"
    migrate(url)
    before = (tmp_path / "fresh.db").read_bytes()
    migrate(url)
    assert (tmp_path / "fresh.db").read_bytes() == before, "A second start must find the database as it should be."
