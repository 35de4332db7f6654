"""The ordinary engine with one handle more: it takes a rule of data/rules away from the loaded model, and gives it back.

python tests/rules/engine_without.py MODEL PORT

Runs on the engine's Python (3.10). What changes is the lookup of the loaded RulePolicy, in memory: Rasa trains it anew on the rules
that are left, as ``rasa train`` would, in a twentieth of a second. Everything else is the engine as bot/engine/serve.py starts it.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Optional

from bot.engine import serve  # first: it sets what Rasa reads when it is imported

os.environ["LOG_LEVEL"] = "WARNING"  # no progress bars from the training
serve.set_up_quiet_logs()

from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import UserMessage  # noqa: E402
from rasa.core.policies.rule_policy import RulePolicy  # noqa: E402
from rasa.engine.storage.resource import Resource  # noqa: E402
from rasa.graph_components.providers.training_tracker_provider import TrainingTrackerProvider  # noqa: E402
from rasa.shared.core.training_data.loading import load_data_from_resource  # noqa: E402
from rasa.shared.core.training_data.structures import StoryGraph, StoryStep  # noqa: E402
from sanic import Blueprint, response  # noqa: E402
from sanic.request import Request  # noqa: E402
from sanic.response import HTTPResponse  # noqa: E402

import bot.engine.channel  # noqa: E402

_RULES = Path(__file__).resolve().parents[2] / "data" / "rules"


class Unsaved(RulePolicy):
    """A RulePolicy that is trained for its lookup and written to no model."""

    def persist(self) -> None:
        """Write nothing."""


class Rules:
    """The rules that a loaded agent follows: all of them, or all but one."""

    def __init__(self, agent: Agent) -> None:
        assert agent.processor
        nodes = agent.processor.graph_runner._instantiated_nodes.values()
        self._node = next(node for node in nodes if isinstance(node._component, RulePolicy))
        self._policy: RulePolicy = self._node._component
        self._domain = agent.processor.domain
        self._steps = load_data_from_resource(str(_RULES), self._domain)
        self._as_loaded = _in_order(self._policy.lookup)
        self._trained: dict[Optional[str], dict[str, Any]] = {}

    def follow_all_but(self, rule: Optional[str]) -> dict[str, Any]:
        """Train on all rules but ``rule`` (None: on all) and follow them; return how many they are, and whether they make the
        lookup that the model was loaded with. Raises KeyError when there is no such rule, or more than one."""
        left = [step for step in self._steps if step.block_name != rule]
        if rule is not None and len(left) != len(self._steps) - 1:
            raise KeyError(rule)
        if rule not in self._trained:
            self._trained[rule] = self._trained_on(left)
        self._policy.lookup = self._trained[rule]
        return {"rules": len(left), "as_loaded": _in_order(self._policy.lookup) == self._as_loaded}

    def _trained_on(self, steps: list[StoryStep]) -> dict[str, Any]:
        trackers = TrainingTrackerProvider(TrainingTrackerProvider.get_default_config()).provide(StoryGraph(steps), self._domain)
        policy = Unsaved(dict(self._policy.config), self._node._model_storage, Resource("unsaved"), self._node._execution_context)
        policy.train(trackers, self._domain)
        return json.loads(json.dumps(policy.lookup))  # as a model that is loaded has it


def _in_order(lookup: dict[str, Any]) -> str:
    """Return ``lookup`` as text that does not depend on the order in which the training came upon things."""
    return json.dumps({name: sorted(part) if isinstance(part, list) else part for name, part in lookup.items()}, sort_keys=True)


class ChannelWithRules(bot.engine.channel.SgwrsChannel):
    """The engine's door, which also takes ``PUT /rules {"without": a rule's name, or null}``, with the same secret."""

    def __init__(self, secret: str, tracker_url: str) -> None:
        super().__init__(secret, tracker_url)
        self._rules: Optional[Rules] = None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        door = super().blueprint(on_new_message)

        @door.route("/rules", methods=["PUT"])
        async def follow(request: Request) -> HTTPResponse:
            if not hmac.compare_digest(request.headers.get("x-sgwrs-secret", ""), self._secret):
                return response.json({}, status=403)
            self._rules = self._rules or Rules(request.app.ctx.agent)
            try:
                return response.json(self._rules.follow_all_but(request.json["without"]))
            except KeyError:
                return response.json({}, status=404)

        return door


if __name__ == "__main__":
    bot.engine.channel.SgwrsChannel = ChannelWithRules  # credentials.yml names it, and Rasa looks it up by that name
    serve.main()
