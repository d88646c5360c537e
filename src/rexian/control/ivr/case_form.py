"""The form of a flow's own test cases: what happens to a caller, and what must come of it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Step(BaseModel):
    """One step: exactly one of these, in the order of the call.

    `keys`: pressed after the prompt, or while it speaks with `at_once`. `silence`: nothing is keyed until time is up.
    `hears`: words of what is said now. `asks`: the object and rule, or the URL, that is asked, and its `outcome` and
    `values`. `refused`: the way to a person, an office or a call-back is not open. `ends`: how the flow must end here:
    queue <id>, transfer <entry>, call_back <queue>, hang_up.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    keys: str | None = Field(None, pattern=r"^[0-9*#]+$")
    at_once: bool = False
    silence: Literal[True] | None = None
    hears: str | None = None
    asks: str | None = None
    outcome: str = "ok"
    values: dict[str, Any] = Field(default_factory=dict)
    refused: str | None = None
    ends: str | None = None


class CaseForm(BaseModel):
    """A test case. `facts`: what is true of the centre, by name; facts that are not given are not known. `given`: the
    variables from the start, the caller's number if nothing else is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    start: str | None = None
    given: dict[str, Any] = Field(default_factory=lambda: {"caller_number": "13800001234", "called_number": "12329"})
    facts: dict[str, Any] = Field(default_factory=dict)
    steps: list[Step] = Field(min_length=1)
