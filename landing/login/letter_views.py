"""Letters with a code: made by staff, printed, and used by the person. Invitations of workers come in here too."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from landing.login import letter_actions, person_reads, staying
from landing.login.forms import LetterForm, NewLoginForm, NewPasswordForm
from landing.login.sealed import Unreadable, seal, unseal
from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.limits import TooOften
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, open_to
from landing.people.viewer import ViewerRequest
from landing.ui.languages import said as _

CODES, FOUND = "letter_codes", "letter_found"
"""Names in the session: codes of letters that may still be printed, and the letter that somebody is using."""
PRINTABLE_SECONDS = 15 * 60


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="login")
@never_cache
@once
def letters(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The letters of a person, and making one."""
    viewer = request.viewer
    person = people.person(viewer, key)
    status = 200
    if request.method == "POST":
        try:
            letter, code = letter_actions.make(viewer=viewer, person_key=key)
        except TooOften as reason:
            messages.error(request, str(reason))
            status = 429
        else:
            codes = request.session.get(CODES, {})
            request.session[CODES] = codes | {str(letter.key): [seal(code), staying.now_seconds()]}
            return redirect("login:letter_print", key=key, letter=letter.key)
    context = {
        "person": person,
        "name": people.show_name(person.given_name, person.infix, person.surname, person.call_me),
        "letters": person_reads.letters(viewer, person.pk),
        "has_login": person.account_id is not None,
        "now": timezone.now(),
    }
    return render(request, "login/letters.html", context, status=status)


@open_to(STAFF_WHO_WRITE, "GET", about_a_person=True, topic="login")
@never_cache
def print_letter(request: ViewerRequest, key: UUID, letter: UUID) -> HttpResponse:
    """The letter on one sheet. The code is shown to whoever made it, for a quarter of an hour."""
    viewer = request.viewer
    person = people.person(viewer, key)
    found = person_reads.letter(viewer, person.pk, letter)
    sealed, made = request.session.get(CODES, {}).get(str(letter), ["", 0])
    code = ""
    if staying.now_seconds() - made <= PRINTABLE_SECONDS and found.works(timezone.now()):
        try:
            code = unseal(sealed)
        except Unreadable:
            code = ""
    context = {
        "person": person, "called": person.call_me or person.given_name, "letter": found, "code": code,
        "address": request.build_absolute_uri(reverse("login:letter_use")).split("://", 1)[1],
    }  # fmt: skip
    return render(request, "login/letter.html", context)


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="login")
@once
def revoke(request: ViewerRequest, key: UUID, letter: UUID) -> HttpResponse:
    """Withdraw a letter."""
    letter_actions.revoke(viewer=request.viewer, person_key=key, letter_key=letter)
    messages.success(request, _("Ingetrokken. De code op deze brief werkt niet meer."))
    return redirect("login:letters", key=key)


@open_to(None, "GET", "POST")
@never_cache
@sensitive_post_parameters("code")
def use(request: ViewerRequest) -> HttpResponse:
    """Fill in the code of a letter."""
    form, status = LetterForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            found = letter_actions.find_code(request, typed=form.cleaned_data["code"])
        except TooOften as reason:
            form.add_error(None, str(reason))
            status = 429
        else:
            if found is not None:
                request.session[FOUND] = [found.kind, found.pk, staying.now_seconds()]
                return redirect("login:letter_login")
            form.add_error("code", letter_actions.NO_SUCH_CODE)
    return render(request, "login/letter_use.html", {"form": form}, status=status)


@open_to(None, "GET", "POST")
@never_cache
def invitation(request: ViewerRequest, token: str) -> HttpResponse:
    """The address in a mail: looking at it uses nothing (mail programs look too), pressing the button goes on."""
    try:
        found = letter_actions.find_token(request, token=token)
    except TooOften as reason:
        return no_more(request, str(reason), 429)
    if found is None:
        return no_more(request, "", 404)
    if request.method == "POST":
        request.session[FOUND] = [found.kind, found.pk, staying.now_seconds()]
        return redirect("login:letter_login")
    return quiet(render(request, "login/invitation.html"))


def no_more(request: ViewerRequest, words: str, status: int) -> HttpResponse:
    return quiet(render(request, "login/no_more.html", {"words": words}, status=status))


def quiet(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: no page that is opened from here hears it."""
    response["Referrer-Policy"] = "no-referrer"
    return response


@open_to(None, "GET", "POST")
@never_cache
@sensitive_post_parameters("new_password", "again")
def choose_login(request: ViewerRequest) -> HttpResponse:
    """With a code that works: choose a login name and a password, or a passkey."""
    kind, pk, at = request.session.get(FOUND, ["", 0, 0])
    found = letter_actions.again(kind, pk) if staying.now_seconds() - at <= PRINTABLE_SECONDS and kind else None
    if found is None:
        request.session.pop(FOUND, None)
        return redirect("login:letter_use")
    without_password = request.POST.get("way") == "passkey"
    account = letter_actions.future_account(found.username or request.POST.get("username", ""))
    if found.username:
        form = NewPasswordForm(request.POST or None, account=account)
    else:
        form = NewLoginForm(
            request.POST or None, account=account, initial={"username": letter_actions.suggested_name()}
        )
    if without_password:
        for name in ("new_password", "again"):
            form.fields[name].required = False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            entered = letter_actions.use(
                found=found,
                username=given.get("username", ""),
                password=None if without_password else given["new_password"],
            )
        except NotPossible as reason:
            form.add_error("username" if "username" in form.fields else None, str(reason))
        else:
            return _come_in(request, entered, passkey=without_password)
    return render(request, "login/choose_login.html", {"form": form, "found": found})


def _come_in(request: ViewerRequest, account: Any, *, passkey: bool) -> HttpResponse:
    request.session.flush()
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    record_authentication(request, account, method="letter")
    staying.prove(request.session)
    messages.success(
        request, _("Je bent ingelogd. Je inlognaam is {username}. Schrijf hem op.").format(username=account.username)
    )
    return redirect("login:passkey_add" if passkey else "desk:start")
