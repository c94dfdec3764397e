"""A peer worker writes down the talk with somebody (S-426, S-427): on their word, and nothing of the plan is shown."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.plan import peer_actions as actions
from landing.plan.prepare_forms import PeerTalkForm
from landing.plan.reads import whose
from landing.ui.notices import notify

PEER = frozenset({Role.PEER_WORKER})
TOPIC = "plan"


@open_to(PEER, "GET", "POST", about_a_person=True, topic=TOPIC)
@once
def peer_talk(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The day, what the person wants to remember, and whether they want another talk."""
    viewer = request.viewer
    of = whose(viewer, key)
    if not of.lens.writes_down({TOPIC}):
        raise PermissionDenied
    form = PeerTalkForm(request.POST or None, today=viewer.today, name=of.name, initial={"on": viewer.today})
    if request.method == "POST" and form.is_valid():
        talk = actions.add_talk(viewer=viewer, person_key=key, **form.cleaned_data)
        undo = reverse("plan:peer_talk_back", args=[key, talk])
        notify(request, "Het gesprek is bewaard. De begeleider kan de stap op de route nu afvinken.", undo_url=undo)
        return redirect("desk:person", key=key)
    return render(request, "plan/peer_talk.html", {"form": form, "of": of, "name": of.name, "today": viewer.today})


@open_to(PEER, "POST", about_a_person=True, topic=TOPIC)
@once
def peer_talk_back(request: ViewerRequest, key: UUID, talk: UUID) -> HttpResponse:
    """Take back what this peer worker wrote down, until a day later."""
    try:
        actions.take_talk_back(viewer=request.viewer, person_key=key, talk_key=talk)
    except NotPossible as reason:
        notify(request, str(reason), tone="info")
    else:
        notify(request, "Het gesprek is weer weg.")
    return redirect("desk:person", key=key)
