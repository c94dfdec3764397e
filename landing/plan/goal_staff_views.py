"""The plan of one person as staff see it: the person's own words first, a carer's view beside them, and proposals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, STAFF_WITH_PEOPLE, open_to
from landing.people.viewer import ViewerRequest
from landing.plan import checkin_actions, goal_actions, words
from landing.plan import checkin_reads as checkins
from landing.plan import goal_proposal_actions as proposals
from landing.plan import goal_reads as reads
from landing.plan import goal_story as story
from landing.plan import strength_reads as strengths
from landing.plan.checkin_forms import StaffCheckInForm
from landing.plan.goal_forms import (
    ProposalForm,
    SaidAnswerForm,
    SaidGoalForm,
    SaidStateForm,
    SaidStepForm,
    StaffViewForm,
)
from landing.plan.goal_views import number_of
from landing.route.storyline import frame

PLAN = "plan:plan"
NOTHING = "Er is nog geen plan."


def page(
    request: ViewerRequest, template: str, opened: reads.Opened, context: dict[str, Any], status: int = 200
) -> Any:
    """A staff page about the plan of one person."""
    shared = frame(request.viewer, opened.journey, opened.lens) | {
        "plan": opened.plan, "may_write": opened.may_write, "near": opened.near,
    }  # fmt: skip
    return render(request, f"plan/{template}.html", shared | context, status=status)


def to_write(request: ViewerRequest, key: UUID) -> reads.Opened:
    """The plan of a person of whom this viewer may write it."""
    opened = reads.opened(request.viewer, key)
    if not opened.may_write:
        raise PermissionDenied
    return opened


def near(opened: reads.Opened) -> reads.Opened:
    """The same, for who may also read how somebody says it goes; raises NotVisible otherwise."""
    if not opened.near:
        raise reads.people.NotVisible
    return opened


def goal_in(opened: reads.Opened, text: str) -> reads.OneGoal | None:
    """The goal that an address or form names, if any; raises NotVisible for one of another plan."""
    if not text:
        return None
    goals = {str(goal.key): goal for goal in opened.plan.goals} if opened.plan else {}
    if text not in goals:
        raise reads.people.NotVisible
    return goals[text]


def condition_in(text: str) -> str:
    """The life condition that an address names, or none."""
    return text if text in words.CONDITIONS else ""


def deed(request: ViewerRequest, key: UUID, do: Callable[[], Any], text: str) -> HttpResponse:
    """Do something, say so, and go back to the plan."""
    try:
        changed = do()
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, text) if changed else messages.info(request, "Dit stond al zo.")
    return redirect(PLAN, key=key)


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic="plan")
def plan(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The whole plan: for each goal and life condition the person's own words and the carer's view side by side."""
    opened = reads.opened(request.viewer, key)
    found, offers = opened.plan, reads.offers(opened.plan)
    seen = reads.views(found)
    goals: list[dict[str, Any]] = [
        {"goal": goal, "own": seen.of("person", goal=goal.id)[:1], "other": seen.of("supporter", goal=goal.id)[:3],
         "offers": [one for one in offers if one.goal == goal.id and one.is_open]}
        for goal in (found.goals if found else [])
    ]  # fmt: skip
    conditions = [
        {"code": code, "label": label, "own": seen.of("person", condition=code)[:1],
         "other": seen.of("supporter", condition=code)[:2],
         "goals": [one for one in goals if one["goal"].condition == code and one["goal"].state in {"going", "paused"}]}
        for code, label in words.CONDITIONS_STAFF.items()
    ]  # fmt: skip
    context = {
        "conditions": conditions,
        "over": [one for one in goals if one["goal"].state in {"reached", "let_go"}],
        "offers": [one for one in offers if one.is_open and one.goal is None],
        "answered": [one for one in offers if not one.is_open][:10],
        "strengths": strengths.by_kind(strengths.strengths(found)),
        "qualities": [one for one in strengths.good_life(found) if one.now],
    }
    return page(request, "goal_staff", opened, context)


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic="plan")
def plan_changes(request: ViewerRequest, key: UUID) -> HttpResponse:
    """What changed in the plan, by whom and when; ``?vanaf=``: everything since that version at once."""
    opened = reads.opened(request.viewer, key)
    found = reads.versions(request.viewer, opened.plan) if opened.plan else []
    since = story.chosen(request.viewer, found, request.GET.get("vanaf", ""))
    context = {
        "lines": story.lines(found, to_person=False),
        "last": story.last_by(request.viewer, found),
        "since": story.since(found, since, to_person=False) if since else None,
    }
    return page(request, "goal_staff_changes", opened, context)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="plan")
