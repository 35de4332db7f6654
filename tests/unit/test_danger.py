"""The plain danger check: it speaks up for what is said outright, and is quiet for its look-alikes."""

import pytest

from bot.understanding.danger import danger_cue


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to be here any more",
        "they'd be better off without me",
        "he hit me again last night",
        "My husband strangled me on Sunday",
        "there's a smell of gas and he won't move",
        "he's kicking the door in",
        "I fell asleep at the wheel with her in the back",
        "I can't do another night",
        "I slapped him this morning",
        "the baby's got bruises on both arms",
        "I’m not allowed out",
        "mae e'n bwrw fi",
        "dw i ddim eisiau byw",
        "ogla nwy yma",
        "alla i ddim cario mlaen",
    ],
)
def test_danger_said_outright_is_heard(text: str) -> None:
    assert danger_cue(text)


@pytest.mark.parametrize(
    "text",
    [
        "I could murder a cup of tea",
        "he's killing me with his jokes, we do laugh",
        "she hits the nail on the head",
        "I never hit him",
        "He used to hit me, years ago, he died in 1998",
        "no thoughts of suicide",
        "I beat my brother at dominoes",
        "kick the habit",
        "I want to die in my own bed when I'm a hundred, lol",
        "Dad took all his tablets to the chemist in a bag to show them, 20 years ago",
        "I can't do the stairs",
        "mae hi'n cicio'r bêl gyda'r plant",
        "",
    ],
)
def test_look_alikes_are_not(text: str) -> None:
    assert danger_cue(text) == ""


def test_the_words_are_the_persons_own() -> None:
    text = "It’s late. He hit me, and I don’t want to wake up."
    assert danger_cue(text) in text
