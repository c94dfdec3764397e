"""A test that cannot fail proves nothing: holes are made on purpose, and the matrix must find each of them."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import override_settings
from django.urls import clear_url_caches, include, path

from landing.people import reads
from landing.people.models import Bond, Person
from landing.people.policy import STAFF_WITH_PEOPLE, open_to
from tests.access import matrix
from tests.access.logged import logged
from tests.access.matrix import Row
from tests.access.test_questions_in_the_address import questions
from tests.access.walk import Walk
from tests.cast import Cast
from tests.kept import made_anew

STAFF = matrix.SETS["staff with people"]


def row(name: str, **more: Any) -> Row:
    """A row for a planted address."""
    given = {
        "name": name, "who": "planted for this test", "why": "planted for this test", "roles": STAFF, "methods": ("GET",),
        "about_a_person": False, "get": frozenset({200}), "post": frozenset({200, 302}), "post_refused": frozenset(),
        "form_refused": frozenset(), "hidden_for": frozenset(), "form": None, "harmless_twice": "", "may_be_kept": "",
    }  # fmt: skip
    return Row(**(given | more))


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Addresses with a hole in them, beside those of the product."""

    @open_to(STAFF_WITH_PEOPLE, "GET")
    def unscoped_search(request: HttpRequest) -> HttpResponse:
        found = Person.objects.filter(search_name__contains=request.GET.get("zoek", "zqk"))
        return JsonResponse({"names": [person.surname for person in found]})

    @open_to(STAFF_WITH_PEOPLE, "GET")
    def telling_count(request: HttpRequest) -> HttpResponse:
        text = request.GET.get("zoek", "")
        return HttpResponse(str(Person.objects.filter(search_name__contains=text).count()) if text else "0")

    @open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic="route")
    def telling_absence(request: HttpRequest, key: Any) -> HttpResponse:
        if not Person.objects.filter(key=key).exists():
            return HttpResponse("there is no such person", status=404)
        reads.person(request.viewer, key)
        return HttpResponse("yours")

    @open_to(STAFF_WITH_PEOPLE, "GET", "POST", about_a_person=True, topic="around")
    def foreign_write(request: HttpRequest, key: Any) -> HttpResponse:
        if request.method == "POST":
            Bond.objects.filter(person__key=key).update(phone="0600000000")
            request.access.nobody()
            return HttpResponse("done", status=404)  # an exception would undo it
        reads.person(request.viewer, key)
        return HttpResponse("yours")

    @open_to(STAFF_WITH_PEOPLE, "GET")
    def inline(request: HttpRequest) -> HttpResponse:
        return HttpResponse("<p style='color:red' onclick='x()'>a</p><script>1</script>")

    @open_to(STAFF_WITH_PEOPLE, "GET")
    def file_name(request: HttpRequest) -> HttpResponse:
        other = Person.objects.get(surname__startswith="Zqkdaan")
        return HttpResponse("a;b", headers={"Content-Disposition": f'attachment; filename="{other.surname}.csv"'})

    @open_to(STAFF_WITH_PEOPLE, "GET")
    def kept(request: HttpRequest) -> HttpResponse:
        return HttpResponse("a", headers={"Cache-Control": "public, max-age=60", "X-Frame-Options": "SAMEORIGIN"})

    @open_to(STAFF_WITH_PEOPLE, "GET")
    def breaks(request: HttpRequest) -> HttpResponse:
        raise ValueError("broken")

    @open_to(STAFF_WITH_PEOPLE, "GET")
    def not_logged(request: HttpRequest) -> HttpResponse:
        return HttpResponse(reads.persons(request.viewer).get(surname__startswith="Zqkaziza").surname)

    @open_to(STAFF_WITH_PEOPLE, "GET", topic="list")
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("a list")

    @open_to(STAFF_WITH_PEOPLE, "GET", topic="list")
    def half_logged(request: HttpRequest) -> HttpResponse:
        request.access.saw([])
        return HttpResponse(reads.persons(request.viewer).get(surname__startswith="Zqkaziza").surname)

    views = [not_logged, forgotten, half_logged, unscoped_search, telling_count, inline, file_name, kept, breaks]
    keyed = [telling_absence, foreign_write]
    module = types.ModuleType("planted_addresses")
    module.urlpatterns = [  # type: ignore[attr-defined]
        *(path(f"planted/{view.__name__}/", view, name=view.__name__) for view in views),
        *(path(f"planted/{view.__name__}/<uuid:key>/", view, name=view.__name__) for view in keyed),
        path("", include("landing.config.urls")),
    ]
    for handler in ("handler400", "handler403", "handler404", "handler500"):
        setattr(module, handler, getattr(sys.modules["landing.config.urls"], handler))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    rows = {view.__name__: row(view.__name__) for view in views}
    rows["telling_absence"] = row("telling_absence", about_a_person=True)
    rows["foreign_write"] = row("foreign_write", about_a_person=True, methods=("GET", "POST"))
    with override_settings(ROOT_URLCONF=module.__name__):
        clear_url_caches()
        yield rows
    clear_url_caches()


