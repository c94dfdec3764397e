"""How it goes: what the person chose to follow, and what they said on a day."""

from __future__ import annotations

import uuid

from django.db import models

from landing.plan.goal_models import Side
from landing.ui.languages import said as _


class Followed(models.Model):
    """Something the person chose to follow, in their own words, with a face or a number, as often as they like."""

    class Scale(models.TextChoices):
        FACE = "face", _("een gezicht")
        TEN = "ten", _("een cijfer van 0 tot 10")

    class Rhythm(models.TextChoices):
        DAY = "day", _("elke dag")
        WEEK = "week", _("elke week")
        MONTH = "month", _("elke maand")
        WHENEVER = "whenever", _("als ik wil")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    words = models.CharField(max_length=120)
    scale = models.CharField(max_length=4, choices=Scale, default=Scale.FACE)
    rhythm = models.CharField(max_length=8, choices=Rhythm, default=Rhythm.WHENEVER)
    from_date = models.DateField()
    to_date = models.DateField(null=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["plan", "place"], name="followed_by_plan")]


class CheckIn(models.Model):
    """What somebody said about how it goes. What a carer estimates stands apart and is never mixed with the person's own."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    side = models.CharField(max_length=10, choices=Side, default=Side.PERSON)
    on = models.DateField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["plan", "on"], name="check_in_by_plan")]


class CheckInScore(models.Model):
    """One answer of a check-in: a face (1 bad to 5 good) or a number (0 to 10)."""

    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="scores")
    followed = models.ForeignKey(Followed, models.CASCADE, related_name="+")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_in", "followed"], name="one_score_a_thing")]
