"""What changed in the own plan, and bringing an earlier one back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from landing.people.once import once
from landing.people.policy import open_to
from landing.people.viewer import ViewerRequest
from landing.plan import goal_reads as reads
from landing.plan import goal_story as story
from landing.plan import goal_version_actions as actions
from landing.plan.goal_views import CLIENT, PLAN, deed, page
from landing.ui.languages import said as _


@open_to(CLIENT, "GET", topic="plan")
def my_plan_changes(request: ViewerRequest) -> HttpResponse:
    """What changed, by whom and when; ``?vanaf=``: everything since that version, or ``laatst``, at once."""
    plan = reads.my_plan(request.viewer)
    found = reads.versions(request.viewer, plan)
    since = story.chosen(request.viewer, found, request.GET.get("vanaf", ""))
    context: dict[str, Any] = {
        "plan": plan,
        "lines": story.lines(found, to_person=True),
        "last": story.last_by(request.viewer, found),
        "since": story.since(found, since) if since else None,
    }
    return page(request, "goal_mine_changes", context)


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_plan_version(request: ViewerRequest, number: int) -> HttpResponse:
    """The plan as it was; with a yes it comes back."""
    viewer = request.viewer
    plan = reads.my_plan(viewer)
    one = reads.version(viewer, plan, number)
    if request.method == "POST":
        return deed(
            request, lambda: actions.restore(viewer=viewer, number=number), _("Je plan is weer zoals toen."), PLAN
        )
    context = {"plan": plan, "one": one, "goals": story.told(one), "is_now": number == plan.version,
               "effect": story.effect(reads.version(viewer, plan, plan.version), one)}  # fmt: skip
    return page(request, "goal_mine_version", context)


@open_to(CLIENT, "POST", topic="plan")
@once
def my_plan_undo(request: ViewerRequest, number: int) -> HttpResponse:
    """Take back the last change."""
    return deed(
        request, lambda: actions.undo(viewer=request.viewer, number=number), _("Dit is terug zoals het was."), PLAN
    )
