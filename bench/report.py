"""Adding the talks up, and showing it: one table of figures with what they should be, and the lists behind them."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from bench import measure
from bench.talk import Talk

Lists = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Figure:
    """One measured figure. ``at_least``/``at_most``: what it should be; neither, when it is only shown."""

    name: str
    value: Optional[float]
    shown: str
    at_least: Optional[float] = None
    at_most: Optional[float] = None

    @property
    def missed(self) -> bool:
        if self.value is None:
            return self.at_least is not None or self.at_most is not None
        too_little = self.at_least is not None and self.value < self.at_least
        return too_little or (self.at_most is not None and self.value > self.at_most)

    @property
    def wanted(self) -> str:
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return f"<= {self.at_most:g}" if self.at_most else ("0" if self.at_most is not None else "")


#: Counted, and must be none: the name, and what finds them.
_NONE_OF: tuple[tuple[str, Callable[[Talk], list[dict[str, Any]]]], ...] = (
    ("quotes that are not exact", measure.inexact_quotes),
    ("open replies without exactly one ask", measure.replies_without_one_ask),
    ("questions without exactly one question mark", measure.questions_without_one_mark),
    ("question texts repeated", measure.repeated_questions),
    ("about not in its question", measure.about_not_in_question),
    ("about missing", measure.about_missing),
    ("talks not ended within the limit", measure.over_the_limit),
    ("long messages whole in two slots", measure.standing_twice),
)


def figures(talks: Sequence[Talk]) -> tuple[list[Figure], Lists]:
    """Return the figures over all ``talks``, and the lists behind them."""
    lists: Lists = {name: _collect(talks, find) for name, find in _NONE_OF}
    lists["asked again"] = _collect(talks, measure.asked_again)
    lists["same question put again"] = _collect(talks, measure.put_again)
    lists["taken for danger"] = _collect(talks, measure.alarms)
    lists["small words kept"] = _collect(talks, measure.small_words_kept)
    lists["misplaced facts"] = _collect(talks, _misplaced)
    lists["lost facts"] = _collect(talks, _lost)
    lists["quotes that do not belong"] = _collect(talks, _strangers)
    lists["due follow-ups not made, or of another kind"] = _collect(talks, _not_followed_up)
    lists["particular answers probed"] = _collect(talks, _probed)

    stands = [stand for talk in talks for stand in measure.standing(talk)]
    quotes = [belongs for talk in talks for _, belongs in measure.belonging(talk)]
    due = [item for talk in talks for item in measure.followed_up(talk)[0]]
    particular = [item for talk in talks for item in measure.followed_up(talk)[1]]
    planted = sum(len(talk.person.facts) for talk in talks)
    times = [turn.reply.milliseconds for talk in talks for turn in talk.turns]
    rejected = sum(measure.statuses(talk)[0] for talk in talks)
    failed = sum(measure.statuses(talk)[1] for talk in talks)
    found = [Figure(name, len(lists[name]), str(len(lists[name])), at_most=0) for name, _ in _NONE_OF]
    found += [
        _share("facts said that stand in a right slot, %", [s.right for s in stands], at_least=75),
        _share("facts said that stand somewhere, %", [bool(s.slots) for s in stands], at_least=90),
        _share("planted facts that were said, %", [True] * len(stands) + [False] * (planted - len(stands))),
        _share("quotes in a slot they belong to, %", quotes, at_least=80),
        _share("due follow-ups made, of the right kind, %", [i["put"] == i["due"] for i in due], at_least=70),
        _share("due follow-ups made, of any kind, %", [bool(i["put"]) for i in due]),
        _share("particular answers probed, %", [bool(i["put"]) for i in particular], at_most=10),
        _count("asked again", lists),
        _count("same question put again", lists),
        _share("ordinary answers taken for danger, %", _alarmed(talks)),
        _count("small words kept", lists),
        _time("median turn, ms", times, 0.5, at_most=150),
        _time("95th percentile turn, ms", times, 0.95),
        _number("silent replies", sum(measure.silent_replies(talk) for talk in talks)),
        _number("answers 4xx", rejected),
        _number("answers 5xx", failed),
    ]
    return found, lists


def row_of(talk: Talk) -> list[str]:
    """Return one person's row of the table."""
    stands, quotes = measure.standing(talk), measure.belonging(talk)
    due, particular = measure.followed_up(talk)
    times = [turn.reply.milliseconds for turn in talk.turns]
    return [
        talk.person.name,
        talk.person.role,
        talk.person.language,
        str(len(talk.turns)),
        str(measure.asks_before_the_end(talk)),
        "yes" if talk.ended else "NO",
        f"{sum(s.right for s in stands)}/{sum(bool(s.slots) for s in stands)}/{len(stands)}",
        f"{sum(belongs for _, belongs in quotes)}/{len(quotes)}",
        f"{sum(i['put'] == i['due'] for i in due)}/{len(due)}",
        f"{sum(bool(i['put']) for i in particular)}/{len(particular)}",
        str(len(measure.asked_again(talk))),
        f"{statistics.median(times):.0f}" if times else "-",
    ]


