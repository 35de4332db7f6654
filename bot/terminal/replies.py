"""What comes back from the server: shows it, remembers what is open, and waits for a reply that is outstanding."""

import time
from collections.abc import Callable
from typing import Any, Optional

from rich.console import RenderableType

from bot.export.closing import coverage
from bot.export.outline import outline
from bot.terminal.client import NotReached, Problem, TalkClient
from bot.terminal.screen import Screen

#: How often (seconds) and how many times a reply that is outstanding is looked for.
LOOK_EVERY = 1.0
LOOKS = 60


class Replies:
    """The side of the talk that the server sends. ``state``: as API.md has it; ``ask``: the id of the question that the
    person sees, None when there is none; ``buttons``: those of the last reply. ``pause`` takes seconds."""

    def __init__(self, client: TalkClient, screen: Screen, pause: Callable[[float], None] = time.sleep) -> None:
        self.client = client
        self.screen = screen
        self.pause = pause
        self.state = "open"
        self.ask: Optional[str] = None
        self.buttons: list[dict[str, str]] = []
        self._seq = 0  # of the last message shown
        self._quotes_shown: set[str] = set()

    def take(self, answer: dict[str, Any]) -> None:
        """Show ``answer``, a reply or a Conversation, after what was told of itself since; when the reply is outstanding, wait for it."""
        self._show_news(answer)
        self._show(answer)
        if self.state == "waiting":
            self._show_help(answer.get("notice", ""), answer.get("help", []))
            self.await_reply()

    def await_reply(self) -> None:
        """Look for the outstanding reply until it is there, the time is up, or Ctrl-C lets go."""
        self.screen.say("terminal_waiting")
        try:
            for _ in range(LOOKS):
                self.pause(LOOK_EVERY)
                self._look()
                if self.state != "waiting":
                    return
        except KeyboardInterrupt:
            self.screen.blank()
        except (NotReached, Problem):
            pass  # the words are kept; the next look may find the server again
        self.screen.say("terminal_no_reply_yet")

    def _show_news(self, answer: dict[str, Any]) -> None:
        """Show what the assistant has told since the last message shown and before ``answer``: that somebody opened words, say."""
        seqs = [message["seq"] for message in answer["messages"]]
        if not self._seq or not seqs:
            return
        try:
            since = self.client.messages_after(self._seq)
        except (NotReached, Problem):
            return  # it is seen with the next reply
        news = [m for m in since if m["from"] == "assistant" and m["seq"] < min(seqs)]
        if news:
            self.screen.show_reply(news, [], None)

    def show_record(self) -> None:
        """Show the whole record as it stands. Raises Problem or NotReached when it cannot be read."""
        record, language = self.client.record(), self.screen.language or "en"
        self.screen.show_record([*outline(record, language), *coverage(record, language)])

    def _look(self) -> None:
        """Show what has come since the last message shown."""
        messages = self.client.messages_after(self._seq)
        if any(message["from"] == "assistant" for message in messages):
            self._show({**self.client.conversation(), "messages": messages})

    def _show(self, answer: dict[str, Any]) -> None:
        self.state = answer["state"]
        self._seq = max([self._seq, *(message["seq"] for message in answer["messages"])])
        messages = [message for message in answer["messages"] if message["from"] == "assistant"]
        self._follow_language(answer, messages)
        asks = [message["ask"]["id"] for message in messages if message.get("ask")]
        if asks:
            self.ask = asks[-1]
        elif self.state != "waiting":  # who types ahead while a reply is outstanding answers what they last saw
            self.ask = None
        self.buttons = [button for message in messages for button in message.get("buttons") or []]
        if messages:
            self.screen.show_reply(messages, self.buttons, self._side())

    def _show_help(self, notice: str, lines: list[str]) -> None:
        """Show that the words are kept, and the help lines that do not stand in the notice already."""
        self.screen.blank()
        for line in [notice, *(line for line in lines if line not in notice)]:
            if line:
                self.screen.show(line)

    def _follow_language(self, answer: dict[str, Any], messages: list[dict[str, Any]]) -> None:
        """Take over the language of the talk, which may have been chosen or switched by what was said."""
        spoken = answer.get("language")
        if messages and "language" not in answer and (messages[-1].get("ask") or {}).get("topic") != "language":
            spoken = messages[-1]["language"]
        self.screen.language = self.client.language = spoken or self.screen.language

    def _side(self) -> Optional[RenderableType]:
        """Return the record for the side of a wide terminal; None on a narrow one, or when it cannot be read."""
        if not self.screen.wide:
            return None
        try:
            sections = outline(self.client.record(), self.screen.language or "en")
        except (NotReached, Problem):
            return None
        side = self.screen.record_side(sections, self._quotes_shown)
        self._quotes_shown |= {words.id for section in sections for words in section.quotes}
        return side
