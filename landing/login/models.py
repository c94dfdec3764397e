"""Where somebody is logged in, what waits for them there, and the secrets that let somebody in once."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models

from landing.people.models import Account, HistoryLine, Person, Worker


class LoginSession(models.Model):
    """One browser in which an account is logged in. ``browser``: in a few words, such as "Firefox op Android"."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.CharField(max_length=80, blank=True)


class KeptForm(models.Model):
    """What somebody typed when the session had ended, for the same account only and for an hour; unreadable as kept."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    path = models.CharField(max_length=600)
    sealed = models.TextField()
    made_at = models.DateTimeField()


class OneTime(models.Model):
    """A secret that lets somebody do one thing once. Only its digest is kept."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def works(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.revoked_at is None and now < self.expires_at

    def state(self, now: datetime) -> str:
        """In one Dutch word."""
        if self.used_at:
            return "gebruikt"
        if self.revoked_at:
            return "ingetrokken"
        return "geldig" if now < self.expires_at else "verlopen"


class LetterCode(OneTime):
    """A code on paper with which a person gets a login of their own, without e-mail."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="letter_by_person")]


class OneTimeLink(OneTime):
    """An address with which somebody without an account does one thing for one person.

    parts: what the person ticked, where the purpose is that somebody reads something; codes of the purpose itself.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    parts = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="link_by_person")]


class Invitation(OneTime):
    """With which a worker chooses a password for the first time, or again when it was lost."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    by_mail = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["worker", "-id"], name="invitation_by_worker")]


class AccessEvent(HistoryLine):
    """One change of who may work here and how they log in."""

    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    subject = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", db_constraint=False)

    class Meta:
        indexes = [
            models.Index(fields=["worker", "-id"], name="access_event_by_worker"),
            models.Index(fields=["subject", "-id"], name="access_event_by_subject"),
        ]


class RightsCheck(models.Model):
    """That somebody looked whether a worker still needs this role, and why yes."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    checked_on = models.DateField()
    reason = models.CharField(max_length=300)
    checked_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    checked_by_name = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["worker", "-checked_on"], name="rights_check_by_worker")]
