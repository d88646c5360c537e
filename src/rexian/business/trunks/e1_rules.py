"""What is wrong with a trunk on E1 lines: spans, clocks, digits, codes, circuits. Pure; called by `rules` only."""

from collections.abc import Iterable, Iterator, Sequence

from rexian.business.trunks.contracts import (
    E1Line,
    E1Parameters,
    MfcR2Parameters,
    PriParameters,
    SipParameters,
    Ss7Line,
    Ss7Parameters,
    TrunkContent,
)

MOST_SPANS = 63
"""Asterisk dials a trunk by a group of channels, and has 64 of them."""
MOST_PRI_DIGITS = 32
MOST_R2_DIGITS = 24
POINT_CODES = range(1, 1 << 14)
NATIONAL_POINT_CODES = range(1, 1 << 24)
CIRCUITS = range(1, 1 << 12)
CIRCUITS_OF_A_SPAN = 31
LINKSETS = range(1, 33)

Fault = tuple[str, str]


def faults_of_e1(parameters: E1Parameters, others: Sequence[TrunkContent]) -> Iterator[Fault]:
    """The faults of an E1 trunk's parameters beside the other trunks."""
    yield from _span_faults(parameters.spans, others)
    match parameters:
        case PriParameters():
            yield from _pri_faults(parameters)
        case MfcR2Parameters():
            yield from _r2_faults(parameters)
        case Ss7Parameters():
            yield from _ss7_faults(parameters, others)


def _span_faults(spans: Sequence[E1Line | Ss7Line], others: Iterable[TrunkContent]) -> Iterator[Fault]:
    taken = [span for other in others if not isinstance(other.parameters, SipParameters) for span in _spans(other)]
    if not spans:
        yield "parameters.spans", "empty"
    for place, span in enumerate(spans):
        before = [*taken, *spans[:place]]
        if not 1 <= span.number <= MOST_SPANS:
            yield f"parameters.spans.{place}.number", "out_of_range"
        if any(other.number == span.number for other in before):
            yield f"parameters.spans.{place}.number", "taken"
        if not 0 <= span.timing <= MOST_SPANS:
            yield f"parameters.spans.{place}.timing", "out_of_range"
        if span.timing and any(other.timing == span.timing for other in before):
            yield f"parameters.spans.{place}.timing", "taken"


def _spans(content: TrunkContent) -> Sequence[E1Line | Ss7Line]:
    return () if isinstance(content.parameters, SipParameters) else content.parameters.spans


def _pri_faults(pri: PriParameters) -> Iterator[Fault]:
    if not 0 <= pri.called_digits <= MOST_PRI_DIGITS:
        yield "parameters.called_digits", "out_of_range"
    for name in ("international_prefix", "national_prefix"):
        if not str(getattr(pri, name) or "0").isdecimal():
            yield f"parameters.{name}", "no_number"
    if pri.reset_interval_seconds is not None and pri.reset_interval_seconds < 60:
        yield "parameters.reset_interval_seconds", "out_of_range"
    if not 100 <= pri.t200_milliseconds <= 10_000:
        yield "parameters.t200_milliseconds", "out_of_range"


def _r2_faults(r2: MfcR2Parameters) -> Iterator[Fault]:
    if not 1 <= r2.called_digits <= MOST_R2_DIGITS:
        yield "parameters.called_digits", "out_of_range"
    if not 0 <= r2.caller_digits <= MOST_R2_DIGITS:
        yield "parameters.caller_digits", "out_of_range"
    for name in ("mf_back_timeout_milliseconds", "metering_pulse_timeout_milliseconds"):
        if not -1 <= getattr(r2, name) <= 60_000:
            yield f"parameters.{name}", "out_of_range"


def _ss7_faults(ss7: Ss7Parameters, others: Iterable[TrunkContent]) -> Iterator[Fault]:
    for name in ("point_code", "adjacent_point_code", "destination_point_code"):
        code = getattr(ss7, name)
        if code not in POINT_CODES:
            yield f"parameters.{name}", "needs_a_gateway" if code in NATIONAL_POINT_CODES else "out_of_range"
    if ss7.point_code in (ss7.adjacent_point_code, ss7.destination_point_code):
        yield "parameters.point_code", "same_as_the_other_side"
    if ss7.linkset not in LINKSETS:
        yield "parameters.linkset", "out_of_range"
    if any(isinstance(other.parameters, Ss7Parameters) and other.parameters.linkset == ss7.linkset for other in others):
        yield "parameters.linkset", "taken"
    if ss7.spans and not any(span.has_signalling for span in ss7.spans):
        yield "parameters.spans", "no_signalling_link"
    yield from _circuit_faults(ss7.spans)


def _circuit_faults(spans: Sequence[Ss7Line]) -> Iterator[Fault]:
    for place, span in enumerate(spans):
        circuits = range(span.first_circuit, span.first_circuit + CIRCUITS_OF_A_SPAN)
        if circuits[0] not in CIRCUITS or circuits[-1] not in CIRCUITS:
            yield f"parameters.spans.{place}.first_circuit", "out_of_range"
        if any(abs(other.first_circuit - span.first_circuit) < CIRCUITS_OF_A_SPAN for other in spans[:place]):
            yield f"parameters.spans.{place}.first_circuit", "taken"
