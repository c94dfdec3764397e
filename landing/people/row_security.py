"""The second line on PostgreSQL: the database itself gives a viewer only the rows of persons with a bond that holds.

The first line is ``people.reads.visible`` and the lens. If a question forgets it, this line answers nothing. It is coarser
(rows, not topics), stands in the database (row level security under a role that owns nothing) and is made anew after every
migration for each table that leads to a person: a new table is guarded unless it is named in ``OPEN`` with a reason.

SQLite has no such thing; there the first line stands alone (docs/adr/0013).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date
from time import monotonic
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import Exists, ForeignKey, Max, Model, OuterRef, Q
from django.db.models.lookups import Contains

from landing.people import append_only
from landing.people.models import Bond, Person
from landing.people.roles import Reach
from landing.people.viewer import Viewer

ROLE, KNOWS = "landing_viewer", "landing_viewer_knows"
"""As whom a request asks: ordinarily, and for an organisation that knows everybody but a few."""
FUNCTION = "landing_sees"
BEYOND, BEYOND_JOURNEYS = "landing_beyond", "landing_beyond_journeys"
ENTER = "landing_enter"
NAMED = "landing_named"
PERSON, JOURNEY = "people_person", "route_journey"
SETTINGS = ("today", "person", "worker", "organisation", "region", "judges", "everyone", "upto", "unknown")
"""What the policies ask about the viewer, each a setting of the transaction."""
MOST_BEYOND = 200
"""How many people an organisation may not know for its lists to be asked of everybody but these."""
WORTH_IT = 1000
"""Of fewer people than this the ordinary condition is as quick."""
KNOWN_FOR_SECONDS = 60

# Tables that lead to a person and are not guarded, and why.
OPEN = {
    "people.Shield": "who is shielded must be known to every question, to leave them out; it holds a reason and no name",
    "people.Likeness": "pairs of two records, of which the names are guarded themselves",
    "people.Joining": "row numbers only; the records are guarded themselves",
    "people.AccessSubject": "the log takes every line, also of a look that was refused; it is only read by its own reads",
    "rights.BreakGlass": "written by somebody who has no bond, on purpose",
}

_TODAY = "(SELECT nullif(current_setting('landing.today', true), '')::date)"


def _setting(name: str) -> str:
    return f"(SELECT nullif(current_setting('landing.{name}', true), '')::bigint)"


def _numbers(name: str) -> str:
    """SQL: a setting that holds several numbers, as an array."""
    return f"coalesce(string_to_array(nullif(current_setting('landing.{name}', true), ''), ','), '{{}}')::bigint[]"


_ALL = "(SELECT current_setting('landing.everyone', true) = 'on')"
_HELD = f"b.from_date <= {_TODAY} AND (b.to_date IS NULL OR b.to_date > {_TODAY})"


def _bond(person: str) -> str:
    """SQL: a bond of the viewer with the person holds, and no shield keeps the viewer out.

    Own bonds and those of the organisation are asked apart, each by an index of its own: asked with one *or*, PostgreSQL reads
    all bonds of a person, and of each of these the guard of bonds asks whether it may be seen. OFFSET: looked up for each
    person. Without it all bonds of an organisation are read first, 25,000 for the fifty of a page.
    """
    own = f"b.worker_id = {_setting('worker')}"
    of_house = f"b.organisation_id = {_setting('organisation')} AND b.kind IN ('care_provider', 'municipality')"
    bonds = " OR ".join(
        f"EXISTS (SELECT 1 FROM people_bond b WHERE b.person_id = {person} AND {which} AND {_HELD} OFFSET 0)"
        for which in (own, of_house)
    )
    return (
        f"(({bonds})"
        f" AND NOT EXISTS (SELECT 1 FROM people_shield s WHERE s.person_id = {person} AND s.ended_at IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM people_shieldpass p WHERE p.shield_id = s.id"
        f" AND p.worker_id = {_setting('worker')})))"
    )


def _sees(person: str) -> str:
    return f"({_ALL} OR {person} = {_setting('person')} OR {_bond(person)})"


def _sees_joined(person: str) -> str:
    """The same, also of a record that was joined into one that is seen: what was asked there is read with the person."""
    joined = f"EXISTS (SELECT 1 FROM {PERSON} j WHERE j.id = {person} AND j.joined_into_id IS NOT NULL)"
    return f"({_sees(person)} OR {joined})"


def _flat(number: str, beyond: str) -> str:
    """SQL for who knows everybody but a few: a row of none of these. It is as narrow as the condition of everybody else, and
    asks nothing of other tables for each row, so that PostgreSQL walks its indexes as if there were no guard."""
    return f"({_ALL} OR {number} <> ALL ((SELECT {_numbers(beyond)})::bigint[]))"


def guarded(*, flat: bool = False) -> dict[str, str]:
    """Every table that leads to a person, with the condition under which a row is given: {table: SQL}. ``flat``: for who
    knows everybody but a few."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        condition = _condition(model, (), flat=flat)
        if condition:
            found[model._meta.db_table] = condition
    return found


