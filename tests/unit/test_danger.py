"""The plain danger check: it speaks up for what is said outright, and is quiet for its look-alikes."""

import pytest

from bot.understanding.danger import danger_cue, danger_kind


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
        "I'd rather be dead than this",
        "I keep thinking about jumping off the bridge",
        "I'm scared I'll hurt him",
        "I held a pillow over his face last night",
        "he's stealing from my mum",
        "the carers are rough with her",
        "my husband shoves me",
        "someone is breaking into the house",
        "mum's collapsed",
        "they leave the kids home alone",
        "nobody feeds us",
        "he hits the kids",
        "I can't look after him any more",
        "dw i am ladd fy hun",
        "sai moyn byw",
        "mae o wedi fy nharo",
        "mae'n dwyn pensiwn mam",
        "angen ambiwlans",
        "mae o'n tagu",
        "dwi newydd gymryd y tabledi i gyd",
        "methu ymdopi dim mwy",
        "mae'r plant ar ben eu hunain drwy'r nos",
        "dwi ofn y bydda i'n ei brifo",
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
        "I just want it to stop",
        "who will see to him if I'm not there",
        "he'd kill me if I was late",
        "my first husband hit me, forty years ago",
        "my first husband beat me, long before I met Ken",
        "no self-harm",
        "no risk of self harm",
        "she was neglected as a child",
        "I hurt my back lifting him",
        "my grandson pushes me in the wheelchair",
        "my son pushes me round Tesco",
        "I nearly dropped him on the stairs the once, so we got the lift",
        "these stairs are killing me",
        "she smothered him in kisses",
        "the smell of gas fires and toast",
        "i cant take any more time off",
        "she fell in the Co-op, two stitches and a box of chocolates",
        "I'm tired, bone tired",
        "lladd amser ydw i",
        "dwi bron â marw isio bwyd",
        "Dwi isio marw o gwilydd",
        "",
    ],
)
def test_look_alikes_are_not(text: str) -> None:
    assert danger_cue(text) == ""


def test_the_words_are_the_persons_own() -> None:
    text = "It’s late. He hit me, and I don’t want to wake up."
    assert danger_cue(text) in text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I don't want to be here any more", "self_harm"),
        ("I slapped him this morning", "harm_to_other"),
        ("my husband shoves me", "abuse_or_neglect"),
        ("there's a smell of gas and he won't move", "danger_now"),
        ("I can't do another night", "carer_breakdown"),
        ("nobody feeds us", "child_at_risk"),
        ("dw i am ladd fy hun", "self_harm"),
        ("mae'n dwyn pensiwn mam", "abuse_or_neglect"),
        ("ogla nwy yma", "danger_now"),
        ("methu ymdopi dim mwy", "carer_breakdown"),
        ("I could murder a cup of tea", ""),
        ("", ""),
    ],
)
def test_the_kind_of_danger_is_told(text: str, kind: str) -> None:
    assert danger_kind(text) == kind


def test_there_is_a_kind_wherever_there_is_a_cue() -> None:
    for text in ("he hit me again last night", "he used to hit me, years ago", "the baby's got bruises on both arms"):
        assert bool(danger_kind(text)) == bool(danger_cue(text))


def test_the_first_that_holds_is_the_one() -> None:
    assert danger_kind("I can't do another night, and he hit me") == "carer_breakdown"
    assert danger_cue("I never hit him. I can't do another night") == "can't do another night"
