"""Mijn plan: the person's own pages about goals and steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.recorder import PRINT
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.plan import checkin_reads as checkins
from landing.plan import goal_actions as actions
from landing.plan import goal_reads as reads
from landing.plan import goal_version_actions as versions
from landing.plan import suggestions
from landing.plan.goal_forms import FirstGoalForm, GoalForm, OwnViewForm, PauseForm, RewardForm, StepForm
from landing.plan.goal_proposal_actions import see
from landing.ui.languages import said as _
from landing.ui.notices import notify

CLIENT = frozenset({Role.CLIENT})
PLAN = "plan:my_plan"
GOAL = "plan:my_goal"
SAME = _("Er is niets veranderd.")


def page(request: ViewerRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A client page with whom to ask below it. keep: by which the browser knows that what was typed is of this login."""
    request.access.saw([request.viewer.person_key] if request.viewer.person_key else [])
    shared = {
        "helper": reads.helper(request.viewer),
        "today": request.viewer.today,
        "keep": salted_hmac("landing.plan.keep", request.session.session_key or "").hexdigest()[:16],
    }
    return render(request, f"plan/{template}.html", shared | context, status=status)


def number_of(text: str | None) -> int:
    """A number that came with a form or address, or 0 when it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def deed(request: ViewerRequest, do: Callable[[], Any], text: str, to: str, *args: Any) -> HttpResponse:
    """Do something, say so, and go on to a page."""
    try:
        changed = do()
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        if changed:
            messages.success(request, text)
        else:
            messages.info(request, SAME)
    return redirect(to, *args)


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_plan(request: ViewerRequest) -> HttpResponse:
    """The whole plan in one column. Without one: a place to write the first goal."""
    viewer = request.viewer
    if request.method == "POST":
        form = FirstGoalForm(request.POST)
        if form.is_valid():
            return deed(request, lambda: actions.add_goal(viewer=viewer, values=form.cleaned_data),
                        _("Je doel staat in je plan."), PLAN)  # fmt: skip
        return page(request, "goal_mine_start", {"form": form})
    plan = reads.mine(viewer)
    if plan is None or not plan.version:
        return page(request, "goal_mine_start", {"form": FirstGoalForm(), "offers": open_offers(plan)})
    return page(request, "goal_mine", {"plan": plan, "offers": open_offers(plan), "due": checkins.due(viewer, plan)})


def open_offers(plan: reads.OnePlan | None) -> list[reads.Offer]:
    """The proposals that wait for the person."""
    return [one for one in reads.offers(plan) if one.is_open]


@open_to(CLIENT, "POST", topic="plan")
@once
def my_plan_start(request: ViewerRequest) -> HttpResponse:
    """Begin with an empty plan, in one press."""
    return deed(request, lambda: versions.start(viewer=request.viewer), _("Je plan is begonnen."), PLAN)


@open_to(CLIENT, "GET", topic="plan")
def my_plan_paper(request: ViewerRequest) -> HttpResponse:
    """The plan for paper: nothing folded."""
    request.access.action = PRINT
    return page(request, "goal_mine_paper", {"plan": reads.my_plan(request.viewer), "name": request.viewer.name})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_plan_pause(request: ViewerRequest) -> HttpResponse:
    """Rest the whole plan for a while."""
    viewer = request.viewer
    plan = reads.my_plan(viewer)
    form = PauseForm(request.POST or None, initial={"why": plan.pause_why})
    if request.method == "POST" and form.is_valid():
        return deed(request, lambda: versions.pause(viewer=viewer, why=form.cleaned_data["why"]),
                    _("Je plan staat op pauze. Jij bepaalt wanneer je verder gaat."), PLAN)  # fmt: skip
    return page(request, "goal_mine_pause", {"form": form})


@open_to(CLIENT, "POST", topic="plan")
@once
def my_plan_go_on(request: ViewerRequest) -> HttpResponse:
    """Go on with the plan."""
    return deed(request, lambda: versions.go_on(viewer=request.viewer), _("Je plan gaat weer verder."), PLAN)


@open_to(CLIENT, "GET", topic="plan")
def my_ideas(request: ViewerRequest) -> HttpResponse:
    """Suggestions for goals, under the five life conditions; nothing is filled in until the person picks one."""
    return page(request, "goal_mine_ideas", {"groups": suggestions.by_condition()})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_goal_new(request: ViewerRequest) -> HttpResponse:
    """Write down a goal, from scratch or from a suggestion (``?voorbeeld=``) or under a heading (``?bij=``)."""
    viewer = request.viewer
    given = request.POST if request.method == "POST" else request.GET
    idea = suggestions.find(given.get("voorbeeld", ""))
    initial: dict[str, Any] = {"condition": request.GET.get("bij", "")}
    if idea is not None:
        initial = {"words": idea.words, "condition": idea.condition}
    form = GoalForm(request.POST or None, initial=initial, steps=idea.steps if idea else ())
    if request.method == "POST" and form.is_valid():
        steps = form.cleaned_data.get("steps", [])
        return deed(request, lambda: actions.add_goal(viewer=viewer, values=form.values, steps=steps),
                    _("Je doel staat in je plan."), PLAN)  # fmt: skip
    return page(request, "goal_mine_new", {"form": form, "idea": idea})


@open_to(CLIENT, "GET", topic="plan")
def my_goal(request: ViewerRequest, goal: UUID) -> HttpResponse:
    """One goal: its steps, how the person and others see it, and what can be done with it."""
    plan = reads.my_plan(request.viewer)
    one = plan.goal(goal)
    seen = reads.views(plan)
    context = {
        "plan": plan,
        "goal": one,
        "offers": [found for found in open_offers(plan) if found.goal == one.id],
        "own_views": seen.of("person", goal=one.id),
        "other_views": seen.of("supporter", goal=one.id),
    }
    return page(request, "goal_mine_one", context)


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_goal_change(request: ViewerRequest, goal: UUID) -> HttpResponse:
    """Change the texts of a goal; when somebody else did so meanwhile, both are shown and nothing is lost."""
    viewer = request.viewer
    one = reads.my_plan(viewer).goal(goal)
    initial = {name: getattr(one, name) for name in GoalForm.base_fields}
    form = GoalForm(request.POST or None, initial=initial)
    both: list[Any] = []
    version = one.version
    if request.method == "POST":
        version = number_of(request.POST.get("version"))
        if form.is_valid():
            try:
                return deed(request, lambda: actions.change_goal(
                    viewer=viewer, goal_key=goal, version=version, values=form.values
                ), _("Bewaard."), GOAL, goal)  # fmt: skip
            except ChangedMeanwhile as conflict:
                both, version = conflict.differences, one.version
    context = {"form": form, "goal": one, "both": both, "version": version}
    return page(request, "goal_mine_change", context, status=409 if both else 200)


@open_to(CLIENT, "POST", topic="plan")
@once
def my_goal_state(request: ViewerRequest, goal: UUID) -> HttpResponse:
    """Pause a goal, let it go, or take it up again."""
    state = request.POST.get("stand", "going")
    texts = {
        "going": _("Je gaat hier weer mee verder."),
        "paused": _("Dit doel staat op pauze."),
        "let_go": _("Je laat dit doel los. Je kunt het altijd terughalen."),
    }
    if state not in texts:
        raise Http404
    return deed(request, lambda: actions.set_state(viewer=request.viewer, goal_key=goal, state=state), texts[state],
                GOAL, goal)  # fmt: skip


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_goal_reached(request: ViewerRequest, goal: UUID) -> HttpResponse:
    """It worked: only the person says so, and chooses how to celebrate."""
    viewer = request.viewer
    one = reads.my_plan(viewer).goal(goal)
    form = RewardForm(request.POST or None, initial={"reward": one.reward})
    if request.method == "POST" and form.is_valid():
        reward = form.cleaned_data["reward"]
        return deed(request, lambda: actions.reach(viewer=viewer, goal_key=goal, reward=reward),
                    _("Goed gedaan! En nu: {reward}").format(reward=reward) if reward else _("Goed gedaan!"), GOAL, goal)  # fmt: skip
    return page(request, "goal_mine_reached", {"form": form, "goal": one})


@open_to(CLIENT, "POST", topic="plan")
@once
def my_goal_move(request: ViewerRequest, goal: UUID) -> HttpResponse:
    """Put a goal higher or lower."""
    up = request.POST.get("kant", "hoger") == "hoger"
    return deed(request, lambda: actions.move_goal(viewer=request.viewer, goal_key=goal, up=up),
                _("Het doel staat nu hoger.") if up else _("Het doel staat nu lager."), PLAN)  # fmt: skip


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_goal_view(request: ViewerRequest, goal: UUID) -> HttpResponse:
    """How the person sees a goal; earlier words stay."""
    viewer = request.viewer
    one = reads.my_plan(viewer).goal(goal)
    form = OwnViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["view"]
        return deed(request, lambda: bool(said) and see(viewer=viewer, goal_key=goal, words=said),
                    _("Bewaard."), GOAL, goal)  # fmt: skip
    return page(request, "goal_mine_view", {"form": form, "goal": one})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_plan_step_new(request: ViewerRequest, goal: UUID) -> HttpResponse:
    """Write down a step of a goal."""
    viewer = request.viewer
    one = reads.my_plan(viewer).goal(goal)
    form = StepForm(request.POST or None, members=reads.members(viewer, viewer.person))
    if request.method == "POST" and form.is_valid():
        return deed(request, lambda: actions.add_step(viewer=viewer, goal_key=goal, values=form.cleaned_data),
                    _("De stap staat in je plan."), GOAL, goal)  # fmt: skip
    return page(request, "goal_mine_step_new", {"form": form, "goal": one})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_plan_step(request: ViewerRequest, step: UUID) -> HttpResponse:
    """Change a step; when somebody else did so meanwhile, both are shown and nothing is lost."""
    viewer = request.viewer
    goal, one = reads.my_plan(viewer).goal_of(step)
    initial = {name: getattr(one, name) for name in ("words", "who", "helper", "helper_name", "by_date")}
    form = StepForm(request.POST or None, initial=initial, members=reads.members(viewer, viewer.person))
    both: list[Any] = []
    mark = one.mark
    if request.method == "POST":
        mark = request.POST.get("mark", "")
        if form.is_valid():
            try:
                return deed(request, lambda: actions.change_step(
                    viewer=viewer, step_key=step, mark=mark, values=form.cleaned_data
                ), _("Bewaard."), GOAL, goal.key)  # fmt: skip
            except ChangedMeanwhile as conflict:
                both, mark = conflict.differences, one.mark
    context = {"form": form, "goal": goal, "step": one, "both": both, "mark": mark}
    return page(request, "goal_mine_step", context, status=409 if both else 200)


def back(request: ViewerRequest, goal: UUID) -> tuple[Any, ...]:
    """Where a deed of one press came from: the plan, Vandaag, or the goal itself."""
    places = {"plan": PLAN, "vandaag": "desk:my_today"}
    came = places.get(request.POST.get("van", ""))
    return (came,) if came else (GOAL, goal)


@open_to(CLIENT, "POST", topic="plan")
@once
def my_plan_step_tick(request: ViewerRequest, step: UUID) -> HttpResponse:
    """Say that a step is done, or not yet after all."""
    viewer = request.viewer
    goal, _step = reads.my_plan(viewer).goal_of(step)
    done = request.POST.get("klaar", "ja") == "ja"
    return deed(request, lambda: actions.tick(viewer=viewer, step_key=step, done=done),
                _("Goed gedaan. Deze stap is klaar.") if done else _("De stap staat weer open."),
                *back(request, goal.key))  # fmt: skip


@open_to(CLIENT, "POST", topic="plan")
@once
def my_plan_step_move(request: ViewerRequest, step: UUID) -> HttpResponse:
    """Put a step higher or lower."""
    viewer = request.viewer
    goal, _step = reads.my_plan(viewer).goal_of(step)
    up = request.POST.get("kant", "hoger") == "hoger"
    return deed(request, lambda: actions.move_step(viewer=viewer, step_key=step, up=up),
                _("De stap staat nu hoger.") if up else _("De stap staat nu lager."), GOAL, goal.key)  # fmt: skip


@open_to(CLIENT, "POST", topic="plan")
@once
def my_plan_step_remove(request: ViewerRequest, step: UUID) -> HttpResponse:
    """Take a step away, with a way to undo it."""
    viewer = request.viewer
    goal, _step = reads.my_plan(viewer).goal_of(step)
    try:
        number = actions.remove_step(viewer=viewer, step_key=step)
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        notify(request, _("De stap is weg."), undo_url=reverse("plan:my_plan_undo", args=[number]))
    return redirect(GOAL, goal.key)
