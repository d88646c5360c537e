"""Where a request comes from."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from rexian.business.access_control.contracts import Client

USER_AGENT_LENGTH = 200


def client_of(connection: HTTPConnection) -> Client:
    """The peer's address (the proxy's word for it where the proxy is trusted) and its user agent."""
    address = connection.client.host if connection.client is not None else ""
    return Client(address, connection.headers.get("user-agent", "")[:USER_AGENT_LENGTH])


RequestClient = Annotated[Client, Depends(client_of)]
