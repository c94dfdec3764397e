"""What somebody is good at, what a good life is for them, and what they save for."""

from __future__ import annotations

import uuid

from django.db import models

from landing.ui.languages import said as _


class Strength(models.Model):
    """Something strong: a talent, what gives energy, what worked before, something around the person (S-118, S-273).

    travels: the person wants it to go along when somebody else takes over (S-276).
    """

    class Kind(models.TextChoices):
        TALENT = "talent", _("daar ben ik goed in")
        ENERGY = "energy", _("daar krijg ik energie van")
        WORKED = "worked", _("dat hielp eerder")
        AROUND = "around", _("dat heb ik om me heen")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, blank=True)
    words = models.TextField()
    travels = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["plan", "place"], name="strength_by_plan")]


class GoodLifeWords(models.Model):
    """What one of the four qualities of a good life means for this person, as they said it on a day (S-030 to S-033)."""

    class Quality(models.TextChoices):
        TAKING_PART = "taking_part", _("meedoen")
        BELONGING = "belonging", _("erbij horen")
        BEING_ONESELF = "being_oneself", _("jezelf zijn")
        MATTERING = "mattering", _("ertoe doen")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    quality = models.CharField(max_length=16, choices=Quality)
    words = models.TextField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["plan", "at"], name="good_life_by_plan")]


class Wish(models.Model):
    """Something the person saves for (S-529, S-530). Amounts are in euro cents; both may stay empty."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    words = models.TextField()
    cost_cents = models.PositiveIntegerField(null=True, blank=True)
    saved_cents = models.PositiveIntegerField(default=0)
    reached_on = models.DateField(null=True)
    place = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "place"], name="wish_by_plan")]
