"""What the terminal shows: plain scrolling lines, and on a wide terminal the record beside the talk.

Nothing moves the cursor, so that it reads the same over ssh, in a pipe and to a screen reader.
"""

import sys
from contextlib import suppress
from typing import Any, Optional

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.export.outline import Section
from bot.export.shown import printable
from bot.terminal.client import Problem
from bot.words.labels import label

#: From this width on the record stands beside the talk.
WIDE = 110
#: Longer lines than this are hard to read.
LONGEST_LINE = 90


def read_line_from_keyboard(prompt: str) -> str:
    """Return the next line from standard input; raises EOFError at its end. What is piped in is shown, as if typed."""
    with suppress(ImportError):  # a system without it: typing still works
        import readline  # noqa: F401  lines longer than 4,096 bytes, and keys to mend what was typed
    line = input(prompt)
    if not sys.stdin.isatty():
        print(printable(line), flush=True)
    return line


def make_console() -> Console:
    """Return a console on standard output that a letter which the terminal does not know cannot stop."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")  # seen and refused before anything is sent
    return Console(highlight=False)


class Screen:
    """Shows the talk. ``language`` is that of the terminal's own words; None shows both languages, Welsh first."""

    def __init__(self, console: Console, language: Optional[str]) -> None:
        self.console = console
        self.language = language

    @property
    def wide(self) -> bool:
        return self.console.width >= WIDE

    def say(self, key: str, **values: str) -> None:
        """Show one of the terminal's own labels."""
        for language in [self.language] if self.language else ["cy", "en"]:
            self.show(label(key, language, **values))

    def show(self, text: str) -> None:
        """Show ``text``, wrapped between words."""
        self.console.print(Text(printable(text)), width=min(self.console.width, LONGEST_LINE))

    def show_as_it_is(self, text: str) -> None:
        """Show ``text`` unwrapped, so that it can be copied."""
        self.console.print(Text(printable(text)), soft_wrap=True)

    def blank(self) -> None:
        self.console.print()

    def show_reply(self, messages: list[dict[str, Any]], buttons: list[dict[str, str]], side: Optional[RenderableType] = None) -> None:
        """Show the assistant's messages and the numbered buttons; ``side``: the record, to stand beside them."""
        talk = self._talk(messages, buttons)
        if side is None:
            self.console.print(talk, width=min(self.console.width, LONGEST_LINE))
            return
        columns = Table.grid(expand=True, padding=(0, 2))
        columns.add_column(ratio=5, vertical="bottom")  # the question stands right above where the answer is typed
        columns.add_column(ratio=4)
        columns.add_row(talk, side)
        self.console.print(columns)

    def show_record(self, sections: list[Section]) -> None:
        """Show the whole record."""
        self.blank()
        self.console.print(self._record(sections), width=min(self.console.width, LONGEST_LINE))

    def show_choices(self, sections: list[Section]) -> int:
        """Show what stands in ``sections`` with numbers that count through all of them; returns how many there are."""
        lines: list[RenderableType] = []
        count = 0
        for section in sections:
            lines += [Text()] if section.level == 1 else []
            lines += [_headed(section)] if section.heading else []
            rows = Table.grid(padding=(0, 2, 0, 0))
            for shown in (*section.quotes, *section.items):
                count += 1
                rows.add_row(Text(f"{count:>3}"), Text(str(shown)))
            lines += [rows] if rows.row_count else []
        self.console.print(Group(*lines), width=min(self.console.width, LONGEST_LINE))
        return count

    def show_problem(self, problem: Problem) -> None:
        """Show what the server said when it refused."""
        if problem.title:
            self.show(problem.title)
        else:
            self.say("terminal_problem", status=str(problem.status))
        if problem.retry_after:
            self.say("terminal_try_later", seconds=str(problem.retry_after))

    def can_send(self, text: str) -> bool:
        """Whether ``text`` can be sent; when it cannot, that is said. It may hold bytes that are no letters, in a terminal
        set to another encoding."""
        try:
            text.encode()
        except UnicodeEncodeError:
            self.say("terminal_unreadable")
            return False
        return True

    def record_side(self, sections: list[Section], known: set[str]) -> RenderableType:
        """Return the record for the right-hand side: all of it while it fits the screen, else the last of what is new.

        ``known``: the ids of the quotes that were shown before.
        """
        whole = self._framed(self._record(sections))
        if self._fits(whole):
            return whole
        new = _new(sections, known)
        while new:
            side = self._framed(self._record(new), Text(), Text(self._label("terminal_record_more")))
            if self._fits(side):
                return side
            new = new[1:]
        return self._framed(Text(self._label("terminal_record_no_more")))

    def _framed(self, *lines: RenderableType) -> Panel:
        return Panel(Group(*lines), title=self._label("terminal_record"), box=box.SQUARE, title_align="left")

    def _fits(self, side: RenderableType) -> bool:
        """Whether ``side`` leaves room for the prompt, so that the question stays in sight."""
        options = self.console.options.update(width=self.console.width * 4 // 9, height=None)
        return len(self.console.render_lines(side, options)) <= self.console.height - 3

    def _label(self, key: str) -> str:
        return label(key, self.language or "en")

    def _talk(self, messages: list[dict[str, Any]], buttons: list[dict[str, str]]) -> Group:
        lines: list[RenderableType] = []
        for message in messages:
            # The question stands out from what is said around it.
            lines += [Text(), Text(printable(message["text"]), style="bold" if message.get("ask") else "")]
        lines += [Text()]
        lines += [Text(f"  {number}  {printable(button['text'])}") for number, button in enumerate(buttons, 1)]
        return Group(*lines)

    def _record(self, sections: list[Section]) -> Group:
        lines: list[RenderableType] = []
        for section in sections:
            first = section.level == 1
            if first and lines:
                lines.append(Text())
            lines.append(_headed(section))
            told = [str(line) for line in (*section.quotes, *section.items)] + section.note.splitlines()
            lines += [Padding.indent(Text(line), 2) for line in told]
        return Group(*lines) if lines else Group(Text(self._label("record_empty")))


def _headed(section: Section) -> Text:
    return Text(section.heading, style="bold") if section.level == 1 else Text(section.heading + ":")


def _new(sections: list[Section], known: set[str]) -> list[Section]:
    """Return the sections that have a quote not in ``known``, each with the heading that it stands under."""
    found: list[Section] = []
    above: Optional[Section] = None
    for section in sections:
        if section.level == 1:
            above = Section(section.heading, 1)
        if any(words.id not in known for words in section.quotes):
            if section.level == 2 and above:
                found.append(above)
            found.append(section)
            above = None
    return found
