"""The Range header of one part (RFC 9110 section 14), as players send it."""

import re
from dataclasses import dataclass

from rexian.kit.errors import ErrorKind, RexianError

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class RangeNotSatisfiable(RexianError):
    """The asked part lies outside the recording."""

    code = "range_not_satisfiable"
    kind = ErrorKind.INVALID


@dataclass(frozen=True)
class ByteRange:
    """`length` bytes from `start` on, of `total`."""

    start: int
    length: int
    total: int

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.start + self.length - 1}/{self.total}"


def asked_range(header: str | None, total: int) -> ByteRange | None:
    """The part asked for; None = the whole (no range, or one of a form that may be ignored).

    Raises RangeNotSatisfiable when the part starts behind the end.
    """
    match = _ONE_RANGE.fullmatch(header.strip()) if header else None
    if match is None or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, total - int(last)), total - 1
    else:
        start, end = int(first), min(int(last) if last else total - 1, total - 1)
        if last and int(last) < int(first):
            return None
    if start >= total or start > end:
        raise RangeNotSatisfiable(total_bytes=total)
    return ByteRange(start, end - start + 1, total)
