"""The choice of role, and the people around a person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from landing.people import actions, language, language_actions, reads
from landing.people.forms import BondForm, PersonForm
from landing.people.once import once
from landing.people.policy import EVERY_ROLE, STAFF_WHO_WRITE, STAFF_WITH_PEOPLE, open_to
from landing.people.viewer import ViewerRequest
from landing.ui import languages


@open_to(EVERY_ROLE, "POST")
def choose_place(request: ViewerRequest) -> HttpResponse:
    """Work in another of one's own roles."""
    wanted = request.POST.get("worker", "")
    if wanted not in {str(pk) for pk, _, _ in reads.places_of_work(request.viewer)}:
        raise Http404
    request.session["worker"] = int(wanted)
    request.session.cycle_key()  # other rights, another session
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = reverse("desk:start")
    return redirect(target)


@open_to(None, "POST")
def choose_language(request: ViewerRequest) -> HttpResponse:
    """Read on in another language, on the same page; a client's choice is kept with the account."""
    wanted = languages.find(request.POST.get("language", ""))
    if wanted is None:
        raise Http404
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = reverse("desk:start")
    if request.viewer.is_client:
        language_actions.choose(viewer=request.viewer, language=wanted.code)
    response = redirect(target)
    language.remember(response, wanted.code)
    return response


@open_to(STAFF_WITH_PEOPLE, "GET", "POST", about_a_person=True, topic="around")
@once
def bonds(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Who stands around a person, and adding somebody."""
    viewer = request.viewer
    person = reads.person(viewer, key)
    if "continuity" not in viewer.grounds.always or person.frozen_on is not None:
        raise Http404
    may_write = viewer.rule.writes and "continuity" in viewer.grounds.writes
    form = BondForm(request.POST or None, viewer=viewer)
    if request.method == "POST":
        actions.require_writer(viewer)
        if form.is_valid():
            found = form.cleaned_data
            try:
                actions.add_bond(
                    viewer=viewer, person_key=key, kind=found["kind"], worker_id=found["worker"],
                    name="" if found["worker"] else found["name"], phone=found["phone"], from_date=found["from_date"],
                )  # fmt: skip
            except actions.NotPossible as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, "Toegevoegd.")
                return redirect("people:bonds", key=key)
    context = {
        "person": person,
        "name": reads.show_name(person.given_name, person.infix, person.surname, person.call_me),
        "around": reads.around_of(person.pk, viewer.today),
        "before": reads.around_of(person.pk, viewer.today, ended=True),
        "form": form,
        "may_write": may_write,
    }
    return render(request, "people/bonds.html", context)


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="around")
@once
def end_bond(request: ViewerRequest, key: UUID, bond: UUID) -> HttpResponse:
    """End one bond."""
    try:
        actions.end_bond(viewer=request.viewer, person_key=key, bond_key=bond)
    except actions.NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "Beëindigd. Vanaf vandaag geeft deze rol geen toegang meer.")
    if not reads.persons(request.viewer).filter(key=key).exists():
        return redirect("desk:clients")
    return redirect("people:bonds", key=key)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="identity")
@once
def change(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Change name, birth date or origin; a newer change by somebody else is shown beside one's own."""
    person = reads.person(request.viewer, key)
    initial = {field: getattr(person, field) for field in ("given_name", "infix", "surname", "call_me", "birth_date")}
    form = PersonForm(request.POST or None, initial=initial | {"origin": person.origin_id}, viewer=request.viewer)
    differences: list[actions.Difference] = []
    if request.method == "POST" and form.is_valid():
        values = {field: form.cleaned_data[field] for field in initial} | {"origin_id": form.cleaned_data["origin"]}
        try:
            version = int(request.POST.get("version", "0")) if request.POST.get("version", "").isdigit() else 0
            actions.change_person(viewer=request.viewer, key=key, version=version, values=values)
        except actions.ChangedMeanwhile as conflict:
            differences = conflict.differences
        else:
            messages.success(request, "Opgeslagen.")
            return redirect("desk:person", key=key)
    shown_version = person.version if differences or request.method == "GET" else request.POST.get("version", "")
    context = {
        "form": form,
        "person": person,
        "name": reads.show_name(person.given_name, person.infix, person.surname, person.call_me),
        "version": shown_version,
        "differences": differences,
    }
    return render(request, "people/change.html", context, status=409 if differences else 200)
