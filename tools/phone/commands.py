# SPDX-License-Identifier: GPL-2.0-or-later
"""What the phone can be told to do. A command answers at once with its reply, or with a poll that gives it later.

Each public method of `Commands` is a command; its keyword parameters are the command's fields.
"""

from collections.abc import Callable
from pathlib import Path

import pjsua2 as pj
import sound
from call import PhoneCall
from line import MAX_CALLS, Line, LineOptions, PhoneAccount, account_settings, user_of
from wire import Wire, log_failure, now_ms

Reply = dict[str, object]
Poll = Callable[[float], Reply | None]
"""Asked again and again with the time; None means not yet."""

ENDED_CALLS_KEPT = 8
QUIET_DBFS = -50.0
BUSY_SPAN_MS = 1000
CALLS_IN_BUSY_SPAN = 20
"""PJSIP aborts the process when it runs out of its 64 sockets, and it keeps a call's two for 0.5 s after its end."""


class Refused(Exception):
    """The command cannot be done; `code` is for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Commands:
    """The state of the phone between commands."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._line: Line | None = None
        self._options = LineOptions()
        self._account: PhoneAccount | None = None
        self._calls: dict[int, PhoneCall] = {}
        self._headsets = sound.Headsets()
        self._last_number = 0
        self._recent_ms: list[float] = []
        self._recordings: Path | None = None
        self._answer_after_ms: float | None = None
        self._refuse_with: int | None = None
        self._due: list[tuple[float, Callable[[], None]]] = []

    # The program's own verbs

    def poll(self, milliseconds: int) -> None:
        """Let PJSIP work, then do what is due."""
        if self._line is not None:
            self._line.poll(milliseconds)
        now = now_ms()
        due = [action for at_ms, action in self._due if at_ms <= now]
        self._due = [(at_ms, action) for at_ms, action in self._due if at_ms > now]
        for action in due:
            try:
                action()
            except Exception:
                log_failure("a timed action")

    @property
    def started(self) -> bool:
        return self._line is not None

    @property
    def live_calls(self) -> list[PhoneCall]:
        return [call for call in self._calls.values() if not call.ended]

    @property
    def busy(self) -> bool:
        """Whether a call or a registration is still there to be ended."""
        return bool(self.live_calls) or (self._account is not None and self._account.registered)

    def leave(self) -> None:
        """Begin to hang up everything and to unregister."""
        for call in self.live_calls:
            call.end_here()
        if self._account is not None and self._account.registered:
            self._account.setRegistration(False)

    # Commands

    def start(
        self,
        *,
        codecs: list[str] | None = None,
        recordings: str | None = None,
        answer_after_ms: float | None = None,
        refuse_with: int | None = None,
        **options: object,
    ) -> Reply:
        if self._line is not None:
            raise Refused("started_already", "the phone was started before")
        try:
            self._options = LineOptions(**options, codecs=tuple(codecs or LineOptions.codecs))
        except TypeError as error:
            raise Refused("bad_field", str(error)) from None
        self.set_answering(answer_after_ms=answer_after_ms, refuse_with=refuse_with)
        self._recordings = Path(recordings) if recordings else None
        if self._recordings is not None:
            self._recordings.mkdir(parents=True, exist_ok=True)
        self._line = Line(self._options)
        self._account = PhoneAccount(self._wire, self._invited)
        self._account.create(account_settings(self._options, self._line.address))
        return {"address": self._line.address}

    def set_answering(self, *, answer_after_ms: float | None = None, refuse_with: int | None = None) -> Reply:
        self._answer_after_ms, self._refuse_with = answer_after_ms, refuse_with
        return {}

    def call(
        self,
        *,
        number: str,
        host: str | None = None,
        caller: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        host = host or self._options.registrar
        if not host:
            raise Refused("no_host", "name the host to call: the phone has no registrar")
        account, line = self._ready()
        parameters = pj.CallOpParam(True)
        if caller is not None:
            parameters.txOption.localUri = f"sip:{caller}@{self._options.registrar or line.address}"
        for name, value in (headers or {}).items():
            header = pj.SipHeader()
            header.hName, header.hValue = name, value
            parameters.txOption.headers.append(header)
        self._check_may_call()
        call = self._new_call(account)
        try:
            call.makeCall(f"sip:{number}@{host}", parameters)
        except pj.Error:
            del self._calls[call.number]
            call.put_down()
            raise
        return {"call": call.number}

    def answer(self, *, call: int | None = None) -> Reply:
        _respond(self._live(call), pj.PJSIP_SC_OK)
        return {}

    def reject(self, *, call: int | None = None, code: int = 486) -> Reply:
        self._live(call).end_here(code)
        return {}

    def hang_up(self, *, call: int | None = None) -> Reply:
        self._live(call).end_here()
        return {}

    def hold(self, *, call: int | None = None) -> Reply:
        self._live(call).setHold(pj.CallOpParam(True))
        return {}

    def unhold(self, *, call: int | None = None) -> Reply:
        parameters = pj.CallOpParam(True)
        parameters.opt.flag = pj.PJSUA_CALL_UNHOLD
        self._live(call).reinvite(parameters)
        return {}

    def transfer(
        self,
        *,
        number: str | None = None,
        other: int | None = None,
        call: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """REFER the other side to a number, or to who is at the other end of another call of this phone."""
        target = self._live(call)
        parameters = pj.CallOpParam(True)
        for name, value in (headers or {}).items():
            header = pj.SipHeader()
            header.hName, header.hValue = name, value
            parameters.txOption.headers.append(header)
        if other is not None:
            target.xferReplaces(self._live(other), parameters)
        else:
            target.xfer(f"sip:{number}@{self._options.registrar}", parameters)
        return {}

    def send_digits(self, *, digits: str, call: int | None = None, digit_ms: int = 100, gap_ms: int = 100) -> Poll:
        """RFC 4733, one digit after the other; answers when the last one has been sent."""
        target = self._live(call)
        if not digits or set(digits.upper()) - set("0123456789*#ABCD"):
            raise Refused("bad_field", f"not digits: {digits!r}")
        left = list(digits)
        next_at_ms = now_ms()

        def poll(now: float) -> Reply | None:
            nonlocal next_at_ms
            if target.ended:
                raise Refused("call_ended", "the call ended before all digits were sent")
            if now < next_at_ms:
                return None
            if not left:
                return {}
            parameters = pj.CallSendDtmfParam()
            parameters.method, parameters.duration = pj.PJSUA_DTMF_METHOD_RFC2833, digit_ms
            parameters.digits = left.pop(0)
            target.sendDtmf(parameters)
            next_at_ms = now + digit_ms + gap_ms
            return None

        return poll

    def play_tone(self, *, frequency_hz: int, level_dbfs: float = -12.0, call: int | None = None) -> Reply:
        self._live(call).play_tone(frequency_hz, level_dbfs)
        return {}

    def play_silence(self, *, call: int | None = None) -> Reply:
        self._live(call).play_silence()
        return {}

    def play_file(
        self, *, path: str, call: int | None = None, repeat: bool = False, raw_rate: int | None = None
    ) -> Reply:
        """A WAV file, or with `raw_rate` a headerless one; mono, 16 bit."""
        file, target = Path(path), self._live(call)
        if not file.is_file():
            raise Refused("no_file", f"no such file: {path}")
        if raw_rate is None:
            target.play(sound.wav_player(file, repeat=repeat))
        else:
            target.play(sound.raw_player(file, rate=raw_rate, repeat=repeat))
        return {}

    def measure(
        self,
        *,
        call: int | None = None,
        from_ms: float | None = None,
        to_ms: float | None = None,
        threshold_dbfs: float = QUIET_DBFS,
        frequencies: list[float] | None = None,
    ) -> Poll:
        """Of what was heard; a `to_ms` that lies ahead is waited for, at most until the call ends."""
        target = self._known(call)
        until_ms = to_ms if to_ms is not None else now_ms()

        def poll(now: float) -> Reply | None:
            # The clock thread may be a little behind; before its first media a call hears nothing at all.
            behind = target.recording.started_ms is not None and target.recording.until_ms < until_ms - sound.FRAME_MS
            if not target.ended and (now < until_ms or behind):
                return None
            return target.recording.measure(
                from_ms=from_ms or 0.0,
                to_ms=until_ms,
                threshold_dbfs=threshold_dbfs,
                frequencies=frequencies or [],
            )

        return poll

    def wait_for_audio(self, **fields: object) -> Poll:
        return self._wait(audible=True, **fields)

    def wait_for_silence(self, **fields: object) -> Poll:
        return self._wait(audible=False, **fields)

    def _wait(
        self,
        *,
        audible: bool,
        deadline_ms: float,
        call: int | None = None,
        from_ms: float | None = None,
        run_ms: float = 100,
        threshold_dbfs: float = QUIET_DBFS,
    ) -> Poll:
        """Until `run_ms` of sound (or silence) were heard; `from_ms` is when to look from, `deadline_ms` a span."""
        target = self._known(call)
        begin_ms = now_ms()
        look_from_ms = begin_ms if from_ms is None else from_ms

        def poll(now: float) -> Reply | None:
            recording = target.recording
            found_ms = None
            if recording.started_ms is not None:
                found_ms = recording.first_run(
                    audible=audible, from_ms=look_from_ms, run_ms=run_ms, threshold_dbfs=threshold_dbfs
                )
            if found_ms is not None:
                return {"found_at_ms": found_ms}
            if target.ended:
                raise Refused("call_ended", "the call ended before it was heard")
            if now > begin_ms + deadline_ms:
                raise Refused("deadline", "not heard in time")
            return None

        return poll

    def statistics(self, *, call: int | None = None) -> Reply:
        """RTP packets; lost ones are those that this side missed."""
        report = self._live(call).getStreamStat(0).rtcp
        return {
            "sent_packets": report.txStat.pkt,
            "received_packets": report.rxStat.pkt,
            "lost_packets": report.rxStat.loss,
        }

    # Calls

    def _ready(self) -> tuple[PhoneAccount, Line]:
        if self._account is None or self._line is None:
            raise Refused("not_started", "start the phone first")
        return self._account, self._line

    def _check_may_call(self) -> None:
        now = now_ms()
        self._recent_ms = [at_ms for at_ms in self._recent_ms if at_ms > now - BUSY_SPAN_MS]
        if len(self.live_calls) >= MAX_CALLS or len(self._recent_ms) >= CALLS_IN_BUSY_SPAN:
            raise Refused(
                "too_many_calls", f"at most {MAX_CALLS} calls at a time and {CALLS_IN_BUSY_SPAN} new ones in a second"
            )
        self._recent_ms.append(now)

    def _new_call(self, account: PhoneAccount, pjsip_id: int = pj.PJSUA_INVALID_ID) -> PhoneCall:
        self._last_number += 1
        call = PhoneCall(account, self._last_number, self._wire, self._headsets, pjsip_id)
        call.on_ended = self._call_ended
        self._calls[call.number] = call
        return call

    def _call_ended(self, call: PhoneCall) -> None:
        # Not while PJSIP is still inside the call's callback.
        self._due.append((now_ms(), lambda: self._keep_recording(call)))

    def _keep_recording(self, call: PhoneCall) -> None:
        if self._recordings is not None and call.recording.started_ms is not None:
            path = self._recordings / f"call-{call.number}.wav"
            call.recording.save(path)
            call.emit(
                "recorded",
                path=str(path),
                started_ms=round(call.recording.started_ms, 1),
                seconds=call.recording.seconds,
            )
        ended = [number for number, kept in self._calls.items() if kept.ended]
        for number in ended[:-ENDED_CALLS_KEPT]:
            del self._calls[number]

    def _invited(self, pjsip_id: int, headers: dict[str, str]) -> None:
        account, _ = self._ready()
        call = self._new_call(account, pjsip_id)
        info = call.getInfo()
        call.emit(
            "incoming",
            caller=user_of(str(info.remoteUri)),
            caller_uri=str(info.remoteUri),
            called=user_of(str(info.localUri)),
            headers=headers,
        )
        if self._refuse_with is not None:
            call.end_here(self._refuse_with)
            return
        _respond(call, pj.PJSIP_SC_RINGING)
        if self._answer_after_ms is not None:
            self._due.append((now_ms() + self._answer_after_ms, lambda: self._answer_if_alive(call)))

    def _answer_if_alive(self, call: PhoneCall) -> None:
        if not call.ended and not call.confirmed:
            _respond(call, pj.PJSIP_SC_OK)

    def _live(self, number: int | None) -> PhoneCall:
        call = self._known(number)
        if call.ended:
            raise Refused("call_ended", f"call {call.number} has ended")
        return call

    def _known(self, number: int | None) -> PhoneCall:
        """The call of that number, or without one the latest."""
        chosen = self._last_number if number is None else number
        if chosen not in self._calls:
            raise Refused("no_call", "there is no such call")
        return self._calls[chosen]


def _respond(call: PhoneCall, code: int) -> None:
    parameters = pj.CallOpParam(True)
    parameters.statusCode = code
    call.answer(parameters)
