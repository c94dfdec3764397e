"""The second line on PostgreSQL: with the first line taken away the database still gives nobody else's rows."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landing.people import reads as people
from landing.people import row_security
from landing.people.models import Bond, Consent, Person, Shield
from landing.route import reads as route
from landing.route.models import Fact, Journey, RouteEvent, StepMark
from tests.access.walk import Walk
from tests.cast import JOINED_INTO, MAY_SEE, NOW, TODAY, Cast, canaries_in
from tests.kept import made_anew

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row level security is PostgreSQL's; DATABASE_URL chooses it"),
]  # fmt: skip
LOOKERS = ["client", "support_worker", "coordinator", "process_director", "peer_worker", "housing_officer", "colleague",
           "former_worker", "administrator", "policy_officer", "neighbours.coordinator", "strangers.process_director"]  # fmt: skip


# One's own, a colleague's, another house's, another region's, and one whose bond ended: the database knows no other kinds.
OF_EACH_KIND = {"aziza", "bram", "cora", "daan", "eva"}


@pytest.fixture(autouse=True, params=["row by row", "all but a few"])
def guarded(request: pytest.FixtureRequest, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The guard as a region turns it on, in both its forms: each test must hold in either."""
    was_on, settings.ROW_SECURITY = settings.ROW_SECURITY, True
    monkeypatch.setattr(row_security, "WORTH_IT", 0 if request.param == "all but a few" else 10**9)
    row_security.forget()
    if not was_on:
        row_security.apply()
    yield request.param
    row_security.forget()


def asks_as() -> str:
    """The role in which the database is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


@pytest.fixture
def no_first_line(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product as if every question forgot whose the person is."""
    monkeypatch.setattr(people, "visible", lambda viewer, person="pk": Q())
    monkeypatch.setattr(route, "found_by", lambda viewer: Q())
    made_anew()
    yield
    made_anew()


@pytest.mark.parametrize("who", LOOKERS)
def test_the_tables_themselves_give_only_who_this_viewer_may_see(cast: Cast, who: str) -> None:
    mine = {cast.subject(code).person.pk for code in MAY_SEE.get(who, frozenset())}
    viewer = cast.viewer(who)
    with row_security.as_viewer(viewer):
        found = set(Person.objects.filter(joined_into__isnull=True).values_list("pk", flat=True))
        journeys = set(Journey.objects.values_list("person_id", flat=True))
        for rows in (Fact, StepMark, RouteEvent):
            assert set(rows.objects.values_list("journey__person_id", flat=True)) <= journeys
        consents = set(Consent.objects.values_list("person_id", flat=True))
    joined = {cast.subject(code).person.pk for code in ("gijs", "hugo")}
    assert consents - joined <= mine
    whole_region = viewer.judges_region
    assert found == mine or (whole_region and found >= mine)
    assert journeys - joined == mine
    assert Person.objects.count() == len(cast.subjects), "outside a request nothing is kept back"


@pytest.mark.parametrize(
    "who", ["support_worker", "coordinator", "colleague", "neighbours.coordinator", "former_worker"]
)
def test_with_the_first_line_taken_away_no_page_shows_anybody_else(cast: Cast, who: str, no_first_line: None) -> None:
    walk = Walk(cast, who)
    from tests.access import arguments
    from tests.access.matrix import addresses_now

    asked = 0
    for address in addresses_now():
        if "GET" not in address.policy.methods:
            continue
        for target in set(arguments.targets(address)) & OF_EACH_KIND:
            _, body = walk.ask("GET", arguments.url(cast, address, target))
            for text in walk.may_show(address):
                body = body.replace(text, b"")
            leaked = canaries_in(body) & {code.lower() for code in walk.foreign}
            assert not leaked, f"{address.name} for {target} shows {leaked}"
            asked += 1
    assert asked > 50


def test_without_the_guard_the_same_walk_does_leak(cast: Cast, no_first_line: None, settings: Any) -> None:
    """So the test above can fail."""
    settings.ROW_SECURITY = False
    client = Client()
    client.force_login(cast.accounts["colleague"])
    shown = client.get("/clienten/").content
    assert canaries_in(shown) - {"bram"}


def test_each_form_is_really_the_one_that_is_asked(cast: Cast, guarded: str) -> None:
    wanted = {"row by row": row_security.ROLE, "all but a few": row_security.KNOWS}[guarded]
    for who, role in (("coordinator", wanted), ("process_director", wanted), ("support_worker", row_security.ROLE)):
        with row_security.as_viewer(cast.viewer(who)):
            assert asks_as() == role, who
    assert asks_as() not in {row_security.ROLE, row_security.KNOWS}


