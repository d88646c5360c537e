"""The object itself: which rule is answered by what. Arguments are checked by the host before they come here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.ports import ObjectPorts
from rexian.object_api.rules import NO_SUCH_POSITION, Answer, at_position, not_found
from rexian.objects.branches.offices import Office, read_offices

_NO_BRANCH = not_found("no_branch")


class Branches:
    """Business object `branches`."""

    def __init__(self) -> None:
        self._offices: tuple[Office, ...] = ()
        self._answers: dict[str, Answer] = {}

    async def open(self, ports: ObjectPorts) -> None:
        self._offices = read_offices(Path(__file__).parent / "branches.toml")
        self._answers = {
            "districts": self.districts,
            "branches": self.branches,
            "branch_at": self.branch_at,
            "branch": self.branch,
        }

    async def answer(self, request: Request) -> Result:
        return await self._answers[request.rule](request.arguments)

    async def close(self) -> None:
        self._answers = {}

    async def districts(self, _: Mapping[str, Any]) -> Result:
        names = list(dict.fromkeys(office.district for office in self._offices))
        rows = [
            {"position": place, "district": name, "branch_count": len(self._of(name))}
            for place, name in enumerate(names, start=1)
        ]
        return Result(Outcome.OK, {"district_count": len(rows), "districts": rows})

    async def branches(self, arguments: Mapping[str, Any]) -> Result:
        found = self._of(arguments.get("district"))
        if not found:
            return _NO_BRANCH
        rows = [{"position": place, **office.model_dump()} for place, office in enumerate(found, start=1)]
        return Result(Outcome.OK, {"branch_count": len(rows), "branches": rows})

    async def branch_at(self, arguments: Mapping[str, Any]) -> Result:
        found = self._of(arguments.get("district"))
        office = at_position(found, arguments["position"])
        if office is None:
            return NO_SUCH_POSITION if found else _NO_BRANCH
        values = {"position": arguments["position"], "branch_count": len(found), **office.model_dump()}
        return Result(Outcome.OK, values)

    async def branch(self, arguments: Mapping[str, Any]) -> Result:
        office = next((each for each in self._offices if each.branch_id == arguments["branch_id"]), None)
        return Result(Outcome.OK, office.model_dump()) if office else _NO_BRANCH

    def _of(self, district: str | None) -> tuple[Office, ...]:
        return tuple(office for office in self._offices if district is None or office.district == district)
