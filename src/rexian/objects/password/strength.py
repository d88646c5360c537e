"""Decides whether six digits are good enough for a query password. Pure; called before anything is stored."""

from itertools import pairwise

from rexian.object_api.fund.password_check import Holder

DIGITS = 6


def is_weak(password: str, holder: Holder | None) -> bool:
    """Too few different digits, a run, a pattern said twice, or a piece of what others know of the holder."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(password)}
    is_run = steps in ({1}, {9})
    is_repeated = password[:3] == password[3:] or password[:2] * 3 == password
    if len(set(password)) < 3 or is_run or is_repeated:
        return True
    known = (holder.key.removeprefix("unit:"), holder.mobile or "") if holder else ()
    return any(password in each for each in known)
