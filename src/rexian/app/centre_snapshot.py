"""The last known configuration of the centre, sealed on local disk: control can start from it without the database."""

import os
from pathlib import Path

import structlog
from pydantic import TypeAdapter

from rexian.control.contracts.configuration import CentreConfiguration
from rexian.kit.crypto import KeyRing, SealBroken

log = structlog.get_logger(__name__)

CONTEXT = "centre configuration"
_CENTRE = TypeAdapter(CentreConfiguration)


class CentreSnapshot:
    """One file; it holds agents' SIP passwords, so it is sealed."""

    def __init__(self, path: Path, key_ring: KeyRing) -> None:
        self._path = path
        self._key_ring = key_ring

    def read(self) -> CentreConfiguration | None:
        """The snapshot, or None when there is none that can be read."""
        try:
            return _CENTRE.validate_json(self._key_ring.open_text(self._path.read_text(), context=CONTEXT))
        except FileNotFoundError:
            return None
        except (SealBroken, OSError, ValueError) as error:
            log.error("the configuration snapshot cannot be read", reason=type(error).__name__)
            return None

    def write(self, centre: CentreConfiguration) -> None:
        """Replace the snapshot at once or not at all."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".new")
        draft.write_text(self._key_ring.seal_text(_CENTRE.dump_json(centre).decode(), context=CONTEXT))
        os.replace(draft, self._path)
