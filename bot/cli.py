"""The command line: run, train, talk, record, understand."""

import os
import subprocess
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer
from rich.console import Console

from bot.errors import SgwrsError

if TYPE_CHECKING:
    from bot.terminal.client import StaffClient

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Sgwrs: a what matters conversation, in the person's own words.",
    pretty_exceptions_enable=False,
)
record_cli = typer.Typer(no_args_is_help=True, help="The draft records kept here.")
cli.add_typer(record_cli, name="record")
retention_cli = typer.Typer(no_args_is_help=True, help="What has been kept for long enough.")
cli.add_typer(retention_cli, name="retention")
concerns_cli = typer.Typer(no_args_is_help=True, help="The duty team's list: words about danger that were passed on.")
cli.add_typer(concerns_cli, name="concerns")
console = Console()


class Role(str, Enum):
    carer = "carer"
    handler = "handler"
    practitioner = "practitioner"


class Language(str, Enum):
    en = "en"
    cy = "cy"


class Format(str, Enum):
    json = "json"
    text = "text"
    docx = "docx"


@cli.command()
def run() -> None:
    """Start the engine and the app here, and stay until Ctrl-C."""
    from bot.settings import load_settings
    from bot.supervisor import Supervisor

    raise typer.Exit(Supervisor(load_settings(), console).run())


@cli.command()
def train() -> None:
    """Train the model, if its sources changed."""
    from bot.understanding.training import is_trained
    from bot.understanding.training import train as train_model

    if is_trained():
        console.print("The model is trained.")
        return
    console.print("Training what understands answers (two minutes, more on a busy machine) …")
    with console.status("Training …"):
        train_model(quiet=True)
    console.print("The model is trained.")


@cli.command()
def talk(
    role: Annotated[Role, typer.Option(help="Who types: a carer, a call handler or a practitioner.")] = Role.carer,
    language: Annotated[Optional[Language], typer.Option(help="Left out, the first question asks.")] = None,
    continue_id: Annotated[Optional[str], typer.Option("--continue", help="Go on with this conversation.")] = None,
    token: Annotated[Optional[str], typer.Option(help="The token of the conversation to go on with.")] = None,
    come_back: Annotated[bool, typer.Option("--return", help="Come back by a return code; it is asked for.")] = False,
) -> None:
    """Hold a talk in the terminal, with the record growing beside it. Sgwrs must be running (make run)."""
    from bot.settings import load_settings
    from bot.terminal.screen import make_console, read_line_from_keyboard
    from bot.terminal.talk import run_talk

    url = f"http://127.0.0.1:{load_settings().port}"
    spoken = language.value if language else None
    screen = make_console()
    code = read_line_from_keyboard("Cod / Code: ") if come_back else None
    raise typer.Exit(run_talk(url, role.value, spoken, screen, continue_id=continue_id, token=token, code=code))


@cli.command()
def understand(
    language: Annotated[Optional[Language], typer.Option(help="The language of the lines; left out, it is told from the words.")] = None,
) -> None:
    """Read JSON Lines with "ask", "role" and "text", and say for each which move is right and why."""
    from bot.understanding.training import ENGINE_PYTHON, ROOT, engine_environment, is_trained, model_path

    if not ENGINE_PYTHON.exists() or not is_trained():
        sys.exit("There is no model yet. Run: make train")
    command = [str(ENGINE_PYTHON), "-W", "ignore", "-m", "bot.understanding.command", str(model_path())]
    if language:
        command.append(language.value)
    raise typer.Exit(subprocess.run(command, cwd=ROOT, env={**os.environ, **engine_environment()}).returncode)


@cli.command()
def phrases(
    language: Annotated[Optional[Language], typer.Option(help="One language only.")] = None,
    move: Annotated[Optional[str], typer.Option(help="One kind only: so_what, why, own_view, context, nudge or check.")] = None,
) -> None:
    """Write out every follow-up with real words in it, to be read through by a person."""
    from bot.conversation.phrasebook import load_phrasebook
    from bot.conversation.phrases import FOLLOW_UPS, rendered

    if move and f"utter_{move}" not in FOLLOW_UPS:
        sys.exit(f"There are no follow-ups of that kind. Kinds: {', '.join(name.removeprefix('utter_') for name in FOLLOW_UPS)}")
    name = None
    for phrase in rendered(load_phrasebook(), language.value if language else None, move):
        if phrase.name != name:
            name = phrase.name
            print(f"\n{name.removeprefix('utter_')}")
        print(f"  {phrase.language}  {phrase.when + ': ' if phrase.when else ''}{phrase.text}")


