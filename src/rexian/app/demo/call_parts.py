"""What a demo call works with on the instance's own machine: bus, database, keys, flows, control's desks."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

import soundfile

from rexian.access.control_link import ControlLink
from rexian.access.errors import ControlNoAnswer, ControlUnavailable
from rexian.analysis.call_records.contracts import CallRecord
from rexian.analysis.call_records.errors import CallRecordMissing
from rexian.analysis.call_records.service import CallRecords
from rexian.app.demo.instance_bus import instance_bus
from rexian.app.flows import FLOWS_FOLDER
from rexian.app.launcher.errors import NotRunning
from rexian.app.settings import Settings
from rexian.business.access_control.passwords import Passwords
from rexian.business.access_control.service import Users
from rexian.business.contact_keys.service import ContactKeys
from rexian.business.recordings.service import Recordings
from rexian.business.recordings.store import FolderStore
from rexian.business.seats.service import Seats
from rexian.control.ivr.document import FlowDocument, load_flows
from rexian.kit.bus import Bus
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids
from rexian.kit.waiting import until


@dataclass(frozen=True)
class CallParts:
    """Services of a running instance, wired as its processes wire them."""

    instance: Settings
    bus: Bus
    control: ControlLink
    keys: ContactKeys
    users: Users
    seats: Seats
    call_records: CallRecords
    recordings: Recordings

    @classmethod
    @asynccontextmanager
    async def of(cls, instance: Settings) -> AsyncIterator[Self]:
        """The parts, for as long as the context lasts. Raises NotRunning."""
        async with instance_bus(instance, "demo-call") as bus:
            database = Database.connect(str(instance.database_url))
            try:
                parts = cls._wire(instance, bus, database)
                await parts._check_control()
                yield parts
            finally:
                await database.close()

    @classmethod
    def _wire(cls, instance: Settings, bus: Bus, database: Database) -> Self:
        clock = SystemClock()
        key_ring = KeyRing.load(instance.master_key_file)
        return cls(
            instance=instance,
            bus=bus,
            control=ControlLink(bus),
            keys=ContactKeys(database, key_ring, clock),
            users=Users(database, clock, time_ordered_ids(clock), Passwords()),
            seats=Seats(database, key_ring),
            call_records=CallRecords(database, key_ring),
            recordings=Recordings(database, FolderStore(instance.recordings_folder), key_ring),
        )

    async def _check_control(self) -> None:
        try:
            await self.control.status()
        except (ControlUnavailable, ControlNoAnswer):
            raise NotRunning("The instance takes no calls now: `rexian status` says which part is not ready.") from None

    def flow(self, flow_id: str) -> FlowDocument:
        """The flow as control runs it."""
        return load_flows(FLOWS_FOLDER)[flow_id]

    async def wait_for_record(self, contact_id: str, deadline_seconds: float) -> CallRecord:
        """The contact's call record, once the worker has written it. Raises DeadlineExceeded."""

        async def written() -> CallRecord | None:
            try:
                return (await self.call_records.get_record(contact_id)).record
            except CallRecordMissing:
                return None

        record = await until(written, deadline_seconds=deadline_seconds, what="call record written")
        assert record is not None
        return record

    async def channels_of(self, recording_id: str) -> int:
        """Open the sealed recording and count its channels in the sound itself."""
        audio = await self.recordings.open_audio(recording_id)
        content = await audio.read(0, audio.total_bytes)
        return int((await asyncio.to_thread(soundfile.info, io.BytesIO(content))).channels)
