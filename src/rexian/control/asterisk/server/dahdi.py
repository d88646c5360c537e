"""chan_dahdi.conf and DAHDI's own system.conf, written from the trunks on E1 lines.

One port of a card is one E1: 31 DAHDI channels, numbered through all cards in the order of their ports, timeslot 16 is
the sixteenth. Options in chan_dahdi.conf hold until they are set again, so each trunk sets all of its kind. What the
values mean at the exchange stands in the records' rules; no card was there to prove these files, only Asterisk's own
reading of them.
"""

from collections.abc import Iterable, Iterator

from rexian.control.asterisk.server.entries import context_of
from rexian.control.asterisk.server.text import Option, option_lines, yes_no
from rexian.control.contracts.trunks import DahdiTrunk, E1Span, MfcR2Trunk, PriTrunk, Ss7Trunk, e1_group

CHANNELS_PER_SPAN = 31
IDLE_BITS = "1111"
"""China No.1: the C and D bits are 1 (1101 elsewhere)."""


def system_text(trunks: Iterable[DahdiTrunk]) -> str:
    """DAHDI's system.conf, for `dahdi_cfg`."""
    lines = ["# Written by rexian from the trunk records."]
    spans = sorted(((span, trunk) for trunk in trunks for span in trunk.spans), key=lambda pair: pair[0].number)
    for span, trunk in spans:
        lines += _span_lines(span, trunk)
    return "\n".join([*lines, "loadzone = cn", "defaultzone = cn", ""])


def channels_text(trunks: Iterable[DahdiTrunk]) -> str:
    """chan_dahdi.conf. A card that is missing takes only its own lines out of service."""
    parts = ["; Written by rexian from the trunk records.", "[channels]", "ignore_failed_channels = yes", ""]
    for trunk in trunks:
        parts += option_lines([*_shared(trunk), *_options(trunk)])
        for span in trunk.spans:
            parts += _channel_lines(span, trunk)
        parts.append("")
    return "\n".join(parts)


def _span_lines(span: E1Span, trunk: DahdiTrunk) -> Iterator[str]:
    is_cas = isinstance(trunk, MfcR2Trunk)
    crc4 = ",crc4" if span.crc4 else ""
    voice = _voice_channels(span)
    yield ""
    yield f"# trunk {trunk.name}"
    yield f"span = {span.number},{span.timing},0,{'cas' if is_cas else 'ccs'},hdb3{crc4}"
    if is_cas:
        first, second = voice.split(",")
        yield f"cas = {first}:{IDLE_BITS}"
        yield f"dchan = {span.signalling_channel}"
        yield f"cas = {second}:{IDLE_BITS}"
    else:
        yield f"bchan = {voice}"
        if span.has_signalling:
            yield f"{'mtp2' if isinstance(trunk, Ss7Trunk) else 'dchan'} = {span.signalling_channel}"
    yield f"echocanceller = mg2,{voice}"


def _voice_channels(span: E1Span) -> str:
    first, last = span.first_channel, span.first_channel + CHANNELS_PER_SPAN - 1
    if not span.has_signalling:
        return f"{first}-{last}"
    return f"{first}-{span.signalling_channel - 1},{span.signalling_channel + 1}-{last}"


def _shared(trunk: DahdiTrunk) -> Iterator[Option]:
    yield ("context", context_of(trunk.name))
    yield ("group", e1_group(span.number for span in trunk.spans))
    yield ("language", "zh")
    yield ("usecallerid", "yes")
    yield ("hidecallerid", "no")
    yield ("echocancel", "yes")
    yield ("echocancelwhenbridged", "no")
    yield ("immediate", "no")


def _options(trunk: DahdiTrunk) -> Iterator[Option]:
    match trunk:
        case PriTrunk():
            yield from _pri_options(trunk)
        case MfcR2Trunk():
            yield from _mfcr2_options(trunk)
        case Ss7Trunk():
            yield from _ss7_options(trunk)


def _pri_options(trunk: PriTrunk) -> Iterator[Option]:
    """libpri has no variant for China; EuroISDN on E1 fits CHINA-ISDN."""
    yield ("switchtype", "euroisdn")
    yield ("signalling", "pri_net" if trunk.is_network_side else "pri_cpe")
    yield ("pridialplan", trunk.called_plan)
    yield ("prilocaldialplan", trunk.calling_plan)
    yield ("internationalprefix", trunk.international_prefix)
    yield ("nationalprefix", trunk.national_prefix)
    yield ("overlapdial", "incoming" if trunk.called_digits else "no")
    yield ("priindication", "inband" if trunk.in_band_tones else "outofband")
    yield ("resetinterval", trunk.reset_interval_seconds or "never")
    yield ("pritimer", f"t200,{trunk.t200_milliseconds}")
    yield ("facilityenable", "no")


def _mfcr2_options(trunk: MfcR2Trunk) -> Iterator[Option]:
    yield ("signalling", "mfcr2")
    yield ("mfcr2_variant", "cn")
    yield ("mfcr2_max_ani", trunk.caller_digits)
    yield ("mfcr2_max_dnis", trunk.called_digits)
    yield ("mfcr2_get_ani_first", yes_no(trunk.caller_first))
    yield ("mfcr2_category", trunk.category)
    yield ("mfcr2_mfback_timeout", trunk.mf_back_timeout_ms)
    yield ("mfcr2_metering_pulse_timeout", trunk.metering_pulse_timeout_ms)
    yield ("mfcr2_allow_collect_calls", "no")
    yield ("mfcr2_double_answer", "no")
    yield ("mfcr2_immediate_accept", "no")
    yield ("mfcr2_accept_on_offer", yes_no(trunk.accepts_on_offer))
    yield ("mfcr2_charge_calls", "yes")


def _ss7_options(trunk: Ss7Trunk) -> Iterator[Option]:
    yield ("signalling", "ss7")
    yield ("ss7type", "itu")
    yield ("ss7_called_nai", trunk.called_nature)
    yield ("ss7_calling_nai", trunk.calling_nature)
    yield ("linkset", trunk.linkset)
    yield ("pointcode", trunk.point_code)
    yield ("adjpointcode", trunk.adjacent_point_code)
    yield ("defaultdpc", trunk.destination_point_code)
    yield ("networkindicator", trunk.network)


def _channel_lines(span: E1Span, trunk: DahdiTrunk) -> Iterator[str]:
    """The span's voice channels; SS7 counts its circuits by timeslot, so that the numbering leaps over the link."""
    voice = _voice_channels(span)
    if not isinstance(trunk, Ss7Trunk):
        yield f"channel = {voice}"
        return
    for channels in voice.split(","):
        offset = int(channels.split("-")[0]) - span.first_channel
        yield f"cicbeginswith = {span.first_circuit + offset}"
        yield f"channel = {channels}"
    if span.has_signalling:
        yield f"sigchan = {span.signalling_channel}"
