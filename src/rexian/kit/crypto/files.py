"""Sealed files: a header and chunks, each sealed with its number and with whether it is the last one.

Header: magic, suite, key id, salt (the file has a key of its own, derived by the salt). A chunk's nonce is its number
and the last-chunk mark, so chunks cannot be left out, moved, repeated or taken from another file (as in STREAM).
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rexian.kit.crypto.suite import TAG_BYTES, SealBroken, derive_key

MAGIC = b"RXSF"
SUITE_AES_256_GCM = 1
SALT_BYTES = 16
KEY_ID_BYTES = 8
HEADER_BYTES = len(MAGIC) + 1 + KEY_ID_BYTES + SALT_BYTES
CHUNK_BYTES = 64 * 1024
SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES


def seal_file(secret: bytes, key_id: str, source: Path, target: Path) -> str:
    """See DataKey.seal_file."""
    salt = secrets.token_bytes(SALT_BYTES)
    header = MAGIC + bytes([SUITE_AES_256_GCM]) + bytes.fromhex(key_id) + salt
    cipher = AESGCM(derive_key(secret, "file", salt=salt))
    digest = hashlib.sha256(header)
    draft = _draft_of(target)
    try:
        with source.open("rb") as clear, draft.open("xb") as sealed:
            sealed.write(header)
            for number, (chunk, is_last) in enumerate(_chunks(clear)):
                body = cipher.encrypt(_nonce(number, is_last), chunk, header)
                digest.update(body)
                sealed.write(body)
            sealed.flush()
            os.fsync(sealed.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest()


def open_file(secret: bytes, key_id: str, source: Path, target: Path) -> None:
    """See DataKey.open_file."""
    draft = _draft_of(target)
    try:
        with draft.open("xb") as clear:
            clear.writelines(open_stream(secret, key_id, source))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def open_stream(secret: bytes, key_id: str, path: Path) -> Iterator[bytes]:
    """See DataKey.open_stream."""
    with path.open("rb") as file:
        sealed = _SealedFile.read(file, secret, key_id)
        for number in range(sealed.chunk_count):
            yield sealed.chunk(number)


def read_range(secret: bytes, key_id: str, path: Path, start: int, length: int) -> bytes:
    """See DataKey.read_range; the last chunk is always checked too, so that a cut file is noticed."""
    with path.open("rb") as file:
        sealed = _SealedFile.read(file, secret, key_id)
        last = sealed.chunk_count - 1
        tail = sealed.chunk(last)
        end = min(start + length, last * CHUNK_BYTES + len(tail))
        if start < 0 or start >= end:
            return b""
        numbers = range(start // CHUNK_BYTES, (end - 1) // CHUNK_BYTES + 1)
        clear = b"".join(tail if number == last else sealed.chunk(number) for number in numbers)
        offset = numbers.start * CHUNK_BYTES
        return clear[start - offset : end - offset]


def clear_size(path: Path) -> int:
    """See DataKey.clear_size."""
    body_bytes = path.stat().st_size - HEADER_BYTES
    return body_bytes - _chunk_count(body_bytes) * TAG_BYTES


@dataclass(frozen=True)
class _SealedFile:
    file: BinaryIO
    header: bytes
    cipher: AESGCM
    chunk_count: int

    @classmethod
    def read(cls, file: BinaryIO, secret: bytes, key_id: str) -> "_SealedFile":
        header = file.read(HEADER_BYTES)
        named = MAGIC + bytes([SUITE_AES_256_GCM]) + bytes.fromhex(key_id)
        if len(header) != HEADER_BYTES or not header.startswith(named):
            raise SealBroken
        cipher = AESGCM(derive_key(secret, "file", salt=header[-SALT_BYTES:]))
        return cls(file, header, cipher, _chunk_count(os.fstat(file.fileno()).st_size - HEADER_BYTES))

    def chunk(self, number: int) -> bytes:
        self.file.seek(HEADER_BYTES + number * SEALED_CHUNK_BYTES)
        body = self.file.read(SEALED_CHUNK_BYTES)
        try:
            return self.cipher.decrypt(_nonce(number, number == self.chunk_count - 1), body, self.header)
        except (InvalidTag, ValueError) as error:
            raise SealBroken from error


def _chunk_count(body_bytes: int) -> int:
    return max(1, -(-body_bytes // SEALED_CHUNK_BYTES))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The chunks of a file, each with whether it is the last; an empty file has one empty chunk."""
    chunk = file.read(CHUNK_BYTES)
    while following := file.read(CHUNK_BYTES):
        yield chunk, False
        chunk = following
    yield chunk, True


def _draft_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}")
