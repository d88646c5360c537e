"""The sealed forms of a text: `<suite>.<key id>.<base64url of nonce and ciphertext>`."""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rexian.kit.errors import ErrorKind, RexianError

AES_256_GCM = "a256gcm"
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class SealBroken(RexianError):
    """A sealed value could not be opened: it was changed, cut, or belongs to another key or context."""

    code = "seal_broken"
    kind = ErrorKind.INTERNAL


def derive_key(secret: bytes, purpose: str, *, salt: bytes = b"") -> bytes:
    """A 256-bit key of its own for each purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt or None, purpose.encode()).derive(secret)


def seal_bytes(key: bytes, key_id: str, plain: bytes, context: str) -> str:
    """Seal `plain`; the header and `context` are authenticated with it."""
    header = f"{AES_256_GCM}.{key_id}"
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, plain, f"{header}.{context}".encode())
    return f"{header}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def key_id_of(token: str) -> str:
    """The id of the key that a token was sealed under. Raises SealBroken for what is no token of a known suite."""
    parts = token.split(".")
    if len(parts) != 3 or parts[0] != AES_256_GCM:
        raise SealBroken
    return parts[1]


def open_bytes(key: bytes, token: str, context: str) -> bytes:
    """The plain bytes of a token. Raises SealBroken."""
    header = f"{AES_256_GCM}.{key_id_of(token)}"
    try:
        body = base64.b64decode(token.rsplit(".", 1)[1], altchars=b"-_", validate=True)
        return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], f"{header}.{context}".encode())
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise SealBroken from error
