"""On which page of a room above a step of the route is done ("Zo doe je dat"); the rooms say so when the product starts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from landing.people.lens import Lens

ASKED = "stap"
"""The question in an address by which such a page knows from which step somebody came, and leads back to it."""


@dataclass(frozen=True, slots=True)
class StepPage:
    """Names of addresses: of the person self, and of staff who may read these topics."""

    own: str
    staff: str
    topics: frozenset[str]


_PAGES: dict[str, StepPage] = {}


def is_done_at(rule: str, page: StepPage) -> None:
    """A room above says where a step is done."""
    _PAGES[rule] = page


def own_page(rule: str) -> str:
    """The address where the person does this step; empty when there is none."""
    page = _PAGES.get(rule)
    return f"{reverse(page.own)}?{ASKED}={rule}" if page else ""


def staff_page(rule: str, key: UUID, lens: Lens) -> str:
    """The address where staff do this step for a person; empty when there is none, or it shows more than they may read."""
    page = _PAGES.get(rule)
    return f"{reverse(page.staff, args=[key])}?{ASKED}={rule}" if page and lens.shows(page.topics) else ""


def came_from(asked: str) -> str:
    """The step from which somebody came by such an address; empty for anything else."""
    return asked if asked in _PAGES else ""
