"""Every action that the domain names, in one list."""

from rasa_sdk import Action

from actions.ask import ASK_ACTIONS
from actions.commands import COMMAND_ACTIONS
from actions.forms import FORM_ACTIONS
from actions.moves import MOVE_ACTIONS
from actions.parts import PART_ACTIONS

ALL_ACTIONS: list[Action] = [*PART_ACTIONS, *FORM_ACTIONS, *ASK_ACTIONS, *MOVE_ACTIONS, *COMMAND_ACTIONS]
