"""How many questions a page asks the database: at most twelve, and as many with 10,000 journeys as with 1,000.

Everything is counted: session, account, viewer, the second line of the database and the page itself. One demo region of a thousand people is made in one
transaction and then multiplied in place, so that the pages are asked for at both sizes within a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max
from django.urls import reverse

from landing.desk.management.bench import pages as measured
from landing.desk.management.bench.measuring import CHANGE, CHANGED_RULE
from landing.people.middleware import today
from landing.people.models import Bond, Person
from landing.people.reads import viewer_of
from landing.route import bulk, rule_actions
from landing.route.models import Due, Fact, Journey, StepMark
from tests.statements import asked

pytestmark = [pytest.mark.scale, pytest.mark.xdist_group("scale"), pytest.mark.django_db]

MOST = 12
SMALL, TIMES = 1_000, 10
ADMINISTRATOR = "beheerder"
NAMES = [
    "Mijn dag, per persoon", "Mijn dag, per dag", "Mijn dag, vragen", "Mijn dag, stil", "Mijn dag, hele regio",
    "Mijn dag, hele regio per dag", "Mijn dag, hele regio stil", "Cliënten", "Cliënten, hele regio", "Cliënten, zoeken",
    "Cliënten, fase en termijn", "Cliënten, op naam", "Cliënten, tweede pagina", "Eén persoon", "Gegevens",
    "Sleuteldatum", "Mijn route", "Regels", "Gevolg van een wijziging", "Gevolg, tweede pagina",
]  # fmt: skip


@dataclass
class Asked:
    """What one page did at each size: {journeys: (HTTP status, bytes, statements)}."""

    at: dict[str, tuple[int, int, list[str]]] = field(default_factory=dict)


@dataclass
class Region:
    """How many open journeys there were at each size, and what every page asked."""

    journeys: dict[str, int] = field(default_factory=dict)
    pages: dict[str, Asked] = field(default_factory=dict)


@pytest.fixture(scope="module")
def region(django_db_setup: None, django_db_blocker: Any, settings_of_module: None) -> Iterator[Region]:
    """The demo region at two sizes, in a transaction that leaves nothing behind."""
    found = Region()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", "reset", "--people", str(SMALL), verbosity=0, stdout=_Silent(), stderr=_Silent())
        _visit_all(found, "small")
        _multiply()
        _visit_all(found, "large")
        transaction.set_rollback(True)
    yield found


class _Silent:
    """Takes what a command says."""

    def write(self, text: str) -> None:
        """Nobody needs it."""

    def isatty(self) -> bool:
        return False


@pytest.fixture(scope="module")
def settings_of_module() -> Iterator[None]:
    """A persistent connection: a page of the WSGI handler must not close the one that holds the transaction."""
    from django.core import signals
    from django.db import close_old_connections

    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def _visit_all(found: Region, size: str) -> None:
    found.journeys[size] = measured.open_journeys()
    visitors = measured.visitors(WSGIHandler())
    for page in measured.pages(visitors[measured.COORDINATOR]):
        visitor = visitors[page.account]
        visitor.get(page.url)  # templates and the rulebook are read once a process
        with asked() as statements:
            answer = visitor.get(page.url)
        _note(found, page.name, size, answer, statements)
    for visitor in visitors.values():
        visitor.leave()
    _visit_preview(found, size)


def _note(found: Region, name: str, size: str, answer: measured.Answer, statements: list[str]) -> None:
    found.pages.setdefault(name, Asked()).at[size] = (answer.status, len(answer.body), statements)


def _visit_preview(found: Region, size: str) -> None:
    """What a change would do, opened for the first time at this size; then the second page of its list."""
    visitor = measured.Visitor(WSGIHandler(), ADMINISTRATOR)
    viewer = viewer_of(account=visitor.account.pk, worker=None, today=today())
    change = rule_actions.prepare(viewer=viewer, rule=CHANGED_RULE, text=CHANGE, because="Proef.")
    address = reverse("route:rule_change", args=[change.key])
    visitor.get(reverse("login:account"))  # the first request of a session writes where it is used
    for name, query in (("Gevolg van een wijziging", ""), ("Gevolg, tweede pagina", "?vanaf=10")):
        with asked() as statements:
            answer = visitor.get(address + query)
        _note(found, name, size, answer, statements)
    visitor.leave()


def _multiply() -> None:
    """Make every person with bonds, route, facts, marks and dues TIMES as many, with keys of their own."""
    persons = Person.objects.aggregate(most=Max("pk"))["most"]
    journeys = Journey.objects.aggregate(most=Max("pk"))["most"]
    new_key = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    for turn in range(1, TIMES):
        person, journey = f"+ {turn * persons}", f"+ {turn * journeys}"
        _copy(Person, persons, {"id": f"id {person}", "key": new_key, "account_id": "NULL"})
        _copy(Bond, persons, {"id": None, "key": new_key, "person_id": f"person_id {person}"}, "person_id")
        _copy(Journey, journeys, {"id": f"id {journey}", "key": new_key, "person_id": f"person_id {person}"})
        for model in (Fact, StepMark, Due):
            _copy(model, journeys, {"id": None, "journey_id": f"journey_id {journey}"}, "journey_id")


def _copy(model: Any, most: int, changed: dict[str, str | None], within: str = "id") -> None:
    """Insert the rows of the first region once more; ``changed``: column to SQL, or None to let the database number."""
    columns = [one.column for one in model._meta.concrete_fields if changed.get(one.column, "") is not None]
    quoted = [connection.ops.quote_name(column) for column in columns]
    taken = [changed.get(column) or name for column, name in zip(columns, quoted, strict=True)]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(quoted)}) SELECT {', '.join(taken)} FROM {table} WHERE {within} <= {most}"
        )


def test_the_region_is_as_large_as_it_says(region: Region) -> None:
    assert 800 <= region.journeys["small"] <= SMALL + 50
    assert region.journeys["large"] == TIMES * region.journeys["small"]


def test_every_measured_page_has_a_budget(region: Region) -> None:
    assert sorted(region.pages) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_at_most_twelve_questions_at_any_size(region: Region, name: str) -> None:
    asked = region.pages[name].at
    for size, (status, _, statements) in asked.items():
        assert status == 200, f"{size}: {status}"
        assert 2 <= len(statements) <= MOST, f"{size}: {len(statements)}\n" + "\n".join(statements)
    small, large = len(asked["small"][2]), len(asked["large"][2])
    assert small == large, f"{small} questions with {SMALL} journeys, {large} with {SMALL * TIMES}"


def test_a_change_is_reckoned_over_more_than_one_chunk(region: Region) -> None:
    assert region.journeys["large"] > 2 * bulk.CHUNK


def test_leafing_through_the_effects_of_a_change_reckons_nothing_anew(region: Region) -> None:
    first, second = (
        region.pages[name].at["large"][2] for name in ("Gevolg van een wijziging", "Gevolg, tweede pagina")
    )
    assert any("route_fact" in statement for statement in first)
    assert not [statement for statement in second if "route_fact" in statement or "route_stepmark" in statement]
    assert len(second) < len(first)


@pytest.mark.parametrize(
    "name", ["Mijn dag, hele regio", "Cliënten", "Cliënten, hele regio", "Cliënten, tweede pagina"]
)
def test_a_page_of_a_larger_region_is_not_a_larger_page(region: Region, name: str) -> None:
    small, large = (region.pages[name].at[size][1] for size in ("small", "large"))
    assert large <= 1.3 * small, f"{small} bytes with {SMALL} journeys, {large} with {SMALL * TIMES}"
