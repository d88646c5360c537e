"""The object itself: which rule is answered by what. Arguments are checked by the host before they come here."""

from pathlib import Path

from rexian.object_api.contract import Request, Result
from rexian.object_api.ports import ObjectPorts
from rexian.object_api.rules import Answer
from rexian.object_api.words import Words
from rexian.objects.fund_loan.queries import LoanQueries
from rexian.objects.fund_loan.trial_rule import TrialRule


class FundLoan:
    """Business object `fund_loan`."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    async def open(self, ports: ObjectPorts) -> None:
        queries = LoanQueries(ports.books(), Words(Path(__file__).parent))
        self._answers = {
            "loans": queries.loans,
            "loan_at": queries.loan_at,
            "loan": queries.loan,
            "due": queries.due,
            "overdue": queries.overdue,
            "repayments": queries.repayments,
            "repayment_at": queries.repayment_at,
            "instalment": TrialRule(ports.settings).instalment,
        }

    async def answer(self, request: Request) -> Result:
        return await self._answers[request.rule](request.arguments)

    async def close(self) -> None:
        self._answers = {}
