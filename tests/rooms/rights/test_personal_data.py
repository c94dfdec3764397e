"""Every field of every table is declared: goes along in the copy, or stays out with a reason."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from landing.rights import copying
from landing.rights.copying import Table, tables

REASONS = {"technical", "derived", "other_person", "secret", "organisation", "worker", "rules", "stands_above"}
ADD = "declare in landing/rulebook/personal_data.yaml whether it goes along in the copy of everything, and if not why: "


def undeclared(model: Any, declared: list[str]) -> set[str]:
    """The fields of a table that the file does not speak of."""
    return {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)} - set(declared)


def test_every_field_of_every_table_is_declared() -> None:
    known = {table.label: table.declared for table in tables()}
    missing = {
        model._meta.label: sorted(left) for model in apps.get_models(include_auto_created=True)
        if (left := undeclared(model, known.get(model._meta.label, [])))
    }  # fmt: skip
    assert not missing, f"{ADD}{missing}"


def test_a_forgotten_field_is_noticed() -> None:
    person = next(table for table in tables() if table.of == copying.SELF)
    assert undeclared(person.model, [name for name in person.declared if name != "birth_date"]) == {"birth_date"}


def test_nothing_is_declared_that_does_not_exist_or_twice() -> None:
    faults = []
    for table in tables():
        fields = {field.name for field in (*table.model._meta.local_fields, *table.model._meta.local_many_to_many)}
        faults += [f"{table.label}.{name}" for name in table.declared if name not in fields]
        faults += [f"{table.label}.{name} twice" for name, times in Counter(table.declared).items() if times > 1]
        faults += [f"{table.label}: {reason} is no reason" for reason in table.leave if reason not in REASONS]
    assert not faults, faults


def test_every_field_that_goes_along_has_a_dutch_name_of_its_own() -> None:
    for table in tables():
        if table.copy:
            names = [copying.api_name(table, name) for name in table.copy]
            assert len(set(names)) == len(names), f"{table.label}: {names}"
            assert table.heading.endswith((".", "?")) or " " in table.heading, table.label
    parts = [copying.api_name(table) for table in tables() if table.copy]
    assert len(set(parts)) == len(parts)


def test_every_table_that_leads_to_a_person_says_so() -> None:
    """A foreign key to a person, or to a table that is of a person, makes the table one of a person."""
    of_somebody = {table.model for table in tables() if table.of}
    silent = []
    for table in tables():
        for field in table.model._meta.local_fields:
            leads = isinstance(field, ForeignKey) and field.related_model in of_somebody - {
                apps.get_model("people.Account")
            }
            if leads and not table.of:
                silent.append(f"{table.label}.{field.name}")
    assert not silent, silent


def test_every_table_of_a_person_says_what_happens_at_erasure() -> None:
    faults = [table.label for table in tables() if table.of and not erasure_is_said(table)]
    assert not faults, faults


def erasure_is_said(table: Table) -> bool:
    """Whether the rows go, or a sentence says why not or with what."""
    if table.erase == "rows":
        return True
    return isinstance(table.erase, dict) and set(table.erase) <= {"keep", "with"} and all(
        len(why.split()) > 3 for why in table.erase.values()
    )  # fmt: skip


def test_no_other_person_has_more_than_a_name_and_a_role() -> None:
    """The rule of the head of the file, on the tables that hold somebody else."""
    for table in tables():
        assert "phone" not in table.copy, table.label
        assert not any(isinstance(table.model._meta.get_field(name), ManyToManyField) for name in table.copy)


@pytest.mark.django_db
def test_the_page_of_each_part_has_words_for_its_view() -> None:
    from landing.rights.copy_words import SENTENCES

    assert {table.view for table in tables()} - {"rows"} == set(SENTENCES)
