"""`rexian demo call`: a simulated citizen calls the hotline over real SIP, and everything of the call is looked at.

Makes ready what the call needs (the citizen's phone, an agent where none is ready) and hands it to citizen_call.
Runs on the instance's own machine, with its secrets.
"""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from rexian.app.demo.call_agent import agent_for
from rexian.app.demo.call_parts import CallParts
from rexian.app.demo.call_report import CallReport
from rexian.app.demo.centre import NUMBER
from rexian.app.demo.citizen_call import CallFailed, CitizenCall, Course, Tell
from rexian.app.demo.fund import expected_balance, fund_url
from rexian.app.demo.fund_citizens import DEMO_CITIZENS, DemoCitizen
from rexian.app.demo.keying import KeyPlan, keys_by_hand
from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_program import PhoneRefused
from rexian.app.settings import Settings
from rexian.control.speech.wording.amounts import amount
from rexian.kit.waiting import DeadlineExceeded


@dataclass(frozen=True)
class CallOptions:
    """`citizen` counts from 0 in DEMO_CITIZENS; `digits` as for keying.keys_by_hand, `patient` as for KeyPlan,
    `talk_seconds` as for CitizenCall.make."""

    citizen: int = 0
    digits: str = ""
    with_agent: bool = False
    patient: bool = False
    talk_seconds: float | None = None


async def run_call(instance: Settings, options: CallOptions, tell: Tell) -> CallReport:
    """Make one call and look at all of it; `instance` are the running instance's settings.

    What goes wrong in the call is told by the report (`error`, `problems`). Raises RexianErrors with a sentence for
    what keeps a call from being made: NotRunning, PhoneNotInstalled, AgentNotReady, KeysInvalid, CallFailed.
    """
    citizen = _citizen(options.citizen)
    keys = keys_by_hand(options.digits, citizen)
    async with CallParts.of(instance) as parts, AsyncExitStack() as stack:
        flow = parts.flow(NUMBER.flow_id)
        phone_settings = PhoneSettings(user=citizen.mobile, listen_host=_trunk_address(instance))
        phone = await stack.enter_async_context(Phone(phone_settings))
        tell(await agent_for(parts, flow.queue_ids(), stack, with_agent=options.with_agent))
        course = Course(CallReport(), tell)
        if not keys:
            course.report.balance = amount(await expected_balance(fund_url(instance), citizen.id_no))
        plan = KeyPlan(flow, citizen, keys, patient=options.patient)
        call = CitizenCall(parts, phone, course, plan)
        try:
            await call.make(citizen, options.talk_seconds)
        except (CallFailed, DeadlineExceeded, PhoneRefused) as error:
            course.report.error = str(error)
        return course.report


def _citizen(number: int) -> DemoCitizen:
    if not 0 <= number < len(DEMO_CITIZENS):
        raise CallFailed(f"There is no demo citizen {number}: choose one from 0 to {len(DEMO_CITIZENS) - 1}.")
    return DEMO_CITIZENS[number]


def _trunk_address(instance: Settings) -> str:
    """The address the citizen's phone calls from: the trunk's first peer, which must be this machine's own."""
    peer = instance.trunk_peers.split(",")[0].strip()
    if not peer.startswith("127.") or "/" in peer:
        raise CallFailed(f"The demo citizen calls from a loopback address, but the trunk's peer is {peer}.")
    return peer
