"""Checks that Rasa makes of every answer of the shop, made once instead of each time.

Rasa validates each answer by `jsonschema.validate`, which first validates the schema itself: 20 ms of a 50 ms turn for
the schema of events, which never changes. And it looks up the class of each event among all subclasses of all classes.
"""

from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.nlg.callback import CallbackNaturalLanguageGenerator, nlg_response_format_spec
from rasa.shared.core.events import Event
from rasa.shared.exceptions import RasaException


@lru_cache(maxsize=1)
def check_once() -> None:
    """Replace the checks in this process; calling it again changes nothing."""
    actions = _validator(RemoteAction.action_response_format_spec())
    texts = _validator(nlg_response_format_spec())

    def validate_action(self: RemoteAction, result: dict[str, Any]) -> bool:  # noqa: ARG001 (Rasa's signature)
        actions.validate(result)
        return True

    def validate_text(content: dict[str, Any] | None) -> bool:
        error = next(texts.iter_errors(content), None) if content else None
        if error:
            raise RasaException(f"The shop's /nlg answered against Rasa's format: {error.message}")
        return True

    RemoteAction._validate_action_result = validate_action
    CallbackNaturalLanguageGenerator.validate_response = staticmethod(validate_text)
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=256)(Event.resolve_by_type))


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    kind = validator_for(schema, default=Draft202012Validator)
    kind.check_schema(schema)
    return kind(schema)
