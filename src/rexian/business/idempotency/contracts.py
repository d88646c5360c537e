"""A request that must act once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RequestKey:
    """The key that an actor gave to a request, and a hash of all that was asked (its method, address and body)."""

    actor_id: str
    key: str
    request_hash: str
