"""Sealing of personal values and files: who may read a value again is decided by who holds its key.

Every sealed text and file names its suite and its key in the clear header, so that a second suite (SM4-GCM) and key
rotation can come without touching what is already stored. Today's only suite is AES-256-GCM.
A master key (`KeyRing`) wraps data keys (`DataKey`), one for each contact: erasing a wrapped data key erases all that
was sealed under it. Callers choose the `context` (what the value is and whose); opening needs the same context.
"""

from rexian.kit.crypto.keys import DataKey, KeyRing
from rexian.kit.crypto.suite import SealBroken

__all__ = ["DataKey", "KeyRing", "SealBroken"]