@pytest.fixture
def other_statements() -> Iterator[None]:
    """No statement from before the hole is used in it, and none from the hole after it."""
    made_anew()
    yield
    made_anew()


HOLES = {
    "unscoped_search": "LEAK: shows",
    "telling_absence": "looks different from a person who does not exist",
    "foreign_write": "LEAK: changed something",
    "inline": "an inline script",
    "file_name": "LEAK: shows daan",
    "kept": "a shared computer would keep this page",
    "breaks": "answered 500",
    "not_logged": "LOG: 0 lines instead of one",
    "forgotten": "did not tell the access log",
    "half_logged": "LOG: 1 persons shown or asked for are not in the line",
}


@pytest.mark.parametrize("hole", HOLES)
def test_the_matrix_finds(cast: Cast, planted: dict[str, Row], hole: str) -> None:
    with logged():
        walk = Walk(cast, "support_worker")
        address = next(address for address in matrix.addresses_now() if address.name == hole)
        walk.address(address, planted[hole])
    assert any(HOLES[hole] in fault for fault in walk.faults), walk.faults


def test_the_questions_find_a_count_that_betrays_somebody(cast: Cast, planted: dict[str, Row]) -> None:
    with logged():
        walk = Walk(cast, "support_worker")
        assert questions(walk, "telling_count", "/planted/telling_count/") == {"zoek"}
    assert any("otherwise than a question about nobody" in fault for fault in walk.faults), walk.faults


def test_an_address_without_a_row_is_missed(cast: Cast, planted: dict[str, Row]) -> None:
    missing = {address.name for address in matrix.addresses_now()} - set(matrix.rows())
    assert set(planted) <= missing


def test_an_address_without_a_policy_stops_the_start(cast: Cast, planted: dict[str, Row]) -> None:
    from landing.people.checks import every_page_declares_who_may_open_it

    sys.modules["planted_addresses"].urlpatterns.append(path("open/", lambda request: HttpResponse(""), name="open"))
    clear_url_caches()
    assert [fault.id for fault in every_page_declares_who_may_open_it(None)] == ["people.E001"]


@pytest.mark.parametrize("who", ["support_worker", "coordinator", "neighbours.client"])
def test_without_the_rule_of_who_is_visible_the_matrix_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, other_statements: None, who: str
) -> None:
    monkeypatch.setattr(reads, "visible", lambda viewer, person="pk": Q())
    with logged():
        walk = Walk(cast, who)
        for address in matrix.addresses_now():
            if address.name in {"desk:clients", "desk:person", "route:facts", "desk:my_answers", "people:change"}:
                walk.address(address, matrix.rows()[address.name])
    assert [fault for fault in walk.faults if "LEAK" in fault], "everybody is visible and nothing was noticed"


def test_without_the_days_of_a_bond_the_matrix_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, other_statements: None
) -> None:
    """Bonds that ended today or begin tomorrow must give no access: Eva and Fien are there to find out."""
    monkeypatch.setenv("MATRIX", "all")
    monkeypatch.setattr(reads, "bond_holds", lambda viewer, person="person": Q(worker_id=viewer.worker))
    with logged():
        walk = Walk(cast, "support_worker")
        address = next(address for address in matrix.addresses_now() if address.name == "desk:person")
        walk.address(address, matrix.rows()[address.name])
    assert {"eva", "fien"} <= {
        code for fault in walk.faults if "LEAK" in fault for code in ("eva", "fien") if code in fault
    }
