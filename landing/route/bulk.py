"""What is due for all journeys at once: reckon in chunks, compare with the copy, write only what changed.

The answer is that of ``dues.refresh`` for each journey; here the reading and writing go by the thousand. A stored chunk is
compared as text that the database puts together, so that nothing is taken apart where nothing changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from landing.core.due.rules import Rule, Rulebook
from landing.people.models import Region
from landing.route import dues, rulebook
from landing.route.answers import SUMMARY, WHOLE, Answer, answers, facts_of, known_in_region, known_of
from landing.route.mass_write import delete_rows, fresh_statistics, insert_rows, update_rows
from landing.route.models import Due, Journey

CHUNK = 2_000
MANY_ROWS = 200_000
"""So many rows written change what the database must know of the tables; counting them anew takes seconds."""
Progress = Callable[[str], Any]
DueRows = dict[str, tuple[Any, ...]]
"""Rule id to the columns of ``dues.COLUMNS``."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many journeys were reckoned and how many rows (dues and summaries) were written or removed."""

    journeys: int
    rows: int


def refresh_all(today: date, *, everything: bool = False, progress: Progress = lambda line: None) -> Refreshed:
    """Bring the copy of what is due in step for the journeys whose answer can have changed, or for all of them.

    A journey can have changed when its ``recompute_on`` has come or when it was reckoned with other rules. Each chunk is a
    transaction of its own that holds its journeys, so that people can go on working meanwhile.
    """
    work: list[tuple[Rulebook, list[int]]] = []
    for region in Region.objects.order_by("pk"):
        book = rulebook.current(region.code)
        stale = Q() if everything else Q(recompute_on__lte=today) | ~Q(rulebook=book.fingerprint[:64])
        found = Journey.objects.filter(stale, person__region=region).order_by("pk").values_list("pk", flat=True)
        work.append((book, list(found)))
    total = sum(len(ids) for _, ids in work)
    seen = rows = 0
    for book, keys in work:
        for start in range(0, len(keys), CHUNK):
            part = keys[start : start + CHUNK]
            with transaction.atomic():
                rows += _refresh_chunk(book, today, part)
            seen += len(part)
            progress(f"{seen:,} van {total:,} routes doorgerekend".replace(",", "."))
    return _refreshed(total, rows)


def _refreshed(journeys: int, rows: int) -> Refreshed:
    if rows >= MANY_ROWS:
        fresh_statistics([Due, Journey])
    return Refreshed(journeys, rows)


def refresh_some(journey_ids: Iterable[int], today: date) -> Refreshed:
    """Bring the copy of what is due in step for these journeys alone, such as those that an import touched.

    journey_ids: primary keys, in any order; a key that no journey has is left out. Each chunk is a transaction of its
    own, or a part of the caller's.
    """
    keys = sorted(set(journey_ids))
    books: dict[str, Rulebook] = {}
    seen = rows = 0
    for start in range(0, len(keys), CHUNK):
        of_region: dict[str, list[int]] = {}
        found = Journey.objects.filter(pk__in=keys[start : start + CHUNK]).order_by("pk")
        for pk, code in found.values_list("pk", "person__region__code"):
            of_region.setdefault(code, []).append(pk)
        with transaction.atomic():
            for code, part in of_region.items():
                if code not in books:
                    books[code] = rulebook.current(code)
                rows += _refresh_chunk(books[code], today, part)
                seen += len(part)
    return _refreshed(seen, rows)


