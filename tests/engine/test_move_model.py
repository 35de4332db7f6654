"""What must hold of the trained model, whatever is changed in it: spans, terms, look-alikes, danger first, story never swallowed."""

import io
import tarfile
import time

import joblib
import pytest

from bench.understanding import read_examples
from bot.understanding.classifier import _as_example  # noqa: F401  (Rasa must be able to import the component)
from bot.understanding.elements import told
from bot.understanding.move_model import Example, MoveModel, Understanding
from bot.understanding.moves import COMMANDS, CONCERN_KINDS, ELEMENTS, STORY_MOVES
from bot.understanding.shortcuts import shortcut
from bot.understanding.training import model_path


@pytest.fixture(scope="session")
def model() -> MoveModel:
    """The model that `make train` made, as Rasa keeps it."""
    with tarfile.open(model_path()) as kept:
        file = next(name for name in kept.getnames() if name.endswith("moves.joblib"))
        return joblib.load(io.BytesIO(kept.extractfile(file).read()))


def understand(model: MoveModel, text: str, ask: str = "outcome", role: str = "carer", language: str = "en") -> Understanding:
    return shortcut(text, ask, None, False, model.understand(text, ask, role, language))


ODD = [
    "0", "Mam.\nDad?\nNon…", "I’m fine\u2060", "ŵ", "\u202eabc", "[a](b)", "{}",
    "", " ", "…", "?", "?!?", "\n\n", "😀", "a" * 4000, "word " * 1500, "'", "’n",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("ask", ["outcome", "circumstances", "consent"])
def test_any_text_is_understood_as_something(model: MoveModel, text: str, ask: str) -> None:
    found = understand(model, text, ask)
    assert found.move in (*STORY_MOVES, "concern", "control")
    assert 0 <= found.confidence <= 1
    assert all(name in ELEMENTS for name in found.elements)
    for sentence in found.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
        assert all(0 <= p <= 1 for p in sentence.elements.values())
    if found.term:
        assert 0 <= found.term[0] < found.term[1] <= len(text)


def test_probabilities_of_all_intents_add_up(model: MoveModel) -> None:
    row = model.vectoriser.transform([("I want my independence", "outcome", "carer", "en")])
    assert sum(model._probabilities("I want my independence", "outcome", "carer", "en", row).values()) == pytest.approx(1.0)


TERMS = [
    ("I just want my independence back", "outcome", "en", "independence"),
    ("a break", "outcome", "en", "a break"),
    ("My daughter thinks I should give up the car", "outcome", "en", "My daughter"),
    ("She needs help with her medication.", "need_why", "en", "help with her medication"),
    ("I want a stairlift please", "outcome", "en", "a stairlift"),
    ("He can still drive.", "strength_self", "en", "can still drive"),
    ("There's my sister.", "strength_others", "en", "my sister"),
    ("Annibyniaeth, dyna'r peth mwyaf.", "outcome", "cy", "Annibyniaeth"),
    ("Mae'r nyrs yn dweud y dylwn i gael gwely newydd.", "outcome", "cy", "nyrs"),
]


@pytest.mark.parametrize(("text", "ask", "language", "right"), TERMS)
def test_terms_are_the_persons_own_few_words(model: MoveModel, text: str, ask: str, language: str, right: str) -> None:
    found = understand(model, text, ask, language=language)
    assert found.term is not None
    words = text[slice(*found.term)]
    assert set(words.lower().split()) & set(right.lower().split()) and len(words.split()) <= len(right.split()) + 2


def test_a_term_never_holds_a_question_mark_or_line_break_nor_is_it_a_long_answer(model: MoveModel) -> None:
    for e in read_examples()[::7]:
        found = understand(model, e.text, e.ask, e.role, e.language)
        words = e.text[slice(*found.term)] if found.term else ""
        assert "?" not in words and "\n" not in words and len(words.split()) <= 9
        assert bool(words) <= (found.move in ("so_what", "why", "own_view", "context"))
        assert words == words.strip()


#: Pairs in which a small difference changes the move.
LOOK_ALIKES = [
    ("outcome", "Independence.", "so_what"),
    ("outcome", "Independence. Fetching my own paper from the Spar on a Sunday.", "accept"),
    ("outcome", "a break", "so_what"),
    ("outcome", "A break, one Saturday, so I can watch his brother play for the under 12s.", "accept"),
    ("need_why", "I need respite.", "why"),
    ("work_leisure", "A sitter of a Wednesday, so I can get back to the bell ringing.", "accept"),
    ("outcome", "My daughter thinks I should give up the allotment.", "own_view"),
    ("strength_others", "I've got family.", "context"),
    ("strength_others", "My sister takes Mam to have her hair done every Friday.", "accept"),
    ("strength_others", "Nobody.", "accept"),
    ("community", "Nothing near us.", "accept"),
    ("strength_others", "no, not any more", "accept"),
    ("outcome", "dunno", "nudge"),
    ("circumstances", "I could murder a cup of tea", "accept"),
    ("circumstances", "he hit me last night", "concern"),
    ("anything_else", "I don't want to be alive any more", "concern"),
    ("caring_role", "I can't do another night", "concern"),
    ("outcome", "skip", "control"),
    ("circumstances", "who will see this?", "control"),
    ("circumstances", "I skip my own dinner most nights to get his done", "accept"),
    ("strength_others", "I have nobody to talk to", "accept"),
]


@pytest.mark.parametrize(("ask", "text", "move"), LOOK_ALIKES)
def test_look_alikes_are_told_apart(model: MoveModel, ask: str, text: str, move: str) -> None:
    assert understand(model, text, ask).move == move


def test_welsh_as_well(model: MoveModel) -> None:
    right = [
        ("outcome", "annibyniaeth", "so_what"),
        ("outcome", "Dw i moyn mynd nôl i'r côr ar nos Iau, fel o'n i'n arfer.", "accept"),
        ("strength_others", "Neb", "accept"),
        ("circumstances", "ma fe wedi bwrw fi eto", "concern"),
        ("consent", "Pwy fydd yn gweld hwn?", "control"),
    ]
    assert [understand(model, text, ask, language="cy").move for ask, text, _ in right] == [move for _, _, move in right]


def test_danger_goes_before_a_command(model: MoveModel) -> None:
    found = understand(model, "Skip that one. I don't want to be alive any more.", "circumstances")
    assert found.move == "concern" and found.kind == "self_harm"


def test_a_long_opening_is_told_sentence_by_sentence(model: MoveModel) -> None:
    text = (
        "I look after my husband Gareth who has Parkinson's. I can't leave him for more than ten minutes because he falls. "
        "My sister Non in Llanelli takes him on a Friday. If it goes on like this I'll end up in hospital myself. "
        "I just want to get back to choir on a Thursday."
    )
    found = understand(model, text, "circumstances")
    right = ["circumstances", "barrier", "strength_others", "risk", "outcome"]
    assert [sentence.elements.get(name, 0) >= 0.5 for sentence, name in zip(found.sentences, right, strict=True)] == [True] * 5
    assert told(found.sentences) == found.elements


def test_a_helper_told_by_name_is_somebody_elses_strength(model: MoveModel) -> None:
    text = "My neighbour Alun puts the bins out and rings the bell every morning."
    elements = understand(model, text, "strength_others").sentences[0].elements
    assert elements.get("strength_others", 0) >= 0.5 > elements.get("strength_self", 0)


def test_names_are_those_of_the_contract(model: MoveModel) -> None:
    found = understand(model, "What d'you need to know that for?", "risk")
    assert found.intent == "command_why_ask" and found.command == "why_ask" and found.command in COMMANDS
    found = understand(model, "Her mam's on the kitchen floor and she won't wake up", "circumstances", "handler")
    assert found.kind in CONCERN_KINDS
    assert found.because


def test_one_message_is_quick(model: MoveModel) -> None:
    start = time.perf_counter()
    for _ in range(20):
        model.understand("I just want my independence back, and to get out a bit more.", "outcome", "carer", "en")
    assert (time.perf_counter() - start) / 20 < 0.04


def test_a_model_of_next_to_nothing_still_answers() -> None:
    general = Example("my independence", "so_what", "outcome", "carer", "en", "independence")
    few = MoveModel().fit([general, Example("the hens", "accept", "outcome", "carer", "en")] * 5)
    assert few.understand("my independence", "outcome", "carer", "en").move in ("so_what", "accept")
    with pytest.raises(ValueError, match="training examples"):
        MoveModel().fit([])
