"""Sealing one field of one row, so that a stolen database, backup or disk does not tell it (AES-GCM, docs/adr/0012).

A sealed text names its key, holds the nonce, and opens only for the row it was sealed for. Keys come from outside the
database: ``settings.FIELD_KEYS``, {name: 32 bytes}; the last one seals, all of them open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class CannotOpen(Exception):
    """The sealed text is not of this row, was changed, or its key is gone; ``str()`` names the key and no content."""


def newest_key() -> str:
    """The name of the key that seals now."""
    return list(settings.FIELD_KEYS)[-1]


def _key(name: str, use: str) -> bytes:
    """The key for one use: what seals and what marks never share one."""
    try:
        whole = settings.FIELD_KEYS[name]
    except KeyError:
        raise CannotOpen(f"key {name!r} is not in LANDING_FIELD_KEYS") from None
    return hmac.new(whole, use.encode(), hashlib.sha256).digest()


def seal(text: str, row: str) -> str:
    """A text sealed for one row, such as ``people.CitizenNumber:<key of the person>``."""
    name, nonce = newest_key(), secrets.token_bytes(NONCE_BYTES)
    closed = AESGCM(_key(name, "seal")).encrypt(nonce, text.encode(), row.encode())
    return f"{name}:{base64.urlsafe_b64encode(nonce + closed).decode()}"


def unseal(closed: str, row: str) -> str:
    """The text that was sealed for this row. Raises CannotOpen."""
    name, _, packed = closed.partition(":")
    key = _key(name, "seal")
    try:
        raw = base64.urlsafe_b64decode(packed)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], row.encode()).decode()
    except (InvalidTag, ValueError):
        raise CannotOpen(f"a text sealed with key {name!r} does not belong to this row or was changed") from None


def mark(text: str, name: str | None = None) -> str:
    """A keyed mark by which the same text is found again; without the key it cannot be tried out."""
    name = name or newest_key()
    return f"{name}:{hmac.new(_key(name, 'mark'), text.encode(), hashlib.sha256).hexdigest()}"


def marks(text: str) -> list[str]:
    """The mark under each key that is known, for a look-up while keys are being changed."""
    return [mark(text, name) for name in settings.FIELD_KEYS]
