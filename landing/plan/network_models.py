"""The people around somebody: who they are, and how close on which day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from landing.ui.languages import said as _


class NetworkMember(models.Model):
    """Somebody around the person, as the person names them; a name is enough.

    may_call, when_to_call: whether and when the person may call. fallback: the person can always fall back on them (S-293).
    """

    class Kind(models.TextChoices):
        FAMILY = "family", _("familie")
        FRIEND = "friend", _("vriend of vriendin")
        NEIGHBOUR = "neighbour", _("buur")
        PROFESSIONAL = "professional", _("hulpverlener")
        OTHER = "other", _("iemand anders")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    role = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    may_call = models.BooleanField(default=False)
    when_to_call = models.CharField(max_length=200, blank=True)
    fallback = models.BooleanField(default=False)
    from_date = models.DateField()
    to_date = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["person", "to_date"], name="network_by_person")]


class NetworkTie(models.Model):
    """How close somebody was in a period, and what went to and fro. A change closes one tie and opens the next, so that
    two dates can be compared.

    gives, gets: codes of ``Support``: what they give to the person, and what they get from the person (S-291).
    """

    class Closeness(models.IntegerChoices):
        CLOSE = 1, _("dichtbij")
        KNOWN = 2, _("bekend")
        FAR = 3, _("ver")

    class Strength(models.TextChoices):
        STRONG = "strong", _("sterk")
        NORMAL = "normal", _("gewoon")
        WEAK = "weak", _("zwak")
        TENSE = "tense", _("lastig")

    class Support(models.TextChoices):
        PRACTICAL = "practical", _("praktische hulp")
        COMPANY = "company", _("gezelligheid")
        ADVICE = "advice", _("raad")
        EMOTIONAL = "emotional", _("steun")

    member = models.ForeignKey(NetworkMember, models.CASCADE, related_name="ties")
    closeness = models.PositiveSmallIntegerField(choices=Closeness, null=True, blank=True)
    strength = models.CharField(max_length=8, choices=Strength, blank=True)
    gives = models.JSONField(default=list)
    gets = models.JSONField(default=list)
    from_date = models.DateField()
    to_date = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "from_date"], name="tie_by_member")]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(to_date__isnull=True), name="one_open_tie_a_member")
        ]
