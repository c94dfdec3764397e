"""Who stands around a person of the demo: bonds of organisations and workers, with their periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from landing.desk.demo.cast import Cast, Member
from landing.desk.demo.lives import Life
from landing.desk.demo.names import GIVEN
from landing.desk.demo.region import LEADS, Kind, of_kind
from landing.people.models import Bond
from landing.people.roles import Role

RELATIVES = ("Moeder", "Vader", "Zus", "Broer", "Tante", "Dochter", "Zoon", "Vriend", "Buurvrouw van vroeger")
WORKER_ROLES = {
    "advocate": Role.ADVOCATE, "peer_worker": Role.PEER_WORKER, "housing_officer": Role.HOUSING_OFFICER,
    "income_officer": Role.INCOME_OFFICER, "close_one": Role.CLOSE_ONE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Around:
    """The bonds of one person as rows, and the two workers in whose name things are written."""

    bonds: list[tuple[Any, ...]]
    carer: Member
    coordinator: Member


class Bonds:
    """Collects the bonds of one person: (kind, worker, organisation, name, phone, from, to)."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.rows: list[tuple[Any, ...]] = []

    def worker(self, kind: str, member: Member, start: date, end: date | None = None) -> None:
        self.rows.append((kind, member.id, None, "", "", start, end))

    def house(self, kind: str, house: str, start: date, name: str = "", phone: str = "") -> None:
        self.rows.append((kind, None, self.cast.houses[house] if house else None, name, phone, start, None))


def bonds_of(
    cast: Cast, rng: Random, life: Life, region: str, provider: str, origin: str, destination: str,
    *, second: bool = False, extra: Mapping[str, tuple[str, str, str]] | None = None,
) -> Around:  # fmt: skip
    """The bonds of one person; ``extra`` (of a story) takes the place of the people who otherwise come by chance."""
    start, today = life.started_on, cast.today
    bonds = Bonds(cast)
    bonds.house(Bond.Kind.CARE_PROVIDER, provider, start)
    lead = LEADS[0] if region == cast.region_of[LEADS[0]] else LEADS[1]
    for house in dict.fromkeys((origin, lead, destination or origin)):
        bonds.house(Bond.Kind.MUNICIPALITY, house, start)
    carer = cast.take(provider, Role.SUPPORT_WORKER)
    since = start
    let_go = life.facts.get("let_go")
    if let_go is not None and let_go <= today and life.facts.get("carer_stays") is False:
        since = max(start, let_go - timedelta(days=14))
        bonds.worker(Bond.Kind.SUPPORT_WORKER, cast.colleague(carer), start, max(let_go, start))
    bonds.worker(Bond.Kind.SUPPORT_WORKER, carer, since, life.closed_on)
    if second:
        bonds.worker(Bond.Kind.SUPPORT_WORKER, cast.colleague(carer), since)
    coordinator = cast.take(provider, Role.COORDINATOR)
    bonds.worker(Bond.Kind.COORDINATOR, coordinator, start, life.closed_on)
    if extra is None and region == cast.region_of[LEADS[0]]:
        extra = by_chance(rng, life, region)
    for kind, (house, name, phone) in (extra or {}).items():
        role = WORKER_ROLES.get(kind)
        if role is not None and house and not name:
            bonds.worker(kind, cast.take(house, role), max(start, today - timedelta(days=240)))
        else:
            bonds.house(kind, house, start, name, phone)
    return Around(bonds.rows, carer, coordinator)


def by_chance(rng: Random, life: Life, region: str) -> dict[str, tuple[str, str, str]]:
    """Who else stands around, as the facts and the point of the route make likely."""
    facts, found = life.facts, {}
    later = life.stage in ("move", "land", "pilot_flame")
    if facts.get("in_treatment"):
        found["treatment"] = (rng.choice(of_kind(region, Kind.TREATMENT)).key, "", phone(rng))
    if facts.get("has_fiduciary"):
        found["fiduciary"] = ("bewind", "", phone(rng))
    if facts.get("close_ones_involved"):
        found["close_one"] = ("", f"{rng.choice(RELATIVES)} ({rng.choice(GIVEN)})", phone(rng))
    if later and rng.random() < 0.6:
        found["housing_officer"] = (rng.choice(of_kind(region, Kind.HOUSING_ASSOCIATION)).key, "", "")
    if life.stage in ("prepare", "move") and rng.random() < 0.35:
        found["income_officer"] = ("inkomen", "", "")
    if life.stage != "stay" and rng.random() < 0.3:
        found["advocate"] = ("naast", "", "")
    if rng.random() < 0.12:
        found["peer_worker"] = ("ervaring", "", "")
    if later and rng.random() < 0.5:
        found["neighbourhood_team"] = (rng.choice(of_kind(region, Kind.NEIGHBOURHOOD_TEAM)).key, "", phone(rng))
    if later and rng.random() < 0.12:
        found["buddy"] = ("", f"Maatje {rng.choice(GIVEN)}", "")
    return found


def phone(rng: Random) -> str:
    """A telephone number that cannot exist."""
    return f"06 0000 {rng.randint(0, 9999):04d}"
