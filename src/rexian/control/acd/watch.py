"""The watch over seats: who is signed in without a living phone, or whose page gives no sign of life, is warned, then
signed out, and reminded to sign in when phone or page is back.

Pure: told of signs of life and asked from time to time, it says whose desk has changed and who is to be signed out. A
seat at work is let be, for the talk has rules of its own; a seat that has shown no page since it was taken (a desk
phone, a program) is watched by its phone alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rexian.control.acd.model import AT_WORK, Agent
from rexian.control.contracts.desk import AgentState, SeatTrouble, TroubleCause, TroubleStage


@dataclass(frozen=True)
class WatchLimits:
    """Seconds; 0 = never. `silent_*`: without a sign of life of the page, in that state. `warning_seconds` pass between
    the warning and the signing out."""

    no_phone_seconds: float = 120.0
    silent_ready_seconds: float = 180.0
    silent_not_ready_seconds: float = 900.0
    silent_wrap_up_seconds: float = 300.0
    warning_seconds: float = 60.0

    def silence(self, state: AgentState) -> float:
        """How long the page may be silent in that state."""
        match state:
            case AgentState.READY:
                return self.silent_ready_seconds
            case AgentState.NOT_READY:
                return self.silent_not_ready_seconds
            case _:
                return self.silent_wrap_up_seconds


@dataclass
class _Watched:
    """What is remembered of one seat."""

    phoneless_since: datetime | None = None
    seen_at: datetime | None = None
    """The last sign of life of the page since the seat was taken."""
    trouble: SeatTrouble | None = None


@dataclass(frozen=True)
class Finding:
    """A seat whose trouble has changed; `signs_out`: it is to be signed out for it."""

    agent_id: str
    trouble: SeatTrouble | None
    signs_out: bool = False


class SeatWatch:
    """The watch over all seats of a centre."""

    def __init__(self, limits: WatchLimits) -> None:
        self._limits = limits
        self._watched: dict[str, _Watched] = {}

    def trouble(self, agent_id: str) -> SeatTrouble | None:
        """What is wrong with the seat, for its desk."""
        watched = self._watched.get(agent_id)
        return watched.trouble if watched else None

    def seen(self, agent: Agent, now: datetime) -> bool:
        """The seat's page lives. Says whether the desk has changed by it."""
        watched = self._watched.setdefault(agent.agent_id, _Watched())
        before = watched.trouble
        if agent.state is not AgentState.SIGNED_OUT:
            watched.seen_at = now
            if before is not None and before.cause is TroubleCause.PAGE_SILENT:
                watched.trouble = None
        elif before is not None and (before.stage, before.cause) == (TroubleStage.SIGNED_OUT, TroubleCause.PAGE_SILENT):
            watched.trouble = SeatTrouble(TroubleStage.BACK, before.cause, now)
        return watched.trouble != before

    def look(self, agents: Iterable[Agent], now: datetime) -> list[Finding]:
        """Look at all seats; tells of those whose trouble has changed."""
        findings = []
        for agent in agents:
            watched = self._watched.get(agent.agent_id)
            if watched is None and agent.state is AgentState.SIGNED_OUT:
                continue
            watched = watched or self._watched.setdefault(agent.agent_id, _Watched())
            before = watched.trouble
            watched.trouble = self._judged(agent, watched, now)
            if watched.trouble != before:
                signs_out = watched.trouble is not None and watched.trouble.stage is TroubleStage.SIGNED_OUT
                findings.append(Finding(agent.agent_id, watched.trouble, signs_out))
        return findings

    def _judged(self, agent: Agent, watched: _Watched, now: datetime) -> SeatTrouble | None:
        watched.phoneless_since = None if agent.phone_registered else (watched.phoneless_since or now)
        before = watched.trouble
        if agent.state is AgentState.SIGNED_OUT:
            watched.seen_at = None
            return _while_signed_out(agent, before, now)
        if agent.state in AT_WORK:
            return None
        cause = self._cause(agent, watched, now)
        if cause is None:
            return None
        if before is None or before.stage is not TroubleStage.WARNED or before.sign_out_at is None:
            return SeatTrouble(TroubleStage.WARNED, cause, now, now + timedelta(seconds=self._limits.warning_seconds))
        return before if now < before.sign_out_at else SeatTrouble(TroubleStage.SIGNED_OUT, before.cause, now)

    def _cause(self, agent: Agent, watched: _Watched, now: datetime) -> TroubleCause | None:
        taken = agent.state_since or now
        if watched.phoneless_since is not None and _over(watched.phoneless_since, self._limits.no_phone_seconds, now):
            return TroubleCause.NO_PHONE
        if watched.seen_at is not None and _over(max(watched.seen_at, taken), self._limits.silence(agent.state), now):
            return TroubleCause.PAGE_SILENT
        return None


def _while_signed_out(agent: Agent, before: SeatTrouble | None, now: datetime) -> SeatTrouble | None:
    """Who was signed out for want of a phone is reminded as soon as there is one."""
    if before is None or before.stage is TroubleStage.WARNED:
        return None
    phone_is_back = agent.phone_registered and before.cause is TroubleCause.NO_PHONE
    if before.stage is TroubleStage.SIGNED_OUT and phone_is_back:
        return SeatTrouble(TroubleStage.BACK, before.cause, now)
    return before


def _over(since: datetime, limit_seconds: float, now: datetime) -> bool:
    return limit_seconds > 0 and (now - since).total_seconds() >= limit_seconds
