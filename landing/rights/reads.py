"""All questions about looks, questions about looks, and openings in an emergency. Every read takes the viewer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from landing.core.periods import Term
from landing.people import access_reads
from landing.people import reads as people
from landing.people.access_reads import Look, first_of
from landing.people.kept_questions import kept
from landing.people.models import Bond, Person
from landing.people.roles import Role
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.rights.models import AccessQuestion, BreakGlass
from landing.route import rulebook
from landing.ui.dates import local_date

PERIOD_DAYS = 90
TOLD_DAYS = 30
EVERYTHING = 1_000_000
OFTEN = 3
IN_EMERGENCY = (Bond.Kind.COORDINATOR, Bond.Kind.SUPPORT_WORKER, Bond.Kind.CLOSE_ONE)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are asked for, both included; ``before``: where a page that was full goes on."""

    start: date
    end: date
    before: date | None = None

    @property
    def since(self) -> datetime:
        return first_of(self.start)

    @property
    def until(self) -> datetime:
        return first_of(self.before or self.end + timedelta(days=1))


def term(viewer: Viewer, name: str) -> date:
    """The day on which a term of the rulebook ends that begins today."""
    book = rulebook.current(viewer.region_code)
    value = book.settings[name].value
    found = value if isinstance(value, Term) else Term.parse(str(value))
    return found.from_day(viewer.today, book.calendar)


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of looks; ``next``: the day before which the next page begins, None at the end."""

    lines: list[Look]
    next: date | None


def looks(viewer: Viewer, person: UUID, period: Period, *, others_only: bool) -> Looks:
    """Who looked at a person, whole days only, so that equal looks of one day stand together."""
    most = access_reads.MOST_LINES if viewer.person_key == person else access_reads.MOST_ROWS
    found = access_reads.looks(viewer, person, since=period.since, until=period.until, limit=most + 1)
    following = None
    if len(found) > most:
        last = local_date(found[-1].at)
        whole = [look for look in found if local_date(look.at) > last]
        following = last + timedelta(days=1) if whole else last
        # One day that is more than a page is shown whole: no look may be left out.
        since = first_of(last)
        found = whole or access_reads.looks(viewer, person, since=since, until=period.until, limit=EVERYTHING)
    return Looks([look for look in found if not (others_only and look.own)], following)


def every_look(viewer: Viewer, person: UUID, period: Period) -> list[Look]:
    """All looks of a period, for the person to take along."""
    return access_reads.looks(viewer, person, since=period.since, until=period.until, limit=EVERYTHING)


def own_questions(viewer: Viewer) -> list[AccessQuestion]:
    """What the client asked, the newest first."""
    if viewer.person is None:
        return []
    return list(AccessQuestion.objects.filter(person_id=viewer.person).order_by("-asked_at")[:50])


def _answerable(viewer: Viewer) -> Q:
    """The condition on AccessQuestion: people this viewer oversees or coordinates, and it was not the viewer who looked."""
    held = Q(from_date__lte=viewer.today) & (Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
    if viewer.rule.oversees:
        mine = access_reads.overseen(viewer, "person_id")
    elif viewer.role is Role.COORDINATOR:
        bonds = Bond.objects.filter(
            held, worker_id=viewer.worker, kind=Bond.Kind.COORDINATOR, person_id=OuterRef("person_id")
        )
        mine = Q(Exists(bonds))
    else:
        mine = Q(pk__in=[])
    not_own = Q(about_account_id__isnull=True) | ~Q(about_account_id=viewer.account)
    return mine & not_own & Q(person__region_id=viewer.region, person__joined_into__isnull=True)


@everyone("an opening and a question about a look concern people without a bond of this viewer")
def questions(viewer: Viewer, *, answered: bool = False) -> list[AccessQuestion]:
    """The questions that wait for this viewer (or were answered), the first due on top. It tells the access log."""
    rows = AccessQuestion.objects.filter(_answerable(viewer), answered_at__isnull=not answered)
    order = ("-answered_at",) if answered else ("due_on", "pk")
    found = list(rows.select_related("person").order_by(*order)[:100])
    viewer.saw([one.person.key for one in found])
    return found


@everyone("an opening and a question about a look concern people without a bond of this viewer")
def question(viewer: Viewer, key: UUID) -> AccessQuestion:
    """One question that this viewer may answer; raises NotVisible otherwise. It tells the access log."""
    found = AccessQuestion.objects.filter(_answerable(viewer), key=key).select_related("person").first()
    if found is None:
        raise people.NotVisible(*AccessQuestion.objects.filter(key=key).values_list("person__key", flat=True))
    viewer.saw([found.person.key])
    return found


@everyone("an opening and a question about a look concern people without a bond of this viewer")
def look_of(viewer: Viewer, asked_about: AccessQuestion) -> Look | None:
    """The look that a question is about; None when its time was over and it was removed."""
    return access_reads.line_about(asked_about.person.key, asked_about.line_id, asked_about.line_at)


@dataclass(frozen=True, slots=True)
class Opened:
    """An opening in an emergency, whose it was, and how often the same account opened somebody in that month."""

    opening: BreakGlass
    name: str
    this_month: int


@everyone("an opening and a question about a look concern people without a bond of this viewer")
def openings(viewer: Viewer, *, reviewed: bool = False) -> list[Opened]:
    """The openings that this viewer reviews (or that were reviewed), the first due on top. It tells the access log."""
    rows = BreakGlass.objects.filter(_reviewable(viewer), reviewed_at__isnull=not reviewed)
    order = ("-reviewed_at",) if reviewed else ("review_due_on", "pk")
    found = list(rows.select_related("person", "organisation").order_by(*order)[:100])
    viewer.saw([one.person.key for one in found])
    accounts = {one.account_id for one in found}
    often: Counter[tuple[int | None, date]] = Counter(
        (account, local_date(at).replace(day=1))
        for account, at in BreakGlass.objects.filter(account_id__in=accounts).values_list("account_id", "opened_at")
    )
    return [
        Opened(one, name_of(one.person), often[one.account_id, local_date(one.opened_at).replace(day=1)])
        for one in found
    ]


def _reviewable(viewer: Viewer) -> Q:
    return access_reads.overseen(viewer, "person_id") & Q(
        person__region_id=viewer.region, person__joined_into__isnull=True
    )


@everyone("an opening and a question about a look concern people without a bond of this viewer")
def opening(viewer: Viewer, key: UUID) -> BreakGlass:
    """One opening that this viewer reviews; raises NotVisible otherwise. It tells the access log."""
    rows = BreakGlass.objects.filter(_reviewable(viewer), key=key)
    found = rows.select_related("person", "organisation").first()
    if found is None:
        raise people.NotVisible(*BreakGlass.objects.filter(key=key).values_list("person__key", flat=True))
    viewer.saw([found.person.key])
    return found


@everyone("an opening and a question about a look concern people without a bond of this viewer")
def opened(viewer: Viewer, key: UUID, now: datetime) -> BreakGlass:
    """An opening of the viewer's own that still holds; raises NotVisible otherwise. It tells the access log."""
    rows = BreakGlass.objects.filter(key=key, account_id=viewer.account, worker_id=viewer.worker, ends_at__gt=now)
    found = rows.select_related("person").first()
    if found is None or viewer.account is None or found.person.joined_into_id is not None:
        raise people.NotVisible(*BreakGlass.objects.filter(key=key).values_list("person__key", flat=True))
    if viewer.access is not None:
        viewer.access.emergency, viewer.access.reason = True, found.reason
        viewer.access.saw([found.person.key], action="emergency", purpose="emergency", basis="emergency")
    return found


