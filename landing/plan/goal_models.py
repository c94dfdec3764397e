"""The plan: what somebody wants, in their own words, in small steps; and what others propose."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from landing.ui.languages import said as _


class LifeCondition(models.TextChoices):
    """The five life conditions (S-030 to S-034); none is mandatory, and a goal may stand under none."""

    HEALTH = "health", _("gezondheid")
    HOUSING = "housing", _("wonen")
    INCOME = "income", _("geld")
    ACTIVITIES = "activities", _("wat ik overdag doe")
    RELATIONS = "relations", _("mensen om mij heen")


class Side(models.TextChoices):
    """Whose eyes: the person's own, or those of somebody who helps (S-128: both are kept, and may differ)."""

    PERSON = "person", _("ik zelf")
    SUPPORTER = "supporter", _("begeleider")


class Plan(models.Model):
    """One person's own plan. ``version`` goes up with each change; the number of the last ``PlanVersion``."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    paused_on = models.DateField(null=True)
    pause_why = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0)


class Goal(models.Model):
    """What the person wants. ``wish``: why, or how it would be; ``words``: the goal itself; every field may stay empty.

    Only the person says that a goal is reached (S-314). ``reward``: something small the person chose (S-459).
    """

    class State(models.TextChoices):
        GOING = "going", _("mee bezig")
        PAUSED = "paused", _("even niet")
        REACHED = "reached", _("gelukt")
        LET_GO = "let_go", _("wil ik niet meer")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    condition = models.CharField(max_length=12, choices=LifeCondition, blank=True)
    wish = models.TextField(blank=True)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.GOING)
    by_date = models.DateField(null=True, blank=True)
    reward = models.CharField(max_length=200, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    reached_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["plan", "place"], name="goal_by_plan")]


class PlanStep(models.Model):
    """One small step: what, who does it, by when. Who is the person, one of their people, or a name in words."""

    class Who(models.TextChoices):
        ME = "me", _("ik zelf")
        TOGETHER = "together", _("samen met iemand")
        OTHER = "other", _("iemand anders")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    words = models.TextField(blank=True)
    who = models.CharField(max_length=8, choices=Who, blank=True)
    helper = models.ForeignKey("plan.NetworkMember", models.SET_NULL, null=True, blank=True, related_name="+")
    helper_name = models.CharField(max_length=120, blank=True)
    by_date = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["goal", "place"], name="plan_step_by_goal")]


class Viewpoint(models.Model):
    """How one side sees a goal or a life condition on a day. Never changed: a newer one stands beside it (S-128)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, blank=True, related_name="+")
    condition = models.CharField(max_length=12, choices=LifeCondition, blank=True)
    side = models.CharField(max_length=10, choices=Side)
    words = models.TextField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["plan", "at"], name="viewpoint_by_plan")]


class Proposal(models.Model):
    """What a carer, or a close one by link, proposes; the person accepts, changes or declines it. Until then it is not in the plan."""

    class Kind(models.TextChoices):
        GOAL = "goal", _("een doel")
        CHANGE = "change", _("een doel anders")
        STEP = "step", _("een stap")

    class State(models.TextChoices):
        OPEN = "open", _("wacht op antwoord")
        ACCEPTED = "accepted", _("ja")
        CHANGED = "changed", "ja, maar anders"
        DECLINED = "declined", _("nee")
        TAKEN_BACK = "taken_back", _("teruggenomen")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    condition = models.CharField(max_length=12, choices=LifeCondition, blank=True)
    words = models.TextField()
    why = models.TextField(blank=True)
    by_date = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["plan", "state"], name="proposal_by_plan"),
            models.Index(fields=["plan"], condition=Q(state="open"), name="proposal_open"),
        ]


class PlanVersion(models.Model):
    """The whole plan as it was after one change: who changed what, and enough to bring it back.

    content: {"goals": [{key, condition, wish, words, state, by_date, reward, reached_on, place,
    "steps": [{key, words, who, helper_name, by_date, done_on, place}]}], "paused_on", "pause_why"}. deed: what was done,
    as a code of ``plan.words``. restores: the number of the version that was brought back, if that was the change.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    deed = models.CharField(max_length=24)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)
    restores = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_version_a_number")]
