"""The course of one demo call, from dialling to the stored recording, as the citizen's phone lives it.

What is keyed is keying's, what counts as right is call_report's. It hears with the citizen's phone, and learns which
prompt it hears from the contact's events.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rexian.app.demo.agent import TONE_HZ as AGENT_TONE_HZ
from rexian.app.demo.agent import asked_subject
from rexian.app.demo.call_parts import CallParts
from rexian.app.demo.call_report import CallReport, HeardPrompt, HeardTone, Step, StoredRecording
from rexian.app.demo.centre import NUMBER
from rexian.app.demo.contact_watch import ContactWatch, Happening
from rexian.app.demo.fund_citizens import DemoCitizen
from rexian.app.demo.keying import KeyPlan
from rexian.app.demo.phone import Phone, now_ms
from rexian.app.demo.phone_events import Confirmed, Disconnected
from rexian.business.recordings.contracts import Recording, RecordingState
from rexian.control.contracts.events import EVENT_STREAM, EventType
from rexian.kit.bus import BusTimeout, BusUnavailable, RemoteError
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import DeadlineExceeded, until

CITIZEN_TONE_HZ = 440
CITIZEN_TONE_DBFS = -15.0
DIGIT_MS, GAP_MS = 200, 80
"""Slow keys: PJSIP moves the media clock by 200 ms for each, so that shorter ones would run ahead."""

BARGE_IN_AFTER_SECONDS = 1.0
CONNECT_SECONDS = 15.0
COURSE_SECONDS = 180.0
"""From the platform's answer to an agent's answer; a person may take a while."""

TALK_SECONDS = 5.0
PERSON_TALK_SECONDS = 30.0
ENDING_SECONDS = 10.0
STORING_SECONDS = 60.0
"""On a busy machine a recording waits half of it before it is stored."""
SETTLE_SECONDS = 1.0
TAIL_MS = 120.0
"""What is heard comes up to so much later than the event that tells of it: the phone's jitter buffer."""

QUIET_DBFS = -60.0
AGENT_REPORT_SECONDS = 5.0

Tell = Callable[[str], None]


class CallFailed(RexianError):
    """The call did not run as it should."""

    code: ClassVar[str] = "demo_call_failed"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


@dataclass
class Talk:
    """The talk as the citizen's phone lived it."""

    answered: Happening
    staff_number: str


@dataclass
class Course:
    """What is known of the call so far."""

    report: CallReport
    tell: Tell
    dialled_ms: float = 0.0
    prompts: dict[str, Happening] = field(default_factory=dict)
    balance_heard: bool = False

    def step(self, name: str, at_ms: float, text: str = "") -> None:
        """Note a step; in words for the terminal where there is something to say."""
        step = Step(name, round(at_ms - self.dialled_ms))
        self.report.steps.append(step)
        if text:
            self.tell(f"{step.at_ms / 1000:6.1f} s  {text}")


