"""The floor as a supervisor sees it: every seat of the organisation, what is on its desk, and who waits in its queues.

Made from the desks that control tells, masked like these. Which buttons a seat has is said here once, for page and API;
whether one still does anything when it is pressed is control's word. Called by the supervision endpoints, the
supervision socket, and the list of whom an agent can call.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rexian.access.masking import masked_desk
from rexian.access.parts import WebParts
from rexian.business.access_control.contracts import Actor, Visibility
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, DeskParty, DeskView, DeskWork, QueueLoad, SeatAnswer, WorkPhase

ASKED_AT_ONCE = 100
"""How many desks control is asked for in one request: a message of some hundred kilobytes."""

AUDIBLE = (WorkPhase.TALKING, WorkPhase.RECONNECTING)
IDLE = (AgentState.NOT_READY, AgentState.READY, AgentState.WRAP_UP)
SUPERVISOR_PART = "supervisor"


@dataclass(frozen=True)
class Name:
    """How people know a user."""

    staff_number: str
    name: str


@dataclass(frozen=True)
class WatchedContact:
    """The contact on a seat's desk. `role` is that agent's part in it, `held`: the citizen hears music."""

    contact_id: str
    phase: WorkPhase
    role: str
    caller_number: str
    queue_name: str
    queued_at: datetime
    answered_at: datetime | None
    held: bool
    parties: tuple[DeskParty, ...]


@dataclass(frozen=True)
class SeatView:
    """One seat. `verbs`: what a supervisor can do to it now; to hear it takes a free seat of one's own besides."""

    agent_id: str
    staff_number: str
    name: str
    state: AgentState
    state_since: datetime
    changed_by: str
    not_ready_reason: str | None
    next_state: AgentState | None
    phone_registered: bool
    contact: WatchedContact | None
    verbs: tuple[CommandName, ...]
    answers: tuple[SeatAnswer, ...] = ()
    """To the messages of who looks, until they are read."""


@dataclass(frozen=True)
class FloorView:
    """Seats by staff number, queues by name."""

    seats: tuple[SeatView, ...]
    queues: tuple[QueueLoad, ...]


async def read_floor(parts: WebParts, actor: Actor) -> FloorView:
    """The whole floor as control has it now."""
    desks = await desks_of(parts, actor, await visible_seats(parts, actor))
    return floor_of(desks, await names_of_users(parts), actor)


async def visible_seats(parts: WebParts, actor: Actor) -> tuple[str, ...]:
    """The agents whose seats lie in the actor's organisation."""
    return await parts.seats.agent_ids(await parts.organisations.ids_visible_to(Visibility(actor.organisation_id)))


async def names_of_users(parts: WebParts) -> Mapping[str, Name]:
    """Every user's name by id."""
    return {user_id: Name(*both) for user_id, both in (await parts.users.names()).items()}


async def desks_of(parts: WebParts, actor: Actor, agent_ids: Iterable[str]) -> list[DeskView]:
    """These desks, in clear, without seats so new that control does not know them yet. Raises ControlUnavailable or
    ControlNoAnswer."""
    asked, desks = list(agent_ids), list[DeskView]()
    for begin in range(0, len(asked), ASKED_AT_ONCE):
        desks += await parts.control.desks(asked[begin : begin + ASKED_AT_ONCE], actor.user_id)
    return desks


def floor_of(desks: Sequence[DeskView], names: Mapping[str, Name], actor: Actor) -> FloorView:
    """These desks as a part of the floor; of a queue the figures of the last desk that serves it count. Answers are for
    whom they were given to."""
    answers = {
        desk.agent_id: tuple(answer for answer in desk.answers if answer.to_id == actor.user_id) for desk in desks
    }
    desks = [masked_desk(desk, actor.roles) for desk in desks]
    seats = [
        _seat(desk, answers[desk.agent_id], names.get(desk.agent_id, Name(desk.agent_id, desk.agent_id)))
        for desk in desks
    ]
    loads = {load.queue_id: load for desk in desks for load in desk.queues}
    return FloorView(
        seats=tuple(sorted(seats, key=lambda seat: seat.staff_number)),
        queues=tuple(sorted(loads.values(), key=lambda load: load.name)),
    )


def verbs_on(desk: DeskView) -> tuple[CommandName, ...]:
    """What a supervisor can do to this desk; a message waits even for who has not come yet."""
    verbs: list[CommandName] = []
    work = desk.work
    if work is not None and work.phase in AUDIBLE and work.role != SUPERVISOR_PART:
        verbs += [CommandName.LISTEN, CommandName.WHISPER, CommandName.BARGE, CommandName.RELEASE]
    if desk.state not in (AgentState.SIGNED_OUT, AgentState.READY):
        verbs.append(CommandName.FORCE_READY)
    if desk.state is not AgentState.SIGNED_OUT:
        verbs.append(CommandName.FORCE_NOT_READY)
    if desk.state in IDLE:
        verbs.append(CommandName.FORCE_SIGN_OUT)
    return (*verbs, CommandName.MESSAGE)


def _seat(desk: DeskView, answers: tuple[SeatAnswer, ...], name: Name) -> SeatView:
    return SeatView(
        agent_id=desk.agent_id,
        staff_number=name.staff_number,
        name=name.name,
        state=desk.state,
        state_since=desk.state_since,
        changed_by=desk.changed_by,
        not_ready_reason=desk.not_ready_reason,
        next_state=desk.next_state,
        phone_registered=desk.phone_registered,
        contact=None if desk.work is None else _contact(desk.work),
        verbs=verbs_on(desk),
        answers=answers,
    )


def _contact(work: DeskWork) -> WatchedContact:
    return WatchedContact(
        contact_id=work.contact_id,
        phase=work.phase,
        role=work.role,
        caller_number=work.caller_number,
        queue_name=work.queue_name,
        queued_at=work.queued_at,
        answered_at=work.answered_at,
        held=work.held,
        parties=work.parties,
    )
