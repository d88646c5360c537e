# SPDX-License-Identifier: GPL-2.0-or-later
"""One call of the phone: its SIP states as events, its sound, its recording.

PJSIP calls the on... methods on the main thread (while it polls), but onDtmfEvent on its media thread.
"""

from collections.abc import Callable

import pjsua2 as pj
from recording import Recording
from sound import Headsets
from wire import Wire, log_failure, now_ms

MEDIA_STATES = {
    pj.PJSUA_CALL_MEDIA_NONE: "none",
    pj.PJSUA_CALL_MEDIA_ACTIVE: "active",
    pj.PJSUA_CALL_MEDIA_LOCAL_HOLD: "local_hold",
    pj.PJSUA_CALL_MEDIA_REMOTE_HOLD: "remote_hold",
    pj.PJSUA_CALL_MEDIA_ERROR: "error",
}
DTMF_IS_UPDATE = 1
DTMF_IS_END = 2


class PhoneCall(pj.Call):
    """A call with a number of its own, which is never used again in this process."""

    def __init__(
        self, account: pj.Account, number: int, wire: Wire, headsets: Headsets, pjsip_id: int = pj.PJSUA_INVALID_ID
    ) -> None:
        super().__init__(account, pjsip_id)
        self.number = number
        self.incoming = pjsip_id != pj.PJSUA_INVALID_ID
        self.recording = Recording()
        self.confirmed = False
        self.ended = False
        self.on_ended: Callable[[PhoneCall], None] | None = None
        self._held = False
        self._hung_up_here = False
        self._wire = wire
        self._headsets = headsets
        self._headset = headsets.take()
        self._mouth: pj.AudioMedia = self._headset.mouth
        self._audio: pj.AudioMedia | None = None

    def emit(self, event: str, **fields: object) -> None:
        self._wire.emit(event, call=self.number, **fields)

    def play_tone(self, frequency_hz: int, level_dbfs: float) -> None:
        """Let the other side hear a tone from now on."""
        self._headset.say_tone(frequency_hz, level_dbfs)
        self._change_mouth(self._headset.mouth)

    def play_silence(self) -> None:
        """Let the other side hear nothing."""
        self._headset.say_nothing()
        self._change_mouth(self._headset.mouth)

    def play(self, player: pj.AudioMediaPlayer) -> None:
        """Let the other side hear a file."""
        self._change_mouth(player)

    def _change_mouth(self, source: pj.AudioMedia) -> None:
        if self._audio is not None and source is not self._mouth:
            self._mouth.stopTransmit(self._audio)
        self._mouth = source
        self._connect_mouth()

    def _connect_mouth(self) -> None:
        """A side that holds says nothing: PJSIP goes on sending by itself (sendonly)."""
        if self._audio is None:
            return
        if self._held:
            self._mouth.stopTransmit(self._audio)
        else:
            self._mouth.startTransmit(self._audio)

    def put_down(self) -> None:
        """The end of the call on this side: the recording ends, the headset is free for another call."""
        self.ended = True
        self.recording.end(now_ms())
        self._headsets.give_back(self._headset)
        self._audio = None
        self._mouth = self._headset.mouth
        # PJSIP uses its ids again and its destructor would hang up whichever call has this one by then.
        self.thisown = False

    def end_here(self, code: int = 0) -> None:
        """Hang up; with a code, refuse (before the answer)."""
        if self.ended:
            return
        self._hung_up_here = True
        parameters = pj.CallOpParam()
        parameters.statusCode = code
        self.hangup(parameters)

    def _codec(self) -> str | None:
        try:
            return str(self.getStreamInfo(0).codecName)
        except pj.Error:
            return None

    def onCallState(self, _: pj.OnCallStateParam) -> None:  # noqa: N802
        try:
            self._state_changed(self.getInfo())
        except Exception:
            log_failure("call state")

    def _state_changed(self, info: pj.CallInfo) -> None:
        if info.state == pj.PJSIP_INV_STATE_CALLING:
            self.emit("calling")
        elif info.state == pj.PJSIP_INV_STATE_EARLY and not self.incoming:
            self.emit("ringing" if info.lastStatusCode == 180 else "early", code=info.lastStatusCode)
        elif info.state == pj.PJSIP_INV_STATE_CONFIRMED and not self.confirmed:
            self.confirmed = True
            self.emit("confirmed", codec=self._codec())
        elif info.state == pj.PJSIP_INV_STATE_DISCONNECTED and not self.ended:
            self._disconnected(info)

    def _disconnected(self, info: pj.CallInfo) -> None:
        self.put_down()
        self.emit("disconnected", code=info.lastStatusCode, reason=str(info.lastReason), by_us=self._hung_up_here)
        if self.on_ended is not None:
            self.on_ended(self)

    def onCallTransferStatus(self, status: pj.OnCallTransferStatusParam) -> None:  # noqa: N802
        try:
            self.emit("transfer_told", code=status.statusCode, final=status.finalNotify)
        except Exception:
            log_failure("transfer status")

    def onCallMediaState(self, _: pj.OnCallMediaStateParam) -> None:  # noqa: N802
        try:
            if not self.ended:
                self._media_changed(self.getInfo())
        except Exception:
            log_failure("call media state")

    def _media_changed(self, info: pj.CallInfo) -> None:
        media = info.media[0] if len(info.media) else None
        if media is None:
            return
        self._audio = None
        if media.audioConfSlot >= 0:
            self._audio = self.getAudioMedia(0)
            self._headset.recording = self.recording
            self._audio.startTransmit(self._headset)
            self._held = media.status == pj.PJSUA_CALL_MEDIA_LOCAL_HOLD
            self._connect_mouth()
        self.emit("media", state=MEDIA_STATES.get(media.status, "none"), codec=self._codec())

    def onDtmfEvent(self, event: pj.OnDtmfEventParam) -> None:  # noqa: N802
        try:
            if not event.flags & DTMF_IS_UPDATE:
                self.emit("dtmf_received", digit=str(event.digit))
            if event.flags & DTMF_IS_END:
                self.emit("dtmf_ended", digit=str(event.digit), duration_ms=event.duration)
        except Exception:
            log_failure("digit")
