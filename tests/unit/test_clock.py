"""The time of day is Wales's, in summer and winter, whatever the machine's."""

from datetime import datetime, timedelta, timezone

import pytest

from bot.words.clock import clock


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 23, 17, 5, tzinfo=timezone.utc), "17:05"),
        (datetime(2026, 7, 1, 17, 5, tzinfo=timezone.utc), "18:05"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=timezone.utc), "00:30"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=timezone.utc), "00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=timezone.utc), "02:00"),
        (datetime(2026, 1, 5, 9, 7, tzinfo=timezone(timedelta(hours=5))), "04:07"),
    ],
)
def test_the_time_of_day_in_wales(moment: datetime, said: str):
    assert clock(moment) == said
