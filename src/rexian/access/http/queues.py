"""Queues: rules of assignment, limits, overflow and what callers hear, set by who leads the floor.

Control takes a change within seconds. A text that cannot be filled is refused with the placeholder named.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import QueueManager
from rexian.access.http.call_records import Named
from rexian.access.names import Names
from rexian.access.parts import Parts
from rexian.business.organisation.contracts import Queue, QueueDemand, QueueGroup, QueueOverflow
from rexian.control.contracts.configuration import AssignmentRule

router = APIRouter(prefix="/api/queues", tags=["queues"])

MOST_GROUPS = 100
MOST_DEMANDS = 40
MOST_OVERFLOWS = 20
Text = Annotated[str, Field(max_length=1000)]
Name = Annotated[str, Field(max_length=100)]


@dataclass(frozen=True)
class ServingGroupBody:
    """A group that serves the queue, for contacts that have waited so long."""

    group_id: Name
    after_seconds: float


@dataclass(frozen=True)
class DemandBody:
    """Who has waited so long needs an agent with at least `level` in `skill`; demands only fall with waiting."""

    after_seconds: float
    skill: Name
    level: int


@dataclass(frozen=True)
class OverflowBody:
    """When a waiting contact is sent on and where to; `threshold` is seconds waited, contacts waiting or agents."""

    cause: Literal["waited", "length", "staffing"]
    threshold: float
    target_kind: Literal["queue", "flow", "directory"]
    target_id: Name


class QueueBody(BaseModel):
    """All settings of a queue. Spans are seconds; a text that is "" is the sentence of the house.

    `announcement` "" = callers hear music only; `waiting_limit` and `callback_attempts` 0 = none.
    """

    name: Name
    rule: AssignmentRule
    skill: Name
    groups: tuple[ServingGroupBody, ...] = Field(max_length=MOST_GROUPS)
    demands: tuple[DemandBody, ...] = Field(max_length=MOST_DEMANDS)
    priority: int
    seconds_per_priority: float
    wait_for_agent_seconds: float
    offer_seconds: float
    wrap_up_seconds: float
    wrap_up_extension_seconds: float
    wrap_up_extensions: int
    waiting_limit: int
    waits_unstaffed: bool
    overflow: tuple[OverflowBody, ...] = Field(max_length=MOST_OVERFLOWS)
    announcement: Text
    announcement_every_seconds: float
    tells_place: bool
    closed_text: Text
    no_agent_text: Text
    full_text: Text
    callback_attempts: int
    callback_expires_seconds: float
    callback_retry_seconds: float
    keep_place_seconds: float


class ChangedQueue(QueueBody):
    """`version` is the one that was read."""

    version: int


class QueueView(QueueBody):
    """A queue as it is set."""

    queue_id: str
    version: int


@dataclass(frozen=True)
class QueueChoices:
    """What a queue may name: groups, queues, flows and entries of the directory, and the skills that agents have."""

    groups: tuple[Named, ...]
    flows: tuple[Named, ...]
    entries: tuple[Named, ...]
    skills: tuple[str, ...]


@dataclass(frozen=True)
class QueueList:
    """The queues in use, by name, and what they may name."""

    queues: tuple[QueueView, ...]
    choices: QueueChoices


@dataclass(frozen=True)
class ServerView:
    """An agent who serves the queue from `after_seconds` of waiting on, through these groups (none: by himself).

    `level` is his in the queue's skill, null where it compares none; `is_able`: meets the demands at their widest.
    """

    agent: Named
    groups: tuple[str, ...]
    after_seconds: float
    level: int | None
    is_able: bool


@router.get("")
async def list_queues(actor: QueueManager, parts: Parts) -> QueueList:
    """The queues, and what their settings may name."""
    visible = await visible_to(parts, actor)
    queues = sorted(await parts.queue_settings.all_queues(visible), key=lambda queue: queue.name)
    groups = await parts.queue_settings.all_groups(visible)
    entries = await parts.directory.all_entries(visible)
    skills = {skill.skill for seat in await parts.seats.all_settings() for skill in seat.skills}
    skills |= {demand.skill for queue in queues for demand in queue.demands}
    return QueueList(
        queues=tuple(_view(queue) for queue in queues),
        choices=QueueChoices(
            groups=tuple(Named(group.group_id, group.name) for group in groups),
            flows=tuple(Named(flow_id, title) for flow_id, title in sorted((await parts.flows.titles()).items())),
            entries=tuple(Named(entry.entry_id, entry.content.name) for entry in entries),
            skills=tuple(sorted(skills)),
        ),
    )


@router.post("", status_code=201)
async def create_queue(body: QueueBody, actor: QueueManager, parts: Parts, asking: ChangeRequest) -> QueueView:
    """Make a queue."""
    return _view(await parts.queue_settings.create(_queue(body), await author_of(parts, actor, asking)))


@router.put("/{queue_id}")
async def change_queue(
    queue_id: str, body: ChangedQueue, actor: QueueManager, parts: Parts, asking: ChangeRequest
) -> QueueView:
    """Set all of a queue anew."""
    author = await author_of(parts, actor, asking)
    return _view(await parts.queue_settings.change(_queue(body, queue_id, body.version), author))


@router.delete("/{queue_id}", status_code=204)
async def retire_queue(queue_id: str, actor: QueueManager, parts: Parts, asking: ChangeRequest) -> None:
    """Take a queue out of use; refused with `queue_in_use` while anything leads to it."""
    await parts.queue_settings.retire(queue_id, await author_of(parts, actor, asking))


@router.get("/{queue_id}/agents")
async def list_queue_agents(queue_id: str, actor: QueueManager, parts: Parts) -> tuple[ServerView, ...]:
    """Who serves the queue, first those who do at once, then by level."""
    servers = await parts.queue_settings.servers(queue_id, await visible_to(parts, actor))
    names, groups = await Names.read(parts), await parts.organisations.group_names()
    return tuple(
        ServerView(
            agent=Named(server.agent_id, names.agent(server.agent_id)),
            groups=tuple(groups.get(group_id, group_id) for group_id in server.group_ids),
            after_seconds=server.after_seconds,
            level=server.level,
            is_able=server.is_able,
        )
        for server in servers
    )


def _view(queue: Queue) -> QueueView:
    settings = {name: value for name, value in vars(queue).items() if name != "organisation_id"}
    settings["groups"] = tuple(ServingGroupBody(**vars(group)) for group in queue.groups)
    settings["demands"] = tuple(DemandBody(**vars(demand)) for demand in queue.demands)
    settings["overflow"] = tuple(OverflowBody(**vars(overflow)) for overflow in queue.overflow)
    return QueueView(**settings)


def _queue(body: QueueBody, queue_id: str = "", version: int = 1) -> Queue:
    settings = {name: getattr(body, name) for name in QueueBody.model_fields}
    settings["rule"] = str(body.rule)
    settings["groups"] = tuple(QueueGroup(**vars(group)) for group in body.groups)
    settings["demands"] = tuple(QueueDemand(**vars(demand)) for demand in body.demands)
    settings["overflow"] = tuple(QueueOverflow(**vars(overflow)) for overflow in body.overflow)
    return Queue(queue_id=queue_id, organisation_id="", version=version, **settings)
