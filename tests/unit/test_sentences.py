"""Sentences are spans of the text: nothing is changed, nothing is lost but white space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.sentences import sentence_spans


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One thing", ["One thing"]),
        ("He fell. She rang me! Who came?", ["He fell.", "She rang me!", "Who came?"]),
        ("no capitals here. none there either", ["no capitals here.", "none there either"]),
        ("Wel… sai'n siŵr", ["Wel…", "sai'n siŵr"]),
        ("a line\nand another\n\n", ["a line", "and another"]),
        ("Mrs. Jones and Dr. Rees came.", ["Mrs. Jones and Dr. Rees came."]),
        ('She said "I can\'t." Then she left.', ['She said "I can\'t."', "Then she left."]),
        ("   ", []),
        ("", []),
        ("...", ["..."]),
    ],
)
def test_cutting(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@given(st.text(alphabet="ab .!?…\n\"'’)A1ŵ", max_size=80))
def test_every_character_but_white_space_is_in_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    inside = {i for start, end in spans for i in range(start, end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in inside)
    assert all(not text[start].isspace() and not text[end - 1].isspace() for start, end in spans)