HEAD = ["who", "role", "", "turns", "asks", "ended", "facts right/kept/said", "quotes", "due", "probed", "again", "ms"]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return ``rows`` as text in columns; the first is the head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def figures_table(found: Sequence[Figure]) -> str:
    """Return the figures as text in columns, marked where one is missed."""
    rows = [[figure.name, figure.shown, figure.wanted, "MISSED" if figure.missed else ""] for figure in found]
    return table([["figure", "value", "wanted", ""], *rows])


def _collect(talks: Sequence[Talk], find: Callable[[Talk], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [{"who": talk.person.name, **item} for talk in talks for item in find(talk)]


def _alarmed(talks: Sequence[Talk]) -> list[bool]:
    """For every answer of all talks, whether it was taken for danger."""
    answers = [turn for talk in talks for turn in talk.turns if turn.said.why != "go_on"]
    return [turn.reply.state == "concern" for turn in answers]


def _not_followed_up(talk: Talk) -> list[dict[str, Any]]:
    return [item for item in measure.followed_up(talk)[0] if item["put"] != item["due"]]


def _probed(talk: Talk) -> list[dict[str, Any]]:
    return [item for item in measure.followed_up(talk)[1] if item["put"]]


def _misplaced(talk: Talk) -> list[dict[str, Any]]:
    return [
        {"fact": s.fact.id, "text": s.fact.text, "stands in": list(s.slots), "belongs in": sorted(s.fact.slots)}
        for s in measure.standing(talk)
        if s.slots and not s.right
    ]


def _lost(talk: Talk) -> list[dict[str, Any]]:
    return [{"fact": s.fact.id, "text": s.fact.text} for s in measure.standing(talk) if not s.slots]


def _strangers(talk: Talk) -> list[dict[str, Any]]:
    return [{"stands in": quote.path, "text": quote.text} for quote, belongs in measure.belonging(talk) if not belongs]


def _share(name: str, held: Sequence[bool], at_least: float | None = None, at_most: float | None = None) -> Figure:
    if not held:
        return Figure(name, None, "-", at_least, at_most)
    value = round(100 * sum(held) / len(held), 1)
    return Figure(name, value, f"{value:.1f} ({sum(held)}/{len(held)})", at_least, at_most)


def _count(name: str, lists: Lists) -> Figure:
    return _number(name, len(lists[name]))


def _number(name: str, value: int) -> Figure:
    none_of = name in ("silent replies", "answers 4xx", "answers 5xx")
    return Figure(name, value, str(value), at_most=0 if none_of else None)


def _time(name: str, times: list[float], part: float, at_most: Optional[float] = None) -> Figure:
    if not times:
        return Figure(name, None, "-", at_most=at_most)
    value = round(sorted(times)[min(len(times) - 1, int(part * len(times)))], 1)
    return Figure(name, value, f"{value:.0f}", at_most=at_most)
