"""The import as a command: both kinds of list, twice, with faults, and broken off in the middle."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from landing.exchange import actions
from landing.exchange.models import ImportRun
from landing.people.models import Bond, Likeness, Person, PersonEvent, PersonReference
from landing.route.models import Due, Fact, Journey, RouteEvent
from tests.cast import TODAY, Cast

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


def test_what_the_columns_mean_can_be_kept_and_used_again(cast: Cast, tmp_path: Path) -> None:
    place, kept = cast.home.organisations["care_provider"], tmp_path / "mapping.json"
    run(PROVIDER, place, "--good-rows", "--save-mapping", str(kept))
    mapping = json.loads(kept.read_text("utf-8"))
    assert mapping["columns"]["PB'er"] == "carer"
    mapping["columns"]["Geb. datum"] = ""
    kept.write_text(json.dumps(mapping), "utf-8")
    before = set(Person.objects.values_list("pk", flat=True))
    run(PROVIDER, place, "--good-rows", "--mapping", str(kept), "--yes")
    made = Person.objects.exclude(pk__in=before)
    assert made.exists()
    assert not made.exclude(birth_date=None).exists(), "the column was taken out of the mapping"


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"%PDF-1.7 proef", (), "Dit is een PDF en geen lijst."),
        (b"Naam\nProef, Ans\n", (), "Kies een kolom voor het cli"),
        (b"Nr;Naam\n1;Proef, Ans\n", ("--heading-row", "9"), "Rij 9 is leeg."),
    ],
)
def test_what_cannot_be_used_ends_with_exit_code_two(
    cast: Cast, tmp_path: Path, content: bytes, more: tuple[str, ...], said: str
) -> None:
    file, before = tmp_path / "lijst.csv", counts()
    file.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        run(file, cast.home.organisations["care_provider"], "--yes", *more)
    assert (refused.value.returncode, counts()) == (2, before)
    assert said in str(refused.value)
    with pytest.raises(CommandError) as unknown:
        call_command("import_file", "caseload", str(file), "--organisation", "Geen huis")
    assert unknown.value.returncode == 2
    for key in ("geen-sleutel", "00000000-0000-4000-8000-00000000dead"):
        with pytest.raises(CommandError):
            call_command("import_file", "run", key)


def test_who_lost_the_right_meanwhile_writes_nothing_beside_the_page(cast: Cast) -> None:
    before = counts()
    ImportRun.objects.filter(key=cast.runs["home"]).update(state="writing")
    worker = cast.home.workers["coordinator"]
    worker.to_date = TODAY
    worker.save()
    with pytest.raises(CommandError):
        call_command("import_file", "run", str(cast.runs["home"]))
    assert counts() == before
