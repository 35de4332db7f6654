"""Changing what is kept by pointing at it: which words, then what is to become of them. An empty line goes a step back."""

from collections.abc import Callable, Iterator
from typing import Any, Optional

from bot.export.moving import other_places, quotes_in
from bot.export.outline import Section, outline
from bot.export.shown import Words
from bot.terminal.client import NotReached, Problem, TalkClient
from bot.terminal.screen import Screen
from bot.words.labels import label

#: A quote as API.md has it, and what an edit of it takes beside its id.
Quote = dict[str, Any]
Edit = dict[str, Any]

_VOICES = ("own", "family", "professional")


class Aside(Exception):
    """A line for the terminal came in between. ``line``: as it was typed."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line


class Changing:
    """One change to the record. ``read`` returns what the person types next."""

    def __init__(self, client: TalkClient, screen: Screen, read: Callable[[], str]) -> None:
        self.client = client
        self.screen = screen
        self.read = read
        self.language = screen.language or "en"
        self.record: dict[str, Any] = {}

    def hold(self) -> None:
        """Let the person choose, and change what was chosen. Raises Aside, and Problem or NotReached when the record
        cannot be read."""
        self.record = self.client.record()
        numbered = list(_each_once(outline(self.record, self.language)))
        if not numbered:
            self.screen.say("record_empty")
            return
        while words := self._which(numbered):
            quote = next(quote for quote in quotes_in(self.record) if quote["id"] == words.id)
            edit = self._what(words, quote)
            if edit:
                self._send(quote, edit)
                return
        self.screen.say("terminal_not_changed")

    # The steps. Each returns None when the person goes back.

    def _which(self, numbered: list[Section]) -> Optional[Words]:
        chosen = self._choose("terminal_change_which", numbered)
        return None if chosen is None else [words for section in numbered for words in section.quotes][chosen]

    def _what(self, words: Words, quote: Quote) -> Optional[Edit]:
        steps = {
            "words": self._new_words, "out": self._take_out, "shorter": self._shorten, "move": self._move, "whose": self._whose,
        }  # fmt: skip
        choices = [Section(str(words), 1, items=tuple(self._label(f"terminal_change_{name}") for name in steps))]
        while (chosen := self._choose("terminal_change_what", choices)) is not None:
            edit = list(steps.values())[chosen](quote)
            if edit:
                return edit
        return None

    def _new_words(self, quote: Quote) -> Optional[Edit]:
        text = self._ask("terminal_change_new_words")
        return {"op": "replace", "text": text} if text else None

    def _take_out(self, quote: Quote) -> Optional[Edit]:
        return {"op": "remove"}

    def _shorten(self, quote: Quote) -> Optional[Edit]:
        while part := self._ask("terminal_change_part").strip():
            found = quote["text"].find(part)
            if found >= 0:
                start = quote["start"] + found
                return {"op": "trim", "start": start, "end": start + len(part)}
            self.screen.say("terminal_change_not_in")
        return None

    def _move(self, quote: Quote) -> Optional[Edit]:
        groups = other_places(self.record, quote, self.language)
        if not groups:
            self.screen.say("terminal_change_nowhere")
            return None
        choices = [Section(title, 1, items=tuple(items.values())) for title, items in groups]
        chosen = self._choose("terminal_change_where", choices)
        return None if chosen is None else {"op": "move", "slot": [place for _, items in groups for place in items][chosen]}

    def _whose(self, quote: Quote) -> Optional[Edit]:
        staff = self.record["role"] != "carer"
        names = ["own_of_person" if voice == "own" and staff else voice for voice in _VOICES]
        choices = [Section("", 1, items=tuple(self._label(f"terminal_change_{name}") for name in names))]
        while (chosen := self._choose("terminal_change_whose_is_it", choices)) is not None:
            voice = _VOICES[chosen]
            if voice == "own":
                return {"op": "voice", "voice": voice}
            if speaker := self._ask("terminal_change_who").strip():
                return {"op": "voice", "voice": voice, "speaker": speaker}
        return None

    # What they are made of

    def _choose(self, question: str, choices: list[Section]) -> Optional[int]:
        """Show ``choices`` with numbers and return which was chosen, counted from 0; None when the person goes back."""
        count = self.screen.show_choices(choices)
        numbers = {str(number): number - 1 for number in range(1, count + 1)}
        while typed := self._ask(question).strip():
            if typed in numbers:
                return numbers[typed]
            question = "terminal_change_number"
        return None

    def _ask(self, question: str) -> str:
        """Return what is typed, "" when that is nothing but white space."""
        self.screen.say(question)
        while True:
            line = self.read()
            if line.startswith(":"):
                raise Aside(line)
            if self.screen.can_send(line):
                return line if line.strip() else ""

    def _label(self, key: str) -> str:
        return label(key, self.language)

    # The change itself

    def _send(self, quote: Quote, edit: Edit) -> None:
        """Have the server change the record. New words that it does not take are given back."""
        try:
            self.client.edit(quote["id"], edit)
        except NotReached:
            self.screen.say("terminal_not_reached")
            self._give_back("terminal_unsent", edit)
        except Problem as problem:
            self._refused(problem, edit)
        else:
            self.screen.say("terminal_changed")

    def _refused(self, problem: Problem, edit: Edit) -> None:
        try:
            if problem.lost:
                self.client.record()  # raises when it is the talk that is out of reach, and not these words alone
            self.screen.show_problem(problem)
        finally:
            self._give_back("terminal_not_taken", edit)

    def _give_back(self, key: str, edit: Edit) -> None:
        if "text" in edit:
            self.screen.say(key)
            self.screen.show_as_it_is(edit["text"])


def _each_once(sections: list[Section]) -> Iterator[Section]:
    """Yield the sections with each quote where it stands first; a section without any only as the heading of another."""
    seen: set[str] = set()
    above: Optional[Section] = None
    for section in sections:
        if section.level == 1:
            above = Section(section.heading, 1)
        quotes = tuple({words.id: words for words in section.quotes if words.id not in seen}.values())
        if not quotes:
            continue
        seen |= {words.id for words in quotes}
        if section.level == 2 and above:
            yield above
        yield Section(section.heading, section.level, quotes)
        above = None
