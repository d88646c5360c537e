"""The port to the fund's books: a few records by key, whatever they are kept in."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Protocol, TypeVar

from rexian.kit.errors import ErrorKind, RexianError
from rexian.object_api.fund.records import Record

R = TypeVar("R", bound=Record)


class BooksUnavailable(RexianError):
    """The fund's books cannot be reached."""

    code: ClassVar[str] = "fund_books_unavailable"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


class BooksNotUnderstood(RexianError):
    """The fund's books hold something that the mapping does not explain."""

    code: ClassVar[str] = "fund_books_not_understood"
    kind: ClassVar[ErrorKind] = ErrorKind.INTERNAL


class FundBooks(Protocol):
    """Reads the books. Every verb raises BooksUnavailable where they cannot be reached."""

    async def books_date(self) -> date:
        """The day the books stand at."""
        ...

    async def find(self, record: type[R], **keys: str) -> Sequence[R]:
        """The records whose fields have these values, in no order. Raises BooksNotUnderstood."""
        ...

    async def close(self) -> None: ...
