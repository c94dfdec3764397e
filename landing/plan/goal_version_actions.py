"""Whose plan is written, the version that is kept with each change, and bringing one back.

The row of the person is locked first, so that of two changes at the same moment the second sees the first.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.models import Person
from landing.people.viewer import Viewer
from landing.plan import goal_reads as reads
from landing.plan.models import Goal, NetworkMember, Plan, PlanStep, PlanVersion
from landing.ui.languages import said as _

FROZEN = _("Je gegevens staan nu stil. Daarom kun je niets veranderen.")
SINCE = _("Er is daarna nog iets veranderd. Kijk bij “Wat is er veranderd?”.")


def written_person(viewer: Viewer, person_key: UUID | None) -> Person:
    """The person whose plan is written, locked: the client self, or one of whom this worker may change the plan."""
    if viewer.is_client:
        found = Person.objects.select_for_update().filter(pk=viewer.person).first()
        if found is None or person_key not in (None, found.key):
            raise PermissionDenied
        viewer.saw([found.key])
        if found.frozen_on is not None:
            raise NotPossible(FROZEN)
        return found
    if person_key is None or not viewer.rule.writes:
        raise PermissionDenied
    opened = reads.opened(viewer, person_key)
    if not opened.may_write:
        raise PermissionDenied
    return Person.objects.select_for_update().get(pk=opened.person.pk)


def plan_to_write(viewer: Viewer, person_key: UUID | None) -> Plan:
    """The plan of that person, made when there was none."""
    person = written_person(viewer, person_key)
    return Plan.objects.get_or_create(person=person, defaults={"started_at": timezone.now()})[0]


def goal_to_write(plan: Plan, key: UUID) -> Goal:
    """One goal of a plan; raises NotVisible for another's."""
    found = Goal.objects.filter(plan=plan, key=key).first()
    if found is None:
        raise people.NotVisible
    return found


def step_to_write(plan: Plan, key: UUID) -> PlanStep:
    """One step of a plan; raises NotVisible for another's."""
    found = PlanStep.objects.select_related("goal").filter(goal__plan=plan, key=key).first()
    if found is None:
        raise people.NotVisible
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if value is not None else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def content_of(plan: Plan) -> dict[str, Any]:
    """The whole plan as a version keeps it."""
    steps: dict[int, list[dict[str, Any]]] = {}
    for step in PlanStep.objects.filter(goal__plan=plan).order_by("place", "id"):
        steps.setdefault(step.goal_id, []).append({
            "key": str(step.key), "words": step.words, "who": step.who, "helper_name": step.helper_name,
            "by_date": _plain(step.by_date), "done_on": _plain(step.done_on), "place": step.place,
        })  # fmt: skip
    goals = [
        {"key": str(goal.key), "condition": goal.condition, "wish": goal.wish, "words": goal.words, "state": goal.state,
         "by_date": _plain(goal.by_date), "reward": goal.reward, "reached_on": _plain(goal.reached_on),
         "place": goal.place, "steps": steps.get(goal.pk, [])}
        for goal in Goal.objects.filter(plan=plan).order_by("place", "id")
    ]  # fmt: skip
    return {"goals": goals, "paused_on": _plain(plan.paused_on), "pause_why": plan.pause_why}


def keep(viewer: Viewer, plan: Plan, deed: str, *, restores: int | None = None) -> int:
    """Write down the whole plan after a change; returns the number of the version."""
    plan.version += 1
    plan.save()
    PlanVersion.objects.create(
        plan=plan, number=plan.version, content=content_of(plan), deed=deed, at=timezone.now(), by_name=viewer.name,
        by_role=viewer.role or "", restores=restores,
    )  # fmt: skip
    return plan.version


@transaction.atomic
def start(*, viewer: Viewer, person_key: UUID | None = None) -> bool:
    """Begin with an empty plan; whether it is new."""
    plan = plan_to_write(viewer, person_key)
    if plan.version:
        return False
    keep(viewer, plan, "start")
    return True


@transaction.atomic
def pause(*, viewer: Viewer, why: str = "", person_key: UUID | None = None) -> bool:
    """Rest the whole plan for a while; whether that changed anything."""
    plan = plan_to_write(viewer, person_key)
    if plan.paused_on is not None and plan.pause_why == why:
        return False
    plan.paused_on, plan.pause_why = plan.paused_on or viewer.today, why
    keep(viewer, plan, "pause")
    return True


@transaction.atomic
def go_on(*, viewer: Viewer, person_key: UUID | None = None) -> bool:
    """Go on with the plan; whether that changed anything."""
    plan = plan_to_write(viewer, person_key)
    if plan.paused_on is None:
        return False
    plan.paused_on, plan.pause_why = None, ""
    keep(viewer, plan, "go_on")
    return True


@transaction.atomic
def restore(*, viewer: Viewer, number: int, person_key: UUID | None = None) -> int:
    """Bring the plan back as it was in a version; that is a version itself, of which the number is returned.

    A goal that came later is let go and not removed: what was said about it stays.
    """
    plan = plan_to_write(viewer, person_key)
    version = PlanVersion.objects.filter(plan=plan, number=number).first()
    if version is None:
        raise people.NotVisible
    return _restore(viewer, plan, version)


def _restore(viewer: Viewer, plan: Plan, version: PlanVersion) -> int:
    members = {row.name: row for row in NetworkMember.objects.filter(person_id=plan.person_id, to_date__isnull=True)}
    then = {goal["key"]: goal for goal in version.content["goals"]}
    for goal in Goal.objects.filter(plan=plan):
        if str(goal.key) not in then:
            goal.state, goal.version = Goal.State.LET_GO, goal.version + 1
            goal.save(update_fields=["state", "version"])
    for key, told in then.items():
        fields = {name: told[name] for name in ("condition", "wish", "words", "state", "reward", "place")}
        fields |= {name: _day(told[name]) for name in ("by_date", "reached_on")}
        goal = Goal.objects.filter(plan=plan, key=key).first() or Goal(
            plan=plan, key=key, version=0, added_at=version.at, added_by=version.by_name
        )
        for name, value in fields.items():
            setattr(goal, name, value)
        goal.version += 1
        goal.save()
        keys = [step["key"] for step in told["steps"]]
        PlanStep.objects.filter(goal=goal).exclude(key__in=keys).delete()
        for step in told["steps"]:
            helper = members.get(step["helper_name"]) if step["helper_name"] else None
            values = {name: step[name] for name in ("words", "who", "helper_name", "place")}
            values |= {name: _day(step[name]) for name in ("by_date", "done_on")}
            PlanStep.objects.update_or_create(
                goal__plan=plan, key=step["key"], defaults={"helper": helper, **values, "goal": goal}
            )
    plan.paused_on, plan.pause_why = _day(version.content["paused_on"]), version.content["pause_why"]
    return keep(viewer, plan, "restore", restores=version.number)


@transaction.atomic
def undo(*, viewer: Viewer, number: int, person_key: UUID | None = None) -> int:
    """Take back the last change, of this number. Raises NotPossible when something changed since."""
    plan = plan_to_write(viewer, person_key)
    if plan.version != number:
        raise NotPossible(SINCE)
    before = PlanVersion.objects.filter(plan=plan, number=number - 1).first()
    if before is None:
        raise people.NotVisible
    return _restore(viewer, plan, before)
