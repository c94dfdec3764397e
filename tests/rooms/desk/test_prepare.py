"""``landing manage prepare``: what a newer release must bring in step before it serves."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from landing.route.models import Due, Journey
from tests.cast import Cast


def test_lists_are_brought_in_step_with_newer_rules(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from landing.desk.management.commands.prepare import Command

    monkeypatch.setattr(Command, "collect_static", lambda self: None)
    journey = cast.subject("aziza").journey
    before = set(Due.objects.filter(journey=journey).values_list("rule", "due_on"))
    assert before
    # As the migration to another form of the copy leaves it, or rules of an older release.
    Due.objects.all().delete()
    Journey.objects.update(rulebook="")
    call_command("prepare", stderr=io.StringIO())
    assert set(Due.objects.filter(journey=journey).values_list("rule", "due_on")) == before
