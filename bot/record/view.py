"""The record as JSON, in API.md's shape."""

from datetime import datetime
from typing import Any, Optional

from bot.record.places import STRENGTHS
from bot.record.quote import Quote
from bot.record.record import Record


def record_as_json(
    record: Record,
    *,
    conversation: str,
    role: str,
    language: Optional[str],
    created_at: datetime,
    coverage: list[dict[str, Any]],
    continues: Optional[str] = None,
) -> dict[str, Any]:
    """Return ``record`` as the API gives it. What stands with a thing that has no statement (yet) is shown as unlinked."""
    facts, times = record.facts, record.fact_times
    stated = record.outcomes()
    consent_at = max((t for t in (times.get("keep"), times.get("share")) if t), default=None)
    return {
        "id": f"record-{conversation}",
        "conversation": conversation,
        "continues": continues,
        "version": record.version,
        "status": "draft",
        "role": role,
        "language": language,
        "created_at": created_at.isoformat(),
        "updated_at": (record.updated_at or created_at).isoformat(),
        "subject": facts.get("subject", "self"),
        "under_18": facts.get("under_18"),
        "opening": {
            "communication": _quotes(record.at("opening/communication")),
            "present": _quotes(record.at("opening/present")),
        },
        "circumstances": _quotes(record.at("circumstances")),
        "outcomes": [_outcome(record, n) for n in stated],
        "needs": [_need(record, n) for n in record.needs()],
        "caring": {
            "does": _quotes(record.at("caring/does")),
            "able": {"now": _quotes(record.at("caring/able/now")), "later": _quotes(record.at("caring/able/later"))},
            "willing": {
                "now": _quotes(record.at("caring/willing/now")),
                "later": _quotes(record.at("caring/willing/later")),
            },
            "work": _quotes(record.at("caring/work")),
            "learning": _quotes(record.at("caring/learning")),
            "leisure": _quotes(record.at("caring/leisure")),
        },
        "unlinked": _unlinked(record, stated),
        "others_views": _quotes(record.at("others_views")),
        "observations": _quotes(record.at("observations")),
        "concerns": [
            {
                "kind": c.kind,
                "quote": c.quote.as_json(),
                "at": c.at.isoformat() if c.at else None,
                "shown": list(c.shown),
                "passed_on": _dated(c.passed_on),
                "acknowledged": _dated(c.acknowledged),
            }
            for c in record.concerns
        ],
        "advice_given": _quotes(record.at("advice_given")),
        "agreed": _quotes(record.at("agreed")),
        "assessment_offer": {
            "offered": bool(facts.get("assessment_offered")),
            "answer": _first(record.at("assessment_answer")),
            "at": _iso(times.get("assessment_offered")),
        },
        "advocacy": {k: None for k in ("understand", "retain", "weigh", "communicate", "supporter", "offered")},
        "contact": facts.get("contact"),
        "consent": {
            "keep": facts.get("keep"),
            "share": facts.get("share"),
            "limits": _first(record.at("limits")),
            "by": "self",
            "at": _iso(consent_at),
        },
        "coverage": coverage,
    }


def _outcome(record: Record, n: int) -> dict[str, Any]:
    part = {name: record.at(f"outcomes/{n}/{name}") for name in ("statement", "so_what", "barriers", "risks", "preferences", "requests")}
    # The first words said to what matters are the statement; what was said beyond stands with what it means.
    statement, *so_what = part["statement"] + part["so_what"]
    return {
        "n": n,
        "statement": statement.as_json(),
        "so_what": _quotes(so_what),
        "barriers": _quotes(part["barriers"]),
        "risks": _quotes(part["risks"]),
        "strengths": _strengths(record, f"outcomes/{n}"),
        "preferences": _quotes(part["preferences"]),
        "requests": _quotes(part["requests"]),
        "type": None,
        "personal": record.personal.get(n),
    }


def _need(record: Record, n: int) -> dict[str, Any]:
    part = {name: record.at(f"needs/{n}/{name}") for name in ("statement", "why", "barriers", "risks", "requests")}
    statement, *why = part["statement"] + part["why"]  # the reason is the statement when there is no other
    return {
        "statement": statement.as_json(),
        "why": _quotes(why),
        "barriers": _quotes(part["barriers"]),
        "strengths": _strengths(record, f"needs/{n}"),
        "risks": _quotes(part["risks"]),
        "requests": _quotes(part["requests"]),
    }


def _unlinked(record: Record, stated: list[int]) -> dict[str, Any]:
    bases = ["unlinked"] + [f"outcomes/{n}" for n in sorted(record.numbers_used("outcomes") - set(stated))]
    bases += [f"needs/{n}" for n in sorted(record.numbers_used("needs") - set(record.needs()))]

    def together(part: str) -> list[Quote]:
        return [quote for base in bases for quote in record.at(f"{base}/{part}")]

    return {
        "barriers": _quotes(together("barriers")),
        "risks": _quotes(together("risks")),
        "strengths": {s.split("/")[1]: _quotes(together(s)) for s in STRENGTHS},
        "preferences": _quotes(together("preferences")),
        "requests": _quotes(together("requests")),
    }


def _strengths(record: Record, base: str) -> dict[str, Any]:
    return {s.split("/")[1]: _quotes(record.at(f"{base}/{s}")) for s in STRENGTHS}


def _quotes(quotes: list[Quote]) -> list[dict[str, Any]]:
    return [quote.as_json() for quote in quotes]


def _first(quotes: list[Quote]) -> Optional[dict[str, Any]]:
    return quotes[-1].as_json() if quotes else None


def _dated(what: Optional[dict[str, Any]]) -> Optional[dict[str, Any]]:
    return {**what, "at": _iso(what["at"])} if what else None


def _iso(moment: Optional[datetime]) -> Optional[str]:
    return moment.isoformat() if moment else None
