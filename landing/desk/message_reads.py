"""Berichten: what there is to tell a person, of all rooms together, newest first; and how many are new.

Nothing is kept twice: a message is what stands in the tables of the rooms already. One statement asks all of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from landing.desk import message_words as words
from landing.people import access_reads, told_reads
from landing.people.kept_questions import Many, kept
from landing.people.viewer import Viewer
from landing.plan import told_reads as plan
from landing.rights import told_reads as rights
from landing.route import rulebook
from landing.route import told_reads as route
from landing.ui.dates import local_date

ON_A_PAGE = 20
MOST_NEW = 99
FIRST_DAYS = 14
"""How far back something is new for who never opened the list."""
LONG_AGO, FAR_AHEAD = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
SOURCES = (*told_reads.SOURCES, *plan.SOURCES, *rights.SOURCES)


@kept
def _told(
    person: int, since: datetime, until: datetime, today: date, about: frozenset[str], most: Many
) -> QuerySet[Any, Any]:
    first = route.SOURCE(person, since, until, today, about)
    rest = [source(person, since, until, today) for source in SOURCES]
    return first.union(*rest, all=True).order_by("-news_at", "news_kind", "news_about")[:most]


def _rows(viewer: Viewer, since: datetime, until: datetime, most: int) -> list[Any]:
    if viewer.person is None:
        return []
    about = route.spoken(rulebook.as_written(viewer.region_code))
    return _told.rows(viewer.person, since, until, viewer.today, about, Many(most))


def _end_of(day: date) -> datetime:
    """The end of a day."""
    return access_reads.first_of(day + timedelta(days=1))


def since(viewer: Viewer) -> datetime:
    """After which moment a message is new for this person."""
    return viewer.screen.read_until or access_reads.first_of(viewer.today - timedelta(days=FIRST_DAYS))


def new(viewer: Viewer) -> int:
    """How many messages are new; stops at a hundred (1 query, and none for anybody but a client)."""
    return len(_rows(viewer, since(viewer), FAR_AHEAD, MOST_NEW + 1))


def new_words(viewer: Viewer) -> str:
    """The same as it stands in the menu; empty when nothing is new."""
    count = new(viewer)
    return f"{MOST_NEW}+" if count > MOST_NEW else str(count or "")


@dataclass(frozen=True, slots=True)
class Messages:
    """A page of messages. next: the moment at which the next page goes on, None at the end; newest: of the newest of all
    pages; all_seen: whether nothing new comes on a later page."""

    lines: list[words.Message]
    next: datetime | None
    newest: datetime | None
    all_seen: bool


def messages(viewer: Viewer, *, before: datetime | None = None, only_new: bool = False) -> Messages:
    """A page of messages of the person who looks, newest first (2 queries). It tells the access log."""
    viewer.saw([viewer.person_key] if viewer.person_key else [])
    fresh = since(viewer)
    rows = _rows(viewer, fresh if only_new else LONG_AGO, before or FAR_AHEAD, ON_A_PAGE + 1)
    shown, more = rows[:ON_A_PAGE], rows[ON_A_PAGE:]
    if (
        more and more[0][1] == shown[-1][1]
    ):  # what came at one moment stays together, so that a page can go on from a moment
        rows = _rows(viewer, fresh if only_new else LONG_AGO, before or FAR_AHEAD, 10 * ON_A_PAGE)
        last = shown[-1][1]
        shown = [row for row in rows if row[1] >= last]
        more = [row for row in rows if row[1] < last]
    return Messages(
        _lines(viewer, shown, fresh), more[0][1] if more else None, shown[0][1] if shown else None,
        not more or more[0][1] <= fresh,
    )  # fmt: skip


def _lines(viewer: Viewer, rows: list[Any], fresh: datetime) -> list[words.Message]:
    """Rows in words; what changes of one day were about is asked together (1 query, when there are such rows)."""
    book = rulebook.as_written(viewer.region_code)
    days = [local_date(row[1]) for row in rows if row[0] == "route" and row[5] != "1"]
    changes: dict[tuple[date, str], list[str]] = defaultdict(list)
    if days:
        first, last = access_reads.first_of(min(days)), _end_of(max(days))
        for day, who, about in route.changes_of(viewer, first, last, route.spoken(book)):
            changes[day, who].append(about)
    return [
        words.message(
            book, row, new=row[1] > fresh,
            changes=changes[local_date(row[1]), row[3]] if row[0] == "route" and row[5] != "1" else (),
        )
        for row in rows
    ]  # fmt: skip
