"""Coming back: one code at a time, for 30 days, for any number of devices; and what is kept of codes and tokens opens nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import NotFound
from bot.store.access import CODE_LASTS, Access
from bot.words.code_words import as_read, code_words
from tests.unit.stores import Kept, ago, found_in


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path / "data")
    yield kept
    kept.close()


@pytest.fixture
def id(kept: Kept) -> str:
    return kept.talk()


def opens_nothing(access: Access, code: str) -> str:
    with pytest.raises(NotFound) as refused:
        access.come_back(code)
    return str(refused.value)


def expire(kept: Kept, id: str, days: float) -> None:
    """The code of this talk stopped working so many days ago (less than none: it goes on so long)."""
    kept.change("update return_codes set expires_at = :value where conversation = :id", id=id, value=ago(days))


# The code


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_code_brings_back_to_its_talk(kept: Kept, id: str, language: str):
    kept.talk()
    code, _ = kept.access.new_code(id, language)
    assert set(code.split()) <= set(code_words(language))
    conversation, token = kept.access.come_back(code)
    assert conversation == id
    assert kept.access.opens(id, token)


def test_a_code_holds_for_30_days(kept: Kept, id: str):
    before = datetime.now(timezone.utc)
    _, expires = kept.access.new_code(id, "en")
    assert timedelta(days=30) == CODE_LASTS
    assert before + CODE_LASTS <= expires <= datetime.now(timezone.utc) + CODE_LASTS


def test_on_its_last_day_it_works_and_then_no_more(kept: Kept, id: str):
    code, _ = kept.access.new_code(id, "en")
    expire(kept, id, days=-0.001)
    kept.access.come_back(code)
    expire(kept, id, days=0.001)
    opens_nothing(kept.access, code)


def test_coming_back_does_not_make_it_last_longer(kept: Kept, id: str):
    code, _ = kept.access.new_code(id, "en")
    query = "select expires_at from return_codes"
    before = kept.rows(query)
    kept.access.come_back(code)
    assert kept.rows(query) == before


def test_a_code_works_any_number_of_times(kept: Kept, id: str):
    code, _ = kept.access.new_code(id, "cy")
    tokens = {kept.access.come_back(code)[1] for _ in range(5)}
    assert len(tokens) == 5
    assert all(kept.access.opens(id, token) for token in tokens)


def test_a_code_is_taken_as_people_write_it_down(kept: Kept, id: str):
    code, _ = kept.access.new_code(id, "cy")
    for written in (code.upper(), code.replace(" ", "-"), f"  {code.title()}. ", as_read(code), code.replace(" ", ", ")):
        assert kept.access.come_back(written)[0] == id


def test_one_code_is_live_at_a_time(kept: Kept, id: str):
    codes = [kept.access.new_code(id, language)[0] for language in ("en", "cy", "en")]
    assert len(set(codes)) == 3
    for old in codes[:-1]:
        opens_nothing(kept.access, old)
    assert kept.access.come_back(codes[-1])[0] == id
    assert len(kept.rows("select * from return_codes")) == 1


def test_a_new_code_of_one_talk_leaves_anothers_alone(kept: Kept, id: str):
    other = kept.talk()
    code, _ = kept.access.new_code(other, "en")
    kept.access.new_code(id, "en")
    kept.access.revoke_code(id)
    assert kept.access.come_back(code)[0] == other


def test_a_code_that_was_revoked_opens_nothing(kept: Kept, id: str):
    code, _ = kept.access.new_code(id, "en")
    _, token = kept.access.come_back(code)
    kept.access.revoke_code(id)
    opens_nothing(kept.access, code)
    assert kept.access.opens(id, token) and kept.access.opens(id, kept.tokens[id])
    kept.access.revoke_code(id)  # there is none: nothing happens
    fresh, _ = kept.access.new_code(id, "en")
    assert kept.access.come_back(fresh)[0] == id


def test_wrong_expired_revoked_and_empty_are_told_alike(kept: Kept, id: str):
    expired, revoked = kept.talk(), kept.talk()
    codes = [kept.access.new_code(one, "en")[0] for one in (expired, revoked)]
    expire(kept, expired, days=1)
    kept.access.revoke_code(revoked)
    told = {opens_nothing(kept.access, code) for code in (*codes, "aber bacwn caban dafad eira", "", "12345", "\ud800", "a" * 200)}
    assert len(told) == 1


def test_a_code_that_opens_nothing_makes_no_token(kept: Kept, id: str):
    before = kept.rows("select * from tokens")
    opens_nothing(kept.access, "aber bacwn caban dafad eira")
    assert kept.rows("select * from tokens") == before


# Tokens


def test_several_devices_each_have_their_own_token(kept: Kept, id: str):
    code, _ = kept.access.new_code(id, "en")
    tokens = [kept.tokens[id], kept.access.come_back(code)[1], kept.access.come_back(code)[1]]
    assert len(set(tokens)) == 3
    assert all(kept.access.opens(id, token) for token in tokens)


def test_a_token_opens_no_other_talk(kept: Kept, id: str):
    other = kept.talk()
    code, _ = kept.access.new_code(id, "en")
    _, token = kept.access.come_back(code)
    assert not kept.access.opens(other, token)
    assert not kept.access.opens("no such talk", token)


@pytest.mark.parametrize("token", ["", " ", "nonsense", "a" * 10_000])
def test_what_is_no_token_opens_nothing(kept: Kept, id: str, token: str):
    assert not kept.access.opens(id, token)


def test_a_tokens_hash_is_no_token(kept: Kept, id: str):
    hashes = [row[0] for row in kept.rows("select token_hash from tokens")]
    assert hashes and not any(kept.access.opens(id, found) for found in hashes)


# The end of access


def test_after_the_end_of_access_nothing_opens_the_talk_any_more(kept: Kept, id: str):
    other = kept.talk()
    code, _ = kept.access.new_code(id, "en")
    tokens = [kept.tokens[id], kept.access.come_back(code)[1]]
    kept.access.end(id)
    assert not any(kept.access.opens(id, token) for token in tokens)
    opens_nothing(kept.access, code)
    assert not kept.rows("select * from return_codes")
    assert kept.access.opens(other, kept.tokens[other])


def test_the_talk_itself_stays_as_it_was(kept: Kept, id: str):
    before = kept.store.messages(id), kept.store.state(id).record
    kept.access.end(id)
    assert (kept.store.messages(id), kept.store.state(id).record) == before


def test_erasing_a_talk_takes_its_tokens_and_its_code_along(kept: Kept, id: str):
    code, _ = kept.access.new_code(id, "en")
    _, token = kept.access.come_back(code)
    kept.store.erase(id)
    assert not kept.access.opens(id, token)
    opens_nothing(kept.access, code)
    assert not kept.rows("select * from tokens") and not kept.rows("select * from return_codes")


def test_there_is_no_token_or_code_without_its_talk(kept: Kept, id: str):
    with kept.engine.begin() as connection:
        connection.execute(text("delete from messages"))
        connection.execute(text("delete from entries"))
        connection.execute(text("delete from effects"))
        connection.execute(text("delete from conversations"))
    assert not kept.rows("select * from tokens")


# What is kept of it


def test_neither_token_nor_code_stands_in_the_files(kept: Kept, id: str):
    code, _ = kept.access.new_code(id, "cy")
    _, token = kept.access.come_back(code)
    secrets = {"the code": code.encode(), "the code as read": as_read(code).encode()}
    secrets |= {"a token": token.encode(), "the first token": kept.tokens[id].encode()}
    secrets |= {f"in wide letters: {what}": secret.decode().encode("utf-16-le") for what, secret in secrets.items()}
    assert found_in(kept.folder, secrets) == set()
    assert found_in(kept.folder, {"its hash": kept.rows("select code_hash from return_codes")[0][0].encode()})


def test_a_stolen_database_tells_no_code(kept: Kept, id: str):
    """The hash is keyed under the master key: without it, nobody can try codes one after another against the database."""
    code, _ = kept.access.new_code(id, "en")
    opens_nothing(Access(kept.engine, bytes(32)), code)
    assert kept.access.come_back(code)[0] == id


def test_the_same_code_has_another_hash_under_another_master_key(kept: Kept):
    one, other = Access(kept.engine, bytes(32)), Access(kept.engine, bytes(31) + b"1")
    assert one._code_hash("aber bacwn caban dafad eira") != other._code_hash("aber bacwn caban dafad eira")
    assert len(one._code_hash("")) == 64
