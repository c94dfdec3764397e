"""What a person may ask about a look, and records opened in an emergency by somebody without a bond."""

from __future__ import annotations

import uuid

from django.db import models

from landing.people.models import AccessLine, Account, Organisation, Person, Worker
from landing.ui.languages import said as _


class AccessQuestion(models.Model):
    """A person asks about one look: "Klopt dit niet?". Somebody other than who looked must answer by ``due_on``.

    line, line_at, look: the line of the access log, and the name it has outside; about_account: who looked; words: the person's own.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    line = models.ForeignKey(AccessLine, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    line_at = models.DateTimeField()
    look = models.UUIDField()
    about_account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", db_index=False)
    words = models.CharField("je vraag", max_length=1000)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.CharField("antwoord", max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Worker, models.SET_NULL, null=True, related_name="+", db_index=False)
    answered_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-asked_at"], name="access_question_by_person")]
        constraints = [models.UniqueConstraint(fields=["person", "line"], name="one_question_a_look")]

    def __str__(self) -> str:
        return str(self.key)


class BreakGlass(models.Model):
    """A record opened in an emergency, read only, a few facts, for some hours.

    reason, words: why; seen_at: when the coordinator saw the notice; review_due_on, verdict, review_words: the privacy
    officer looks afterwards whether it was right.
    """

    class Reason(models.TextChoices):
        CRISIS = "crisis", _("De persoon is in crisis")
        ILL = "ill", _("De persoon is ziek of gewond")
        MISSING = "missing", _("De persoon is vermist")
        DANGER = "danger", _("Er is gevaar voor de persoon of voor iemand anders")
        NIGHT = "night", _("De vaste begeleider is niet te bereiken en het kan niet wachten")

    class Verdict(models.TextChoices):
        RIGHT = "right", _("Dit was terecht")
        WRONG = "wrong", _("Dit had niet gemogen")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", db_index=False)
    worker = models.ForeignKey(Worker, models.SET_NULL, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.CharField("wat er aan de hand is", max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    review_due_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Worker, models.SET_NULL, null=True, related_name="+", db_index=False)
    reviewed_by_name = models.CharField(max_length=120, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    review_words = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-opened_at"], name="break_glass_by_person"),
            models.Index(fields=["account", "-opened_at"], name="break_glass_by_account"),
        ]

    def __str__(self) -> str:
        return str(self.key)
