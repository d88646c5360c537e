"""The two kinds of key: the installation's key ring, and data keys wrapped by it."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from rexian.kit.crypto import files
from rexian.kit.crypto.suite import KEY_BYTES, SealBroken, derive_key, key_id_of, open_bytes, seal_bytes

KEY_ID_BYTES = 8
WRAP_CONTEXT = "data-key"


class DataKey:
    """A key for the values and files of one subject (a contact, say). Made and unwrapped by a KeyRing only."""

    def __init__(self, key_id: str, secret: bytes) -> None:
        self.key_id = key_id
        self._secret = secret
        self._text_key = derive_key(secret, "text")

    def seal_text(self, value: str, *, context: str) -> str:
        """Seal a text; `context` (such as `event.caller_number`) must be the same when it is opened."""
        return seal_bytes(self._text_key, self.key_id, value.encode(), context)

    def open_text(self, token: str, *, context: str) -> str:
        """The text of a token. Raises SealBroken."""
        if key_id_of(token) != self.key_id:
            raise SealBroken
        return open_bytes(self._text_key, token, context).decode()

    def seal_file(self, source: Path, target: Path) -> str:
        """Seal a file chunk by chunk, durably and atomically; gives the SHA-256 (hex) of the sealed file."""
        return files.seal_file(self._secret, self.key_id, source, target)

    def open_file(self, source: Path, target: Path) -> None:
        """Write the clear content of a sealed file to `target`; on SealBroken no target is left."""
        files.open_file(self._secret, self.key_id, source, target)

    def open_stream(self, path: Path) -> Iterator[bytes]:
        """The clear content of a sealed file, chunk by chunk, each one authenticated. Raises SealBroken."""
        return files.open_stream(self._secret, self.key_id, path)

    def read_range(self, path: Path, start: int, length: int) -> bytes:
        """Clear bytes `start` … `start + length`, fewer at the end of the file. Raises SealBroken."""
        return files.read_range(self._secret, self.key_id, path, start, length)

    def clear_size(self, path: Path) -> int:
        """The number of clear bytes in a sealed file, from its header and size only."""
        return files.clear_size(path)


class KeyRing:
    """The installation's master keys. Lose the file and every sealed value is lost: it belongs into the backup plan."""

    def __init__(self, keys: dict[str, bytes], current: str, search_secret: bytes) -> None:
        self._keys = keys
        self._current = current
        self._search_secret = search_secret

    @classmethod
    def load(cls, path: Path) -> "KeyRing":
        """Read the key file, or make it (0600 in a folder 0700) where there is none yet."""
        if not path.exists():
            _create(path)
        document = json.loads(path.read_text())
        keys = {key_id: base64.b64decode(value) for key_id, value in document["keys"].items()}
        return cls(keys, document["current"], base64.b64decode(document["search"]))

    def new_data_key(self) -> DataKey:
        """A fresh random data key; keep its wrapped form, or what it seals is lost."""
        return DataKey(secrets.token_hex(KEY_ID_BYTES), secrets.token_bytes(KEY_BYTES))

    def wrap(self, key: DataKey) -> str:
        """The data key sealed under the current master key: safe to store beside what it seals."""
        content = f"{key.key_id}:{base64.b64encode(key._secret).decode()}"
        return self._seal("wrap", content, WRAP_CONTEXT)

    def unwrap(self, wrapped: str) -> DataKey:
        """The data key of a wrapped form. Raises SealBroken."""
        key_id, _, secret = self._open("wrap", wrapped, WRAP_CONTEXT).partition(":")
        return DataKey(key_id, base64.b64decode(secret))

    def seal_text(self, value: str, *, context: str) -> str:
        """Seal a text under the current master key: for values of the installation, not of a contact."""
        return self._seal("text", value, context)

    def open_text(self, token: str, *, context: str) -> str:
        """The text of a token sealed by `seal_text`. Raises SealBroken."""
        return self._open("text", token, context)

    def search_hash(self, value: str, *, purpose: str) -> str:
        """Keyed HMAC-SHA256 (hex) by which equal values are found; differs by purpose, stays when keys rotate."""
        key = derive_key(self._search_secret, f"search:{purpose}")
        return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()

    def _seal(self, use: str, value: str, context: str) -> str:
        return seal_bytes(derive_key(self._keys[self._current], use), self._current, value.encode(), context)

    def _open(self, use: str, token: str, context: str) -> str:
        master = self._keys.get(key_id_of(token))
        if master is None:
            raise SealBroken
        return open_bytes(derive_key(master, use), token, context).decode()


def _create(path: Path) -> None:
    """Write a new key file; two processes that start at once agree on the first one written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_id = secrets.token_hex(KEY_ID_BYTES)
    document = {
        "version": 1,
        "current": key_id,
        "keys": {key_id: base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()},
        "search": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
    }
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(document, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
