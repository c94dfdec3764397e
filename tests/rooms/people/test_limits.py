"""What shows many people at once is limited for each account, and the limit is told (T25)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from landing.people import limits
from landing.people.models import AccessLine, AccessSubject, Attempts
from tests.cast import Cast, canaries_in

SEARCHED = "zqkaziza"


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who])
    return client


def search(client: Client, cast: Cast) -> Any:
    return client.get(reverse("desk:clients"), {"zoek": SEARCHED, "wie": "alles"})


def search_while_typing(client: Client, cast: Cast) -> Any:
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "rijen"}
    return client.get(reverse("desk:clients"), {"zoek": SEARCHED, "wie": "alles"}, **headers)


def find_pair(client: Client, cast: Cast) -> Any:
    return client.get(reverse("route:double", args=[cast.subject("bram").key]), {"zoek": SEARCHED})


def find_log(client: Client, cast: Cast) -> Any:
    found = {"name": "Iemand Onbekend", "born": "01-02-1981"}
    return client.post(reverse("rights:find_log"), found)


def pairs(client: Client, cast: Cast) -> Any:
    return client.get(reverse("route:likenesses"))


def own_looks(client: Client, cast: Cast) -> Any:
    return client.get(reverse("rights:who_looked_export"))


def own_copy(client: Client, cast: Cast) -> Any:
    return client.get(reverse("rights:my_copy_file"))


def workers(client: Client, cast: Cast) -> Any:
    return client.get(reverse("desk:workers_export"))


def upload(client: Client, cast: Cast) -> Any:
    file = SimpleUploadedFile("lijst.csv", b"Naam;Geboortedatum\nProef, Nieuweling;01-02-1981\n", "text/csv")
    return client.post(reverse("exchange:import_start"), {"list": file, "once": str(uuid.uuid4())})


DEEDS: list[tuple[str, str, str, Callable[[Client, Cast], Any], int, str]] = [
    ("search", "coordinator", "process_director", search, 200, SEARCHED),
    ("search", "support_worker", "coordinator", search_while_typing, 200, ""),
    ("search", "coordinator", "process_director", find_pair, 200, SEARCHED),
    ("search", "privacy_officer", "neighbours.privacy_officer", find_log, 200, "Iemand Onbekend"),
    ("pairs", "coordinator", "process_director", pairs, 200, ""),
    ("own_file", "client", "neighbours.client", own_looks, 200, ""),
    ("own_file", "client", "neighbours.client", own_copy, 200, ""),
    ("export", "administrator", "strangers.administrator", workers, 200, ""),
    ("upload", "coordinator", "process_director", upload, 302, ""),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "who", "other", "deed", "good", "typed"), DEEDS, ids=[d[3].__name__ for d in DEEDS])
def test_at_the_number_of_the_settings_it_stops_kindly_and_others_go_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: str, who: str, other: str, deed: Any, good: int, typed: str
) -> None:
    monkeypatch.setitem(settings.LIMITS, kind, {60: 3})
    visitor = browser(cast, who)
    assert [deed(visitor, cast).status_code for _ in range(3)] == [good] * 3
    before = AccessLine.objects.count()
    answer = deed(visitor, cast)
    content = answer.content.decode()
    assert answer.status_code == 429
    assert "Probeer het over 60 minuten" in content and typed in content
    line = AccessLine.objects.latest("at", "seq")
    assert AccessLine.objects.count() == before + 1
    assert (line.action, line.allowed, line.reason, line.basis) == ("refused", False, "too_often", "none")
    assert AccessSubject.objects.filter(line=line).count() == (1 if deed is find_pair else 0)
    if kind in {"search", "pairs"}:  # the frame of a client says the own name, that of a list the files of before
        assert "aziza" not in canaries_in(answer.content.replace(SEARCHED.encode(), b""))
    assert deed(browser(cast, other), cast).status_code == good
    Attempts.objects.update(since=timezone.now() - timedelta(minutes=61))
    assert deed(visitor, cast).status_code == good


@pytest.mark.django_db
def test_a_thousand_searches_reach_the_number_that_is_documented(cast: Cast) -> None:
    viewer, times = cast.viewer("coordinator"), settings.LIMITS["search"][60]
    told = [limits.refusal(viewer, "search") for _ in range(1000)]
    assert times == 600 and not any(told[:times]) and all(told[times:])


@pytest.mark.django_db
def test_a_search_within_the_limit_costs_one_statement(cast: Cast) -> None:
    viewer = cast.viewer("coordinator")
    limits.count(viewer, "search")
    with CaptureQueriesContext(connection) as asked:
        limits.count(viewer, "search")
    assert len(asked) == 1


@pytest.mark.django_db
def test_leafing_and_narrowing_are_no_search(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.LIMITS, "search", {60: 1})
    visitor = browser(cast, "coordinator")
    assert {visitor.get(reverse("desk:clients"), {"fase": "move"}).status_code for _ in range(3)} == {200}


@pytest.mark.django_db
def test_what_is_counted_names_nobody(cast: Cast) -> None:
    limits.count(cast.viewer("coordinator"), "search")
    kept = Attempts.objects.get().who
    assert len(kept) == 64 and cast.accounts["coordinator"].username not in kept


MOVED = [("login", "0003_link_parts"), ("people", "0020_citizen_number")]


@pytest.mark.django_db(transaction=True)
def test_counts_of_before_the_move_go_along() -> None:
    """Somebody who was kept out at the moment of an update stays out; and the step back keeps the rows too."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    who = limits._trace("password-account", "iemand")
    try:
        executor = MigrationExecutor(connection)
        executor.migrate(MOVED)
        old = executor.loader.project_state(MOVED).apps.get_model("login", "Attempts")
        old.objects.create(who=who, since=timezone.now(), count=5)
        executor = MigrationExecutor(connection)
        executor.migrate(newest)
        assert Attempts.objects.get(who=who).count == 5
        with pytest.raises(limits.TooOften):
            limits.take(limits.Limit(5, 15), "password-account", "iemand")
        executor = MigrationExecutor(connection)
        executor.migrate(MOVED)
        assert old.objects.get(who=who).count == 5
    finally:
        MigrationExecutor(connection).migrate(newest)