def named() -> set[int]:
    """The numbers that looking for a name gives, of everybody of the cast."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {row_security.NAMED}('%zqk%')")
        return {number for (number,) in cursor.fetchall()}


def test_a_name_is_looked_for_among_those_who_are_seen(cast: Cast, guarded: str) -> None:
    numbers = {code: subject.person.pk for code, subject in cast.subjects.items()}
    assert named() == set(numbers.values()), "who asks past the guard finds everybody"
    for who in ("support_worker", "coordinator", "process_director", "colleague", "nobody", "neighbours.coordinator"):
        with row_security.as_viewer(cast.viewer(who)):
            found = {code for code, number in numbers.items() if number in named()}
            # A record that was joined into another has its bonds still; the first line leaves it out.
            assert found - set(JOINED_INTO) == MAY_SEE[who], who
            assert Person.objects.filter(search_name__named="zqk").count() == len(named())


def test_an_organisation_that_does_not_know_more_than_a_few_is_asked_row_by_row(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_security, "MOST_BEYOND", 2)
    with row_security.as_viewer(cast.viewer("coordinator")):
        assert asks_as() == row_security.ROLE


def test_who_came_since_the_look_up_is_asked_for_as_ever(cast: Cast) -> None:
    """A minute is how long the look-up is kept; nobody becomes visible by coming in within it, and a new bond opens at once."""
    viewer = cast.viewer("coordinator")
    with row_security.as_viewer(viewer):
        before = set(Person.objects.values_list("pk", flat=True))
    new = Person.objects.create(given_name="Nieuw", surname="Verzonnen", region=cast.home.region)
    journey = Journey.objects.create(person=new, started_on=TODAY)
    with row_security.as_viewer(viewer):
        assert set(Person.objects.values_list("pk", flat=True)) == before
        assert not Journey.objects.filter(pk=journey.pk).exists()
    Bond.objects.create(person=new, organisation_id=viewer.organisation, kind="care_provider", from_date=TODAY)
    with row_security.as_viewer(viewer):
        assert Person.objects.filter(pk=new.pk).exists() and Journey.objects.filter(pk=journey.pk).exists()


def test_a_shield_holds_at_once(cast: Cast) -> None:
    viewer, bram = cast.viewer("coordinator"), cast.subject("bram")
    with row_security.as_viewer(viewer):
        assert Person.objects.filter(pk=bram.person.pk).exists()
    Shield.objects.create(person=bram.person, kind="safety", why="x", set_at=NOW, set_by="x")
    with row_security.as_viewer(viewer):
        assert not Person.objects.filter(pk=bram.person.pk).exists()
        assert not Fact.objects.filter(journey=bram.journey).exists()


def test_an_ended_bond_holds_within_a_minute(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer, bram = cast.viewer("coordinator"), cast.subject("bram")
    with row_security.as_viewer(viewer):
        assert Person.objects.filter(pk=bram.person.pk).exists()
    Bond.objects.filter(person=bram.person).update(to_date=TODAY)
    monkeypatch.setattr(row_security, "monotonic", lambda: monotonic() + row_security.KNOWN_FOR_SECONDS + 1)
    with row_security.as_viewer(viewer):
        assert not Person.objects.filter(pk=bram.person.pk).exists()


def test_a_row_of_somebody_else_cannot_be_written(cast: Cast) -> None:
    from django.db.utils import DatabaseError, ProgrammingError

    cora = cast.subject("cora").person
    with pytest.raises((DatabaseError, ProgrammingError)), row_security.as_viewer(cast.viewer("support_worker")):
        Bond.objects.create(person=cora, kind="buddy", name="Indringer", from_date="2026-01-01")


def test_a_deed_that_sees_past_the_guard_says_why_and_only_for_the_moment(cast: Cast) -> None:
    with row_security.as_viewer(cast.viewer("support_worker")):
        before = Person.objects.count()
        with row_security.everyone("a test"):
            assert Person.objects.count() == len(cast.subjects)
        assert Person.objects.count() == before
    with pytest.raises(ValueError, match="say why"), row_security.everyone(""):
        pass


def test_who_may_not_make_roles_is_told_what_to_run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_security, "ROLE", "landing_viewer_that_is_not_there")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE landing_owner_without_rights NOLOGIN")
        cursor.execute("SET LOCAL ROLE landing_owner_without_rights")
        with pytest.raises(CommandError, match="CREATE ROLE landing_viewer_that_is_not_there NOLOGIN") as told:
            row_security._see_to_roles()
        cursor.execute("RESET ROLE")
    assert '"landing_owner_without_rights"' in str(told.value) and "LANDING_ROW_SECURITY=0" in str(told.value)


def test_a_viewer_takes_one_statement_in_either_form(cast: Cast) -> None:
    viewer = cast.viewer("coordinator")
    row_security.Guard(viewer)  # who knows everybody is looked up once a minute
    with CaptureQueriesContext(connection) as asked, row_security.as_viewer(viewer):
        pass
    said = [line["sql"] for line in asked.captured_queries if "SAVEPOINT" not in line["sql"]]
    assert [row_security.ENTER in one for one in said] == [True, False] and "'role', 'none'" in said[1]


def test_every_table_that_leads_to_a_person_is_guarded_or_says_why_not(cast: Cast) -> None:
    from django.apps import apps
    from django.db.models import ForeignKey

    guarded = row_security.guarded()
    for model in apps.get_models():
        leads = [f for f in model._meta.local_fields if isinstance(f, ForeignKey) and f.related_model is Person]
        if leads and model.__module__.startswith("landing."):
            assert model._meta.db_table in guarded or model._meta.label in row_security.OPEN, model._meta.label
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        on = {name for (name,) in cursor.fetchall()}
    assert set(guarded) <= on
    for label in row_security.OPEN:
        assert len(row_security.OPEN[label].split()) > 4