def _condition(model: type[Model], seen: tuple[type[Model], ...], *, flat: bool) -> str:
    """The condition on a table, or nothing for a table that leads to nobody or is open."""
    if not model.__module__.startswith("landing.") or model._meta.label in OPEN or model in seen:
        return ""
    table = model._meta.db_table
    if model is Person:
        judged = f"(SELECT current_setting('landing.judges', true) = 'on') AND {table}.region_id = {_setting('region')}"
        into = f"{table}.joined_into_id"
        mine = _flat(f"{table}.id", "beyond") if flat else _sees(f"{table}.id")
        return f"{mine} OR ({judged}) OR ({into} IS NOT NULL AND {FUNCTION}({into}))"
    if model is Bond:
        # No question to the own table here, which would never end; the function looks past the guard.
        own = f"({table}.worker_id = {_setting('worker')} OR {table}.organisation_id = {_setting('organisation')})"
        # Not flat: a search was six times slower, because PostgreSQL then began with the bonds.
        return f"{_ALL} OR {own} OR {FUNCTION}({table}.person_id)"
    if flat and table == JOURNEY:
        return _flat(f"{table}.person_id", "beyond")
    ways = [field for field in model._meta.local_fields if isinstance(field, ForeignKey)]
    direct = [f"{table}.{field.column}" for field in ways if field.related_model is Person]
    if direct:
        sees = _sees if table == JOURNEY else _sees_joined
        return " AND ".join(f"({column} IS NULL OR {sees(column)})" for column in direct)
    for field in ways:
        target: Any = field.related_model
        if _condition(target, (*seen, model), flat=flat):
            # The table it leads to is guarded itself, so what is not given there is not given here.
            there = target._meta.db_table
            if flat and there == JOURNEY:
                return _flat(f"{table}.{field.column}", "beyond_journeys")
            # OFFSET: looked up for each row. Without it PostgreSQL may look up everybody first, for the twenty of one carer.
            found = f"SELECT 1 FROM {there} t WHERE t.{target._meta.pk.column} = {table}.{field.column} OFFSET 0"
            return f"{_ALL} OR EXISTS ({found})"
    return ""


def supported() -> bool:
    """Whether this database has row level security and the installation wants it."""
    return connection.vendor == "postgresql" and bool(settings.ROW_SECURITY)


# Who is not known: looked up a minute ago at most, or newer than that, or behind a shield; of these, whom the viewer does not see.
_SHIELDED = (
    "SELECT s.person_id FROM people_shield s WHERE s.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM people_shieldpass p"
    f" WHERE p.shield_id = s.id AND p.worker_id = {_setting('worker')})"
)
_BEYOND = (
    f"SELECT coalesce(array_agg(p.id), '{{}}') FROM (SELECT unnest({_numbers('unknown')}) AS id UNION SELECT n.id FROM"
    " people_person n WHERE n.id >"
    f" coalesce({_setting('upto')}, 0) UNION {_SHIELDED}) p WHERE {FUNCTION}(p.id) IS NOT TRUE"
)
_BEYOND_JOURNEYS = (
    f"SELECT coalesce(array_agg(j.id), '{{}}') FROM {JOURNEY} j"
    f" WHERE j.person_id = ANY ((SELECT {_numbers('beyond')})::bigint[])"
)


