"""Every follow-up can be read through as people will hear it."""

import subprocess
import sys

from bot.conversation.phrasebook import load_phrasebook
from bot.conversation.phrases import FOLLOW_UPS, rendered


def test_every_follow_up_is_written_out_in_both_languages_with_words_in_it() -> None:
    book = load_phrasebook()
    told = list(rendered(book))
    for beginning in FOLLOW_UPS:
        for language in ("en", "cy"):
            here = [p for p in told if p.name.startswith(beginning) and p.language == language]
            assert len(here) >= 6, (beginning, language)
    for phrase in told:
        assert "{" not in phrase.text and "“”" not in phrase.text and phrase.text.count("?") == 1, phrase
    names = {name for name in book.phrases if name.startswith(tuple(FOLLOW_UPS)) and not name.startswith("utter_why_we_ask")}
    assert {phrase.name for phrase in told} == names


def test_no_two_follow_ups_are_worded_alike() -> None:
    """Whoever hears two of them in one talk must not hear the same question twice."""
    book = load_phrasebook()
    for name, wordings in book.phrases.items():
        if name.startswith(tuple(FOLLOW_UPS)):
            texts = [(wording.text, wording.conditions) for wording in wordings]
            assert len(set(texts)) == len(texts), name


def test_the_command_writes_them_and_knows_the_kinds() -> None:
    def phrases(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "bot.cli", "phrases", *words], capture_output=True, text=True)

    told = phrases("--move", "so_what", "--language", "cy")
    assert told.returncode == 0 and "annibyniaeth" in told.stdout and "independence" not in told.stdout
    wrong = phrases("--move", "tell_me")
    assert wrong.returncode != 0 and "so_what" in wrong.stderr
