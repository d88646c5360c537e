"""Who changes the centre's data, by which request."""

from dataclasses import dataclass

from rexian.business.idempotency.contracts import RequestKey


@dataclass(frozen=True)
class Author:
    """Whoever asks for a change, and the request he asks by: the same request acts once.

    What he makes belongs to `organisation_id`; he may change what belongs to any of `organisation_ids`.
    """

    user_id: str
    organisation_id: str
    organisation_ids: frozenset[str]
    client_address: str
    request: RequestKey
