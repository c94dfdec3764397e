"""Getting ready to live on one's own: the talk, the neighbourhood, and what one learns."""

from __future__ import annotations

import uuid

from django.db import models

from landing.ui.languages import said as _


class AwarenessTalk(models.Model):
    """A talk with an expert by experience about what living alone means (S-426, S-427).

    again: whether the person wants another one; by_role: of who wrote it down (empty: before this was kept).
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    on = models.DateField()
    with_name = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    again = models.BooleanField(null=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20, blank=True)


class NeighbourhoodFind(models.Model):
    """Something in the new neighbourhood: what is where, and whether the person has been there (S-294).

    ``gone_on``: taken away. The person can bring it back for ``GONE_DAYS`` days; from then on nothing shows it, and the next
    change of the list or the nightly clearing removes the row.
    """

    GONE_DAYS = 7  # as retention.yaml says (neighbourhood_gone)

    class Kind(models.TextChoices):
        SHOP = "shop", _("winkel")
        DOCTOR = "doctor", _("dokter of apotheek")
        MEET = "meet", _("plek om mensen te zien")
        FAITH = "faith", _("kerk, moskee of ander geloof")
        CLUB = "club", _("club of sport")
        TRAVEL = "travel", _("bus, tram of trein")
        GREEN = "green", _("park of groen")
        OTHER = "other", _("iets anders")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    words = models.TextField(blank=True)
    been_on = models.DateField(null=True, blank=True)
    gone_on = models.DateField(null=True)
    place = models.PositiveSmallIntegerField(default=0)


class SkillTraining(models.Model):
    """A training the person takes part in (S-225, S-257, S-675), and how far it is."""

    class Kind(models.TextChoices):
        HOUSING = "housing", _("leren wonen")
        MONEY = "money", _("leren omgaan met geld")
        OTHER = "other", _("iets anders leren")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    words = models.CharField(max_length=200, blank=True)
    given_by = models.CharField(max_length=120, blank=True)
    sessions = models.PositiveSmallIntegerField(null=True, blank=True)
    sessions_done = models.PositiveSmallIntegerField(default=0)
    from_date = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
