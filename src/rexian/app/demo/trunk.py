"""The first trunk of an instance without a carrier: SIP from the addresses of REXIAN_TRUNK_PEERS.

As long as these are the demo's own, its fixed lines can be called too: they ring the phone of `rexian demo phone`.
Mobiles cannot, so that no demo citizen is promised a call-back which nobody would take.
"""

from rexian.app.settings import Settings
from rexian.app.trades import routing_trades
from rexian.business.trunks.contracts import ChannelLimit, OutboundRule, SipParameters, TrunkContent
from rexian.business.trunks.errors import TrunkInvalid
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.errors import ErrorKind, RexianError

TRUNK_ID = "first-trunk"
NAME = "trunk"
AREA_CODE = "0371"
FIXED_LINES = OutboundRule(begins_with=AREA_CODE, lengths=(11, 12), strip_digits=0, prefix="")


class TrunkPeersInvalid(RexianError):
    """REXIAN_TRUNK_PEERS is no list of addresses, networks, or addresses with a port, each once."""

    code = "trunk_peers_invalid"
    kind = ErrorKind.INVALID


def exchange_address(settings: Settings) -> tuple[str, int] | None:
    """Host and UDP port at which the demo's exchange takes calls; None where the trunk is somebody's own.

    The port follows from the instance's SIP port, at the citizens' address: instances beside one another differ.
    """
    if settings.sip_port is None or settings.trunk_peers != Settings.model_fields["trunk_peers"].default:
        return None
    return settings.trunk_peers, settings.sip_port + 1


def first_trunk(settings: Settings) -> TrunkContent:
    """A gateway at the addresses of the settings, with G.711 and no limit; it calls nobody but the demo's exchange."""
    exchange = exchange_address(settings)
    return TrunkContent(
        name=NAME,
        title="演示中继",
        area_code=AREA_CODE,
        country_code="86",
        caller_id="",
        outbound=() if exchange is None else (FIXED_LINES,),
        limit=ChannelLimit(channels=0, when_full="busy", full_number=""),
        parameters=SipParameters(
            kind="sip_gateway",
            peers=tuple(peer.strip() for peer in settings.trunk_peers.split(",") if peer.strip()),
            server=None if exchange is None else f"{exchange[0]}:{exchange[1]}",
            transport="udp",
            codecs=("alaw", "ulaw"),
            account=None,
            outbound_proxy=None,
            from_user=None,
            from_domain=None,
            trusts_identity=False,
            sends_identity=False,
            encrypts_media=False,
            fax_t38=False,
            session_timers=True,
        ),
    )


async def set_up_first_trunk(settings: Settings, database: Database, organisation_id: str) -> bool:
    """Make it where it was never made. A setting that is given counts at each start, else the record stays as it is.

    Tells whether anything changed. Raises TrunkPeersInvalid, DatabaseUnavailable.
    """
    trunks = routing_trades(settings, database, KeyRing.load(settings.master_key_file)).trunks
    is_given = "trunk_peers" in settings.model_fields_set
    try:
        return await trunks.set_up(TRUNK_ID, organisation_id, first_trunk(settings), replace=is_given)
    except TrunkInvalid as error:
        raise TrunkPeersInvalid(fields=error.details["fields"]) from error
