"""Whose words, and how they came in."""

import pytest

from bot.conversation.voices import how_taken, others_voice
from bot.record.quote import Message
from tests.unit.talks import Talk

WORDS = "He waits at the window for me."


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_carer_writes_in_the_carers_own_voice(language: str) -> None:
    talk = Talk("carer", language, young=False)
    talk.say(WORDS)
    (quote,) = talk.state.record.at("circumstances")
    assert (quote.voice, quote.speaker, quote.taken) == ("own", None, "typed_by_person")


@pytest.mark.parametrize("role", ["handler", "practitioner"])
def test_what_staff_type_is_noted_unless_they_mark_it_word_for_word(role: str) -> None:
    state = Talk(role).state
    assert how_taken(state, Message("m1", WORDS, "en")) == "noted"
    assert how_taken(state, Message("m1", WORDS, "en", word_for_word=True)) == "word_for_word"


def test_a_carers_words_are_never_noted_by_somebody_else() -> None:
    assert how_taken(Talk("carer").state, Message("m1", WORDS, "en", word_for_word=True)) == "typed_by_person"


@pytest.mark.parametrize(
    ("introduction", "voice"),
    [
        ("It's about me", "own"),
        ("I'm ringing about my mother, I look after her", "carer"),
        ("I'm her neighbour", "family"),
        ("Dw i'n ffonio dros fy mam", "carer"),
    ],
)
def test_on_a_call_the_voice_is_that_of_the_one_who_speaks(introduction: str, voice: str) -> None:
    talk = Talk("handler")
    talk.say(introduction)
    talk.say(WORDS)
    assert [quote.voice for quote in talk.state.record.at("circumstances")] == [voice]


@pytest.mark.parametrize(
    ("speaker", "voice"),
    [("my daughter", "family"), ("fy merch", "family"), ("the nurse", "professional"), ("her social worker", "professional"),
     ("y meddyg", "professional"), ("y gweithiwr cymdeithasol", "professional"), (None, "family")],
)  # fmt: skip
@pytest.mark.parametrize("role", ["carer", "handler", "practitioner"])
def test_what_others_think_is_kept_as_theirs(role: str, speaker: str, voice: str) -> None:
    assert others_voice(Talk(role).state, speaker, "I should move") == ("others_views", voice)


@pytest.mark.parametrize(
    "words", ["I saw a bruise on her arm", "I noticed the fridge was empty", "She seemed tired", "Sylwais fod y tŷ'n oer"]
)
def test_what_staff_saw_is_kept_as_seen(words: str) -> None:
    assert others_voice(Talk("practitioner").state, None, words) == ("observations", "observation")
    assert others_voice(Talk("carer").state, None, words)[0] == "others_views"
