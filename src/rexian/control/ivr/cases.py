"""Runs a flow's own test cases through the pure engine: keys and answers in, prompts and ends out."""

from rexian.control.ivr import run
from rexian.control.ivr.case_form import CaseForm, Step
from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.engine import FlowLoops, start, step
from rexian.control.ivr.problems import Problem

MOST_PROMPTS = 64
"""Prompts that may follow one another without a key: more is a circle."""


class CaseFailed(Exception):
    """What should have come of a step has not."""


def failures(flow: FlowDocument) -> list[Problem]:
    """The cases that fail, each at the step where it does."""
    return [problem for case in flow.tests if (problem := failure(flow, case)) is not None]


def failure(flow: FlowDocument, case: CaseForm) -> Problem | None:
    """What fails in this case, or None."""
    caller = Caller(flow, case)
    taken = 0
    try:
        caller.begin()
        for each in case.steps:
            taken += 1
            caller.take(each)
    except (CaseFailed, FlowLoops) as failed:
        return Problem("case_failed", caller.state.node_id, {"case": case.name, "step": taken, "reason": str(failed)})
    return None


class Caller:
    """Goes through the flow as the steps tell, and hears every prompt to its end unless a key cuts it short."""

    def __init__(self, flow: FlowDocument, case: CaseForm) -> None:
        self._flow = flow
        self._facts = case.facts
        self.heard: list[str] = []
        """Said since the last key or answer."""
        self.path: list[str] = []
        """The ids of the nodes entered."""
        self._speaks = False
        self._asked: run.Ask | run.Fetch | None = None
        self._end = ""
        self.state = start(flow, case.given, case.start)

    def begin(self) -> None:
        """The call is answered. Raises CaseFailed where the flow cannot begin."""
        self._happen(run.Entered())

    def take(self, each: Step) -> None:
        """One step. Raises CaseFailed where it cannot be, or where what should have come has not."""
        if each.keys is not None:
            self._press(each.keys, at_once=each.at_once)
            return
        self._listen()
        if each.hears is not None:
            self._expect(any(each.hears in text for text in self.heard), f"hears {' | '.join(self.heard)}")
        elif each.silence:
            self._input(run.TimedOut())
        elif each.asks is not None:
            asked = self._asked
            named = f"{asked.business_object}.{asked.rule}" if isinstance(asked, run.Ask) else asked and asked.url
            self._expect(named == each.asks, f"asks {named or 'nothing'}")
            self._asked = None
            self._input(run.Answered(each.outcome, each.values))
        elif each.refused is not None:
            wanted, self._end = self._end, ""
            queue = wanted.startswith("queue ")
            self._input(run.NotAdmitted(each.refused) if queue else run.NotPossible(each.refused))
        elif each.ends is not None:
            self._expect(self._end == each.ends, f"ends with {self._end or 'nothing'}")

    def _expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise CaseFailed(otherwise)

    def _press(self, keys: str, *, at_once: bool) -> None:
        if not at_once:
            self._listen()
        self._expect(not self._end, f"ends with {self._end} before the keys")
        self.heard = []
        for digit in keys:
            self._happen(run.Key(digit))

    def _input(self, event: run.FlowEvent) -> None:
        self.heard = []
        self._happen(event)

    def _listen(self) -> None:
        for _ in range(MOST_PROMPTS):
            if not self._speaks:
                return
            self._happen(run.PromptEnded())
        raise CaseFailed("the prompts do not end")

    def _happen(self, event: run.FlowEvent) -> None:
        if isinstance(event, run.PromptEnded):
            self._speaks = False
        self.state, commands, entered = step(self._flow, self.state, event)
        self.path += entered
        for command in commands:
            self._carry_out(command)

    def _carry_out(self, command: run.FlowCommand) -> None:
        match command:
            case run.Say(_, text):
                self.heard.append(text)
                self._speaks = True
            case run.StopSaying():
                self._speaks = False
            case run.Ask() | run.Fetch():
                self._asked = command
            case run.LookUp(names):
                self._happen(run.Known({name: self._facts.get(name) for name in names}))
            case run.Enqueue(queue_id):
                self._end = f"queue {queue_id}"
            case run.PutThrough(entry_id):
                self._end = f"transfer {entry_id}"
            case run.BookCallBack(queue_id):
                self._end = f"call_back {queue_id}"
            case run.HangUp():
                self._end = "hang_up"
            case run.GiveUp(node_id, code):
                raise CaseFailed(f"the flow gives up at {node_id} ({code})")
            case _:
                pass
