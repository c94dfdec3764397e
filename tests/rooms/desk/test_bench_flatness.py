"""Two runs side by side: what is compared is what was measured, and only the same pages. No time is tested here."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from landing.desk.demo import making
from landing.desk.management.bench.flatness import MOST_GROWTH, NotAnEarlierRun, beside
from landing.desk.management.bench.times import in_turns
from tests.cast import TODAY


def page(name: str, p50: float, *, cpu: float = 4.0, beat: float = 1.0, rows: int = 20) -> dict[str, Any]:
    """A page of a run."""
    return {"page": name, "statements": 5, "rows": rows, "p50": p50, "cpu": cpu, "beat": beat}


def test_a_page_is_compared_with_itself_and_evened_by_the_fixed_work() -> None:
    now = [page("Mijn dag", 20, cpu=8, beat=2, rows=25), page("Nieuw", 1)]
    (one,) = beside(now, {"found": [page("Mijn dag", 10), page("Weg", 1)]})
    assert (one.page, one.ratio, one.cpu, one.even) == ("Mijn dag", 2.0, 2.0, 1.0)
    assert (one.rows_then, one.rows, one.plain()["within"]) == (20, 25, True)
    (slower,) = beside([page("Mijn dag", 10 * MOST_GROWTH + 1)], {"found": [page("Mijn dag", 10)]})
    assert not slower.plain()["within"]


@pytest.mark.parametrize("earlier", [[], {}, {"found": [{}]}, {"found": [{"page": "Mijn dag", "p50": 1}]}])
def test_what_is_no_earlier_run_is_refused(earlier: Any) -> None:
    with pytest.raises(NotAnEarlierRun):
        beside([page("Mijn dag", 10)], earlier)


def test_the_fixed_work_is_done_in_each_turn() -> None:
    turns: list[str] = []
    pair = in_turns(lambda: turns.append("page"), lambda: turns.append("floor"), 2, warm=1)
    assert turns == ["page", "floor"] * 3
    assert pair.beat > 0 and pair.spread >= 1


@pytest.mark.django_db(transaction=True)
def test_the_command_puts_two_runs_side_by_side(tmp_path: Path, settings: Any) -> None:
    making.reset(today=TODAY, people=200)
    settings.STATIC_ROOT = str(tmp_path)
    (tmp_path / "staticfiles.json").write_text("{}")
    earlier, asked = tmp_path / "earlier.json", ["bench", "pages", "--times", "1", "--only", "stil", "--json"]
    stdout = StringIO()
    call_command(*asked, stdout=stdout, stderr=StringIO())
    earlier.write_text(stdout.getvalue())
    told = json.loads(stdout.getvalue())["found"]
    assert [row["page"] for row in told] == ["Mijn dag, stil", "Mijn dag, hele regio stil"]
    assert all(row["rows"] >= row["statements"] > 2 for row in told)
    stdout = StringIO()
    call_command(*asked, "--beside", str(earlier), stdout=stdout, stderr=StringIO())
    compared = json.loads(stdout.getvalue())
    assert [(row["page"], row["statements"], row["rows"]) for row in compared["found"]] == [
        (row["page"], row["statements_then"], row["rows_then"]) for row in compared["found"]
    ]
    assert compared["about"]["open_journeys_then"] == compared["about"]["open_journeys"]
    with pytest.raises(CommandError, match="holds no output"):
        call_command(*asked, "--beside", str(tmp_path / "nergens.json"))
