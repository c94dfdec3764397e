"""The cast that is put back is the cast that was built."""

from __future__ import annotations

import pytest
from django.db import transaction

from landing.people.models import Person
from tests import cast_kept
from tests.cast import Cast


class Undone(Exception):
    """To take back what was made."""


def once() -> tuple[Cast, cast_kept.Rows]:
    """Make the cast, look, and take it back."""
    try:
        with transaction.atomic():
            cast, rows = cast_kept.kept_cast(), cast_kept._rows(cast_kept._plain_tables())
            raise Undone
    except Undone:
        return cast, rows


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """Nothing was kept yet."""
    monkeypatch.setattr(cast_kept, "_kept", [])


def test_what_is_put_back_is_what_was_built_to_the_last_row(empty: None) -> None:
    built, rows = once()
    again, put_back = once()
    assert len(cast_kept._kept) == 1 and put_back == rows and len(rows) > 1_000
    assert vars(again.subjects["aziza"].person)["key"] == built.subjects["aziza"].person.key
    assert again.subjects["aziza"] is not built.subjects["aziza"], "what one test changes, another would meet"


def test_into_tables_that_hold_something_else_it_is_built_anew(empty: None) -> None:
    built, _ = once()
    region = built.home.region.__class__.objects.create(code="elders", name="Regio Elders")
    other, _ = once()
    assert other.subjects["aziza"].person.pk and len(cast_kept._kept) == 2
    region.delete()


def test_what_comes_next_has_a_number_of_its_own(empty: None) -> None:
    once()
    cast = cast_kept.kept_cast()
    assert Person.objects.get(pk=cast.subjects["aziza"].person.pk).key == cast.subjects["aziza"].key
    assert cast.add("nieuw", client="nieuw").person.pk > cast.subjects["aziza"].person.pk
