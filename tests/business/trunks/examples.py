"""One right trunk of each kind."""

from rexian.business.trunks.contracts import (
    ChannelLimit,
    E1Line,
    MfcR2Parameters,
    OutboundRule,
    Parameters,
    PriParameters,
    SipAccount,
    SipParameters,
    Ss7Line,
    Ss7Parameters,
    TrunkContent,
)

ACCOUNT = SipAccount("+8637112329", "ha.ims.example", "12329@ha.ims.example", 3600)
IMS = SipParameters(
    kind="sip_ims",
    peers=("10.20.0.0/28",),
    server="sbc.ims.example:5060",
    transport="udp",
    codecs=("alaw",),
    account=ACCOUNT,
    outbound_proxy="10.20.0.1",
    from_user="+8637112329",
    from_domain="ha.ims.example",
    trusts_identity=True,
    sends_identity=True,
    encrypts_media=False,
    fax_t38=False,
    session_timers=True,
)
GATEWAY = SipParameters(
    kind="sip_gateway",
    peers=("10.0.0.5:5060", "10.0.0.6"),
    server="10.0.0.5",
    transport="tcp",
    codecs=("alaw", "ulaw"),
    account=None,
    outbound_proxy=None,
    from_user=None,
    from_domain=None,
    trusts_identity=False,
    sends_identity=False,
    encrypts_media=False,
    fax_t38=True,
    session_timers=False,
)
PRI = PriParameters(
    kind="pri",
    spans=(E1Line(1, 1, True), E1Line(2, 2, True)),
    is_network_side=False,
    called_plan="unknown",
    calling_plan="national",
    international_prefix="00",
    national_prefix="0",
    called_digits=0,
    in_band_tones=False,
    reset_interval_seconds=None,
    t200_milliseconds=1000,
)
NO1 = MfcR2Parameters(
    kind="mfcr2",
    spans=(E1Line(3, 3, False),),
    called_digits=5,
    caller_digits=12,
    caller_first=False,
    category="national_subscriber",
    mf_back_timeout_milliseconds=-1,
    metering_pulse_timeout_milliseconds=-1,
    accepts_on_offer=True,
)
SS7 = Ss7Parameters(
    kind="ss7_isup",
    spans=(Ss7Line(4, 4, False, 1, True), Ss7Line(5, 0, False, 33, False)),
    linkset=1,
    point_code=1001,
    adjacent_point_code=1002,
    destination_point_code=1003,
    network="national",
    called_nature="dynamic",
    calling_nature="dynamic",
)
OUTBOUND = (OutboundRule("0371", (), 4, ""), OutboundRule("1", (11,), 0, "0"), OutboundRule("+", (), 1, "00"))


def trunk(parameters: Parameters, name: str | None = None) -> TrunkContent:
    return TrunkContent(
        name=name or parameters.kind.replace("_", "-"),
        title="中继",
        area_code="0371",
        country_code="86",
        caller_id="12329",
        outbound=OUTBOUND,
        limit=ChannelLimit(30, "number", "12329000"),
        parameters=parameters,
    )


EXAMPLES = tuple(trunk(parameters) for parameters in (IMS, GATEWAY, PRI, NO1, SS7))
