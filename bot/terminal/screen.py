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
            lines.append(Text(section.heading if first else section.heading + ":", style="bold" if first else ""))
            told = [str(line) for line in (*section.quotes, *section.items)] + section.note.splitlines()
            lines += [Padding.indent(Text(line), 2) for line in told]
        return Group(*lines) if lines else Group(Text(self._label("record_empty")))


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
