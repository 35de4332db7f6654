"""The end: their words, their own copy, share or not, how to be reached, what happens next, the right, and erasing everything."""

import asyncio
from datetime import datetime
from typing import Any, Optional

from fastapi import APIRouter
from fastapi.responses import Response

from bot.conversation.said import Step
from bot.export.as_docx import as_docx
from bot.export.as_text import how_to_read
from bot.export.closing import closing, coverage
from bot.export.outline import outline
from bot.export.shown import day
from bot.record import entries
from bot.store.reading import read_record
from bot.web import doing
from bot.web.api.shapes import MOST_CHARACTERS
from bot.web.pages.door import forget
from bot.web.pages.frame import HEADERS, ATalk, Page
from bot.words.clock import clock
from bot.words.labels import LANGUAGES, label

router = APIRouter(include_in_schema=False)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DONE = {"share": "end_saved", "contact": "end_contact_saved", "no_contact": "end_contact_removed", "back": "end_taken_back"}
_SAFE = ("yes", "times", "no")


@router.get("/end")
def end(page: ATalk, done: str = "") -> Response:
    """Everything that can be done with the words at the end, in any order."""
    return _end(page, done=page.words(_DONE[done]) if done in _DONE else "")


def _end(
    page: Page, status: int = 200, *, done: str = "", problem: str = "", wrong: str = "", given: Optional[dict[str, str]] = None
) -> Response:
    assert page.visitor
    id, store = page.visitor.talk, page.parts.store
    record = read_record(store, id)
    return page.show(
        "end.html",
        status,
        record=record,
        sections=outline(record, page.language),
        talk_state=store.state(id).talk.state,
        opened=store.get(id).opened_at is not None,
        asked_for=_asked_for(record),
        next_steps=page.parts.settings.next_steps(page.language),
        passed_on=[_whether_opened(page, concern) for concern in record["concerns"] if concern["passed_on"]],
        done=done,
        problem=problem,
        wrong=wrong,
        given={**_reached(record["contact"], page.language), **(given or {})},
        safe=_SAFE,
    )


def _whether_opened(page: Page, concern: dict[str, Any]) -> str:
    """Say whether somebody at the duty team has opened these words, and who."""
    opened = concern["acknowledged"]
    if not opened:
        return page.words("end_passed_waiting")
    at = datetime.fromisoformat(opened["at"])
    return page.words("end_passed_opened", who=opened["by"], time=f"{day(opened['at'], page.language)}, {clock(at)}")


def _reached(contact: Optional[dict[str, Any]], language: str) -> dict[str, str]:
    """Return the fields of the form for how to be reached, as they were answered: what is not changed stays as it was."""
    if not contact:
        return {"language": language}
    said = contact.get("safe_to_call")
    safe = {True: "yes", False: "no", None: ""}.get(said, "times")
    when = said if isinstance(said, str) and said not in {label("end_contact_safe_times", one) for one in LANGUAGES} else ""
    given = {"name": contact.get("name"), "how": contact.get("how"), "language": contact.get("language") or "either"}
    return {**{name: value or "" for name, value in given.items()}, "safe": safe, "when": when}


def _asked_for(record: dict[str, Any]) -> bool:
    """Whether an assessment was offered and answered."""
    return bool(record["assessment_offer"]["answer"])


@router.post("/end/share")
async def share(page: ATalk) -> Response:
    """Share the words with the council, with limits in own words; or don't; or take them back."""
    given = await page.form()
    return await asyncio.to_thread(_share, page, given)


