"""Who is to answer a demo call: an agent who is ready, one who soon will be, or a demo agent of the call's own.

Decides before the citizen dials, so that a call does not wait for nobody; tells in words which it is.
"""

from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack

from rexian.app.demo.agent import AT_WORK, AgentNotReady, DemoAgent, sip_sign_ins
from rexian.app.demo.call_parts import CallParts
from rexian.control.contracts.desk import AgentState, DeskView
from rexian.kit.waiting import DeadlineExceeded, until

SOON_READY = AT_WORK | {AgentState.WRAP_UP}
SOON_SECONDS = 30.0


async def agent_for(
    parts: CallParts, queue_ids: Collection[str], stack: AsyncExitStack, *, with_agent: bool = False
) -> str:
    """See to it that an agent of these queues is ready; gives a sentence that says who.

    An own demo agent lasts as long as `stack`. Raises AgentNotReady, and what DemoAgent raises.
    """
    if not with_agent:
        found = await _ready_agent(parts, queue_ids)
        if found is not None:
            return f"agent {found} is ready"
    desks = await _desks(parts, queue_ids)
    for sign_in in sip_sign_ins():
        desk = desks.get(sign_in.staff_number)
        if desk is not None and desk.state is AgentState.SIGNED_OUT:
            await stack.enter_async_context(DemoAgent(parts.instance, sign_in, parts.bus))
            return f"demo agent {sign_in.staff_number} ({sign_in.name}) is ready to answer"
    raise AgentNotReady("No agent is ready, and every demo agent's seat is taken: go ready at one of the desks.")


async def _ready_agent(parts: CallParts, queue_ids: Collection[str]) -> str | None:
    """An agent who is ready now, or soon because he is at work; None when there is none of either."""

    async def ready_or_nobody() -> tuple[str | None] | None:
        desks = await _desks(parts, queue_ids)
        ready = (number for number, desk in desks.items() if desk.state is AgentState.READY and desk.phone_registered)
        first = next(ready, None)
        is_decided = first is not None or not any(desk.state in SOON_READY for desk in desks.values())
        return (first,) if is_decided else None

    try:
        answer = await until(ready_or_nobody, deadline_seconds=SOON_SECONDS, interval_seconds=0.2)
    except DeadlineExceeded:
        return None
    return answer[0] if answer else None


async def _desks(parts: CallParts, queue_ids: Collection[str]) -> Mapping[str, DeskView]:
    """The desks that serve one of the queues, by staff number."""
    names = await parts.users.names()
    seats = [seat for seat in await parts.seats.all_seats() if not set(seat.queue_ids).isdisjoint(queue_ids)]
    return {names[seat.agent_id][0]: await parts.control.desk(seat.agent_id, "system") for seat in seats}
