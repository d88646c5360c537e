"""What control must know of the centre. Read from the database by the composition root, never by control itself.

Control keeps the last one as a sealed snapshot on local disk and starts from it when the database is away. Every field
with a default may be missing in a snapshot of an older release.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from rexian.control.contracts.entry import DirectoryEntry, MarkedCaller, OpeningHours
from rexian.control.contracts.trunks import TrunkConfiguration


class AssignmentRule(StrEnum):
    """Who of the ready agents gets a contact. Each rule breaks its ties by the next one, the last by the first."""

    LONGEST_IDLE = "longest_idle"
    """最长空闲: ready without a contact for the longest time."""
    HIGHEST_SKILL = "highest_skill"
    """最高技能: the highest level in the queue's skill."""
    LONGEST_AVERAGE_IDLE = "longest_average_idle"
    """平均空闲最长: the mean of the idle periods completed since local midnight."""
    FEWEST_ANSWERED = "fewest_answered"
    """接听最少: the fewest contacts answered since local midnight."""
    NAMED_AGENT = "named_agent"
    """指定坐席: the agent whom the contact asks for."""
    USUAL_AGENT = "usual_agent"
    """专属坐席: the agent who serves this customer as a rule."""


class OverflowCause(StrEnum):
    """Why a waiting contact is sent on; `threshold` of the rule behind each."""

    WAITED = "waited"
    """It has waited `threshold` seconds in this queue."""
    LENGTH = "length"
    """It came while more than `threshold` contacts were waiting, itself counted."""
    STAFFING = "staffing"
    """Fewer than `threshold` agents who may serve the queue are signed in."""


class OverflowTargetKind(StrEnum):
    """Where to: another queue, a menu, or an entry of the directory."""

    QUEUE = "queue"
    FLOW = "flow"
    DIRECTORY = "directory"


@dataclass(frozen=True)
class SkillLevel:
    """How well an agent masters a skill: 1 (a little) and up; a skill that is not named counts 0."""

    skill: str
    level: int


@dataclass(frozen=True)
class SkillDemand:
    """Who has waited `after_seconds` needs an agent with at least `level` in `skill`. Demands only ever fall: a later
    one that is higher counts as the one before it."""

    after_seconds: float
    skill: str
    level: int


@dataclass(frozen=True)
class ServingGroup:
    """A group of agents who serve the queue, for contacts that have waited `after_seconds`."""

    group_id: str
    after_seconds: float = 0.0


@dataclass(frozen=True)
class OverflowRule:
    """When a waiting contact is sent on, and where to. `threshold` is in the unit of its cause."""

    cause: OverflowCause
    threshold: float
    target_kind: OverflowTargetKind
    target_id: str


@dataclass(frozen=True)
class AgentConfiguration:
    """An agent's seat. `phone_kind` is `webrtc` (the page) or `sip` (any SIP phone over UDP).

    The agent serves the queues of `queue_ids` and those that one of `group_ids` serves.
    """

    agent_id: str
    organisation_id: str
    staff_number: str
    name: str
    sip_username: str
    sip_secret: str
    phone_kind: str
    queue_ids: tuple[str, ...]
    group_ids: tuple[str, ...] = ()
    skills: tuple[SkillLevel, ...] = ()


@dataclass(frozen=True)
class QueueConfiguration:
    """A queue. `announcement` is a prompt template said first and then each `announcement_every_seconds`.

    Waiting ages: one point of priority (the queue's own and the contact's) is worth `seconds_per_priority` of waiting.
    """

    queue_id: str
    organisation_id: str
    name: str
    offer_seconds: float
    wrap_up_seconds: float
    announcement: str
    announcement_every_seconds: float
    rule: AssignmentRule = AssignmentRule.LONGEST_IDLE
    skill: str = ""
    """The skill that HIGHEST_SKILL compares; "" = all levels are equal."""
    groups: tuple[ServingGroup, ...] = ()
    demands: tuple[SkillDemand, ...] = ()
    priority: int = 0
    seconds_per_priority: float = 60.0
    wait_for_agent_seconds: float = 30.0
    """How long a contact waits for its named or usual agent before the group may take it."""
    wrap_up_extension_seconds: float = 60.0
    wrap_up_extensions: int = 1
    """How often wrap-up may be extended, by so much each time."""
    overflow: tuple[OverflowRule, ...] = ()
    waiting_limit: int = 0
    """How many may wait before a new caller is told that all lines are busy; 0 = no limit."""
    waits_unstaffed: bool = True
    """Whether a caller may wait while nobody who serves the queue is signed in; else the answer is `no_agent_text`."""
    closed_text: str = ""
    """Said outside the queue's hours, may say `{next_opening}`; "" = a sentence of ours, as in the next two."""
    no_agent_text: str = ""
    full_text: str = ""
    tells_place: bool = False
    """Whether announcements tell how many stand before the caller, and the expected wait where one is known."""
    callback_attempts: int = 0
    """How often a caller who asked to be called back is dialled before it is given up; 0 = it is not offered."""
    callback_retry_seconds: float = 300.0
    callback_expires_seconds: float = 0.0
    """How long after it was made the promise of a call-back is given up; 0 = the attempts alone end it."""
    keep_place_seconds: float = 0.0
    """How long the place of a caller who dropped is kept for the next call from the same number; 0 = not at all."""


@dataclass(frozen=True)
class NumberConfiguration:
    """Which flow a called number runs."""

    called_number: str
    organisation_id: str
    flow_id: str


@dataclass(frozen=True)
class FlowConfiguration:
    """A version of a flow that calls may begin (`is_current` where none is named) or still be in."""

    flow_id: str
    version: int
    is_current: bool
    document: Mapping[str, Any]


@dataclass(frozen=True)
class FlowShare:
    """So many per cent of a route's calls run this flow; `version` None = the current one."""

    flow_id: str
    version: int | None
    percent: int


@dataclass(frozen=True)
class FlowRouteConfiguration:
    """The shares of the calls to a number, by a trunk, or of a channel; what they leave over goes by the next rule."""

    kind: Literal["number", "trunk", "channel"]
    key: str
    shares: tuple[FlowShare, ...]


@dataclass(frozen=True)
class CentreConfiguration:
    """All of it; `revision` grows with each change. Days begin at midnight in `time_zone` (an IANA name)."""

    revision: int
    organisation_id: str
    agents: tuple[AgentConfiguration, ...]
    queues: tuple[QueueConfiguration, ...]
    numbers: tuple[NumberConfiguration, ...]
    trunks: tuple[TrunkConfiguration, ...] = ()
    opening_hours: tuple[OpeningHours, ...] = ()
    marked_callers: tuple[MarkedCaller, ...] = ()
    directory: tuple[DirectoryEntry, ...] = ()
    time_zone: str = "Asia/Shanghai"
    flows: tuple[FlowConfiguration, ...] = ()
    """None: the flows that came with the release."""
    flow_routes: tuple[FlowRouteConfiguration, ...] = ()
