"""Help, privacy, accessibility: the same pages for everybody, in the same place on every page."""

from fastapi import APIRouter
from fastapi.responses import Response

from bot.export.shown import day
from bot.help.lines import all_lines, council_line
from bot.web.pages.frame import APage, Page
from bot.words.labels import all_labels, has_label

router = APIRouter(include_in_schema=False)
_COUNCIL = ("iaa_line", "duty_team", "out_of_hours")
_CARERS = ("carers_wales",)
#: The day on which the accessibility page was last gone through.
_ACCESSIBILITY_AS_OF = "2026-11-23T12:00:00+00:00"
#: Part -> the sentences that stand in it (bot/words/page_privacy.yml).
_PRIVACY = {
    "short": ("short_reads", "short_yours", "short_decided", "short_nobody_else"),
    "who": ("who", "who_contact", "who_officer", "who_host"),
    "what": ("what_words", "what_record", "what_choices", "what_contact", "what_others", "what_address", "what_locked"),
    "why": ("why", "why_task", "why_special", "why_danger", "why_choice", "why_need_not"),
    "sees": ("sees_before", "sees_after", "sees_limits", "sees_danger", "sees_program", "sees_abroad"),
    "long": ("long_draft", "long_shared", "long_own_files", "long_concerns", "long_erase", "long_back_ups"),
    "phone": ("phone_cookie", "phone_cookie_left", "phone_cookie_lasts", "phone_draft", "phone_nothing_else", "phone_history"),
    "decisions": ("decisions",),
    "rights": (
        "rights_intro", "rights_see", "rights_correct", "rights_erase", "rights_limit", "rights_object", "rights_here", "rights_answer",
        "rights_young",
    ),
    "complain": ("complain_council", "complain_ico", "complain_ico_link"),
}  # fmt: skip
#: Part -> the sentences that stand in it (bot/words/page_accessibility.yml).
_ACCESSIBILITY = {
    "can": ("can_keyboard", "can_reader", "can_zoom", "can_colours", "can_phone", "can_time", "can_words"),
    "level": ("level",),
    "short": (
        "short_welsh", "short_readers", "short_voice", "short_log", "short_own_words", "short_word_file", "short_other_forms",
    ),
    "instead": ("instead", "instead_ring"),
    "say": ("say",),
    "law": ("law", "law_advice", "law_welsh"),
    "tried": ("tried", "prepared"),
}  # fmt: skip
#: Parts whose sentences are items of a list.
_LISTS = ("privacy_heading_short", "privacy_heading_what", "privacy_heading_long", "access_heading_can", "access_heading_short")


@router.get("/help")
def help_now(page: APage) -> Response:
    """Whom to ring, and how this works."""
    lines = all_lines()
    young = [name for name, line in lines.items() if line.get("young")]
    apart = {"emergency", *young, *_CARERS}
    groups = [
        ("help_heading_any_hour", [lines[name] for name in lines if name not in apart]),
        ("help_heading_young", [lines[name] for name in young]),
        ("help_heading_looking_after", [lines[name] for name in _CARERS if name in lines]),
    ]
    if page.about.young:  # theirs come first, before the council's
        groups.insert(0, groups.pop(1))
    council = [council_line(page.parts.settings.council_lines, name, page.language) for name in _COUNCIL]
    return page.show("help.html", groups=groups, council_lines=[line for line in council if line])


@router.get("/privacy")
def privacy(page: APage) -> Response:
    """What is kept, why, for how long, and whom to ask (UK GDPR, article 13)."""
    settings = page.parts.settings
    values = {
        "council": settings.council_name(page.language),
        "contact": settings.privacy_contact,
        "officer": settings.privacy_officer,
        "host": settings.data_host,
        "keep_days": f"{settings.keep_drafts_days:g}",
        "keep_shared_days": f"{settings.keep_shared_days:g}",
        "keep_concerns_days": f"{settings.keep_concerns_days:g}",
    }
    return page.show("privacy.html", parts=_filled_in(page, "privacy", _PRIVACY, values), lists=_LISTS)


@router.get("/accessibility")
def accessibility(page: APage) -> Response:
    """How this was made to work for everybody, and where it is known to fall short."""
    settings = page.parts.settings
    values = {
        "council": settings.council_name(page.language),
        "contact": settings.privacy_contact,
        "line": council_line(settings.council_lines, "iaa_line", page.language) or "",
        "date": day(_ACCESSIBILITY_AS_OF, page.language),
    }
    return page.show("accessibility.html", parts=_filled_in(page, "access", _ACCESSIBILITY, values), lists=_LISTS)


def _filled_in(page: Page, name: str, parts: dict[str, tuple[str, ...]], values: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Return (heading, sentences) of each part. What names a thing that the council has not set is said another way, or not at all."""
    shown = []
    for part, keys in parts.items():
        said = [_sentence(page, f"{name}_{key}", values) for key in keys]
        shown.append((f"{name}_heading_{part}", [words for words in said if words]))
    return shown


def _sentence(page: Page, key: str, values: dict[str, str]) -> str:
    missing = any(f"{{{value}}}" in all_labels()[key]["en"] for value in values if not values[value])
    if missing:
        return page.words(f"{key}_unset") if has_label(f"{key}_unset") else ""
    return page.words(key, **values)


@router.get("/offline")
def offline(page: APage) -> Response:
    """What a browser shows while it reaches nothing; it is the one page that a browser keeps."""
    return page.show("offline.html")
