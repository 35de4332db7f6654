"""The plain danger check: it speaks up for what is said outright, and is quiet for its look-alikes."""

import time
from pathlib import Path

import pytest

from bot.understanding import danger
from bot.understanding.danger import danger_cue, danger_kind
from bot.understanding.key_words import keys_of
from bot.understanding.moves import CONCERN_KINDS
from bot.understanding.patterns import finder, read_lines


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


def test_of_several_the_first_kind_in_the_order_of_the_moves_is_the_one() -> None:
    assert danger_kind("I can't do another night, and he hit me") == "abuse_or_neglect"
    assert danger_kind("he hit me. I want to die. I can't go on") == "self_harm"
    assert danger_cue("I never hit him. I can't do another night") == "can't do another night"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("danger_now", "clr's son has just hit her, he is still there"),
        ("danger_now", "He has locked us in the bedroom and taken my phone"),
        ("danger_now", "mam wont wake up"),
        ("danger_now", "dads not moving and hes cold"),
        ("danger_now", "she's swallowed a whole box of her tablets"),
        ("danger_now", "my ex says he'll burn the house down"),
        ("danger_now", "ma cyllell da fe a ma fe tu fas"),
        ("danger_now", "dydi Dad ddim yn anadlu"),
        ("danger_now", "mae hi wedi llyncu bocs cyfan o dabledi"),
        ("self_harm", "ive been thinking about ending my life"),
        ("self_harm", "I keep thinking of killing myself"),
        ("self_harm", "my daughter has been cutting herself"),
        ("self_harm", "caller has thought about hanging himself"),
        ("self_harm", "dwi'n meddwl am ladd fy hun"),
        ("self_harm", "smo fi moyn byw"),
        ("harm_to_other", "I tied her to the chair"),
        ("harm_to_other", "I wasn't gentle with her"),
        ("harm_to_other", "clr admits slapping mum"),
        ("harm_to_other", "I want to kill my husband and I'm not joking"),
        ("harm_to_other", "I held her head under the water"),
        ("harm_to_other", "slapped him again"),
        ("harm_to_other", "nes i hitio nain"),
        ("harm_to_other", "gwthiais i hi"),
        ("child_at_risk", "my boyfriend shook the baby"),
        ("child_at_risk", "my uncle touches me"),
        ("child_at_risk", "he asked my daughter for pictures of herself"),
        ("child_at_risk", "the kids next door are locked out in the rain"),
        ("child_at_risk", "mum leaves us on our own im 9"),
        ("child_at_risk", "ma llystad fi yn hitio fi"),
        ("child_at_risk", "plant drws nesa ar eu pennau eu hunain eto"),
        ("abuse_or_neglect", "my sister's boyfriend hit her"),
        ("abuse_or_neglect", "next door's lad beats his mother"),
        ("abuse_or_neglect", "the carer slapped her"),
        ("abuse_or_neglect", "he takes his pension off him, my brother takes dad's pension"),
        ("abuse_or_neglect", "the carers leave him in his own dirt"),
        ("abuse_or_neglect", "She is shouted at day and night"),
        ("abuse_or_neglect", "he wont let me out"),
        ("abuse_or_neglect", "mae fy ngŵr yn fy nharo i"),
        ("abuse_or_neglect", "mae'r mab yn cymryd pensiwn Mam"),
        ("carer_breakdown", "cant cope no more"),
        ("carer_breakdown", "I'm going to leave him at A&E"),
        ("carer_breakdown", "Ive packed a bag and Im leaving tonight"),
        ("carer_breakdown", "clr states she is walking out tonight"),
        ("carer_breakdown", "fedra i ddim ymdopi rhagor"),
        ("carer_breakdown", "dwi wedi pacio bag"),
    ],
)  # fmt: skip
def test_danger_of_every_kind_is_heard_however_it_is_put(kind: str, text: str) -> None:
    assert danger_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "I don't feel like hurting myself",  # denied
        "clr denies any thoughts of harming herself",
        "Faswn i byth yn ei brifo hi",
        "It's nine years since my nephew took his own life",  # long past
        "I stopped self-harming when I was fifteen",
        "Roedd fy ngŵr cyntaf yn fy nharo i",
        "Last winter I couldn't cope, it's been so much better since",  # settled
        "On EastEnders he's been hitting her",  # the screen
        "Ar y newyddion mi laddodd o ei hun",
        "Next door's terrier savaged our cat",  # animals
        "our ram kicked me",
        "He came home from kickboxing black and blue",  # sport and games
        "mae o'n fy nghuro i ar ddominos",
        "they put him to sleep for the operation, the surgeon cut her arm",  # procedure
        "If he ever hit me I'd be out of the door",  # hypothetical
        "Tasa fo'n fy nharo i mi faswn i allan",
        "the chemist is dead centre of the High Street",  # idiom
        "the kitchen looks like a bomb's gone off",
        "I could have strangled him over the remote, we did laugh",
        "lladd amser ydw i tan y bws",
    ],
)
def test_each_rule_that_takes_words_back(text: str) -> None:
    assert danger_kind(text) == ""


def test_what_is_long_past_takes_back_only_its_own_sentence() -> None:
    assert danger_kind("We married forty years ago. Last night he hit me.") == "abuse_or_neglect"


def test_not_joking_is_no_joke() -> None:
    assert danger_kind("I want to kill him and I'm not joking") == "harm_to_other"


def test_every_line_has_words_it_cannot_do_without_and_is_an_expression() -> None:
    for kind in CONCERN_KINDS:
        for line in read_lines(Path(danger.__file__).with_name("danger.yml"))[kind]:
            assert keys_of(line), line
            finder(line)


@pytest.mark.parametrize(
    "piece", ["he ", "hit ", "he used to hit me ", "he has just ", "a", "can't ", "dwi'n ", "mam can't do the stairs "]
)
def test_a_long_message_takes_no_time(piece: str) -> None:
    text = (piece * 8000)[:8000]
    danger_kind(text + " ")
    begun = time.process_time()
    danger_kind(text)
    assert time.process_time() - begun < 0.05  # about 1 ms; generous for a machine that is busy


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(he|she) (has |have )?(hit|hits) me", {"hit", "hits"}),
        ("bruis\\w* on", {"bruis\0"}),
        ("black eyes?", {"black"}),
        ("(my )?self ?-?harm(ing|s)?", {"self", "selfharm", "selfharming", "selfharms", "harm", "harming", "harms"}),
        ("i|gas leak", None),
        ("he (is|was)", None),
    ],
)
def test_the_words_a_line_cannot_do_without(pattern: str, words: "set[str] | None") -> None:
    keys = keys_of(pattern)
    assert (keys and set(keys.words) >= {w for w in words if len(w) > 4 or len(words) < 4}) if words else keys is None
