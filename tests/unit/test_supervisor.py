"""What is in the way of starting is told in one clear line that says what to do."""

import collections
import errno
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import CannotStart
from bot.settings import Settings
from bot.supervisor import check_ground

Usage = collections.namedtuple("Usage", "total used free")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(port=free_port(), engine_port=free_port(), data=tmp_path / "var")


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def told(settings: Settings) -> str:
    """Return the one line that says what is in the way."""
    with pytest.raises(CannotStart) as refused:
        check_ground(settings)
    line = str(refused.value)
    assert "\n" not in line and len(line) < 300 and "Errno" not in line
    return line


def test_where_nothing_is_in_the_way_the_folders_are_made_for_oneself_only(settings: Settings):
    check_ground(settings)
    check_ground(settings)
    for folder in (settings.data, settings.run_folder, settings.log_folder):
        assert folder.is_dir() and folder.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in settings.data.iterdir()) == ["logs", "run"]


def test_a_taken_port(settings: Settings, taken: int):
    line = told(Settings(port=taken, engine_port=settings.engine_port, data=settings.data))
    assert str(taken) in line and "SGWRS_PORT" in line


def test_a_taken_port_of_the_engine(settings: Settings, taken: int):
    line = told(Settings(port=settings.port, engine_port=taken, data=settings.data))
    assert str(taken) in line and "SGWRS_ENGINE_PORT" in line


def test_a_port_that_needs_rights(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    def refuse(self: socket.socket, address: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    assert "SGWRS_PORT" in told(settings)


def test_a_data_folder_that_is_a_file(settings: Settings):
    settings.data.write_text("not a folder")
    line = told(settings)
    assert str(settings.data) in line and "SGWRS_DATA" in line
    assert settings.data.read_text() == "not a folder"


def test_a_data_folder_below_a_file(settings: Settings):
    settings.data.write_text("not a folder")
    line = told(Settings(port=settings.port, engine_port=settings.engine_port, data=settings.data / "deeper"))
    assert "SGWRS_DATA" in line


def test_a_data_folder_without_the_right_to_write(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    def refuse(self: Path, *_: object, **__: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refuse)
    line = told(settings)
    assert str(settings.data) in line and "SGWRS_DATA" in line


def test_a_full_disk(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 1024))
    line = told(settings)
    assert "disk is full" in line and "SGWRS_DATA" in line and str(settings.data) in line


def test_a_disk_so_full_that_nothing_can_be_made(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", refuse)
    line = told(settings)
    assert "disk is full" in line and "SGWRS_DATA" in line
