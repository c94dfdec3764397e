"""What happened to a person, as rows of one shape: every room says it of its own tables, and the desk makes one list of it.

A source is a function of (person, since, until, today): it gives the rows after ``since`` up to and with ``until``. All
have the same columns, so that one statement asks them all.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from landing.people.models import PersonEvent
from landing.people.roles import Role

COLUMNS = ("news_kind", "news_at", "news_about", "news_by", "news_role", "news_words")
"""What it is, when, the key of the thing (or empty), who did it, in which role, and one more word to say it with."""


def text(value: Any) -> Any:
    """A column, or a word, as text: columns of one union must be of one type."""
    return Cast(Value(value) if value == "" else value, TextField())


def word(value: str) -> Any:
    """A fixed word as a column."""
    return Cast(Value(value), TextField())


def line(
    rows: QuerySet[Any, Any], kind: Any, *, at: Any, about: Any = "", by: Any = "", role: Any = "", words: Any = ""
) -> QuerySet[Any, Any]:
    """Rows of one table in the common columns. kind: a fixed word, or an expression."""
    return rows.order_by().annotate(
        news_kind=word(kind) if isinstance(kind, str) else text(kind), news_at=at, news_about=text(about),
        news_by=text(by), news_role=text(role), news_words=text(words),
    ).values_list(*COLUMNS)  # fmt: skip


def told(
    rows: QuerySet[Any, Any], kind: Any, *, since: datetime, until: datetime, **columns: Any
) -> QuerySet[Any, Any]:
    """The same, of one period."""
    return line(rows, kind, **columns).filter(news_at__gt=since, news_at__lte=until)


AROUND = ("support_worker", "coordinator", "peer_worker", "buddy")
"""The people of whom it is told that they came; an organisation is no face."""


def _came(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = PersonEvent.objects.filter(
        ~Q(by_role=Role.CLIENT), person_id=person, about__in=[f"bond:{kind}" for kind in AROUND],
        undoes__isnull=True, old__isnull=True,
    )  # fmt: skip
    return told(rows, "came", at=F("at"), since=since, until=until, about="about", by="by_name")


SOURCES = (_came,)
