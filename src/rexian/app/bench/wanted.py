"""What a run of the bench is to measure, as asked for on the command line."""

from collections.abc import Sequence
from dataclasses import dataclass

from rexian.kit.errors import ErrorKind, RexianError

FULL_SECONDS = 840.0
FULL_STEP_SECONDS = 20.0
FULL_ROUNDS = 3
QUICK_SECONDS = 218.0
QUICK_STEP_SECONDS = 5.0
QUICK_ROUNDS = 1


class StepsNotUnderstood(RexianError):
    """The steps of the bench must be numbers above 0, separated by commas, such as 10,11,12.1."""

    code = "steps_not_understood"
    kind = ErrorKind.INVALID


@dataclass(frozen=True, slots=True)
class Wanted:
    """`rates` = these steps only; empty = search, then climb by 10 %, within `limit_seconds`."""

    rates: Sequence[float] = ()
    seconds: float = FULL_STEP_SECONDS
    rounds: int = FULL_ROUNDS
    limit_seconds: float = FULL_SECONDS


def wanted_from(steps: str, *, seconds: float | None, rounds: int | None, quick: bool) -> Wanted:
    """The defaults of a full or a quick run, where nothing else was asked for. Raises StepsNotUnderstood."""
    try:
        rates = tuple(float(step) for step in steps.split(",") if step.strip())
    except ValueError:
        raise StepsNotUnderstood from None
    if any(not 0 < rate < float("inf") for rate in rates):
        raise StepsNotUnderstood
    return Wanted(
        rates,
        seconds or (QUICK_STEP_SECONDS if quick else FULL_STEP_SECONDS),
        rounds or (QUICK_ROUNDS if quick else FULL_ROUNDS),
        QUICK_SECONDS if quick else FULL_SECONDS,
    )
