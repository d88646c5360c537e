"""What others may know of the centre: its parts, groups, queues and numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Organisation:
    """The centre or a part of it (分中心, department); `path` holds the ids from the centre down, `/a/b/`."""

    organisation_id: str
    name: str
    path: str


@dataclass(frozen=True)
class Group:
    """Agents of one function and level, managed together (坐席组)."""

    group_id: str
    organisation_id: str
    name: str
    version: int = 1


@dataclass(frozen=True)
class QueueGroup:
    """A group that serves the queue, for contacts that have waited `after_seconds`."""

    group_id: str
    after_seconds: float = 0.0


@dataclass(frozen=True)
class QueueDemand:
    """Who has waited `after_seconds` needs an agent with at least `level` in `skill`."""

    after_seconds: float
    skill: str
    level: int


@dataclass(frozen=True)
class QueueOverflow:
    """When a waiting contact is sent on (`cause`: waited, length, staffing) and where to (`target_kind`: queue, flow,
    directory). The first rule that is true counts."""

    cause: str
    threshold: float
    target_kind: str
    target_id: str


@dataclass(frozen=True)
class Queue:
    """A queue. Times in seconds; the announcement is said first and then every `announcement_every_seconds`.

    `rule` says who of the ready agents gets a contact: longest_idle, highest_skill (in `skill`), longest_average_idle,
    fewest_answered, named_agent or usual_agent (waited for up to `wait_for_agent_seconds`). One point of `priority` is
    worth `seconds_per_priority` of waiting. `waiting_limit` 0 = none.

    What callers are told: `closed_text` (may say `{next_opening}`), `no_agent_text` and `full_text`, "" = the sentence
    of the house; `waits_unstaffed` lets them wait while nobody is signed in. `tells_place`: announcements tell place
    and expected wait. `callback_attempts` 0 = no call-back is offered; `callback_expires_seconds` 0 = promises never
    expire. `keep_place_seconds`: how long the place of a caller who dropped is kept. `version` grows with each change.
    """

    queue_id: str
    organisation_id: str
    name: str
    offer_seconds: float
    wrap_up_seconds: float
    announcement: str
    announcement_every_seconds: float
    rule: str = "longest_idle"
    skill: str = ""
    priority: int = 0
    seconds_per_priority: float = 60.0
    wait_for_agent_seconds: float = 30.0
    wrap_up_extension_seconds: float = 60.0
    wrap_up_extensions: int = 1
    waiting_limit: int = 0
    waits_unstaffed: bool = True
    closed_text: str = ""
    no_agent_text: str = ""
    full_text: str = ""
    tells_place: bool = False
    callback_attempts: int = 0
    callback_retry_seconds: float = 300.0
    callback_expires_seconds: float = 0.0
    keep_place_seconds: float = 0.0
    groups: tuple[QueueGroup, ...] = ()
    demands: tuple[QueueDemand, ...] = ()
    overflow: tuple[QueueOverflow, ...] = ()
    version: int = 1


@dataclass(frozen=True)
class Number:
    """Which flow a called number runs."""

    called_number: str
    organisation_id: str
    flow_id: str
