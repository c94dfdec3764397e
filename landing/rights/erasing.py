"""Erasing one person's record: counted, written in the register, and taken away in one transaction, history too.

What goes stands in ``landing/rulebook/personal_data.yaml``. Whether it may go is decided before (``retention``).
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Any

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import ForeignKey, Q, QuerySet
from django.utils import timezone

from landing.people.append_only import lifted
from landing.people.models import Account, Joining, Likeness, Person, Submission, Worker
from landing.plan.models import NeighbourhoodFind
from landing.rights import register, retention
from landing.rights.copying import SELF, Table, same_person, tables

BATCH_SIZE = 500


class NotAllowed(Exception):
    """The record may not go; ``str()`` says why, without a name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go of one person: {table: rows}, in the order in which it goes."""

    person: Person
    why: str
    law: str
    counts: dict[str, int]


def ordered() -> list[Table]:
    """The tables whose rows go with a person: what refers before what is referred to, the persons last."""
    going = [table for table in tables() if table.erase == "rows"]
    done: list[Table] = []

    def put(table: Table) -> None:
        for other in going:
            if other is not table and other not in done and _refers(other, table):
                put(other)
        if table not in done:
            done.append(table)

    for table in going:
        put(table)
    return done


def _refers(one: Table, other: Table) -> bool:
    fields = one.model._meta.local_fields
    return any(isinstance(field, ForeignKey) and field.related_model is other.model for field in fields)


def pairs(persons: QuerySet[Person]) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Joinings and likenesses of which either record goes: half a pair says nothing about the other."""
    yield "people.Joining", Joining.objects.filter(Q(kept__in=persons) | Q(joined__in=persons))
    yield "people.Likeness", Likeness.objects.filter(Q(first__in=persons) | Q(second__in=persons))


def accounts(persons: QuerySet[Person]) -> QuerySet[Account]:
    """The persons' accounts with which nobody works."""
    own = persons.filter(account__isnull=False).values("account_id")
    working = Worker.objects.filter(account_id__isnull=False).values("account_id")
    return Account.objects.filter(pk__in=list(own.values_list("account_id", flat=True))).exclude(pk__in=working)


def traces(persons: QuerySet[Person]) -> QuerySet[Submission]:
    """Forms that were handled at an address with a key of the persons in it."""
    named = Q(pk__in=[])
    for key in persons.values_list("key", flat=True):
        named |= Q(path__contains=str(key)) | Q(location__contains=str(key))
    return Submission.objects.filter(named)


def sessions(owners: list[int]) -> list[str]:
    """The sessions of accounts. Each must be opened to know whose it is; there are as many as people logged in."""
    wanted = {str(pk) for pk in owners}
    if not wanted:
        return []
    rows = Session.objects.values_list("session_key", "session_data").iterator()
    return [key for key, data in rows if SessionStore().decode(data).get("_auth_user_id") in wanted]


def plan(person: Person, *, why: str, law: str) -> Plan:
    """Count what would go; changes nothing."""
    persons = same_person(person)
    counts = {label: rows.count() for label, rows in pairs(persons)}
    for table in ordered():
        counts[table.label] = table.rows(persons).count()
    owned = accounts(persons)
    counts["people.Account"] = owned.count()
    counts["people.Submission"] = traces(persons).count() + Submission.objects.filter(account__in=owned).count()
    return Plan(person, why, law, {label: count for label, count in counts.items() if count})


def erase(found: Plan, *, by: str, batch: str, today: date) -> dict[str, int]:
    """Write the register, then take everything away in one transaction; returns {table: rows} that went.

    The register comes first: what broke off stands in it and is still in the database, and ``replay`` ends it.
    Raises NotAllowed when a hold stands on the record.
    """
    with transaction.atomic(), lifted(connection):
        person = Person.objects.select_for_update().get(pk=found.person.pk)
        persons = same_person(person)
        if holds_back(person, today):
            raise NotAllowed("a hold stands on this record")
        keys = tuple(str(key) for key in persons.order_by("pk").values_list("key", flat=True))
        entry = register.Entry(
            batch, timezone.now().astimezone(UTC).isoformat(timespec="seconds"), str(person.key), keys, found.why,
            found.law, found.counts, by,
        )  # fmt: skip
        register.write(entry)
        return _take_away(persons)


