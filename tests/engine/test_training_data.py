"""Every file of training data is of Rasa's form: training trusts that (bot/understanding/importer.py), since the check takes long."""

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.utils.validation import YamlValidationException

NLU = Path(__file__).resolve().parents[2] / "data" / "nlu"


@pytest.mark.parametrize("file", sorted(NLU.rglob("*.yml")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_training_data_is_of_rasas_form(file: Path) -> None:
    RasaYAMLReader().validate(file.read_text(encoding="utf-8"))


def test_what_is_not_is_told() -> None:
    with pytest.raises(YamlValidationException):
        RasaYAMLReader().validate('version: "3.1"\nnlu:\n- intent: accept\n  examples:\n  - words: "No text here."\n')
