"""The organisations and workers of the demo, and who works with whom: a support worker has 8 to 20 people."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from landing.desk.demo.accounts import CLIENT, PLACES, password_hash
from landing.desk.demo.names import worker_name
from landing.desk.demo.region import HOUSES, LEADS, REGIONS, STEIGER_WORKERS, Kind, of_kind
from landing.people.models import Account, Organisation, Region, Worker
from landing.people.roles import Role
from landing.route.mass_write import insert_rows

LOADS = {
    Role.SUPPORT_WORKER: (8, 20), Role.COORDINATOR: (38, 60), Role.ADVOCATE: (18, 30), Role.PEER_WORKER: (8, 14),
    Role.HOUSING_OFFICER: (50, 90), Role.INCOME_OFFICER: (50, 90), Role.CLOSE_ONE: (1, 1),
}  # fmt: skip
BEGELEIDER_LOAD = 18


@dataclass(frozen=True, slots=True)
class Member:
    """A worker of the demo."""

    id: int
    account: int | None
    house: str
    role: Role
    name: str


def uuid_from(rng: Random) -> UUID:
    """A random key that is the same for the same seed."""
    return UUID(int=rng.getrandbits(128), version=4)


class Cast:
    """Everybody who works in the demo. Workers come as they are needed; ``write_new`` writes those."""

    def __init__(self, today: date, seed: int) -> None:
        self.today = today
        self.rng = Random(f"{seed}:cast")  # noqa: S311  (invented people, no secrets)
        self.houses: dict[str, int] = {}
        self.regions = {code: at for at, (code, _) in enumerate(REGIONS, 1)}
        self.accounts = {name: at for at, name in enumerate([CLIENT, *PLACES], 1)}
        self._new: list[tuple[Any, ...]] = []
        self._count = 0
        self._names: set[str] = set()
        self._waiting: dict[tuple[str, Role], deque[tuple[Member, int]]] = {}
        self._current: dict[tuple[str, Role], tuple[Member, int]] = {}
        self._before: dict[tuple[str, Role], Member] = {}
        houses = [(code, house) for code, _ in REGIONS for house in HOUSES[code]]
        self.region_of = {house.key: code for code, house in houses}
        self._house_rows = []
        for at, (code, house) in enumerate(houses, 1):
            self.houses[house.key] = at
            self._house_rows.append((at, self.regions[code], house.kind.value, house.name, house.key in LEADS))
        self._everybody()

    def _everybody(self) -> None:
        for name, place in PLACES.items():
            load = BEGELEIDER_LOAD if name == "begeleider" else None
            self._add(place.organisation, place.role, place.name, account=self.accounts[name], load=load)
        for name in STEIGER_WORKERS:
            self._add("steiger", Role.SUPPORT_WORKER, name)
        for code, _ in REGIONS:
            for house in of_kind(code, Kind.MUNICIPALITY):
                if house.key not in LEADS:
                    self._add(house.key, Role.PROCESS_DIRECTOR, self._new_name())

    def _add(self, house: str, role: Role, name: str, account: int | None = None, load: int | None = None) -> Member:
        self._count += 1
        member = Member(self._count, account, house, role, name)
        since = self.today - timedelta(days=self.rng.randint(3000, 4200))
        phone = f"06 0000 {self._count % 10_000:04d}"  # a number that cannot exist
        self._new.append(
            (member.id, uuid_from(self.rng), account, self.houses[house], role.value, name, phone, since, None)
        )
        if load is None:
            load = self.rng.randint(*LOADS.get(role, (1, 1)))
        self._waiting.setdefault((house, role), deque()).append((member, load))
        return member

    def take(self, house: str, role: Role) -> Member:
        """A worker of the organisation in this role who has room for one person more."""
        member, room = self._current.get((house, role), (None, 0))
        if member is None or room == 0:
            if member is not None:
                self._before[(house, role)] = member
            if not self._waiting.get((house, role)):
                self._add(house, role, self._new_name())
            member, room = self._waiting[(house, role)].popleft()
        self._current[(house, role)] = (member, room - 1)
        return member

    def colleague(self, member: Member) -> Member:
        """Another worker of the same organisation in the same role, to share with or to have taken over from."""
        place = (member.house, member.role)
        for other, _ in self._waiting.get(place, ()):
            return other
        before = self._before.get(place)
        return before if before is not None and before is not member else self._add(
            member.house, member.role, self._new_name()
        )  # fmt: skip

    def _new_name(self) -> str:
        """A name that nobody has yet; in a region as large as a country with a number."""
        name = worker_name(self.rng)
        for _ in range(9):
            if name not in self._names:
                break
            name = worker_name(self.rng)
        else:
            name = f"{name} {len(self._names)}"
        self._names.add(name)
        return name

    def write(self) -> None:
        """Write the regions, organisations and accounts."""
        Region.objects.bulk_create(Region(pk=self.regions[code], code=code, name=name) for code, name in REGIONS)
        insert_rows(Organisation, ("id", "region", "kind", "name", "is_lead_municipality"), self._house_rows)
        password = password_hash()
        Account.objects.bulk_create(
            Account(pk=pk, username=name, password=password) for name, pk in self.accounts.items()
        )
        self.write_new()

    def write_new(self) -> None:
        """Write the workers who came since the last time."""
        columns = ("id", "key", "account", "organisation", "role", "name", "phone", "from_date", "to_date")
        insert_rows(Worker, columns, self._new)
        self._new = []
