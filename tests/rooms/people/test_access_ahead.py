"""On PostgreSQL the line of a page is written while the page is rendered: once, whole, and never left half-way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from landing.people import access_log, access_verify, row_security
from landing.people import access_sql as sql
from landing.people.access_log import NewLine, NotWritten
from landing.people.models import AccessLine, AccessSubject, Person
from tests.cast import MAY_SEE, Cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite writes in this process; nothing can go ahead"
    ),
]
LOOK = NewLine(action="read", page="desk:person", by_name="Bo", by_role="support_worker", topic="route")
PERSON = UUID(int=7)


@pytest.fixture(autouse=True)
def chain_known(transactional_db: None) -> Iterator[None]:
    """This thread knows where its chain ends, as it does after its first page."""
    access_log.forget()
    access_log.append(LOOK, [])
    yield
    access_log.forget()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each line could go ahead."""
    found: list[bool] = []
    original = sql.append_ahead

    def noting(*given: Any) -> Any:
        one = original(*given)
        found.append(one is not None)
        return one

    monkeypatch.setattr(sql, "append_ahead", noting)
    return found


def lines() -> int:
    return AccessLine.objects.count()


def test_a_page_has_one_line_that_went_ahead(committed_cast: Cast, sent: list[bool]) -> None:
    browser = Client()
    browser.force_login(committed_cast.accounts["support_worker"])
    browser.get("/over/")
    before, subject = lines(), committed_cast.subject("aziza")
    for address in (reverse("desk:my_day"), reverse("desk:clients"), reverse("desk:person", args=[subject.key])):
        assert browser.get(address).status_code == 200
    assert sent == [True] * 3 and lines() == before + 3
    last = AccessLine.objects.order_by("-at").first()
    assert last is not None and last.page == "desk:person" and last.allowed
    assert list(AccessSubject.objects.filter(line_id=last.pk).values_list("person_id", flat=True)) == [subject.key]
    assert access_verify.verify().is_whole


def test_a_refusal_and_its_page_leave_one_line(committed_cast: Cast, sent: list[bool]) -> None:
    browser = Client()
    browser.force_login(committed_cast.accounts["support_worker"])
    browser.get("/over/")
    before = lines()
    assert browser.get(reverse("desk:person", args=[committed_cast.subject("cora").key])).status_code == 404
    assert lines() == before + 1 and access_verify.verify().is_whole


def test_what_is_asked_meanwhile_waits_for_the_line() -> None:
    before = lines()
    going = access_log.ahead(LOOK, [PERSON])
    assert going is not None
    assert Person.objects.count() == 0 and lines() == before + 1
    assert going.written() and going.written() and not connection.execute_wrappers


def test_a_chain_that_went_on_refuses_the_line_and_append_writes_it() -> None:
    held = access_log._memory.head
    access_log.append(LOOK, [])
    access_log._memory.head = held
    before = lines()
    going = access_log.ahead(LOOK, [PERSON])
    assert going is not None and not going.written() and lines() == before
    access_log.append(LOOK, [PERSON])
    assert lines() == before + 1 and access_verify.verify().is_whole


def test_a_page_whose_chain_went_on_still_has_its_line(committed_cast: Cast, sent: list[bool]) -> None:
    browser = Client()
    browser.force_login(committed_cast.accounts["support_worker"])
    browser.get("/over/")
    held = access_log._memory.head
    access_log.append(LOOK, [])
    access_log._memory.head = held
    before = lines()
    assert browser.get(reverse("desk:my_day")).status_code == 200
    assert sent == [True] and lines() == before + 1 and access_verify.verify().is_whole


def test_a_line_that_the_database_refuses_is_told_and_leaves_the_connection_whole() -> None:
    before = lines()
    going = access_log.ahead(NewLine(action="x" * 11, page="desk:person"), [PERSON])
    assert going is not None
    with pytest.raises(NotWritten, match="DataError"):
        going.written()
    assert lines() == before
    access_log.append(LOOK, [PERSON])
    assert lines() == before + 1 and access_verify.verify().is_whole


