"""The duty list: words about danger that were passed on stand there under a key of their own until their time has passed."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.conversation.said import Step
from bot.errors import BadSetting, Conflict, NotFound
from bot.record import entries
from bot.record.quote import Message, cut
from bot.store.conversations import Store
from bot.store.duty_list import DutyList
from tests.unit.stores import DANGER, Kept, found_in


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path / "data")
    yield kept
    kept.close()


@pytest.fixture
def id(kept: Kept) -> str:
    return kept.talk()


# What gets on it


def test_words_that_were_passed_on_stand_on_it_exactly(kept: Kept, id: str):
    before = datetime.now(timezone.utc)
    concern = kept.pass_on(id)
    (found,) = kept.duty_list.all()
    assert (found.id, found.conversation) == (concern, id)
    assert found.content == {
        "kind": "abuse_or_neglect",
        "text": DANGER,
        "language": "en",
        "role": "carer",
        "voice": "own",
        "speaker": None,
        "taken": "typed_by_person",
        "passed_on": {"by": "person", "to": "duty_team"},
    }
    assert before <= found.passed_on_at <= datetime.now(timezone.utc)
    assert found.passed_on_at.utcoffset() == timedelta(0)
    assert (found.acknowledged_at, found.acknowledged_by) == (None, None)


def test_words_that_were_not_passed_on_do_not(kept: Kept, id: str):
    said = kept.store.note(id, DANGER, "en")
    quote = cut(Message(said.id, DANGER, "en"), 0, len(DANGER))
    kept.store.apply(id, lambda state: Step([entries.concern("self_harm", quote, ["999"])]))
    assert kept.duty_list.all() == []


def test_the_record_says_that_they_were_passed_on_and_when(kept: Kept, id: str):
    kept.pass_on(id, by="route")
    (concern,) = kept.store.state(id).record.concerns
    (found,) = kept.duty_list.all()
    assert concern.passed_on and (concern.passed_on["by"], concern.passed_on["to"]) == ("route", "duty_team")
    assert concern.passed_on["at"] == found.passed_on_at


def test_the_same_words_are_put_on_it_once(kept: Kept, id: str):
    kept.pass_on(id)
    quote = kept.store.state(id).record.concerns[0].quote.id
    before = kept.store.state(id).record
    with pytest.raises(Exception, match="UNIQUE"):
        kept.store.apply(id, lambda state: Step([entries.passed_on(quote, "person", "duty_team")]))
    assert len(kept.duty_list.all()) == 1
    assert kept.store.state(id).record == before  # the whole step is undone


def test_several_concerns_of_one_talk_each_stand_there(kept: Kept, id: str):
    kept.pass_on(id, "He hits me when he drinks.", message="d1")
    kept.pass_on(id, "I want to kill myself.", "self_harm", message="d2")
    assert [found.content["kind"] for found in kept.duty_list.all()] == ["abuse_or_neglect", "self_harm"]


def test_passing_on_says_so_in_the_log_without_words(kept: Kept, id: str, caplog: pytest.LogCaptureFixture):
    kept.pass_on(id)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "sgwrs concerns list" in caplog.text
    assert "Penfforddwen" not in caplog.text and id not in caplog.text


# Its order


def test_what_nobody_has_acknowledged_comes_first_the_oldest_first(kept: Kept, id: str):
    concerns = [kept.pass_on(id, message=f"d{number}") for number in range(5)]
    for concern, days in zip(concerns, (3, 1, 5, 2, 4), strict=True):
        kept.age_concern(concern, days)
    kept.duty_list.acknowledge(concerns[2], "Siân")  # the oldest of all
    kept.duty_list.acknowledge(concerns[1], "Siân")
    assert [found.id for found in kept.duty_list.all()] == [concerns[n] for n in (4, 0, 3, 2, 1)]


def test_an_empty_list_is_empty(kept: Kept, id: str):
    assert kept.duty_list.all() == []
    assert not kept.duty_list.is_acknowledged(id)


# Acknowledging


@pytest.mark.parametrize("name", ["Siân", "Siân Prys-Jones, tîm dyletswydd", "{who} {time}", "<b>Siân</b>", "%s", "Сиан", "S" * 80])
def test_whoever_acknowledges_gives_a_name(kept: Kept, id: str, name: str):
    concern = kept.pass_on(id)
    before = datetime.now(timezone.utc)
    taken = kept.duty_list.acknowledge(concern, name)
    assert taken.acknowledged_by == name
    assert taken.acknowledged_at and before <= taken.acknowledged_at <= datetime.now(timezone.utc)
    (found,) = kept.duty_list.all()
    assert found == taken
    assert found.content["text"] == DANGER


def test_a_second_one_is_told_that_somebody_has(kept: Kept, id: str):
    concern = kept.pass_on(id)
    first = kept.duty_list.acknowledge(concern, "Siân")
    with pytest.raises(Conflict, match="already") as refused:
        kept.duty_list.acknowledge(concern, "Rhys")
    assert "Siân" not in str(refused.value)
    assert kept.duty_list.all() == [first]


def test_what_is_not_on_the_list_cannot_be_acknowledged(kept: Kept, id: str):
    kept.pass_on(id)
    for wrong in ("", "no such concern", id):
        with pytest.raises(NotFound):
            kept.duty_list.acknowledge(wrong, "Siân")


def test_the_talk_is_acknowledged_when_one_of_its_concerns_is(kept: Kept, id: str):
    other = kept.talk()
    concerns = [kept.pass_on(id, message=f"d{number}") for number in range(2)]
    kept.pass_on(other)
    assert not kept.duty_list.is_acknowledged(id)
    kept.duty_list.acknowledge(concerns[1], "Siân")
    assert kept.duty_list.is_acknowledged(id)
    assert not kept.duty_list.is_acknowledged(other)


# Keys


def test_neither_words_nor_names_stand_in_the_files(kept: Kept, id: str):
    kept.duty_list.acknowledge(kept.pass_on(id), "Heledd Gwyneira")
    words = ("Penfforddwen", "pushed me", "Heledd", "Gwyneira", "abuse_or_neglect", "typed_by_person")
    assert found_in(kept.folder, {word: word.encode() for word in words}) == set()


def test_each_has_a_key_of_its_own(kept: Kept, id: str):
    kept.pass_on(id, message="d1")
    kept.pass_on(id, message="d2")
    (conversation,), (one,), (other,) = [*kept.rows("select data_key from conversations"), *kept.rows("select data_key from duty_list")]
    assert len({conversation, one, other}) == 3


def test_it_opens_when_the_talks_own_key_is_gone(kept: Kept, id: str):
    kept.pass_on(id)
    kept.store.erase(id, duty_list=False)
    (found,) = DutyList(kept.engine, kept.store._master_key).all()
    assert found.content["text"] == DANGER


def test_one_concerns_seal_does_not_open_as_anothers(kept: Kept, id: str):
    one, other = kept.pass_on(id, message="d1"), kept.pass_on(id, message="d2")
    kept.change(
        "update duty_list set data_key = (select data_key from duty_list where id = :one), "
        "sealed = (select sealed from duty_list where id = :one) where id = :other",
        one=one,
        other=other,
    )
    assert [found.id for found in kept.duty_list.all()] == [one]


def test_another_master_key_opens_nothing(kept: Kept, id: str):
    kept.pass_on(id)
    with pytest.raises(BadSetting, match="[Mm]aster key"):
        DutyList(kept.engine, bytes(32)).all()


def test_one_that_cannot_be_opened_hides_no_other(kept: Kept, id: str):
    damaged, whole = kept.pass_on(id, message="d1"), kept.pass_on(id, message="d2")
    kept.change("update duty_list set sealed = zeroblob(64) where id = :id", id=damaged)
    assert whole in [found.id for found in kept.duty_list.all()]


# Off it again


def test_dropping_takes_off_those_and_no_others(kept: Kept, id: str):
    concerns = [kept.pass_on(id, message=f"d{number}") for number in range(4)]
    kept.duty_list.drop([concerns[0], concerns[2], "no such concern"])
    assert [found.id for found in kept.duty_list.all()] == [concerns[1], concerns[3]]
    kept.duty_list.drop([])
    assert len(kept.duty_list.all()) == 2


def test_erasing_a_talk_takes_it_off_and_retention_does_not(kept: Kept, id: str):
    other = kept.talk()
    kept.pass_on(id)
    kept.pass_on(other)
    kept.store.erase(id)
    kept.store.erase(other, duty_list=False)
    assert [found.conversation for found in kept.duty_list.all()] == [other]


def test_whose_talk_is_gone_can_still_be_acknowledged(kept: Kept, id: str):
    concern = kept.pass_on(id)
    kept.store.erase(id, duty_list=False)
    assert kept.duty_list.acknowledge(concern, "Siân").acknowledged_by == "Siân"
    assert kept.duty_list.is_acknowledged(id)


def test_another_store_on_the_same_database_sees_it(kept: Kept, id: str):
    """As the app and `sgwrs retention run` do, side by side."""
    kept.pass_on(id)
    store = Store(kept.engine, kept.store._master_key)
    assert [concern.quote.text for concern in store.state(id).record.concerns] == [DANGER]
