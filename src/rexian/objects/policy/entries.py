"""The entries in the data files, checked when the object opens: every figure of a text is a parameter with its source.

`parameters.toml` holds the figures, `entries/<topic>.toml` the texts. A text says `{loan_rate_first_long}` where the
parameter's value stands; an unknown name, or a figure written into a text, keeps the object from opening (`check`).
"""

import re
import tomllib
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

_FIGURE = re.compile(r"\d")


class Parameter(BaseModel):
    """One figure as it is written, unit included: `60万元`, `2.6%`, `6个月`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: str = Field(min_length=1)
    source: str = Field(min_length=1)
    valid_from: date
    checked_on: date


class Entry(BaseModel):
    """One answer. `spoken` is heard, `message` goes into a short message (the spoken text without it)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item_id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1)
    keywords: tuple[str, ...] = ()
    spoken: str = Field(min_length=1)
    message: str = ""
    source: str = Field(min_length=1)
    valid_from: date
    checked_on: date

    @property
    def names(self) -> frozenset[str]:
        """The parameters its texts need."""
        parts = [*Formatter().parse(self.spoken), *Formatter().parse(self.message)]
        return frozenset(name for _, name, _, _ in parts if name)

    @model_validator(mode="after")
    def _check(self) -> Self:
        for text in (self.title, self.spoken, self.message):
            if _FIGURE.search(re.sub(r"\{[^}]*\}", "", text)):
                raise ValueError("a figure stands in a text instead of among the parameters")
        return self


class Topic(BaseModel):
    """One file of entries."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: str
    place: int
    title: str
    entry: tuple[Entry, ...] = Field(min_length=1)


class Guide:
    """All topics in their order, and the figures."""

    def __init__(self, topics: tuple[Topic, ...], parameters: dict[str, Parameter]) -> None:
        self.topics = tuple(sorted(topics, key=lambda topic: topic.place))
        self.parameters = parameters
        self.by_id = {entry.item_id: (topic, entry) for topic in self.topics for entry in topic.entry}

    @classmethod
    def read(cls, folder: Path) -> "Guide":
        """Raises OSError, TOMLDecodeError, ValidationError or ValueError: the object does not open then."""
        figures = tomllib.loads((folder / "parameters.toml").read_text(encoding="utf-8"))
        files = sorted((folder / "entries").glob("*.toml"))
        topics = tuple(Topic.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)
        guide = cls(topics, {name: Parameter.model_validate(each) for name, each in figures.items()})
        guide.check()
        return guide

    def check(self) -> None:
        """Raises ValueError for a parameter that is missing or an id that is there twice."""
        entries = [entry for topic in self.topics for entry in topic.entry]
        if len(self.by_id) != len(entries):
            raise ValueError("an item_id stands twice")
        missing = {name for entry in entries for name in entry.names} - self.parameters.keys()
        if missing:
            raise ValueError(f"parameters are missing: {sorted(missing)}")

    def filled(self, text: str) -> str:
        return text.format(**{name: parameter.value for name, parameter in self.parameters.items()})

    def valid_from(self, entry: Entry) -> date:
        """Since when the answer holds as it is: the latest of its own and its figures' dates."""
        return max([entry.valid_from, *(self.parameters[name].valid_from for name in entry.names)])

    def checked_on(self, entry: Entry) -> date:
        """When somebody last compared it with its sources: the earliest of its own and its figures' dates."""
        return min([entry.checked_on, *(self.parameters[name].checked_on for name in entry.names)])
