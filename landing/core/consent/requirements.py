"""What a role needs at the least to know something, as data: row conditions in SQL and consent screens are made from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from landing.core.consent.table import AccessTable, Flow
from landing.core.consent.words import ANY_BOND, MANDATE, OF_ORGANISATION, OF_WORKER, READ

WORKER, ORGANISATION = "worker", "organisation"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One way in which a role may know something. All of it must hold.

    of: whose bond (``worker``: of the viewer self, ``organisation``: of the viewer's organisation), None when no bond is
    asked. relation ``self``: the viewer is the person. basis: id, ``consent`` or ``own``; it is in force on the day asked,
    or consent takes its place (then needs_consent is true). after_end_days: a bond counts so long after its end.
    lead_only: only for the lead municipality. emergency: only with a reason. share_to: roles that may receive.
    """

    flow: str
    relation: str
    of: str | None
    bond_kinds: tuple[str, ...]
    basis: str
    needs_consent: bool
    phases: tuple[str, ...]
    after_end_days: int
    lead_only: bool
    emergency: bool
    share_to: tuple[str, ...]


def requirements(
    table: AccessTable, role: str, topic: str, purpose: str, action: str = READ, *, today: date | None = None
) -> list[Requirement]:
    """The alternatives, in the order of the table; empty when nothing opens it.

    With ``today`` only rules and legal bases of that day; a basis that is not in force drops its alternative, or asks
    consent where consent can take its place. What holds for a person as a whole (region, freeze, short list, death,
    objections) is not in it: whoever asks in SQL adds those.
    """
    found: list[Requirement] = []
    if (role, topic) in table.wall_of:
        return found
    for speaking in table.index.get((role, topic, purpose, action), ()):
        flow, basis = speaking.flow, speaking.basis
        consent = flow.needs_consent
        if today is not None:
            if not speaking.starts <= today.toordinal() < speaking.ends:
                continue
            if basis is not None and not basis.in_force(today):
                if not basis.consent_can_mend:
                    continue
                consent = True
        found += [_alternative(flow, of, consent) for of in _whose(flow)]
    return found


def bond_kinds(
    table: AccessTable, role: str, purposes: Sequence[str] | None = None, *, of: str, action: str = READ,
    today: date | None = None,
) -> frozenset[str]:  # fmt: skip
    """The kinds of bond, of the worker or of the organisation, with which a role may know anything at all of a person."""
    kinds: set[str] = set()
    for topic in table.topics:
        for purpose in purposes or table.purposes:
            for one in requirements(table, role, topic, purpose, action, today=today):
                if one.of == of:
                    kinds.update(one.bond_kinds)
    return frozenset(kinds)


def _whose(flow: Flow) -> tuple[str | None, ...]:
    if flow.relation in (ANY_BOND, MANDATE):
        return (WORKER, ORGANISATION)
    if flow.relation in OF_WORKER:
        return (WORKER,)
    return (ORGANISATION,) if flow.relation in OF_ORGANISATION else (None,)


def _alternative(flow: Flow, of: str | None, consent: bool) -> Requirement:
    return Requirement(
        flow.id, flow.relation, of, flow.bonds, flow.basis, consent, flow.phases, flow.after_end_days, flow.lead_only,
        flow.emergency, flow.share_to,
    )  # fmt: skip
