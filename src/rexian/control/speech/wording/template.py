"""Prompt templates: "您的公积金账户余额为{balance:amount},截至{as_of:date}。"

A template is checked when a flow is published (`check`), so that nothing can be missing while a citizen waits.
A whole prompt is one sentence, filled first and spoken whole. Leaves the fetching of values to its callers.
"""

import string
from collections.abc import Callable, Collection, Mapping
from typing import Any

from rexian.control.speech.errors import TemplateError, WordingError
from rexian.control.speech.wording.amounts import amount, formal_amount
from rexian.control.speech.wording.digits import digits, hotline, id_number, phone, tail
from rexian.control.speech.wording.moments import duration, month, spoken_date, time_of_day
from rexian.control.speech.wording.numbers import cardinal, count, number, ordinal, percent
from rexian.control.speech.wording.style import STANDARD, SpokenStyle


def _text(value: object) -> str:
    if isinstance(value, bool | float) or value is None:
        raise WordingError("a text value is a string, an int or a Decimal", given=type(value).__name__)
    return str(value)


# Every wording raises WordingError for a value of the wrong kind, so the table needs no types of its own.
_FORMATS: Mapping[str, Callable[[Any, SpokenStyle], str]] = {
    "amount": amount,
    "formal_amount": lambda value, _: formal_amount(value),
    "date": lambda value, _: spoken_date(value),
    "month": lambda value, _: month(value),
    "time": lambda value, _: time_of_day(value),
    "duration": lambda value, _: duration(value),
    "count": count,
    "number": number,
    "key": lambda value, _: cardinal(value),
    "ordinal": lambda value, _: ordinal(value),
    "percent": lambda value, _: percent(value),
    "digits": lambda value, _: digits(value),
    "phone": lambda value, _: phone(value),
    "id": lambda value, _: id_number(value),
    "tail4": lambda value, _: tail(value),
    "hotline": hotline,
    "text": lambda value, _: _text(value),
}

FORMATS: frozenset[str] = frozenset(_FORMATS)
"""The formats a template may name; a field without a format is `text`."""


class PromptTemplate:
    """A parsed template. Raises TemplateError when the text is malformed or names an unknown format."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts = _parse(text)

    @property
    def names(self) -> frozenset[str]:
        """The values it needs."""
        return frozenset(name for _, name, _ in self._parts if name is not None)

    def render(self, values: Mapping[str, object], style: SpokenStyle = STANDARD) -> str:
        """The sentence to speak. Raises TemplateError for a missing value, WordingError for a wrong one."""
        words = []
        for literal, name, form in self._parts:
            words.append(literal)
            if name is None:
                continue
            if name not in values:
                raise TemplateError("a value is missing", missing=[name])
            words.append(_FORMATS[form](values[name], style))
        return "".join(words)


def check(template: str, names: Collection[str]) -> PromptTemplate:
    """Parse a template and make sure that every value it needs is among `names`. Raises TemplateError."""
    parsed = PromptTemplate(template)
    missing = sorted(parsed.names - set(names))
    if missing:
        raise TemplateError("the template names values that the flow does not have", missing=missing)
    return parsed


def render(template: str, values: Mapping[str, object], style: SpokenStyle = STANDARD) -> str:
    """Fill a template at once; see PromptTemplate.render."""
    return PromptTemplate(template).render(values, style)


def _parse(text: str) -> list[tuple[str, str | None, str]]:
    """(literal before, name of the value or None, format) for each part."""
    try:
        pieces = list(string.Formatter().parse(text))
    except ValueError as error:
        raise TemplateError("a brace in the template does not match", reason=str(error)) from None
    return [_part(*piece) for piece in pieces]


def _part(literal: str, name: str | None, form: str | None, conversion: str | None) -> tuple[str, str | None, str]:
    if name is None:
        return literal, None, ""
    if not name.isidentifier() or conversion is not None:
        raise TemplateError("a field is {name} or {name:format}", field=name)
    form = form or "text"
    if form not in FORMATS:
        raise TemplateError("unknown format", field=name, format=form)
    return literal, name, form
