"""Whom an agent can ask, or leave a contact to: colleagues, groups, queues, flows. The directory has its own list."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter

from rexian.access.floor import desks_of, names_of_users
from rexian.access.guard import DeskUser
from rexian.access.parts import Parts
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState

router = APIRouter(prefix="/api/desk", tags=["desk"])


@dataclass(frozen=True)
class Colleague:
    """Somebody with a seat. `free`: can be called now."""

    agent_id: str
    staff_number: str
    name: str
    state: AgentState
    free: bool


@dataclass(frozen=True)
class NamedTarget:
    """A group, a queue or a flow."""

    target_id: str
    name: str


@dataclass(frozen=True)
class Targets:
    """Colleagues who have taken their seats, by staff number, without the asking one; the others by name."""

    colleagues: tuple[Colleague, ...]
    groups: tuple[NamedTarget, ...]
    queues: tuple[NamedTarget, ...]
    flows: tuple[NamedTarget, ...]


@router.get("/targets")
async def read_targets(actor: DeskUser, parts: Parts) -> Targets:
    """As it is now; who is free may not be in the next moment."""
    names = await names_of_users(parts)
    others = [agent_id for agent_id in await parts.seats.agent_ids() if agent_id != actor.agent_id]
    desks = await desks_of(parts, actor, others)
    colleagues = [
        Colleague(
            agent_id=desk.agent_id,
            staff_number=names[desk.agent_id].staff_number,
            name=names[desk.agent_id].name,
            state=desk.state,
            free=CommandName.DIAL in desk.verbs,
        )
        for desk in desks
        if desk.state is not AgentState.SIGNED_OUT
    ]
    return Targets(
        colleagues=tuple(sorted(colleagues, key=lambda colleague: colleague.staff_number)),
        groups=_by_name(await parts.organisations.group_names()),
        queues=_by_name(await parts.organisations.queue_names()),
        flows=_by_name(await parts.flows.titles()),
    )


def _by_name(names: Mapping[str, str]) -> tuple[NamedTarget, ...]:
    return tuple(sorted((NamedTarget(*both) for both in names.items()), key=lambda target: target.name))