def test_a_refused_line_gives_503_and_no_person(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(committed_cast.accounts["support_worker"])
    browser.get("/over/")
    monkeypatch.setattr(access_log.NewLine, "values", lambda line, key: (*[None] * 17, key))
    answer = browser.get(reverse("desk:person", args=[committed_cast.subject("aziza").key]))
    assert answer.status_code == 503 and "Zqk" not in answer.content.decode()


def test_a_page_that_stops_half_way_leaves_the_connection_whole(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from landing.desk import views

    def stops(*given: Any, **named: Any) -> Any:
        original(*given, **named)
        raise RuntimeError("half-way")

    original = views.render
    monkeypatch.setattr(views, "render", stops)
    browser = Client(raise_request_exception=False)
    browser.force_login(committed_cast.accounts["support_worker"])
    assert browser.get(reverse("desk:my_day")).status_code == 500
    assert not connection.execute_wrappers and lines() > 0 and access_verify.verify().is_whole


def test_the_guard_rests_while_the_line_is_written_and_is_there_for_the_next_question(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a template asks after the line was sent is asked as the viewer again, not as the owner of the tables."""
    mine = {committed_cast.subject(code).person.pk for code in MAY_SEE["support_worker"]}
    viewer = committed_cast.viewer("support_worker")
    with row_security.as_viewer(viewer):
        assert set(Person.objects.filter(joined_into=None).values_list("pk", flat=True)) == mine
        going = access_log.ahead(LOOK, [PERSON])
        assert going is not None and not connection.in_atomic_block
        assert set(Person.objects.filter(joined_into=None).values_list("pk", flat=True)) == mine
        assert connection.in_atomic_block and going.written()
    assert not connection.execute_wrappers and not connection.in_atomic_block
    assert Person.objects.count() == len(committed_cast.subjects) and access_verify.verify().is_whole


def test_a_guard_that_rests_to_the_end_leaves_nothing_behind(committed_cast: Cast) -> None:
    with row_security.as_viewer(committed_cast.viewer("support_worker")):
        going = access_log.ahead(LOOK, [PERSON])
        assert going is not None and going.written()
    assert not connection.execute_wrappers and Person.objects.count() == len(committed_cast.subjects)


def test_a_transaction_that_begins_while_the_guard_rests_is_guarded_too(committed_cast: Cast) -> None:
    mine = {committed_cast.subject(code).person.pk for code in MAY_SEE["support_worker"]}
    with row_security.as_viewer(committed_cast.viewer("support_worker")):
        assert row_security.rests()
        for _ in range(2):
            with transaction.atomic():
                assert set(Person.objects.filter(joined_into=None).values_list("pk", flat=True)) == mine
        assert set(Person.objects.filter(joined_into=None).values_list("pk", flat=True)) == mine
    assert not connection.execute_wrappers and not connection.in_atomic_block
    assert Person.objects.count() == len(committed_cast.subjects)


def test_what_takes_long_holds_nothing_and_the_guard_is_back_after_it(committed_cast: Cast) -> None:
    mine = {committed_cast.subject(code).person.pk for code in MAY_SEE["support_worker"]}
    with row_security.as_viewer(committed_cast.viewer("support_worker")):
        with row_security.apart("a test"):
            assert not connection.in_atomic_block
            assert Person.objects.count() == len(committed_cast.subjects)
        assert set(Person.objects.filter(joined_into=None).values_list("pk", flat=True)) == mine
        with pytest.raises(RuntimeError, match="stops"), row_security.apart("a test"):
            raise RuntimeError("stops")
        assert set(Person.objects.filter(joined_into=None).values_list("pk", flat=True)) == mine
    with pytest.raises(ValueError, match="say why"), row_security.apart(""):
        pass


def test_the_guard_does_not_rest_where_something_is_written_or_everybody_is_seen(committed_cast: Cast) -> None:
    with row_security.as_viewer(committed_cast.viewer("support_worker")):
        with transaction.atomic():
            assert access_log.ahead(LOOK, [PERSON]) is None
        with row_security.everyone("a test"):
            assert access_log.ahead(LOOK, [PERSON]) is None
        going = access_log.ahead(LOOK, [PERSON])
        assert going is not None and going.written()


def test_nothing_goes_ahead_inside_a_transaction_or_before_the_chain_is_known() -> None:
    with transaction.atomic():
        assert access_log.ahead(LOOK, [PERSON]) is None
    access_log.forget()
    assert access_log.ahead(LOOK, [PERSON]) is None