@once
def plan_view(request: ViewerRequest, key: UUID) -> HttpResponse:
    """How a carer sees a goal (``?doel=``) or a life condition (``?bij=``), or what the person said about it."""
    viewer, opened = request.viewer, to_write(request, key)
    given = request.POST if request.method == "POST" else request.GET
    goal, condition = goal_in(opened, given.get("doel", "")), condition_in(given.get("bij", ""))
    form = StaffViewForm(request.POST or None, initial={"whose": "supporter"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return deed(request, key, lambda: proposals.see(
            viewer=viewer, person_key=key, words=said["words"], goal_key=goal.key if goal else None, condition=condition,
            of_person=said["whose"] == "person",
        ), "Bewaard. De persoon ziet dit ook.")  # fmt: skip
    context = {"form": form, "goal": goal, "condition": condition, "label": words.CONDITIONS_STAFF[condition]}
    return page(request, "goal_staff_view", opened, context)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="plan")
@once
def plan_propose(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Propose a goal, or with ``?doel=`` a step or (``&soort=change``) another text for that goal."""
    viewer, opened = request.viewer, to_write(request, key)
    given = request.POST if request.method == "POST" else request.GET
    goal = goal_in(opened, given.get("doel", ""))
    kind = "goal" if goal is None else "change" if given.get("soort") == "change" else "step"
    initial = {
        "words": goal.words if goal and kind == "change" else "",
        "condition": condition_in(given.get("bij", "")),
    }
    form = ProposalForm(request.POST or None, initial=initial, of_goal=goal is not None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return deed(request, key, lambda: proposals.propose(
            viewer=viewer, person_key=key, kind=kind, goal_key=goal.key if goal else None, **said
        ), "Je voorstel staat klaar. De persoon beslist.")  # fmt: skip
    return page(request, "goal_staff_propose", opened, {"form": form, "goal": goal, "kind": kind})


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="plan")
@once
def plan_take_back(request: ViewerRequest, key: UUID, proposal: UUID) -> HttpResponse:
    """Take a proposal back that was not answered yet."""
    return deed(request, key, lambda: proposals.take_back(viewer=request.viewer, person_key=key, proposal_key=proposal),
                "Je voorstel is teruggenomen.")  # fmt: skip


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="plan")
@once
def plan_answer(request: ViewerRequest, key: UUID, proposal: UUID) -> HttpResponse:
    """Write down what the person answered to a proposal."""
    viewer, opened = request.viewer, to_write(request, key)
    one = reads.offer(opened.plan, proposal)
    form = SaidAnswerForm(request.POST or None, initial={"words": one.words})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        common: dict[str, Any] = {"viewer": viewer, "person_key": key, "proposal_key": proposal}
        if request.POST.get("antwoord") == "nee":
            return deed(request, key, lambda: proposals.decline(answer=said["answer"], **common), "Opgeschreven: nee.")
        return deed(request, key, lambda: proposals.accept(words=said["words"], answer=said["answer"], **common),
                    "Opgeschreven: ja. Het staat nu in het plan.")  # fmt: skip
    return page(request, "goal_staff_answer", opened, {"form": form, "offer": one})


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="plan")
@once
def plan_said_goal(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Write down a goal in the person's words: a new one, or with ``?doel=`` other words for one."""
    viewer, opened = request.viewer, to_write(request, key)
    given = request.POST if request.method == "POST" else request.GET
    goal = goal_in(opened, given.get("doel", ""))
    names = ("words", "wish", "condition", "by_date", "reward")
    initial = (
        {name: getattr(goal, name) for name in names} if goal else {"condition": condition_in(given.get("bij", ""))}
    )
    form = SaidGoalForm(request.POST or None, initial=initial)
    both: list[Any] = []
    version = goal.version if goal and request.method == "GET" else number_of(request.POST.get("version"))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in names}
        try:
            if goal is None:
                return deed(request, key, lambda: goal_actions.add_goal(viewer=viewer, person_key=key, values=said),
                            "Het doel staat in het plan, in de woorden van de persoon.")  # fmt: skip
            return deed(request, key, lambda: goal_actions.change_goal(
                viewer=viewer, person_key=key, goal_key=goal.key, version=version, values=said
            ), "Bewaard.")  # fmt: skip
        except ChangedMeanwhile as conflict:
            both = conflict.differences
    if both and goal:
        version = goal.version
    context = {"form": form, "goal": goal, "differences": both, "version": version}
    return page(request, "goal_staff_said", opened, context, status=409 if both else 200)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="plan")
