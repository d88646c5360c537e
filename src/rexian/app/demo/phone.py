"""A simulated SIP phone for demonstrations, tests and benchmarks: the asyncio side of the program in tools/phone.

It ends when this side's pipe closes, so that a phone never outlives the process that uses it. All times are
milliseconds of the machine's monotonic clock (`now_ms`), the same in every process of the machine.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rexian.app.demo.phone_program import (
    REPLY_DEADLINE_SECONDS,
    EventType,
    PhoneProgram,
    PhoneRefused,
    program_folder,
)
from rexian.kit.waiting import DeadlineExceeded

COMING_SECONDS = 3600.0


@dataclass(frozen=True, kw_only=True)
class PhoneSettings:
    """One phone. With `registrar` (host:port) it registers as `user`; without, `user` is the number it calls from.

    `answer_after_ms` answers calls by itself, `refuse_with` refuses them (486, 603); without either the caller hears
    ringing until `answer`. `recordings` is the folder for a WAV file of what each call heard. `tx_drop_pct` and
    `rx_drop_pct` lose that share of RTP packets, sent and received. It listens on a loopback address, on a free port
    unless `listen_port` is given: a trunk that knows its peers by address takes a phone with an address of its own.
    """

    user: str = "phone"
    password: str = ""
    registrar: str = ""
    codecs: Sequence[str] = ("PCMA", "PCMU")
    answer_after_ms: float | None = None
    refuse_with: int | None = None
    recordings: Path | None = None
    tx_drop_pct: int = 0
    rx_drop_pct: int = 0
    listen_host: str = "127.0.0.1"
    listen_port: int = 0


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What was heard between two times. Active = 20 ms frames above the threshold.

    `span_seconds` runs from the first to the last active frame. Levels are RMS relative to full scale; -120 stands for
    digital silence. `dominant_share` is near 1 for a clean tone. `tones_dbfs` are the levels at the asked frequencies.
    """

    seconds: float
    rms_dbfs: float
    active_rms_dbfs: float
    active_seconds: float
    span_seconds: float
    first_active_at_ms: float | None
    last_active_at_ms: float | None
    dominant_hz: float
    dominant_share: float
    tones_dbfs: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class PacketCounts:
    """RTP packets of a call; lost ones are those that this side missed."""

    sent_packets: int
    received_packets: int
    lost_packets: int


def now_ms() -> float:
    """The clock of all phones on this machine: monotonic milliseconds."""
    return time.monotonic() * 1000