@record_cli.command("list")
def list_records() -> None:
    """List the conversations kept here: when, who, how far; no words."""
    from rich.table import Table

    from bot.store.reading import open_store

    table = Table(box=None, padding=(0, 1))
    table.add_column("Conversation", no_wrap=True)  # the whole id, also at 80 columns: it is what the other commands take
    for heading in ("Begun", "Role", "Lang", "State", "Matters"):
        table.add_column(heading)
    store = open_store()
    for conversation in store.all():
        state = store.state(conversation.id)
        table.add_row(
            conversation.id,
            conversation.created_at.strftime("%d %b %H:%M"),
            conversation.role,
            state.talk.language or "",
            state.talk.state,
            str(len(state.record.outcomes())),
        )
    console.print(table)


@record_cli.command("show")
def show_record(id: str, language: Optional[Language] = None) -> None:
    """Show a draft record as text."""
    from bot.export.as_text import as_text

    record, spoken = _record(id)
    sys.stdout.write(as_text(record, language.value if language else spoken))


@record_cli.command("export")
def export_record(
    id: str,
    format: Annotated[Format, typer.Option("--format", help="json, text or docx.")] = Format.text,
    out: Annotated[Optional[Path], typer.Option(help="The file to write; left out, json and text go to the terminal.")] = None,
    language: Optional[Language] = None,
    concerns: Annotated[bool, typer.Option(help="Put in the words about danger too: somebody else may read the copy.")] = False,
) -> None:
    """Write a draft record as JSON, text or a Word file."""
    from bot.export.as_docx import as_docx
    from bot.export.as_json import as_json
    from bot.export.as_text import as_text

    record, spoken = _record(id)
    chosen = language.value if language else spoken
    if format is Format.docx:
        out = out or Path(f"sgwrs-{id[:8]}.docx")
        out.write_bytes(as_docx(record, chosen, concerns=concerns))
    else:
        text = (as_json if format is Format.json else as_text)(record, chosen, concerns=concerns)
        if out is None:
            sys.stdout.write(text)
            return
        out.write_text(text, encoding="utf-8")
    console.print(f"Written: {out}", markup=False)


@retention_cli.command("run")
def run_retention(
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say what would be erased.")] = False,
) -> None:
    """Erase what has been kept for longer than the settings say (docs/settings.md); no words are shown."""
    from bot.engine.client import EngineClient
    from bot.housekeeping import Housekeeping
    from bot.settings import load_settings
    from bot.store.conversations import Store
    from bot.store.duty_list import DutyList
    from bot.store.reading import open_kept

    settings = load_settings()
    database, master_key = open_kept(settings)
    engine = EngineClient(settings.engine_port, settings.engine_secret, settings.tracker_url)
    house = Housekeeping(Store(database, master_key), engine, DutyList(database, master_key), settings)
    past = house.due() if dry else house.run_retention()
    console.print("Would be erased:" if dry else "Erased:")
    console.print(f"  talks never shared, after {settings.keep_drafts_days:g} days: {len(past.drafts)}", highlight=False)
    console.print(f"  shared talks, after {settings.keep_shared_days:g} days: {len(past.shared)}", highlight=False)
    console.print(f"  concerns passed on, after {settings.keep_concerns_days:g} days: {len(past.concerns)}", highlight=False)


@concerns_cli.command("list")
def list_concerns(words: Annotated[bool, typer.Option(help="Show the words too.")] = False) -> None:
    """List what was passed on, what nobody has acknowledged first."""
    from bot.export.shown import printable

    for concern in _staff_client().concerns():
        opened = concern["acknowledged"]
        by = f"acknowledged by {printable(opened['by'])}, {opened['at'][:16]}" if opened else "NOT ACKNOWLEDGED"
        console.print(f"{concern['id']}  {concern['passed_on']['at'][:16]}  {concern['kind']}  {by}", markup=False, highlight=False)
        if words:
            console.print(f"    {printable(concern['text'])}", markup=False, highlight=False)


@concerns_cli.command("acknowledge")
def acknowledge_concern(id: str, name: Annotated[str, typer.Option(help="Who has opened it: the name that the person is told.")]) -> None:
    """Acknowledge a concern: the person is told in the talk who opened it, and when. Sgwrs must be running."""
    from bot.export.shown import printable

    concern = _staff_client().acknowledge(id, name)
    console.print("Acknowledged.", markup=False, highlight=False)
    console.print(printable(concern["text"]), markup=False, highlight=False)


def _staff_client() -> "StaffClient":
    from bot.settings import load_settings
    from bot.terminal.client import StaffClient

    return StaffClient(f"http://127.0.0.1:{load_settings().port}")


def _record(id: str) -> tuple[dict[str, object], str]:
    """Return (record as JSON, language) of the conversation."""
    from bot.store.reading import open_store, read_record

    record = read_record(open_store(), id)
    return record, str(record["language"] or "en")


def main() -> None:
    """Run the command line. What Sgwrs knows how to explain is one line, without a traceback."""
    try:
        cli()
    except SgwrsError as error:
        sys.exit(str(error))
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)


if __name__ == "__main__":
    main()
