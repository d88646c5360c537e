"""Which flow a called number runs: listed, set and taken away."""

import re
from collections.abc import Awaitable, Callable, Container

from rexian.business.audit.contracts import AuditAction
from rexian.business.changes.contracts import Author
from rexian.business.changes.records import refuse
from rexian.business.changes.service import Changes
from rexian.business.organisation.contracts import Number
from rexian.business.organisation.service import Organisations, put_number_in, remove_number_in
from rexian.business.trunks.errors import NumberRuleInvalid, NumberRuleNotFound

OBJECT_KIND = "number_rule"
FlowIds = Callable[[], Awaitable[Container[str]]]
CALLED_NUMBER = re.compile(r"\+?[0-9*#]{2,20}")


class NumberRules:
    """The centre's own numbers. `flow_ids` gives the flows there are to lead calls to."""

    def __init__(self, organisations: Organisations, changes: Changes, flow_ids: FlowIds) -> None:
        self._organisations = organisations
        self._changes = changes
        self.flow_ids = flow_ids

    async def all_rules(self, organisation_ids: frozenset[str]) -> tuple[Number, ...]:
        """The rules of these organisations."""
        numbers = await self._organisations.numbers()
        return tuple(number for number in numbers if number.organisation_id in organisation_ids)

    async def put(self, called_number: str, flow_id: str, author: Author) -> Number:
        """Let a called number run a flow. Raises NumberRuleInvalid, and NumberRuleNotFound for another's number."""
        faults = [] if CALLED_NUMBER.fullmatch(called_number) else [("called_number", "no_number")]
        faults += [] if flow_id in await self.flow_ids() else [("flow_id", "unknown")]
        refuse(faults, NumberRuleInvalid)
        owner = await self._owner(called_number)
        if owner is not None and owner not in author.organisation_ids:
            raise NumberRuleNotFound
        number = Number(called_number, owner or author.organisation_id, flow_id)
        async with self._changes.begin(author, AuditAction.CHANGED, OBJECT_KIND, called_number) as change:
            if change.is_new:
                await put_number_in(change.session, number)
        return number

    async def remove(self, called_number: str, author: Author) -> None:
        """Take a called number out of use: calls to it are refused. Raises NumberRuleNotFound."""
        async with self._changes.begin(author, AuditAction.RETIRED, OBJECT_KIND, called_number) as change:
            if change.is_new:
                removed = await remove_number_in(change.session, called_number)
                if removed is None or removed.organisation_id not in author.organisation_ids:
                    raise NumberRuleNotFound

    async def _owner(self, called_number: str) -> str | None:
        numbers = await self._organisations.numbers()
        return next((each.organisation_id for each in numbers if each.called_number == called_number), None)
