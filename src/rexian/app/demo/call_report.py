"""What a demo call has shown, and whether all of it is right. Pure; filled by the demo call.

Decides the limits: a prompt that was not cut lasts as long as its clip within a tenth, tones are heard both ways, the
citizen's data is on the agent's desk within a second of the ring, the recording misses nothing.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

CLIP_TOLERANCE = 0.1
QUIETEST_PROMPT_DBFS = -40.0
QUIETEST_TONE_DBFS = -30.0
TONE_TOLERANCE_HZ = 10.0
LONGEST_POP_MS = 1000.0
LONGEST_GAP_SECONDS = 0.5
CHANNELS = 2


@dataclass(frozen=True)
class Step:
    """Something of the call's course; `at_ms` counts from the dialling."""

    name: str
    at_ms: int


@dataclass(frozen=True)
class HeardPrompt:
    """One prompt as it arrived at the citizen's phone: from the first to the last sound of it.

    `cut` = ended before its end by a key or by the agent's answer; its length is then not judged.
    """

    id: str
    text: str
    seconds: float
    clip_seconds: float
    level_dbfs: float
    cut: bool

    @property
    def is_right(self) -> bool:
        long_enough = self.cut or abs(self.seconds - self.clip_seconds) <= CLIP_TOLERANCE * self.clip_seconds
        return long_enough and (self.cut or self.level_dbfs >= QUIETEST_PROMPT_DBFS)


@dataclass(frozen=True)
class HeardTone:
    """The other side's tone as one side heard it during the talk."""

    seconds: float
    expected_hz: int
    hz: float
    level_dbfs: float

    @property
    def is_right(self) -> bool:
        return abs(self.hz - self.expected_hz) <= TONE_TOLERANCE_HZ and self.level_dbfs >= QUIETEST_TONE_DBFS


@dataclass(frozen=True)
class StoredRecording:
    """The recording as it was stored: what should have been captured and what was, in seconds."""

    expected_s: float
    captured_s: float
    channels: int

    @property
    def is_right(self) -> bool:
        return self.channels == CHANNELS and abs(self.expected_s - self.captured_s) <= LONGEST_GAP_SECONDS


@dataclass
class CallReport:
    """One call. `pop_ms` and the tones are known only where a demo agent answered (`agent_kind` demo).

    `pop_ms`: from the INVITE at the agent's phone to the citizen's data on the live socket; below zero = it was there
    before. `balance` is what the citizen should have been told, in words; None where it was not asked for.
    """

    contact_id: str | None = None
    steps: list[Step] = field(default_factory=list)
    heard: list[HeardPrompt] = field(default_factory=list)
    balance: str | None = None
    answered_by: str | None = None
    agent_kind: str | None = None
    pop_ms: int | None = None
    citizen_heard: HeardTone | None = None
    agent_heard: HeardTone | None = None
    outcome: str | None = None
    recording: StoredRecording | None = None
    error: str | None = None

    @property
    def balance_heard(self) -> bool:
        return self.balance is not None and any(self.balance in prompt.text for prompt in self.heard if not prompt.cut)

    @property
    def ok(self) -> bool:
        return not self.problems()

    def problems(self) -> list[str]:
        """Everything that is not as it should be, one sentence each."""
        return [self.error] if self.error else list(self._problems())

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        steps = [asdict(step) for step in sorted(self.steps, key=lambda step: step.at_ms)]
        own = {"steps": steps, "balance_heard": self.balance_heard, "problems": self.problems()}
        return {"ok": self.ok, **asdict(self), **own}

    def _problems(self) -> Iterator[str]:
        if not self.heard:
            yield "no prompt was heard"
        for prompt in self.heard:
            if not prompt.is_right:
                yield f"prompt {prompt.id} arrived for {prompt.seconds} s of {prompt.clip_seconds} s"
        if self.balance is not None and not self.balance_heard:
            yield "the balance that was told is not the one in the books"
        if self.answered_by is None:
            yield "no agent answered"
        yield from self._talk_problems()
        if self.outcome != "answered":
            yield "the call record does not say that an agent answered"
        if self.recording is None:
            yield "there is no stored recording"
        elif not self.recording.is_right:
            yield "the recording is not complete"

    def _talk_problems(self) -> Iterator[str]:
        if self.agent_kind != "demo":
            return
        if self.pop_ms is None or self.pop_ms > LONGEST_POP_MS:
            yield "the citizen's data did not come to the agent's desk in time"
        for side, tone in (("citizen", self.citizen_heard), ("agent", self.agent_heard)):
            if tone is None or not tone.is_right:
                yield f"the {side} did not hear the other side"
