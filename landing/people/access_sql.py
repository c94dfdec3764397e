"""What the access log says to the database in its own words: tables by month, one statement for a line, reading in bulk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction

from landing.core.periods import add_months

LINES, SUBJECTS, HEADS = "people_accessline", "people_accesssubject", "people_accesshead"
# All that a line says, in the order in which it is sealed. A column that is added comes at the end.
CONTENT = (
    "account_id", "worker_id", "by_name", "by_role", "organisation_id", "responsible_id",
    "responsible_organisation_id", "action", "page", "topic", "purpose", "basis", "consent", "emergency", "reason",
    "allowed", "origin", "request_id",
)  # fmt: skip
COLUMNS = ("id", "at", "shard", "seq", *CONTENT, "prev", "mac")
KEYS = {"consent", "request_id"}
FLAGS = {"emergency", "allowed"}

POSTGRES_TABLES = (
    f"""CREATE TABLE {LINES} (
        id bigint NOT NULL, at timestamptz NOT NULL, shard smallint NOT NULL, seq bigint NOT NULL, account_id bigint,
        worker_id bigint, by_name varchar(120) NOT NULL, by_role varchar(20) NOT NULL, organisation_id bigint,
        responsible_id bigint, responsible_organisation_id bigint, action varchar(10) NOT NULL,
        page varchar(60) NOT NULL, topic varchar(20) NOT NULL, purpose varchar(20) NOT NULL, basis varchar(20) NOT NULL,
        consent uuid, emergency boolean NOT NULL, reason varchar(40) NOT NULL, allowed boolean NOT NULL,
        origin varchar(50) NOT NULL, request_id uuid NOT NULL, prev varchar(64) NOT NULL, mac varchar(64) NOT NULL,
        PRIMARY KEY (id, at)
    ) PARTITION BY RANGE (at)""",
    f"CREATE INDEX access_line_by_account ON {LINES} (account_id, at)",
    f"""CREATE TABLE {SUBJECTS} (
        line_id bigint NOT NULL, person_id uuid NOT NULL, at timestamptz NOT NULL,
        PRIMARY KEY (line_id, person_id, at)
    ) PARTITION BY RANGE (at)""",
    f"CREATE INDEX access_subject_by_person ON {SUBJECTS} (person_id, at DESC, line_id)",
    # A line whose month was not made yet is never lost: it waits here (access_keep brings it to its month).
    f"CREATE TABLE {LINES}_rest PARTITION OF {LINES} DEFAULT",
    f"CREATE TABLE {SUBJECTS}_rest PARTITION OF {SUBJECTS} DEFAULT",
)

WENT_ON = "the chain went on"
# SQLite writes to one table in a statement; a view of which the trigger writes to three makes it one all the same.
SQLITE_APPEND = (
    f"CREATE VIEW people_accessappend AS SELECT {', '.join(COLUMNS)}, '' AS subjects FROM {LINES} WHERE 0",
    f"""CREATE TRIGGER people_accessappend_insert INSTEAD OF INSERT ON people_accessappend BEGIN
        SELECT RAISE(ABORT, '{WENT_ON}') WHERE NOT EXISTS
            (SELECT 1 FROM {HEADS} WHERE shard = NEW.shard AND seq = NEW.seq - 1 AND mac = NEW.prev);
        UPDATE {HEADS} SET seq = NEW.seq, mac = NEW.mac, at = NEW.at WHERE shard = NEW.shard;
        INSERT INTO {LINES} ({", ".join(COLUMNS)}) VALUES ({", ".join(f"NEW.{name}" for name in COLUMNS)});
        INSERT INTO {SUBJECTS} (line_id, person_id, at) SELECT NEW.id, value, NEW.at FROM json_each(NEW.subjects);
    END""",
)


def first_of_month(day: date, months: int = 0) -> date:
    """The first day of a day's month, or of the month so many months later."""
    return add_months(day.replace(day=1), months)


def month_table(table: str, month: date) -> str:
    """The name of the part of a table that holds one month."""
    return f"{table}_{month:%Y_%m}"


def months_made(connection: Any) -> list[date]:
    """The months for which there is a part; none on an engine without parts."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = to_regclass(%s) AND c.relname NOT LIKE '%%_rest'",
            [LINES],
        )
        names = [name.removeprefix(f"{LINES}_") for (name,) in cursor.fetchall()]
    return sorted(date(int(name[:4]), int(name[5:]), 1) for name in names)


def months_waiting(connection: Any) -> list[date]:
    """The months of lines that were written before there was a part for them."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC')::date FROM {LINES}_rest")
        return sorted(month for (month,) in cursor.fetchall())


