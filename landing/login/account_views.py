"""One's own login: an overview, the password, where one is logged in, and logins elsewhere."""

from __future__ import annotations

import json
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from landing.login import entry_actions, factor_actions, other_actions, reads, session_actions, staying
from landing.login.entry_views import WRONG_CODE, WRONG_PASSKEY, safe_next
from landing.login.forms import ChangePasswordForm, CredentialForm, LoginForm, NewPasswordForm, SecondStepForm
from landing.people.actions import NotPossible
from landing.people.limits import TooOften
from landing.people.policy import EVERY_ROLE, View, open_to
from landing.people.viewer import ViewerRequest
from landing.ui.languages import said as _

Shown = dict[str, Any]


def show(request: ViewerRequest, template: str, context: Shown, status: int = 200) -> HttpResponse:
    """A page of one's own login, in the frame of a client or of staff."""
    return render(request, template, context | {"frame": reads.frame_of(request.viewer)}, status=status)


def proven(view: View) -> View:
    """Only for who showed a moment ago who they are: an open screen must not be enough to change how one logs in."""

    @wraps(view)
    def asked(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if staying.is_proven(request.session):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else reverse("login:account")
        return redirect(f"{reverse('login:again')}?{urlencode({'next': back})}")

    return asked


@open_to(EVERY_ROLE, "GET")
@never_cache
def account(request: ViewerRequest) -> HttpResponse:
    """How one logs in, at a glance."""
    viewer = request.viewer
    own = reads.own(viewer)
    factors = reads.factors(viewer)
    context = {
        "username": own.username,
        "has_password": own.has_usable_password(),
        "steps": [factor for factor in factors if factor.kind != "recovery_codes"],
        "sessions": reads.sessions(viewer, request.session.session_key),
        "others": reads.others(viewer),
        "events": reads.events(viewer),
    }
    return show(request, "login/account.html", context)


@open_to(EVERY_ROLE, "GET", "POST")
@never_cache
@sensitive_post_parameters("password")
def again(request: ViewerRequest) -> HttpResponse:
    """Show again who one is, before changing how one logs in: by password, code or passkey."""
    own, wanted = reads.own(request.viewer), safe_next(request) or reverse("login:account")
    kinds, status = reads.kinds_of(own.pk), 200
    by = next((kind for kind in ("credential", "code") if kind in request.POST), "password")
    data = request.POST.copy()
    if by == "password":
        data["username"] = own.username
    form = {"credential": CredentialForm, "code": SecondStepForm, "password": LoginForm}[by](
        data if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            if _shown_by(request, by, form.cleaned_data):
                staying.prove(request.session)
                return redirect(wanted)
            form.add_error(
                None, {"credential": WRONG_PASSKEY, "code": WRONG_CODE}.get(by, "Dit wachtwoord klopt niet.")
            )
        except TooOften as reason:
            form.add_error(None, str(reason))
            status = 429
    context = {
        "form": form, "next": wanted, "kinds": kinds, "has_password": own.has_usable_password(),
        "password_form": form if by == "password" else LoginForm(), "code_form": form if by == "code" else SecondStepForm(),
        "options": json.dumps(webauthn.begin_authentication(own)) if "webauthn" in kinds else "",
    }  # fmt: skip
    return show(request, "login/again.html", context, status)


def _shown_by(request: ViewerRequest, by: str, found: Shown) -> bool:
    own = reads.own(request.viewer)
    if by == "credential":
        return entry_actions.check_credential(credential=found["credential"], account=own) is not None
    if by == "code":
        return entry_actions.check_code(account=own, code=found["code"]) is not None
    return entry_actions.check_password(request, username=own.username, password=found["password"]) is not None


@open_to(EVERY_ROLE, "GET", "POST")
@never_cache
@sensitive_post_parameters("old_password", "new_password", "again")
def password(request: ViewerRequest) -> HttpResponse:
    """Choose another password; all other browsers are logged out. Who never had one shows who they are first."""
    viewer = request.viewer
    own, status = reads.own(viewer), 200
    had_one = own.has_usable_password()
    if not had_one and not staying.is_proven(request.session):
        return redirect(f"{reverse('login:again')}?{urlencode({'next': request.path})}")
    form = (ChangePasswordForm if had_one else NewPasswordForm)(request.POST or None, account=own)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            right = not had_one or entry_actions.check_password(
                request, username=own.username, password=found["old_password"]
            )
        except TooOften as reason:
            form.add_error("old_password", str(reason))
            status = 429
        else:
            if right:
                factor_actions.change_password(viewer=viewer, account=own, new=found["new_password"])
                update_session_auth_hash(request, own)
                session_actions.track(request, own.pk)
                session_actions.end_others(viewer=viewer, keep=request.session.session_key)
                messages.success(request, _("Je wachtwoord is veranderd. In andere browsers ben je uitgelogd."))
                return redirect("login:account")
            form.add_error("old_password", _("Dit is niet het wachtwoord dat je nu hebt."))
    return show(request, "login/password.html", {"form": form, "username": own.username}, status)


@open_to(EVERY_ROLE, "POST")
def end_session(request: ViewerRequest, session: UUID) -> HttpResponse:
    """Log out in one other browser."""
    session_actions.end_one(viewer=request.viewer, key=session)
    messages.success(request, _("Je bent daar uitgelogd."))
    return redirect("login:account")


@open_to(EVERY_ROLE, "POST")
def end_sessions(request: ViewerRequest) -> HttpResponse:
    """Log out everywhere else."""
    session_actions.end_others(viewer=request.viewer, keep=request.session.session_key)
    messages.success(request, _("Je bent overal uitgelogd, behalve hier."))
    return redirect("login:account")


@open_to(EVERY_ROLE, "GET")
@never_cache
@proven
def others(request: ViewerRequest) -> HttpResponse:
    """Logins elsewhere, linked or not."""
    return show(request, "login/others.html", {"others": reads.others(request.viewer)})


@open_to(EVERY_ROLE, "POST")
@proven
def unlink(request: ViewerRequest, other: int) -> HttpResponse:
    """Take a link away."""
    try:
        other_actions.unlink(viewer=request.viewer, pk=other)
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("De koppeling is weg."))
    return redirect("login:others")