# Everything a viewer is, in one statement. Who is not known is asked when the rest is set, and kept as a setting, so that no
# statement asks it again. It runs as who calls it: the role must outlive it.
_SAID = " ".join(f"PERFORM set_config('landing.{name}', {ENTER}.{name}, true);" for name in SETTINGS)
_ENTER = f"""CREATE OR REPLACE FUNCTION {ENTER}({", ".join(f"{name} text" for name in SETTINGS)}, as_role text) RETURNS void
LANGUAGE plpgsql AS $$ BEGIN
{_SAID}
IF as_role = '{KNOWS}' THEN
    PERFORM set_config('landing.beyond', array_to_string({BEYOND}(), ','), true);
    PERFORM set_config('landing.beyond_journeys', array_to_string({BEYOND_JOURNEYS}(), ','), true);
END IF;
PERFORM set_config('role', as_role, true);
END $$"""


# A name is looked for here and not in the guarded table: PostgreSQL compares with LIKE only what the guard has let through, so
# it would fetch everybody first. A viewer gets numbers of people whom the viewer sees, and no others.
_UNGUARDED = f"(SELECT current_setting('role') NOT IN ('{ROLE}', '{KNOWS}'))"
_NAMED = f"SELECT named.id FROM {PERSON} named WHERE named.search_name LIKE pattern AND ({_UNGUARDED} OR {_sees('named.id')})"


def _function(name: str, takes: str, gives: str, body: str, more: str = "") -> str:
    """SQL: a question that looks past the guard, as the owner of the tables."""
    return (
        f"CREATE OR REPLACE FUNCTION {name}({takes}) RETURNS {gives} LANGUAGE sql STABLE SECURITY DEFINER COST 1 {more} "
        f"SET search_path = public AS $$ {body} $$"
    )


def statements() -> list[str]:
    """What makes the guard anew, safe to run again; as the owner of the tables."""
    owned = [
        statement
        for role in (ROLE, KNOWS)
        for statement in (
            f"GRANT USAGE ON SCHEMA public TO {role}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            # Of what is made later: the table of the cache, the months of the log.
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
        )
    ] + [
        _function(FUNCTION, "someone bigint", "boolean", f"SELECT {_sees('someone')}"),
    ]
    owned += [_function(BEYOND, "", "bigint[]", _BEYOND), _function(BEYOND_JOURNEYS, "", "bigint[]", _BEYOND_JOURNEYS)]
    owned.append(_function(NAMED, "pattern text", "SETOF bigint", _NAMED, "ROWS 100"))
    owned.append(_ENTER)
    flat = guarded(flat=True)
    for table, condition in guarded().items():
        owned += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS {ROLE} ON {table}",
            f"DROP POLICY IF EXISTS {KNOWS} ON {table}",
            f"CREATE POLICY {ROLE} ON {table} TO {ROLE} USING ({condition}) WITH CHECK ({condition})",
            f"CREATE POLICY {KNOWS} ON {table} TO {KNOWS} USING ({flat[table]}) WITH CHECK ({flat[table]})",
        ]
    return owned


class Named(Contains):
    """``search_name__named``: persons in whose folded name a text stands. Behind the guard the database looks for it apart."""

    lookup_name = "named"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """As any *contains*, or through ``landing_named`` where the database guards."""
        if not supported():
            return compiler.compile(Contains(self.lhs, self.rhs))  # type: ignore[no-any-return]
        pattern, given = self.process_rhs(compiler, connection)
        number, _ = compiler.compile(Person._meta.pk.get_col(self.lhs.alias))
        return f"{number} IN (SELECT {NAMED}({pattern}))", given


# Of this field alone: what it asks is a number of a person.
Person._meta.get_field("search_name").register_lookup(Named)


def apply() -> None:
    """Make the guard of every table anew. Raises CommandError, with what to do, when the user of the database may not make
    the two roles."""
    if supported() and apps.ready and _tables_are_there():
        with transaction.atomic():
            _see_to_roles()
            append_only.run(connection, statements())


def after_migrating(**kwargs: Any) -> None:
    """Make it anew after each migration; emptied tables (flush, which says it migrated without a plan) are guarded as before."""
    if "plan" in kwargs:
        apply()