def make_months(connection: Any, months: Sequence[date]) -> list[date]:
    """Make the parts that do not exist yet, and bring lines that waited to them; returns the months that were made."""
    if connection.vendor != "postgresql":
        return []
    made = []
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LINES])
        known = set(months_made(connection))
        for month in months:
            if month in known:
                continue
            _make_month(cursor, month)
            made.append(month)
    return made


def _make_month(cursor: Any, month: date) -> None:
    bounds = [moment(month), moment(first_of_month(month, 1))]
    for table in (LINES, SUBJECTS):
        part, rest = month_table(table, month), f"{table}_rest"
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {rest} WHERE at >= %s AND at < %s)", bounds)
        waiting = cursor.fetchone()[0]
        if waiting:
            cursor.execute(f"CREATE TEMPORARY TABLE moved_{table} ON COMMIT DROP AS "
                           f"SELECT * FROM {rest} WHERE at >= %s AND at < %s", bounds)  # fmt: skip
            cursor.execute(f"ALTER TABLE {rest} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {rest} WHERE at >= %s AND at < %s", bounds)
            cursor.execute(f"ALTER TABLE {rest} ENABLE TRIGGER USER")
        start, end = (f"'{one.isoformat()}'" for one in bounds)
        cursor.execute(f"CREATE TABLE {part} PARTITION OF {table} FOR VALUES FROM ({start}) TO ({end})")
        if waiting:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM moved_{table}")
            cursor.execute(f"DROP TABLE moved_{table}")


def moment(day: date) -> datetime:
    """The beginning of a day in UTC: months of the log are months in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def drop_before(connection: Any, day: date) -> None:
    """Remove all lines of whole months before a day. Call inside ``append_only.lifted`` on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for month in months_made(connection):
                if first_of_month(month, 1) <= day:
                    for table in (SUBJECTS, LINES):
                        cursor.execute(f"DROP TABLE {month_table(table, month)}")
            return
        for table in (SUBJECTS, LINES):
            cursor.execute(
                f"DELETE FROM {table} WHERE at < %s", [connection.ops.adapt_datetimefield_value(moment(day))]
            )


_HEAD = f"UPDATE {HEADS} SET seq = %s, mac = %s, at = %s WHERE shard = %s AND seq = %s AND mac = %s"
_LINE = f"INSERT INTO {LINES} ({', '.join(COLUMNS)})"
_MARKS = ", ".join(["%s"] * len(COLUMNS))
_SUBJECT = f"INSERT INTO {SUBJECTS} (line_id, person_id, at)"
_APPEND_SQLITE = f"INSERT INTO people_accessappend ({', '.join(COLUMNS)}, subjects) VALUES ({_MARKS}, %s)"
_APPEND_POSTGRES = (
    f"WITH head AS ({_HEAD} RETURNING shard), "
    f"line AS ({_LINE} SELECT {_MARKS} FROM head), "
    f"subject AS ({_SUBJECT} SELECT %s, unnest(%s::uuid[]), %s FROM head) SELECT count(*) FROM head"
)
_NUMBERS = count(1)
_APPEND_BY_NUMBER = re.sub("%s", lambda _: f"${next(_NUMBERS)}", _APPEND_POSTGRES).encode()


def _given(before: tuple[int, str], values: Sequence[Any], subjects: Sequence[Any]) -> list[Any]:
    """The parameters of the statement for PostgreSQL, in order."""
    number, at, shard, seq, mac = values[0], values[1], values[2], values[3], values[-1]
    return [seq, mac, at, shard, *before, *values, number, list(subjects), at]


class OnItsWay:
    """A line that PostgreSQL is writing while this thread does something else. Nothing may be asked of the connection
    meanwhile (``append_ahead`` sees to that); ``arrived`` waits for it.
    """

    def __init__(self, connection: Any) -> None:
        self.connection, self.connected = connection, connection.connection
        self.written: bool | None = None

    def arrived(self) -> bool:
        """Whether the chain still ended there and the line is on disk; raises the database's error. May be asked twice."""
        from psycopg import errors, pq
        from psycopg.generators import execute

        if self.written is None:
            self.written = False
            with self.connection.wrap_database_errors:
                answer = self.connected.wait(execute(self.connected.pgconn))[-1]
                if answer.status != pq.ExecStatus.TUPLES_OK:
                    raise errors.error_from_result(answer, encoding="utf-8")
                self.written = answer.get_value(0, 0) == b"1"
        return self.written


