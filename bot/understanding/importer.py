"""Reads the training data once. Rasa's own importer reads and checks it all a second time, and ten thousand examples take their time."""

from __future__ import annotations

import functools
from typing import Optional

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class OnceImporter(RasaFileImporter):
    """Rasa's importer of files, which remembers the training data that it has read (config.yml)."""

    @functools.lru_cache(maxsize=2)  # noqa: B019  one importer lives as long as the training
    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """Return the training data, read when first asked for."""
        return super().get_nlu_data(language)
