"""For when it goes badly: the person's own card, and the plans that say how that is noticed."""

from __future__ import annotations

import uuid

from django.db import models

from landing.ui.languages import said as _


class CrisisCard(models.Model):
    """The noodkaart: the person's own (S-201), in their own words. Every field may stay empty.

    languages: in which language to speak. version: goes up with each change, and stands on what is printed.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    call_me = models.CharField(max_length=60, blank=True)
    looks_like = models.TextField(blank=True)
    helps = models.TextField(blank=True)
    better_not = models.TextField(blank=True)
    medication = models.TextField(blank=True)
    practical = models.TextField(blank=True)
    agreements = models.TextField(blank=True)
    languages = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)


class CardContact(models.Model):
    """Who is called first, second …, and for what. ``member``: one of the person's people, if it is one."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    card = models.ForeignKey(CrisisCard, models.CASCADE, related_name="contacts")
    member = models.ForeignKey("plan.NetworkMember", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    what_for = models.CharField(max_length=200, blank=True)
    place = models.PositiveSmallIntegerField(default=0)


class KeptVersion(models.Model):
    """Something whole as it was after one change. restores: the number of the version that was brought back, if that was it."""

    number = models.PositiveIntegerField()
    content = models.JSONField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)
    restores = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True


class CardVersion(KeptVersion):
    """The card as it was after one change; content holds the fields of the card by name, and its contacts."""

    card = models.ForeignKey(CrisisCard, models.CASCADE, related_name="versions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "number"], name="one_card_version_a_number")]


class CardPrint(models.Model):
    """That the card was put on paper, for whom, and which version: so that old copies can be found and replaced.

    why: of a copy that staff made, the reason.
    """

    class Why(models.TextChoices):
        ASKED = "asked", _("de persoon vroeg erom")
        TOGETHER = "together", _("om samen door te nemen")
        NO_LOGIN = "no_login", _("de persoon kan zelf niet printen")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    card = models.ForeignKey(CrisisCard, models.CASCADE, related_name="prints")
    number = models.PositiveIntegerField()
    for_whom = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    why = models.CharField(max_length=8, choices=Why, blank=True)
    taken_back_on = models.DateField(null=True)


class CardOffer(models.Model):
    """What a close one offers for the card with a one-time link. It is on the card only when the person says yes.

    part: the field of the card that the words are for, or ``contact``. name, phone: of the close one.
    """

    class State(models.TextChoices):
        OPEN = "open", _("wacht op antwoord")
        ACCEPTED = "accepted", _("ja")
        DECLINED = "declined", _("nee")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    part = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "state"], name="card_offer_by_person")]


class SignPlan(models.Model):
    """How it is noticed that things go less well, and what then. Two kinds with two regimes of access.

    relapse: part of the person's own plan (S-167). early_sign: a professional paper (S-200), which the person may read.
    close_ones_agreed_on: the day the person agreed that close ones' input stands in it (S-202).
    """

    class Kind(models.TextChoices):
        RELAPSE = "relapse", "plan voor als het minder gaat"
        EARLY_SIGN = "early_sign", "signaleringsplan"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    risks = models.TextField(blank=True)
    call_first = models.TextField(blank=True)
    medication = models.TextField(blank=True)
    practical = models.TextField(blank=True)
    agreements = models.TextField(blank=True)
    close_ones = models.TextField(blank=True)
    close_ones_agreed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_sign_plan_a_kind")]


class SignPhase(models.Model):
    """One phase of such a plan: how the person then is, what the person does, what others do and better do not."""

    class Phase(models.TextChoices):
        WELL = "well", _("het gaat goed")
        EARLY = "early", _("het gaat iets minder")
        WORSE = "worse", _("het gaat slecht")
        CRISIS = "crisis", _("het gaat mis")
        AFTER = "after", _("daarna")

    sign_plan = models.ForeignKey(SignPlan, models.CASCADE, related_name="phases")
    phase = models.CharField(max_length=8, choices=Phase)
    signs = models.TextField(blank=True)
    own_action = models.TextField(blank=True)
    others_do = models.TextField(blank=True)
    better_not = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sign_plan", "phase"], name="one_phase_a_sign_plan")]


class SignVersion(KeptVersion):
    """Such a plan as it was after one change; content: {"parts": {part: {field: words}}, "agreed_on": day or None}."""

    sign_plan = models.ForeignKey(SignPlan, models.CASCADE, related_name="versions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sign_plan", "number"], name="one_sign_version_a_number")]