def _share(page: Page, given: dict[str, str]) -> Response:
    assert page.visitor
    id, limits = page.visitor.talk, given.get("limits", "")
    if given.get("share") not in ("yes", "no"):
        return _end(page, 422, problem=page.words("end_share_missing"), wrong="share", given=given)
    if len(limits) > MOST_CHARACTERS:
        many = page.words("state_too_long_text", most=f"{MOST_CHARACTERS:,}", count=f"{len(limits):,}")
        return _end(page, 422, problem=many, wrong="limits", given=given)
    yes = given["share"] == "yes"
    if not yes:
        doing.not_opened_by_staff(page.parts, page.parts.store.get(id))
    consent = read_record(page.parts.store, id)["consent"]
    standing = consent["limits"]
    new = limits if limits.strip() and not (standing and standing["text"] == limits) else None
    if standing and "limits" in given and not limits.strip():  # the box was emptied
        doing.remove(page.parts, id, standing["id"])
    # Nobody can read what is not to be kept: who sends it after all has chosen anew.
    kept = {"keep": True} if yes and consent["keep"] is False else {}
    doing.consent(page.parts, id, {"share": yes, **kept}, new)
    return page.go("end?done=back" if given.get("do") == "back" else "end?done=share")


@router.post("/end/contact")
async def contact(page: ATalk) -> Response:
    """How to be reached, for somebody who wants an answer, and whether it is safe to ring."""
    given = await page.form()
    return await asyncio.to_thread(_contact, page, given)


def _contact(page: Page, given: dict[str, str]) -> Response:
    assert page.visitor
    wanted, how = given.get("wanted"), given.get("how", "").strip()[:300]
    if wanted != "no" and not how:
        return _end(page, 422, problem=page.words("end_contact_missing"), wrong="contact", given=given)
    reach = None
    if wanted != "no":
        safe = given.get("safe") if given.get("safe") in _SAFE else None
        when = given.get("when", "").strip()[:500]
        said = {"yes": True, "no": False, "times": when or label("end_contact_safe_times", page.language)}.get(safe or "")
        language = given.get("language") if given.get("language") in ("cy", "en") else None
        reach = {"name": given.get("name", "").strip()[:200], "how": how, "safe_to_call": said, "language": language}
    page.parts.store.apply(page.visitor.talk, lambda state: Step([entries.known("contact", reach)]))
    return page.go("end?done=contact" if reach else "end?done=no_contact")


@router.post("/end/finish")
async def finish(page: ATalk) -> Response:
    """To the close of the talk, with what there is."""
    await page.form()
    assert page.visitor
    await doing.finish(page.parts, page.visitor.talk)
    return page.go("talk")


@router.post("/end/reopen")
async def reopen(page: ATalk) -> Response:
    """Back into the talk."""
    await page.form()
    assert page.visitor
    await doing.reopen(page.parts, page.visitor.talk)
    return page.go("talk")


@router.get("/end/erase")
def erase_sure(page: ATalk) -> Response:
    """Erase everything: asked once."""
    return page.show("erase.html")


@router.post("/end/erase")
async def erase(page: ATalk) -> Response:
    """Erase everything, and forget the talk on this device."""
    await page.form()
    assert page.visitor
    page.keep_about()
    await doing.erase(page.parts, page.visitor.talk)
    response = page.show("state.html", name="erased", text_key="state_erased_text", buttons=(("state_not_here_start", "start"),))
    forget(response)
    return response


@router.get("/copy")
def copy(page: ATalk, concerns: bool = False) -> Response:
    """Their own copy as a page to print on A4."""
    record = _copied(page)
    said = outline(record, page.language, concerns=concerns)
    return page.show(
        "copy.html",
        how=how_to_read(said, page.language),
        date=day(record["updated_at"], page.language),
        sections=[*said, *coverage(record, page.language), *closing(record, page.language)],
        has_concerns=bool(record["concerns"]) and not concerns,
    )


@router.get("/copy.docx")
def copy_as_word(page: ATalk, concerns: bool = False) -> Response:
    """Their own copy as a Word file."""
    file = as_docx(_copied(page), page.language, concerns=concerns)
    name = "sgwrs-fy-ngeiriau.docx" if page.language == "cy" else "sgwrs-my-words.docx"
    return Response(file, media_type=_WORD, headers={**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'})


def _copied(page: Page) -> dict[str, Any]:
    assert page.visitor
    return read_record(page.parts.store, page.visitor.talk)
