"""All writes about goals and steps. The person's own; what staff write is what the person said, and the version says so.

Keyword-only, one transaction, and each change keeps a version of the whole plan.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from landing.people.actions import ChangedMeanwhile, Difference
from landing.people.viewer import Viewer
from landing.plan import goal_reads as reads
from landing.plan import words
from landing.plan.goal_version_actions import goal_to_write, keep, plan_to_write, step_to_write
from landing.plan.models import Goal, NetworkMember, Plan, PlanStep, PlanVersion, Viewpoint
from landing.ui.dates import long_date
from landing.ui.languages import said as _

GOAL_FIELDS = {
    "words": _("Wat wil je?"),
    "wish": _("Waarom wil je dat?"),
    "condition": _("Waar hoort het bij?"),
    "by_date": _("Wanneer?"),
    "reward": _("Je beloning"),
}
STEP_FIELDS = {
    "words": _("Wat ga je doen?"),
    "who": _("Wie doet het?"),
    "helper_name": _("Met wie?"),
    "by_date": _("Wanneer?"),
}
STATE_DEEDS = {"going": "goal_go_on", "paused": "goal_pause", "let_go": "goal_let_go"}


def _shown(field: str, value: Any) -> str:
    if isinstance(value, date):
        return long_date(value)
    told = {"condition": words.CONDITIONS, "who": words.WHO}.get(field, {}).get(str(value), value)
    return str(told) if value else "leeg"


def _last_writer(plan: Plan) -> tuple[str, Any]:
    row = PlanVersion.objects.filter(plan=plan).order_by("-number").values_list("by_name", "at").first()
    return row or ("", None)


def _conflict(plan: Plan, labels: dict[str, str], row: Any, values: dict[str, Any]) -> ChangedMeanwhile:
    by, at = _last_writer(plan)
    return ChangedMeanwhile([
        Difference(field, labels[field], _shown(field, getattr(row, field)), _shown(field, value), by, at)
        for field, value in values.items() if field in labels and getattr(row, field) != value
    ])  # fmt: skip


def next_place(rows: Any) -> int:
    return int((rows.aggregate(last=Max("place"))["last"] or 0) + 1)


@transaction.atomic
def add_goal(
    *, viewer: Viewer, values: dict[str, Any], steps: list[str] | None = None, person_key: UUID | None = None
) -> Goal:
    """Write down a goal, with the first steps if there are any; the plan begins with the first goal."""
    plan = plan_to_write(viewer, person_key)
    goal = new_goal(viewer, plan, values, steps or [])
    keep(viewer, plan, "goal_new")
    return goal


def new_goal(viewer: Viewer, plan: Plan, values: dict[str, Any], steps: list[str]) -> Goal:
    goal = Goal.objects.create(
        plan=plan, place=next_place(Goal.objects.filter(plan=plan)), added_at=timezone.now(), added_by=viewer.name,
        **{field: values[field] for field in GOAL_FIELDS if field in values},
    )  # fmt: skip
    PlanStep.objects.bulk_create(
        PlanStep(goal=goal, words=text, place=place) for place, text in enumerate(steps, start=1)
    )
    return goal


@transaction.atomic
def change_goal(
    *, viewer: Viewer, goal_key: UUID, version: int, values: dict[str, Any], person_key: UUID | None = None
) -> bool:
    """Change the texts of a goal; whether that changed anything.

    ``version`` is the one that the form was based on; raises ChangedMeanwhile with both texts when it is no longer current.
    """
    plan = plan_to_write(viewer, person_key)
    goal = goal_to_write(plan, goal_key)
    changed = {
        field: value for field, value in values.items() if field in GOAL_FIELDS and getattr(goal, field) != value
    }
    if not changed:
        return False
    if goal.version != version:
        raise _conflict(plan, GOAL_FIELDS, goal, changed)
    change_texts(goal, changed)
    keep(viewer, plan, "goal_change")
    return True


def change_texts(goal: Goal, values: dict[str, Any]) -> None:
    for field, value in values.items():
        setattr(goal, field, value)
    goal.version += 1
    goal.save()


@transaction.atomic
def set_state(*, viewer: Viewer, goal_key: UUID, state: str, person_key: UUID | None = None) -> bool:
    """Pause a goal, let it go, or take it up again; whether that changed anything. For reached: ``reach``."""
    plan = plan_to_write(viewer, person_key)
    goal = goal_to_write(plan, goal_key)
    if goal.state == state:
        return False
    change_texts(goal, {"state": state, "reached_on": None})
    keep(viewer, plan, STATE_DEEDS[state])
    return True


@transaction.atomic
def reach(
    *, viewer: Viewer, goal_key: UUID, reward: str | None = None, said: str = "", person_key: UUID | None = None
) -> bool:
    """The person says that a goal is reached, and nobody else (S-314); whether that is new.

    said: what the person said, which staff must write down; it stays as the person's own view of the goal.
    """
    plan = plan_to_write(viewer, person_key)
    goal = goal_to_write(plan, goal_key)
    if not viewer.is_client and not said.strip():
        raise PermissionDenied
    if goal.state == Goal.State.REACHED and reward in (None, goal.reward):
        return False
    if said.strip():
        Viewpoint.objects.create(
            plan=plan, goal=goal, condition=goal.condition, side="person", words=said.strip(), at=timezone.now(),
            by_name=viewer.name, by_role=viewer.role or "",
        )  # fmt: skip
    change_texts(goal, {"state": Goal.State.REACHED, "reached_on": goal.reached_on or viewer.today,
                   "reward": goal.reward if reward is None else reward})  # fmt: skip
    keep(viewer, plan, "goal_reached")
    return True


@transaction.atomic
def move_goal(*, viewer: Viewer, goal_key: UUID, up: bool, person_key: UUID | None = None) -> bool:
    """Put a goal before or after its neighbour under the same heading; whether there was one."""
    plan = plan_to_write(viewer, person_key)
    goal = goal_to_write(plan, goal_key)
    beside = Goal.objects.filter(plan=plan, condition=goal.condition, state=goal.state).order_by("place", "id")
    if not _swap(list(beside), goal, up=up):
        return False
    keep(viewer, plan, "goal_move")
    return True


def _swap(rows: list[Any], row: Any, *, up: bool) -> bool:
    """Exchange the places of a row and its neighbour."""
    at = [one.pk for one in rows].index(row.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return False
    places = sorted({one.place for one in rows})
    if len(places) < len(rows):  # rows of two plans that became one
        places = list(range(places[0], places[0] + len(rows)))
    rows[at], rows[other] = rows[other], rows[at]
    for one, place in zip(rows, places, strict=True):
        if one.place != place:
            type(one)._default_manager.filter(pk=one.pk).update(place=place)
    return True


def _helper(plan: Plan, values: dict[str, Any]) -> dict[str, Any]:
    """The values of a step, with the member of the network that was chosen and their name."""
    found = {field: values[field] for field in STEP_FIELDS if field in values}
    chosen = values.get("helper")
    member = NetworkMember.objects.filter(person_id=plan.person_id, key=chosen).first() if chosen else None
    if member is not None:
        found["helper_name"] = member.name
    return {**found, "helper": member}


@transaction.atomic
def add_step(*, viewer: Viewer, goal_key: UUID, values: dict[str, Any], person_key: UUID | None = None) -> PlanStep:
    """Write down a step of a goal."""
    plan = plan_to_write(viewer, person_key)
    goal = goal_to_write(plan, goal_key)
    step = PlanStep.objects.create(
        goal=goal, place=next_place(PlanStep.objects.filter(goal=goal)), **_helper(plan, values)
    )
    keep(viewer, plan, "step_new")
    return step


@transaction.atomic
def change_step(
    *, viewer: Viewer, step_key: UUID, mark: str, values: dict[str, Any], person_key: UUID | None = None
) -> bool:
    """Change a step; whether that changed anything. ``mark``: ``Step.mark`` of what the form was based on.

    Raises ChangedMeanwhile with both texts when somebody changed the step since.
    """
    plan = plan_to_write(viewer, person_key)
    step = step_to_write(plan, step_key)
    new = _helper(plan, values)
    changed = {field: value for field, value in new.items() if getattr(step, field) != value}
    if not changed:
        return False
    now = reads.plan_of(plan.person_id)
    if now is None or now.goal_of(step_key)[1].mark != mark:
        raise _conflict(plan, STEP_FIELDS, step, changed)
    for field, value in changed.items():
        setattr(step, field, value)
    step.save()
    keep(viewer, plan, "step_change")
    return True


@transaction.atomic
def tick(*, viewer: Viewer, step_key: UUID, done: bool, person_key: UUID | None = None) -> bool:
    """Say that a step is done, or not yet after all; whether that changed anything."""
    plan = plan_to_write(viewer, person_key)
    step = step_to_write(plan, step_key)
    if (step.done_on is not None) == done:
        return False
    step.done_on = viewer.today if done else None
    step.save(update_fields=["done_on"])
    keep(viewer, plan, "step_done" if done else "step_open")
    return True


@transaction.atomic
def move_step(*, viewer: Viewer, step_key: UUID, up: bool, person_key: UUID | None = None) -> bool:
    """Put a step before or after its neighbour; whether there was one."""
    plan = plan_to_write(viewer, person_key)
    step = step_to_write(plan, step_key)
    if not _swap(list(PlanStep.objects.filter(goal=step.goal).order_by("place", "id")), step, up=up):
        return False
    keep(viewer, plan, "step_move")
    return True


@transaction.atomic
def remove_step(*, viewer: Viewer, step_key: UUID, person_key: UUID | None = None) -> int:
    """Take a step out of the plan; returns the number of the version, by which it can be undone."""
    plan = plan_to_write(viewer, person_key)
    step_to_write(plan, step_key).delete()
    return keep(viewer, plan, "step_gone")
