"""Somebody died: nothing is due or asked any more, few open the record, and a mistake can be mended."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from landing.people.actions import NotPossible
from landing.people.models import PersonEvent
from landing.people.reads import NotVisible
from landing.rights import person_actions as actions
from landing.rights import retention
from tests.cast import TODAY, Cast, canaries_in
from tests.exported import exported

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who])
    return client


def died(cast: Cast, code: str = "aziza", who: str = "support_worker") -> None:
    actions.record_death(viewer=cast.viewer(who), person_key=cast.subject(code).key, died_on=DAY)


def sent(**data: str) -> dict[str, str]:
    return data | {"once": str(uuid.uuid4())}


def test_first_a_question_and_only_a_yes_does_it(cast: Cast) -> None:
    person, visitor = cast.subject("aziza").person, browser(cast, "support_worker")
    address = reverse("rights:death", args=[person.key])
    assert "Klopt dit?" in visitor.post(address, sent(died_on="20-11-2026")).content.decode()
    person.refresh_from_db()
    assert person.died_on is None
    assert visitor.post(address, sent(died_on="20-11-2026", sure="yes")).status_code == 302
    person.refresh_from_db()
    assert person.died_on == DAY


@pytest.mark.parametrize("day", ["24-11-2026", "01-01-1900", "gisteren", ""])
def test_a_day_that_cannot_be_is_told(cast: Cast, day: str) -> None:
    person = cast.subject("aziza").person
    answer = browser(cast, "coordinator").post(
        reverse("rights:death", args=[person.key]), sent(died_on=day, sure="yes")
    )
    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.died_on is None
    for wrong in (date(2026, 11, 24), date(1900, 1, 1)):
        with pytest.raises(NotPossible):
            actions.record_death(viewer=cast.viewer("coordinator"), person_key=person.key, died_on=wrong)


@pytest.mark.parametrize("who", ["support_worker", "coordinator", "process_director", "peer_worker"])
def test_the_lists_and_mijn_dag_are_without(cast: Cast, who: str) -> None:
    died(cast)
    visitor = browser(cast, who)
    for name, question in (("desk:my_day", {}), ("desk:my_day", {"toon": "dag"}), ("desk:my_day", {"toon": "vragen"}),
                           ("desk:my_day", {"toon": "stil"}), ("desk:clients", {})):  # fmt: skip
        assert "aziza" not in canaries_in(visitor.get(reverse(name), question).content), (name, question)
    assert "aziza" not in canaries_in(exported(visitor).content)


def test_access_narrows_to_who_carries_a_house(cast: Cast) -> None:
    died(cast)
    page = reverse("desk:person", args=[cast.subject("aziza").key])
    assert [browser(cast, who).get(page).status_code for who in
            ("support_worker", "peer_worker", "coordinator", "process_director")] == [404, 404, 200, 200]  # fmt: skip
    assert "Overleden op vrijdag 20 november 2026" in browser(cast, "coordinator").get(page).content.decode()


def test_the_login_of_the_person_opens_nothing_any_more(cast: Cast) -> None:
    died(cast)
    assert browser(cast, "client").get(reverse("desk:my_route")).status_code == 403


def test_the_term_of_keeping_begins(cast: Cast) -> None:
    died(cast)
    person = cast.subject("aziza").person
    assert person not in list(retention.due_records(date(2041, 11, 19)))
    assert person in list(retention.due_records(date(2041, 11, 20)))


def test_wrongly_reported_is_put_back_as_it_was(cast: Cast) -> None:
    died(cast)
    person, visitor = cast.subject("aziza").person, browser(cast, "coordinator")
    visitor.post(reverse("rights:death_undo", args=[person.key]), sent(why="Ik sprak haar vandaag."))
    person.refresh_from_db()
    assert person.died_on is None
    assert "aziza" in canaries_in(browser(cast, "support_worker").get(reverse("desk:clients")).content)
    lines = PersonEvent.objects.filter(person=person, about="died").order_by("id")
    assert [(line.old, line.new) for line in lines] == [
        (None, {"died_on": "2026-11-20"}), ({"died_on": "2026-11-20"}, None)
    ]  # fmt: skip
    history = visitor.get(reverse("rights:person", args=[person.key])).content.decode()
    assert "Overleden op" not in history


def test_undoing_is_for_who_carries_a_house_and_needs_a_reason(cast: Cast) -> None:
    died(cast, who="coordinator")
    key = cast.subject("aziza").key
    with pytest.raises((PermissionDenied, NotVisible)):
        actions.undo_death(viewer=cast.viewer("support_worker"), person_key=key, why="x")
    browser(cast, "coordinator").post(reverse("rights:death_undo", args=[key]), sent(why=""))
    assert cast.subject("aziza").person.__class__.objects.get(key=key).died_on == DAY


def test_twice_is_once(cast: Cast) -> None:
    died(cast, who="coordinator")
    died(cast, who="coordinator")
    assert PersonEvent.objects.filter(about="died").count() == 1
    assert TODAY > DAY