class CitizenCall:
    """One call, from dialling to the stored recording."""

    def __init__(self, parts: CallParts, phone: Phone, course: Course, plan: KeyPlan) -> None:
        self._parts = parts
        self._phone = phone
        self._course = course
        self._plan = plan

    async def make(self, citizen: DemoCitizen, talk_seconds: float | None) -> None:
        """The whole course. Raises CallFailed, DeadlineExceeded, PhoneRefused.

        A talk ends after `talk_seconds`, or when the agent hangs up; left out, a person gets more time than a demo
        agent.
        """
        newest = await self._parts.bus.last_sequence(EVENT_STREAM)
        watch = ContactWatch(self._parts.bus, self._parts.keys, citizen.mobile, after_sequence=newest)
        keeper = TaskKeeper()
        keeper.start(watch.follow(), "contact watch")
        try:
            await self._dial(citizen)
            talk = await self._be_served(watch)
            await self._talk(talk, talk_seconds)
            await self._end(watch)
        finally:
            self._course.report.heard = [await self._heard(prompt, watch) for prompt in self._course.prompts.values()]
            await keeper.close()
        await self._see_stored(str(watch.contact_id))

    async def _dial(self, citizen: DemoCitizen) -> None:
        course = self._course
        course.dialled_ms = now_ms()
        host = f"{self._parts.instance.sip_host}:{self._parts.instance.sip_port}"
        await self._phone.call(NUMBER.called_number, host=host)
        course.step("dialled", course.dialled_ms, f"{citizen.name} dials {NUMBER.called_number} from {citizen.mobile}")
        answered = await self._phone.next_event(Confirmed, deadline_seconds=CONNECT_SECONDS)
        course.step("connected", answered.at_ms, "the hotline answers")

    # In the menu and the queue

    async def _be_served(self, watch: ContactWatch) -> Talk:
        """Listen and key until an agent answers. Raises CallFailed when the call ends before."""
        try:
            async for happening in watch.all(deadline_seconds=COURSE_SECONDS):
                self._course.report.contact_id = watch.contact_id
                if happening.type == EventType.SEGMENT_STARTED and happening.data["kind"] == "agent":
                    return await self._answered(happening)
                if happening.type == EventType.CONTACT_ENDED:
                    raise CallFailed(f"The call ended before an agent answered ({happening.data['reason']}).")
                await self._live_through(happening)
        except DeadlineExceeded:
            pass
        raise CallFailed(f"No agent answered within {COURSE_SECONDS:.0f} s.")

    async def _live_through(self, happening: Happening) -> None:
        match happening.type:
            case EventType.PROMPT_STARTED:
                await self._prompt_started(happening)
            case EventType.PROMPT_ENDED:
                await self._prompt_ended(happening)
            case _:
                self._note(happening)

    def _note(self, happening: Happening) -> None:
        at_ms, data = happening.at_ms, happening.data
        match happening.type:
            case EventType.CONTACT_IDENTIFIED:
                self._course.step("identified", at_ms, "the citizen is identified")
            case EventType.SEGMENT_STARTED if data["kind"] == "queue":
                self._course.step("queued", at_ms, "waits for an agent")
            case EventType.OFFER_MADE:
                self._course.step("offered", at_ms, "is offered to an agent")
            case EventType.OFFER_RINGING:
                self._course.step("agent_rings", at_ms, "the agent's phone rings")
            case EventType.OFFER_ENDED if data["outcome"] != "accepted":
                self._course.step(f"offer_{data['outcome']}", at_ms, f"the agent did not take it ({data['outcome']})")

    async def _prompt_started(self, happening: Happening) -> None:
        prompt_id = str(happening.data["prompt_id"])
        self._course.prompts[str(happening.data["playback_id"])] = happening
        self._course.step(f"prompt {prompt_id}", happening.at_ms, f"hears: {happening.personal.get('text', '')}")
        if self._plan.barges_in(prompt_id):
            await asyncio.sleep(BARGE_IN_AFTER_SECONDS)
            await self._press(prompt_id)

    async def _prompt_ended(self, happening: Happening) -> None:
        started = self._course.prompts.get(str(happening.data["playback_id"]))
        if started is None or happening.data["outcome"] != "played":
            return
        balance = self._course.report.balance
        if balance is not None and balance in started.personal["text"]:
            self._course.balance_heard = True
            self._course.step("balance_heard", happening.at_ms, "that is the balance in the books")
        prompt_id = str(started.data["prompt_id"])
        if not self._plan.barges_in(prompt_id):
            await self._press(prompt_id)

    async def _press(self, prompt_id: str) -> None:
        keys = self._plan.keys_for(prompt_id, balance_heard=self._course.balance_heard)
        if keys is None:
            return
        begun_ms = now_ms()
        await self._phone.send_digits(keys.digits, digit_ms=DIGIT_MS, gap_ms=GAP_MS)
        self._course.step(keys.step, begun_ms, f"keys {keys.digits}")

    # With the agent

    async def _answered(self, happening: Happening) -> Talk:
        names = await self._parts.users.names()
        staff_number, name = names[str(happening.data["agent_id"])]
        self._course.report.answered_by = staff_number
        self._course.step("agent_answered", happening.at_ms, f"agent {staff_number} {name} answers")
        return Talk(happening, staff_number)

    async def _talk(self, talk: Talk, talk_seconds: float | None) -> None:
        await self._phone.play_tone(CITIZEN_TONE_HZ, level_dbfs=CITIZEN_TONE_DBFS)
        seen = await self._ask_agent(talk.staff_number)
        self._course.report.agent_kind = "person" if seen is None else "demo"
        usual_seconds = PERSON_TALK_SECONDS if seen is None else TALK_SECONDS
        who = "citizen"
        with suppress(DeadlineExceeded):
            await self._phone.next_event(Disconnected, deadline_seconds=talk_seconds or usual_seconds)
            who = "agent"
        from_ms, to_ms = talk.answered.at_ms + SETTLE_SECONDS * 1000, now_ms()
        talked_seconds = (to_ms - talk.answered.at_ms) / 1000
        heard = await self._phone.measure(from_ms=from_ms, to_ms=to_ms, frequencies_hz=(AGENT_TONE_HZ,))
        tone = HeardTone(heard.seconds, AGENT_TONE_HZ, heard.dominant_hz, heard.tones_dbfs[0])
        self._course.report.citizen_heard = tone
        if seen is not None:
            await self._compare_notes(talk.staff_number, from_ms, to_ms)
        self._course.step(f"{who}_hung_up", now_ms(), f"the {who} hangs up after {talked_seconds:.1f} s of talk")

    async def _ask_agent(self, staff_number: str, **heard: float) -> Mapping[str, Any] | None:
        """What the agent's side saw; None for a person, who cannot be asked, {} where a demo agent saw nothing."""
        question = {"contact_id": self._course.report.contact_id, **heard}
        try:
            return await self._parts.bus.request(
                asked_subject(staff_number), question, timeout_seconds=AGENT_REPORT_SECONDS
            )
        except BusUnavailable:
            return None
        except (BusTimeout, RemoteError):
            return {}

    async def _compare_notes(self, staff_number: str, from_ms: float, to_ms: float) -> None:
        """The pop and the citizen's tone, as a demo agent had them."""
        report = self._course.report
        seen = await self._ask_agent(staff_number, from_ms=from_ms, to_ms=to_ms, tone_hz=CITIZEN_TONE_HZ)
        if not seen:
            return
        heard = seen["heard"]
        report.agent_heard = HeardTone(heard["seconds"], CITIZEN_TONE_HZ, heard["hz"], heard["level_dbfs"])
        if seen["pop_at_ms"] is not None and seen["invite_at_ms"] is not None:
            report.pop_ms = round(seen["pop_at_ms"] - seen["invite_at_ms"])

    async def _end(self, watch: ContactWatch) -> None:
        await self._phone.hang_up()
        ended = await watch.first(EventType.CONTACT_ENDED, deadline_seconds=ENDING_SECONDS)
        self._course.step("ended", ended.at_ms)

    # Afterwards

    async def _heard(self, started: Happening, watch: ContactWatch) -> HeardPrompt:
        """What the citizen's phone received between the events of a prompt."""
        ended = watch.end_of_prompt(str(started.data["playback_id"]))
        heard = await self._phone.measure(
            from_ms=started.at_ms,
            to_ms=ended.at_ms + TAIL_MS if ended else now_ms(),
            threshold_dbfs=QUIET_DBFS,
        )
        return HeardPrompt(
            id=str(started.data["prompt_id"]),
            text=started.personal.get("text", ""),
            seconds=round(heard.span_seconds, 2),
            clip_seconds=float(started.data["clip_seconds"]),
            level_dbfs=round(heard.active_rms_dbfs, 1),
            cut=ended is None or ended.data["outcome"] == "interrupted",
        )

    async def _see_stored(self, contact_id: str) -> None:
        """Wait until the worker has written the call record and stored the recording."""
        end = time.monotonic() + STORING_SECONDS
        record = await self._parts.wait_for_record(contact_id, STORING_SECONDS)
        self._course.report.outcome = str(record.outcome)
        self._course.step("recorded", now_ms(), f"the call record is written: {record.outcome}")

        async def stored() -> list[Recording]:
            found = await self._parts.recordings.of_contact(contact_id)
            return [each for each in found if each.state in (RecordingState.STORED, RecordingState.FAILED)]

        recording = (await until(stored, deadline_seconds=max(1.0, end - time.monotonic()), what="recording"))[0]
        if recording.state is RecordingState.FAILED:
            raise CallFailed(f"The recording could not be stored ({recording.error_code}).")
        self._course.report.recording = await _stored(self._parts, recording)
        self._course.step("stored", now_ms(), f"the recording is stored: {recording.duration_seconds} s")


async def _stored(parts: CallParts, recording: Recording) -> StoredRecording:
    """The figures of a stored recording, once its sealed sound was opened."""
    channels = await parts.channels_of(recording.recording_id)
    return StoredRecording(recording.expected_seconds or 0.0, recording.captured_seconds or 0.0, channels)
