"""The door: logging in, the second step, leaving, staying, and what was typed too late."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.internal.constants import LoginStageKey
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from landing.login import entry_actions, reads, session_actions, staying
from landing.login.forms import CredentialForm, LoginForm, SecondStepForm
from landing.people.limits import TooOften
from landing.people.policy import EVERY_ROLE, open_to
from landing.people.viewer import ViewerRequest
from landing.ui.languages import said as _

WRONG = _("Deze inlognaam en dit wachtwoord horen niet bij elkaar. Probeer het nog eens.")
WRONG_CODE = _("Deze code klopt niet, of hij is al gebruikt. Kijk in je app welke code er nu staat.")
WRONG_PASSKEY = _("Je sleutel werd niet herkend. Probeer het nog een keer, of log in met je wachtwoord.")  # noqa: S105  (a sentence, no secret)


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards, when that is a page of this site."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else ""


@sensitive_variables()
def password_ahead(request: ViewerRequest) -> None:
    """A password that was sent is checked before the request holds anything."""
    form = LoginForm(request.POST)
    if request.method == "POST" and request.viewer.account is None and form.is_valid():
        entry_actions.check_ahead(
            request, username=form.cleaned_data["username"], password=form.cleaned_data["password"]
        )  # fmt: skip


@open_to(None, "GET", "POST", before=password_ahead)
@never_cache
@sensitive_post_parameters("password")
def log_in(request: ViewerRequest) -> HttpResponse:
    """The login page; in the demo it lists the accounts."""
    wanted = safe_next(request)
    if request.viewer.account is not None:
        return redirect(wanted or "desk:start")
    form, status = LoginForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            account = entry_actions.check_password(
                request, username=form.cleaned_data["username"], password=form.cleaned_data["password"]
            )
        except TooOften as reason:
            form.add_error(None, str(reason))
            status = 429
        else:
            if account is not None:
                return perform_password_login(request, {}, Login(user=account, redirect_url=wanted or None))
            form.add_error(None, WRONG)
    context = {"form": form, "next": wanted, "demo_accounts": reads.demo_accounts(), "providers": settings.OIDC}
    return render(request, "login/log_in.html", context, status=status)


@open_to(None, "GET", "POST")
@never_cache
def second_step(request: ViewerRequest) -> HttpResponse:
    """After the password: a code, or a passkey."""
    stage = LoginStageController.enter(request, LoginStageKey.MFA_AUTHENTICATE.value)
    if stage is None or request.viewer.account is not None:
        return redirect("account_login")
    account, status, factor = stage.login.user, 200, None
    by_key = "credential" in request.POST
    form = (CredentialForm if by_key else SecondStepForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if by_key:
                factor = entry_actions.check_credential(credential=form.cleaned_data["credential"], account=account)
            else:
                factor = entry_actions.check_code(account=account, code=form.cleaned_data["code"])
        except TooOften as reason:
            form.add_error(None, str(reason))
            status = 429
        else:
            if factor is not None:
                entry_actions.note_factor(factor)
                return stage.exit()
            form.add_error(None, WRONG_PASSKEY if by_key else WRONG_CODE)
    kinds = reads.kinds_of(account.pk)
    options = json.dumps(webauthn.begin_authentication(account)) if "webauthn" in kinds else ""
    code_form = SecondStepForm() if by_key else form
    context = {"form": form, "code_form": code_form, "kinds": kinds, "options": options}
    return render(request, "login/second_step.html", context, status=status)


@open_to(None, "GET", "POST")
@never_cache
def log_in_with_passkey(request: ViewerRequest) -> HttpResponse:
    """What a browser needs to ask for a passkey (GET, JSON), and its answer."""
    if request.method != "POST":
        return JsonResponse({"publicKey": webauthn.begin_authentication(None)["publicKey"]})
    form = CredentialForm(request.POST)
    factor = None
    if form.is_valid():
        factor = entry_actions.check_credential(credential=form.cleaned_data["credential"], account=None)
    if factor is None:
        messages.error(request, WRONG_PASSKEY)
        return redirect("account_login")
    return perform_passwordless_login(request, factor, Login(user=factor.user, redirect_url=safe_next(request) or None))


@open_to(EVERY_ROLE, "POST")
def log_out(request: ViewerRequest) -> HttpResponse:
    """End the session and have the browser forget what it showed."""
    logout(request)
    response = redirect("account_login")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@open_to(None, "POST")
def switch_role(request: ViewerRequest) -> HttpResponse:
    """Log in as another demo account with one click. Outside the demo this address does not exist."""
    account = reads.demo_account(request.POST.get("account", ""))
    if account is None:
        raise Http404
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    record_authentication(request, account, method="password")
    staying.prove(request.session)
    return redirect("desk:start")


@open_to(EVERY_ROLE, "POST")
def stay(request: ViewerRequest) -> HttpResponse:
    """A sign of life, from the bar that warns or from the line on top; without a script that opens a tab of its own."""
    request.session["seen"] = staying.now_seconds()
    if request.POST.get("tab") and not request.htmx:
        return render(request, "login/stayed.html", {"frame": reads.frame_of(request.viewer)})
    return HttpResponse(status=204) if request.htmx else redirect(safe_next(request) or "desk:start")


@open_to(EVERY_ROLE, "GET")
@never_cache
def kept(request: ViewerRequest, kept: UUID) -> HttpResponse:
    """What was typed when the session had ended, to be sent after all."""
    found = reads.kept_form(request.viewer, kept)
    if found is None:
        raise Http404
    context: dict[str, Any] = {"kept": found, "frame": reads.frame_of(request.viewer)}
    return render(request, "login/kept.html", context)


@open_to(EVERY_ROLE, "POST")
def drop_kept(request: ViewerRequest, kept: UUID) -> HttpResponse:
    """Throw it away."""
    if reads.kept_form(request.viewer, kept) is None:
        raise Http404
    session_actions.drop_form(viewer=request.viewer, key=kept)
    messages.success(request, _("Weggegooid."))
    return redirect("desk:start")
