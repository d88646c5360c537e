"""Where control's configuration comes from: the database, read again when it has changed; its last snapshot without it.

A small question each few seconds (the revision) stands for reading the whole: hundreds of seats with their sealed
secrets are tens of milliseconds in which no call moves. What changes with the clock alone (a calendar's next day, a
mark that ends) and what was changed past the revision is seen by a whole reading now and then.
"""

import asyncio

import structlog

from rexian.app.centre_snapshot import CentreSnapshot
from rexian.app.configuration import read_centre_configuration
from rexian.app.trades import RoutingTrades
from rexian.business.organisation.service import Organisations
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.kit.clock import Clock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.errors import RexianError

WHOLE_EVERY_SECONDS = 30.0
DATABASE_SECONDS = 2.0
FIRST_PAUSE_SECONDS = 1.0

log = structlog.get_logger(__name__)


class CentreReader:
    """`revision` is that of the newest reading, None before the first."""

    def __init__(
        self, database: Database, key_ring: KeyRing, trades: RoutingTrades, snapshot: CentreSnapshot, clock: Clock
    ) -> None:
        self._database, self._key_ring, self._trades = database, key_ring, trades
        self._snapshot = snapshot
        self._clock = clock
        self._organisations = Organisations(database, clock)
        self._known: CentreConfiguration | None = None
        self._read_at = 0.0
        self._is_set_up = False

    @property
    def revision(self) -> int | None:
        return self._known.revision if self._known else None

    async def first(self) -> CentreConfiguration:
        """The database's word if it is there, else the snapshot, else wait for the database.

        An empty database is believed where no snapshot says otherwise: a new centre has nothing set up yet.
        """
        while True:
            centre = await self.news()
            if centre is None or not centre.queues:
                centre = await asyncio.to_thread(self._snapshot.read) or centre
            if centre is not None:
                self._is_set_up = bool(centre.queues)
                return centre
            log.warning("no configuration yet: neither database nor snapshot")
            await asyncio.sleep(FIRST_PAUSE_SECONDS)

    async def news(self) -> CentreConfiguration | None:
        """What the database says, where that may have changed; None else, and when it is away.

        Once a centre is set up an empty database says nothing: the last queue cannot be taken away.
        """
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                if not await self._is_due():
                    return None
                centre = await read_centre_configuration(self._database, self._key_ring, self._trades)
        except (RexianError, TimeoutError):
            return None
        if self._is_set_up and not centre.queues:
            return None
        self._is_set_up = bool(centre.queues)
        if centre != self._known and centre.queues:
            await self._keep(centre)
        self._known, self._read_at = centre, self._clock.monotonic()
        return centre

    async def _is_due(self) -> bool:
        if self._known is None or self._clock.monotonic() - self._read_at >= WHOLE_EVERY_SECONDS:
            return True
        return await self._organisations.revision() != self._known.revision

    async def _keep(self, centre: CentreConfiguration) -> None:
        try:
            await asyncio.to_thread(self._snapshot.write, centre)
        except OSError as error:
            log.error("the configuration snapshot cannot be written", reason=type(error).__name__)
