"""What a person asks about the own data, with the term and the answer; and why a record must be kept for now."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from landing.ui.languages import said as _


class RightsRequest(models.Model):
    """A person's request about the own data (AVG 12 and 15-21), in the person's words.

    topic, purpose: what an objection is about; due_on: the last day to answer; extended_at: when the person was told
    that it takes longer; done_at: when the effect was there (for an erasure the row is gone with the record);
    how: who made it; asked_by, asked_role: whose hand it was, also when it is the person's word.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("iets verbeteren")
        OBJECTION = "objection", _("bezwaar")
        RESTRICTION = "restriction", _("stilzetten")
        LIFTING = "lifting", _("stilzetten stoppen")
        ERASURE = "erasure", _("wissen")
        COPY = "copy", _("kopie op papier")
        HUMAN = "human", _("klacht of gesprek")

    class State(models.TextChoices):
        OPEN = "open", _("wacht op antwoord")
        GRANTED = "granted", _("ja")
        REFUSED = "refused", _("nee")
        TAKEN_BACK = "taken_back", _("ingetrokken")

    class How(models.TextChoices):
        SELF = "self", _("zelf, op het scherm")
        SPOKEN = "spoken", _("gezegd tegen een medewerker")
        REPRESENTATIVE = "representative", _("door een vertegenwoordiger")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.TextField(blank=True)
    topic = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=24, blank=True)
    how = models.CharField(max_length=16, choices=How, default=How.SELF)
    representation = models.ForeignKey("people.Representation", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    asked_role = models.CharField(max_length=20)
    due_on = models.DateField()
    extended_at = models.DateTimeField(null=True)
    extension_why = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_role = models.CharField(max_length=20, blank=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="rights_request_by_term"),
            models.Index(fields=["person", "state"], name="rights_request_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == self.State.OPEN


class Hold(models.Model):
    """That a record may not be erased for now, because a law or somebody's interest demands it; from day to day."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    why = models.CharField(max_length=300)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")), name="hold_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["person"], name="hold_by_person")]

    def __str__(self) -> str:
        return str(self.key)
