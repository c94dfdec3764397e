"""The door: here, and only here, the clock is read and is established who is looking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from landing.people import reads, row_security
from landing.people.viewer import ViewerRequest


def today() -> date:
    """The day in the Netherlands, or the fixed day of a demonstration."""
    if settings.DEMO and settings.FIXED_TODAY:
        return date.fromisoformat(settings.FIXED_TODAY)
    return timezone.localdate()


class WhoIsLooking:
    """Puts ``viewer`` on the request: one account in one role on one day."""

    def __init__(self, get_response: Callable[[ViewerRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ViewerRequest) -> HttpResponse:
        account = request.user.pk if request.user.is_authenticated else None
        request.viewer = reads.viewer_of(account=account, worker=request.session.get("worker"), today=today())
        return self.get_response(request)


class RowSecurity:
    """One transaction for each request, in which PostgreSQL itself gives only the viewer's own rows (row_security)."""

    def __init__(self, get_response: Callable[[ViewerRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ViewerRequest) -> HttpResponse:
        if not row_security.supported():
            return self.get_response(request)
        with row_security.as_viewer(request.viewer):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response
