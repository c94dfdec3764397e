"""Random situations between a viewer and a person, for properties of the access table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from landing.core.consent.load import load_table
from landing.core.consent.request import (
    Bond,
    BreakGlass,
    Consent,
    Objection,
    Request,
    ShareWith,
    Subject,
    Viewer,
)
from landing.core.consent.words import ACTIONS, BOND_KINDS, PHASES, PURPOSES, ROLES, TOPICS

TODAY = date(2026, 11, 23)
TABLE = load_table()
IDS = ("o1", "o2")
WORKERS = ("w1", "w2")


def some(values: tuple[str, ...]) -> Any:
    """A set of one or more of the values."""
    return st.frozensets(st.sampled_from(values), min_size=1, max_size=4)


days = st.integers(-40, 40).map(lambda number: TODAY + timedelta(days=number))
starts = st.one_of(days, st.just(date(2026, 1, 5)))
ends = st.one_of(st.none(), days)

bonds = st.builds(
    Bond, kind=st.sampled_from(BOND_KINDS), from_date=starts, to_date=ends, worker=st.sampled_from((None, *WORKERS)),
    organisation=st.sampled_from((None, *IDS)),
)  # fmt: skip
consents = st.builds(
    Consent, id=st.sampled_from(("c1", "c2", "c3")), given_to=st.sampled_from((*IDS, "naam", "derde")), topics=some(TOPICS),
    purposes=some(PURPOSES), from_date=starts, to_date=ends, withdrawn_on=ends, actions=some(ACTIONS),
)  # fmt: skip
objections = st.builds(
    Objection, topic=st.sampled_from(TOPICS), purpose=st.sampled_from(PURPOSES), from_date=starts, to_date=ends
)
viewers = st.builds(
    Viewer, role=st.sampled_from(ROLES), organisation=st.sampled_from((None, "o1", "o1")),
    region=st.sampled_from(("r1", "r1", "r1", "r2", None)), worker=st.sampled_from((None, "w1", "w1")),
    person=st.sampled_from((None, "p1", "p2")), receiver=st.sampled_from((None, "naam")), lead_municipality=st.booleans(),
)  # fmt: skip
persons = st.builds(
    Subject, id=st.just("p1"), region=st.sampled_from(("r1", "r1", "r2", None)), phase=st.sampled_from(PHASES),
    frozen=st.sampled_from((False, False, False, True)),
    restricted_to=st.one_of(st.none(), st.none(), st.frozensets(st.sampled_from(WORKERS))),
    deceased=st.sampled_from((False, False, False, True)),
)  # fmt: skip
glasses = st.builds(
    BreakGlass, reason=st.sampled_from(("kort", "een goede reden", "          ")), opened_at=st.one_of(st.none(), days)
)
receivers = st.builds(ShareWith, to=st.sampled_from((*IDS, "derde")), role=st.sampled_from(ROLES))

wild = st.builds(
    Request, today=st.just(TODAY), viewer=viewers, person=persons, topic=st.sampled_from(TOPICS),
    purpose=st.sampled_from(PURPOSES), action=st.sampled_from(ACTIONS), bonds=st.lists(bonds, max_size=4).map(tuple),
    consents=st.lists(consents, max_size=4, unique_by=lambda one: one.id).map(tuple),
    legal_bases=st.one_of(st.none(), st.none(), st.frozensets(st.sampled_from(tuple(TABLE.bases)))),
    objections=st.lists(objections, max_size=2).map(tuple), break_glass=st.one_of(st.none(), glasses),
    share_with=st.one_of(st.none(), receivers),
)  # fmt: skip
"""Anything at all; mostly refused."""


@st.composite
def near(draw: Any) -> Request:
    """A situation that some flow would allow if nothing were amiss, with some things amiss now and then."""
    flow = draw(st.sampled_from(TABLE.flows))
    role, topic = draw(st.sampled_from(flow.who)), draw(st.sampled_from(flow.topics))
    purpose, action = draw(st.sampled_from(flow.purposes)), draw(st.sampled_from(flow.actions))
    own = flow.relation == "self"
    kind = draw(st.sampled_from(flow.bonds)) if flow.bonds else draw(st.sampled_from(BOND_KINDS))
    bond = Bond(kind, date(2026, 1, 5), draw(ends), *draw(st.sampled_from((("w1", None), (None, "o1"), ("w1", "o1")))))
    to = "derde" if action == "share" else draw(st.sampled_from(("o1", "naam", "naam")))
    consent = Consent(
        "c1", to, frozenset({topic}), frozenset({purpose}), date(2026, 1, 5), draw(ends), draw(st.one_of(st.none(), ends)),
        frozenset({action}),
    )  # fmt: skip
    wish = draw(wild)
    viewer = Viewer(role, "o1", "r1", "w1", "p1" if own else None, "naam", lead_municipality=flow.lead_only)
    person = Subject("p1", "r1", draw(st.sampled_from(flow.phases)))
    share = ShareWith("derde", draw(st.sampled_from(flow.share_to))) if flow.share_to else None
    glass = BreakGlass("een goede reden") if flow.emergency else None
    return Request(
        TODAY, viewer, draw(st.sampled_from((person, person, person, wish.person))), topic, purpose, action,
        (bond, *wish.bonds[:1]), (consent, *(one for one in wish.consents[:1] if one.id != "c1")),
        draw(st.sampled_from((None, None, wish.legal_bases))), draw(st.sampled_from(((), (), wish.objections))), glass,
        share,
    )  # fmt: skip


requests = st.one_of(wild, near(), near())