def _take_away(persons: QuerySet[Person]) -> dict[str, int]:
    ids = list(persons.values_list("pk", flat=True))
    persons = Person.objects.filter(pk__in=ids)
    gone: Counter[str] = Counter()
    owned = list(accounts(persons).values_list("pk", flat=True))
    Session.objects.filter(pk__in=sessions(owned)).delete()
    gone.update(_deleted(traces(persons)))
    for _, rows in pairs(persons):
        gone.update(_deleted(rows))
    for table in ordered():
        if table.of == SELF:
            persons.update(joined_into=None, account=None)
        gone.update(_deleted(table.rows(persons)))
    gone.update(_deleted(Account.objects.filter(pk__in=owned)))
    return dict(gone)


def _deleted(rows: QuerySet[Any]) -> dict[str, int]:
    return {label: count for label, count in rows.delete()[1].items() if count}


def holds_back(person: Person, today: date) -> bool:
    """Whether a hold stands on the record or one that was joined into it."""
    return Person.objects.filter(retention.held(today), pk__in=same_person(person)).exists()


def new_batch() -> str:
    """A name for one run."""
    return str(uuid.uuid4())


def unprocessed() -> list[Person]:
    """The persons whom the register calls erased and this database still has: it was restored from an older backup."""
    keys = sorted({key for entry in register.entries() for key in entry.keys})
    found: list[Person] = []
    for start in range(0, len(keys), BATCH_SIZE):
        found += Person.objects.filter(key__in=keys[start : start + BATCH_SIZE])
    return found


def replay() -> dict[str, int]:
    """Erase again whoever the register calls erased. What was decided is not decided anew; nothing is added to it."""
    gone: Counter[str] = Counter()
    found = unprocessed()
    if found:
        with transaction.atomic(), lifted(connection):
            for person in found:
                if Person.objects.filter(pk=person.pk).exists():
                    gone.update(_take_away(same_person(person)))
    return dict(gone)


def tidy(today: date) -> dict[str, int]:
    """Take away what is short-lived and over: handled forms after a day, sessions at their end, and places in the
    neighbourhood that somebody took off the own list."""
    over = retention.terms()["submission"].term
    assert over is not None
    forms = Submission.objects.filter(at__lt=timezone.now() - timedelta(days=over.count))
    gone = NeighbourhoodFind.objects.filter(gone_on__lte=today - timedelta(days=NeighbourhoodFind.GONE_DAYS))
    return _deleted(forms) | _deleted(Session.objects.filter(expire_date__lt=timezone.now())) | _deleted(gone)


def scrub(gone: Iterable[str], *, anew: bool = False) -> None:
    """Leave no byte in the file of an embedded database: empty the log of changes and pack the file anew (SQLite).

    On PostgreSQL the tables of which rows went (``gone``) are tidied, so that dead rows are no longer kept. What stood in
    their place is overwritten when the place is used again; ``anew`` writes all tables of which rows can go anew, also for
    what went before, and nobody can use them meanwhile. Its own log of changes is the hoster's backup.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            labels = {*gone, *((table.label for table in ordered()) if anew else ())}
            models = {apps.get_model(label) for label in labels} | {Session}
            if anew:
                models |= {Joining, Likeness, Account, Submission}
            names = sorted(connection.ops.quote_name(model._meta.db_table) for model in models)
            cursor.execute(f"VACUUM ({'FULL, ' if anew else ''}ANALYZE) {', '.join(names)}")
            return
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
