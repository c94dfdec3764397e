"""Clean input for the lists: what they are narrowed to. A wrong value narrows nothing and says nothing."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from landing.desk.reads import Filters
from landing.people.roles import Reach
from landing.people.viewer import Viewer
from landing.route.reads import PHASES
from landing.ui.forms import KindForm


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


def narrowed_by(filters: Filters) -> list[str]:
    """In words by what a list is narrowed, without what somebody typed or whom they chose."""
    by = (
        (filters.whose == "mine", "mijn eigen cliënten"), (filters.phase, "fase"), (filters.carer, "begeleider"),
        (filters.municipality, "gemeente"), (filters.text, "naam"), (filters.due, "volgende stap"),
    )  # fmt: skip
    return [words for chosen, words in by if chosen]


class ExportForm(KindForm):
    """Why the names of many people leave the product."""

    why = forms.CharField(
        label="Waarvoor heb je deze lijst nodig?", min_length=10, max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Schrijf geen namen op. De privacyfunctionaris van je organisatie leest dit.",
        error_messages={"required": "Schrijf in een zin waarvoor je de lijst nodig hebt.",
                        "min_length": "Schrijf in een hele zin waarvoor je de lijst nodig hebt."},
    )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None
