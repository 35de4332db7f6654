"""The answer while the engine is away: the words are kept, and here is help. With danger in the words, the whole help text, at once."""

from fastapi.responses import JSONResponse

from bot.conversation.concerns import help_text
from bot.conversation.said import context_of
from bot.help.lines import help_for
from bot.record.quote import Message
from bot.store.conversations import Conversation
from bot.understanding.danger import danger_kind
from bot.web.parts import Parts
from bot.words.labels import label


def waiting_reply(parts: Parts, conversation: Conversation, message: Message) -> JSONResponse:
    """Return the 202 that says that the words are kept, with help."""
    notice, lines = waiting_notice(parts, conversation, message)
    return JSONResponse({"messages": [], "state": "waiting", "notice": notice, "help": lines}, status_code=202)


def waiting_notice(parts: Parts, conversation: Conversation, message: Message) -> tuple[str, list[str]]:
    """Return (that the words are kept, the help lines); danger told outright in ``message`` gets the help for its kind."""
    language = conversation.language or message.language
    state = parts.store.state(conversation.id)
    young = bool(state.record.facts.get("under_18"))
    kind = danger_kind(message.text)
    lines, _ = help_for(parts.settings.council_lines, kind or "danger_now", conversation.role, young, language)
    notice = label("waiting_notice", language)
    if kind:
        # Nothing has been passed on to anybody yet, whatever the route: that comes with the reply.
        context = {**context_of(state), "language": language, "young": young, "route": "person"}
        text, _ = help_text(parts.phrasebook, kind, context, lines)
        notice = f"{text}\n{notice}"
    return notice, lines
