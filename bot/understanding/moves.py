"""The names of the moves, commands, kinds of concern and elements: the contract that everything else speaks."""

STORY_MOVES = ("accept", "so_what", "why", "own_view", "context", "nudge")
COMMANDS = (
    "skip", "stop", "pause", "back", "repeat", "rephrase", "why_ask", "who_sees", "human", "language", "correct",
    "affirm", "deny", "thanks", "greet", "help",
)  # fmt: skip
#: Where several kinds fit, the first in this order is the one.
CONCERN_KINDS = ("danger_now", "self_harm", "harm_to_other", "child_at_risk", "abuse_or_neglect", "carer_breakdown")
ELEMENTS = (
    "circumstances", "outcome", "barrier", "strength_self", "strength_others", "community", "risk", "need",
    "preference", "request", "feeling",
)  # fmt: skip
ASKS = (
    "circumstances", "outcome", "so_what", "barrier", "strength_self", "strength_others", "community", "risk",
    "need_why", "caring_role", "work_leisure", "anything_else", "read_back", "consent",
)  # fmt: skip
ROLES = ("carer", "handler", "practitioner")
LANGUAGES = ("en", "cy")

COMMAND_PREFIX = "command_"


def intent_to_move(intent: str) -> tuple[str, "str | None"]:
    """Return (move, command) for a Rasa intent: ``command_skip`` is the move ``control`` with the command ``skip``."""
    if intent.startswith(COMMAND_PREFIX):
        return "control", intent[len(COMMAND_PREFIX) :]
    return intent, None
