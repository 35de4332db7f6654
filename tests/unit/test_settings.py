"""Settings: what holds when nothing is set, what .env and the environment say, and what is refused."""

import base64
from pathlib import Path

import pytest

from bot.errors import BadSetting
from bot.settings import ROOT, load_settings, setting_names
from bot.store.keys import load_master_key

WRONG = [
    *((name, value) for name in ("SGWRS_PORT", "SGWRS_ENGINE_PORT") for value in ("", "0", "65536", "-1", "80a", "8000.5", "123456")),
    ("SGWRS_LOG_LEVEL", "LOUD"),
    ("SGWRS_LOG_LEVEL", ""),
    ("SGWRS_STAFF", "everybody"),
    ("SGWRS_STAFF", ""),
    *(("SGWRS_ENGINE_WAIT", value) for value in ("", "0", "-3", "61", "soon", "nan", "inf")),
    *((name, value) for name in ("SGWRS_DATABASE_URL", "SGWRS_TRACKER_URL") for value in ("nonsense", "nosuchdatabase://here/sgwrs")),
]


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without .env, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)


def test_nothing_need_be_set():
    settings = load_settings()
    assert (settings.port, settings.engine_port, settings.data) == (8000, 5005, ROOT / "var")
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'sgwrs.db'}"
    assert settings.tracker_url == f"sqlite:///{ROOT / 'var' / 'tracker.db'}"
    assert (settings.log_level, settings.staff, settings.engine_wait) == ("INFO", "loopback", 3.0)
    assert settings.council_lines.missing() == ["duty_team", "out_of_hours", "iaa_line"]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_by_name(name: str, value: str):
    with pytest.raises(BadSetting, match=name) as refused:
        load_settings({name: value})
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("value", ["not base64", base64.b64encode(b"too short").decode(), base64.b64encode(b"x" * 33).decode(), "ŵŵŵŵ"])
def test_a_wrong_master_key_is_refused_by_name_and_not_shown(value: str, tmp_path: Path):
    settings = load_settings({"SGWRS_MASTER_KEY": value})
    with pytest.raises(BadSetting, match="SGWRS_MASTER_KEY") as refused:
        load_master_key(settings.master_key, tmp_path / "master.key")
    assert value not in str(refused.value)
    assert not (tmp_path / "master.key").exists()


@pytest.mark.parametrize("other", ["SGWRS_PORT", "SGWRS_ENGINE_PORT"])
def test_the_two_programs_cannot_share_a_port(other: str):
    with pytest.raises(BadSetting, match=other):
        load_settings({"SGWRS_PORT": "8123", "SGWRS_ENGINE_PORT": "8123"})


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / ".env").write_text('SGWRS_PORT=8100\nSGWRS_DUTY_TEAM="01234 567890"\n# SGWRS_STAFF=none\n', encoding="utf-8")
    monkeypatch.setenv("SGWRS_PORT", "8200")
    settings = load_settings()
    assert (settings.port, settings.duty_team, settings.staff) == (8200, "01234 567890", "loopback")


def test_a_wrong_value_in_the_file_is_refused_too(tmp_path: Path):
    (tmp_path / ".env").write_text("SGWRS_PORT=eight thousand\n", encoding="utf-8")
    with pytest.raises(BadSetting, match="SGWRS_PORT"):
        load_settings({})


def test_the_file_need_not_be_there_and_may_name_a_setting_without_a_value(tmp_path: Path):
    (tmp_path / ".env").write_text("SGWRS_PORT\nOTHER=1\n", encoding="utf-8")
    assert load_settings({}).port == 8000


def test_everything_of_a_copy_lives_in_its_data_folder(tmp_path: Path):
    settings = load_settings({"SGWRS_DATA": str(tmp_path / "here")})
    assert settings.database_url == f"sqlite:///{tmp_path / 'here' / 'sgwrs.db'}"
    assert settings.tracker_url == f"sqlite:///{tmp_path / 'here' / 'tracker.db'}"
    for path in (settings.run_folder, settings.log_folder, settings.key_file):
        assert tmp_path / "here" in path.parents


def test_a_data_folder_may_be_given_from_here_or_from_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path / "mair"))
    assert load_settings({"SGWRS_DATA": "data"}).data == tmp_path / "data"
    assert load_settings({"SGWRS_DATA": "~/data"}).data == tmp_path / "mair" / "data"


def test_spaces_and_small_letters_do_no_harm():
    settings = load_settings({"SGWRS_PORT": " 8300 ", "SGWRS_LOG_LEVEL": "debug", "SGWRS_ENGINE_WAIT": "0.5"})
    assert (settings.port, settings.log_level, settings.engine_wait) == (8300, "DEBUG", 0.5)


def test_what_the_council_says_next_is_in_its_language():
    settings = load_settings({"SGWRS_NEXT_STEPS_EN": "We ring you.", "SGWRS_NEXT_STEPS_CY": "Byddwn yn ffonio."})
    assert (settings.next_steps("en"), settings.next_steps("cy")) == ("We ring you.", "Byddwn yn ffonio.")