@transaction.atomic
def refresh_changed(region_code: str, before: Rulebook, today: date) -> Refreshed:
    """Bring the copy of what is due in step after a region's rules changed from ``before`` to those that hold now.

    The same outcome as ``refresh_all``, but for routes that were in step only the rules that differ are reckoned. Where
    these say the same of a route, all of it stays as it was; only the others are reckoned whole.
    """
    book = rulebook.current(region_code)
    if book.facts != before.facts:
        return refresh_all(today)
    in_step = Q(rulebook=before.fingerprint[:64]) & (Q(recompute_on__isnull=True) | Q(recompute_on__gt=today))
    held = Journey.objects.filter(in_step, person__region__code=region_code).order_by("pk")
    if connection.features.has_select_for_update_of:
        held = held.select_for_update(of=("self",))
    ids = list(held.values_list("pk", flat=True))
    touched: list[int] = []
    old, new = only_differing(before, book)
    rules = [*old.rules, *new.rules]
    for known in known_in_region(region_code, ids, only=rules, size=CHUNK) if rules else ():
        for was, becomes in zip(answers(old, today, known), answers(new, today, known), strict=True):
            # The last of the summary is the rulebook itself.
            if (set(was.rows), was.summary[:-1]) != (set(becomes.rows), becomes.summary[:-1]):
                touched.append(was.journey)
    done = refresh_some(touched, today)
    rest = sorted(set(ids).difference(touched))
    update_rows(Journey, ("rulebook",), [(pk, book.fingerprint[:64]) for pk in rest])
    others = refresh_all(today)
    return Refreshed(len(ids) + others.journeys, done.rows + len(rest) + others.rows)


def _refresh_chunk(book: Rulebook, today: date, ids: Sequence[int]) -> int:
    held = Journey.objects.all()
    if connection.features.has_select_for_update_of:
        held = held.select_for_update(of=("self",))
    summaries = {row[0]: row[1:] for row in held.filter(pk__in=ids).order_by("pk").values_list("pk", *SUMMARY)}
    stored = _stored_text(ids)
    new: list[tuple[Any, ...]] = []
    differing: dict[int, DueRows] = {}
    changed_summaries = []
    for answer in answers(book, today, known_of(ids)):
        pk = answer.journey
        if summaries[pk] != answer.summary:
            changed_summaries.append((pk, *answer.summary))
        text = stored.get(pk)
        if text is None:
            new.extend((pk, row.rule, *row.columns) for row in answer.rows)
        elif set(text.split("\n")) != {row.line for row in answer.rows}:
            differing[pk] = _columns(answer)
    written = insert_rows(Due, ("journey", "rule", *dues.COLUMNS), new) if new else 0
    written += _write_differences(differing)
    return written + update_rows(Journey, SUMMARY, changed_summaries)


def _write_differences(differing: dict[int, DueRows]) -> int:
    """Compare row by row where the text differed, and write what is new, other or gone."""
    if not differing:
        return 0
    gone, other, left = [], [], {pk: dict(rows) for pk, rows in differing.items()}
    stored = Due.objects.filter(journey__in=list(differing)).values_list("pk", "journey", "rule", *dues.COLUMNS)
    for pk, journey, rule, *row in stored:
        wanted = left[journey].pop(rule, None)
        if wanted is None:
            gone.append(pk)
        elif tuple(row) != wanted:
            other.append((pk, *wanted))
    new = [(journey, rule, *row) for journey, rows in left.items() for rule, row in rows.items()]
    delete_rows(Due, gone)
    update_rows(Due, dues.COLUMNS, other)
    if new:
        insert_rows(Due, ("journey", "rule", *dues.COLUMNS), new)
    return len(gone) + len(other) + len(new)


def _columns(answer: Answer) -> DueRows:
    return {row.rule: row.columns for row in answer.rows}


_PARTS = ("rule", *dues.COLUMNS)
_LINE = " || '|' || ".join(f"COALESCE(CAST({name} AS text), '')" if "_on" in name else name for name in _PARTS)


