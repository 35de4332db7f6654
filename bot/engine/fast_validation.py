"""Rasa checks the schema of action results anew with every call, which is 60 % of a turn's time (measured, docs/benchmarks.md).

The same check of the result, with the schema itself checked once.
"""

from __future__ import annotations

from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_action_schema_once() -> None:
    """Have Rasa validate action results by one validator. Results that do not fit are refused as before."""
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate  # type: ignore[method-assign]
