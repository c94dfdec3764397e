"""Hoe gaat het? What the person follows, and saying how it goes in a few taps."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from landing.people.once import once
from landing.people.policy import open_to
from landing.people.viewer import ViewerRequest
from landing.plan import checkin_actions as actions
from landing.plan import checkin_reads as reads
from landing.plan import goal_reads, suggestions
from landing.plan.checkin_forms import ChangeFollowForm, CheckInForm, FollowForm
from landing.plan.goal_views import CLIENT, deed, page
from landing.ui.languages import said as _

HOW = "plan:my_check_ins"


@open_to(CLIENT, "GET", topic="plan")
def my_check_ins(request: ViewerRequest) -> HttpResponse:
    """How it went: a line for each thing that is followed, and the same as a list."""
    viewer = request.viewer
    plan = goal_reads.mine(viewer)
    things, said = reads.followed(plan), reads.check_ins(viewer, plan)
    context = {
        "courses": reads.courses(plan, things, said, other=False),
        "said": [one for one in said if one.side == "person" and one.words],
    }
    return page(request, "checkin_mine", context)


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_check_in(request: ViewerRequest) -> HttpResponse:
    """Say how it goes today; everything may stay open."""
    viewer = request.viewer
    things = reads.followed(goal_reads.mine(viewer))
    form = CheckInForm(request.POST or None, things=things)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["said"]
        return deed(request, lambda: actions.say(viewer=viewer, values=form.values, words=said),
                    _("Bewaard. Goed dat je even keek hoe het gaat."), HOW)  # fmt: skip
    return page(request, "checkin_mine_say", {"form": form, "things": things})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_follow_new(request: ViewerRequest) -> HttpResponse:
    """Choose something to follow; ``?voorbeeld=``: a suggestion, of which the words can be changed."""
    viewer = request.viewer
    found = suggestions.following()
    idea = next((one for one in found if one.id == request.GET.get("voorbeeld")), None)
    initial = {"words": idea.words, "scale": idea.scale} if idea else {}
    form = FollowForm(request.POST or None, initial=initial or None)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data
        return deed(request, lambda: actions.follow(viewer=viewer, **new), _("Dit hou je nu bij."), HOW)
    return page(request, "checkin_mine_follow", {"form": form, "ideas": found})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_follow(request: ViewerRequest, followed: UUID) -> HttpResponse:
    """Other words or another rhythm, or follow it no longer."""
    viewer = request.viewer
    one = reads.thing(goal_reads.my_plan(viewer), followed)
    form = ChangeFollowForm(request.POST or None, initial={"words": one.words, "rhythm": one.rhythm})
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data
        return deed(request, lambda: actions.change(viewer=viewer, followed_key=followed, **new), _("Bewaard."), HOW)
    return page(request, "checkin_mine_change", {"form": form, "thing": one})


@open_to(CLIENT, "POST", topic="plan")
@once
def my_follow_stop(request: ViewerRequest, followed: UUID) -> HttpResponse:
    """Follow something no longer; what was said stays."""

    def stop() -> bool:
        actions.stop(viewer=request.viewer, followed_key=followed)
        return True

    return deed(request, stop, _("Je houdt dit niet meer bij. Wat je invulde, blijft bewaard."), HOW)
