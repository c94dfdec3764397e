"""Who may speak for a person: the list, adding somebody with the document that says so, and ending it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, open_to
from landing.people.viewer import ViewerRequest
from landing.rights import consent_mandate_actions as actions
from landing.rights import consent_reads as reads
from landing.rights.consent_forms import RepresentationForm
from landing.rights.consent_views import page


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="consents")
@once
def representations(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Who may speak for the person, now and before; and adding somebody."""
    viewer = request.viewer
    person = people.person(viewer, key)
    form = RepresentationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_representation(viewer=viewer, person_key=key, **form.cleaned_data)
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Vastgelegd. De persoon ziet dit ook.")
            return redirect("rights:representations", key=key)
    rows = [(row, reads.representation_holds(row, viewer.today)) for row in reads.representations(viewer, person)]
    return page(request, "consent_representations", person, {"rows": rows, "form": form})


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="consents")
@once
def representation_end(request: ViewerRequest, key: UUID, representation: UUID) -> HttpResponse:
    """Let somebody no longer speak for the person from today."""
    changed = actions.end_representation(viewer=request.viewer, person_key=key, representation_key=representation)
    messages.success(request, "Beëindigd vanaf vandaag." if changed else "Dit was al beëindigd.")
    return redirect("rights:representations", key=key)
