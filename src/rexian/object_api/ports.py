"""What the host hands to an object when it opens: only what the manifest asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rexian.kit.clock import Clock
from rexian.object_api.errors import PermissionNotGranted

if TYPE_CHECKING:  # an object that asks for none of them starts without the database's library
    from rexian.kit.database import Database
    from rexian.object_api.fund.books import FundBooks
    from rexian.object_api.fund.credentials import Credentials


@dataclass(frozen=True)
class ObjectPorts:
    """`zone` is the centre's time zone: the day of "three tries in a day" is a day there.

    `settings` are the manifest's settings as the site has set them, checked, with defaults. The host closes everything
    it hands out, not the object.
    """

    clock: Clock
    zone: ZoneInfo
    databases: "Mapping[str, Database]" = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    fund_books: "FundBooks | None" = None
    fund_credentials: "Credentials | None" = None

    def database(self, name: str) -> "Database":
        """The pool of the database `name`; the manifest needs the permission `database:<name>`.

        Raises PermissionNotGranted where it has none.
        """
        try:
            return self.databases[name]
        except KeyError:
            raise PermissionNotGranted(permission=f"database:{name}") from None

    def books(self) -> "FundBooks":
        """The fund's books; the manifest needs `fund:books`. Raises PermissionNotGranted."""
        if self.fund_books is None:
            raise PermissionNotGranted(permission="fund:books")
        return self.fund_books

    def credentials(self) -> "Credentials":
        """Query passwords and tries; the manifest needs `fund:credentials`. Raises PermissionNotGranted."""
        if self.fund_credentials is None:
            raise PermissionNotGranted(permission="fund:credentials")
        return self.fund_credentials
