"""What the host hands to an object when it opens: only what the manifest asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from rexian.kit.clock import Clock
from rexian.kit.database import Database
from rexian.object_api.errors import PermissionNotGranted


@dataclass(frozen=True)
class ObjectPorts:
    """`zone` is the centre's time zone: the day of "three tries in a day" is a day there."""

    clock: Clock
    zone: ZoneInfo
    databases: Mapping[str, Database] = field(default_factory=dict)

    def database(self, name: str) -> Database:
        """The pool of the database `name`; the manifest needs the permission `database:<name>`.

        Raises PermissionNotGranted where it has none. The host closes it, not the object.
        """
        try:
            return self.databases[name]
        except KeyError:
            raise PermissionNotGranted(permission=f"database:{name}") from None
