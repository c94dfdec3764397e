"""The import as a command: both kinds of list, twice, with faults, and broken off in the middle."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from landing.exchange import actions
from landing.people.models import Bond, Likeness, Person, PersonEvent, PersonReference
from landing.route.models import Due, Fact, Journey, RouteEvent
from tests.cast import Cast

FILES = Path(__file__).parent / "files"
PROVIDER, MUNICIPALITY = FILES / "caseload_provider.csv", FILES / "caseload_municipality.xlsx"
TABLES = (Person, Bond, PersonReference, PersonEvent, Journey, Fact, RouteEvent, Likeness, Due)


def run(path: Path, organisation: Any, *more: str) -> str:
    out = StringIO()
    call_command("import_file", "caseload", str(path), "--organisation", organisation.name, *more, stdout=out,
                 stderr=StringIO())  # fmt: skip
    return out.getvalue()


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


def test_both_lists_come_in_twice_without_a_change_and_doubles_are_offered(cast: Cast) -> None:
    places = cast.home.organisations
    before = Person.objects.count()
    run(PROVIDER, places["care_provider"], "--good-rows", "--yes")
    middle = Person.objects.count()
    assert middle > before and Journey.objects.exclude(next_due_on=None).count() > 20
    offers = Likeness.objects.count()
    run(MUNICIPALITY, places["municipality"], "--good-rows", "--yes")
    assert Person.objects.count() > middle and Likeness.objects.filter(certain=True).count() > offers
    after = counts()
    for path, kind in ((PROVIDER, "care_provider"), (MUNICIPALITY, "municipality")):
        assert "0 nieuw, 0 aangevuld" in run(path, places[kind], "--good-rows", "--yes")
    assert counts() == after


def test_with_an_error_or_without_yes_nothing_is_written(cast: Cast, tmp_path: Path) -> None:
    before = counts()
    bad = tmp_path / "list.csv"
    bad.write_text("Cliëntnummer;Naam;Geboortedatum\nX1;Proef, Ans;01-02-1980\nX2;Proef, Ben;99-99-1980\n", "utf-8")
    with pytest.raises(SystemExit) as left:
        run(bad, cast.home.organisations["care_provider"], "--yes")
    assert left.value.code == 1 and counts() == before
    run(bad, cast.home.organisations["care_provider"], "--good-rows")
    assert counts() == before
    mend = tmp_path / "mend.csv"
    run(bad, cast.home.organisations["care_provider"], "--good-rows", "--bad-rows", str(mend), "--yes")
    assert Person.objects.count() == before[0] + 1
    assert "Ben" in mend.read_text("utf-8-sig") and "Ans" not in mend.read_text("utf-8-sig")


def test_broken_off_in_the_middle_nothing_is_half(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(actions, "find_likeness", broken)  # the last thing that is done
    with pytest.raises(RuntimeError):
        run(PROVIDER, cast.home.organisations["care_provider"], "--good-rows", "--yes")
    assert counts() == before


def test_a_role_without_the_right_writes_nothing(cast: Cast) -> None:
    for who in ("support_worker", "policy_officer", "client"):
        with pytest.raises(PermissionDenied):
            actions.write_caseload(viewer=cast.viewer(who), rows=[])
