"""Second steps of one's own login: an app with codes, passkeys, recovery codes."""

from __future__ import annotations

import json

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from landing.login import factor_actions, reads, session_actions, staying
from landing.login.account_views import proven, show
from landing.login.forms import AppCodeForm, PasskeyForm, RenameForm
from landing.login.sealed import Unreadable, seal, seal_data, unseal, unseal_data
from landing.people.actions import NotPossible
from landing.people.limits import TooOften
from landing.people.policy import EVERY_ROLE, open_to
from landing.people.viewer import ViewerRequest
from landing.ui.languages import said as _

NEW_APP, NEW_CODES = "new_app", "new_codes"
"""Names in the session: the secret of an app that is being added, and recovery codes that are shown once."""


@open_to(EVERY_ROLE, "GET")
@never_cache
def factors(request: ViewerRequest) -> HttpResponse:
    """Which second steps one has, and adding another."""
    viewer = request.viewer
    found = reads.factors(viewer)
    context = {
        "apps": [factor for factor in found if factor.kind == "totp"],
        "passkeys": [factor for factor in found if factor.kind == "webauthn"],
        "codes_left": reads.recovery_left(viewer),
        "missing": staying.lacks_second_step(request.session, viewer),
        "left_out": bool(found) and not request.session.get("second_step"),
    }
    return show(request, "login/factors.html", context)


def _added(request: ViewerRequest, codes: list[str], words: str) -> HttpResponse:
    """After adding: other browsers are logged out, since whoever is there came in without it."""
    request.session["second_step"] = True
    session_actions.end_others(viewer=request.viewer, keep=request.session.session_key)
    messages.success(request, words)
    if codes:
        request.session[NEW_CODES] = seal_data(codes)
        return redirect("login:recovery")
    return redirect("login:factors")


def _refused(request: ViewerRequest) -> HttpResponse | None:
    try:
        factor_actions.require_may_add(viewer=request.viewer, second_step_done=bool(request.session.get("second_step")))
    except NotPossible as reason:
        messages.error(request, str(reason))
        return redirect("login:factors")
    return None


def _new_secret(request: ViewerRequest) -> str:
    try:
        return unseal(request.session.get(NEW_APP, ""))
    except Unreadable:
        secret = generate_totp_secret()
        request.session[NEW_APP] = seal(secret)
        return secret


@open_to(EVERY_ROLE, "GET", "POST")
@never_cache
@proven
def add_app(request: ViewerRequest) -> HttpResponse:
    """Scan the picture (or type the key), and fill in the first code."""
    refused = _refused(request)
    if refused is not None:
        return refused
    secret, form, status = _new_secret(request), AppCodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            codes = factor_actions.add_app(viewer=request.viewer, secret=secret, code=form.cleaned_data["code"])
        except TooOften as reason:
            form.add_error(None, str(reason))
            status = 429
        except NotPossible as reason:
            form.add_error("code", str(reason))
        else:
            del request.session[NEW_APP]
            return _added(request, codes, _("Je code-app werkt. Vanaf nu vraagt inloggen ook om een code."))
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return show(request, "login/app_add.html", {"form": form, "secret": grouped}, status)


@open_to(EVERY_ROLE, "GET")
@never_cache
@proven
def app_picture(request: ViewerRequest) -> HttpResponse:
    """The picture to scan, at an address of its own: the page needs no picture inside its text."""
    try:
        secret = unseal(request.session.get(NEW_APP, ""))
    except Unreadable:
        raise Http404 from None
    adapter = get_adapter()
    return HttpResponse(
        adapter.build_totp_svg(adapter.build_totp_url(reads.own(request.viewer), secret)), "image/svg+xml"
    )


@open_to(EVERY_ROLE, "GET", "POST")
@never_cache
@proven
def add_passkey(request: ViewerRequest) -> HttpResponse:
    """A finger, a face, a pin or a key, through the browser; needs a script."""
    refused = _refused(request)
    if refused is not None:
        return refused
    viewer = request.viewer
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            codes = factor_actions.add_passkey(viewer=viewer, name=found["name"], credential=found["credential"])
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            return _added(request, codes, _("Je sleutel werkt. Je kunt er ook mee inloggen zonder wachtwoord."))
    options = json.dumps(webauthn.begin_registration(reads.own(viewer), passwordless=True))
    return show(request, "login/passkey_add.html", {"form": form, "options": options})


@open_to(EVERY_ROLE, "GET", "POST")
@never_cache
@proven
def rename(request: ViewerRequest, factor: int) -> HttpResponse:
    """Give a passkey another name."""
    found = next((row for row in reads.factors(request.viewer) if row.pk == factor and row.kind == "webauthn"), None)
    if found is None:
        raise Http404
    form = RenameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        factor_actions.rename(viewer=request.viewer, pk=factor, name=form.cleaned_data["name"])
        messages.success(request, _("De sleutel heet nu anders."))
        return redirect("login:factors")
    return show(request, "login/passkey_rename.html", {"form": form})


@open_to(EVERY_ROLE, "POST")
@proven
def remove(request: ViewerRequest, factor: int) -> HttpResponse:
    """Remove an app or a passkey."""
    try:
        left = factor_actions.remove(viewer=request.viewer, pk=factor)
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        if not left:
            request.session.pop("second_step", None)
        messages.success(request, _("Weggehaald. Je kunt hem niet meer gebruiken om in te loggen."))
    return redirect("login:factors")


@open_to(EVERY_ROLE, "GET", "POST")
@never_cache
@proven
def recovery(request: ViewerRequest) -> HttpResponse:
    """Recovery codes: new ones are shown once, to print or write down."""
    viewer = request.viewer
    if request.method == "POST":
        try:
            codes = factor_actions.new_recovery_codes(viewer=viewer)
        except NotPossible as reason:
            messages.error(request, str(reason))
            return redirect("login:factors")
        request.session[NEW_CODES] = seal_data(codes)
        return redirect("login:recovery")
    try:
        shown = unseal_data(request.session.pop(NEW_CODES, ""))
    except Unreadable:
        shown = []
    return show(request, "login/recovery.html", {"codes": shown, "codes_left": reads.recovery_left(viewer)})
