"""What an installation sets from outside, read once and checked all at once."""

from __future__ import annotations

import base64
import contextlib
import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from landing.login.providers import Provider

ROOT = Path(__file__).resolve().parents[2]


class Environment(BaseSettings):
    """Settings from environment variables; every fault is reported in one go at start-up."""

    model_config = SettingsConfigDict(env_prefix="LANDING_", extra="ignore")

    demo: bool = Field(default=False, description="fictional region, demo accounts, role switch")
    debug: bool = False
    region: str = Field(default="merwestreek", description="folder under regions/ whose overlay is used")
    var: Path = Field(default=ROOT / "var", description="where the database and made files live")
    secret_key: str = ""
    hosts: str = "localhost,127.0.0.1,[::1]"
    https: bool = Field(default=False, description="cookies and redirects for https only")
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    row_security: bool = Field(default=True, description="PostgreSQL itself gives a viewer only own rows (ADR 13)")
    prepared: bool = Field(
        default=True, description="PostgreSQL keeps the plans of statements; off behind some poolers"
    )
    field_keys: str = Field(
        default="",
        description="seal the BSN: NAME=KEY,NAME=KEY (32 bytes, base64); the last one seals, all of them open",
    )
    erasure_register: Path | None = Field(
        default=None, description="folder of the register of deletions; outside the database and its backup"
    )
    second_step: bool | None = Field(
        default=None, description="demand a second step of workers (default: outside the demo)"
    )
    oidc: list[Provider] = Field(default=[], description="logins elsewhere, as JSON; see docs/howto")
    today: str = Field(default="", description="a fixed date for demonstrations and pictures, YYYY-MM-DD")

    log_key: str = Field(default="", description="seals the access log; never in the database or its backup")
    log_years: int = Field(default=5, ge=5, le=100, description="how long the access log is kept; five is the least")
    anchors: Path | None = Field(default=None, description="file that keeps where the access log ended each day")
    proxies: int = Field(default=0, ge=0, le=9, description="how many proxies of our own stand before the product")

    # What shows many people at once, for each account (people.limits). The numbers are a multiple of a busy day's work.
    searches_an_hour: int = Field(default=600, ge=10, description="one search a finger pauses for; a busy hour has 200")
    pairs_an_hour: int = Field(default=240, ge=10, description="double records laid side by side; one takes a minute")
    exports_an_hour: int = Field(default=5, ge=1, description="files with many people; whoever needs more asks why")
    exports_a_day: int = Field(default=10, ge=1, description="the same over a day")
    own_files_an_hour: int = Field(default=20, ge=5, description="files that somebody takes of the own data")
    uploads_an_hour: int = Field(default=20, ge=1, description="lists that are read in; each is opened and checked")

    def key(self) -> str:
        """The secret key: given, or (outside production) made once and kept in ``var``."""
        if self.secret_key:
            return self.secret_key
        if self.https:
            raise SystemExit("LANDING_SECRET_KEY is needed when LANDING_HTTPS is on: set a long random text.")
        return self._kept("secret_key")

    def key_of_log(self) -> bytes:
        """The key that seals the access log: given, or made once and kept in ``var``, readable for the owner only."""
        return (self.log_key or self._kept("log_key")).encode()

    def _kept(self, name: str) -> str:
        self.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.var / name
        if not file.exists():
            # Whole from the first moment: two processes that start together must read the same key.
            fresh = self.var / f".{name}.{secrets.token_hex(8)}"
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(50))
            with contextlib.suppress(FileExistsError):
                os.link(fresh, file)
            fresh.unlink()
        return file.read_text().strip()

    def keys_of_fields(self) -> dict[str, bytes]:
        """The keys that seal single fields, oldest first: given, or one made once and kept in ``var`` (0600)."""
        given = self.field_keys or self._made_keys()
        keys = {}
        for part in filter(None, (part.strip() for part in given.split(","))):
            name, _, text = part.partition("=")
            try:
                keys[name.strip()] = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
            except ValueError:
                keys[name.strip()] = b""
        if not keys or any(len(key) != 32 or not re.fullmatch(r"[a-z0-9]{1,16}", name) for name, key in keys.items()):
            raise SystemExit("LANDING_FIELD_KEYS is not understood: NAME=KEY, NAME=KEY; a key is 32 bytes in base64.")
        return keys

    def _made_keys(self) -> str:
        if self.https:
            raise SystemExit(
                "LANDING_FIELD_KEYS is needed when LANDING_HTTPS is on: it seals the BSN. See docs/adr/0012."
            )
        self.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.var / "field_keys"
        if not file.exists():
            # Whole from the first moment: two processes that start together must read the same key.
            fresh = self.var / f".field_keys.{secrets.token_hex(8)}"
            fresh.touch(mode=0o600)
            fresh.write_text(f"k1={base64.b64encode(secrets.token_bytes(32)).decode()}")
            with contextlib.suppress(FileExistsError):
                os.link(fresh, file)
            fresh.unlink()
        return file.read_text()


# SQLite must survive a power cut: with WAL and synchronous=NORMAL acknowledged writes are lost (security.md, fact 3).
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=15000; "
    "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
)


# Never by itself (Django's own statements differ each time), only where a question asks for it (people.prepared).
PREPARED = {"prepare_threshold": 2**31}
# A page asks for some rows of some of 75 months; PostgreSQL reckons that as dear, and compiling it took 10 seconds where
# the question itself took 10 milliseconds. Behind a pooler that refuses this: ALTER ROLE … SET jit = off.
NOT_COMPILED = {"options": "-c jit=off"}


def database(url: str, var: Path, *, prepared: bool = True) -> dict[str, Any]:
    """Django's settings of the database that ``url`` names.

    ``postgres://user:password@host:port/name?option=value`` or ``sqlite:///file``; empty means the embedded
    SQLite file under ``var``. ``prepared``: PostgreSQL keeps the plans of the questions of the pages, and
    compiles none; off behind a pooler.
    Raises SystemExit with a sentence when the address is not understood.
    """
    if not url or url.startswith("sqlite:"):
        name = url.removeprefix("sqlite:///") if url else str(var / "landing.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name or str(var / "landing.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS, "timeout": 15},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SystemExit(
            f"DATABASE_URL is not understood ({parts.scheme or 'no scheme'}): "
            "use postgres://user:password@host:port/name or sqlite:///file."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": (NOT_COMPILED | dict(parse_qsl(parts.query)) | PREPARED)
        if prepared
        else dict(parse_qsl(parts.query)),
    }
