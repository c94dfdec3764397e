"""The page on which a person is kept out of sight, for whom not, and brought back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.reads import NotVisible
from landing.people.viewer import ViewerRequest
from landing.rights import request_reads, shield_actions, shield_reads
from landing.rights.shield_forms import ShieldForm


@open_to(shield_reads.WHO_SHIELDS, "GET", "POST", about_a_person=True, topic="shield")
@once
def shield(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Choose why and for whom not; then confirm on a second page; then it holds."""
    viewer = request.viewer
    person = request_reads.person(viewer, key)
    standing = shield_reads.shield(viewer, person)
    named = shield_reads.named(viewer, standing)
    others = [one for one in named if one.organisation_id != viewer.organisation]
    start = [str(one.key) for one in named] if standing else []
    initial = {"kind": standing.kind if standing else None, "why": standing.why if standing else "", "workers": start}
    form = ShieldForm(
        request.POST or None, initial=initial, candidates=shield_reads.choices(viewer, person), others=len(others)
    )
    context = {
        "person": person, "name": request_reads.name_of(person), "shield": standing, "named": named, "others": others,
        "form": form,
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        if request.POST.get("sure") != "yes":
            return render(request, "rights/shield_confirm.html", context | _chosen(request, form, key))
        found = form.cleaned_data
        try:
            shield_actions.set_shield(
                viewer=viewer, person_key=key, kind=found["kind"], why=found["why"], workers=form.chosen()
            )
        except NotPossible as reason:
            form.add_error("workers", str(reason))
        else:
            messages.success(request, "Afgeschermd. Alleen de gekozen medewerkers zien deze persoon nog.")
            return _back(request, key)
    return render(request, "rights/shield.html", context)


def _chosen(request: ViewerRequest, form: ShieldForm, key: UUID) -> dict[str, object]:
    """What the second page repeats: the names chosen, and whether the viewer is one of them."""
    labels = dict(form.fields["workers"].choices)  # type: ignore[attr-defined]
    keys = form.cleaned_data["workers"]
    own = [str(one.key) for one in shield_reads.candidates(request.viewer, request_reads.person(request.viewer, key))
           if one.pk == request.viewer.worker]  # fmt: skip
    return {"chosen": [(one, labels[one]) for one in keys], "without_me": not set(own) & set(keys)}


def _back(request: ViewerRequest, key: UUID) -> HttpResponse:
    """To the rights of the person, or to the first page when the viewer may no longer see the person."""
    try:
        request_reads.person(request.viewer, key)
    except NotVisible:
        return redirect("desk:start")
    return redirect("rights:person", key=key)


@open_to(shield_reads.WHO_SHIELDS, "POST", about_a_person=True, topic="shield")
@once
def end_shield(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Bring the person back in sight; asked once more before it is done."""
    viewer = request.viewer
    person = request_reads.person(viewer, key)
    if request.POST.get("sure") != "yes":
        context = {"person": person, "name": request_reads.name_of(person)}
        return render(request, "rights/shield_end.html", context)
    shield_actions.end_shield(viewer=viewer, person_key=key)
    messages.success(request, "De afscherming is beëindigd. Iedereen met een rol bij deze persoon ziet die weer.")
    return redirect("rights:person", key=key)
