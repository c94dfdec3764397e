"""Lists tell a role only what the law opens for everybody it finds; a consent of one person opens that person's page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from landing.desk.sight import sight_of
from landing.people.grounds import table_of
from landing.people.models import Person
from landing.people.policy import WHO_EXPORT
from landing.route import rulebook
from tests.cast import TODAY, Cast, canary

pytestmark = pytest.mark.django_db


def shown(cast: Cast, who: str, url: str) -> str:
    client = Client()
    client.force_login(cast.accounts[who])
    answer: Any = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("url", ["/mijn-dag/", "/mijn-dag/?toon=dag", "/mijn-dag/?toon=vragen", "/clienten/"])
@pytest.mark.parametrize("who", ["housing_officer", "income_officer", "advocate", "peer_worker", "process_director"])
def test_a_list_names_no_step_or_question_of_a_topic_that_the_role_may_not_read(cast: Cast, who: str, url: str) -> None:
    book = rulebook.current("merwestreek")
    always = cast.viewer(who).grounds.always
    text = shown(cast, who, f"{url}{'&' if '?' in url else '?'}wie=alles")
    hidden = [rule.title for rule in book.speaking(TODAY).rules if not book.topics_of(rule) <= always]
    assert hidden
    assert not [title for title in hidden if f">{title}<" in text]
    asked = [fact.question for fact in book.facts.values() if fact.topic not in always]
    assert not [question for question in asked if question in text]


def test_who_may_not_know_the_route_sees_no_phase_carer_or_silence(cast: Cast) -> None:
    text = shown(cast, "housing_officer", "/clienten/")
    assert canary("aziza", "roep") in text
    assert "Verhuizen" not in text
    assert "Bo Begelei" not in text
    assert "Coen" not in text
    assert "toon=stil" not in shown(cast, "housing_officer", "/mijn-dag/")


@pytest.mark.parametrize("narrowed", ["fase=move", "fase=land", "begeleider=1", "termijn=late"])
def test_who_may_not_know_the_route_cannot_ask_by_it_either(cast: Cast, narrowed: str) -> None:
    assert canary("aziza", "roep") in shown(cast, "housing_officer", f"/clienten/?{narrowed}")


def test_a_carer_sees_every_step(cast: Cast) -> None:
    book = rulebook.current("merwestreek")
    assert sight_of(cast.viewer("support_worker"), book).rules is None


def test_who_is_restricted_or_has_died_asks_nothing_on_mijn_dag(cast: Cast) -> None:
    assert canary("aziza", "roep") in shown(cast, "support_worker", "/mijn-dag/")
    for column in ("frozen_on", "died_on"):
        Person.objects.filter(pk=cast.subject("aziza").person.pk).update(frozen_on=None, died_on=None)
        Person.objects.filter(pk=cast.subject("aziza").person.pk).update(**{column: TODAY})
        for tab in ("persoon", "dag", "vragen", "stil"):
            assert canary("aziza", "roep") not in shown(cast, "support_worker", f"/mijn-dag/?toon={tab}"), (column, tab)
        assert "Verhuizen<small>" not in shown(cast, "support_worker", "/clienten/")


def test_only_roles_that_the_access_table_lets_export_may_download_the_list() -> None:
    table = table_of("merwestreek")
    allowed = {role for role, topic, _, action in table.index if action == "export" and topic == "continuity"} - {
        "client"
    }
    assert {role.value for role in WHO_EXPORT} == allowed
