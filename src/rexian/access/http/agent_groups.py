"""Groups of agents (坐席组): made, named and taken out of use. Who belongs to one is set with his seat."""

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import QueueManager
from rexian.access.parts import Parts
from rexian.business.organisation.contracts import Group

router = APIRouter(prefix="/api/agent-groups", tags=["queues"])


class GroupBody(BaseModel):
    """The name of a group."""

    name: str = Field(max_length=100)


class ChangedGroup(GroupBody):
    """`version` is the one that was read."""

    version: int


@dataclass(frozen=True)
class GroupView:
    """A group, how many seats belong to it, and the queues it serves by name."""

    group_id: str
    version: int
    name: str
    members: int
    queues: tuple[str, ...]


@router.get("")
async def list_groups(actor: QueueManager, parts: Parts) -> tuple[GroupView, ...]:
    """The groups, by name."""
    groups = await parts.queue_settings.all_groups(await visible_to(parts, actor))
    return await _views(parts, sorted(groups, key=lambda group: group.name))


@router.post("", status_code=201)
async def create_group(body: GroupBody, actor: QueueManager, parts: Parts, asking: ChangeRequest) -> GroupView:
    """Make a group."""
    group = await parts.queue_settings.create_group(body.name.strip(), await author_of(parts, actor, asking))
    return (await _views(parts, [group]))[0]


@router.put("/{group_id}")
async def change_group(
    group_id: str, body: ChangedGroup, actor: QueueManager, parts: Parts, asking: ChangeRequest
) -> GroupView:
    """Name a group anew."""
    author = await author_of(parts, actor, asking)
    group = await parts.queue_settings.change_group(group_id, body.name.strip(), body.version, author)
    return (await _views(parts, [group]))[0]


@router.delete("/{group_id}", status_code=204)
async def retire_group(group_id: str, actor: QueueManager, parts: Parts, asking: ChangeRequest) -> None:
    """Take a group out of use; refused with `group_in_use` while it serves a queue or has members."""
    await parts.queue_settings.retire_group(group_id, await author_of(parts, actor, asking))


async def _views(parts: Parts, groups: list[Group]) -> tuple[GroupView, ...]:
    members = Counter(group_id for seat in await parts.seats.all_settings() for group_id in seat.group_ids)
    queues = await parts.organisations.queues()
    return tuple(
        GroupView(
            group_id=group.group_id,
            version=group.version,
            name=group.name,
            members=members[group.group_id],
            queues=tuple(queue.name for queue in queues if group.group_id in {each.group_id for each in queue.groups}),
        )
        for group in groups
    )
