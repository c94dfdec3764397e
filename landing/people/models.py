"""Who is who (Person, Worker, Organisation) and who stands around whom (Bond)."""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from landing.people.bsn_models import CitizenNumber
from landing.people.consent_models import (
    Consent,
    ConsentQuestion,
    Objection,
    Representation,
    Shield,
    ShieldPass,
)
from landing.people.roles import ROLES, Role
from landing.people.screen_models import OwnScreen

__all__ = [
    "Account", "Bond", "CitizenNumber", "Consent", "ConsentQuestion", "HistoryLine", "Joining", "Likeness", "Objection", "Organisation",
    "OwnScreen", "Person", "PersonEvent", "PersonReference", "Region", "Representation", "Shield", "ShieldPass", "Submission", "Worker",
]  # fmt: skip


class Region(models.Model):
    """A group of municipalities that work together; its code names the folder under ``regions/``."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A municipality, care provider, housing association or other partner of a region."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", "gemeente"
        CARE_PROVIDER = "care_provider", "zorgaanbieder"
        HOUSING_ASSOCIATION = "housing_association", "woningcorporatie"
        ADVOCACY = "advocacy", "cliëntondersteuning"
        NEIGHBOURHOOD_TEAM = "neighbourhood_team", "wijkteam"
        INCOME_SERVICE = "income_service", "werk & inkomen"
        PEER_ORGANISATION = "peer_organisation", "ervaringsorganisatie"
        TREATMENT = "treatment", "behandelaar"
        FIDUCIARY = "fiduciary", "bewindvoering"
        OTHER = "other", "anders"

    region = models.ForeignKey(Region, models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=24, choices=Kind)
    name = models.CharField(max_length=120)
    is_lead_municipality = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="organisation_once_a_region")]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; a password is checked by the form or command that asks for it."""

    def create_account(self, *, username: str, password: str | None, email: str = "") -> Account:
        account = self.model(username=self.model.normalize_username(username), email=email)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to log in. It owns nothing: rights hang on a worker's or person's place, not on the account.

    language: in which a client reads the own pages; empty when nothing was chosen.
    """

    username = models.CharField("inlognaam", max_length=80, unique=True)
    email = models.EmailField("e-mail", blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField("taal", max_length=8, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = AccountManager()


class Worker(models.Model):
    """Somebody who works for an organisation in one role, for a period. ``phone``: at work, for clients and colleagues."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="workers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="workers")
    role = models.CharField(max_length=20, choices=[(role.value, rule.label) for role, rule in ROLES.items()])
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def role_name(self) -> Role:
        return Role(self.role)


class Person(models.Model):
    """Somebody whose route it is. Nothing but a name is needed to start."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, models.SET_NULL, null=True, blank=True, related_name="person")
    given_name = models.CharField("voornaam", max_length=80)
    infix = models.CharField("tussenvoegsel", max_length=20, blank=True)
    surname = models.CharField("achternaam", max_length=80, blank=True)
    call_me = models.CharField("wil genoemd worden", max_length=80, blank=True)
    birth_date = models.DateField("geboortedatum", null=True, blank=True)
    origin = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    search_name = models.CharField(max_length=200, editable=False)
    sort_name = models.CharField(max_length=200, editable=False)
    joined_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")
    frozen_on = models.DateField(null=True, blank=True)  # AVG 18: kept, and used for nothing but what the law asks
    died_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["region", "sort_name", "id"], name="person_by_name"),
            models.Index(fields=["birth_date"], name="person_by_birth_date"),
        ]

    def __str__(self) -> str:
        return f"person {self.key}"


class PersonReference(models.Model):
    """The number under which an organisation knows a person; makes an import safe to repeat."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    reference = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="reference_once_an_organisation")
        ]


class Bond(models.Model):
    """Who stands around a person, in what role and from when to when (to: first day it no longer holds)."""

    class Kind(models.TextChoices):
        SUPPORT_WORKER = "support_worker", "begeleider"
        COORDINATOR = "coordinator", "coördinator"
        CARE_PROVIDER = "care_provider", "zorgaanbieder"
        MUNICIPALITY = "municipality", "gemeente"
        PEER_WORKER = "peer_worker", "ervaringsdeskundige"
        ADVOCATE = "advocate", "onafhankelijk cliëntondersteuner"
        HOUSING_OFFICER = "housing_officer", "woningcorporatie"
        INCOME_OFFICER = "income_officer", "werk & inkomen"
        FIDUCIARY = "fiduciary", "bewindvoerder"
        TREATMENT = "treatment", "behandelaar"
        NEIGHBOURHOOD_TEAM = "neighbourhood_team", "wijkteam"
        CLOSE_ONE = "close_one", "naaste"
        BUDDY = "buddy", "maatje"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("naam", max_length=120, blank=True)
    phone = models.CharField("telefoon", max_length=30, blank=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            # One coordinator a person (S-184): minimum and maximum is one.
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="coordinator", to_date__isnull=True),
                name="one_coordinator_a_person",
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=models.F("from_date")), name="bond_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["worker", "person"], name="bond_by_worker"),
            models.Index(fields=["organisation", "person"], name="bond_by_organisation"),
            models.Index(fields=["person", "kind"], name="bond_by_person"),
        ]


class HistoryLine(models.Model):
    """One change: who, when, about what, from what to what. Never changed and never removed (database triggers)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", db_constraint=False)
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)
    about = models.CharField(max_length=90)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    why = models.CharField(max_length=500, blank=True)
    undoes = models.UUIDField(null=True)

    class Meta:
        abstract = True


class PersonEvent(HistoryLine):
    """A change of a person's name, bonds or identity (joined, split)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="person_event_by_person")]


class Joining(models.Model):
    """Two records that turned out to be one person, with what was moved, so that it can be split again."""

    kept = models.ForeignKey(Person, models.CASCADE, related_name="+")
    joined = models.ForeignKey(Person, models.CASCADE, related_name="+")
    moved = models.JSONField()
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    split_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["joined"], condition=Q(split_at__isnull=True), name="joined_once_at_a_time")
        ]


class Likeness(models.Model):
    """Two persons who may be the same; offered for joining until somebody says yes or no."""

    class Verdict(models.TextChoices):
        OPEN = "open", "nog te bekijken"
        SAME = "same", "samengevoegd"
        DIFFERENT = "different", "zijn twee mensen"

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    certain = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="likeness_once")]


class Attempts(models.Model):
    """How often something was done since a moment. ``who``: a trace of what was done by whom; no name, no address."""

    who = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)


class Submission(models.Model):
    """A form that was handled, so that a double click or a resend has one effect and the same answer."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    once = models.UUIDField()
    path = models.CharField(max_length=300)
    location = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "once"], name="submission_once")]


# The tables of the access log belong to this room too; Django finds them through this module.
from landing.people.access_models import AccessClosing, AccessHead, AccessLine, AccessSubject  # noqa: E402  (they name the tables above)

__all__ = [
    "AccessClosing", "AccessHead", "AccessLine", "AccessSubject", "Account", "AccountManager", "Attempts", "Bond",
    "HistoryLine", "Joining", "Likeness", "Organisation", "Person", "PersonEvent", "PersonReference", "Region", "Submission", "Worker",
]  # fmt: skip
