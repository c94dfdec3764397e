"""The line of history that every change of access leaves."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from landing.login.models import AccessEvent
from landing.people.viewer import Viewer


def note(
    *, viewer: Viewer, about: str, subject: int | None = None, worker: int | None = None, old: Any = None, new: Any = None,
    why: str = "",
) -> None:  # fmt: skip
    """Write one line: ``about`` what of whose account (``subject``) or place of work (``worker``) was changed."""
    AccessEvent.objects.create(
        at=timezone.now(), account_id=viewer.account, by_name=viewer.name[:120], by_role=viewer.role or "", about=about,
        subject_id=subject, worker_id=worker, old=old, new=new, why=why,
    )  # fmt: skip
