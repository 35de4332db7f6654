"""What is said to the assistant in so many words is heard as whole messages only, in both languages."""

import pytest

from bot.understanding.asked import clauses_asked, commands_asked
from bot.understanding.moves import COMMANDS
from bot.understanding.signs import signs_in

ASKED = [
    ("skip", "can we leave that one please"),
    ("skip", "I'd rather not say"),
    ("skip", "cer i'r un nesa plis"),
    ("stop", "I want to stop now"),
    ("stop", "dwi isio gorffen"),
    ("pause", "can I finish this tomorrow"),
    ("pause", "rhywun wrth y drws, nôl nawr"),
    ("back", "Could you go back one?"),
    ("back", "ga i fynd i'r cwestiwn o'r blaen"),
    ("repeat", "sorry, what was the question"),
    ("repeat", "gofyn hwnna eto"),
    ("rephrase", "What do you mean?"),
    ("rephrase", "sai'n deall y cwestiwn"),
    ("why_ask", "why do you need to know that"),
    ("why_ask", "Pam ydych chi'n gofyn hyn i mi?"),
    ("who_sees", "Who will see this?"),
    ("who_sees", "pwy sy'n mynd i weld hwn"),
    ("human", "can I talk to a real person please"),
    ("human", "ga i siarad â pherson go iawn"),
    ("language", "Can we do this in Welsh?"),
    ("language", "saesneg plis"),
    ("correct", "change the bit about the bus"),
    ("correct", "tynnwch y llinell ola"),
    ("help", "how does this work"),
    ("help", "sut mae hwn yn gweithio"),
    ("thanks", "thank you so much"),
    ("thanks", "diolch yn fawr iawn"),
    ("greet", "Hello there"),
    ("greet", "bore da"),
]


@pytest.mark.parametrize(("command", "text"), ASKED)
def test_a_command_in_so_many_words_is_found(command: str, text: str) -> None:
    assert command in commands_asked(text, "outcome")


@pytest.mark.parametrize(
    "text",
    [
        "I just want it to stop",
        "who will see to him if I'm not there",
        "I skip my own dinner most nights to get his done",
        "I had to go back to Mum's",
        "nobody to talk to",
        "He repeats everything I say",
        "she passes the time with her rosary",
        "My tablets were changed in May",
        "hello my name is Dilwyn and I look after my mother",
        "yes there's my cousin Delyth",
        "mae o'n ailadrodd bob dim fel parot",
        "pwy fydd yn gweld i'r defaid",
        "",
        "…",
    ],
)
def test_a_story_is_none(text: str) -> None:
    assert commands_asked(text, "circumstances") == []


def test_yes_and_no_are_commands_only_where_they_are_asked_for() -> None:
    assert "affirm" in commands_asked("yes that's right", "read_back")
    assert "affirm" not in commands_asked("yes that's right", "strength_others")
    assert "deny" in commands_asked("no, don't share it", "consent")


def test_a_story_can_end_in_a_command() -> None:
    first, last = clauses_asked("Gethin moved back in after the divorce and we manage. Leave that one.", "circumstances")
    assert first == []
    assert "skip" in last


def test_every_command_of_the_file_is_a_command() -> None:
    from bot.understanding.asked import _ONLY_THERE, _commands

    assert {name.removesuffix(_ONLY_THERE) for name in _commands().patterns} == set(COMMANDS)


def test_long_text_takes_no_time() -> None:
    import time

    start = time.perf_counter()
    for text in ("a " * 4000, "no " * 26, "please can you " * 8, "and i want to go back to the " * 4, "x" * 8000):
        commands_asked(text, "read_back")
        clauses_asked(text, "read_back")
        signs_in(text)
    assert time.perf_counter() - start < 2.0


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("ruled", "He counts my minutes on the phone"),
        ("money gone", "there's never a penny left"),
        ("world without me", "it would be easier for everyone without me"),
        ("at the end", "I've nothing left to give"),
        ("not looked after", "she was in yesterday's pad"),
        ("child alone", "we are on our own since Thursday"),
        ("fear of somebody", "mae hi'n crynu pan mae hi'n clywed ei oriad o"),
    ],
)
def test_quiet_signs_are_found(sign: str, text: str) -> None:
    assert sign in signs_in(text)
