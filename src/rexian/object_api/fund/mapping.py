"""The site's mapping file: where each record of ours is found in the site's system, and how its values are read.

A TOML file (docs/objects.md). What it does not name has our own name, so an empty mapping fits a database made by our
names, as the demo database is. Decides how a foreign value becomes ours: codes by table, dates and months in forms
`20240705`, `2024-07-05`, `202407`, `2024-07`, rates in percent or as fractions. The asking is left to others.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import UnionType
from typing import Any, ClassVar, Literal, Self, TypeVar, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rexian.kit.errors import ErrorKind, RexianError
from rexian.object_api.fields import mistakes_of
from rexian.object_api.fund.books import BooksNotUnderstood
from rexian.object_api.fund.records import RECORDS, Month, Record

R = TypeVar("R", bound=Record)


class MappingInvalid(RexianError):
    """The mapping file of the fund's books is not valid."""

    code: ClassVar[str] = "fund_mapping_invalid"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class RecordMapping(BaseModel):
    """One record. `scale` multiplies a number (100 makes a percentage of a fraction); `fixed` gives values that the
    site's system does not have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str | None = Field(None, description="sql: table or view, with its schema before a dot")
    path: str | None = Field(None, description="rest: path below the service's URL; {field} stands for a key")
    rows: str = Field("", description="rest: where the rows are in the answer, as names with dots; empty = the answer")
    fields: dict[str, str] = Field(default_factory=dict, description="our field > the site's column")
    codes: dict[str, dict[str, str]] = Field(default_factory=dict, description="our field > site's code > our code")
    scale: dict[str, Decimal] = Field(default_factory=dict)
    fixed: dict[str, str | int] = Field(default_factory=dict)

    def name_of(self, field: str) -> str:
        return self.fields.get(field, field)


class BooksMapping(BaseModel):
    """The file. `books_date` is how the day of the books is found: a table and column, or `today`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["sql", "rest"] = "sql"
    service_url: str | None = None
    timeout_seconds: float = Field(2.0, gt=0, le=30)
    books_date: Literal["today", "stored"] = "stored"
    books_date_table: str = "fund_books"
    books_date_column: str = "books_date"
    records: dict[str, RecordMapping] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        known = {record.table: {field.name for field in fields(record)} for record in RECORDS}
        for table, mapping in self.records.items():
            named = {*mapping.fields, *mapping.codes, *mapping.scale, *mapping.fixed}
            if table not in known or not named <= known[table]:
                raise ValueError("a record or a field is named that is none of ours")
        if self.kind == "rest" and (self.service_url is None or self.books_date == "stored"):
            raise ValueError("rest needs service_url and books_date = today")
        return self

    def of(self, table: str) -> RecordMapping:
        return self.records.get(table, _SAME_NAMES)


_SAME_NAMES = RecordMapping.model_validate({})


def read_mapping(file: Path) -> BooksMapping:
    """The mapping in `file`. Raises MappingInvalid."""
    try:
        return BooksMapping.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingInvalid(file=file.name, mistake=str(error)) from error
    except ValidationError as error:
        raise MappingInvalid(file=file.name, mistakes=mistakes_of(error)) from error


def record_from(record: type[R], mapping: RecordMapping, row: Mapping[str, Any]) -> R:
    """Our record from a row of the site's. Raises BooksNotUnderstood, which names the field and never the value."""
    values: dict[str, Any] = {}
    for field, wanted in get_type_hints(record).items():
        if field == "table":
            continue
        try:
            raw = mapping.fixed[field] if field in mapping.fixed else row[mapping.name_of(field)]
            values[field] = _value(raw, wanted, mapping, field)
        except (KeyError, ValueError, TypeError, InvalidOperation) as error:
            raise BooksNotUnderstood(record=record.table, field=field, error=type(error).__name__) from None
    return record(**values)


def _value(raw: Any, wanted: Any, mapping: RecordMapping, field: str) -> Any:
    if isinstance(wanted, UnionType) or type(None) in get_args(wanted):
        if raw is None or raw == "":
            return None
        wanted = next(kind for kind in get_args(wanted) if kind is not type(None))
    if raw is None:
        raise ValueError("a value is missing")
    if field in mapping.codes:
        raw = mapping.codes[field].get(str(raw).strip(), str(raw).strip())
    if wanted is Decimal:
        return Decimal(str(raw)) * mapping.scale.get(field, Decimal(1))
    if wanted is int:
        return int(Decimal(str(raw)))
    if wanted is date:
        return _date(raw)
    text = str(raw).strip()
    return _month(text) if wanted is Month else text


def _date(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = str(raw).strip()
    return date.fromisoformat(text[:10])


def _month(text: str) -> Month:
    digits = text.replace("-", "")
    return Month(f"{digits[:4]}-{date(int(digits[:4]), int(digits[4:6]), 1):%m}")
