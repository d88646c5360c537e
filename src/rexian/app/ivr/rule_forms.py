"""The rules of the business objects in the form in which flows are checked against them."""

from collections.abc import Mapping
from pathlib import Path

from rexian.app.object_host.settings import dropped_folders, installed_objects, shipped_folders
from rexian.control.ivr.check import RuleForm
from rexian.object_api.manifest import Rule
from rexian.object_api.registry import discover


def object_rules(home: Path) -> Mapping[str, Mapping[str, RuleForm]]:
    """The rules of each object, from its manifest: shipped, dropped into this data directory, or of a package."""
    found = discover([*shipped_folders(), *dropped_folders(home)], installed_objects())
    return {
        name: {rule_name: _form(rule) for rule_name, rule in each.manifest.rules.items()}
        for name, each in found.items()
    }


def _form(rule: Rule) -> RuleForm:
    required = frozenset(name for name, field in rule.request.items() if field.required)
    return RuleForm(required, frozenset(rule.request) - required, frozenset(rule.result))
