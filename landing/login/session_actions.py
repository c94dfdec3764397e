"""Noting in which browsers an account is logged in, ending that, and keeping what was typed too late."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from landing.login.models import KeptForm, LoginSession
from landing.login.sealed import seal_data
from landing.people import limits
from landing.people.viewer import Viewer

KEPT_FOR = timedelta(hours=1)
LARGEST_KEPT = 200_000
"""Characters. Longer forms come from files, which a browser does not send twice anyway."""
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "old_password", "new_password", "again", "code", "credential")


def track(request: HttpRequest, account: int) -> None:
    """Note the browser of a session, once; a session that got another key stays the same line."""
    session = request.session
    if session.session_key is None:
        session.save()
    before = session.get("tracked")
    if before == session.session_key:
        return
    key, now = session.session_key, timezone.now()
    mine = (
        LoginSession.objects.filter(session_key=before, account_id=account) if before else LoginSession.objects.none()
    )
    if not mine.update(session_key=key, seen_at=now):
        browser = browser_words(request.headers.get("User-Agent", ""))
        LoginSession.objects.update_or_create(
            session_key=key, defaults={"account_id": account, "started_at": now, "seen_at": now, "browser": browser}
        )
    session["tracked"] = key


def seen(session_key: str | None) -> None:
    """Note a sign of life."""
    LoginSession.objects.filter(session_key=session_key).update(seen_at=timezone.now())


def forget(session_key: str) -> None:
    """Take a line out of the list."""
    LoginSession.objects.filter(session_key=session_key).delete()


def browser_words(agent: str) -> str:
    """A browser in words that its owner recognises: "Firefox op Android"."""
    kinds = {"Edg/": "Edge", "SamsungBrowser": "Samsung Internet", "Firefox/": "Firefox", "Chrome/": "Chrome",
             "Safari/": "Safari"}  # fmt: skip
    places = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac",
              "CrOS": "Chromebook", "Linux": "Linux"}  # fmt: skip
    kind = next((word for mark, word in kinds.items() if mark in agent), "Een browser")
    place = next((word for mark, word in places.items() if mark in agent), "")
    return f"{kind} op {place}" if place else kind


@transaction.atomic
def end_one(*, viewer: Viewer, key: UUID) -> None:
    """End one of one's own sessions."""
    _end(list(LoginSession.objects.filter(account_id=viewer.account, key=key)))


@transaction.atomic
def end_others(*, viewer: Viewer, keep: str | None) -> int:
    """End all of one's own sessions but the one with the session key ``keep``; returns how many."""
    return end_all_of(account=viewer.account, keep=keep)


def end_all_of(*, account: int | None, keep: str | None = None) -> int:
    """End the sessions of an account whose owner, or whose administrator, asked for it. For actions of this room."""
    rows = list(LoginSession.objects.filter(account_id=account).exclude(session_key=keep))
    _end(rows)
    return len(rows)


def _end(rows: list[LoginSession]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in rows:
        store(row.session_key).delete()
    LoginSession.objects.filter(pk__in=[row.pk for row in rows]).delete()


def keep_form(*, viewer: Viewer, path: str, sent: Any, files: bool) -> UUID | None:
    """Keep what was typed in a form that came after the session had ended; None when there is nothing to keep."""
    fields = {name: sent.getlist(name) for name in sent if name not in NEVER_KEPT and "password" not in name}
    if not fields or sum(len(value) for values in fields.values() for value in values) > LARGEST_KEPT:
        return None
    tidy()
    kept = KeptForm.objects.create(
        account_id=viewer.account, path=path[:600], sealed=seal_data({"fields": fields, "files": files}),
        made_at=timezone.now(),
    )  # fmt: skip
    return kept.key


def drop_form(*, viewer: Viewer, key: UUID) -> None:
    """Throw away what was kept."""
    KeptForm.objects.filter(account_id=viewer.account, key=key).delete()


def tidy() -> None:
    """Throw away what nobody fetched, lines of sessions that cannot work any more, and old counts."""
    now = timezone.now()
    KeptForm.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    LoginSession.objects.filter(started_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE)).delete()
    limits.tidy()
