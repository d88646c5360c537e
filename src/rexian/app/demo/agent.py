"""An agent without a human: a SIP phone and the live API. Takes call after call until it is left.

It does what a person at the desk does: signs in, takes the seat, goes ready, answers after a moment, talks (a tone),
ends wrap-up. On the bus it tells the demo call what it has seen of a contact (`asked_subject`).
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import structlog

from rexian.app.demo.centre import DEMO_SIGN_INS, DemoSignIn
from rexian.app.demo.desk_client import DeskClient, PhoneAccount, WebRefused, WebUnreachable
from rexian.app.demo.instance_bus import instance_bus
from rexian.app.demo.phone import Phone, PhoneSettings, now_ms
from rexian.app.demo.phone_events import Confirmed, Disconnected, Incoming, Registered
from rexian.app.demo.phone_program import PhoneRefused
from rexian.app.launcher.completion import public_url
from rexian.app.settings import Settings
from rexian.control.contracts.desk import AgentState, DeskView
from rexian.kit.bus import Bus
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import DeadlineExceeded, until

TONE_HZ = 660
TONE_DBFS = -15.0
ANSWER_AFTER_MS = 1000.0
REGISTER_SECONDS = 10.0
READY_SECONDS = 15.0
LEAVE_SECONDS = 3.0
CONTACT_HEADER = "X-Rexian-Contact"
CALLS_KEPT = 8
"""As many as the phone keeps the sound of."""

AT_WORK = frozenset({AgentState.RESERVED, AgentState.RINGING, AgentState.TALKING})
Tell = Callable[[str], None]
log = structlog.get_logger(__name__)


class AgentNotReady(RexianError):
    """No agent became ready."""

    code: ClassVar[str] = "demo_agent_not_ready"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


class UnknownDemoAgent(RexianError):
    """Only demo agents with a SIP phone can be played."""

    code: ClassVar[str] = "unknown_demo_agent"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class ContactNotSeen(RexianError):
    """This demo agent has not had that contact."""

    code: ClassVar[str] = "contact_not_seen"
    kind: ClassVar[ErrorKind] = ErrorKind.NOT_FOUND


@dataclass(frozen=True)
class SeenContact:
    """What the agent saw of one contact; times by the machine's monotonic clock. `call` is the phone's number of it."""

    contact_id: str
    pop_at_ms: float | None = None
    invite_at_ms: float | None = None
    call: int | None = None


def asked_subject(staff_number: str) -> str:
    """Where a demo agent answers {"contact_id"} with what it saw; with {"from_ms", "to_ms", "tone_hz"} also heard."""
    return f"demo.agent.{staff_number}"


def sip_sign_ins() -> tuple[DemoSignIn, ...]:
    """The demo agents that have a SIP phone."""
    return tuple(sign_in for sign_in in DEMO_SIGN_INS if sign_in.phone_kind == "sip")


def demo_agent(staff_number: str) -> DemoSignIn:
    """The sign-in of a demo agent with a SIP phone. Raises UnknownDemoAgent."""
    for sign_in in sip_sign_ins():
        if sign_in.staff_number == staff_number:
            return sign_in
    numbers = ", ".join(sign_in.staff_number for sign_in in sip_sign_ins())
    raise UnknownDemoAgent(f"{staff_number} is no demo agent with a SIP phone: choose one of {numbers}.")


class DemoAgent:
    """One agent, ready for calls as long as its context lasts. `instance` are the running instance's settings.

    Entering raises PhoneNotInstalled, WebUnreachable, WebRefused, AgentNotReady.
    """

    def __init__(self, instance: Settings, sign_in: DemoSignIn, bus: Bus, *, tell: Tell | None = None) -> None:
        self.sign_in = sign_in
        self.failed: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()
        """Set when something of the agent has ended for good."""
        self._web = DeskClient(public_url(instance), certificate=instance.tls_cert)
        self._bus = bus
        self._tell = tell or (lambda _text: None)
        self._keeper = TaskKeeper(self.failed)
        self._phone: Phone | None = None
        self._desk: DeskView | None = None
        self._seen: dict[str, SeenContact] = {}
        self._leaving = False

    async def __aenter__(self) -> Self:
        await self._web.__aenter__()
        try:
            await self._web.sign_in(self.sign_in.staff_number, self.sign_in.password)
            await self._start_phone(await self._web.phone_account())
            self._desk = await self._web.command("sign-in")
            self._keeper.start(self._web.follow(self._show), "demo agent's live socket")
            await self.wait_ready()
            await self._bus.serve(asked_subject(self.sign_in.staff_number), self._report, group=None)
        except BaseException:
            await self._leave()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Sign out (a talk in progress is ended), unregister the phone."""
        await self._leave()

    async def wait_ready(self, deadline_seconds: float = READY_SECONDS) -> None:
        """Return once the agent can take a call. Raises AgentNotReady."""
        try:
            ready = await until(
                lambda: self.failed.done() or (self._desk is not None and self._desk.state is AgentState.READY),
                deadline_seconds=deadline_seconds,
            )
        except DeadlineExceeded:
            ready = False
        if not ready or self.failed.done():
            state = self._desk.state if self._desk else "unknown"
            number = self.sign_in.staff_number
            raise AgentNotReady(f"Demo agent {number} did not become ready in {deadline_seconds:.0f} s ({state}).")

    async def _start_phone(self, account: PhoneAccount) -> None:
        settings = PhoneSettings(
            user=account.sip_username,
            password=account.password,
            registrar=account.sip_server or "",
            answer_after_ms=ANSWER_AFTER_MS,
        )
        self._phone = await Phone(settings).__aenter__()
        try:
            await self._phone.next_event(Registered, deadline_seconds=REGISTER_SECONDS)
        except DeadlineExceeded:
            message = f"The phone of demo agent {self.sign_in.staff_number} could not register at the SIP server."
            raise AgentNotReady(message) from None
        self._keeper.start(self._note_rings(self._phone), "demo agent's rings")
        self._keeper.start(self._talk(self._phone), "demo agent's voice")
        self._keeper.start(self._note_ends(self._phone), "demo agent's good-byes")

    # The desk

    async def _show(self, desk: DeskView) -> None:
        """The page: note the pop, then press what a person would press."""
        seen_at_ms = now_ms()
        self._desk = desk
        if desk.work is not None and desk.state in AT_WORK:
            self._note_pop(desk.work.contact_id, seen_at_ms)
        if not self._leaving and desk.phone_registered and desk.state in (AgentState.NOT_READY, AgentState.WRAP_UP):
            try:
                self._desk = await self._web.command("ready")
            except (WebRefused, WebUnreachable) as error:
                log.info("demo agent could not go ready", code=error.code, details=error.details)

    def _note_pop(self, contact_id: str, at_ms: float) -> None:
        seen = self._seen.get(contact_id, SeenContact(contact_id))
        if seen.pop_at_ms is None:
            self._keep(replace(seen, pop_at_ms=at_ms))

    # The phone

    async def _note_rings(self, phone: Phone) -> None:
        while True:
            ring = await phone.coming(Incoming)
            contact_id = ring.headers.get(CONTACT_HEADER, "")
            seen = self._seen.get(contact_id, SeenContact(contact_id))
            self._keep(replace(seen, invite_at_ms=ring.at_ms, call=ring.call))

    async def _talk(self, phone: Phone) -> None:
        while True:
            answered = await phone.coming(Confirmed)
            try:
                await phone.play_tone(TONE_HZ, level_dbfs=TONE_DBFS, call=answered.call)
            except PhoneRefused as refused:  # the citizen has gone already
                log.info("demo agent could not speak", reason=refused.reason)

    async def _note_ends(self, phone: Phone) -> None:
        while True:
            ended = await phone.coming(Disconnected)
            self._tell(f"call {ended.call} is over")

    def _keep(self, seen: SeenContact) -> None:
        """Once the phone has rung and the desk has shown the citizen, in whichever order, say how far apart."""
        self._seen[seen.contact_id] = seen
        if seen.pop_at_ms is not None and seen.invite_at_ms is not None:
            after_ms = seen.pop_at_ms - seen.invite_at_ms
            self._tell(f"call {seen.call} rings; the citizen's data came {after_ms:+.0f} ms from the ring")
        while len(self._seen) > CALLS_KEPT:
            del self._seen[next(iter(self._seen))]

    async def _report(self, question: dict[str, Any]) -> dict[str, Any]:
        """What was seen of a contact, and the tone that was heard in it between two times. Raises ContactNotSeen."""
        seen = self._seen.get(question["contact_id"])
        if seen is None or seen.call is None or self._phone is None:
            raise ContactNotSeen
        answer: dict[str, Any] = {"pop_at_ms": seen.pop_at_ms, "invite_at_ms": seen.invite_at_ms}
        if "tone_hz" in question:
            heard = await self._phone.measure(
                call=seen.call,
                from_ms=question["from_ms"],
                to_ms=question["to_ms"],
                frequencies_hz=(question["tone_hz"],),
            )
            level_dbfs = heard.tones_dbfs[0]
            answer["heard"] = {"seconds": heard.seconds, "hz": heard.dominant_hz, "level_dbfs": level_dbfs}
        return answer

    # The end

    async def _leave(self) -> None:
        self._leaving = True
        try:
            await self._leave_seat()
            await self._web.sign_out()
        except (WebRefused, WebUnreachable, DeadlineExceeded) as error:
            log.warning("demo agent could not sign out", error=type(error).__name__)
        await self._keeper.close()
        if self._phone is not None:
            await self._phone.__aexit__(None, None, None)
        await self._web.__aexit__(None, None, None)

    async def _leave_seat(self) -> None:
        if self._desk is None:
            return
        if self._is_at_work():
            await self._web.command("hang-up" if self._desk.state is AgentState.TALKING else "decline")
            await until(lambda: not self._is_at_work(), deadline_seconds=LEAVE_SECONDS)
        await self._web.command("sign-out")

    def _is_at_work(self) -> bool:
        return self._desk is not None and self._desk.state in AT_WORK


async def run_agent(instance: Settings, staff_number: str, tell: Tell) -> None:
    """Play one agent until cancelled. Raises NotRunning, what DemoAgent raises, and PhoneEnded when the phone dies."""
    sign_in = demo_agent(staff_number)
    async with (
        instance_bus(instance, "demo-agent") as bus,
        DemoAgent(instance, sign_in, bus, tell=tell) as agent,
    ):
        tell(f"agent {sign_in.staff_number} ({sign_in.name}) is ready; Ctrl-C signs out")
        raise await agent.failed