class Phone:
    """A phone, for as long as its context lasts. Methods without `call` mean the latest call.

    They raise PhoneRefused when it cannot be done (with a `reason`) and PhoneEnded when the process is gone.
    """

    def __init__(self, settings: PhoneSettings, *, folder: Path | None = None) -> None:
        self.settings = settings
        self.address = ""
        """Where it listens (host:port), once it has started."""
        self._program = PhoneProgram(folder or program_folder())

    async def __aenter__(self) -> Self:
        """Start it; with a registrar, await `Registered` next. Raises PhoneNotInstalled."""
        await self._program.start()
        try:
            reply = await self._program.ask("start", **_start_fields(self.settings))
        except BaseException:
            await self._program.close()
            raise
        self.address = str(reply["address"])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up, unregister and end the process; at most 4 s."""
        await self._program.close()

    @property
    def process_id(self) -> int:
        """The operating system's id of the phone's process."""
        return self._program.process_id

    @property
    def log_lines(self) -> list[str]:
        """The last lines of the program's log (they may name numbers)."""
        return list(self._program.log_lines)

    async def next_event(
        self, event_type: type[EventType], *, deadline_seconds: float, call: int | None = None
    ) -> EventType:
        """The oldest event of that type (and call) that was not taken yet; other events stay for later.

        Raises DeadlineExceeded, PhoneEnded when the process is gone, and PhoneRefused (reason call_ended) as soon as
        `call` has ended without such an event.
        """
        return await self._program.next_event(event_type, deadline_seconds=deadline_seconds, call=call)

    async def coming(self, event_type: type[EventType]) -> EventType:
        """The next event of that type, however long it takes. Raises PhoneEnded when the process is gone."""
        while True:
            try:
                return await self.next_event(event_type, deadline_seconds=COMING_SECONDS)
            except DeadlineExceeded:
                continue

    # Calls

    async def call(
        self,
        number: str,
        *,
        host: str | None = None,
        caller: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> int:
        """Call `number` at `host` (host:port; the registrar when left out), from `caller` if given; gives the call."""
        reply = await self._program.ask("call", number=number, host=host, caller=caller, headers=dict(headers or {}))
        return int(reply["call"])

    async def set_answering(self, *, answer_after_ms: float | None = None, refuse_with: int | None = None) -> None:
        """Change what is done with the next incoming calls (see PhoneSettings)."""
        await self._program.ask("set_answering", answer_after_ms=answer_after_ms, refuse_with=refuse_with)

    async def answer(self, *, call: int | None = None) -> None:
        await self._program.ask("answer", call=call)

    async def reject(self, *, code: int = 486, call: int | None = None) -> None:
        """Refuse an incoming call with a SIP code."""
        await self._program.ask("reject", code=code, call=call)

    async def hang_up(self, *, call: int | None = None) -> None:
        """End the call; one that has ended already is no error."""
        try:
            await self._program.ask("hang_up", call=call)
        except PhoneRefused as refused:
            if refused.reason != "call_ended":
                raise

    async def hold(self, *, call: int | None = None) -> None:
        """Put the other side on hold by re-INVITE (sendonly)."""
        await self._program.ask("hold", call=call)

    async def unhold(self, *, call: int | None = None) -> None:
        await self._program.ask("unhold", call=call)

    async def transfer(
        self,
        number: str | None = None,
        *,
        other: int | None = None,
        call: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Ask by REFER that the other side goes to `number`, or to whom this phone's `other` call is with. What comes
        of it is told by TransferTold."""
        await self._program.ask("transfer", number=number, other=other, call=call, headers=dict(headers or {}))

    async def send_digits(
        self, digits: str, *, call: int | None = None, digit_ms: int = 100, gap_ms: int = 100
    ) -> None:
        """Press keys one after the other by RFC 4733; returns when the last one has been sent."""
        deadline = REPLY_DEADLINE_SECONDS + len(digits) * (digit_ms + gap_ms) / 1000
        await self._program.ask("send_digits", deadline, digits=digits, call=call, digit_ms=digit_ms, gap_ms=gap_ms)

    # Sound

    async def play_tone(self, frequency_hz: int, *, level_dbfs: float = -12.0, call: int | None = None) -> None:
        """Play an endless sine wave to the other side; the level is its RMS."""
        await self._program.ask("play_tone", frequency_hz=frequency_hz, level_dbfs=level_dbfs, call=call)

    async def play_file(
        self, path: Path, *, repeat: bool = False, raw_rate: int | None = None, call: int | None = None
    ) -> None:
        """Play a mono 16-bit WAV file, or with `raw_rate` (Hz) one without a header."""
        await self._program.ask("play_file", path=str(path), repeat=repeat, raw_rate=raw_rate, call=call)

    async def play_silence(self, *, call: int | None = None) -> None:
        await self._program.ask("play_silence", call=call)

    async def measure(
        self,
        *,
        from_ms: float | None = None,
        to_ms: float | None = None,
        frequencies_hz: Sequence[float] = (),
        threshold_dbfs: float = -50.0,
        call: int | None = None,
    ) -> Measurement:
        """Measure what was heard, from the start of the sound and until now when left out; also of a call that ended.

        A `to_ms` that lies ahead is waited for, at most until the call ends.
        """
        ahead_seconds = max(0.0, (to_ms or 0.0) - now_ms()) / 1000
        reply = await self._program.ask(
            "measure",
            REPLY_DEADLINE_SECONDS + ahead_seconds,
            call=call,
            from_ms=from_ms,
            to_ms=to_ms,
            threshold_dbfs=threshold_dbfs,
            frequencies=list(frequencies_hz),
        )
        names = Measurement.__dataclass_fields__
        return Measurement(**{**{n: reply[n] for n in names}, "tones_dbfs": tuple(reply["tones_dbfs"])})

    async def wait_for_audio(self, *, deadline_seconds: float, **looking: Any) -> float:
        """When `run_ms` (100) of sound above `threshold_dbfs` (-50) began, at or after `from_ms` (now), in `call`.

        Raises DeadlineExceeded, or PhoneRefused when the call ends first.
        """
        return await self._wait_for("wait_for_audio", deadline_seconds, looking)

    async def wait_for_silence(self, *, deadline_seconds: float, **looking: Any) -> float:
        """When `run_ms` of silence began; as `wait_for_audio`."""
        return await self._wait_for("wait_for_silence", deadline_seconds, looking)

    async def _wait_for(self, command: str, deadline_seconds: float, looking: Mapping[str, Any]) -> float:
        fields = {**looking, "deadline_ms": deadline_seconds * 1000}
        try:
            reply = await self._program.ask(command, REPLY_DEADLINE_SECONDS + deadline_seconds, **fields)
        except PhoneRefused as refused:
            if refused.reason == "deadline":
                raise DeadlineExceeded(f"{command} not true after {deadline_seconds} s") from None
            raise
        return float(reply["found_at_ms"])

    async def packet_counts(self, *, call: int | None = None) -> PacketCounts:
        """RTP packets since the media last changed (answer, hold, unhold); the call must still be there."""
        reply = await self._program.ask("statistics", call=call)
        return PacketCounts(**{name: int(reply[name]) for name in PacketCounts.__dataclass_fields__})


def _start_fields(settings: PhoneSettings) -> dict[str, Any]:
    return {
        **vars(settings),
        "codecs": list(settings.codecs),
        "recordings": str(settings.recordings) if settings.recordings else None,
    }
