"""The choices of a centre about how figures are said. One style is kept through a call."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpokenStyle:
    """How this centre wants figures to be said."""

    liang: bool = False
    """Say 两 for a 2 that opens a number before 千, 万, 亿 or a unit of money (两千元). Measure words always do."""

    hotline_yao: bool = True
    """Say the hotline number with 幺 (幺二三二九) and not with 一 (一二三二九)."""


STANDARD = SpokenStyle()
