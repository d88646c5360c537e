# SPDX-License-Identifier: GPL-2.0-or-later
"""The phone's line: PJSIP set up on loopback with free ports and no sound card, and one account on it."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass

import pjsua2 as pj
from spectrum import SAMPLE_RATE
from wire import Wire, log_failure

LOOPBACK = "127.0.0.1"
MAX_CALLS = 4
"""As many as the published build of PJSIP allows."""
LOG_LEVEL = int(os.environ.get("PHONE_LOG_LEVEL", "1"))
HEADERS_SHOWN = re.compile(r"^((?:X-[^:\s]+)|P-Asserted-Identity|Call-Info|Alert-Info)\s*:\s*(.*?)\s*$", re.I | re.M)
URI_USER = re.compile(r"sips?:([^@;>]*)@")


@dataclass(frozen=True)
class LineOptions:
    """What the `start` command may say; see README.md."""

    user: str = "phone"
    password: str = ""
    registrar: str = ""
    codecs: tuple[str, ...] = ("PCMA", "PCMU")
    tx_drop_pct: int = 0
    rx_drop_pct: int = 0
    listen_host: str = LOOPBACK
    listen_port: int = 0

    def __post_init__(self) -> None:
        if not self.listen_host.startswith("127."):
            raise ValueError("the phone listens on loopback addresses (127.x.x.x) only")


class Line:
    """The library, its transport and the account. `poll` gives PJSIP the main thread for a moment."""

    def __init__(self, options: LineOptions) -> None:
        self._endpoint = pj.Endpoint()
        self._endpoint.libCreate()
        self._endpoint.libInit(_endpoint_settings(options))
        self._endpoint.audDevManager().setNullDev()
        transport = pj.TransportConfig()
        transport.boundAddress, transport.port = options.listen_host, options.listen_port
        transport_id = self._endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
        self._endpoint.libStart()
        self.address = str(self._endpoint.transportGetInfo(transport_id).localName)
        self._choose_codecs(options.codecs)

    def _choose_codecs(self, wanted: tuple[str, ...]) -> None:
        known = [str(codec.codecId) for codec in self._endpoint.codecEnum2()]
        for codec in known:
            self._endpoint.codecSetPriority(codec, 0)
        for place, name in enumerate(wanted):
            matching = [codec for codec in known if codec.upper().startswith(name.upper() + "/")]
            if not matching:
                raise ValueError(f"unknown codec {name}, there are: {', '.join(known)}")
            self._endpoint.codecSetPriority(matching[0], 255 - place)

    def poll(self, milliseconds: int) -> None:
        self._endpoint.libHandleEvents(milliseconds)


def _endpoint_settings(options: LineOptions) -> pj.EpConfig:
    settings = pj.EpConfig()
    settings.logConfig.level = settings.logConfig.consoleLevel = LOG_LEVEL
    settings.uaConfig.threadCnt = 0
    settings.uaConfig.maxCalls = MAX_CALLS
    settings.uaConfig.userAgent = "Rexian simulated phone"
    media = settings.medConfig
    media.clockRate = media.sndClockRate = SAMPLE_RATE
    media.noVad = True
    media.ecTailLen = 0
    media.sndAutoCloseTime = -1
    media.txDropPct, media.rxDropPct = options.tx_drop_pct, options.rx_drop_pct
    return settings


def account_settings(options: LineOptions, address: str) -> pj.AccountConfig:
    """The account: registered when there is a registrar, else only a name to call from."""
    settings = pj.AccountConfig()
    settings.idUri = f"sip:{options.user}@{options.registrar or address}"
    if options.registrar:
        settings.regConfig.registrarUri = f"sip:{options.registrar}"
        settings.regConfig.timeoutSec = 120
        settings.regConfig.firstRetryIntervalSec = 1
        settings.regConfig.retryIntervalSec = 5
        settings.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", options.user, 0, options.password))
    settings.callConfig.timerUse = pj.PJSUA_SIP_TIMER_INACTIVE
    settings.natConfig.contactRewriteUse = 0
    settings.natConfig.viaRewriteUse = 0
    settings.mediaConfig.transportConfig.boundAddress = options.listen_host
    settings.mediaConfig.transportConfig.port = 0
    settings.mediaConfig.lockCodecEnabled = False
    return settings


class PhoneAccount(pj.Account):
    """The account's callbacks: registration as events, incoming calls to `on_invite`."""

    def __init__(self, wire: Wire, on_invite: Callable[[int, dict[str, str]], None]) -> None:
        super().__init__()
        self.registered = False
        self._wire = wire
        self._on_invite = on_invite

    def onRegState(self, state: pj.OnRegStateParam) -> None:  # noqa: N802 (PJSIP's name)
        try:
            self.registered = state.code // 100 == 2 and state.expiration > 0
            if state.code // 100 != 2:
                self._wire.emit("registration_failed", code=state.code, reason=str(state.reason))
            elif self.registered:
                self._wire.emit("registered", expires_seconds=state.expiration)
            else:
                self._wire.emit("unregistered")
        except Exception:
            log_failure("registration state")

    def onIncomingCall(self, invite: pj.OnIncomingCallParam) -> None:  # noqa: N802
        try:
            self._on_invite(invite.callId, dict(HEADERS_SHOWN.findall(str(invite.rdata.wholeMsg))))
        except Exception:
            log_failure("incoming call")


def user_of(uri: str) -> str:
    """The user part of a SIP address: the caller's or the called number."""
    match = URI_USER.search(uri)
    return match.group(1) if match else ""
