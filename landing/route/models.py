"""The spine: a journey, its dated facts, what was done, and what that makes due."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import F, Q

from landing.people.models import Account, HistoryLine, Organisation, Person


class NoneFirst(models.Index):
    """An index in the order that puts None first, so that a list which begins with "never" can walk it.

    SQLite always sorts so and refuses the words for it in an index.
    """

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **kwargs: Any
    ) -> Statement:
        """As ``Index.create_sql``, in the words of the engine."""
        index: models.Index = self
        if schema_editor.connection.vendor == "sqlite":
            bare = [getattr(one, "expression", one) for one in self.expressions]
            index = models.Index(*bare, name=self.name, condition=self.condition)
        return models.Index.create_sql(index, model, schema_editor, using, **kwargs)


class Journey(models.Model):
    """One person's route. Phases are kept as the dates from which they hold, so they are never out of date."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    destination = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    started_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    # Reckoned from facts by route.actions; derivable at any time with ``landing dues refresh``.
    # ``asks``: how many steps wait for which unknown fact, as "fact:number,fact:number".
    prepare_from = models.DateField(null=True, editable=False)
    move_from = models.DateField(null=True, editable=False)
    land_from = models.DateField(null=True, editable=False)
    pilot_flame_from = models.DateField(null=True, editable=False)
    next_due_on = models.DateField(null=True, editable=False)
    next_due_rule = models.CharField(max_length=80, blank=True, editable=False)
    last_contact_on = models.DateField(null=True, editable=False)
    recompute_on = models.DateField(null=True, editable=False)
    asks = models.TextField(blank=True, editable=False)
    rulebook = models.CharField(max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_on__isnull=True), name="one_open_journey")
        ]
        indexes = [
            models.Index(fields=["next_due_on", "id"], condition=Q(closed_on__isnull=True), name="journey_by_next_due"),
            models.Index(fields=["recompute_on"], name="journey_by_recompute"),
            NoneFirst(
                F("last_contact_on").asc(nulls_first=True),
                "id",
                condition=Q(closed_on__isnull=True),
                name="journey_by_silence",
            ),
        ]


class Fact(models.Model):
    """What is known of a journey: a date or a situation. A newer value replaces, the older one stays."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    on = models.DateField(null=True)
    value = models.CharField(max_length=40, blank=True)
    current = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journey", "kind"], condition=Q(current=True), name="one_current_fact")
        ]


class StepMark(models.Model):
    """That a step was done or set aside; taking back makes it no longer current."""

    class Kind(models.TextChoices):
        DONE = "done", "gedaan"
        SET_ASIDE = "set_aside", "opzij gezet"

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    why = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)
    current = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journey", "rule"], condition=Q(current=True), name="one_current_mark")
        ]


class GatePass(models.Model):
    """A gate that was passed although something was missing: by whom, with what mandate, why."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="+")
    gate = models.CharField(max_length=20)
    on = models.DateField()
    why = models.CharField(max_length=500)
    by_name = models.CharField(max_length=120)
    by_role = models.CharField(max_length=20)
    missing = models.JSONField(default=list)
    current = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journey", "gate"], condition=Q(current=True), name="one_current_pass")
        ]


class Due(models.Model):
    """What is to be done on a journey by a day: a copy of core.due's answer, so that lists can ask the database.

    Only what can be done now and has a day stands here; how many steps wait for which fact stands in ``Journey.asks``.
    Lateness is not stored: it follows from ``due_on`` and the day one looks.
    """

    # The unique pair below serves to find the rows of a journey; an index of its own would only cost.
    journey = models.ForeignKey(Journey, models.CASCADE, related_name="+", db_index=False)
    rule = models.CharField(max_length=80)
    who = models.CharField(max_length=20)
    due_on = models.DateField(null=True)
    latest_on = models.DateField(null=True)
    lapses_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journey", "rule"], name="due_once")]
        indexes = [
            models.Index(fields=["due_on", "id"], name="due_by_date"),
            models.Index(fields=["journey", "due_on"], name="due_by_journey"),
        ]


class RouteEvent(HistoryLine):
    """A change on a journey: a fact, a step, a gate, the journey itself."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["journey", "-id"], name="route_event_by_journey")]


class RulebookChange(models.Model):
    """A change of the region's rules, prepared by an administrator: tried first, then put live, or withdrawn."""

    class State(models.TextChoices):
        DRAFT = "draft", "concept"
        LIVE = "live", "geldt"
        WITHDRAWN = "withdrawn", "ingetrokken"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region_code = models.SlugField()
    rule = models.CharField(max_length=80)
    text = models.TextField()
    because = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
