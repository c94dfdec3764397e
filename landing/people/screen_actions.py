"""What a person chooses for the own pages. It has no history (see ``OwnScreen``), and nobody does it for somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from landing.people.models import OwnScreen
from landing.people.viewer import Viewer

LETTERS = tuple(OwnScreen.Letters.values)


def choose(*, viewer: Viewer, letters: str, more_contrast: bool) -> bool:
    """Keep the size of the letters and the contrast; says whether something is different now."""
    if letters not in LETTERS:
        raise PermissionDenied
    return _keep(viewer, letters=letters, more_contrast=more_contrast)


def mark_read(*, viewer: Viewer, until: datetime) -> bool:
    """Everything up to a moment was read; never back."""
    read = viewer.screen.read_until
    if read is not None and until <= read:
        return False
    return _keep(viewer, read_until=until, read_before=read)


def mark_new(*, viewer: Viewer) -> bool:
    """What was read last is new again."""
    if viewer.screen.read_until is None or viewer.screen.read_until == viewer.screen.read_before:
        return False
    return _keep(viewer, read_until=viewer.screen.read_before)


@transaction.atomic
def _keep(viewer: Viewer, **values: Any) -> bool:
    if viewer.person is None:
        raise PermissionDenied
    row, _ = OwnScreen.objects.select_for_update().get_or_create(person_id=viewer.person)
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    OwnScreen.objects.filter(pk=row.pk).update(**values)
    return True
