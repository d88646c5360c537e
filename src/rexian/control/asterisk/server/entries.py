"""The part of extensions.conf that belongs to trunks: how a trunk's call enters, and what it gets when all is taken.

Each trunk has a context of its own, which names the trunk and counts its calls; then all go the same way. A line that
sends its digits one by one (No.1, overlapping ISDN) must know how many will come: a pattern that fits at once would end
the number after its first digit.
"""

from collections.abc import Iterable, Iterator

from rexian.control.asterisk.server.text import safe
from rexian.control.contracts.trunks import ChannelLimit, LineConfiguration, MfcR2Trunk, PriTrunk, WhenFull

CAUSE_OF = {WhenFull.BUSY: 17, WhenFull.CONGESTION: 34}
COUNTED = "trunk"
"""The category of Asterisk's groups in which the calls of each trunk are counted."""


def context_of(trunk_name: str) -> str:
    """The context of the dialplan that a trunk's calls enter."""
    return f"trunk-{trunk_name}"


def entries_text(lines: Iterable[LineConfiguration]) -> str:
    """A context for each trunk."""
    return "\n".join(_entry(line) for line in lines)


def _entry(line: LineConfiguration) -> str:
    name = safe("trunk", line.name)
    numbers = [("s", "s"), *((pattern, "${EXTEN}") for pattern in _patterns(line))]
    lines = [f"[{context_of(name)}]"]
    for extension, number in numbers:
        lines += [f"exten => {extension},1,Set(REXIAN_NUMBER={number})", " same => n,Goto(count,1)"]
    return "\n".join([*lines, *_counted(name, line.limit), *_full(line.limit), ""])


def _patterns(line: LineConfiguration) -> list[str]:
    digits = _digits_one_by_one(line)
    return ["_[+*#0-9]!"] if digits == 0 else [f"_{'X' * count}" for count in range(1, digits + 1)]


def _digits_one_by_one(line: LineConfiguration) -> int:
    if isinstance(line, MfcR2Trunk) or (isinstance(line, PriTrunk) and line.called_digits):
        return line.called_digits
    return 0


def _counted(name: str, limit: ChannelLimit) -> Iterator[str]:
    yield f"exten => count,1,Set(REXIAN_TRUNK={name})"
    yield f" same => n,Set(GROUP({COUNTED})={name})"
    if limit.channels:
        yield f" same => n,GotoIf($[${{GROUP_COUNT({name}@{COUNTED})}} > {limit.channels}]?full,1)"
    yield " same => n,Goto(trunk,${REXIAN_NUMBER},1)"


def _full(limit: ChannelLimit) -> Iterator[str]:
    """The one too many: refused, or led to the number whose flow says that all lines are busy."""
    if not limit.channels:
        return
    if limit.when_full is WhenFull.NUMBER:
        yield f"exten => full,1,Goto(trunk,{safe('full_number', limit.full_number)},1)"
    else:
        yield f"exten => full,1,Hangup({CAUSE_OF[limit.when_full]})"
