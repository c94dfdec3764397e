"""What an installation sets from outside, read once and checked all at once."""

from __future__ import annotations

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
    second_step: bool | None = Field(
        default=None, description="demand a second step of workers (default: outside the demo)"
    )
    proxies: int = Field(default=0, description="how many proxies stand before the product and add X-Forwarded-For")
    oidc: list[Provider] = Field(default=[], description="logins elsewhere, as JSON; see docs/howto")
    today: str = Field(default="", description="a fixed date for demonstrations and pictures, YYYY-MM-DD")

    def key(self) -> str:
        """The secret key: given, or (outside production) made once and kept in ``var``."""
        if self.secret_key:
            return self.secret_key
        if self.https:
            raise SystemExit("LANDING_SECRET_KEY is needed when LANDING_HTTPS is on: set a long random text.")
        self.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.var / "secret_key"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(50))
        return file.read_text().strip()


# SQLite must survive a power cut: with WAL and synchronous=NORMAL acknowledged writes are lost (security.md, fact 3).
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=15000; "
    "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
)


def database(url: str, var: Path) -> dict[str, Any]:
    """Django's settings of the database that ``url`` names.

    ``postgres://user:password@host:port/name?option=value`` or ``sqlite:///file``; empty means the embedded
    SQLite file under ``var``. Raises SystemExit with a sentence when the address is not understood.
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
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
