"""Agents with SIP telephones who press whatever the desk allows, at random; they answer, refuse, drop and come back.

They follow the live socket as a page does. What the desk refuses because the world has moved on is counted, not an
error; a command that fails in any other way is.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from tests.rig.instance import Instance
from tests.rig.soak.plan import Doings
from tests.rig.soak.staff import SoakSeat
from tests.rig.sound import AGENT_HZ

from rexian.app.demo.centre import QUEUE
from rexian.app.demo.desk_client import DeskClient, WebRefused, WebUnreachable
from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, Incoming, Registered
from rexian.app.demo.phone_program import PhoneRefused
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, DeskView
from rexian.kit.waiting import DeadlineExceeded, until

REGISTER_SECONDS = 20.0
SEAT_SECONDS = 40.0
AT_THE_DOOR = 3
LEAVE_SECONDS = 20.0
CONFIRM_SECONDS = 5.0
FOR_EVER_SECONDS = 7200.0
ERRAND_FLOW = "hotline-12329"
FREE = (AgentState.READY, AgentState.NOT_READY)

VERBS: dict[CommandName, tuple[str, int]] = {
    CommandName.HOLD: ("hold", 3),
    CommandName.RETRIEVE: ("retrieve", 6),
    CommandName.MUTE: ("mute", 1),
    CommandName.UNMUTE: ("unmute", 4),
    CommandName.SEND_KEYS: ("keys", 1),
    CommandName.CONSULT: ("consult", 6),
    CommandName.TAKE_BACK: ("consult/take-back", 4),
    CommandName.COMPLETE: ("consult/complete", 4),
    CommandName.JOIN: ("consult/join", 4),
    CommandName.TRANSFER: ("transfer", 4),
    CommandName.PARK: ("park", 2),
    CommandName.SEND_TO_MENU: ("menu", 1),
    CommandName.RESUME_MEDIA: ("resume-media", 2),
    CommandName.HANG_UP: ("hang-up", 1),
}
"""The path of each command at the desk, and how often it is chosen among those that are possible."""

TO_COLLEAGUES = (CommandName.CONSULT, CommandName.TRANSFER)

HANG_UP_AT_THE_PHONE = 0.04
REFUSE = {"decline at the desk": 0.05, "refuse at the phone": 0.03}
PICK_UP = 0.5
BREAK = 0.4


class SoakAgent:
    """One agent at work. `free` gives the ids of colleagues who could be called just now."""

    def __init__(
        self, client: DeskClient, phone: Phone, seat: SoakSeat, doings: Doings, free: Callable[[], Sequence[str]]
    ) -> None:
        self.agent_id = seat.agent_id
        self.staff_number = seat.staff_number
        self.desk: DeskView | None = None
        self._client = client
        self._phone = phone
        self._seat = seat
        self._doings = doings
        self._free = free
        self._chance = doings.chance(f"agent {seat.staff_number}")
        self._latest_call: int | None = None

    @classmethod
    @asynccontextmanager
    async def seated(
        cls, instance: Instance, seat: SoakSeat, doings: Doings, free: Callable[[], Sequence[str]]
    ) -> AsyncIterator["SoakAgent"]:
        """Signed in and at the desk; leaves it at the end."""
        async with DeskClient(instance.url) as client:
            await until(
                lambda: _signed_in(client, seat), deadline_seconds=SEAT_SECONDS, what=f"{seat.staff_number} signed in"
            )
            account = await client.phone_account()
            settings = PhoneSettings(
                user=account.sip_username, password=account.password, registrar=instance.trunk_address
            )
            async with Phone(settings) as phone:
                await phone.next_event(Registered, deadline_seconds=REGISTER_SECONDS)
                agent = cls(client, phone, seat, doings, free)
                await until(agent._takes_seat, deadline_seconds=SEAT_SECONDS, what=f"{seat.staff_number} at the desk")
                yield agent
                await until(agent._leaves_seat, deadline_seconds=LEAVE_SECONDS, what=f"{seat.staff_number} gone")

    async def work(self, over: Callable[[], bool]) -> None:
        """Until `over`; the desk is then still taken."""
        try:
            async with asyncio.TaskGroup() as group:
                beside = [
                    group.create_task(self._client.follow(self._show)),
                    group.create_task(self._answer_calls()),
                ]
                while not over():
                    await asyncio.sleep(self._chance.uniform(0.5, 3))
                    await self._do_something()
                for task in beside:
                    task.cancel()
        except BaseException as error:
            error.add_note(f"agent {self.staff_number}, whose desk was {self.desk}")
            raise

    @property
    def is_free(self) -> bool:
        """Whether a colleague may call this one."""
        return self.desk is not None and self.desk.state in FREE

    async def _show(self, desk: DeskView) -> None:
        self.desk = desk

    # The telephone

    async def _answer_calls(self) -> None:
        while True:
            ring = await self._phone.next_event(Incoming, deadline_seconds=FOR_EVER_SECONDS)
            try:
                await self._take(ring.call)
            except (PhoneRefused, DeadlineExceeded) as gone:
                self._doings.refused[f"phone: {type(gone).__name__}"] += 1

    async def _take(self, call: int) -> None:
        await asyncio.sleep(self._chance.uniform(0.1, 1.5))
        choice = self._chance.random()
        if choice < REFUSE["decline at the desk"]:
            await self._command("decline")
        elif choice < sum(REFUSE.values()):
            self._doings.done["refuse at the phone"] += 1
            await self._phone.reject(call=call)
        else:
            await self._phone.answer(call=call)
            await self._phone.next_event(Confirmed, deadline_seconds=CONFIRM_SECONDS, call=call)
            self._latest_call = call
            await self._phone.play_tone(AGENT_HZ, call=call)

    # The desk

    async def _do_something(self) -> None:
        desk = self.desk
        if desk is None:
            return
        if desk.state is AgentState.SIGNED_OUT:
            await self._command("sign-in")
        elif desk.state in (AgentState.NOT_READY, AgentState.WRAP_UP):
            if self._chance.random() < BREAK:
                await self._command("not-ready", {"reason": "break"})
            else:
                await self._command("ready")
        elif desk.state is AgentState.READY and desk.parked and self._chance.random() < PICK_UP:
            await self._command("pick-up", {"contact_id": self._chance.choice(desk.parked).contact_id})
        elif desk.state is AgentState.TALKING and desk.work is not None:
            await self._act(desk, desk.work.contact_id)

    async def _act(self, desk: DeskView, contact_id: str) -> None:
        if self._chance.random() < HANG_UP_AT_THE_PHONE and self._latest_call is not None:
            self._doings.hung_up_by_agents.add(contact_id)
            self._doings.done["agent hangs up at the phone"] += 1
            await self._phone.hang_up(call=self._latest_call)
            return
        free = self._free()
        possible = [verb for verb in desk.verbs if verb in VERBS and (free or verb not in TO_COLLEAGUES)]
        if not possible:
            return
        verb = self._chance.choices(possible, [VERBS[verb][1] for verb in possible])[0]
        if verb is CommandName.HANG_UP:
            self._doings.hung_up_by_agents.add(contact_id)
        await self._command(VERBS[verb][0], self._arguments(verb, free))

    def _arguments(self, verb: CommandName, free: Sequence[str]) -> dict[str, Any] | None:
        colleague = {"agent_id": self._chance.choice(free or [""]), "handover": {"form": "as it stands"}}
        match verb:
            case CommandName.SEND_KEYS:
                return {"digits": "12"}
            case CommandName.SEND_TO_MENU:
                return {"flow_id": ERRAND_FLOW}
            case CommandName.CONSULT:
                return colleague
            case CommandName.TRANSFER:
                return colleague if self._chance.random() < 0.6 else {"queue_id": QUEUE.queue_id}
            case _:
                return None

    async def _command(self, path: str, body: dict[str, Any] | None = None) -> DeskView | None:
        try:
            self.desk = await self._client.command(path, body)
        except (WebRefused, WebUnreachable) as refused:
            reason = refused.reason if isinstance(refused, WebRefused) else refused.code
            self._doings.refused[f"{path}: {reason}"] += 1
            return None
        self._doings.done[path] += 1
        return self.desk

    async def _takes_seat(self) -> bool:
        return await self._command("sign-in") is not None

    async def _leaves_seat(self) -> bool:
        return await self._command("sign-out") is not None


async def _signed_in(client: DeskClient, seat: SoakSeat) -> bool:
    """Passwords are hard to check by design: where all cores are busy the answer may take too long."""
    try:
        await client.sign_in(seat.staff_number, seat.password)
    except WebUnreachable:
        return False
    return True


class Staff:
    """All agents with a telephone; each knows which colleagues could be called. They come a few at a time."""

    def __init__(self, instance: Instance, doings: Doings) -> None:
        self._instance = instance
        self._doings = doings
        self._there: list[SoakAgent] = []
        self._door = asyncio.Semaphore(AT_THE_DOOR)

    async def work(self, seat: SoakSeat, over: Callable[[], bool]) -> None:
        """Come, work until `over`, leave; a desk that cannot be left because it is busy for ever fails."""
        coming = SoakAgent.seated(self._instance, seat, self._doings, lambda: self._free(seat))
        async with AsyncExitStack() as stack:
            async with self._door:
                agent = await stack.enter_async_context(coming)
            self._there.append(agent)
            await agent.work(over)

    def _free(self, seat: SoakSeat) -> list[str]:
        return [agent.agent_id for agent in self._there if agent.is_free and agent.agent_id != seat.agent_id]