def _stored_text(ids: Sequence[int]) -> dict[int, str]:
    """For each journey that has a copy: all of it as one text, a line for each rule in no set order (as ``Row.line``)."""
    table = connection.ops.quote_name(Due._meta.db_table)
    values: list[Any]
    if connection.vendor == "postgresql":
        joined, where, values = f"string_agg({_LINE}, E'\\n')", "= ANY(%s)", [list(ids)]
    else:
        marks = ", ".join(["%s"] * len(ids))
        joined, where, values = f"group_concat({_LINE}, char(10))", f"IN ({marks})", list(ids)
    sql = f"SELECT journey_id, {joined} FROM {table} WHERE journey_id {where} GROUP BY journey_id"  # noqa: S608  (names from models)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Effect:
    """What another rulebook does to one due: its date before and after; None where there is (or was) none."""

    journey: int
    rule: str
    kind: str
    before: date | None
    after: date | None


@dataclass(slots=True)
class WhatIf:
    """What another rulebook would do: journeys looked at, {(rule, phase): {kind: how many}}, and each effect.

    Kinds: ``appears``, ``vanishes`` and ``shifts`` (another date or state).
    """

    journeys: int = 0
    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)

    @property
    def affected(self) -> Iterable[int]:
        """The journeys for which anything changes."""
        return dict.fromkeys(effect.journey for effect in self.effects)


def what_if(region_code: str, book: Rulebook, today: date, *, now: Rulebook | None = None) -> WhatIf:
    """Compare another rulebook with the current one over all open journeys of a region, in three queries.

    ``now``: the current rulebook, where the caller has it. Writes nothing.
    """
    before, after = only_differing(now or rulebook.current(region_code), book)
    found = WhatIf()
    open_ones = Journey.objects.filter(person__region__code=region_code, closed_on__isnull=True)
    ids = list(open_ones.order_by("pk").values_list("pk", flat=True))
    found.journeys = len(ids)
    if not before.rules and not after.rules:
        return found
    for known in known_in_region(region_code, ids, only=[*before.rules, *after.rules], size=CHUNK):
        both = zip(answers(before, today, known, whole=True), answers(after, today, known, whole=True), strict=True)
        for was, becomes in both:
            _compare(found, was.journey, _columns(was), _columns(becomes), (before, after))
    return found


_DUE_ON = WHOLE.index("due_on")


def _compare(found: WhatIf, pk: int, old: DueRows, new: DueRows, books: tuple[Rulebook, Rulebook]) -> None:
    for rule in sorted({*old, *new}):
        was, becomes = old.get(rule), new.get(rule)
        if was is not None and becomes is not None:
            if was == becomes:
                continue
            kind = "shifts"
        else:
            kind = "appears" if was is None else "vanishes"
        version = (books[1].versions(rule) or books[0].versions(rule))[-1]
        found.counts.setdefault((rule, version.phase), Counter())[kind] += 1
        found.effects.append(
            Effect(pk, rule, kind, was[_DUE_ON] if was else None, becomes[_DUE_ON] if becomes else None)
        )


def only_differing(first: Rulebook, second: Rulebook) -> tuple[Rulebook, Rulebook]:
    """Two rulebooks cut down to the rules of which they hold different versions.

    What is due under a rule follows from that rule, the facts and the calendar alone; another calendar keeps all rules.
    """
    if first.calendar.extra != second.calendar.extra:
        return first, second
    one, other = _versions(first), _versions(second)
    differing = {rule_id for rule_id in {*one, *other} if one.get(rule_id) != other.get(rule_id)}
    return _cut(first, differing), _cut(second, differing)


def _versions(book: Rulebook) -> dict[str, list[Rule]]:
    return {rule_id: [replace(rule, file="", line=0) for rule in book.versions(rule_id)] for rule_id in book.rule_ids}


def _cut(book: Rulebook, rule_ids: set[str]) -> Rulebook:
    rules = tuple(replace(rule, blocks=()) for rule in book.rules if rule.id in rule_ids)
    # Every fact of a rulebook costs a column over all journeys, so only those that these rules look at.
    wanted = {fact for rule in rules for fact in facts_of(rule)}
    facts = {name: fact for name, fact in book.facts.items() if name in wanted}
    return Rulebook(book.root, book.overlay, book.documents, facts, book.settings, book.gates, rules, book.fingerprint)