def append_ahead(
    connection: Any, before: tuple[int, str], values: Sequence[Any], subjects: Sequence[Any]
) -> OnItsWay | None:
    """Send the statement of ``append`` and do not wait for its answer; None where that cannot be.

    It can be on PostgreSQL outside a transaction: inside one the end of the chain would be held meanwhile.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block or connection.connection is None:
        return None
    from psycopg import pq
    from psycopg.adapt import PyFormat, Transformer

    connected = connection.connection
    if not connected.autocommit or connected.pgconn.transaction_status != pq.TransactionStatus.IDLE:
        return None
    given, dumped = _given(before, values, subjects), Transformer(connected)
    texts = dumped.dump_sequence(given, [PyFormat.AUTO] * len(given))
    with connection.wrap_database_errors:
        connected.pgconn.send_query_params(_APPEND_BY_NUMBER, texts, dumped.types, dumped.formats)
        connected.pgconn.flush()
    if connection.queries_logged:
        connection.queries_log.append({"sql": _APPEND_POSTGRES, "time": "0.000"})
    return OnItsWay(connection)


def append(connection: Any, before: tuple[int, str], values: Sequence[Any], subjects: Sequence[Any]) -> bool:
    """Add one line, if the chain of its shard still ends at ``before`` (seq, mac); else write nothing and say False.

    One statement on either engine, so that it is whole without a transaction of its own. values: as COLUMNS.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_APPEND_POSTGRES, _given(before, values, subjects))
            return bool(cursor.fetchone()[0])
        about = json.dumps([one.hex for one in subjects])
        try:
            cursor.execute(_APPEND_SQLITE, [*_stored(connection, values), about])
        except IntegrityError as refused:
            if WENT_ON in str(refused):
                return False
            raise
    return True


def _stored(connection: Any, values: Sequence[Any]) -> list[Any]:
    """A line as SQLite keeps it."""
    adapt = connection.ops.adapt_datetimefield_value
    return [
        adapt(value) if isinstance(value, datetime) else value.hex if name in KEYS and value else value
        for name, value in zip(COLUMNS, values, strict=True)
    ]  # fmt: skip


def stored_moment(value: Any) -> str:
    """A moment as it is sealed, from what either engine gives: UTC, with microseconds, without zone."""
    if isinstance(value, datetime):
        utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return utc.isoformat(" ", "microseconds")
    return value if len(value) == 26 else f"{value}.000000"


