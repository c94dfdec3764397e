"""The clock of retention: 25 years of invented records, and on every day exactly the due ones (T33)."""

from __future__ import annotations

import os
import random
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from landing.people.models import Bond, Organisation, Person, Region
from landing.rights import erasing, register, retention
from landing.rights.request_models import Hold
from landing.route.models import Journey

pytestmark = pytest.mark.django_db
RECORDS = int(os.environ.get("LANDING_RECORDS", "2000"))
START = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/Amsterdam")


def fifteen_years_on(day: date) -> date:
    """By hand: the same day, and 28 February for a leap day."""
    try:
        return day.replace(year=day.year + 15)
    except ValueError:
        return day.replace(year=day.year + 15, day=28)


class Record:
    """One invented record, with what decides its end written out."""

    def __init__(self, luck: random.Random, number: int) -> None:
        self.number = number
        self.created = date(2011, 1, 1) + timedelta(days=luck.randrange(5500))
        leap = number % 50 == 0
        if leap:
            self.created = date(2011, 1, 1)

        def some_day() -> date:
            return date(2024, 2, 29) if leap else self.created + timedelta(days=luck.randrange(1, 4000))

        self.closed = [some_day() for _ in range(luck.choice((0, 1, 1, 2)))]
        self.runs = luck.random() < 0.2
        self.left = [some_day() for _ in range(luck.choice((0, 1, 2)))]
        self.stays = luck.random() < 0.15
        self.died = some_day() if luck.random() < 0.1 else None
        self.frozen = luck.random() < 0.05
        self.hold: tuple[date, date | None] | None = None
        if luck.random() < 0.15:
            begun = date(2030, 1, 1) + timedelta(days=luck.randrange(3000))
            self.hold = (begun, begun + timedelta(days=luck.randrange(1, 4000)) if luck.random() < 0.7 else None)

    def is_due(self, day: date) -> bool:
        """What the law says, in plain Python."""
        if self.frozen or (self.hold and self.hold[0] <= day and (self.hold[1] is None or day < self.hold[1])):
            return False
        if self.died:
            return fifteen_years_on(self.died) <= day
        if self.runs or self.stays or any(left > day for left in self.left):
            return False
        return fifteen_years_on(max([*self.closed, *self.left], default=self.created)) <= day


@pytest.fixture
def records() -> dict[int, Record]:
    luck = random.Random(20261123)
    region = Region.objects.create(code="ver", name="Ver")
    house = Organisation.objects.create(region=region, kind="care_provider", name="Huis")
    made = [Record(luck, number) for number in range(RECORDS)]
    people = Person.objects.bulk_create(
        Person(region=region, given_name=f"P{one.number}", search_name="p", sort_name="p", died_on=one.died,
               frozen_on=START if one.frozen else None) for one in made
    )  # fmt: skip
    found = dict(zip((person.pk for person in people), made, strict=True))
    for person, one in zip(people, made, strict=True):
        person.created_at = datetime(one.created.year, one.created.month, one.created.day, 12, tzinfo=ZONE)
    Person.objects.bulk_update(people, ["created_at"], 500)
    journeys, bonds, holds = [], [], []
    for pk, one in found.items():
        journeys += [Journey(person_id=pk, started_on=one.created, closed_on=day) for day in one.closed]
        journeys += [Journey(person_id=pk, started_on=one.created)] if one.runs else []
        bonds += [Bond(person_id=pk, kind="care_provider", organisation=house, from_date=one.created, to_date=day)
                  for day in (*one.left, *((None,) if one.stays else ()))]  # fmt: skip
        if one.hold:
            holds.append(Hold(person_id=pk, why="zaak", from_date=one.hold[0], to_date=one.hold[1],
                              set_at=datetime(2026, 1, 1, tzinfo=ZONE), set_by="x"))  # fmt: skip
    Journey.objects.bulk_create(journeys, 500)
    Bond.objects.bulk_create(bonds, 500)
    Hold.objects.bulk_create(holds, 500)
    return found


def days_to_look() -> list[date]:
    """The odd days around leap days, and one day a year for 25 years."""
    odd = [date(2039, 2, 27), date(2039, 2, 28), date(2039, 3, 1), date(2032, 2, 29)]
    return sorted([*odd, *(START + timedelta(days=round(365.25 * year) + 31 * year % 300) for year in range(26))])


def test_on_every_day_of_25_years_exactly_the_due_records(records: dict[int, Record]) -> None:
    sizes = []
    for day in days_to_look():
        due = {person.pk for person in retention.due_records(day)}
        assert due == {pk for pk, one in records.items() if one.is_due(day)}, day
        sizes.append(len(due))
    assert sizes[0] < sizes[-1] and sizes[-1] > RECORDS / 3, "the clock moved"


def test_what_is_due_goes_and_the_rest_stays(records: dict[int, Record], settings: Any, tmp_path: Any) -> None:
    settings.ERASURE_REGISTER = tmp_path
    day = date(2030, 1, 1)
    due = {pk for pk, one in records.items() if one.is_due(day)}
    for person in list(retention.due_records(day)):
        erasing.erase(erasing.plan(person, why="retention", law="Wmo"), by="x", batch="b", today=day)
    assert due and set(Person.objects.values_list("pk", flat=True)) == set(records) - due
    assert list(retention.due_records(day)) == []
    assert len(register.entries()) == len(due)


def test_every_term_says_from_when_by_which_law_and_how_sure_we_are() -> None:
    import yaml

    found = yaml.safe_load((settings.RULEBOOK_FOLDER / "retention.yaml").read_text())
    sources = yaml.safe_load((settings.RULEBOOK_FOLDER / "sources.yaml").read_text())
    for name, said in found.items():
        assert said["source"]["document"] in sources, name
        assert said["certainty"] in {"read", "to_check", "not_found", "ours"}, name
        assert said["trigger"] in {"end_of_support", "written_request", "written_down", "last_use"}, name
        assert (said["term"] is None) == (said["certainty"] == "not_found"), name
    assert str(retention.terms()["record"].term) == "15 years"
    assert str(retention.terms()["record_on_request"].term) == "3 months"


def test_a_kind_without_a_term_is_not_reckoned() -> None:
    with pytest.raises(LookupError):
        retention.ends(START, "debt_signal")
