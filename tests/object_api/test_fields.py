"""Values are checked against the fields a manifest declares, and mistakes never repeat a value."""

from typing import Any

import pytest
from pydantic import ValidationError

from rexian.object_api.errors import ArgumentsInvalid, ValuesInvalid
from rexian.object_api.manifest import Rule

pytestmark = pytest.mark.pure


def rule_with(**declarations: dict[str, Any]) -> Rule:
    return Rule.model_validate({"request": declarations, "result": declarations})


@pytest.mark.parametrize(
    ("declaration", "value", "shown"),
    [
        ({"type": "text"}, "陈晓梅", "陈晓梅"),
        ({"type": "digits", "pattern": "^[0-9]{6}$"}, "246810", "246810"),
        ({"type": "money"}, "32105.6", "32105.60"),
        ({"type": "date"}, "2024-07-05", "2024-07-05"),
        ({"type": "month"}, "2024-06", "2024-06"),
        ({"type": "integer"}, 3, 3),
        ({"type": "boolean"}, True, True),
        ({"type": "records", "fields": {"name": {"type": "text"}}}, [{"name": "a"}], [{"name": "a"}]),
        ({"type": "text", "required": False}, None, None),
    ],
)
def test_right_values_pass(declaration: dict[str, Any], value: object, shown: object) -> None:
    assert rule_with(field=declaration).check_arguments({"field": value}) == {"field": shown}


@pytest.mark.parametrize(
    ("declaration", "value"),
    [
        ({"type": "text"}, 7),
        ({"type": "text", "max_length": 3}, "abcd"),
        ({"type": "text"}, None),
        ({"type": "digits"}, "12a"),
        ({"type": "digits", "pattern": "^[0-9]{6}$"}, "12345"),
        ({"type": "money"}, "1.234"),
        ({"type": "money"}, "NaN"),
        ({"type": "date"}, "2024-02-30"),
        ({"type": "month"}, "2024-13"),
        ({"type": "integer"}, "many"),
        ({"type": "records", "fields": {"name": {"type": "text"}}}, [{"other": "a"}]),
    ],
)
def test_wrong_values_are_refused_by_field_name_without_the_value(declaration: dict[str, Any], value: object) -> None:
    with pytest.raises(ArgumentsInvalid) as refused:
        rule_with(field=declaration).check_arguments({"field": value})
    mistakes = refused.value.details["mistakes"]
    assert mistakes
    for mistake in mistakes:
        assert mistake["field"].startswith("field")
        assert set(mistake) == {"field", "mistake"}


def test_a_field_that_is_not_declared_or_is_missing_is_refused() -> None:
    rule = rule_with(name={"type": "text"})
    with pytest.raises(ArgumentsInvalid):
        rule.check_arguments({"name": "a", "other": 1})
    with pytest.raises(ArgumentsInvalid):
        rule.check_arguments({})


def test_an_absent_optional_argument_is_none() -> None:
    assert rule_with(name={"type": "text", "required": False}).check_arguments({}) == {"name": None}


def test_an_object_that_breaks_its_promise_is_found_out() -> None:
    with pytest.raises(ValuesInvalid):
        rule_with(balance={"type": "money"}).check_values({"balance": None})


@pytest.mark.parametrize(
    "declaration",
    [{"type": "records"}, {"type": "text", "fields": {"a": {"type": "text"}}}, {"type": "text", "pattern": "("}],
)
def test_a_declaration_that_makes_no_sense_is_refused(declaration: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        rule_with(field=declaration)
