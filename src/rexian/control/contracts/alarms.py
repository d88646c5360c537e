"""What must not be overlooked in the running centre, told whole at each change to whoever supervises it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ALARM_SUBJECT = "live.alarms"
"""In the stream of live views; the newest message is all alarms that stand."""


class AlarmKind(StrEnum):
    """What is wrong."""

    OVERLOOKED = "overlooked"
    """Callers of a queue wait beside an agent who could serve them: a fault of ours, and never by design."""
    OVERLOADED = "overloaded"
    """Asterisk answers so slowly that new calls are turned away, so that those who talk are served."""


@dataclass(frozen=True)
class Alarm:
    """One that stands. `queue_id` and `queue_name` only of what concerns a queue."""

    kind: AlarmKind
    since: datetime
    queue_id: str = ""
    queue_name: str = ""
