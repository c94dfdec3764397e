"""Two pages about one person that few may open: the citizen service number, and a death."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, WHO_MERGE, open_to
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.rights import person_actions as actions
from landing.rights import person_reads as reads
from landing.rights.person_forms import AliveForm, DeathForm, NumberForm, WhyForm
from landing.rights.request_reads import name_of

STAFF = frozenset(STAFF_WHO_WRITE - {Role.CLIENT})


@open_to(WHO_MERGE, "GET", "POST", about_a_person=True, topic="bsn")
@sensitive_post_parameters("number")
@sensitive_variables("form")
@once
def bsn(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The number, masked; enter it, change it or take it away."""
    viewer = request.viewer
    person = people.person(viewer, key)
    if not reads.may_use_number(viewer):
        raise PermissionDenied
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.enter_number(viewer=viewer, person_key=key, number=form.cleaned_data["number"])
        messages.success(request, "Opgeslagen." if form.cleaned_data["number"] else "Het nummer is weg.")
        return redirect("rights:bsn", key=key)
    context = {
        "person": person, "name": name_of(person), "masked": reads.masked_number(viewer, person), "form": form,
        "why": WhyForm(),
    }  # fmt: skip
    return render(request, "rights/person_bsn.html", context)


@open_to(WHO_MERGE, "POST", about_a_person=True, topic="bsn")
@sensitive_variables("number")
def bsn_show(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The whole number, once, for a reason that stands in the history before it is shown."""
    viewer = request.viewer
    person = people.person(viewer, key)
    form = WhyForm(request.POST)
    number = ""
    if form.is_valid():
        try:
            number = actions.show_number(viewer=viewer, person_key=key, why=form.cleaned_data["why"])
        except NotPossible as reason:
            form.add_error(None, str(reason))
    elif not reads.may_use_number(viewer):
        raise PermissionDenied
    context = {
        "person": person, "name": name_of(person), "masked": reads.masked_number(viewer, person), "form": NumberForm(),
        "why": form, "number": number,
    }  # fmt: skip
    return render(request, "rights/person_bsn.html", context)


@open_to(STAFF, "GET", "POST", about_a_person=True, topic="identity")
@once
def death(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Note that somebody died; asked once more before it is done."""
    viewer = request.viewer
    person = people.person(viewer, key)
    form = DeathForm(request.POST or None, today=viewer.today, born=person.birth_date)
    context = {
        "person": person, "name": name_of(person), "form": form, "alive": AliveForm(),
        "may_undo": viewer.role in WHO_MERGE,
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["died_on"]
        if request.POST.get("sure") != "yes":
            return render(request, "rights/person_death_confirm.html", context | {"day": day})
        try:
            actions.record_death(viewer=viewer, person_key=key, died_on=day)
        except NotPossible as reason:
            form.add_error("died_on", str(reason))
        else:
            messages.success(request, "Genoteerd. Er worden geen taken en vragen meer gemaakt.")
            seen = people.persons(viewer).filter(key=key).exists()
            return redirect("rights:person", key=key) if seen else redirect("desk:clients")
    return render(request, "rights/person_death.html", context)


@open_to(WHO_MERGE, "POST", about_a_person=True, topic="identity")
@once
def death_undo(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The person is alive after all."""
    person = people.person(request.viewer, key)
    form = AliveForm(request.POST)
    if form.is_valid():
        actions.undo_death(viewer=request.viewer, person_key=person.key, why=form.cleaned_data["why"])
        messages.success(request, "Teruggezet: de persoon leeft. De route staat weer in de lijsten.")
        return redirect("desk:person", key=key)
    messages.error(request, "Schrijf op hoe je weet dat de persoon leeft.")
    return redirect("rights:death", key=key)
