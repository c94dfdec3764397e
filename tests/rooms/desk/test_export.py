"""A list of many people as a file: a right of its own, with a reason, after showing who one is, counted and told (D14)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from landing.exchange import export_actions, export_reads
from landing.exchange.caseload.writing import WORKBOOK
from landing.exchange.models import ListExport
from landing.login import staying
from landing.people.models import AccessLine, AccessSubject
from tests.cast import Cast
from tests.exported import WHY, exported, proven, send

pytestmark = pytest.mark.django_db
PAGE = "desk:clients_export"


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who])
    return client


def names(answer: Any) -> list[str]:
    """The first column of a file."""
    return [row[0] for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")][1:]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A clock of sessions that a test moves on."""
    moved = {"by": 0}
    now = staying.now_seconds
    monkeypatch.setattr(staying, "now_seconds", lambda: now() + moved["by"])
    yield lambda seconds: moved.update(by=moved["by"] + seconds)


def test_the_file_holds_the_list_and_the_log_everybody_in_it(cast: Cast) -> None:
    visitor = browser(cast, "coordinator")
    answer = exported(visitor)
    assert len(names(answer)) > 2
    line = AccessLine.objects.filter(action="export").get()
    kept = ListExport.objects.get()
    assert AccessSubject.objects.filter(line=line).count() == len(names(answer)) == kept.new["rows"]
    assert kept.why == WHY and kept.by_role == "coordinator"
    assert str(kept.key)[:8] in answer.headers["Content-Disposition"] and str(kept.key)[:8] in line.reason


def test_without_a_good_reason_there_is_no_file(cast: Cast) -> None:
    visitor = proven(browser(cast, "coordinator"))
    for why in ("", "kort", "x" * 301):
        answer = send(visitor, why=why)
        assert answer.status_code == 200 and "exports" not in visitor.session
        assert why in answer.content.decode()
    assert not ListExport.objects.exists()


def test_who_did_not_show_who_they_are_is_asked_first_and_keeps_the_reason(cast: Cast, later: Any) -> None:
    visitor = browser(cast, "coordinator")
    answer = send(visitor, {"fase": "move"})
    assert answer.url.startswith(reverse("login:again")) and "fase" in answer.url and WHY.split()[0] not in answer.url
    assert not ListExport.objects.exists()
    proven(visitor)
    assert WHY in visitor.get(reverse(PAGE), {"fase": "move"}).content.decode()
    later(staying.PROVEN_SECONDS + 1)
    assert send(visitor).url.startswith(reverse("login:again")) and not ListExport.objects.exists()


def test_it_is_for_this_session_and_place_and_for_an_hour(cast: Cast, later: Any) -> None:
    visitor = browser(cast, "coordinator")
    exported(visitor)
    address = reverse("desk:clients_export_file", args=list(visitor.session["exports"]))
    assert visitor.get(address).status_code == 200
    for other in (browser(cast, "coordinator"), proven(browser(cast, "process_director"))):
        assert other.get(address).status_code == 404
    session = visitor.session
    session["exports"] = {key: one | {"worker": 987_654} for key, one in session["exports"].items()}
    session.save()
    assert visitor.get(address).status_code == 404
    exported(visitor)
    address = reverse("desk:clients_export_file", args=list(visitor.session["exports"]))
    later(60 * 60 + 1)
    assert visitor.get(address).status_code in (302, 404)


def test_a_workbook_holds_the_same_rows_with_days_as_days_and_no_formula(cast: Cast) -> None:
    cast.subject("aziza").person.__class__.objects.filter(key=cast.subject("aziza").key).update(call_me="=1+1")
    visitor = browser(cast, "coordinator")
    plain = exported(visitor).content.decode("utf-8-sig").splitlines()
    address = reverse("desk:clients_export_file", args=list(visitor.session["exports"])[-1:])
    answer = visitor.get(address, {"als": "xlsx"})
    assert answer["Content-Type"] == WORKBOOK and answer["Content-Disposition"].endswith('.xlsx"')
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows())
    assert len(rows) == len(plain) and [cell.value for cell in rows[0]] == plain[0].split(";")
    assert all(cell.data_type != "f" for row in rows for cell in row)
    days = [row[3].value for row in rows[1:] if row[3].value]
    assert days and all(isinstance(day, datetime) for day in days)
    assert AccessLine.objects.filter(action="export").count() == 2


def test_only_who_steers_may(cast: Cast) -> None:
    for who in ("support_worker", "peer_worker", "privacy_officer", "administrator", "client"):
        assert exported(browser(cast, who)).status_code == 403
        with pytest.raises(PermissionDenied):
            export_actions.record(viewer=cast.viewer(who), rows=1, why=WHY, narrowed=[])
    assert not ListExport.objects.exists()


def test_what_was_searched_for_stands_in_no_history(cast: Cast) -> None:
    exported(browser(cast, "coordinator"), {"zoek": "zqkaziza"})
    assert ListExport.objects.get().new == {"rows": 1, "narrowed": ["mijn eigen cliënten", "naam"]}


def test_above_the_number_of_an_hour_and_of_a_day_there_is_no_file_and_a_line_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = proven(browser(cast, "coordinator"))
    most = settings.LIMITS["export"][60]
    assert [send(visitor).status_code for _ in range(most)] == [302] * most
    answer = send(visitor)
    assert answer.status_code == 429 and "Probeer het over" in answer.content.decode()
    assert WHY in answer.content.decode(), "the reason that was typed is gone"
    assert ListExport.objects.count() == most
    line = AccessLine.objects.latest("at", "seq")
    assert (line.action, line.allowed, line.reason, line.page) == ("refused", False, "too_often", "desk:clients_export")
    assert send(proven(browser(cast, "process_director"))).status_code == 302
    day = {60: most * 100, 24 * 60: settings.LIMITS["export"][24 * 60]}
    monkeypatch.setitem(settings.LIMITS, "export", day)
    statuses = [send(proven(visitor)).status_code for _ in range(day[24 * 60])]
    assert statuses.count(302) == day[24 * 60] - most and statuses[-1] == 429


def test_the_privacy_officer_reads_who_took_what_and_nobody_else(cast: Cast) -> None:
    exported(browser(cast, "coordinator"))
    page = browser(cast, "privacy_officer").get(reverse("rights:exports")).content.decode()
    assert WHY in page and str(ListExport.objects.get().key)[:8] in page
    assert WHY not in browser(cast, "neighbours.privacy_officer").get(reverse("rights:exports")).content.decode()
    assert export_reads.exports(cast.viewer("coordinator")) == []


def test_the_history_of_files_cannot_be_changed(cast: Cast) -> None:
    exported(browser(cast, "coordinator"))
    for deed in (lambda: ListExport.objects.update(why="iets anders"), lambda: ListExport.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
