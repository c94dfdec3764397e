"""A database from an older backup says so at the start (``landing manage check --database default``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from landing.rights import erasing
from landing.rights.register import Unreadable


@register(Tags.database)
def nobody_is_back_who_was_erased(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """rights.E001: the register names persons whom the database still has; rights.E002: the register cannot be read."""
    if not databases:
        return []
    try:
        left = erasing.unprocessed()
    except Unreadable as reason:
        return [Error(f"The register of deletions: {reason}.", hint="Mend the line.", id="rights.E002")]
    except DatabaseError:
        return []  # the tables are not there yet; `prepare` makes them and looks again
    if not left:
        return []
    return [
        Error(
            f"The register of deletions names {len(left)} record(s) that this database still holds.",
            hint="It was restored from an older backup: run `landing erase replay`.", id="rights.E001",
        )
    ]  # fmt: skip
