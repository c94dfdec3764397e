"""Secrets: what is kept unreadable and can be read again (sealed), and of what only a trace is kept (a digest)."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

# Without letters and digits that look alike, so that a code can be read aloud and copied from paper.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12
"""Twelve of 32 characters: 60 bits, which with the limits on trying cannot be guessed."""


class Unreadable(Exception):
    """What was sealed cannot be opened with the keys of this installation."""


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"landing.login.sealed:{key!s}".encode()).digest()))
            for key in keys
        ]
    )


def seal(text: str) -> str:
    """The text, unreadable without the secret key of the installation."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text that was sealed; raises Unreadable."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def seal_data(data: Any) -> str:
    """The same for what JSON can hold."""
    return seal(json.dumps(data))


def unseal_data(sealed: str) -> Any:
    """The data that were sealed; raises Unreadable."""
    return json.loads(unseal(sealed))


def digest(kind: str, text: str) -> str:
    """A trace by which a secret is recognised and from which it cannot be found back: 64 hexadecimal digits."""
    return salted_hmac(f"landing.login.{kind}", text, algorithm="sha256").hexdigest()


def new_token() -> str:
    """A secret of 256 bits for in an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A secret for on paper, in three groups: ``K7QM-2XNP-9RTD``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def plain_code(typed: str) -> str:
    """A typed code without what people add: lower case, spaces, hyphens."""
    return "".join(character for character in typed.upper() if character in ALPHABET)
