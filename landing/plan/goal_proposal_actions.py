"""All writes about how somebody sees the plan and what others propose. A proposal is no part of the plan until the person says yes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.viewer import Viewer
from landing.plan.goal_actions import change_texts, new_goal, next_place
from landing.plan.goal_version_actions import goal_to_write, keep, plan_to_write
from landing.plan.models import Goal, Plan, PlanStep, Proposal, Viewpoint
from landing.ui.languages import said as _

State = Proposal.State
ANSWERED = _("Hier is al op geantwoord.")


@transaction.atomic
def see(
    *, viewer: Viewer, words: str, goal_key: UUID | None = None, condition: str = "", of_person: bool = False,
    person_key: UUID | None = None,
) -> bool:  # fmt: skip
    """Say how one sees a goal or a life condition; whether it is new. An earlier view stays beside it (S-128).

    of_person: staff write down how the person sees it; otherwise it is their own view.
    """
    plan = plan_to_write(viewer, person_key)
    goal = goal_to_write(plan, goal_key) if goal_key else None
    side = "person" if viewer.is_client or of_person else "supporter"
    about = {"plan": plan, "goal": goal, "condition": goal.condition if goal else condition, "side": side}
    latest = Viewpoint.objects.filter(**about).order_by("-id").first()
    if latest is not None and latest.words == words and latest.by_name == viewer.name:
        return False
    Viewpoint.objects.create(**about, words=words, at=timezone.now(), by_name=viewer.name, by_role=viewer.role or "")
    return True


@transaction.atomic
def propose(
    *, viewer: Viewer, person_key: UUID, kind: str, words: str, why: str = "", condition: str = "",
    by_date: date | None = None, goal_key: UUID | None = None,
) -> Proposal:  # fmt: skip
    """Propose a goal, a step or another text for a goal. The same that waits already is given back."""
    if viewer.is_client:
        raise PermissionDenied
    plan = plan_to_write(viewer, person_key)
    goal = goal_to_write(plan, goal_key) if goal_key else None
    if goal is None and kind != Proposal.Kind.GOAL:
        raise NotPossible(_("Kies bij welk doel dit hoort."))
    said = {
        "plan": plan,
        "goal": goal,
        "kind": kind,
        "words": words,
        "by_role": viewer.role or "",
        "by_name": viewer.name,
    }
    same = Proposal.objects.filter(**said, state=State.OPEN).first()
    if same is not None:
        return same
    return Proposal.objects.create(
        **said, why=why, by_date=by_date, condition=goal.condition if goal else condition, proposed_at=timezone.now()
    )


@transaction.atomic
def take_back(*, viewer: Viewer, person_key: UUID, proposal_key: UUID) -> bool:
    """Take back what was proposed; whether that changed anything. Answered meanwhile: NotPossible."""
    if viewer.is_client:
        raise PermissionDenied
    proposal = _proposal(plan_to_write(viewer, person_key), proposal_key)
    if proposal.state == State.TAKEN_BACK:
        return False
    _require_open(proposal)
    _settle(proposal, State.TAKEN_BACK, "")
    return True


@transaction.atomic
def accept(
    *, viewer: Viewer, proposal_key: UUID, words: str | None = None, answer: str = "", person_key: UUID | None = None
) -> Goal:
    """The person says yes, as it was proposed or in other words; now it is in the plan. Staff: on the person's word."""
    plan = plan_to_write(viewer, person_key)
    proposal = _proposal(plan, proposal_key)
    _require_open(proposal)
    said = proposal.words if words is None else words
    goal = _into_the_plan(viewer, plan, proposal, said)
    _settle(proposal, State.ACCEPTED if said == proposal.words else State.CHANGED, answer)
    keep(viewer, plan, "accept")
    return goal


def _into_the_plan(viewer: Viewer, plan: Plan, proposal: Proposal, said: str) -> Goal:
    goal = proposal.goal
    if proposal.kind == Proposal.Kind.GOAL or goal is None:
        values: dict[str, Any] = {"words": said, "condition": proposal.condition, "by_date": proposal.by_date}
        return new_goal(viewer, plan, values, [])
    if proposal.kind == Proposal.Kind.STEP:
        place = next_place(PlanStep.objects.filter(goal=goal))
        PlanStep.objects.create(goal=goal, words=said, by_date=proposal.by_date, place=place)
    else:
        change_texts(goal, {"words": said, "by_date": proposal.by_date or goal.by_date})
    return goal


@transaction.atomic
def decline(*, viewer: Viewer, proposal_key: UUID, answer: str = "", person_key: UUID | None = None) -> bool:
    """The person says no; whether that is new. Nothing changes in the plan, and nobody has to say why."""
    proposal = _proposal(plan_to_write(viewer, person_key), proposal_key)
    if proposal.state == State.DECLINED:
        return False
    _require_open(proposal)
    _settle(proposal, State.DECLINED, answer)
    return True


def _proposal(plan: Plan, key: UUID) -> Proposal:
    found = Proposal.objects.select_related("goal").filter(plan=plan, key=key).first()
    if found is None:
        raise people.NotVisible
    return found


def _require_open(proposal: Proposal) -> None:
    if proposal.state != State.OPEN:
        raise NotPossible(ANSWERED)


def _settle(proposal: Proposal, state: str, answer: str) -> None:
    proposal.state, proposal.answer, proposal.answered_at = state, answer, timezone.now()
    proposal.save(update_fields=["state", "answer", "answered_at"])
