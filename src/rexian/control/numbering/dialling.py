"""How a number is dialled: which trunk carries it, and what it is dialled as there.

Decides by the outbound rules of the trunks, in their order. Called by whoever makes a call out (call-back, dial out,
transfer to a directory entry); whether the call may be made is left to him.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rexian.control.contracts.trunks import OutboundRule, TrunkConfiguration


@dataclass(frozen=True, slots=True)
class Dialling:
    """A number ready to be dialled: on which trunk, as which digits, showing which caller id (empty = its own)."""

    trunk: TrunkConfiguration
    digits: str
    caller_id: str


def dialled_as(number: str, rules: Iterable[OutboundRule]) -> str | None:
    """The digits for the exchange by the first rule that fits; None where none does."""
    for rule in rules:
        if number.startswith(rule.begins_with) and (not rule.lengths or len(number) in rule.lengths):
            return rule.prefix + number[rule.strip_digits :]
    return None


def dialling(number: str, trunks: Iterable[TrunkConfiguration]) -> Dialling | None:
    """The first trunk whose rules carry the number (in its kept form); None where no trunk does."""
    for trunk in trunks:
        digits = dialled_as(number, trunk.outbound)
        if digits is not None:
            return Dialling(trunk, digits, trunk.caller_id)
    return None
