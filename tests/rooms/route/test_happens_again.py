"""A second report of arrears, recorded as any fact: the steps done for the first come back, and go when it is undone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from landing.route import actions, bulk, reads, rulebook
from landing.route.forms import FactsForm
from landing.route.models import Due
from tests.cast import TODAY, Cast

STEPS = ("talk-about-arrears", "landlord-contacts-tenant", "agree-rent-repayment")
FIRST, DONE, SECOND = date(2026, 3, 2), date(2026, 3, 4), date(2026, 11, 16)
pytestmark = pytest.mark.django_db


def record(cast: Cast, day: date | None) -> actions.Written:
    return actions.record_fact(
        viewer=cast.viewer("coordinator"), person_key=cast.subject("aziza").key, kind="arrears_reported", value=day
    )


def mark(cast: Cast, rule: str, **more: Any) -> None:
    actions.mark_step(viewer=cast.viewer("coordinator"), person_key=cast.subject("aziza").key, rule=rule, **more)


def undone(cast: Cast) -> dict[str, date | None]:
    """The steps about arrears that lists show as still to be done."""
    rows = Due.objects.filter(journey=cast.subject("aziza").journey, rule__in=STEPS)
    return dict(rows.values_list("rule", "due_on"))


@pytest.fixture
def solved(cast: Cast) -> Cast:
    """Arrears in March, with every step done."""
    record(cast, FIRST)
    assert set(undone(cast)) == set(STEPS)
    for rule in STEPS:
        mark(cast, rule, on=DONE)
    assert undone(cast) == {}
    return cast


def test_a_second_report_brings_the_steps_back_with_new_dates(solved: Cast) -> None:
    record(solved, SECOND)
    assert undone(solved) == {
        "talk-about-arrears": date(2026, 11, 18),  # two working days in this region
        "landlord-contacts-tenant": TODAY,
        "agree-rent-repayment": date(2026, 12, 14),
    }
    reckoned = reads.reckon("merwestreek", TODAY, reads.known(solved.subject("aziza").journey.pk)).by_id()
    for rule in STEPS:
        assert reckoned[rule].earlier is not None and reckoned[rule].earlier.on == DONE


def test_what_is_done_for_the_second_report_counts(solved: Cast) -> None:
    record(solved, SECOND)
    mark(solved, "talk-about-arrears", on=date(2026, 11, 17))
    assert set(undone(solved)) == {"landlord-contacts-tenant", "agree-rent-repayment"}


def test_what_was_set_aside_for_the_first_report_comes_back_too(cast: Cast) -> None:
    record(cast, date(2026, 11, 2))
    actions.mark_step(
        viewer=cast.viewer("coordinator", today=date(2026, 11, 9)), person_key=cast.subject("aziza").key,
        rule="agree-rent-repayment", kind="set_aside", why="De schuld was een vergissing.",
    )  # fmt: skip
    assert "agree-rent-repayment" not in undone(cast)
    record(cast, SECOND)
    assert "agree-rent-repayment" in undone(cast)


def test_undoing_the_second_report_lets_the_first_deeds_count_again(solved: Cast) -> None:
    written = record(solved, SECOND)
    assert written.event is not None
    actions.undo(viewer=solved.viewer("coordinator"), person_key=solved.subject("aziza").key, event=written.event)
    assert undone(solved) == {}


def test_reckoning_all_routes_at_once_keeps_the_steps(solved: Cast) -> None:
    record(solved, SECOND)
    before = undone(solved)
    bulk.refresh_all(TODAY, everything=True)
    assert undone(solved) == before


def admission(known: dict[str, Any], **typed: str) -> FactsForm:
    return FactsForm(
        typed, book=rulebook.current("merwestreek"), asked=["admission_start", "admission_end"], known=known, ids={},
        today=TODAY,
    )  # fmt: skip


def test_a_second_admission_can_be_written_down_while_the_first_has_an_end() -> None:
    known = {"admission_start": date(2026, 3, 2), "admission_end": date(2026, 4, 1)}
    second = admission(known, admission_start="16-11-2026", admission_end="01-04-2026")
    assert second.is_valid(), second.errors
    assert second.changes() == {"admission_start": SECOND}


def test_an_end_before_the_beginning_is_still_told() -> None:
    wrong = admission({"admission_start": SECOND}, admission_start="16-11-2026", admission_end="01-04-2026")
    assert not wrong.is_valid()
    assert set(wrong.errors) == {"admission_end"}


def test_a_second_admission_brings_its_steps_back_until_it_ends(cast: Cast) -> None:
    def note(**changes: date) -> None:
        actions.record_facts(viewer=cast.viewer("coordinator"), person_key=cast.subject("aziza").key, changes=changes)

    def waits() -> bool:
        return Due.objects.filter(journey=cast.subject("aziza").journey, rule="keep-rent-during-admission").exists()

    note(admission_start=date(2026, 3, 2))
    mark(cast, "keep-rent-during-admission", on=date(2026, 3, 3))
    note(admission_end=date(2026, 4, 1))
    assert not waits()
    note(admission_start=SECOND)
    assert waits()
    note(admission_end=TODAY)
    assert not waits()


def test_the_page_of_the_step_says_that_it_was_done_before(solved: Cast, client: Client) -> None:
    record(solved, SECOND)
    client.force_login(solved.accounts["coordinator"])
    page = client.get(reverse("route:step", args=[solved.subject("aziza").key, "talk-about-arrears"])).content.decode()
    assert "Dit is al eens gedaan, op 4 maart 2026." in page
    assert "de melding van huurachterstand op 16 november 2026" in page
