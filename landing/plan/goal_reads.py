"""Questions about the own plan: goals with their steps, how others see it, what is proposed, and what it was before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from landing.people import reads as people
from landing.people.kept_questions import kept
from landing.people.lens import Lens
from landing.people.models import Bond, Person
from landing.people.viewer import Viewer
from landing.plan import words
from landing.plan.models import NetworkMember, Plan, PlanStep, PlanVersion, Proposal, Viewpoint
from landing.plan.reads import near
from landing.route import reads as route
from landing.route.models import Journey
from landing.ui.languages import said as _

TOPIC = "plan"
SHOWN_VERSIONS = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One small step. who: me, together, other or nothing; helper: the key of one of the person's people, if it is one."""

    key: UUID
    goal: int
    words: str
    who: str
    helper: UUID | None
    helper_name: str
    by_date: date | None
    done_on: date | None

    @property
    def title(self) -> str:
        return self.words or words.NO_STEP_WORDS

    @property
    def mark(self) -> str:
        """Changes whenever somebody changes the texts of the step: what a form was based on."""
        said = (self.words, self.who, str(self.helper or ""), self.helper_name, str(self.by_date or ""))
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:16]

    @property
    def doer(self) -> str:
        """Who does it, in the person's words; empty when nobody was chosen."""
        if self.helper_name:
            return (
                _("Samen met {helper_name}").format(helper_name=self.helper_name)
                if self.who != "other"
                else self.helper_name
            )
        return words.WHO.get(self.who, "")


@dataclass(frozen=True, slots=True)
class OneGoal:
    """A goal with its steps in order."""

    id: int
    key: UUID
    condition: str
    wish: str
    words: str
    state: str
    by_date: date | None
    reward: str
    reached_on: date | None
    version: int
    steps: list[Step] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.words or self.wish or words.NO_WORDS

    @property
    def open_steps(self) -> list[Step]:
        return [step for step in self.steps if step.done_on is None]

    @property
    def done(self) -> int:
        return len(self.steps) - len(self.open_steps)

    @property
    def state_words(self) -> str:
        return words.STATES[self.state]

    @property
    def heading(self) -> str:
        return words.CONDITIONS[self.condition]


@dataclass(frozen=True, slots=True)
class OnePlan:
    """A plan with everything in it, in the order that the person chose."""

    id: int
    key: UUID
    paused_on: date | None
    pause_why: str
    version: int
    goals: list[OneGoal]

    def of(self, *states: str) -> list[OneGoal]:
        """The goals in these states."""
        return [goal for goal in self.goals if goal.state in states]

    @property
    def going(self) -> list[OneGoal]:
        return self.of("going")

    @property
    def under(self) -> list[tuple[str, str, list[OneGoal]]]:
        """The goals somebody is busy with, under the headings that have any: (code, heading, goals)."""
        found = [(code, label, [goal for goal in self.going if goal.condition == code])
                 for code, label in words.CONDITIONS.items()]  # fmt: skip
        return [one for one in found if one[2]]

    def goal(self, key: UUID) -> OneGoal:
        """One goal; raises NotVisible for one of another plan."""
        return _found(goal for goal in self.goals if goal.key == key)

    def goal_of(self, step: UUID) -> tuple[OneGoal, Step]:
        """A step with its goal; raises NotVisible for one of another plan."""
        return _found((goal, one) for goal in self.goals for one in goal.steps if one.key == step)

    @property
    def next_step(self) -> tuple[OneGoal, Step] | None:
        """The step to do now: of what the person is busy with the one with the earliest day, else the first."""
        steps = [(goal, step) for goal in self.going for step in goal.open_steps]
        return min(steps, key=lambda one: one[1].by_date or date.max, default=None)


def _found(rows: Iterable[Any]) -> Any:
    for row in rows:
        return row
    raise people.NotVisible


def plan_of(person_id: int | None) -> OnePlan | None:
    """The plan of a person whom the caller fetched for this viewer; None when there is none yet (2 queries)."""
    rows = _plan_and_goals.rows(person_id) if person_id is not None else []
    if not rows:
        return None
    pk, key, paused_on, pause_why, version = rows[0][:PLAN_COLUMNS]
    goals = [OneGoal(*row[PLAN_COLUMNS:]) for row in rows if row[PLAN_COLUMNS] is not None]
    by_id = {goal.id: goal for goal in goals}
    for row in _steps.rows(pk) if goals else ():
        step = Step(*row)
        if goal := by_id.get(step.goal):  # else a goal that came between the two questions
            goal.steps.append(step)
    return OnePlan(pk, key, paused_on, pause_why, version, goals)


PLAN_COLUMNS = 5


@kept
def _plan_and_goals(person_id: int) -> Any:
    """The plan beside each of its goals in order, or beside nothing when it has none."""
    goal = ("id", "key", "condition", "wish", "words", "state", "by_date", "reward", "reached_on", "version")
    rows = Plan.objects.filter(person_id=person_id).order_by("goals__place", "goals__id")
    return rows.values_list("id", "key", "paused_on", "pause_why", "version", *(f"goals__{name}" for name in goal))


@kept
def _steps(plan_id: int) -> Any:
    return PlanStep.objects.filter(goal__plan_id=plan_id).order_by("place", "id").values_list(
        "key", "goal_id", "words", "who", "helper__key", "helper_name", "by_date", "done_on"
    )  # fmt: skip


