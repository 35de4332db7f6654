"""The answer while the engine is away: the words are kept, and here is help. With danger in the words, the whole help text, at once."""

from fastapi.responses import JSONResponse

from bot.help.lines import help_for
from bot.store.conversations import Conversation
from bot.web.parts import Parts
from bot.words.labels import label


def waiting_reply(parts: Parts, conversation: Conversation, danger: str) -> JSONResponse:
    """Return the 202 that says that the words are kept. ``danger``: the words that speak of danger outright, "" for none."""
    language = conversation.language or "en"
    young = bool(parts.store.state(conversation.id).record.facts.get("under_18"))
    lines, _ = help_for(parts.settings.council_lines, "danger_now", conversation.role, young, language)
    notice = label("waiting_notice", language)
    if danger:
        others, _ = help_for(parts.settings.council_lines, "self_harm", conversation.role, young, language)
        lines = list(dict.fromkeys(lines + others))
        context = {"language": language, "role": conversation.role, "young": young, "subject": "self"}
        text, _ = parts.phrasebook.say("utter_concern_danger_now", context, help="\n" + "\n".join(lines) + "\n")
        notice = f"{text}\n{notice}"
    return JSONResponse({"messages": [], "state": "waiting", "notice": notice, "help": lines}, status_code=202)
