"""One trunk of each kind, for the files that are written from them."""

from pathlib import Path

from rexian.control.asterisk.server.installation import Installation
from rexian.control.asterisk.server.settings import ServerFolders, ServerSettings
from rexian.control.contracts.trunks import (
    ChannelLimit,
    E1Span,
    LineConfiguration,
    MfcR2Trunk,
    PriTrunk,
    SipRegistration,
    SipTransport,
    SipTrunk,
    Ss7Trunk,
    WhenFull,
)

INSTALLATION = Installation("22.10.1", ("asterisk",), Path("/opt/modules"), Path("/opt/data"))

IMS = SipTrunk(
    name="ims",
    peers=("10.20.0.0/28",),
    contact="sbc.ims.example:5060",
    codecs=("alaw",),
    transport=SipTransport.TCP,
    registration=SipRegistration(
        user="+8637112329", domain="ha.ims.example", password="line-secret", auth_user="12329@ha.ims.example"
    ),
    outbound_proxy="10.20.0.1:5060",
    from_user="+8637112329",
    from_domain="ha.ims.example",
    trusts_identity=True,
    sends_identity=True,
    limit=ChannelLimit(60, WhenFull.NUMBER, "12329000"),
)
GATEWAY = SipTrunk(
    name="gateway",
    peers=("10.0.0.5", "10.0.0.6:5062"),
    contact="10.0.0.5:5060",
    limit=ChannelLimit(30, WhenFull.CONGESTION),
)
SECURE = SipTrunk(
    name="secure", peers=("10.30.0.1",), contact="10.30.0.1:5061", transport=SipTransport.TLS, encrypts_media=True
)
PRI = PriTrunk(name="isdn", spans=(E1Span(1, crc4=True), E1Span(2, timing=2)), limit=ChannelLimit(60))
OVERLAP = PriTrunk(name="overlap", spans=(E1Span(5, timing=0),), called_digits=5, is_network_side=True)
NO1 = MfcR2Trunk(name="no1", spans=(E1Span(3, timing=3),), called_digits=5, caller_digits=12)
SS7 = Ss7Trunk(
    name="ss7",
    spans=(E1Span(4, timing=4), E1Span(6, timing=0, first_circuit=33, has_signalling=False)),
    linkset=1,
    point_code=1001,
    adjacent_point_code=1002,
    destination_point_code=1002,
)
SIP_LINES: tuple[LineConfiguration, ...] = (IMS, GATEWAY, SECURE)
E1_LINES: tuple[LineConfiguration, ...] = (PRI, NO1, SS7, OVERLAP)


def settings_with(*lines: LineConfiguration) -> ServerSettings:
    return ServerSettings(
        folders=ServerFolders.below(Path("/srv/one")),
        node="node1",
        application="rexian",
        ari_user="rexian",
        ari_password="secret",
        http_port=8088,
        sip_port=5060,
        rtp_first_port=20000,
        rtp_last_port=20999,
        trunks=lines,
    )
