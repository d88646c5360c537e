"""What the formulas refuse."""

from typing import ClassVar

from rexian.kit.errors import ErrorKind, RexianError


class LoadTooHigh(RexianError):
    """So few agents cannot work this load off: the line would grow without end."""

    code: ClassVar[str] = "load_too_high"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class NotPositive(RexianError):
    """A number of agents, a load or a share is out of its range."""

    code: ClassVar[str] = "traffic_figure_out_of_range"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID
