"""Keys: words open only with their own key, in their own place, under the master key that wrapped it."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadSetting
from bot.store.keys import DataKey, load_master_key

MASTER = bytes(range(32))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6
)


@given(value=JSON, place=st.text())
def test_what_is_sealed_opens_as_it_was(value: object, place: str):
    key = DataKey.new()
    assert key.open(key.seal(value, place), place) == value


def test_the_same_words_are_sealed_differently_each_time():
    key = DataKey.new()
    assert key.seal("y côr", "entry 1") != key.seal("y côr", "entry 1")


def test_sealed_words_hold_no_words():
    assert b"the choir" not in DataKey.new().seal("the choir", "entry 1")


def test_words_do_not_open_in_another_place():
    key = DataKey.new()
    sealed = key.seal("the choir", "message c 1")
    with pytest.raises(InvalidTag):
        key.open(sealed, "message c 2")


def test_words_do_not_open_with_another_key():
    sealed = DataKey.new().seal("the choir", "message c 1")
    with pytest.raises(InvalidTag):
        DataKey.new().open(sealed, "message c 1")


def test_changed_bytes_do_not_open():
    key = DataKey.new()
    sealed = bytearray(key.seal("the choir", "message c 1"))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        key.open(bytes(sealed), "message c 1")


def test_a_wrapped_key_opens_what_the_key_sealed():
    key = DataKey.new()
    again = DataKey.unwrap(key.wrap(MASTER, "c"), MASTER, "c")
    assert again.open(key.seal("the choir", "entry c"), "entry c") == "the choir"
    assert again.for_tracker() == key.for_tracker()


@pytest.mark.parametrize(("master", "conversation"), [(bytes(32), "c"), (MASTER, "another")])
def test_another_master_key_or_conversation_is_told_plainly(master: bytes, conversation: str):
    wrapped = DataKey.new().wrap(MASTER, "c")
    with pytest.raises(BadSetting, match="[Mm]aster key") as told:
        DataKey.unwrap(wrapped, master, conversation)
    assert "\n" not in str(told.value)


def test_the_tracker_has_a_key_of_its_own():
    key = DataKey.new()
    assert len(key.for_tracker()) == 32
    with pytest.raises(InvalidTag):
        DataKey(key.for_tracker()).open(key.seal("the choir", "entry c"), "entry c")


def test_the_key_file_is_made_once_and_is_nobody_elses(tmp_path: Path):
    file = tmp_path / "keys" / "master.key"
    before = os.umask(0)  # as open as a machine can be
    try:
        made = load_master_key("", file)
    finally:
        os.umask(before)
    assert len(made) == 32 and load_master_key("", file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_two_copies_have_two_keys(tmp_path: Path):
    assert load_master_key("", tmp_path / "a" / "master.key") != load_master_key("", tmp_path / "b" / "master.key")


def test_a_key_from_the_settings_leaves_no_file(tmp_path: Path):
    assert load_master_key("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", tmp_path / "master.key") == MASTER
    assert not (tmp_path / "master.key").exists()


@pytest.mark.parametrize("content", ["", "half a key", "AAEC"])
def test_a_spoilt_key_file_is_told_and_kept(content: str, tmp_path: Path):
    file = tmp_path / "master.key"
    file.write_text(content)
    with pytest.raises(BadSetting, match="master key file"):
        load_master_key("", file)
    assert file.read_text() == content
