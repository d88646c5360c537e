"""Control's ways out over a real bus: what is sent twice is kept once, and desks come with their time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from tests.control.calls.floor import Outlets, centre_configuration

from rexian.app.control_outlets import BusEventOutlet, BusLiveOutlet
from rexian.control.acd.engine import AcdEngine
from rexian.control.calls.desks import Desks
from rexian.control.contracts.alarms import Alarm, AlarmKind
from rexian.control.contracts.desk import LIVE_STREAM
from rexian.control.contracts.events import EVENT_STREAM, KEY_STREAM, Event
from rexian.kit.bus import Bus
from rexian.kit.clock import ManualClock
from rexian.kit.ids import counted_ids

pytestmark = pytest.mark.parts

CLOCK = ManualClock(datetime(2026, 11, 23, 8, tzinfo=UTC))


@pytest.fixture
async def bus(nats_url: str) -> AsyncIterator[Bus]:
    bus = await Bus.connect(nats_url, name="test")
    await bus.wait_connected(5)
    yield bus
    await bus.close()


async def test_events_and_keys_sent_again_are_kept_once(bus: Bus) -> None:
    outlet = BusEventOutlet(bus)
    event = Event("e1", "contact.started", 1, CLOCK.now(), "citizen", "org", "n1", "c1", 1)
    for _ in range(2):
        await outlet.publish_events([event])
        await outlet.publish_contact_key("c1", "wrapped")
    assert await bus.last_sequence(EVENT_STREAM) == 1
    assert await bus.last_sequence(KEY_STREAM) == 1


async def test_each_desk_is_a_message_of_its_own(bus: Bus) -> None:
    centre, engine = centre_configuration("a"), AcdEngine(counted_ids())
    engine.configure(centre.agents, centre.queues)
    view = Desks(engine, {}, lambda: centre, Outlets(), clock=CLOCK).view("a")
    outlet = BusLiveOutlet(bus, CLOCK, counted_ids())
    await outlet.publish_desk(view)
    await outlet.publish_desk(view)
    await outlet.publish_alarms((Alarm(AlarmKind.OVERLOADED, CLOCK.now()),))
    assert await bus.last_sequence(LIVE_STREAM) == 3
