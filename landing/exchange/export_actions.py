"""Writing down that a list of people was made as a file."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.exchange.models import ListExport
from landing.people.policy import WHO_EXPORT
from landing.people.viewer import Viewer

CLIENTS = "clients"


@transaction.atomic
def record(*, viewer: Viewer, rows: int, why: str, narrowed: list[str]) -> UUID:
    """One line: who takes a list of how many people out of the product, and why. Returns the key of the file."""
    if viewer.role not in WHO_EXPORT or viewer.organisation is None:
        raise PermissionDenied
    line = ListExport.objects.create(
        at=timezone.now(), account_id=viewer.account, by_name=viewer.name[:120], by_role=viewer.role or "",
        about=CLIENTS, new={"rows": rows, "narrowed": narrowed}, why=why, organisation_id=viewer.organisation,
    )  # fmt: skip
    return line.key