def mine(viewer: Viewer) -> OnePlan | None:
    """The client's own plan (2 queries). It tells the access log."""
    viewer.saw([viewer.person_key] if viewer.person_key else [])
    return plan_of(viewer.person)


def my_plan(viewer: Viewer) -> OnePlan:
    """The client's own plan; raises NotVisible when there is none yet."""
    found = mine(viewer)
    if found is None:
        raise people.NotVisible
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """The plan of one person as a member of staff may know it. near: also how the person says it goes (``reads.near``)."""

    journey: Journey
    lens: Lens
    plan: OnePlan | None
    may_write: bool
    near: bool

    @property
    def person(self) -> Person:
        return self.journey.person


def opened(viewer: Viewer, person_key: UUID) -> Opened:
    """The plan of a person the viewer may see; raises NotVisible for who may not read it (4 queries)."""
    journey = route.journey(viewer, person_key)
    lens = route.lens(viewer, journey)
    if not lens.shows({TOPIC}):
        raise people.NotVisible
    writes = viewer.rule.writes and lens.changes({TOPIC})
    return Opened(journey, lens, plan_of(journey.person_id), writes, near(lens))


@dataclass(frozen=True, slots=True)
class View:
    """How one side saw a goal or a life condition on a day."""

    goal: int | None
    condition: str
    side: str
    words: str
    at: datetime
    by_name: str
    by_role: str


@dataclass(frozen=True, slots=True)
class Views:
    """All viewpoints of a plan, the newest first."""

    rows: list[View]

    def of(self, side: str, *, goal: int | None = None, condition: str = "") -> list[View]:
        """What one side said about a goal, or about a life condition as a whole."""
        return [
            row for row in self.rows
            if row.side == side and (row.goal == goal if goal else row.goal is None and row.condition == condition)
        ]  # fmt: skip


def views(plan: OnePlan | None) -> Views:
    """How both sides see it (1 query)."""
    return Views([View(*row) for row in _views.rows(plan.id)] if plan else [])


@kept
def _views(plan_id: int) -> Any:
    return Viewpoint.objects.filter(plan_id=plan_id).order_by("-id").values_list(
        "goal_id", "condition", "side", "words", "at", "by_name", "by_role"
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """Something proposed, and what became of it."""

    key: UUID
    kind: str
    goal: int | None
    goal_key: UUID | None
    goal_words: str
    condition: str
    words: str
    why: str
    by_date: date | None
    state: str
    answer: str
    proposed_at: datetime
    by_name: str
    by_role: str
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state == Proposal.State.OPEN

    @property
    def by(self) -> str:
        return words.by_words(self.by_name, self.by_role, to_person=False)

    @property
    def state_words(self) -> str:
        return Proposal.State(self.state).label


def offers(plan: OnePlan | None) -> list[Offer]:
    """All proposals about a plan, the newest first (1 query)."""
    return [Offer(*row) for row in _offers.rows(plan.id)] if plan else []


@kept
def _offers(plan_id: int) -> Any:
    return Proposal.objects.filter(plan_id=plan_id).order_by("-id").values_list(
        "key", "kind", "goal_id", "goal__key", "goal__words", "condition", "words", "why", "by_date", "state", "answer",
        "proposed_at", "by_name", "by_role", "answered_at",
    )[:100]  # fmt: skip


def offer(plan: OnePlan | None, key: UUID) -> Offer:
    """One proposal about this plan; raises NotVisible for another's."""
    found: Offer = _found(one for one in offers(plan) if one.key == key)
    return found


def members(viewer: Viewer, person_id: int | None) -> list[tuple[UUID, str]]:
    """The people around somebody who can help with a step: (key, name) by name (1 query)."""
    if person_id is None:
        return []
    rows = NetworkMember.objects.filter(person_id=person_id, from_date__lte=viewer.today, to_date__isnull=True)
    return list(rows.order_by("name", "id").values_list("key", "name"))


@dataclass(frozen=True, slots=True)
class Version:
    """One change of the plan; content: the whole as it then was."""

    number: int
    deed: str
    at: datetime
    by_name: str
    by_role: str
    restores: int | None
    content: dict[str, Any]


def versions(viewer: Viewer, plan: OnePlan, *, start: int = 0) -> list[Version]:
    """The last hundred versions of a plan, the newest first; start: from this number on (1 query)."""
    rows = PlanVersion.objects.filter(plan_id=plan.id, number__gte=start).order_by("-number")
    columns = ("number", "deed", "at", "by_name", "by_role", "restores", "content")
    return [Version(*row) for row in rows.values_list(*columns)[:SHOWN_VERSIONS]]


def version(viewer: Viewer, plan: OnePlan, number: int) -> Version:
    """One version; raises NotVisible when there is none of that number."""
    found: Version = _found(one for one in versions(viewer, plan, start=number) if one.number == number)
    return found


def helper(viewer: Viewer) -> people.Around | None:
    """Whom the client can ask: the support worker or else the coordinator, somebody with a phone first (1 query)."""
    if viewer.person is None:
        return None
    around = [line for line in people.around_of(viewer.person, viewer.today) if line.name]
    near = [line for kind in (Bond.Kind.SUPPORT_WORKER, Bond.Kind.COORDINATOR) for line in around if line.kind == kind]
    return next((line for line in near if line.phone), None) or next(iter([*near, *around]), None)
