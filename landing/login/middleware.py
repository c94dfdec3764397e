"""Ends sessions in time, keeps what was typed, and holds workers without a second step at the page where they get one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from landing.login import session_actions, staying
from landing.people.viewer import ViewerRequest, stranger
from landing.ui.languages import said as _

ENDED = _("Je deed een tijd niets, of je was al lang ingelogd. Daarom ben je uitgelogd. Log opnieuw in.")
KEPT = _(" Wat je had ingevuld, is bewaard.")
FIRST_A_SECOND_STEP = _(
    "Voordat je verder kunt, stel je een tweede stap in. Zo komt niemand binnen met alleen je wachtwoord."
)
# Forms that hold secrets, or whose sending later would surprise.
NEVER_KEPT_FROM = frozenset(f"landing.login.{name}_views" for name in ("entry", "account", "factor", "letter", "other"))
# Where a worker without a second step may be: where one is made, and out of the door. All are of this room.
WITHOUT_SECOND_STEP = frozenset({
    "login:factors", "login:app_add", "login:app_picture", "login:passkey_add", "login:recovery", "login:again",
    "login:logout", "login:stay",
})  # fmt: skip


class StayingIn:
    """Stands behind the door (people.middleware): it needs to know who is looking."""

    def __init__(self, get_response: Callable[[ViewerRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ViewerRequest) -> HttpResponse:
        response = self.get_response(request)
        account = request.session.get(SESSION_KEY) if request.session.accessed else None
        if account is not None:
            session_actions.track(request, int(account))
        return response

    def process_view(self, request: ViewerRequest, view: Any, *args: Any) -> HttpResponse | None:
        """After the check of the form token, so that another site can leave nothing to be sent later."""
        if request.viewer.account is None:
            return None
        session, now = request.session, staying.now_seconds()
        if session.get("seen") is None:
            staying.begin(session)
        elif staying.is_over(session, request.viewer, now):
            return self.end(request, view)
        elif now - session["seen"] >= staying.NOTED_EVERY_SECONDS:
            session["seen"] = now
            session_actions.seen(session.session_key)
        if request.method == "POST" and request.POST.get("kept"):
            self.fetched(request)
        match = request.resolver_match
        allowed = match is not None and match.view_name in WITHOUT_SECOND_STEP
        if is_closed(view) and not allowed and staying.lacks_second_step(session, request.viewer):
            messages.info(request, FIRST_A_SECOND_STEP)
            return go(request, reverse("login:factors"))
        return None

    @staticmethod
    def fetched(request: ViewerRequest) -> None:
        """A kept form is on its way again: it need not be kept any longer."""
        try:
            session_actions.drop_form(viewer=request.viewer, key=UUID(request.POST["kept"]))
        except ValueError:
            return

    @staticmethod
    def end(request: ViewerRequest, view: Any) -> HttpResponse | None:
        """Log out; a page that is open to everyone goes on as for a stranger."""
        kept = None
        if request.method == "POST" and view.__module__ not in NEVER_KEPT_FROM:
            kept = session_actions.keep_form(
                viewer=request.viewer, path=request.get_full_path(), sent=request.POST, files=bool(request.FILES)
            )
        today = request.viewer.today
        logout(request)
        request.viewer = stranger(today)
        if not is_closed(view):
            return None
        messages.info(request, ENDED + KEPT if kept else ENDED)
        back = request.get_full_path() if request.method == "GET" and not request.htmx else ""
        wanted = reverse("login:kept", args=[kept]) if kept else back
        query = "?" + urlencode({"next": wanted}, safe="/") if wanted else ""
        return go(request, reverse("account_login") + query)


def is_closed(view: Any) -> bool:
    """Whether one must be logged in for a page."""
    policy = getattr(view, "policy", None)
    return policy is None or policy.roles is not None


def go(request: ViewerRequest, url: str) -> HttpResponse:
    """Send a browser to a page, also when only a part of a page was asked for."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
