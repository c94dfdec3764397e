"""The door: here, and only here, the clock is read and is established who is looking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from landing.people import reads, row_security
from landing.people.models import Account
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
        day = today()
        login = _ordinary_login(request, day)
        if login is None and request.user.is_authenticated:
            login = reads.login_of(request.user.pk, day)
        request.viewer = reads.viewer_with(login, worker=request.session.get("worker"), today=day)
        return self.get_response(request)


def _ordinary_login(request: ViewerRequest, day: date) -> reads.Login | None:
    """The account of a session in order, asked together with its places of work; ``request.user`` stays unasked.

    It can only say yes, and only to what Django says yes to: an account in use, of which the password is still the one
    with which the session began. Whatever is not plainly so is None, and Django decides as ever: it also ends the session.
    """
    if not isinstance(request.user, SimpleLazyObject) or hasattr(request, "_cached_user"):
        return None  # somebody before us said who this is
    held = request.session
    number, seal = held.get(SESSION_KEY), held.get(HASH_SESSION_KEY)
    if not number or not seal or not _asks_nothing_more(held.get(BACKEND_SESSION_KEY, "")):
        return None
    login = reads.login_of(int(number), day) if str(number).isdecimal() else None
    if login is None or not login.is_active:
        return None
    account = Account(pk=login.account, password=login.password)
    return login if constant_time_compare(seal, account.get_session_auth_hash()) else None


def _asks_nothing_more(backend: str) -> bool:
    """Whether a backend that may be used finds an account as Django's own does, without conditions of itself."""
    return backend in settings.AUTHENTICATION_BACKENDS and _is_plain(backend)


@lru_cache(maxsize=16)
def _is_plain(backend: str) -> bool:
    kind = import_string(backend)
    return (kind.get_user, kind.user_can_authenticate) == (ModelBackend.get_user, ModelBackend.user_can_authenticate)


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
