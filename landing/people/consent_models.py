"""Who may know what of a person: what the person was asked, what the person said, who speaks for them, who is kept out."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from landing.ui.languages import said as _


class Representation(models.Model):
    """Somebody who may speak for a person, with the document that says so and the period in which it holds."""

    class Kind(models.TextChoices):
        MENTOR = "mentor", _("mentor")
        GUARDIAN = "guardian", _("curator")
        FIDUCIARY = "fiduciary", _("bewindvoerder")
        AUTHORISED = "authorised", _("gemachtigde")
        PARENT = "parent", _("ouder of voogd")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    proof = models.CharField(max_length=300)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)


class ConsentQuestion(models.Model):
    """A consent that was asked for: what, for whom, why and until when. The person answers; silence is no answer."""

    class State(models.TextChoices):
        OPEN = "open", "nog geen antwoord"
        GIVEN = "given", "ja, voor een deel of alles"
        DECLINED = "declined", "nee"
        TALK = "talk", "wil eerst praten"
        TAKEN_BACK = "taken_back", "vraag ingetrokken"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    receiver_name = models.CharField(max_length=120, blank=True)
    topics = models.JSONField(default=list)
    purpose = models.CharField(max_length=24)
    until = models.DateField()
    why = models.CharField(max_length=500)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    asked_role = models.CharField(max_length=20)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "state"], name="consent_question_by_person"),
            models.Index(
                fields=["state", "asked_at"], condition=Q(state__in=["open", "talk"]), name="consent_question_open"
            ),
            models.Index(fields=["answered_at"], name="consent_question_answered"),
        ]


class Consent(models.Model):
    """That a receiver may know some topics of a person for one purpose, until a day; given by the person's own act.

    The receiver is an organisation, never one worker; or, without an organisation here, a name such as the own GP's.
    Withdrawn holds at once. Basis and consent stand apart: a consent never stands in for a law that is missing.
    ``replaced_by``: a later answer about the same, which ended this one; ``withdrawn_at`` is set then too.
    """

    class How(models.TextChoices):
        SELF = "self", _("zelf, op het scherm")
        PAPER = "paper", _("op papier, met een getuige")
        REPRESENTATIVE = "representative", _("door een vertegenwoordiger")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    receiver_name = models.CharField(max_length=120, blank=True)
    topics = models.JSONField(default=list)
    purpose = models.CharField(max_length=24)
    from_date = models.DateField()
    to_date = models.DateField()
    how = models.CharField(max_length=16, choices=How, default=How.SELF)
    witness = models.CharField(max_length=120, blank=True)
    representation = models.ForeignKey(Representation, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.ForeignKey(ConsentQuestion, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True)
    given_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_date__gt=F("from_date")), name="consent_has_an_end"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(receiver_name=""), name="consent_has_a_receiver"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "person"], condition=Q(withdrawn_at__isnull=True), name="consent_by_receiver"
            ),
            models.Index(fields=["person", "to_date"], name="consent_by_person"),
            models.Index(fields=["to_date"], condition=Q(withdrawn_at__isnull=True), name="consent_by_end"),
        ]


class Shield(models.Model):
    """A person who is kept out of sight: in no list and no search but of the workers who are named with it."""

    class Kind(models.TextChoices):
        SAFETY = "safety", "veiligheid"
        STAFF = "staff", "familie of bekende van een medewerker"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    why = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="one_shield_a_person")
        ]


class ShieldPass(models.Model):
    """A worker who may see a shielded person all the same; the bond is needed besides."""

    shield = models.ForeignKey(Shield, models.CASCADE, related_name="+")
    worker = models.ForeignKey("people.Worker", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shield", "worker"], name="shield_pass_once")]


class Objection(models.Model):
    """That a person does not want a topic used for a purpose (AVG 21) and that this was granted, from day to day."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    topic = models.CharField(max_length=20)
    purpose = models.CharField(max_length=24)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "topic"], name="objection_by_person")]