def lines_by_number(
    connection: Any, columns: Sequence[str], numbers: dict[int, datetime]
) -> list[tuple[Any, ...]]:  # fmt: skip
    """Lines with these numbers and moments, the newest first, each looked up in the month of its moment (PostgreSQL).

    columns: of the line, or ``organisation__name``. Asked as "one of these numbers, in this period" PostgreSQL looks in
    every month for every number, or reads the months whole.
    """
    asked = ", ".join(["office.name" if name == "organisation__name" else f"line.{name}" for name in columns])
    moments = list(numbers.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {asked} FROM unnest(%s::bigint[], %s::timestamptz[]) AS wanted (number, moment) CROSS JOIN LATERAL "
            f"(SELECT * FROM {LINES} AS one WHERE one.id = wanted.number AND one.at = wanted.moment "
            "AND one.at >= %s AND one.at <= %s OFFSET 0) AS line "
            "LEFT JOIN people_organisation AS office ON office.id = line.organisation_id "
            "ORDER BY line.at DESC, line.id DESC",
            [list(numbers), moments, min(moments), max(moments)],
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


_DIGITS = "replace({}::text, '-', '')"
_FLAGS_AS_SEALED = {name: f"CAST({name} AS integer)" for name in FLAGS}
_AS_SEALED = {
    "sqlite": _FLAGS_AS_SEALED,
    "postgresql": {
        "at": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
        "person_id": _DIGITS.format("person_id"), **{name: _DIGITS.format(name) for name in KEYS}, **_FLAGS_AS_SEALED,
    },
}  # fmt: skip
"""How the database itself gives a column as it is sealed: much quicker than making a moment or a key of it here first."""


def read_month(
    connection: Any, start: datetime, end: datetime, part: tuple[int, int]
) -> tuple[Iterator[tuple[Any, ...]], Iterator[tuple[Any, ...]]]:
    """The lines (as COLUMNS, moments and keys as sealed) and the subjects (line, person) written in a period, by the
    number of the line.

    part: (which, of how many) when the shards are read apart. The lines must be asked for first: a subject that is met
    without its line is then younger than that.
    """
    which, of = part
    bounds: list[Any] = [start, end]
    if connection.vendor == "sqlite":
        bounds = [connection.ops.adapt_datetimefield_value(one) for one in bounds]
    given = _AS_SEALED[connection.vendor]
    columns, person = [given.get(name, name) for name in COLUMNS], given.get("person_id", "person_id")
    mine, about_mine = "", ""
    if of > 1:
        mine, about_mine = f" AND shard %% {of:d} = {which:d}", f" AND line_id %% 256 %% {of:d} = {which:d}"
    lines = _rows(
        connection, f"SELECT {', '.join(columns)} FROM {LINES} WHERE at >= %s AND at < %s{mine} ORDER BY id", bounds
    )
    subjects = _rows(
        connection,
        f"SELECT line_id, {person} FROM {SUBJECTS} WHERE at >= %s AND at < %s{about_mine} ORDER BY line_id, person_id",
        bounds,
    )
    return lines, subjects


def _rows(connection: Any, statement: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(5_000):
            yield from rows


def first_moment(connection: Any) -> Any:
    """When the oldest line was written, as the engine gives it, or None."""
    return _outermost(connection, "min")


def last_moment(connection: Any) -> Any:
    """When the newest line was written, as the engine gives it, or None."""
    return _outermost(connection, "max")


def _outermost(connection: Any, which: str) -> Any:
    """The least or greatest moment. Nothing has an index by moment alone, so no month is read that needs not be."""
    tables = [LINES]
    if connection.vendor == "postgresql":
        months = months_made(connection)
        tables = [month_table(LINES, month) for month in (months if which == "min" else reversed(months))]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT {which}(at) FROM {table}")
            found += [moment for (moment,) in cursor.fetchall() if moment is not None]
            if found:
                break
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {which}(at) FROM {LINES}_rest")
            found += [moment for (moment,) in cursor.fetchall() if moment is not None]
    return (min if which == "min" else max)(found, default=None)


def begin_shard(connection: Any, shard: int, mac: str) -> None:
    """Note the beginning of a chain, unless it has a head or lines already: a head that vanished is not made up again."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {HEADS} (shard, seq, mac, at) SELECT %s, 0, %s, NULL WHERE NOT EXISTS "
            f"(SELECT 1 FROM {LINES} WHERE shard = %s) ON CONFLICT DO NOTHING",
            [shard, mac, shard],
        )


def empty(connection: Any) -> None:
    """Remove the whole log. Only for measuring on a demo; call inside ``append_only.lifted``."""
    with connection.cursor() as cursor:
        for table in (SUBJECTS, LINES, "people_accessclosing", HEADS):
            cursor.execute(f"DELETE FROM {table}" if connection.vendor == "sqlite" else f"TRUNCATE {table}")


def in_one_field(values: Sequence[Any]) -> str:
    """Values as COPY reads them, side by side; the texts of generated lines hold no tab, line end or backslash."""
    return "\t".join(["\\N" if value is None else str(value) for value in values])


def write_many(connection: Any, lines: str, subjects: str) -> None:
    """Write many sealed lines (as COLUMNS) and subjects (line, person, at) at once, each a line of text made with
    ``in_one_field``: moments and keys as they are sealed. Only for measuring on a demo.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL timezone TO 'UTC'")
            for table, columns, rows in (
                (LINES, COLUMNS, lines), (SUBJECTS, ("line_id", "person_id", "at"), subjects),
            ):  # fmt: skip
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    copy.write(rows)
            return
        for into, marks, text in ((_LINE, _MARKS, lines), (_SUBJECT, "%s, %s, %s", subjects)):
            rows_of = [[None if one == "\\N" else one for one in row.split("\t")] for row in text.splitlines()]
            cursor.executemany(f"{into} VALUES ({marks})", rows_of)
