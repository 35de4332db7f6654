"""Wordings: which one fits, placeholders, and never the same text for two questions."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.asks import CARING_TOPICS, LIFE_TOPICS, SLOTS
from bot.conversation.phrasebook import Phrase, Phrasebook, fill, load_phrasebook

ROLES = ("carer", "handler", "practitioner")
CONTEXTS = [
    {"language": language, "role": role, "young": young, "subject": subject}
    for language in ("en", "cy")
    for role in ROLES
    for young in (False, True)
    for subject in ("self", "someone_cared_for", "other")
    if not (young and role != "carer") and not (subject != "self" and role == "carer")
]
#: The names of all questions that can be put.
QUESTIONS = [
    name
    for name in sorted(load_phrasebook().phrases)
    if re.match(r"utter_(ask|check|so_what|why_(outcome|need|other|again)|own_view|context|nudge)", name)
]


NUDGED = sorted({element for element, _ in SLOTS} - {"opening", "read_back", "consent", "need_why"})


def a_book() -> Phrasebook:
    def phrase(text: str, **conditions: object) -> Phrase:
        return Phrase(text, tuple(conditions.items()))

    return Phrasebook(
        {
            "ask": [phrase("Plain?", language="en"), phrase("Also plain?", language="en"), phrase("Young?", language="en", young=True)],
            "utter_lead_in": [phrase("Well then.", language="en")],
        }
    )


def test_only_wordings_whose_conditions_all_hold_are_used() -> None:
    assert [w.text for w in a_book().wordings("ask", {"language": "en"})] == ["Plain?", "Also plain?"]
    assert a_book().wordings("ask", {"language": "cy"}) == []


def test_the_wording_with_most_conditions_comes_first() -> None:
    assert a_book().ask("ask", {"language": "en", "young": True}, [])[0] == "Young?"


def test_a_question_takes_the_first_wording_that_was_not_used() -> None:
    assert a_book().ask("ask", {"language": "en"}, ["Plain?"])[0] == "Also plain?"


def test_when_every_wording_was_used_a_lead_in_makes_it_new_and_then_a_number() -> None:
    used = ["Plain?", "Also plain?"]
    assert a_book().ask("ask", {"language": "en"}, used)[0] == "Well then. Plain?"
    used += ["Well then. Plain?", "Well then. Also plain?"]
    assert a_book().ask("ask", {"language": "en"}, used, turn=6)[0] == "Question 7. Plain?"


def test_a_question_never_has_a_text_that_was_used_however_often_it_is_put() -> None:
    used: list[str] = []
    for _ in range(12):
        text, _ = a_book().ask("ask", {"language": "en"}, used, turn=3)
        assert text not in used
        used.append(text)


def test_a_statement_takes_turns_within_its_best_wordings() -> None:
    said = [a_book().say("ask", {"language": "en"}, turn)[0] for turn in range(4)]
    assert said == ["Plain?", "Also plain?"] * 2
    assert a_book().say("ask", {"language": "en", "young": True}, 5)[0] == "Young?"


def test_a_name_without_a_fitting_wording_is_an_error() -> None:
    for name, context in (("nothing", {"language": "en"}), ("ask", {"language": "cy"})):
        with pytest.raises(KeyError):
            a_book().ask(name, context, [])
        with pytest.raises(KeyError):
            a_book().say(name, context)


def test_placeholders_are_filled_and_missing_ones_left_empty() -> None:
    assert fill("You said {about}. Is it {matter}?", {"about": "the nights", "matter": None}) == "You said the nights. Is it ?"


@given(st.text(), st.text())
def test_braces_in_what_people_say_mean_nothing(about: str, matter: str) -> None:
    assert fill("<{about}|{matter}>", {"about": about, "matter": matter}) == f"<{about}|{matter}>"


# What stands in data/responses


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_two_wordings_and_one_question_mark_for_everybody(name: str) -> None:
    book = load_phrasebook()
    for context in CONTEXTS:
        if name == "utter_ask_language" or (name in ("utter_ask_keep", "utter_ask_under_18") and context["role"] != "carer"):
            continue
        if "_absent" in name and context["subject"] == "self":
            continue  # the person is there
        wordings = book.wordings(name, context)
        assert wordings, f"{name} has no wording for {context}"
        texts = [wording.text for wording in wordings]
        assert all(text.count("?") == 1 for text in texts)
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", [n for n in QUESTIONS if re.match(r"utter_(so_what|why|own_view|context|check)|.*_about$|.*need_why", n)])
def test_every_question_that_takes_up_words_has_a_place_for_them(name: str) -> None:
    assert all(phrase.text.count("{about}") == 1 for phrase in load_phrasebook().phrases[name])


@pytest.mark.parametrize("element", NUDGED)
def test_every_question_that_may_be_nudged_has_another_way_in(element: str) -> None:
    for context in CONTEXTS:
        assert load_phrasebook().has(f"utter_nudge_{element}", context), f"utter_nudge_{element} for {context}"


@pytest.mark.parametrize("topic", [*CARING_TOPICS, *LIFE_TOPICS])
def test_the_carers_questions_are_put_otherwise_to_somebody_under_18(topic: str) -> None:
    for language in ("en", "cy"):
        context = {"language": language, "role": "carer", "subject": "self"}
        older = load_phrasebook().ask(f"utter_ask_{topic}", {**context, "young": False}, [])[0]
        assert load_phrasebook().ask(f"utter_ask_{topic}", {**context, "young": True}, [])[0] != older


@pytest.mark.parametrize("name", sorted(load_phrasebook().phrases))
def test_every_response_exists_in_both_languages_for_the_same_people(name: str) -> None:
    phrases = load_phrasebook().phrases[name]

    def conditions(language: str) -> list[frozenset[tuple[str, object]]]:
        held = [frozenset(c for c in p.conditions if c[0] != "language") for p in phrases if ("language", language) in p.conditions]
        return sorted(held, key=sorted)

    assert conditions("en") == conditions("cy")
    assert len(conditions("en")) * 2 == len(phrases)
