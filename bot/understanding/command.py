"""``sgwrs understand``, the part that runs in the engine's environment: JSON Lines in, JSON Lines out, the trained model between.

python -m bot.understanding.command MODEL [en|cy]
"""

import asyncio
import json
import logging
import sys
from typing import Any, TextIO

from bot.understanding.language import detect_language
from bot.understanding.moves import ASKS, ROLES

_MOST_CHARACTERS = 8000


def main() -> None:
    """Answer every line of standard input with one line."""
    logging.disable(logging.CRITICAL)
    from bot.engine.quiet_logs import set_up_quiet_logs

    set_up_quiet_logs("ERROR")
    from rasa.core.agent import Agent

    agent = Agent.load(sys.argv[1])
    language = sys.argv[2] if len(sys.argv) > 2 else ""
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    asyncio.run(_answer(agent, sys.stdin, sys.stdout, language))


async def _answer(agent: Any, lines: TextIO, out: TextIO, language: str) -> None:
    for line in lines:
        if not line.strip():
            continue
        try:
            result = await understand_line(agent, line, language)
        except ValueError as error:
            result = {"error": str(error)}
        out.write(json.dumps(result, ensure_ascii=False) + "\n")
        out.flush()


async def understand_line(agent: Any, line: str, language: str) -> dict[str, Any]:
    """Return what the model makes of one line. Raises ValueError, saying what is wrong, when the line is not as described."""
    from rasa.core.channels.channel import UserMessage

    given = read_line(line)
    text = given["text"]
    metadata = {"ask": given["ask"], "role": given["role"], "language": language or detect_language(text, "en")}
    guarded = "\u2060" + text if text.lstrip().startswith("/") else text
    parsed = await agent.processor.parse_message(UserMessage(guarded, metadata=metadata))
    understood = parsed["understood"]
    term = understood["term"]
    return {
        "move": understood["move"],
        "term": text[term[0] : term[1]] if term else None,
        "elements": understood["elements"],
        "command": understood["command"],
        "kind": understood["kind"],
        "confidence": understood["confidence"],
        "because": understood["because"],
    }


def read_line(line: str) -> dict[str, str]:
    """Return the fields of one line. Raises ValueError, saying what is wrong."""
    try:
        given = json.loads(line)
    except ValueError:
        raise ValueError("not valid JSON") from None
    if not isinstance(given, dict):
        raise ValueError('not an object with "ask", "role" and "text"')
    text = given.get("text")
    if given.get("ask") not in ASKS:
        raise ValueError(f'"ask" takes one of: {", ".join(ASKS)}')
    if given.get("role") not in ROLES:
        raise ValueError(f'"role" takes one of: {", ".join(ROLES)}')
    if not isinstance(text, str) or not text.strip() or len(text) > _MOST_CHARACTERS:
        raise ValueError(f'"text" takes 1 to {_MOST_CHARACTERS} characters, not all white space')
    if any("\ud800" <= c <= "\udfff" or c == "\x00" for c in text):
        raise ValueError('"text" must not hold NUL or lone surrogates')
    return given


if __name__ == "__main__":
    main()
