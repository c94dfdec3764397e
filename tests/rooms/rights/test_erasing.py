"""Erased is erased: from every table, list, search, export and page; counted before, and written in the register."""

from __future__ import annotations

import io
import json
import stat
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landing.people.models import Account, Person, PersonEvent, Submission
from landing.rights import erasing, register
from landing.rights.copying import tables
from landing.rights.request_models import Hold, RightsRequest
from landing.route.models import Fact, Journey, RouteEvent
from tests.access.answers import comparable
from tests.cast import NO_SUCH_KEY, TODAY, Cast, canaries_in
from tests.exported import exported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_register(settings: Any, tmp_path: Any) -> None:
    settings.ERASURE_REGISTER = tmp_path / "register"


def granted(cast: Cast, code: str = "aziza", days_ago: int = 20) -> RightsRequest:
    """A request to erase that was granted some days ago."""
    then = timezone.now() - timedelta(days=days_ago)
    return RightsRequest.objects.create(
        person=cast.subject(code).person, kind="erasure", state="granted", asked_at=then, asked_by="x", asked_role="client",
        due_on=TODAY, decided_at=then, decided_by="Pri Vacystra", decided_role="privacy_officer",
    )  # fmt: skip


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command("erase", *arguments, stdout=said, stderr=said)
    return said.getvalue()


def everything() -> bytes:
    """Every value of every table of the product, as text."""
    texts = []
    for model in apps.get_models():
        if model.__module__.startswith("landing.") and model.__name__ != "ImportRun":
            texts += [str(row) for row in model._default_manager.values_list()]
    return "\n".join(texts).encode()


def test_a_dry_run_shows_the_counts_and_changes_nothing(filled: Cast) -> None:
    asked = granted(filled)
    before = everything()
    said = run("request", str(asked.key))
    assert "people.Person" in said and "route.RouteEvent" in said and "Nothing was erased" in said
    assert everything() == before
    assert not register.file().exists()


def test_what_was_counted_is_what_goes(filled: Cast) -> None:
    asked = granted(filled)
    person = filled.subject("aziza").person
    counts = erasing.plan(person, why="request", law="x").counts
    going = {table.label for table in tables() if table.erase == "rows"} | {"people.Joining", "people.Likeness",
                                                                          "people.Account", "people.Submission"}  # fmt: skip
    assert going <= set(counts), "the made person has a row in every table that goes"
    gone = erasing.erase(erasing.plan(person, why="request", law="x"), by="x", batch="b", today=TODAY)
    assert gone == counts
    assert not RightsRequest.objects.filter(pk=asked.pk).exists()


def test_nothing_of_the_person_is_left_in_any_table(filled: Cast) -> None:
    kept = {code for code in filled.subjects if code not in {"aziza", "gijs"}}
    run("request", str(granted(filled).key), "--do")
    found = canaries_in(everything())
    assert "aziza" not in found and "gijs" not in found
    assert found >= kept, "others are untouched"


def test_history_goes_too_and_is_guarded_again(filled: Cast) -> None:
    others = RouteEvent.objects.exclude(
        journey__person__in=Person.objects.filter(key=filled.subject("aziza").key)
    ).count()
    run("request", str(granted(filled).key), "--do")
    assert 0 < RouteEvent.objects.count() <= others
    with pytest.raises(Exception, match="append-only"):
        PersonEvent.objects.filter(person=filled.subject("bram").person).update(why="anders")


def test_the_account_ends_with_its_session(filled: Cast) -> None:
    visitor = Client()
    visitor.force_login(filled.accounts["client"])
    assert visitor.get(reverse("rights:my_data")).status_code == 200
    run("request", str(granted(filled).key), "--do")
    assert not Account.objects.filter(pk=filled.accounts["client"].pk).exists()
    assert visitor.get(reverse("rights:my_data")).status_code == 302


def test_pages_lists_search_and_export_answer_as_if_the_person_never_was(filled: Cast) -> None:
    key = filled.subject("aziza").key
    run("request", str(granted(filled).key), "--do")
    worker = Client()
    worker.force_login(filled.accounts["coordinator"])
    gone, never = (worker.get(reverse("desk:person", args=[one])) for one in (key, NO_SUCH_KEY))
    assert comparable(gone, gone.content, str(key)) == comparable(never, never.content, str(NO_SUCH_KEY))
    assert gone.status_code == 404
    for address, question in (("desk:clients", {}), ("desk:clients", {"q": "zqkaziza"}), ("desk:my_day", {}),
                              ("desk:my_day", {"toon": "dag"}), ("route:likenesses", {})):  # fmt: skip
        content = worker.get(reverse(address), question).content
        assert not canaries_in(content) & {"aziza", "gijs"} and str(key).encode() not in content, address
    file = exported(worker)
    assert file.headers["Content-Type"].startswith("text/csv") and not canaries_in(file.content) & {"aziza", "gijs"}


