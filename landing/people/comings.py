"""Coming in, going out and being kept out are told to the access log, whoever does the login."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from landing.people.models import Account
from landing.people.recorder import LOGIN, LOGOUT, REFUSED, Recorder


def _recorder(request: Any) -> Recorder | None:
    return getattr(request, "access", None)


@receiver(user_logged_in)
def came_in(sender: Any, request: Any, user: Account, **kwargs: Any) -> None:
    """Somebody logged in."""
    if access := _recorder(request):
        access.event(LOGIN, user.pk)


@receiver(user_logged_out)
def went_out(sender: Any, request: Any, user: Account | None, **kwargs: Any) -> None:
    """Somebody logged out; a stranger who leaves is no event."""
    if user is not None and (access := _recorder(request)):
        access.event(LOGOUT, user.pk)


@receiver(user_login_failed)
def was_kept_out(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    """A login that failed; what was typed is not written down, only which account it was, if there is one."""
    if access := _recorder(request):
        named = Account.objects.filter(username=credentials.get("username", "")).values_list("pk", flat=True)
        access.event(REFUSED, named.first(), "password")
