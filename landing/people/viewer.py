"""Who is looking: the first argument of every read and every action."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from landing.people.grounds import NO_GROUNDS, Grounds, grounds_of
from landing.people.recorder import Recorder
from landing.people.roles import ROLES, Reach, Role, RoleRule


@dataclass(frozen=True, slots=True)
class Screen:
    """How a client wants the own pages (``OwnScreen``); letters is empty when nothing was chosen yet."""

    letters: str = ""
    more_contrast: bool = False
    read_until: datetime | None = None
    read_before: datetime | None = None


NO_SCREEN = Screen()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks or writes, in one role, for one organisation, on one day.

    account, worker, organisation, region, person: primary keys or None; ``today``: the date that was read once at the
    door; ``name``: shown in the history; ``language``: in which a client chose to read, empty when nothing was
    chosen; ``grounds``: what the role finds and reads, which follows from the rest; ``access``: gathers for the access
    log whom this request shows (None in a command); ``screen``: how a client wants the own pages. A viewer without a
    role sees nothing.
    """

    account: int | None
    role: Role | None
    today: date
    name: str = ""
    worker: int | None = None
    organisation: int | None = None
    organisation_name: str = ""
    organisation_kind: str = ""
    lead_municipality: bool = False
    region: int | None = None
    region_code: str = ""
    person: int | None = None
    person_key: UUID | None = None
    language: str = ""
    grounds: Grounds = NO_GROUNDS
    access: Recorder | None = field(default=None, compare=False, repr=False)
    screen: Screen = field(default=NO_SCREEN, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.grounds is NO_GROUNDS and self.role is not None:
            found = grounds_of(self.region_code, self.role, self.organisation_kind, self.today)
            object.__setattr__(self, "grounds", found)

    def saw(self, persons: Iterable[UUID], *, action: str = "", topic: str = "", basis: str = "") -> None:
        """Tell the access log whom this viewer is shown or touches; the reads that open one person do it themselves."""
        if self.access is not None:
            self.access.saw(persons, action=action, topic=topic, basis=basis)

    @property
    def rule(self) -> RoleRule:
        """What this viewer's role may do; a stranger may do nothing."""
        return ROLES[self.role] if self.role else NOBODY

    @property
    def judges_region(self) -> bool:
        """Whether this viewer lays pairs of records side by side for the whole region (names and birth dates only)."""
        return self.rule.judges and self.lead_municipality

    @property
    def sees_people(self) -> bool:
        """Whether there can be any person that this viewer may see."""
        return self.rule.reach is not Reach.NOBODY

    @property
    def is_client(self) -> bool:
        """Whether the viewer is the person whose route it is."""
        return self.role is Role.CLIENT


NOBODY = RoleRule("niemand", Reach.NOBODY)


def stranger(today: date) -> Viewer:
    """A viewer who is not logged in."""
    return Viewer(account=None, role=None, today=today)


class ViewerRequest(HttpRequest):
    """A request as the rooms get it: the door (people.middleware) has put the viewer and the recorder on it. For type checking only."""

    viewer: Viewer
    access: Recorder
    htmx: HtmxDetails
