"""The write about a language: what a client reads in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from landing.people import actions
from landing.people.models import Account
from landing.people.viewer import Viewer
from landing.ui import languages


@transaction.atomic
def choose(*, viewer: Viewer, language: str) -> None:
    """Keep the language of the person's own pages with the account, so that every device shows it."""
    if not viewer.is_client or viewer.person is None or languages.find(language) is None:
        raise PermissionDenied
    if language == (viewer.language or languages.DUTCH):
        return
    Account.objects.filter(pk=viewer.account).update(language=language)
    actions.note(viewer=viewer, person_id=viewer.person, about="language", old=viewer.language or None, new=language)
