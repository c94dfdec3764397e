"""Handing over to a new party: choose whom, see what goes along and what stays, confirm; and the record on paper."""

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
from landing.rights import consent_handover_actions as actions
from landing.rights import consent_handover_reads as reads
from landing.rights.consent_views import page


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="consents")
@once
def handover(request: ViewerRequest, key: UUID) -> HttpResponse:
    """What goes to a new party by law and by consent, and what stays behind; nothing is done before the button."""
    viewer = request.viewer
    person = people.person(viewer, key)
    given = (request.POST if request.method == "POST" else request.GET).get("aan", "")
    party = reads.party(viewer, given)
    if party is None:
        context = {"parties": reads.parties(viewer), "earlier": reads.handovers(viewer, person)}
        return page(request, "consent_handover_whom", person, context)
    fault = ""
    if request.method == "POST":
        try:
            line = actions.hand_over(
                viewer=viewer, person_key=key, organisation=given, seen=request.POST.get("gezien", "")
            )
        except NotPossible as reason:
            fault = str(reason)
        else:
            messages.success(request, "Overgedragen. De persoon ziet wat er naar wie ging.")
            return redirect("rights:handover_record", key=key, event=line.key)
    context = {"parcel": reads.parcel(viewer, person, party), "fault": fault}
    return page(request, "consent_handover", person, context)


@open_to(STAFF_WHO_WRITE, "GET", about_a_person=True, topic="consents")
def handover_record(request: ViewerRequest, key: UUID, event: UUID) -> HttpResponse:
    """What was handed over, to keep or to print."""
    person = people.person(request.viewer, key)
    return page(request, "consent_handover_record", person, {"handed": reads.handed(request.viewer, person, event)})
