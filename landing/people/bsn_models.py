"""The citizen service number (BSN): never needed, kept unreadable, and found again only by who types all of it."""

from __future__ import annotations

from django.db import models


class CitizenNumber(models.Model):
    """A person's BSN, sealed with the row of the person; ``mark`` finds the same number, and tells nothing by itself.

    entered_by, entered_role: who typed it.
    """

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    region = models.ForeignKey("people.Region", models.PROTECT, related_name="+")
    sealed = models.CharField(max_length=200)
    mark = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=120)
    entered_role = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["region", "mark"], name="citizen_number_by_mark")]

    def __str__(self) -> str:
        return f"number of person {self.person_id}"
