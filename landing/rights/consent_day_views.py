"""Mijn dag, toestemmingen: what ends, what was answered, who wants to talk and what waits long, with the next step."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from landing.people.policy import STAFF_WHO_WRITE, open_to
from landing.people.recorder import LIST
from landing.people.roles import Reach
from landing.people.viewer import ViewerRequest
from landing.rights import consent_day_reads as reads

TITLES = {
    "talk": "Wil eerst praten",
    "ends": "Stopt binnen dertig dagen",
    "waits": "Wacht langer dan twee weken op antwoord",
    "answered": "Net beantwoord",
}


@open_to(STAFF_WHO_WRITE, "GET", topic="consents")
def consent_day(request: ViewerRequest) -> HttpResponse:
    """A glance at each kind, or all of one kind page by page."""
    viewer = request.viewer
    chooses = viewer.rule.reach is Reach.ORGANISATION
    whose = request.GET.get("wie", "mijn")
    shown = request.GET.get("toon", "")
    kinds = (shown,) if shown in reads.KINDS else reads.KINDS
    narrowed = "mine" if chooses and whose != "alles" else "all"
    one = len(kinds) == 1
    groups = [
        (TITLES[kind], reads.items(viewer, kind, whose=narrowed, after=request.GET.get("na", "") if one else "",
                                   limit=reads.PAGE if one else reads.GLANCE))
        for kind in kinds
    ]  # fmt: skip
    request.access.saw((row.person for _, found in groups for row in found.rows), action=LIST)
    day = reverse("desk:my_day")
    tabs = [(f"{day}?toon=persoon", "Per persoon"), (f"{day}?toon=dag", "Per dag"),
            (f"{day}?toon=vragen", "Wat we nog niet weten"), (f"{day}?toon=stil", "Stil")]  # fmt: skip
    context = {
        "groups": groups,
        "tabs": tabs,
        "one": one,
        "shown": shown if one else "",
        "chooses_whose": chooses,
        "whose": narrowed,
        "today": viewer.today,
        "next": groups[0][1].next if one else "",
        "nothing": not any(found.rows for _, found in groups),
    }
    return render(request, "rights/consent_day.html", context)
