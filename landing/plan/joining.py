"""Two records that are one person: their plans become one, and come apart again when it was a mistake (ADR 14).

Of what there can be only one of, the kept person's stays: a plan takes over all goals and words of the other; a card or
a sign plan of the other waits with the record that was joined, and comes back with it. ``moved`` holds row numbers.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils import timezone

from landing.people.models import Person
from landing.people.viewer import Viewer
from landing.plan.goal_version_actions import keep as keep_version
from landing.plan.models import (
    AwarenessTalk,
    CheckIn,
    CheckInScore,
    CrisisCard,
    Followed,
    Goal,
    GoodLifeWords,
    NeighbourhoodFind,
    NetworkMember,
    Plan,
    Proposal,
    SignPlan,
    SkillTraining,
    Strength,
    Viewpoint,
    Wish,
)

OF_A_PLAN: dict[str, type[Model]] = {
    "goals": Goal, "viewpoints": Viewpoint, "proposals": Proposal, "strengths": Strength, "good_life": GoodLifeWords,
    "wishes": Wish, "followed": Followed, "check_ins": CheckIn, "talks": AwarenessTalk, "finds": NeighbourhoodFind,
    "trainings": SkillTraining,
}  # fmt: skip
OF_A_PERSON: dict[str, type[Model]] = {"members": NetworkMember}


def move(viewer: Viewer, keep: Person, other: Person) -> dict[str, Any]:
    """Everything of this room goes to the kept person; returns which rows did."""
    moved: dict[str, Any] = {
        name: _point(model, {"person": other}, {"person": keep}) for name, model in OF_A_PERSON.items()
    }
    moved["cards"] = (
        []
        if CrisisCard.objects.filter(person=keep).exists()
        else _point(CrisisCard, {"person": other}, {"person": keep})
    )
    kinds = list(SignPlan.objects.filter(person=keep).values_list("kind", flat=True))
    free = [kind for kind in SignPlan.Kind.values if kind not in kinds]
    moved["sign_plans"] = _point(SignPlan, {"person": other, "kind__in": free}, {"person": keep})
    return moved | {"whole_plan": None, "rows": {}} | _move_plan(viewer, keep, other)


def _point(model: type[Model], rows: dict[str, Any], to: dict[str, Any]) -> list[int]:
    """Let rows belong to somebody or something else; returns their numbers."""
    keys = list(model._default_manager.filter(**rows).values_list("pk", flat=True))
    model._default_manager.filter(pk__in=keys).update(**to)
    return keys


def _move_plan(viewer: Viewer, keep: Person, other: Person) -> dict[str, Any]:
    theirs = Plan.objects.filter(person=other).first()
    if theirs is None:
        return {}
    mine = Plan.objects.filter(person=keep).first()
    if mine is None:
        Plan.objects.filter(pk=theirs.pk).update(person=keep)
        return {"whole_plan": theirs.pk}
    after = max(Goal.objects.filter(plan=mine).values_list("place", flat=True), default=0)
    for goal in Goal.objects.filter(plan=theirs):
        Goal.objects.filter(pk=goal.pk).update(place=goal.place + after)
    rows = {name: _point(model, {"plan": theirs}, {"plan": mine}) for name, model in OF_A_PLAN.items()}
    keep_version(viewer, mine, "joined")
    return {"rows": rows, "raised": after}


def back(viewer: Viewer, keep: Person, other: Person, moved: dict[str, Any]) -> None:
    """What came from the other person goes back, as it is now; what was said since about it goes along."""
    for name, model in OF_A_PERSON.items():
        _point(model, {"pk__in": moved[name], "person": keep}, {"person": other})
    _point(CrisisCard, {"pk__in": moved["cards"], "person": keep}, {"person": other})
    _point(SignPlan, {"pk__in": moved["sign_plans"], "person": keep}, {"person": other})
    if moved["whole_plan"]:
        _point(Plan, {"pk": moved["whole_plan"], "person": keep}, {"person": other})
        return
    mine, theirs = Plan.objects.filter(person=keep).first(), Plan.objects.filter(person=other).first()
    if not moved["rows"] or mine is None or theirs is None:
        return
    for name, model in OF_A_PLAN.items():
        _point(model, {"pk__in": moved["rows"][name], "plan": mine}, {"plan": theirs})
    about = {"goal_id__in": moved["rows"]["goals"], "plan": mine}
    _point(Viewpoint, about, {"plan": theirs})
    _point(Proposal, about, {"plan": theirs})
    _part_check_ins(mine, theirs)
    keep_version(viewer, mine, "split")
    keep_version(viewer, theirs, "split")


def _part_check_ins(mine: Plan, theirs: Plan) -> None:
    """What was said on one day about things of both plans becomes two, each with its own."""
    for source, target in ((mine, theirs), (theirs, mine)):
        for check_in in CheckIn.objects.filter(plan=source, scores__followed__plan=target).distinct():
            copied = CheckIn.objects.create(
                plan=target, side=check_in.side, on=check_in.on, words=check_in.words, at=timezone.now(),
                by_name=check_in.by_name, by_role=check_in.by_role,
            )  # fmt: skip
            CheckInScore.objects.filter(check_in=check_in, followed__plan=target).update(check_in=copied)
