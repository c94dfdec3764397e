"""The import of one list from upload to result, and the mappings that are remembered. No cell of a list stands here."""

from __future__ import annotations

import uuid

from django.db import models

from landing.people.models import HistoryLine, Organisation


class ImportRun(models.Model):
    """One list on its way in. The file and what was read from it stand outside the database, for a day (see kept.py).

    ``account``, ``worker``, ``by_name``: who did the last step, in which place; ``since``: when it came into its state;
    ``mapping``: which column fills which field; ``counts`` and ``result``: numbers, field ids and row numbers only;
    ``refusal``: why the file cannot be read, in words without a cell of the file.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "wordt geopend"
        MAPPING = "mapping", "wacht op de koppeling"
        CHECKING = "checking", "wordt nagekeken"
        CHECKED = "checked", "wacht op inlezen"
        WRITING = "writing", "wordt ingelezen"
        DONE = "done", "ingelezen"
        REFUSED = "refused", "niet te lezen"
        CANCELLED = "cancelled", "weggegooid"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.SET_NULL, null=True, related_name="+")
    worker = models.ForeignKey("people.Worker", models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    file_name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    sheet = models.CharField(max_length=60, blank=True)
    heading_row = models.PositiveIntegerField(null=True)
    mapping = models.JSONField(default=dict)
    only_good = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"], name="import_run_by_organisation")]

    def __str__(self) -> str:
        return str(self.key)


class RememberedMapping(models.Model):
    """How an organisation's list was read the last time; ``signature`` is that of its headings."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    signature = models.CharField(max_length=64)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "signature"], name="mapping_once_a_list")]

    def __str__(self) -> str:
        return self.signature[:8]


class ListExport(HistoryLine):
    """That somebody made a list of people as a file. ``new``: of how many, and by what it was narrowed; ``why``: theirs."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="list_export_by_organisation")]

    def __str__(self) -> str:
        return str(self.key)
