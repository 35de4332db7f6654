"""What may import what: the record and the conversation stay pure, the Rasa side runs on Python 3.10, modules stay small."""

import ast
import re
import subprocess
import sys

import pytest
from promises import ROOT, file_of, imports_of, modules_of, reached_from, read_yaml

_NOT_IN_PURE = ("rasa", "rasa_sdk", "sqlalchemy", "fastapi")
_MOST_LINES = 420
#: Names that the standard library has only since Python 3.11 or later.
_TOO_NEW = {
    "tomllib", "enum.StrEnum", "enum.ReprEnum", "enum.verify", "enum.member", "enum.nonmember", "datetime.UTC", "typing.Self",
    "typing.Never", "typing.LiteralString", "typing.assert_never", "typing.assert_type", "typing.reveal_type", "typing.Required",
    "typing.NotRequired", "typing.Unpack", "typing.TypeVarTuple", "typing.dataclass_transform", "typing.override", "typing.TypeAliasType",
    "asyncio.TaskGroup", "asyncio.timeout", "asyncio.timeout_at", "asyncio.Runner", "asyncio.Barrier", "itertools.batched",
    "contextlib.chdir", "hashlib.file_digest", "operator.call", "math.cbrt", "math.exp2", "logging.getLevelNamesMapping",
    "logging.getHandlerByName", "logging.getHandlerNames", "warnings.deprecated", "calendar.Month", "calendar.Day",
}  # fmt: skip
_TOO_NEW_BUILTINS = {"ExceptionGroup", "BaseExceptionGroup", "PythonFinalizationError"}
#: The engine's programs (bot/supervisor.py, bot/cli.py) and what Rasa loads by name.
_ENGINE_PROGRAMS = ["bot.engine.serve", "bot.understanding.command"]


def rasa_side() -> list[str]:
    """Return every module that the engine's Python loads, and all of bot/understanding."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("config.yml", "credentials.yml", "endpoints.yml"))
    by_name = {name for name in re.findall(r"\b(bot(?:\.\w+)+)\.[A-Z]\w+", text) if file_of(name)}
    assert len(by_name) >= 3, "Rasa's configuration names no component, channel or tracker store of ours: is this test still right?"
    return sorted(reached_from([*_ENGINE_PROGRAMS, *by_name, *modules_of("bot.understanding")]))


@pytest.mark.parametrize("package", ["bot.record", "bot.conversation"])
def test_pure_packages_stay_pure(package: str):
    reached = reached_from(modules_of(package))
    impure = [
        f"{module} imports {name} (and is reached from {reached[module]})"
        for module in reached
        for name in imports_of(module)
        if name.split(".")[0] in _NOT_IN_PURE
    ]
    assert not impure, f"{package} must work without {', '.join(_NOT_IN_PURE)}. Move what needs them elsewhere:\n" + "\n".join(impure)


@pytest.mark.parametrize("module", rasa_side())
def test_the_rasa_side_is_python_3_10(module: str):
    file = file_of(module)
    assert file
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file), feature_version=(3, 10))
    new = imports_of(module) & _TOO_NEW
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and f"{node.value.id}.{node.attr}" in _TOO_NEW:
            new |= {f"{node.value.id}.{node.attr}"}
        if isinstance(node, ast.Name) and node.id in _TOO_NEW_BUILTINS:
            new |= {node.id}
    assert not new, f"{module} is loaded by the engine, which runs Python 3.10: do without {sorted(new)}."


@pytest.mark.parametrize("module", rasa_side())
def test_the_rasa_side_imports_what_the_engine_has(module: str):
    text = (ROOT / "requirements" / "engine.txt").read_text(encoding="utf-8")
    locked = {name.lower().replace("-", "_").replace(".", "_") for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}
    other_names = {"dotenv": "python_dotenv", "ruamel": "ruamel_yaml", "sklearn": "scikit_learn", "yaml": "pyyaml"}
    tops = {name.split(".")[0] for name in imports_of(module)} - {"bot"} - set(sys.stdlib_module_names)
    missing = {top for top in tops if other_names.get(top, top).lower() not in locked}
    assert not missing, f"{module} is loaded by the engine, whose environment (requirements/engine.txt) has no {sorted(missing)}."


def test_the_engines_python_can_read_its_side():
    python = ROOT / ".venv-engine" / "bin" / "python"
    if not python.exists():
        pytest.skip("no engine environment here (make setup)")
    files = [str(file_of(module)) for module in rasa_side()]
    read = "import ast, sys\nfor name in sys.argv[1:]: ast.parse(open(name, encoding='utf-8').read(), name)"
    done = subprocess.run([str(python), "-c", read, *files], capture_output=True, text=True)
    assert done.returncode == 0, "The engine's Python cannot read this: " + done.stderr.strip()[-300:]


def test_understanding_needs_no_app():
    """The model's component is named in config.yml; whoever imports it gets neither the app nor the store."""
    component = read_yaml(ROOT / "config.yml")["pipeline"][0]["name"].rsplit(".", 1)[0]
    reached = reached_from([component])
    wrong = [m for m in reached if m.startswith(("bot.web", "bot.store", "bot.terminal", "bot.export"))]
    assert not wrong, f"{component} pulls in {wrong}, which the engine has no use for."


@pytest.mark.parametrize("module", modules_of("bot") + modules_of("actions"))
def test_modules_can_be_read_in_one_sitting(module: str):
    file = file_of(module)
    assert file
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= _MOST_LINES, f"{module} has {lines} lines, more than {_MOST_LINES}: divide it."
