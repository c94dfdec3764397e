"""A copy of everything: complete, only the person's own, and the same every time (AVG 15 and 20; T37)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from landing.people import models as people
from landing.rights import copying
from landing.rights.request_reads import own_copy
from tests.cast import Cast, canaries_in
from tests.rooms.rights.many import how_many, many, texts_in
from tests.rooms.rights.test_erasing import everything

GOLDEN = Path(__file__).with_name("golden_copy.json")
pytestmark = pytest.mark.django_db


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who])
    return client


def the_file(cast: Cast, who: str = "client") -> tuple[Any, bytes]:
    response = browser(cast, who).get(reverse("rights:my_copy_file"))
    assert response.status_code == 200
    return json.loads(response.content), response.content


# Moments of writing: they are those of the clock, whatever day a test plays on.
MOMENTS = {"toegevoegdOp", "laatstIngelogd", "geopendOp", "eindeOp", "verlooptOp", "gemaaktOp", "tijdstipVanInzage"}


def settled(found: Any) -> Any:
    """The copy without what differs by itself: keys that were drawn, and moments of writing."""
    if isinstance(found, dict):
        return {name: "…" if name in MOMENTS and value else settled(value) for name, value in found.items()}
    if isinstance(found, list):
        return [settled(value) for value in found]
    if isinstance(found, str) and len(found) == 36 and found.count("-") == 4:
        return f"sleutel-{UUID(found).version}"
    return found


def test_a_person_with_a_row_in_every_table_gets_exactly_the_golden_file(filled: Cast) -> None:
    people.Account.objects.filter(pk=filled.accounts["client"].pk).update(email="aziza@example.nl")
    found = settled(the_file(filled)[0])
    # What is due follows from the rules, and those change: here only of what fields a task is made.
    found["onderdelen"]["taak"] = sorted({name for task in found["onderdelen"]["taak"] for name in task})
    if os.environ.get("WRITE_GOLDEN") == "1":
        GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    assert found == json.loads(GOLDEN.read_text())


def test_in_the_golden_file_no_part_is_empty() -> None:
    empty = [part for part, rows in json.loads(GOLDEN.read_text())["onderdelen"].items() if not rows]
    assert not empty, empty


def test_everything_of_the_person_stands_in_the_file_and_on_the_page(filled: Cast) -> None:
    _, raw = the_file(filled)
    page = browser(filled, "client").get(reverse("rights:my_copy")).content.decode()
    for what in ("voor", "achter", "roep", "nummer", "naaste", "reden", "poort", "waarom", "oud", "verzoek", "toestemming",
                 "vraag", "mentor", "bewaar"):  # fmt: skip
        assert f"Zqkazizax{what}zz" in raw.decode(), what
        assert f"Zqkazizax{what}zz" in page, what
    assert "999990019" in raw.decode()


def test_nothing_of_anybody_else_stands_in_it(filled: Cast) -> None:
    for address in ("rights:my_copy", "rights:my_copy_file"):
        found = canaries_in(browser(filled, "client").get(reverse(address)).content)
        assert found <= {"aziza", "gijs"}, found


def test_of_others_only_the_name_and_the_role(filled: Cast) -> None:
    _, raw = the_file(filled)
    for what in ("tel", "mentortel", "scherm"):
        assert f"Zqkazizax{what}zz" not in raw.decode(), what
    worker = filled.home.workers["support_worker"]
    assert {"naam": worker.name, "rol": "begeleider"} in [
        row["medewerker"] for row in json.loads(raw)["onderdelen"]["betrokkene"]
    ]


def test_what_was_joined_into_the_record_goes_along(filled: Cast) -> None:
    found, raw = the_file(filled)
    assert b"Zqkgijsxachterzz" in raw
    assert len(found["onderdelen"]["persoon"]) == 2
    assert len(found["onderdelen"]["samenvoeging"]) == 1


def test_no_number_of_the_database_goes_along(filled: Cast) -> None:
    """A line of history about a carer holds the worker's row number; the copy says the name."""
    person, worker = filled.subject("aziza").person, filled.home.workers["support_worker"]
    people.PersonEvent.objects.create(
        person=person, at=person.created_at, by_name="Coen", by_role="coordinator", about="bond:support_worker", old=None,
        new={"worker": worker.pk, "organisation": None, "from": "2026-01-01"},
    )  # fmt: skip
    lines = [
        row for row in the_file(filled)[0]["onderdelen"]["persoonswijziging"] if row["waarover"].startswith("bond")
    ]
    assert lines[-1]["isGeworden"] == {"from": "2026-01-01", "naam": worker.name}


def test_every_part_has_a_heading_on_the_page(filled: Cast) -> None:
    page = browser(filled, "client").get(reverse("rights:my_copy")).content.decode()
    for table in copying.tables():
        if table.copy:
            assert f">{table.heading}</h2>" in page, table.heading


def test_somebody_without_a_route_gets_a_copy_too(cast: Cast) -> None:
    from landing.route.models import Journey

    Journey.objects.filter(person=cast.subject("cora").person).update(closed_on="2026-01-01")
    assert the_file(cast, "neighbours.client")[0]["onderdelen"]["traject"]


def test_a_worker_has_no_copy_of_a_client(cast: Cast) -> None:
    for who in ("coordinator", "support_worker", "privacy_officer"):
        assert browser(cast, who).get(reverse("rights:my_copy_file")).status_code == 403


def test_the_copy_asks_few_questions_of_the_database(filled: Cast, django_assert_max_num_queries: Any) -> None:
    viewer = filled.viewer("client")
    with django_assert_max_num_queries(60):
        own_copy(viewer)


def test_the_page_for_builders_names_every_part() -> None:
    told = (Path(__file__).parents[3] / "docs" / "howto" / "copy-of-everything.md").read_text()
    silent = [
        copying.api_name(table)
        for table in copying.tables()
        if table.copy and f"`{copying.api_name(table)}`" not in told
    ]
    assert not silent, silent


def test_an_older_version_is_told_in_words_and_not_as_a_file(filled: Cast) -> None:
    page = browser(filled, "client").get(reverse("rights:my_copy")).content.decode()
    part = page.split("Hoe veranderde je plan voor als het minder gaat?")[1].split("</section>")[0]
    assert "Zqkazizaxtekenzz" in part and "&#x27;" not in part and "{" not in part


# Texts of the cast that are no data of the person, or that stay out of the copy, each with why.
NOT_IN_A_COPY = {
    "tel", "mentortel", "belt", "nummerkaart",  # phones of others
    "scherm",  # why somebody is shielded, and from whom
}  # fmt: skip
PERSONS = how_many(4, 50)


def test_of_many_who_share_everything_each_gets_all_that_is_own_and_nothing_else(cast: Cast) -> None:
    people_ = many(cast, PERSONS)
    kept = texts_in(everything())
    for subject in people_:
        _, raw = the_file(cast, f"client.{subject.code}")
        found = texts_in(raw)
        assert set(found) == {subject.code}, subject.code
        assert kept[subject.code] - found[subject.code] == NOT_IN_A_COPY, subject.code


def test_a_copy_with_a_text_of_somebody_else_is_noticed(cast: Cast) -> None:
    """The self-check: one text of another record would be seen."""
    first, second = many(cast, 2)
    people.PersonReference.objects.filter(person=second.person).update(person=first.person)
    assert set(texts_in(the_file(cast, f"client.{first.code}")[1])) == {first.code, second.code}
