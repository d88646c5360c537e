"""The phone that rings when an agent of the demo calls out: it answers by itself and talks (a tone) until it is left.

Run by `rexian demo phone` beside a running instance; the demo's trunk leads to its address (see `demo.trunk`).
"""

import asyncio
from typing import ClassVar

from rexian.app.demo.agent import TONE_DBFS, TONE_HZ, Tell
from rexian.app.demo.instance_bus import instance_bus
from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, DigitReceived, Disconnected, Incoming
from rexian.app.demo.phone_program import PhoneRefused
from rexian.app.demo.trunk import exchange_address
from rexian.app.settings import Settings
from rexian.kit.errors import ErrorKind, RexianError

ANSWER_AFTER_MS = 3000.0


class NoDemoExchange(RexianError):
    """The instance's trunk is not the demo's own: calls out go where its record says."""

    code: ClassVar[str] = "no_demo_exchange"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


def called_phone(instance: Settings, *, answer_after_ms: float | None = None) -> PhoneSettings:
    """A phone at the address that the demo's trunk calls. Raises NoDemoExchange."""
    address = exchange_address(instance)
    if address is None:
        raise NoDemoExchange("REXIAN_TRUNK_PEERS is set: this instance's trunk leads to your own gateway.")
    return PhoneSettings(
        user="exchange", listen_host=address[0], listen_port=address[1], answer_after_ms=answer_after_ms
    )


async def run_called_phone(instance: Settings, tell: Tell) -> None:
    """Answer call after call until cancelled. Raises NotRunning, NoDemoExchange, PhoneNotInstalled, PhoneEnded."""
    async with (
        instance_bus(instance, "demo-phone"),
        Phone(called_phone(instance, answer_after_ms=ANSWER_AFTER_MS)) as phone,
    ):
        tell(f"listening at {phone.address}; within 15 s numbers such as 0371-6666-8888 can be called (Ctrl-C ends)")
        async with asyncio.TaskGroup() as group:
            group.create_task(_tell_rings(phone, tell))
            group.create_task(_talk(phone))
            group.create_task(_tell_keys(phone, tell))
            group.create_task(_tell_ends(phone, tell))


async def _tell_rings(phone: Phone, tell: Tell) -> None:
    while True:
        ring = await phone.coming(Incoming)
        tell(f"call {ring.call} rings")


async def _talk(phone: Phone) -> None:
    while True:
        answered = await phone.coming(Confirmed)
        try:
            await phone.play_tone(TONE_HZ, level_dbfs=TONE_DBFS, call=answered.call)
        except PhoneRefused:  # hung up in the same moment: nobody is there to talk to
            continue


async def _tell_keys(phone: Phone, tell: Tell) -> None:
    while True:
        key = await phone.coming(DigitReceived)
        tell(f"call {key.call} key {key.digit}")


async def _tell_ends(phone: Phone, tell: Tell) -> None:
    while True:
        ended = await phone.coming(Disconnected)
        tell(f"call {ended.call} is over")