@everyone("an opening and a question about a look concern people without a bond of this viewer")
def for_emergency(found: BreakGlass, today: date) -> list[people.Around]:
    """Whom to call about a person who was opened in an emergency: coordinator, carers, close ones; who is checked."""
    return [line for line in people.around_of(found.person_id, today) if line.kind in IN_EMERGENCY]


def _coordinated(viewer: Viewer) -> QuerySet[BreakGlass]:
    held = Q(from_date__lte=viewer.today) & (Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
    bonds = Bond.objects.filter(
        held, worker_id=viewer.worker, kind=Bond.Kind.COORDINATOR, person_id=OuterRef("person_id")
    )
    return BreakGlass.objects.filter(
        Exists(bonds), person__region_id=viewer.region, person__died_on__isnull=True, seen_at__isnull=True
    )


@dataclass(frozen=True, slots=True)
class Notices:
    """What Mijn dag tells a coordinator: openings that were not seen yet, and questions that wait."""

    openings: list[BreakGlass]
    questions: int
    due_on: date | None


def notices(viewer: Viewer) -> Notices:
    """What a coordinator must know today (2 queries); nothing, and no query, for anybody else. It tells the access log."""
    return _notices(viewer) if viewer.role is Role.COORDINATOR else Notices([], 0, None)


@everyone("an opening and a question about a look concern people without a bond of this viewer")
def _notices(viewer: Viewer) -> Notices:
    openings = list(_coordinated(viewer).select_related("person", "organisation").order_by("pk")[:20])
    if openings:
        viewer.saw([one.person.key for one in openings])
    days = AccessQuestion.objects.filter(_answerable(viewer), answered_at__isnull=True).values_list("due_on", flat=True)
    waiting = sorted(days[:100])
    return Notices(openings, len(waiting), waiting[0] if waiting else None)


@everyone("an opening and a question about a look concern people without a bond of this viewer")
def to_be_seen(viewer: Viewer, key: UUID) -> BreakGlass:
    """An opening of which the coordinator has not said "gezien"; raises NotVisible otherwise. It tells the access log."""
    found = _coordinated(viewer).filter(key=key).select_related("person").first()
    if found is None or viewer.role is not Role.COORDINATOR:
        raise people.NotVisible(*BreakGlass.objects.filter(key=key).values_list("person__key", flat=True))
    viewer.saw([found.person.key])
    return found


class Opening(NamedTuple):
    """Somebody opened the client's own record in an emergency."""

    by_name: str
    by_role: str
    organisation_name: str
    opened_at: datetime
    reason: str
    verdict: str

    @property
    def reason_words(self) -> str:
        return BreakGlass.Reason(self.reason).label


def openings_of(viewer: Viewer) -> list[Opening]:
    """Who opened the client's own record in an emergency, the last month (1 query)."""
    if viewer.person is None:
        return []
    since = first_of(viewer.today - timedelta(days=TOLD_DAYS))
    return [Opening(*row) for row in _opened_since.rows(viewer.person, since)]


@kept
def _opened_since(person: int, since: datetime) -> QuerySet[Any, Any]:
    rows = BreakGlass.objects.filter(person_id=person, opened_at__gte=since).order_by("-opened_at")
    return rows.values_list("by_name", "by_role", "organisation__name", "opened_at", "reason", "verdict")[:10]


def counts(viewer: Viewer) -> dict[str, int]:
    """How many questions and openings wait for this viewer."""
    return {
        "questions": AccessQuestion.objects.filter(_answerable(viewer), answered_at__isnull=True).count(),
        "openings": BreakGlass.objects.filter(_reviewable(viewer), reviewed_at__isnull=True).count(),
    }


def named(rows: QuerySet[Person], name: str, born: date) -> list[Person]:
    """The persons with exactly this name, however it is written, and this birth date."""
    wanted = people.fold(name)
    return [person for person in rows.filter(birth_date=born) if wanted and wanted in _names(person)]


def name_of(person: Person) -> str:
    """The name as the person wants it."""
    return people.show_name(person.given_name, person.infix, person.surname, person.call_me)


def _names(person: Person) -> set[str]:
    given, infix, surname, called = person.given_name, person.infix, person.surname, person.call_me
    full = [(given, infix, surname), (given, surname), (called, infix, surname), (called, surname)]
    return {people.fold(" ".join(part for part in parts if part)) for parts in full if parts[-1]}


def of_region(viewer: Viewer) -> QuerySet[Person]:
    """Everybody of the viewer's region: only for who knows name and birth date already."""
    return Person.objects.filter(region_id=viewer.region, joined_into__isnull=True)
