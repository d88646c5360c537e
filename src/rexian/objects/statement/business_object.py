"""The object itself: which rule is answered by what. Arguments are checked by the host before they come here."""

from pathlib import Path

from rexian.object_api.contract import Request, Result
from rexian.object_api.ports import ObjectPorts
from rexian.object_api.rules import Answer
from rexian.object_api.words import Words
from rexian.objects.statement.queries import Statements


class Statement:
    """Business object `statement`."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    async def open(self, ports: ObjectPorts) -> None:
        statements = Statements(ports.books(), Words(Path(__file__).parent))
        self._answers = {"account": statements.account, "loan": statements.loan, "unit": statements.unit}

    async def answer(self, request: Request) -> Result:
        return await self._answers[request.rule](request.arguments)

    async def close(self) -> None:
        self._answers = {}
