"""The bus against a real NATS server: typed errors, order, and nothing lost when the server goes and comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from typing import Any, Protocol

import nats
import pytest
import pytest_asyncio

from rexian.app.parts.ports import free_port
from rexian.kit.bus import Bus, BusTimeout, BusUnavailable, RemoteError, StreamMessage, StreamSettings
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

EVENTS = StreamSettings("EVENTS", ("events.>",), max_age_seconds=3600)
LIVE = StreamSettings("LIVE", ("live.>",), storage="memory", max_messages_per_subject=5)


class Server(Protocol):
    url: str

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Refused(RexianError):
    """The agent is busy."""

    code = "agent_busy"
    kind = ErrorKind.CONFLICT


@pytest_asyncio.fixture
async def bus(nats_url: str) -> AsyncIterator[Bus]:
    bus = await Bus.connect(nats_url, name="test")
    yield bus
    await bus.close()


@pytest_asyncio.fixture
async def keeper() -> AsyncIterator[TaskKeeper]:
    keeper = TaskKeeper()
    yield keeper
    await keeper.close()


async def echo(payload: dict[str, Any]) -> dict[str, Any]:
    return {"echo": payload}


async def publish_surely(bus: Bus, subject: str, number: int) -> None:
    """Publish as an outlet does: again with the same id until it is certain."""

    async def attempt() -> bool:
        with suppress(BusUnavailable, BusTimeout):
            await bus.publish(subject, {"number": number}, message_id=f"{subject}-{number}")
            return True
        return False

    await until(attempt, deadline_seconds=20)


async def test_a_request_is_answered(bus: Bus) -> None:
    await bus.serve("desk", echo, group="control")
    assert await bus.request("desk", {"agent": "张"}, timeout_seconds=2) == {"echo": {"agent": "张"}}


async def test_a_refusal_comes_back_with_its_code_kind_and_details(bus: Bus) -> None:
    async def refuse(_payload: dict[str, Any]) -> dict[str, Any]:
        raise Refused(agent_id="a1")

    await bus.serve("desk", refuse, group=None)
    with pytest.raises(RemoteError) as caught:
        await bus.request("desk", {}, timeout_seconds=2)
    assert (caught.value.code, caught.value.kind) == ("agent_busy", ErrorKind.CONFLICT)
    assert (caught.value.message, caught.value.details) == ("The agent is busy.", {"agent_id": "a1"})


async def test_an_unexpected_failure_is_answered_without_its_text(bus: Bus) -> None:
    async def fail(_payload: dict[str, Any]) -> dict[str, Any]:
        raise ValueError("13800001234")

    await bus.serve("desk", fail, group=None)
    with pytest.raises(RemoteError) as caught:
        await bus.request("desk", {}, timeout_seconds=2)
    assert caught.value.code == "internal"
    assert "13800001234" not in str(caught.value)


async def test_requests_are_served_at_the_same_time(bus: Bus) -> None:
    both_are_here = asyncio.Barrier(2)

    async def wait_for_the_other(_payload: dict[str, Any]) -> dict[str, Any]:
        await both_are_here.wait()
        return {}

    await bus.serve("desk", wait_for_the_other, group=None)
    await asyncio.gather(*(bus.request("desk", {}, timeout_seconds=2) for _ in range(2)))


async def test_a_request_that_nobody_serves_fails_at_once(bus: Bus) -> None:
    with pytest.raises(BusUnavailable):
        await bus.request("nobody", {}, timeout_seconds=30)


async def test_a_request_without_answer_in_time_is_a_timeout(bus: Bus) -> None:
    async def never(_payload: dict[str, Any]) -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    await bus.serve("desk", never, group=None)
    with pytest.raises(BusTimeout):
        await bus.request("desk", {}, timeout_seconds=0.1)


async def test_a_process_starts_without_the_server_and_fails_with_typed_errors() -> None:
    bus = await Bus.connect(f"nats://127.0.0.1:{free_port()}", name="test")
    await bus.serve("desk", echo, group=None)
    assert not bus.connected
    with pytest.raises(BusUnavailable):
        await bus.request("desk", {}, timeout_seconds=1)
    with pytest.raises(BusUnavailable):
        await bus.publish("events.a", {}, message_id="1")
    await bus.close()


async def test_what_was_served_and_listened_to_goes_on_after_the_server_was_away(nats_server: Server, bus: Bus) -> None:
    heard: list[int] = []

    async def hear(payload: dict[str, Any]) -> None:
        heard.append(payload["number"])

    await bus.serve("desk", echo, group="control")
    await nats_server.stop()
    await until(lambda: not bus.connected, deadline_seconds=5)
    await bus.listen("notice", hear)
    await nats_server.start()
    await bus.wait_connected(10)
    assert await bus.request("desk", {}, timeout_seconds=2) == {"echo": {}}
    await bus.notify("notice", {"number": 1})
    await until(lambda: heard == [1], deadline_seconds=2)


async def test_the_same_message_id_is_stored_once(bus: Bus) -> None:
    await bus.ensure_stream(EVENTS)
    assert await bus.publish("events.a", {}, message_id="1") == 1
    assert await bus.publish("events.a", {}, message_id="1") == 1
    assert await bus.publish("events.a", {}, message_id="2") == 2


async def test_a_stream_can_be_ensured_again_with_other_settings(bus: Bus) -> None:
    await bus.ensure_stream(EVENTS)
    await bus.ensure_stream(StreamSettings("EVENTS", ("events.>", "more.>"), max_age_seconds=7200))
    assert await bus.publish("more.a", {}, message_id="1") == 1


async def test_a_consumer_gets_everything_once_and_in_order_across_a_restart_of_the_server(
    nats_server: Server, bus: Bus, keeper: TaskKeeper
) -> None:
    await bus.ensure_stream(EVENTS)
    taken: list[int] = []

    async def take(messages: list[StreamMessage]) -> None:
        taken.extend(message.payload["number"] for message in messages)

    keeper.start(bus.consume("EVENTS", "facts", take, batch=7), "consumer")
    for number in range(20):
        await publish_surely(bus, "events.a", number)
    await until(lambda: len(taken) == 20, deadline_seconds=10)
    await nats_server.stop()
    await until(lambda: not bus.connected, deadline_seconds=5)
    publishing = keeper.start(publish_surely(bus, "events.a", 20), "publisher")
    await nats_server.start()
    await publishing
    for number in range(21, 40):
        await publish_surely(bus, "events.a", number)
    await until(lambda: len(taken) >= 40, deadline_seconds=20)
    assert taken == list(range(40))


async def test_a_batch_that_failed_is_given_again_before_newer_messages(bus: Bus, keeper: TaskKeeper) -> None:
    await bus.ensure_stream(EVENTS)
    taken: list[int] = []
    failures = iter([True, True])

    async def take(messages: list[StreamMessage]) -> None:
        if next(failures, False):
            raise RuntimeError("the database is away")
        taken.extend(message.payload["number"] for message in messages)

    for number in range(10):
        await publish_surely(bus, "events.a", number)
    keeper.start(bus.consume("EVENTS", "facts", take, batch=3), "consumer")
    await until(lambda: len(taken) >= 10, deadline_seconds=20)
    assert taken == list(range(10))


async def test_a_reader_that_gathers_gets_few_large_batches(bus: Bus, keeper: TaskKeeper) -> None:
    await bus.ensure_stream(EVENTS)
    batches: list[list[int]] = []

    async def take(messages: list[StreamMessage]) -> None:
        batches.append([message.payload["number"] for message in messages])

    keeper.start(bus.consume("EVENTS", "facts", take, batch=8, gather_seconds=2.0), "consumer")
    for number in range(10):
        await publish_surely(bus, "events.a", number)
    await until(lambda: sum(map(len, batches)) == 10, deadline_seconds=20)
    assert batches == [list(range(8)), [8, 9]]


async def publish_raw(nats_url: str, subject: str, content: bytes) -> None:
    """Store what no process of ours would."""
    client = await nats.connect(nats_url)
    await client.jetstream().publish(subject, content)
    await client.close()


async def nothing_is_held(nats_url: str, durable: str) -> bool:
    client = await nats.connect(nats_url)
    place = await client.jsm().consumer_info("EVENTS", durable)
    await client.close()
    return (place.num_ack_pending, place.num_redelivered) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"not json", b"[1]", b"\xff"])
async def test_a_message_that_nobody_can_read_holds_up_neither_a_consumer_nor_a_follower(
    bus: Bus, keeper: TaskKeeper, nats_url: str, content: bytes
) -> None:
    await bus.ensure_stream(EVENTS)
    taken: list[int] = []
    seen: list[int] = []

    async def take(messages: list[StreamMessage]) -> None:
        taken.extend(message.payload["number"] for message in messages)

    async def follow() -> None:
        async for message in bus.follow("EVENTS", "events.>", after_sequence=0):
            seen.append(message.payload["number"])

    await publish_raw(nats_url, "events.a", content)
    await publish_surely(bus, "events.a", 1)
    await publish_raw(nats_url, "events.a", content)
    await publish_surely(bus, "events.a", 2)
    keeper.start(bus.consume("EVENTS", "facts", take, batch=1), "consumer")
    keeper.start(follow(), "follower")
    await until(lambda: taken == [1, 2], deadline_seconds=10)
    await until(lambda: seen == [1, 2], deadline_seconds=10)
    await until(lambda: nothing_is_held(nats_url, "facts"), deadline_seconds=5)


async def test_a_successor_is_given_at_once_what_its_dead_predecessor_had_taken(bus: Bus, keeper: TaskKeeper) -> None:
    await bus.ensure_stream(EVENTS)
    is_taken = asyncio.Event()
    taken: list[int] = []

    async def take_and_hang(_messages: list[StreamMessage]) -> None:
        is_taken.set()
        await asyncio.Event().wait()

    async def take(messages: list[StreamMessage]) -> None:
        taken.extend(message.payload["number"] for message in messages)

    for number in range(5):
        await publish_surely(bus, "events.a", number)
    dead = keeper.start(bus.consume("EVENTS", "facts", take_and_hang, batch=2), "predecessor")
    await is_taken.wait()
    dead.cancel()
    keeper.start(bus.consume("EVENTS", "facts", take, batch=2), "successor")
    await until(lambda: len(taken) >= 5, deadline_seconds=5)
    assert taken == list(range(5))


async def test_following_begins_with_the_last_of_each_subject_then_what_comes(bus: Bus) -> None:
    await bus.ensure_stream(LIVE)
    for number in range(3):
        await publish_surely(bus, "live.agent.a", number)
        await publish_surely(bus, "live.agent.b", number)
    async with aclosing(bus.follow("LIVE", "live.agent.*", after_sequence=None)) as messages:
        seen = [await anext(messages) for _ in range(2)]
        assert [message.payload["number"] for message in seen] == [2, 2]
        await publish_surely(bus, "live.agent.a", 3)
        assert (await anext(messages)).payload == {"number": 3}


async def test_following_after_the_newest_message_misses_nothing_from_then_on(bus: Bus) -> None:
    await bus.ensure_stream(EVENTS)
    assert await bus.last_sequence("EVENTS") == 0
    await bus.publish("events.a", {"number": 1}, message_id="1")
    newest = await bus.last_sequence("EVENTS")
    for number in (2, 3):
        await bus.publish("events.a", {"number": number}, message_id=str(number))

    async with aclosing(bus.follow("EVENTS", "events.>", after_sequence=newest)) as messages:
        seen = [(await anext(messages)).payload["number"] for _ in range(2)]

    assert newest == 1
    assert seen == [2, 3]


async def test_a_stream_that_is_not_there_has_no_newest_message(bus: Bus) -> None:
    with pytest.raises(BusUnavailable):
        await bus.last_sequence("NOWHERE")


async def test_following_resumes_after_a_sequence(bus: Bus) -> None:
    await bus.ensure_stream(LIVE)
    for number in range(4):
        await publish_surely(bus, "live.agent.a", number)
    async with aclosing(bus.follow("LIVE", "live.agent.a", after_sequence=2)) as messages:
        assert [(await anext(messages)).sequence for _ in range(2)] == [3, 4]


async def test_a_follower_sees_every_message_of_a_kept_stream_across_a_restart(
    nats_server: Server, bus: Bus, keeper: TaskKeeper
) -> None:
    await bus.ensure_stream(EVENTS)
    seen: list[int] = []

    async def follow() -> None:
        async for message in bus.follow("EVENTS", "events.>", after_sequence=0):
            seen.append(message.payload["number"])

    keeper.start(follow(), "follower")
    await publish_surely(bus, "events.a", 0)
    await until(lambda: seen == [0], deadline_seconds=5)
    await nats_server.stop()
    await nats_server.start()
    for number in range(1, 5):
        await publish_surely(bus, "events.a", number)
    await until(lambda: len(seen) >= 5, deadline_seconds=20)
    assert seen == list(range(5))


async def test_a_follower_of_a_memory_stream_goes_on_with_the_stream_that_was_begun_anew(
    nats_server: Server, bus: Bus, keeper: TaskKeeper
) -> None:
    await bus.ensure_stream(LIVE)
    seen: list[int] = []

    async def follow() -> None:
        async for message in bus.follow("LIVE", "live.>", after_sequence=None):
            seen.append(message.payload["number"])

    keeper.start(follow(), "follower")
    for number in range(3):
        await publish_surely(bus, "live.agent.a", number)
    await until(lambda: 2 in seen, deadline_seconds=5)
    await nats_server.stop()
    await until(lambda: not bus.connected, deadline_seconds=5)
    await nats_server.start()
    await bus.wait_connected(10)
    await bus.ensure_stream(LIVE)
    await bus.publish("live.agent.a", {"number": 100}, message_id="new")
    await until(lambda: 100 in seen, deadline_seconds=15)
