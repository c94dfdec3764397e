"""The fixed words of the access table. The rest of the product is built on them; a label in Dutch stands in the rulebook."""

from landing.core.due.rules import PHASES as ROUTE_PHASES

CLOSED = "closed"
PHASES = (*ROUTE_PHASES, CLOSED)
"""The five phases of the route, and after it."""

ROLES = (
    "client", "support_worker", "coordinator", "process_director", "policy_officer", "housing_officer", "advocate",
    "peer_worker", "income_officer", "close_one", "administrator", "privacy_officer", "fiduciary",
    "general_practitioner", "neighbour", "buddy",
)  # fmt: skip
CLIENT = "client"
BY_NAME = frozenset({"close_one", "neighbour", "buddy"})
"""Roles of one human being: a consent reaches them by their own name only, never through an organisation."""

TOPICS = (
    "identity", "contact", "bsn", "continuity", "health", "housing", "income", "activities", "relations", "plan",
    "crisis_card", "early_sign_plan", "signs", "money", "advocacy", "access_log",
)  # fmt: skip
EMERGENCY_TOPICS = frozenset({"identity", "contact", "continuity", "crisis_card"})
"""What breaking the glass can open at most."""

PURPOSES = (
    "support", "coordination", "care_decision", "handover", "housing_allocation", "tenancy", "income_support",
    "treatment", "client_support", "close_support", "register_quality", "steering", "oversight", "emergency", "own",
)  # fmt: skip
EMERGENCY = "emergency"
OWN = "own"
WITHOUT_BOND = frozenset({"oversight", "register_quality", EMERGENCY})
"""Purposes for which a flow may do without a bond and without consent."""

READ, WRITE, TAKE_DOWN, EXPORT, SHARE = "read", "write", "take_down", "export", "share"
ACTIONS = (READ, WRITE, TAKE_DOWN, EXPORT, SHARE)
"""take_down: write down what the person says, with the person there, who agrees each time; never alone (ADR 14)."""

BOND_KINDS = (
    "support_worker", "coordinator", "care_provider", "municipality", "peer_worker", "advocate", "housing_officer",
    "income_officer", "fiduciary", "treatment", "neighbourhood_team", "close_one", "buddy",
)  # fmt: skip
MANDATE_KINDS = ("advocate", "fiduciary")
"""Bonds that rest on a mandate: of the person, or of a judge."""

SELF, OWN_BOND, ORGANISATION_BOND, ANY_BOND, MANDATE, NONE = (
    "self", "own_bond", "organisation_bond", "any_bond", "mandate", "none",
)  # fmt: skip
RELATIONS = (SELF, OWN_BOND, ORGANISATION_BOND, ANY_BOND, MANDATE, NONE)
WITH_BONDS = frozenset({OWN_BOND, ORGANISATION_BOND, ANY_BOND, MANDATE})
OF_WORKER = frozenset({OWN_BOND, ANY_BOND, MANDATE})
OF_ORGANISATION = frozenset({ORGANISATION_BOND, ANY_BOND, MANDATE})

CONSENT = "consent"
"""The basis of a flow that rests on the person's consent alone."""
CERTAINTIES = ("read", "to_check")

REASON_CHARACTERS = 10
"""The least a reason for breaking the glass says."""