@once
def plan_said_step(request: ViewerRequest, key: UUID, goal: UUID) -> HttpResponse:
    """Write down a step in the person's words."""
    viewer, opened = request.viewer, to_write(request, key)
    one = goal_in(opened, str(goal))
    form = SaidStepForm(request.POST or None, members=reads.members(viewer, opened.person.pk))
    if request.method == "POST" and form.is_valid():
        return deed(request, key, lambda: goal_actions.add_step(
            viewer=viewer, person_key=key, goal_key=goal, values=form.cleaned_data
        ), "De stap staat in het plan, in de woorden van de persoon.")  # fmt: skip
    return page(request, "goal_staff_step", opened, {"form": form, "goal": one})


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="plan")
@once
def plan_said_state(request: ViewerRequest, key: UUID, goal: UUID) -> HttpResponse:
    """Write down what the person said about how it stands with a goal. Reached: only with the person's own words."""
    viewer, opened = request.viewer, to_write(request, key)
    one = goal_in(opened, str(goal))
    form = SaidStateForm(request.POST or None, initial={"state": one.state if one else ""})
    if request.method == "POST" and form.is_valid():
        state, said = form.cleaned_data["state"], form.cleaned_data["words"]
        who: dict[str, Any] = {"viewer": viewer, "person_key": key, "goal_key": goal}
        if state == "reached":
            return deed(request, key, lambda: goal_actions.reach(said=said, **who), "Opgeschreven: het is gelukt.")
        return deed(request, key, lambda: goal_actions.set_state(state=state, **who), "Opgeschreven.")
    return page(request, "goal_staff_state", opened, {"form": form, "goal": one})


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="plan")
@once
def plan_said_tick(request: ViewerRequest, key: UUID, step: UUID) -> HttpResponse:
    """Write down that the person did a step, or not after all."""
    done = request.POST.get("klaar", "ja") == "ja"
    return deed(request, key, lambda: goal_actions.tick(viewer=request.viewer, person_key=key, step_key=step, done=done),
                "Opgeschreven." if done else "De stap staat weer open.")  # fmt: skip


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic="plan")
def check_ins(request: ViewerRequest, key: UUID) -> HttpResponse:
    """How it goes: the person's own line and a carer's estimate, apart."""
    viewer = request.viewer
    opened = near(reads.opened(viewer, key))
    things, said = checkins.followed(opened.plan), checkins.check_ins(viewer, opened.plan)
    context = {
        "courses": checkins.courses(opened.plan, things, said, other=True),
        "said": [one for one in said if one.words],
    }
    return page(request, "checkin_staff", opened, context)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="plan")
@once
def check_in_estimate(request: ViewerRequest, key: UUID) -> HttpResponse:
    """A carer's own estimate, or what the person said about how it goes."""
    viewer, opened = request.viewer, near(to_write(request, key))
    things = checkins.followed(opened.plan)
    form = StaffCheckInForm(request.POST or None, things=things, initial={"whose": "supporter"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            checkin_actions.say(
                viewer=viewer, person_key=key, values=form.values, words=said["said"], on=said["on"],
                of_person=said["whose"] == "person",
            )  # fmt: skip
        except NotPossible as reason:
            form.add_error("on", str(reason))
        else:
            messages.success(request, "Bewaard. De persoon ziet dit ook.")
            return redirect("plan:check_ins", key=key)
    return page(request, "checkin_staff_say", opened, {"form": form, "things": things})
