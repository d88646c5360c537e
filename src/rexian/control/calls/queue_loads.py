"""Queue figures on the desks: who is told of them, how often, and how evenly.

They change with every caller, and hundreds of desks may show them. A desk that changes by itself shows the newest ones
anyway; this brings them to those that stand still.
"""

import asyncio
import math
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import structlog

from rexian.control.acd.engine import AcdEngine
from rexian.control.calls.desk_views import queue_load
from rexian.control.contracts.desk import AgentState
from rexian.control.ports import LiveOutlet
from rexian.kit.errors import RexianError

log = structlog.get_logger(__name__)

QUEUE_LOAD_SECONDS = 1.0
"""Pages get the figures at most this often."""

QUEUE_LOADS_PER_SECOND = 100
LONGEST_QUEUE_LOAD_SECONDS = 10.0
"""With many seats signed in the figures come less often: so many desks a second are sent for nothing else, since under
load that cost more than all calls together; but none waits longer than this."""

PORTION_SECONDS = 0.1
PORTION = 10
"""They are told evenly: making hundreds of desks in one go would hold up every call for a tenth of a second."""

NOBODY = (0, None)


class QueueLoads:
    """`desk_changed` is told which desks are to be shown again; whoever watches the queues is told by `live`."""

    def __init__(self, engine: AcdEngine, live: LiveOutlet, desk_changed: Callable[[str], None]) -> None:
        self._engine = engine
        self._live = live
        self._desk_changed = desk_changed
        self._stale = False
        self._unshown: set[str] = set()
        self._told: dict[str, tuple[int, datetime | None]] = {}

    def changed(self) -> None:
        """Somebody has entered or left a queue."""
        self._stale = True

    async def tell(self) -> None:
        """Let queue figures reach the pages of everyone who is signed in. Runs for ever."""
        pause_seconds = QUEUE_LOAD_SECONDS
        while True:
            await asyncio.sleep(pause_seconds)
            if self._stale:
                self._stale = False
                changed = self._changed_queues()
                await self._show()
                pause_seconds = await self._tell_evenly(self._out_of_date(changed))

    async def _tell_evenly(self, agent_ids: Sequence[str]) -> float:
        """Give each of them the figures within the time that so many desks are given; gives what is left of it."""
        pause_seconds = left_seconds = queue_load_pause_seconds(len(agent_ids))
        for portion in portions(agent_ids, pause_seconds):
            for agent_id in portion:
                self._desk_changed(agent_id)
            await asyncio.sleep(PORTION_SECONDS)
            left_seconds -= PORTION_SECONDS
        return max(left_seconds, 0.0)

    def _changed_queues(self) -> list[str]:
        """Those whose figures are others than the last ones told."""
        loads = {queue_id: self._engine.queue_length(queue_id) for queue_id in self._engine.queue_ids}
        changed = [queue_id for queue_id, load in loads.items() if self._told.get(queue_id, NOBODY) != load]
        self._told = loads
        self._unshown.update(changed)
        return changed

    async def _show(self) -> None:
        """To whoever watches the queues, served or not; what an absent outlet did not take is sent again."""
        shown = self._unshown & set(self._engine.queue_ids)
        if not shown:
            return
        try:
            await self._live.publish_queues([queue_load(self._engine, queue_id) for queue_id in sorted(shown)])
        except RexianError as error:
            log.warning("queue figures wait to be shown", reason=error.code)
            self._stale = True
            return
        self._unshown -= shown

    def _out_of_date(self, queue_ids: Sequence[str]) -> list[str]:
        """The desks of those who are signed in and serve one of the queues."""
        told = {agent_id for queue_id in queue_ids for agent_id in self._engine.members(queue_id)}
        return [agent_id for agent_id in told if self._engine.agent(agent_id).state is not AgentState.SIGNED_OUT]


def portions(agent_ids: Sequence[str], pause_seconds: float) -> Iterator[Sequence[str]]:
    """Who is told together, so that all have been told within the pause."""
    size = max(math.ceil(len(agent_ids) * PORTION_SECONDS / pause_seconds), PORTION)
    return (agent_ids[first : first + size] for first in range(0, len(agent_ids), size))


def queue_load_pause_seconds(desks: int) -> float:
    """How long figures wait that go to so many desks."""
    return min(max(desks / QUEUE_LOADS_PER_SECOND, QUEUE_LOAD_SECONDS), LONGEST_QUEUE_LOAD_SECONDS)