def _see_to_roles() -> None:
    """Make the roles as whom a request asks, or say who can."""
    with connection.cursor() as cursor:
        for role in (ROLE, KNOWS):
            for attempt in (
                # Another installation on this server may come here at the same moment; what counts is asked after it.
                f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN OTHERS THEN NULL; END $$",
                f"DO $$ BEGIN EXECUTE format('GRANT {role} TO %I', current_user); EXCEPTION WHEN OTHERS THEN NULL; END $$",
            ):
                if not _is_member(cursor, role):
                    cursor.execute(attempt)
            if not _is_member(cursor, role):
                cursor.execute("SELECT current_user")
                (user,) = cursor.fetchone()
                raise CommandError(
                    f'The database user "{user}" may not make roles, and row level security needs two (docs/adr/0013). '
                    f"Let an administrator of PostgreSQL run this once:\n  CREATE ROLE {ROLE} NOLOGIN;\n  CREATE ROLE "
                    f'{KNOWS} NOLOGIN;\n  GRANT {ROLE}, {KNOWS} TO "{user}";\n'
                    "or do without this second line: LANDING_ROW_SECURITY=0."
                )


def _is_member(cursor: Any, role: str) -> bool:
    """Whether this user of the database may ask as a role."""
    cursor.execute("SELECT bool_or(pg_has_role(oid, 'MEMBER')) FROM pg_roles WHERE rolname = %s", [role])
    return bool(cursor.fetchone()[0])


def _tables_are_there() -> bool:
    here = set(connection.introspection.table_names())
    return set(guarded()) <= here


Known = tuple[str, str]
"""Up to which number of persons, and all but whom."""
_known: dict[tuple[int | None, date], tuple[float, Known | None]] = {}


def _known_by(viewer: Viewer) -> Known | None:
    """Whom the viewer's organisation has a bond with today, when that is everybody in the database but for a few. Looked up
    at most once a minute in each process; of who came since and of who is shielded each statement asks anew."""
    if viewer.rule.reach is not Reach.ORGANISATION or viewer.organisation is None:
        return None
    key, now = (viewer.organisation, viewer.today), monotonic()
    found = _known.get(key)
    if found is None or found[0] <= now:
        found = _known[key] = (now + KNOWN_FOR_SECONDS, _ask_known(viewer))
    return found[1]


