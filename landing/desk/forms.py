"""Clean input for the lists: what they are narrowed to. A wrong value narrows nothing and says nothing."""

from __future__ import annotations

from django.http import QueryDict

from landing.desk.reads import Filters
from landing.people.roles import Reach
from landing.people.viewer import Viewer
from landing.route.reads import PHASES


def filters_of(query: QueryDict, viewer: Viewer) -> Filters:
    """The filters that stand in the address of a page."""
    whose = query.get("wie", "")
    if whose not in {"mijn", "alles"}:
        whose = "alles" if viewer.rule.reach is Reach.OWN_BOND else "mijn"
    return Filters(
        whose="mine" if whose == "mijn" and viewer.rule.reach is Reach.ORGANISATION else "all",
        phase=query.get("fase", "") if query.get("fase", "") in PHASES else "",
        carer=_number(query.get("begeleider", "")),
        municipality=_number(query.get("gemeente", "")),
        text=query.get("zoek", "")[:100],
        sort="name" if query.get("sorteer") == "naam" else "next_due",
        due=query.get("termijn", "") if query.get("termijn", "") in {"late", "soon"} else "",
        after=query.get("na", "")[:260],
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None
