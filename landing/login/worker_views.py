"""Medewerkers: the list, inviting, changing, leaving, and the yearly look at who still needs which role."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from landing.login import person_reads, staying, worker_actions, worker_reads
from landing.login.letter_views import PRINTABLE_SECONDS
from landing.login.sealed import Unreadable, seal, unseal
from landing.login.worker_forms import ChangeWorkerForm, CheckForm, LeaveForm, NewWorkerForm, RoleForm
from landing.people.actions import NotPossible
from landing.people.limits import TooOften
from landing.people.once import once
from landing.people.policy import WHO_MERGE, open_to
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest

ADMINISTRATOR = {Role.ADMINISTRATOR}
PAPER = "invitation_codes"
"""Name in the session: codes of invitations that may still be printed."""


def position(request: ViewerRequest) -> int:
    """From which row a list is shown."""
    given = request.GET.get("vanaf", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0


@open_to(ADMINISTRATOR, "GET")
def workers(request: ViewerRequest) -> HttpResponse:
    """Who works here, fifty a page: searched, sorted, and who was not looked at in time."""
    viewer, start = request.viewer, position(request)
    asked = {"text": request.GET.get("zoek", "")[:100], "which": request.GET.get("wie", ""),
             "sort": request.GET.get("volgorde", "naam")}  # fmt: skip
    rows, more = worker_reads.page(viewer, start, **asked)
    context: dict[str, Any] = asked | {
        "rows": rows,
        "previous": max(0, start - worker_reads.PER_PAGE) if start else None,
        "next": start + worker_reads.PER_PAGE if more else None,
        "overdue": worker_reads.overdue(viewer),
        "region_wide": viewer.lead_municipality,
    }
    return render(request, "login/workers.html", context)


@open_to(ADMINISTRATOR, "GET", "POST")
@once
def new(request: ViewerRequest) -> HttpResponse:
    """A new worker."""
    viewer = request.viewer
    form = NewWorkerForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            worker = worker_actions.add(viewer=viewer, **form.cleaned_data)
        except NotPossible as reason:
            form.add_error("username", str(reason))
        else:
            messages.success(request, "De medewerker staat erin. Nodig hem of haar nu uit.")
            return redirect("login:worker", worker=worker.key)
    return render(request, "login/worker_new.html", {"form": form})


@open_to(ADMINISTRATOR, "GET")
def worker(request: ViewerRequest, worker: UUID) -> HttpResponse:
    """One worker, and what can be done."""
    return _shown(request, worker_reads.one(request.viewer, worker))


def _shown(request: ViewerRequest, found: Any, status: int = 200, **forms: Any) -> HttpResponse:
    viewer = request.viewer
    email = found.account.email if found.account else ""
    own = {"name": found.name, "phone": found.phone, "email": email}
    context = {
        "found": found,
        "email": email,
        "details": worker_reads.details(viewer, found),
        "today": viewer.today,
        "change_form": ChangeWorkerForm(initial=own, has_login=found.account is not None),
        "role_form": RoleForm(viewer=viewer),
        "leave_form": LeaveForm(initial={"on": viewer.today}),
        "check_form": CheckForm(),
    }
    faulty = next(iter(forms.values()), None)
    return render(request, "login/worker.html", context | forms | {"faulty": faulty}, status=status)


@open_to(ADMINISTRATOR, "POST")
@once
def change(request: ViewerRequest, worker: UUID) -> HttpResponse:
    """Change name, phone and e-mail."""
    found = worker_reads.one(request.viewer, worker)
    form = ChangeWorkerForm(request.POST, has_login=found.account is not None)
    if form.is_valid():
        try:
            worker_actions.change(viewer=request.viewer, worker=found, **form.cleaned_data)
        except NotPossible as reason:
            form.add_error("username", str(reason))
        else:
            messages.success(request, "Opgeslagen.")
            return redirect("login:worker", worker=worker)
    return _shown(request, found, change_form=form)


@open_to(ADMINISTRATOR, "POST")
@once
def add_role(request: ViewerRequest, worker: UUID) -> HttpResponse:
    """Another role for the same login."""
    found, form = worker_reads.one(request.viewer, worker), RoleForm(request.POST, viewer=request.viewer)
    if form.is_valid():
        try:
            made = worker_actions.add_role(viewer=request.viewer, worker=found, **form.cleaned_data)
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "De rol staat erbij. De medewerker kiest bovenaan in welke rol die werkt.")
            return redirect("login:worker", worker=made.key)
    return _shown(request, found, role_form=form)


@open_to(ADMINISTRATOR, "POST")
@once
def leave(request: ViewerRequest, worker: UUID) -> HttpResponse:
    """End a place of work."""
    found, form = worker_reads.one(request.viewer, worker), LeaveForm(request.POST)
    if form.is_valid():
        try:
            ended = worker_actions.leave(viewer=request.viewer, worker=found, on=form.cleaned_data["on"])
        except NotPossible as reason:
            form.add_error("on", str(reason))
        else:
            words = f" In {ended} browser(s) uitgelogd." if ended else ""
            messages.success(request, f"Vastgelegd.{words} De coördinatoren zien wie er iemand anders nodig heeft.")
            return redirect("login:worker", worker=worker)
    return _shown(request, found, leave_form=form)


@open_to(ADMINISTRATOR, "POST")
@once
def check(request: ViewerRequest, worker: UUID) -> HttpResponse:
    """Confirm that a role is still needed."""
    found, form = worker_reads.one(request.viewer, worker), CheckForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, check_form=form)
    worker_actions.confirm(viewer=request.viewer, worker=found, reason=form.cleaned_data["reason"])
    messages.success(request, "Vastgelegd: deze rol is nog nodig.")
    return redirect("login:worker", worker=worker)


@open_to(ADMINISTRATOR, "POST")
@once
def end_sessions(request: ViewerRequest, worker: UUID) -> HttpResponse:
    """Log a worker out everywhere."""
    found = worker_reads.one(request.viewer, worker)
    ended = worker_actions.end_sessions(viewer=request.viewer, worker=found)
    messages.success(request, f"Uitgelogd in {ended} browser(s).")
    return redirect("login:worker", worker=worker)


@open_to(ADMINISTRATOR, "POST")
@once
def invite(request: ViewerRequest, worker: UUID) -> HttpResponse:
    """Invite by mail or on paper."""
    found, by_mail = worker_reads.one(request.viewer, worker), request.POST.get("hoe") == "mail"
    try:
        code = worker_actions.invite(
            viewer=request.viewer, worker=found, by_mail=by_mail,
            address_of=lambda token: request.build_absolute_uri(reverse("login:invitation", args=[token])),
        )  # fmt: skip
    except (NotPossible, TooOften) as reason:
        messages.error(request, str(reason))
        return _shown(request, found, 429 if isinstance(reason, TooOften) else 200)
    if by_mail:
        messages.success(request, "De uitnodiging is verstuurd. Er staat geen naam in.")
        return redirect("login:worker", worker=worker)
    kept = request.session.get(PAPER, {})
    request.session[PAPER] = kept | {str(worker): [seal(code), staying.now_seconds()]}
    return redirect("login:invitation_paper", worker=worker)


@open_to(ADMINISTRATOR, "GET")
@never_cache
def paper(request: ViewerRequest, worker: UUID) -> HttpResponse:
    """An invitation on one sheet; the code is shown for a quarter of an hour."""
    found = worker_reads.one(request.viewer, worker)
    sealed, made = request.session.get(PAPER, {}).get(str(worker), ["", 0])
    try:
        code = unseal(sealed) if staying.now_seconds() - made <= PRINTABLE_SECONDS else ""
    except Unreadable:
        code = ""
    address = request.build_absolute_uri(reverse("login:letter_use")).split("://", 1)[1]
    return render(request, "login/invitation_paper.html", {"found": found, "code": code, "address": address})


@open_to(WHO_MERGE, "GET")
def handover(request: ViewerRequest) -> HttpResponse:
    """Persons of whom a support worker or coordinator left: who takes over is chosen on the page of their people."""
    start = position(request)
    rows, more = person_reads.to_take_over(request.viewer, start)
    size = person_reads.PER_PAGE
    context = {
        "rows": rows,
        "previous": max(0, start - size) if start else None,
        "next": start + size if more else None,
    }
    return render(request, "login/handover.html", context)