def _ask_known(viewer: Viewer) -> Known | None:
    held = Q(from_date__lte=viewer.today) & (Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
    bonds = Bond.objects.filter(
        held, organisation_id=viewer.organisation, kind__in=("care_provider", "municipality"), person_id=OuterRef("pk")
    )
    # The newest first: whoever came in lately is the first without a bond, so most organisations are told apart at once.
    strangers = Person.objects.filter(~Exists(bonds)).order_by("-pk").values_list("pk", flat=True)
    beyond = list(strangers[: MOST_BEYOND + 1])
    last = Person.objects.aggregate(last=Max("pk"))["last"]
    if last is None or len(beyond) > MOST_BEYOND or Person.objects.count() < WORTH_IT:
        return None
    return str(last), ",".join(map(str, beyond))


def forget() -> None:
    """Look up anew who knows everybody."""
    _known.clear()


class Guard:
    """The transaction in which the database gives one viewer's rows only. It can rest between two statements of a request:
    then nothing is held, and the next statement opens it again before it is asked."""

    def __init__(self, viewer: Viewer) -> None:
        known = _known_by(viewer)
        # Who oversees for the lead municipality answers also for those with whom no organisation has a bond any more.
        unbound = viewer.rule.oversees and viewer.lead_municipality
        whole = viewer.rule.reach is Reach.ORGANISATION or viewer.rule.oversees
        self._values = {
            "today": viewer.today.isoformat(),
            "person": _text(viewer.person),
            "worker": _text(viewer.worker),
            "organisation": _text(viewer.organisation if whole else None),
            "region": _text(viewer.region),
            "judges": "on" if viewer.judges_region else "off",
            "everyone": "on" if unbound else "off",
            "upto": known[0] if known else "",
            "unknown": known[1] if known else "",
            "role": KNOWS if known else ROLE,
        }
        self.stands_aside = False
        self._transaction: transaction.Atomic | None = None
        self._within = False

    def open(self) -> None:
        """Begin the transaction and say who looks: one statement."""
        made = transaction.atomic()
        made.__enter__()
        self._transaction = made
        self._within = bool(connection.savepoint_ids)
        self._say()

    def _say(self) -> None:
        values = [*self._values.values()]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {ENTER}({', '.join(['%s'] * len(values))})", values)

    def stand_aside(self) -> None:
        """Let what follows be asked as the owner of the tables."""
        _ask_as("none")
        self.stands_aside = True

    def stand_before(self) -> None:
        """Let what follows be asked as the viewer again."""
        self.stands_aside = False
        # What a statement broke is undone by a transaction around this deed, and the role with it.
        if not connection.needs_rollback and not _is_broken():
            _ask_as(self._values["role"])

    def close(self, *trouble: Any) -> None:
        """End the transaction, undone if there was trouble: the three values of ``__exit__``."""
        made, self._transaction = self._transaction, None
        if made is None:
            return
        # Only a transaction around this one (a test's) would carry the role along.
        if self._within and not connection.needs_rollback and not _is_broken():
            _ask_as("none")
        made.__exit__(*(trouble or (None, None, None)))

    def rests(self) -> bool:
        """Let go of the transaction until the next statement, where that is possible: True if nothing is held now."""
        alone = connection.in_atomic_block and not connection.savepoint_ids and not connection.needs_rollback
        if self._transaction is None or not alone or self.stands_aside:
            return False
        self.close()
        connection.execute_wrappers.append(self._wakes)
        return True

    def _wakes(self, execute: Callable[..., Any], *asked: Any) -> Any:
        connection.execute_wrappers.remove(self._wakes)
        if connection.in_atomic_block:
            # Somebody began a transaction meanwhile. It ends before this guard could, so it is said for that one only.
            self._say()
            connection.execute_wrappers.append(self._wakes)
        else:
            self.open()
        return execute(*asked)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Nothing is held within this, and each statement is asked as the owner of the tables; the guard is back after it."""
        if not self.rests():
            yield
            return
        connection.execute_wrappers.remove(self._wakes)
        try:
            yield
        finally:
            self.open()

    def leaves(self, *trouble: Any) -> None:
        """The end of the request."""
        if self._wakes in connection.execute_wrappers:
            connection.execute_wrappers.remove(self._wakes)
        self.close(*trouble)


_guard: ContextVar[Guard | None] = ContextVar("row_security_guard", default=None)
"""The guard of this request; None where the database gives everything."""


@contextmanager
def as_viewer(viewer: Viewer) -> Iterator[Guard]:
    """One request in which the database gives this viewer's rows only."""
    guard = Guard(viewer)
    token = _guard.set(guard)
    try:
        try:
            guard.open()
            yield guard
        except BaseException as trouble:
            guard.leaves(type(trouble), trouble, trouble.__traceback__)
            raise
        guard.leaves()
    finally:
        _guard.reset(token)


def rests() -> bool:
    """Whether the database holds nothing of this request now: no guard, or one that could let go for a moment."""
    guard = _guard.get()
    return guard is None or guard.rests()


@contextmanager
def apart(why: str) -> Iterator[None]:
    """Do what takes long before the request holds anything: nothing in it may read of a person. ``why``: for readers."""
    guard = _guard.get()
    if not why:
        raise ValueError("say why something is done beside the guard")
    with nullcontext() if guard is None else guard.apart():
        yield


@contextmanager
def everyone(why: str) -> Iterator[None]:
    """Let a deed see past the guard for a moment, as the owner of the tables: only where the first line has said who may do
    it. ``why``: for readers."""
    if not why:
        raise ValueError("say why a deed must see past the guard")
    guard = _guard.get()
    if guard is None or guard.stands_aside:
        yield
        return
    guard.stand_aside()
    try:
        yield
    finally:
        guard.stand_before()


def _is_broken() -> bool:
    """Whether a statement failed, so that this transaction takes no other before it is undone."""
    from psycopg.pq import TransactionStatus

    return bool(connection.connection and connection.connection.info.transaction_status == TransactionStatus.INERROR)


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _ask_as(role: str) -> None:
    """Let the rest of the transaction be asked as a role; ``none``: as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, true)", [role])
