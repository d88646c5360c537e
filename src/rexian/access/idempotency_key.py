"""The Idempotency-Key header of requests that change something."""

from typing import Annotated

from fastapi import Header

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=100,
        pattern=r"^[A-Za-z0-9_.:-]+$",
        description="A key of the client's making, a UUID say: sent again with the same key, the request acts once.",
    ),
]
