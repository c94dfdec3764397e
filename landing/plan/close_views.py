"""The page for close ones: what they can do, and how they stay on their feet themselves. Open to everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from landing.people.policy import open_to
from landing.people.viewer import ViewerRequest
from landing.plan.close_reads import chapters


@open_to(None, "GET")
def close_ones(request: ViewerRequest) -> HttpResponse:
    """What helps when somebody close to you goes and lives on their own."""
    return render(request, "plan/close_ones.html", {"chapters": chapters()})
