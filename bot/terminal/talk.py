"""A talk in the terminal, over the HTTP API. A line that begins with a colon is for the terminal; all else is said."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Optional
from uuid import uuid4

import httpx
from rich.console import Console

from bot.terminal.change import Aside, Changing
from bot.terminal.client import NotReached, Problem, TalkClient
from bot.terminal.replies import Replies
from bot.terminal.screen import Screen, make_console, read_line_from_keyboard

ReadLine = Callable[[str], str]

PROMPT = "> "
#: Sending the same again would be refused again.
_REFUSED = (409, 413, 422)
#: What is written after the colon, in either language.
_COMMANDS = {
    "record": "record", "cofnod": "record",
    "change": "change", "newid": "change",
    "language": "language", "iaith": "language",
    "finish": "finish", "gorffen": "finish",
    "code": "code", "cod": "code",
    "nocode": "nocode", "dimcod": "nocode",
    "quit": "quit", "gadael": "quit",
    "help": "help", "cymorth": "help",
}  # fmt: skip


@dataclass(frozen=True)
class Unsent:
    """Words that were said and have not been taken by the server yet; ``answers``: the ask they were an answer to."""

    id: str
    text: str
    answers: Optional[str]


class Left(Exception):
    """The person leaves, or the talk cannot be reached any more. ``code`` is the exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def run_talk(
    base_url: str,
    role: str,
    language: Optional[str],
    console: Optional[Console] = None,
    read_line: Optional[ReadLine] = None,
    *,
    continue_id: Optional[str] = None,
    token: Optional[str] = None,
    code: Optional[str] = None,
    transport: Optional[httpx.BaseTransport] = None,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Hold a talk with the server at ``base_url`` and return the exit code: 0, or 1 when it could not be held or words
    may be unsent.

    ``language``: "en", "cy" or None, which lets the talk ask. ``read_line``: like ``input``. ``continue_id`` with
    ``token`` goes on with a talk begun before; ``token`` alone is a member of staff's; ``code`` is a return code. ``pause`` takes
    seconds.
    """
    screen = Screen(console or make_console(), language)
    if code is not None and not code.strip():
        screen.say("terminal_no_code")
        return 1
    client = TalkClient(base_url, token, transport)
    client.language = language
    try:
        if code is not None:
            begun = client.come_back(code)
        else:
            begun = client.go_on(continue_id) if continue_id else client.begin(role, language)
        replies = Replies(client, screen, pause)
        return Talk(client, screen, replies, read_line or read_line_from_keyboard).hold(begun)
    except NotReached:
        screen.say("terminal_not_started", url=base_url)
    except Problem as problem:
        screen.show_problem(problem)
    except KeyboardInterrupt:
        screen.blank()
    finally:
        client.close()
    return 1


class Talk:
    """One talk, from its first message to its end or until the person leaves."""

    def __init__(self, client: TalkClient, screen: Screen, replies: Replies, read_line: ReadLine) -> None:
        self.client = client
        self.screen = screen
        self.replies = replies
        self.read_line = read_line
        self.unsent: deque[Unsent] = deque()
        self.aside: Optional[str] = None  # a line typed in the middle of a change, to be taken up next

    def hold(self, begun: dict[str, Any]) -> int:
        """Hold the talk whose Conversation is ``begun``; returns the exit code. Problems never leave this method."""
        self.screen.language = begun["language"] or self.screen.language
        self.screen.say("terminal_start")
        try:
            self.replies.take(begun)
            while self.replies.state != "ended":
                self._one_line()
            self._after_the_end()
        except Left as left:
            return left.code
        except (EOFError, KeyboardInterrupt):
            self.screen.blank()
        return self._leave()

    def _after_the_end(self) -> None:
        """Tell how to take a copy, and take commands until the person leaves: what is kept can still be changed."""
        self.screen.blank()
        self.screen.say("terminal_ended")
        self.screen.show_as_it_is(f"  sgwrs record export {self.client.id} --format docx")
        self.screen.say("terminal_ended_change")
        while (line := self._read()).strip():
            if line.startswith(":"):
                self._command(*line[1:].split())
            else:
                self.screen.say("terminal_ended_not_sent")

    def _one_line(self) -> None:
        line = self._read()
        if line.startswith(":"):
            self._command(*line[1:].split())
        elif line.strip():
            self._say(line)
        elif self.unsent:
            self._send()
        elif self.replies.state == "waiting":
            self.replies.await_reply()

    def _read(self) -> str:
        """Return what was typed: one line, or several when all but the last end in a backslash."""
        if self.aside is not None:
            line, self.aside = self.aside, None
            return line
        lines = [self.read_line(PROMPT)]
        while lines[-1].endswith("\\"):
            try:
                lines.append(self.read_line("  "))
            except EOFError:
                lines.append("")
        return "\n".join([line[:-1] for line in lines[:-1]] + lines[-1:])

    # What is said

    def _say(self, text: str) -> None:
        chosen, buttons = text.strip(), self.replies.buttons
        if chosen.isdecimal() and 1 <= int(chosen) <= len(buttons):
            text = buttons[int(chosen) - 1]["send"]
        if not self.screen.can_send(text):
            return
        self.unsent.append(Unsent(str(uuid4()), text, self.replies.ask))
        self._send()

    def _send(self) -> None:
        """Send what is unsent, in the order it was said. What the server does not take stays for the next try."""
        while self.unsent:
            words = self.unsent[0]
            try:
                reply = self.client.send(words.id, words.text, words.answers)
            except NotReached:
                self.screen.say("terminal_not_reached")
                self.screen.say("terminal_send_again")
                self.screen.say("terminal_urgent")
                return
            except Problem as problem:
                self._not_taken(problem)
                return
            self.unsent.popleft()
            self.replies.take(reply)

    def _not_taken(self, problem: Problem) -> None:
        self.screen.show_problem(problem)
        if problem.lost:
            raise self._lost()
        if problem.status not in _REFUSED:
            self.screen.say("terminal_send_again")
            return
        self.screen.say("terminal_not_taken")
        self.screen.show_as_it_is(self.unsent.popleft().text)
        if problem.status == 409:  # it may have ended on another device
            self._try(lambda: self.replies.take(self.client.conversation()))

    # What is for the terminal

    def _command(self, name: str = "", *words: str) -> None:
        command = _COMMANDS.get(name.lower())
        if command == "record":
            self._try(self.replies.show_record)
        elif command == "change":
            self._try(self._change)
        elif command == "language" and words[:1] in (("en",), ("cy",)):
            self._try(lambda: self.replies.take(self.client.set_language(words[0])))
        elif command == "language":
            self.screen.say("terminal_which_language")
        elif command == "finish":
            self._try(lambda: self.replies.take(self.client.finish()))
        elif command == "code":
            self._try(self._give_code)
        elif command == "nocode":
            self._try(self._revoke_code)
        elif command == "help":
            self.screen.say("terminal_help")
            self.screen.say("terminal_urgent")
        elif command == "quit":
            raise Left(self._leave())
        else:
            self.screen.say("terminal_unknown")

    def _give_code(self) -> None:
        code = self.client.new_code()
        self.screen.say("terminal_code")
        self.screen.show_as_it_is(f"  {code}")
        self.screen.say("terminal_code_care")

    def _revoke_code(self) -> None:
        self.client.revoke_code()
        self.screen.say("terminal_code_revoked")

    def _change(self) -> None:
        try:
            Changing(self.client, self.screen, self._read).hold()
        except Aside as aside:
            self.screen.say("terminal_not_changed")
            self.aside = aside.line

    def _try(self, step: Callable[[], None]) -> None:
        """Do what was asked of the terminal; what goes wrong is told, and the talk goes on where that is possible."""
        try:
            step()
        except NotReached:
            self.screen.say("terminal_not_reached")
        except Problem as problem:
            self.screen.show_problem(problem)
            if problem.lost:
                raise self._lost() from None

    # Leaving

    def _lost(self) -> Left:
        """Return what ends a talk that cannot be reached any more."""
        self._show_unsent()
        return Left(1)

    def _leave(self) -> int:
        """Tell how to come back to a talk that has not ended; returns the exit code, 1 when words may be unsent."""
        self._show_unsent()
        if self.replies.state != "ended":
            self.screen.say("terminal_kept")
            self.screen.show_as_it_is(f"  sgwrs talk --continue {self.client.id} --token {self.client.token}")
            self.screen.say("terminal_identity", id=str(self.client.id))
            self.screen.say("terminal_token", token=str(self.client.token))
            self.screen.say("terminal_token_care")
        return 1 if self.unsent else 0

    def _show_unsent(self) -> None:
        """Show what may not have been sent, so that it can be copied."""
        if self.unsent:
            self.screen.say("terminal_unsent")
        for words in self.unsent:
            self.screen.show_as_it_is(words.text)
