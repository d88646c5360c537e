"""The session cookie: HttpOnly, SameSite=Lax; under TLS also Secure and with the __Host- prefix.

Cookies do not know ports, so without TLS the name carries the port: two instances on one machine do not sign each
other's users out.
"""

from datetime import datetime

from starlette.requests import HTTPConnection
from starlette.responses import Response

SECURE_NAME = "__Host-rexian_session"
PLAIN_NAME = "rexian_session"


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the request came over TLS (here or at a trusted proxy on this machine)."""
    return connection.scope["scheme"] in {"https", "wss"}


def cookie_name(connection: HTTPConnection) -> str:
    """The cookie's name for this connection."""
    if is_secure(connection):
        return SECURE_NAME
    return f"{PLAIN_NAME}_{connection.url.port or 80}"


def session_token(connection: HTTPConnection) -> str | None:
    """The token that the browser sent, if any."""
    return connection.cookies.get(cookie_name(connection))


def set_session_cookie(connection: HTTPConnection, response: Response, token: str, expires_at: datetime) -> None:
    """Give the browser its token until the sign-in's absolute end."""
    response.set_cookie(
        cookie_name(connection),
        token,
        expires=expires_at,
        path="/",
        secure=is_secure(connection),
        httponly=True,
        samesite="lax",
    )


def clear_session_cookie(connection: HTTPConnection, response: Response) -> None:
    """Make the browser forget its token."""
    response.delete_cookie(
        cookie_name(connection), path="/", secure=is_secure(connection), httponly=True, samesite="lax"
    )
