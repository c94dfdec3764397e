"""The accounts of the demo: one for each role, all with the same published password. They exist only in the demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from landing.people.roles import Role

DEMO_PASSWORD = "zachte-landing-demo"  # noqa: S105  (published on purpose: the demo holds only invented people)
_SALT = "zachtelandingdemo"
"""A fixed salt, so that a reset gives the same rows again; it protects nothing, the password is public."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an account works: the key of the organisation in ``landing.desk.demo.region``, the role and the name."""

    organisation: str
    role: Role
    name: str


PLACES: dict[str, Place] = {
    "begeleider": Place("steiger", Role.SUPPORT_WORKER, "K. Begeleider"),
    "coordinator": Place("steiger", Role.COORDINATOR, "Roos Regelmaat"),
    "procesregisseur": Place("merwestad", Role.PROCESS_DIRECTOR, "Pim Procesman"),
    "beleid": Place("merwestad", Role.POLICY_OFFICER, "Bea Beleidslijn"),
    "corporatie": Place("merwe", Role.HOUSING_OFFICER, "Wout Woonwens"),
    "oco": Place("naast", Role.ADVOCATE, "Ondine Onafhankelijk"),
    "ervaring": Place("ervaring", Role.PEER_WORKER, "Erik Ervaren"),
    "inkomen": Place("inkomen", Role.INCOME_OFFICER, "Ina Inkomstra"),
    "naaste": Place("naasten", Role.CLOSE_ONE, "Nadia Verzonnen"),
    "beheerder": Place("merwestad", Role.ADMINISTRATOR, "Bas Beheer"),
    "privacy": Place("steiger", Role.PRIVACY_OFFICER, "Prisca Vertrouwd"),
    "duinrand-begeleider": Place("vuurtoren", Role.SUPPORT_WORKER, "Dirk Duinpan"),
    "duinrand-coordinator": Place("vuurtoren", Role.COORDINATOR, "Zora Zeewind"),
    "duinrand-procesregisseur": Place("duinstede", Role.PROCESS_DIRECTOR, "Helma Helmgras"),
}
"""The accounts of workers. The account ``client`` belongs to the person of the story "key in two weeks"."""

CLIENT = "client"


def password_hash() -> str:
    """The password as it is kept; made once, since a good hash takes long on purpose."""
    return make_password(DEMO_PASSWORD, salt=_SALT)