def test_the_register_names_who_when_why_and_by_whom_and_nothing_else(filled: Cast) -> None:
    key = filled.subject("aziza").key
    run("request", str(granted(filled).key), "--do")
    raw = register.file().read_bytes()
    line = json.loads(raw)
    assert (line["person"], line["why"], line["by"]) == (str(key), "request", "Pri Vacystra")
    assert set(line["keys"]) == {str(key), str(filled.subject("gijs").key)}
    assert line["kinds"]["people.Person"] == 2
    assert not canaries_in(raw)
    assert stat.S_IMODE(register.file().stat().st_mode) == 0o600


def test_a_second_run_changes_nothing(filled: Cast) -> None:
    granted(filled)
    assert "Erased: 1" in run("due", "--do")
    before, lines = everything(), register.file().read_text()
    assert "Persons: 0" in run("due", "--do")
    assert everything() == before and register.file().read_text() == lines


def test_a_request_is_reconsidered_for_a_week(filled: Cast) -> None:
    granted(filled, days_ago=8)
    assert "Persons: 0" in run("due", "--do")
    assert Person.objects.filter(key=filled.subject("aziza").key).exists()


def test_a_hold_is_respected_also_for_a_granted_request(filled: Cast) -> None:
    asked = granted(filled)
    Hold.objects.create(
        person=filled.subject("aziza").person, why="rechtszaak", from_date=TODAY, set_at=timezone.now(), set_by="x"
    )
    assert "Persons: 0" in run("due", "--do")
    assert "not erased" in run("request", str(asked.key), "--do")
    assert Person.objects.filter(key=filled.subject("aziza").key).exists()
    assert not register.file().exists(), "what was refused does not stand in the register"


def test_only_a_granted_request_to_erase_can_be_run(filled: Cast) -> None:
    correction = filled.requests["aziza"]
    for key in (correction, NO_SUCH_KEY):
        with pytest.raises(CommandError):
            run("request", str(key), "--do")
    waiting = granted(filled)
    RightsRequest.objects.filter(pk=waiting.pk).update(state="open")
    with pytest.raises(CommandError, match="not granted"):
        run("request", str(waiting.key), "--do")


def test_who_also_works_here_keeps_the_account(filled: Cast) -> None:
    from landing.people.models import Worker

    account = filled.accounts["client"]
    Worker.objects.create(account=account, organisation=filled.home.organisations["other"], role="close_one", name="x",
                          from_date=TODAY)  # fmt: skip
    run("request", str(granted(filled).key), "--do")
    assert Account.objects.filter(pk=account.pk).exists()


def test_a_restored_database_is_refused_and_forgets_again(filled: Cast) -> None:
    """The register names somebody whom the database has: as after a backup from before the erasure."""
    key = filled.subject("aziza").key
    register.write(register.Entry("b", "2026-11-01T00:00:00+00:00", str(key), (str(key),), "request", "AVG", {}, "x"))
    with pytest.raises(CommandError, match="landing erase replay"):
        run("check")
    lines = register.file().read_text()
    assert "Erased again" in run("replay")
    assert "aziza" not in canaries_in(everything())
    assert register.file().read_text() == lines
    run("check")
    assert "nobody" in run("replay")


def test_a_register_that_cannot_be_read_stops_the_work(filled: Cast) -> None:
    asked = granted(filled)
    register.file().parent.mkdir()
    register.file().write_text("{niet van ons}\n")
    for words in (("check",), ("replay",)):
        with pytest.raises(CommandError, match="line 1"):
            run(*words)
    assert RightsRequest.objects.filter(pk=asked.pk).exists()


def test_the_check_at_the_start_says_it(filled: Cast) -> None:
    from landing.rights.checks import nobody_is_back_who_was_erased

    assert nobody_is_back_who_was_erased(None, databases=["default"]) == []
    key = str(filled.subject("aziza").key)
    register.write(register.Entry("b", "2026-11-01T00:00:00+00:00", key, (key,), "request", "AVG", {}, "x"))
    assert [fault.id for fault in nobody_is_back_who_was_erased(None, databases=["default"])] == ["rights.E001"]
    register.file().write_text("?\n")
    assert [fault.id for fault in nobody_is_back_who_was_erased(None, databases=["default"])] == ["rights.E002"]


def test_handled_forms_and_old_sessions_are_short_lived(filled: Cast) -> None:
    Submission.objects.update(at=timezone.now() - timedelta(days=2))
    run("due", "--do")
    assert not Submission.objects.exists()


def test_counts_of_others_stay_as_they_were(filled: Cast) -> None:
    facts = Fact.objects.exclude(journey__person__in=Person.objects.filter(
        key__in=[filled.subject("aziza").key, filled.subject("gijs").key])).count()  # fmt: skip
    journeys = Journey.objects.count()
    run("request", str(granted(filled).key), "--do")
    assert (Fact.objects.count(), Journey.objects.count()) == (facts, journeys - 2)
