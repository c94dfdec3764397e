"""The roles of product.md and what each may do in the first form of the access rules.

One readable table; the full decision table (topic, purpose, basis, consent) replaces ``sees`` when it exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who somebody is while working; the value is the code name of product.md."""

    CLIENT = "client"
    SUPPORT_WORKER = "support_worker"
    COORDINATOR = "coordinator"
    PROCESS_DIRECTOR = "process_director"
    POLICY_OFFICER = "policy_officer"
    HOUSING_OFFICER = "housing_officer"
    ADVOCATE = "advocate"
    PEER_WORKER = "peer_worker"
    INCOME_OFFICER = "income_officer"
    CLOSE_ONE = "close_one"
    ADMINISTRATOR = "administrator"
    PRIVACY_OFFICER = "privacy_officer"


class Reach(StrEnum):
    """Whose persons a role reaches; every reach needs a bond that holds on the day."""

    SELF = "self"
    OWN_BOND = "own_bond"
    ORGANISATION = "organisation"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class RoleRule:
    """What one role may do.

    label: Dutch name on screen; reach: whose persons it sees; writes: may change facts and tick steps;
    imports: may bring in a caseload; merges: may join duplicate persons; judges: at the lead municipality also those
    of whom each is known to another organisation (ADR 5); rules: may prepare rule changes; oversees: looks into the
    access log for the people of the own organisation, and at nothing else of them.
    """

    label: str
    reach: Reach
    writes: bool = False
    imports: bool = False
    merges: bool = False
    judges: bool = False
    rules: bool = False
    oversees: bool = False


ROLES: dict[Role, RoleRule] = {
    Role.CLIENT: RoleRule("cliënt", Reach.SELF, writes=True),
    Role.SUPPORT_WORKER: RoleRule("begeleider", Reach.OWN_BOND, writes=True),
    Role.COORDINATOR: RoleRule("coördinator", Reach.ORGANISATION, writes=True, imports=True, merges=True),
    Role.PROCESS_DIRECTOR: RoleRule(
        "procesregisseur", Reach.ORGANISATION, writes=True, imports=True, merges=True, judges=True
    ),
    Role.POLICY_OFFICER: RoleRule("beleidsmedewerker", Reach.NOBODY),
    Role.HOUSING_OFFICER: RoleRule("woonconsulent corporatie", Reach.NOBODY),
    Role.ADVOCATE: RoleRule("onafhankelijk cliëntondersteuner", Reach.NOBODY),
    Role.PEER_WORKER: RoleRule("ervaringsdeskundige", Reach.OWN_BOND),
    Role.INCOME_OFFICER: RoleRule("werk & inkomen", Reach.NOBODY),
    Role.CLOSE_ONE: RoleRule("naaste", Reach.NOBODY),
    Role.ADMINISTRATOR: RoleRule("beheerder", Reach.NOBODY, rules=True),
    Role.PRIVACY_OFFICER: RoleRule("privacyfunctionaris", Reach.NOBODY, oversees=True),
}
