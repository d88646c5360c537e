"""Control's port to business objects, over the bus."""

from collections.abc import Mapping
from typing import Any

import structlog

from rexian.app.object_host.host import SUBJECT_PREFIX
from rexian.control.ports import QueryAnswer
from rexian.kit.bus import Bus, BusTimeout
from rexian.kit.errors import RexianError
from rexian.kit.ids import IdSource
from rexian.object_api.contract import Outcome

TRAVEL_SHARE = 0.1
LONGEST_TRAVEL_SECONDS = 0.2
"""Kept back from the deadline for the way over the bus, so that the host's own `timeout` comes back in time."""

log = structlog.get_logger(__name__)


class BusObjectQueries:
    """Implements `rexian.control.ports.ObjectQueries`. Never raises."""

    def __init__(self, bus: Bus, new_id: IdSource) -> None:
        self._bus = bus
        self._new_id = new_id

    async def query(
        self,
        business_object: str,
        rule: str,
        arguments: Mapping[str, Any],
        *,
        contact_id: str,
        deadline_seconds: float,
    ) -> QueryAnswer:
        """No answer in time is `timeout`; no bus, or nobody serving the object, is `unavailable`."""
        travel_seconds = min(deadline_seconds * TRAVEL_SHARE, LONGEST_TRAVEL_SECONDS)
        payload = {
            "id": self._new_id(),
            "object": business_object,
            "rule": rule,
            "arguments": dict(arguments),
            "contact_id": contact_id,
            "deadline_seconds": deadline_seconds - travel_seconds,
        }
        try:
            reply = await self._bus.request(
                f"{SUBJECT_PREFIX}{business_object}", payload, timeout_seconds=deadline_seconds
            )
            return QueryAnswer(Outcome(reply["outcome"]).value, _told(reply))
        except BusTimeout:
            return QueryAnswer(Outcome.TIMEOUT.value)
        except RexianError as error:
            return QueryAnswer(Outcome.UNAVAILABLE.value, {"reason": error.code})
        except Exception as error:  # the port promises it: whatever is wrong with query or reply is an outcome
            log.error(
                "query of a business object failed", object=business_object, rule=rule, error=type(error).__name__
            )
            return QueryAnswer(Outcome.FAILED.value, {"reason": "error"})


def _told(reply: Mapping[str, Any]) -> dict[str, Any]:
    """The values, and with a good answer since when they hold: a flow says "截至…"; `is_last_known` where the system
    behind the object is away and this is what it said last, at `known_at`."""
    values = dict(reply["values"])
    if reply["outcome"] != Outcome.OK.value:
        return values
    known_at = reply.get("known_at")
    return {"as_of": reply.get("as_of"), "is_last_known": known_at is not None, "known_at": known_at, **values}
