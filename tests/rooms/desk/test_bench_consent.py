"""What is measured of deciding is real: both answers occur and every decision is counted. Times are not tested here."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from landing.desk.management.bench.consent import measure_consent


def test_every_decision_is_counted_and_both_answers_occur() -> None:
    found = measure_consent(date(2026, 11, 23), 800, lambda _: None)
    assert [line.decisions for line in found] == [800, 800, 40]
    assert all(0 < line.allowed < line.decisions for line in found)
    assert all(line.plain()["within"] is (line.microseconds <= 20) for line in found)


def test_the_command_tells_it_as_json_and_refuses_nothing_to_do() -> None:
    stdout = StringIO()
    call_command("bench", "consent", "--json", "--decisions", "160", stdout=stdout, stderr=StringIO())
    assert [line["decisions"] for line in json.loads(stdout.getvalue())["found"]] == [160, 160, 8]
    with pytest.raises(CommandError, match="at least 1"):
        call_command("bench", "consent", "--decisions", "0")
