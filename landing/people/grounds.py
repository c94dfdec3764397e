"""On what grounds a role finds people and reads of them in its lists, without looking at one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from landing.core.consent.load import load_table
from landing.core.consent.requirements import ORGANISATION, WORKER, requirements
from landing.core.consent.table import AccessTable
from landing.core.consent.words import MANDATE, SELF
from landing.people.roles import Role

READ, WRITE, TAKE_DOWN, EMERGENCY = "read", "write", "take_down", "emergency"
NEIGHBOURHOOD_TEAM = "neighbourhood_team"
IDENTITY, CLOSED = "identity", "closed"
LISTED = frozenset({IDENTITY, "continuity", "housing"})
"""What a list tells; who is found by consent alone is found by a consent to all of these that can be asked."""


@lru_cache(maxsize=32)
def table_of(region_code: str) -> AccessTable:
    """The table of who may know what in a region; the country's own where the region has no folder."""
    try:
        return load_table(region_code or None)
    except LookupError:
        return load_table(None)


Question = tuple[str, str, str]
"""Topic, purpose, action."""


@lru_cache(maxsize=128)
def questions_of(region_code: str, role: str) -> tuple[Question, ...]:
    """What there is to ask for a role: reading, writing and writing down for the person, with the purpose it mostly works
    with first; no emergency."""
    table = table_of(region_code)
    own = table.roles[role].purpose
    asked = {
        key[1:] for key in table.index if key[0] == role and key[2] != EMERGENCY and key[3] in (READ, WRITE, TAKE_DOWN)
    }
    return tuple(sorted(asked, key=lambda question: (question[1] != own, question)))


def own_kinds(role: Role | None, organisation_kind: str) -> tuple[str, ...]:
    """The kinds of bond of one's own by which somebody in this role, at this kind of organisation, knows a person."""
    if role is Role.SUPPORT_WORKER:
        if organisation_kind == NEIGHBOURHOOD_TEAM:
            return (NEIGHBOURHOOD_TEAM,)
        return (Role.SUPPORT_WORKER.value, Role.COORDINATOR.value)
    return (role.value,) if role is not None else ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what grounds a role finds people in its lists.

    always, writes: topics that may be read, and changed, of everybody who is found, by law alone. phases: in which
    everybody with the bond is found; asking: phases in which a person is found only who consented to all of ``consented``
    topics.
    """

    always: frozenset[str]
    writes: frozenset[str]
    phases: frozenset[str]
    asking: frozenset[str] = frozenset()
    consented: frozenset[str] = frozenset()


@lru_cache(maxsize=512)
def by_law(region_code: str, bond_kind: str, phase: str, day: date) -> dict[str, tuple[str, ...]]:
    """What an organisation reads by law alone with a bond of this kind: {topic: articles}. Not what rests on a mandate
    of the person, on being the lead municipality, or on an emergency."""
    table = table_of(region_code)
    found: dict[str, dict[str, None]] = {}
    for role in table.roles:
        for topic, purpose, action in questions_of(region_code, role):
            if action != READ:
                continue
            for one in requirements(table, role, topic, purpose, action, today=day):
                opens = one.of == ORGANISATION and bond_kind in one.bond_kinds and phase in one.phases
                if opens and one.relation != MANDATE and not (one.needs_consent or one.lead_only or one.emergency):
                    found.setdefault(topic, {})[table.bases[one.basis].article] = None
    return {topic: tuple(articles) for topic, articles in found.items()}


NO_GROUNDS = Grounds(frozenset(), frozenset(), frozenset())


@lru_cache(maxsize=512)
def grounds_of(region_code: str, role: Role | None, organisation_kind: str, day: date) -> Grounds:
    """The grounds of everybody with this role at this kind of organisation on a day."""
    if role is None:
        return NO_GROUNDS
    table = table_of(region_code)
    by_law: dict[str, dict[str, set[str]]] = {READ: {}, WRITE: {}}
    with_consent: dict[str, set[str]] = {}
    kinds = set(own_kinds(role, organisation_kind))
    for topic, purpose, action in questions_of(region_code, role.value):
        for one in requirements(table, role.value, topic, purpose, action, today=day):
            has = set(one.bond_kinds) & (kinds if one.of == WORKER else {organisation_kind})
            if one.relation != SELF and (one.of is None or not has):
                continue
            if not one.needs_consent and action in by_law:
                by_law[action].setdefault(topic, set()).update(one.phases)
            elif action == READ:
                with_consent.setdefault(topic, set()).update(one.phases)
    known = by_law[READ].get(IDENTITY, set())
    asking = with_consent.get(IDENTITY, set()) - known
    always, writes = (
        frozenset(topic for topic, phases in by_law[action].items() if known and phases >= known - {CLOSED})
        for action in (READ, WRITE)
    )
    consented = frozenset(topic for topic, phases in with_consent.items() if asking & phases) & LISTED
    return Grounds(always, writes, frozenset(known), frozenset(asking), consented)
