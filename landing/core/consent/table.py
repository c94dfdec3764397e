"""The access table: roles, topics, purposes, legal bases, walls and flows, and an index for quick decisions. All read-only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from landing.core.consent.words import CONSENT, MANDATE, OF_ORGANISATION, OF_WORKER, OWN, SELF
from landing.core.due.rules import Document, Source

FAR = date.max.toordinal() + 1
"""The day number of never."""


@dataclass(frozen=True, slots=True)
class Role:
    """Who may look: label for staff, how the person reads it (``one``), and the purpose this role mostly works with."""

    id: str
    label: str
    one: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A piece of what can be known. client: one A2 sentence; about: after "informatie over" in the log; client_not: what
    is not in it, an A2 sentence or empty."""

    id: str
    label: str
    client: str
    about: str
    consent_never: bool
    client_not: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody looks. client and because: A2 sentences; when_frozen, when_deceased: actions that stay possible."""

    id: str
    label: str
    client: str
    because: str
    when_frozen: frozenset[str]
    when_deceased: frozenset[str]
    nobody: str | None


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis.

    from_day: None means not in force; to_day: first day it no longer is. consent_can_mend: whether consent can stand in
    when it is not in force. objection: whether the person's objection stops it. because: why a region switched it.
    """

    id: str
    article: str
    covers: str
    from_day: date | None
    to_day: date | None
    consent_can_mend: bool
    objection: bool
    certainty: str
    switchable: bool
    no_flow: str | None
    source: Source
    last_checked: date
    file: str
    line: int
    because: str | None = None

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.from_day is not None and self.from_day <= day and (self.to_day is None or day < self.to_day)


@dataclass(frozen=True, slots=True)
class Wall:
    """What roles never get, and why."""

    id: str
    who: tuple[str, ...]
    topics: tuple[str, ...]
    because: str
    source: Source
    last_checked: date
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Flow:
    """One way in which something may be known: who, by what relation, what, what for, how, when and on what grounds.

    basis: id of a legal basis, ``consent`` or ``own``. needs_consent: consent is needed (alone, or beside the basis).
    after_end_days: how long a bond still counts after its end. share_to: roles that may receive. lead_only: only the lead
    municipality. because: why a region made it narrower.
    """

    id: str
    title: str
    who: tuple[str, ...]
    relation: str
    bonds: tuple[str, ...]
    topics: tuple[str, ...]
    purposes: tuple[str, ...]
    actions: tuple[str, ...]
    phases: tuple[str, ...]
    basis: str
    needs_consent: bool
    after_end_days: int
    share_to: tuple[str, ...]
    lead_only: bool
    emergency: bool
    source: Source
    valid_from: date
    valid_to: date | None
    last_checked: date
    file: str
    line: int
    because: str | None = None


class Speaking(NamedTuple):
    """A flow made ready for deciding: sets, and days as numbers."""

    flow: Flow
    phases: frozenset[str]
    starts: int
    ends: int
    relation: str
    by_worker: tuple[str, ...]
    by_organisation: tuple[str, ...]
    after: int
    basis: Basis | None
    basis_from: int
    basis_to: int
    mends: bool
    needs_consent: bool
    lapses_at_death: bool
    share_to: frozenset[str]
    lead_only: bool
    emergency: bool


def _speaking(flow: Flow, bases: Mapping[str, Basis]) -> Speaking:
    basis = bases.get(flow.basis)
    start = basis.from_day.toordinal() if basis and basis.from_day else FAR
    if basis is None:  # consent or the person's own: no article that could end
        start = 0
    end = basis.to_day.toordinal() if basis and basis.to_day else FAR
    return Speaking(
        flow, frozenset(flow.phases), flow.valid_from.toordinal(),
        flow.valid_to.toordinal() if flow.valid_to else FAR, flow.relation,
        flow.bonds if flow.relation in OF_WORKER else (), flow.bonds if flow.relation in OF_ORGANISATION else (),
        flow.after_end_days, basis, start, end, bool(basis and basis.consent_can_mend), flow.needs_consent,
        flow.needs_consent or flow.relation in (MANDATE, SELF), frozenset(flow.share_to), flow.lead_only, flow.emergency,
    )  # fmt: skip


Key = tuple[str, str, str, str]
"""Role, topic, purpose, action."""


@dataclass(frozen=True)
class AccessTable:
    """All of it, as ``load.load_table`` makes it."""

    documents: Mapping[str, Document]
    roles: Mapping[str, Role]
    topics: Mapping[str, Topic]
    purposes: Mapping[str, Purpose]
    bases: Mapping[str, Basis]
    walls: tuple[Wall, ...]
    flows: tuple[Flow, ...]
    fingerprint: str
    index: Mapping[Key, tuple[Speaking, ...]] = field(init=False, repr=False, compare=False)
    wall_of: Mapping[tuple[str, str], Wall] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[Key, list[Speaking]] = {}
        for flow in self.flows:
            ready = _speaking(flow, self.bases)
            for key in (
                (r, t, p, a) for r in flow.who for t in flow.topics for p in flow.purposes for a in flow.actions
            ):
                index.setdefault(key, []).append(ready)
        object.__setattr__(self, "index", {key: tuple(found) for key, found in index.items()})
        object.__setattr__(
            self, "wall_of", {(r, t): wall for wall in self.walls for r in wall.who for t in wall.topics}
        )

    def flow(self, flow_id: str) -> Flow:
        """A flow by its id. Raises ``KeyError``."""
        for flow in self.flows:
            if flow.id == flow_id:
                return flow
        raise KeyError(flow_id)

    def bases_in_force(self, day: date) -> frozenset[str]:
        """The ids of the legal bases that hold on a day."""
        return frozenset(basis.id for basis in self.bases.values() if basis.in_force(day))


def rests_on_article(flow: Flow) -> bool:
    """Whether a flow rests on a legal basis, with or without consent."""
    return flow.basis not in (CONSENT, OWN)
