"""How long somebody stays in, and in which browsers: what the middleware, the pages and the listeners share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.socialaccount.signals import social_account_added
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from landing.login import other_actions, session_actions
from landing.login.access_events import note
from landing.people.roles import Role
from landing.people.viewer import Viewer
from landing.ui.dates import clock_time

NOTED_EVERY_SECONDS = 60
"""How exactly the last sign of life is kept: a page asks nothing more of the database within this time."""
PROVEN_SECONDS = 10 * 60
"""How long after showing who one is one may change how one logs in."""


def now_seconds() -> int:
    """The moment, in whole seconds."""
    return int(timezone.now().timestamp())


def idle_seconds(viewer: Viewer) -> int:
    """How long this viewer may do nothing."""
    return settings.IDLE_SECONDS["client" if viewer.role is Role.CLIENT else "staff"]


def is_over(session: Any, viewer: Viewer, now: int) -> bool:
    """Whether a session has ended: nothing done for too long, or begun too long ago."""
    since, seen = session.get("since"), session.get("seen")
    if since is None or seen is None:
        return False
    return now - seen > idle_seconds(viewer) or now - since > settings.LONGEST_SECONDS


def ends_at(session: Any, viewer: Viewer, now: int) -> int:
    """When a session ends if nothing more is done, in whole seconds."""
    idle_end = session.get("seen", now) + idle_seconds(viewer)
    return min(idle_end, session.get("since", now) + settings.LONGEST_SECONDS)


def begin(session: Any) -> None:
    """Somebody came in: from now on the time runs."""
    session["since"] = session["seen"] = now_seconds()


def prove(session: Any) -> None:
    """Somebody showed again who they are."""
    session["proven_at"] = now_seconds()


def is_proven(session: Any) -> bool:
    """Whether that was not long ago."""
    return now_seconds() - session.get("proven_at", 0) <= PROVEN_SECONDS


def lacks_second_step(session: Any, viewer: Viewer) -> bool:
    """Whether a worker came in without the second step that this installation demands."""
    if not settings.SECOND_STEP_DEMANDED or viewer.role is None or viewer.role is Role.CLIENT:
        return False
    return not session.get("second_step")


def in_frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page says about staying in; empty for who is not logged in."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or viewer.account is None:
        return {}
    seconds, now = idle_seconds(viewer), now_seconds()
    end = ends_at(request.session, viewer, now)
    return {
        "seconds": seconds, "minutes": seconds // 60, "warn": settings.WARN_SECONDS, "left": max(0, end - now),
        "until": clock_time(datetime.fromtimestamp(end, UTC)),
    }  # fmt: skip


@receiver(user_logged_in)
def came_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Begin the time, and note with what somebody came in."""
    begin(request.session)
    ways = {record.get("method") for record in get_authentication_records(request, user)}
    if ways:
        prove(request.session)
    provider = other_actions.provider_named(request.session.get("provider", ""))
    sure = provider is not None and "socialaccount" in ways and request.session.get("acr") in provider.second_factor_acr
    if "mfa" in ways or sure:
        request.session["second_step"] = True


@receiver(social_account_added)
def linked(sender: Any, request: HttpRequest, sociallogin: Any, **kwargs: Any) -> None:
    """Another login was linked: that is a way in, so it stands in the history of the account."""
    new = {"provider": sociallogin.account.provider}
    note(viewer=request.viewer, about="other_login", subject=sociallogin.user.pk, new=new)  # type: ignore[attr-defined]


@receiver(user_logged_out)
def went_out(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """A browser in which nobody is logged in stands in no list."""
    if request is not None and request.session.session_key:
        session_actions.forget(request.session.session_key)
