"""The rules of the shipped business objects in the form in which flows are checked against them."""

from collections.abc import Mapping
from pathlib import Path

import rexian.objects
from rexian.control.ivr.check import RuleForm
from rexian.object_api.manifest import Rule
from rexian.object_api.registry import discover

OBJECTS_FOLDER = Path(rexian.objects.__file__).parent


def installed_objects() -> Mapping[str, Mapping[str, RuleForm]]:
    """The rules of each shipped object, as its manifest has them."""
    return {
        name: {rule_name: _form(rule) for rule_name, rule in found.manifest.rules.items()}
        for name, found in discover((OBJECTS_FOLDER,)).items()
    }


def _form(rule: Rule) -> RuleForm:
    required = frozenset(name for name, field in rule.request.items() if field.required)
    return RuleForm(required, frozenset(rule.request) - required, frozenset(rule.result))
