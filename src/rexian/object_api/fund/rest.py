"""The books in a core system over HTTP: one path a record, JSON answers, by the site's mapping.

A bearer token, where the site has one, comes from `REXIAN_FUND_SERVICE_TOKEN` and is never logged. 404 is "no such
record"; every other refusal and every time-out is BooksUnavailable. Reads only.
"""

from collections.abc import Callable, Sequence
from datetime import date
from string import Formatter
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from rexian.object_api.fund.books import BooksNotUnderstood, BooksUnavailable
from rexian.object_api.fund.mapping import BooksMapping, RecordMapping, record_from
from rexian.object_api.fund.records import Record

R = TypeVar("R", bound=Record)
NOT_FOUND = 404


class RestBooks:
    """Implements FundBooks."""

    def __init__(self, mapping: BooksMapping, token: str | None, today: Callable[[], date]) -> None:
        self._mapping = mapping
        self._today = today
        self._client = httpx.AsyncClient(
            base_url=mapping.service_url or "",
            timeout=mapping.timeout_seconds,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            trust_env=False,
        )

    async def books_date(self) -> date:
        return self._today()

    async def find(self, record: type[R], **keys: str) -> Sequence[R]:
        mapping = self._mapping.of(record.table)
        path, query = _asked(mapping.path or f"/{record.table}", mapping, keys)
        rows = _rows(await self._get(path, query), mapping.rows)
        found = [record_from(record, mapping, row) for row in rows]
        return [each for each in found if all(str(getattr(each, key)) == value for key, value in keys.items())]

    async def close(self) -> None:
        await self._client.aclose()

    async def _get(self, path: str, query: dict[str, str]) -> Any:
        try:
            answer = await self._client.get(path, params=query)
            if answer.status_code == NOT_FOUND:
                return None
            answer.raise_for_status()
            return answer.json()
        except httpx.HTTPError as error:
            raise BooksUnavailable(error=type(error).__name__) from None
        except ValueError:
            raise BooksNotUnderstood(error="no_json") from None


def _asked(path: str, mapping: RecordMapping, keys: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Keys that the path has a place for go there, the others are query parameters by the site's names."""
    places = {name for _, name, _, _ in Formatter().parse(path) if name}
    filled = path.format(**{name: quote(keys.get(name, ""), safe="") for name in places})
    return filled, {mapping.name_of(key): value for key, value in keys.items() if key not in places}


def _rows(answer: Any, place: str) -> list[dict[str, Any]]:
    for name in filter(None, place.split(".")):
        answer = answer.get(name) if isinstance(answer, dict) else None
    rows = answer if isinstance(answer, list) else [] if answer is None else [answer]
    if not all(isinstance(row, dict) for row in rows):
        raise BooksNotUnderstood(error="no_rows")
    return rows
