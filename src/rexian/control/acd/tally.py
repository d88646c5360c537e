"""An agent's figures of the day that two of the rules compare: idle periods completed, contacts answered.

A day begins at midnight in the centre's zone. An idle period counts for the day on which it ends; the running one is
left out.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo


def local_day(zone: tzinfo, now: datetime) -> tuple[datetime, datetime]:
    """The last and the next local midnight, in UTC."""
    today = now.astimezone(zone).date()
    began = datetime.combine(today, time(), zone).astimezone(UTC)
    return began, datetime.combine(today + timedelta(days=1), time(), zone).astimezone(UTC)


@dataclass(slots=True)
class Tally:
    """Counts since `day`; `roll` starts them anew when another day has begun."""

    day: datetime
    answered: int = 0
    idle_periods: int = 0
    idle_seconds: float = 0.0

    @property
    def average_idle_seconds(self) -> float:
        """The mean of the idle periods; 0 before the first one is over."""
        return self.idle_seconds / self.idle_periods if self.idle_periods else 0.0

    def roll(self, day: datetime) -> "Tally":
        if self.day < day:
            self.day, self.answered, self.idle_periods, self.idle_seconds = day, 0, 0, 0.0
        return self

    def idle_ended(self, seconds: float) -> None:
        self.idle_periods += 1
        self.idle_seconds += max(seconds, 0.0)
