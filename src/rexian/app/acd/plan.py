"""A made-up day as people write it down: who calls about what in which half hour, who is there to answer.

The shipped one, `working_day.yaml`, has the load of a provincial hotline and tells what each line means.
"""

from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

from rexian.app.acd.documents import parse_document

SHIPPED = "working_day.yaml"
HALF_HOUR_SECONDS = 1800.0

Seconds = Annotated[float, Field(ge=0.0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Shift = tuple[time, time]


class Part(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Traffic(Part):
    """Those who call for one queue. `half_hours` are the calls expected in the half hour that begins then; with `calls`
    they are weights of that total."""

    half_hours: dict[time, Annotated[float, Field(ge=0.0)]]
    calls: Annotated[float, Field(gt=0.0)] | None = None
    patience_seconds: Annotated[float, Field(gt=0.0)] = 180.0
    talk_seconds: Annotated[float, Field(gt=0.0)] = 180.0
    talk_variation: Seconds = 0.8
    """Standard deviation by mean; talk times are lognormal."""
    ring_seconds: Seconds = 4.0
    named_agent_share: Share = 0.0
    usual_agent_share: Share = 0.0
    priority_share: Share = 0.0
    priority: int = 3

    def calls_expected(self) -> dict[time, float]:
        """For each half hour."""
        total = sum(self.half_hours.values())
        factor = self.calls / total if self.calls and total else 1.0
        return {begin: weight * factor for begin, weight in self.half_hours.items()}


class AgentTeam(Part):
    """Agents of one kind. A skill's level may be a range: its levels are dealt out over the team in turn."""

    name: str
    count: Annotated[int, Field(ge=1, le=100_000)]
    queue_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    skills: dict[str, int | tuple[int, int]] = Field(default_factory=dict)
    shifts: tuple[Shift, ...]


class DayPlan(Part):
    """The whole day. `queues` holds the engine's settings of each queue by its id."""

    day: date = date(2026, 3, 2)
    time_zone: str = "Asia/Shanghai"
    within_seconds: Seconds = 15.0
    """The service level's time."""
    missed_share: Share = 0.0
    back_after_seconds: Seconds = 60.0
    talk_share_per_level: Annotated[float, Field(ge=0.0, le=0.2)] = 0.0
    """How much shorter a talk is with each level of the agent's skill above 5, and longer below it."""
    queues: dict[str, dict[str, Any]]
    traffic: dict[str, Traffic]
    teams: tuple[AgentTeam, ...]

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"there is no time zone {name!r}") from error
        return name

    @property
    def start(self) -> datetime:
        """Midnight in the zone."""
        return datetime.combine(self.day, time(), ZoneInfo(self.time_zone))


@cache
def shipped_text() -> str:
    """The shipped day as it is written."""
    return files("rexian.app.acd").joinpath(SHIPPED).read_text()


def shipped_plan() -> DayPlan:
    """The shipped day."""
    return parse_document(shipped_text(), DayPlan, SHIPPED)


def seconds_of(moment: time) -> float:
    """Since midnight."""
    return moment.hour * 3600.0 + moment.minute * 60.0 + moment.second
