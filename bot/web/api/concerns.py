"""The duty team's list, for staff: the words about danger that were passed on, and who acknowledged them."""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from bot.conversation.said import Said, Step, context_of
from bot.conversation.talk import State
from bot.errors import NotFound
from bot.record import entries
from bot.store.duty_list import PassedOn
from bot.web.api import shapes
from bot.web.parts import Parts, parts_of
from bot.web.problems import PROBLEMS
from bot.web.who import may_act_as_staff
from bot.words.clock import clock

router = APIRouter(prefix="/api/v1/concerns", tags=["duty list"], responses=PROBLEMS)


def as_staff(request: Request, parts: Annotated[Parts, Depends(parts_of)]) -> Parts:
    """Return the parts, once the caller was let in as staff (a FastAPI dependency)."""
    may_act_as_staff(request, parts)
    return parts


Given = Annotated[Parts, Depends(as_staff)]


@router.get("")
def duty_list(parts: Given) -> shapes.DutyListOut:
    """Every concern that was passed on and is still kept: those that nobody has acknowledged first, the oldest first."""
    return shapes.DutyListOut(concerns=[_shown(concern) for concern in parts.duty_list.all()])


@router.post("/{id}/acknowledge")
def acknowledge(id: str, who: shapes.AcknowledgedBy, parts: Given) -> shapes.OnDutyList:
    """Somebody has opened the concern and gives their name. The person is told who and when, in the talk."""
    concern = parts.duty_list.acknowledge(id, who.by)

    def tell(state: State) -> Step:
        told = next((c for c in state.record.concerns if c.quote.id == concern.concern), None)
        if told is None or told.acknowledged:
            return Step()
        values = {"who": who.by, "time": clock(concern.acknowledged_at or concern.passed_on_at)}
        text, _ = parts.phrasebook.say("utter_words_taken", context_of(state), **values)
        return Step([entries.acknowledged(concern.concern, who.by)], [Said(text)])

    with suppress(NotFound):  # the talk may be gone: the concern is kept for a time of its own
        parts.store.apply(concern.conversation, tell, news=True)
    return _shown(concern)


def _shown(concern: PassedOn) -> shapes.OnDutyList:
    content = concern.content
    when = concern.acknowledged_at
    acknowledged = shapes.Acknowledged(by=concern.acknowledged_by or "", at=when.isoformat()) if when else None
    return shapes.OnDutyList(
        id=concern.id,
        conversation=concern.conversation,
        **{name: content[name] for name in ("kind", "text", "language", "role", "voice", "speaker")},
        taken=content["taken"],
        passed_on=shapes.PassedOnBy(**content["passed_on"], at=concern.passed_on_at.isoformat()),
        acknowledged=acknowledged,
    )
