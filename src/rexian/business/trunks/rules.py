"""What is wrong with a trunk's record: pure, one fault for each field that cannot work.

Decides what all kinds share, and asks `sip_rules` and `e1_rules` for the rest. Called by the service before a record is
stored, so that what is written for Asterisk from stored records is always something it takes. What the carrier must be
asked is in the guide; whether he answered right only a call can tell.
"""

import re
from collections.abc import Iterator, Sequence

from rexian.business.trunks.contracts import ChannelLimit, OutboundRule, SipParameters, TrunkContent
from rexian.business.trunks.e1_rules import faults_of_e1
from rexian.business.trunks.sip_rules import faults_of_sip

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
RESERVED_NAMES = frozenset({"udp", "tcp", "tls", "ws", "wss", "global", "system", "agents"})
AREA_CODE = re.compile(r"(0\d{2,3})?")
COUNTRY_CODE = re.compile(r"[1-9]\d{0,2}")
DIGITS = re.compile(r"[0-9*#+]*")
LONGEST_NUMBER = 32
LONGEST_TITLE = 60
MOST_CHANNELS = 2000

Fault = tuple[str, str]


def faults_of(content: TrunkContent, password: str | None, others: Sequence[TrunkContent]) -> tuple[Fault, ...]:
    """Pairs of field and fault, none where the trunk can be used beside the others.

    `password` is the one that will be stored with it.
    """
    parameters = content.parameters
    if isinstance(parameters, SipParameters):
        return (*_common_faults(content, others), *faults_of_sip(parameters, password, others))
    return (*_common_faults(content, others), *faults_of_e1(parameters, others))


def _common_faults(content: TrunkContent, others: Sequence[TrunkContent]) -> Iterator[Fault]:
    if not NAME.fullmatch(content.name) or content.name in RESERVED_NAMES:
        yield "name", "no_short_name"
    if any(other.name == content.name for other in others):
        yield "name", "taken"
    if not content.title.strip() or not content.title.isprintable() or len(content.title) > LONGEST_TITLE:
        yield "title", "no_title"
    if not AREA_CODE.fullmatch(content.area_code):
        yield "area_code", "no_area_code"
    if not COUNTRY_CODE.fullmatch(content.country_code):
        yield "country_code", "no_country_code"
    if not _is_number(content.caller_id):
        yield "caller_id", "no_number"
    yield from _limit_faults(content.limit)
    for number, rule in enumerate(content.outbound):
        if not _is_possible(rule):
            yield f"outbound.{number}", "no_rule"


def _limit_faults(limit: ChannelLimit) -> Iterator[Fault]:
    if not 0 <= limit.channels <= MOST_CHANNELS:
        yield "limit.channels", "out_of_range"
    if not _is_number(limit.full_number) or (limit.when_full == "number" and not limit.full_number):
        yield "limit.full_number", "no_number"


def _is_possible(rule: OutboundRule) -> bool:
    is_written_well = _is_number(rule.begins_with) and _is_number(rule.prefix)
    shortest = min(rule.lengths, default=max(len(rule.begins_with), 1))
    return is_written_well and 0 <= rule.strip_digits <= shortest <= LONGEST_NUMBER


def _is_number(text: str) -> bool:
    return len(text) <= LONGEST_NUMBER and DIGITS.fullmatch(text) is not None
