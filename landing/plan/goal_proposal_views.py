"""What others propose for the own plan: the person says yes, yes in other words, or no."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from landing.people.once import once
from landing.people.policy import open_to
from landing.people.viewer import ViewerRequest
from landing.plan import goal_proposal_actions as actions
from landing.plan import goal_reads as reads
from landing.plan.goal_forms import AnswerForm
from landing.plan.goal_views import CLIENT, PLAN, deed, page
from landing.ui.languages import said as _


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_proposal(request: ViewerRequest, proposal: UUID) -> HttpResponse:
    """One proposal, with what it would change; an answer that was given stays to be read."""
    viewer = request.viewer
    plan = reads.my_plan(viewer)
    one = reads.offer(plan, proposal)
    form = AnswerForm(request.POST or None, initial={"words": one.words})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if request.POST.get("antwoord") == "nee":
            return deed(request, lambda: actions.decline(viewer=viewer, proposal_key=proposal, answer=said["answer"]),
                        _("Je hebt nee gezegd. Je plan blijft zoals het was."), PLAN)  # fmt: skip
        return deed(request, lambda: actions.accept(
            viewer=viewer, proposal_key=proposal, words=said["words"], answer=said["answer"]
        ), _("Je hebt ja gezegd. Het staat nu in je plan."), PLAN)  # fmt: skip
    return page(request, "goal_mine_proposal", {"form": form, "offer": one})
