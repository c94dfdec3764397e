"""PostgreSQL keeps the plan of a question, in the transaction of the page, and only where that is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from landing.config.environment import database
from landing.people.kept_questions import KeptQuestion, Text
from landing.people.models import Bond, Person
from landing.people.prepared import asked, preparing, spelled_out
from tests.cast import Cast

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps plans in its own way")
off_postgresql = pytest.mark.skipif(connection.vendor == "postgresql", reason="only where nothing is prepared")


def in_database() -> list[str]:
    """The statements of which the database holds a plan on this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [row[0] for row in cursor.fetchall()]


def coordinators() -> KeptQuestion:
    return KeptQuestion(
        lambda organisation: Bond.objects.filter(worker__organisation_id=organisation, kind="coordinator")
        .order_by("id").values_list("id", "person_id")
    )  # fmt: skip


@on_postgresql
def test_a_question_is_planned_once_and_what_never_changes_is_part_of_its_text(cast: Cast) -> None:
    question = coordinators()
    for organisation in (1, 40_000, 2**40):  # numbers of three sizes, and still one plan
        question.rows(organisation)
    texts = [text for text in in_database() if "'coordinator'" in text]
    assert len(texts) == 1
    assert "$1" in texts[0] and "$2" not in texts[0]


@on_postgresql
def test_where_the_way_depends_on_the_values_a_plan_is_kept_for_the_values(cast: Cast) -> None:
    """From the second time on, so that what is asked once takes no place; and never one plan for all values."""
    question = KeptQuestion(
        lambda house, text: Bond.objects.filter(organisation_id=house, name__contains=text).order_by("id")
        .values_list("id", "name"), by_value=True,
    )  # fmt: skip
    house = cast.home.organisations["care_provider"].pk
    Bond.objects.filter(pk=Bond.objects.earliest("id").pk).update(name="100% a'b %s", organisation_id=house)
    connections[DEFAULT_DB_ALIAS].__dict__.pop("landing_asked", None)

    def kept_ways() -> list[str]:
        return [text for text in in_database() if '"people_bond"."name"' in text and "LIKE" in text]

    for word, rows in (("0% a'b %s", 1), ("0%% a", 0)):
        assert len(question.rows(house, Text(word))) == rows
    assert kept_ways() == []
    for _ in range(3):
        assert question.rows(house, Text("0% a'b %s")) == question.plain(house, Text("0% a'b %s")) != []
    [text] = kept_ways()
    assert "$1" not in text


@on_postgresql
def test_nothing_is_prepared_by_itself(cast: Cast) -> None:
    before = in_database()
    for _ in range(20):
        list(Person.objects.filter(pk=1))
    assert in_database() == before


@on_postgresql
def test_without_preparing_the_answer_is_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    organisation = cast.home.organisations["care_provider"].pk
    prepared = coordinators().rows(organisation)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})
    before = in_database()
    assert not preparing()
    assert coordinators().rows(organisation) == prepared != []
    assert in_database() == before


@on_postgresql
def test_a_statement_that_was_taken_back_is_asked_anew(cast: Cast) -> None:
    question = coordinators()
    organisation = cast.home.organisations["care_provider"].pk
    before = question.rows(organisation)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Bond.objects.filter(kind="coordinator").delete()
        assert question.rows(organisation) == []
        raise ZeroDivisionError
    assert question.rows(organisation) == before


@on_postgresql
def test_what_is_spelled_out_is_quoted_by_the_database(cast: Cast) -> None:
    text, parameters, places = spelled_out("SELECT %s, '%%', %s, %s", ["a'b%\\", 7, None], {1})
    assert places == {1: 0} and parameters == [None]
    assert asked(text, [8]) == [("a'b%\\", "%", 8, None)]


@off_postgresql
def test_nothing_is_spelled_out_where_nothing_is_prepared() -> None:
    assert spelled_out("x = %s AND y = %s", [1, 2], {1}) == ("x = %s AND y = %s", [1, 2], {1: 1})


@pytest.mark.parametrize(
    ("prepared", "options"), [(True, {"prepare_threshold": 2**31, "options": "-c jit=off"}), (False, {})]
)
def test_preparing_can_be_switched_off(tmp_path: Any, prepared: bool, options: dict[str, Any]) -> None:
    found = database("postgres://me@here/name?sslmode=require", tmp_path, prepared=prepared)
    assert found["OPTIONS"] == {"sslmode": "require"} | options
