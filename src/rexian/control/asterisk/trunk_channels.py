"""How a call out is made on a trunk: the channel to ask Asterisk for, and the variables it must begin with."""

from collections.abc import Mapping

from rexian.control.asterisk.server.entries import COUNTED
from rexian.control.contracts.trunks import TrunkConfiguration


def channel_for(trunk: TrunkConfiguration, digits: str) -> str:
    """The endpoint of ARI's `channels` for these digits; a free channel of the group where the trunk is on E1 lines."""
    if trunk.e1_group is None:
        return f"PJSIP/{digits}@{trunk.name}"
    return f"DAHDI/g{trunk.e1_group}/{digits}"


def variables_for(trunk: TrunkConfiguration) -> Mapping[str, str]:
    """Counts the call among the trunk's, so that those that come in find fewer channels free."""
    return {f"GROUP({COUNTED})": trunk.name}
