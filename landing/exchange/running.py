"""The work on one list: open it, look at every row, write it. Small lists at once, large ones in a process of their own.

A process that dies leaves nothing half: rows and "done" are written in one transaction. Its silence is seen
(`is_broken_off`), and the same step can be started again.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

import landing
from landing.exchange import kept, reads
from landing.exchange.actions import Imported, write_caseload
from landing.exchange.caseload.checking import CheckResult, UnfitMapping, check_table
from landing.exchange.caseload.fields import BY_ID
from landing.exchange.caseload.mapping import faults_of, find_remembered, propose
from landing.exchange.caseload.mending import rows_to_mend_csv
from landing.exchange.caseload.tables import Refusal, open_table
from landing.exchange.models import ImportRun
from landing.people.actions import NotPossible
from landing.people.viewer import Viewer

AT_ONCE_BYTES = {"workbook": 150_000, "text": 300_000}
BUSY = (ImportRun.State.RECEIVED, ImportRun.State.CHECKING, ImportRun.State.WRITING)
SHOWN_RESULT = 500
Progress = Callable[[str, int, int], None]


def is_small(run: ImportRun) -> bool:
    """Whether a list is done before somebody wonders whether anything happens (about a second)."""
    kind = "workbook" if run.file_name.casefold().endswith((".xlsx", ".xlsm")) else "text"
    return run.size <= AT_ONCE_BYTES[kind]


def go_on(viewer: Viewer, run: ImportRun) -> None:
    """Do the step that a run waits for, or have it done once the present transaction is written."""
    if is_small(run):
        step(viewer, run, lambda *_: None)
    else:
        kept.keep_progress(run.key, "Beginnen", 0, 0)
        transaction.on_commit(partial(start_beside, run.key))


def start_beside(key: UUID) -> None:
    """Start a process that does the step; it goes on when the browser is closed."""
    command = [sys.executable, "-m", "landing.cli", "import", "run", str(key)]
    subprocess.Popen(  # noqa: S603  (our own program; a key, no shell)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        start_new_session=True, close_fds=True, cwd=Path(landing.__file__).parents[1],
    )  # fmt: skip


def is_broken_off(run: ImportRun) -> bool:
    """Whether the process that worked on a run is gone: busy, and no sign of life for half a minute."""
    if run.state not in BUSY:
        return False
    silent = kept.progress(run.key)["silent"]
    if silent is None:
        silent = (timezone.now() - run.since).total_seconds()
    return silent > kept.SILENT_SECONDS


@contextmanager
def alive(key: UUID) -> Iterator[Progress]:
    """Give signs of life while work goes on; the value is called with (phase, done, total)."""
    said: list[Any] = ["Beginnen", 0, 0]
    stop = threading.Event()

    def say(phase: str, done: int, total: int) -> None:
        said[:] = [phase, done, total]

    def beat() -> None:
        while True:
            kept.keep_progress(key, *said)
            if stop.wait(1):
                return

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield say
    finally:
        stop.set()
        thread.join()


def step(viewer: Viewer, run: ImportRun, say: Progress) -> None:
    """Do the step that belongs to the state of a run; a run that waits for a person is left as it is."""
    work = {
        ImportRun.State.RECEIVED: _open,
        ImportRun.State.CHECKING: _check,
        ImportRun.State.WRITING: _write,
    }.get(ImportRun.State(run.state))
    if work is None:
        return
    try:
        work(viewer, run, say)
    except FileNotFoundError:
        _to(run, ImportRun.State.REFUSED, refusal={
            "message": "Het bestand is er niet meer. We bewaren het een dag.", "mend": "Kies het bestand opnieuw."})  # fmt: skip


def _open(viewer: Viewer, run: ImportRun, say: Progress) -> None:
    say("Het bestand openen", 0, 0)
    try:
        table = open_table(kept.upload(run.key), sheet=run.sheet or None, heading_row=run.heading_row)
    except Refusal as refusal:
        _to(run, ImportRun.State.REFUSED, refusal={"message": refusal.message_nl, "mend": refusal.mend_nl})
        transaction.on_commit(partial(kept.forget, run.key))
        return
    kept.keep_table(run.key, table)
    proposal = propose(table)
    mapping = dict(proposal.mapping)
    remembered = find_remembered(table.headings, reads.remembered(viewer))
    counts: dict[str, Any] = {"rows": len(table.rows)}
    if remembered is not None and not faults_of(remembered[0]):
        mapping = _fitted(remembered[0], mapping)
        counts["remembered"] = True
    _to(run, ImportRun.State.MAPPING, mapping=mapping, counts=counts)


def _fitted(old: dict[str, object], new: dict[str, object]) -> dict[str, object]:
    """A remembered mapping on this list: its columns, and the proposal for columns that it did not know."""
    columns, kept_columns = new["columns"], old["columns"]
    assert isinstance(columns, dict) and isinstance(kept_columns, dict)
    taken = set(kept_columns.values())
    fitted = {
        heading: kept_columns.get(heading, "" if name in taken else name) for heading, name in columns.items()
    }  # fmt: skip
    return {**new, **{name: old[name] for name in ("values", "periods", "not_a_bsn") if name in old}, "columns": fitted}


def _check(viewer: Viewer, run: ImportRun, say: Progress) -> None:
    say("De rijen nakijken", 0, 0)
    table = kept.table(run.key)
    try:
        result = check_table(
            table, run.mapping, today=viewer.today, known=reads.known_names(viewer),
            progress=lambda done, total: say("De rijen nakijken", done, total),
        )  # fmt: skip
    except UnfitMapping as unfit:
        _to(run, ImportRun.State.MAPPING, counts=run.counts | {"unfit": unfit.faults_nl})
        return
    kept.keep_check(run.key, result)
    _to(run, ImportRun.State.CHECKED, counts=_counts(viewer, result))


def _counts(viewer: Viewer, result: CheckResult) -> dict[str, Any]:
    good = result.good_rows
    new = reads.new_rows(viewer, good)
    return {
        "rows": len(result.rows),
        "good": len(good),
        "bad": len(result.bad_rows),
        "repeats": sum(1 for row in result.rows if row.is_good and row.repeats is not None),
        "new": new,
        "known": len(good) - new,
        "errors": sum(1 for fault in result.faults if fault.severity == "error"),
        "warnings": sum(1 for fault in result.faults if fault.severity != "error"),
        "by_place": _by_place(result),
    }


def _by_place(result: CheckResult) -> list[list[Any]]:
    """How many errors and remarks per column: [heading, letter, errors, remarks], the most first."""
    found: dict[tuple[str, str], list[int]] = {}
    for fault in result.faults:
        found.setdefault((fault.heading, fault.letter), [0, 0])[fault.severity != "error"] += 1
    return [[*place, *numbers] for place, numbers in sorted(found.items(), key=lambda one: -sum(one[1]))][:100]


def _write(viewer: Viewer, run: ImportRun, say: Progress) -> None:
    say("De rijen nakijken", 0, 0)
    table = kept.table(run.key)
    checked = check_table(
        table, run.mapping, today=viewer.today, known=reads.known_names(viewer),
        progress=lambda done, total: say("De rijen nakijken", done, total),
    )  # fmt: skip
    if checked.bad_rows and not run.only_good:
        kept.keep_check(run.key, checked)
        _to(run, ImportRun.State.CHECKED, counts=_counts(viewer, checked))
        return
    try:
        with transaction.atomic():
            # Two processes for one run: the second waits here and finds it done.
            if ImportRun.objects.select_for_update().get(pk=run.pk).state != ImportRun.State.WRITING:
                return
            written = write_caseload(viewer=viewer, rows=checked.good_rows, progress=say)
            _to(run, ImportRun.State.DONE, result=told(written) | {"bad": len(checked.bad_rows)})
    except NotPossible as reason:
        _to(run, ImportRun.State.REFUSED, refusal={"message": str(reason), "mend": "Er is niets geschreven."})
        return
    if not checked.bad_rows:
        transaction.on_commit(partial(kept.forget, run.key))


def told(written: Imported) -> dict[str, Any]:
    """What was written, for the result page: numbers, row numbers and field ids, no cell of the list."""
    return {
        "new": written.new, "changed": written.changed, "unchanged": written.unchanged, "offered": written.offered,
        "differences": [list(one) for one in written.differences[:SHOWN_RESULT]],
        "differing": len(written.differences),
        "unknown_names": [list(one) for one in written.unknown_names[:SHOWN_RESULT]],
        "unknown": len(written.unknown_names),
    }  # fmt: skip


FIELD_WORDS = {name: field.label for name, field in BY_ID.items()} | {
    "call_me": "Roepnaam", "origin_id": "Gemeente van herkomst", "destination": "Gemeente waar iemand naartoe gaat",
}  # fmt: skip


def mend_file(viewer: Viewer, run: ImportRun) -> Iterator[bytes]:
    """The bad rows with what is wrong and how to mend it, as CSV. Raises FileNotFoundError when thrown away."""
    table = kept.table(run.key)
    checked = check_table(table, run.mapping, today=viewer.today, known=reads.known_names(viewer))
    return rows_to_mend_csv(table, checked.bad_rows)


def _to(run: ImportRun, state: ImportRun.State, **values: Any) -> None:
    """Write a new state, unless somebody else brought the run further meanwhile."""
    values |= {"state": state, "since": timezone.now()}
    ImportRun.objects.filter(pk=run.pk, state=run.state).update(version=F("version") + 1, **values)
    for name, value in values.items():
        setattr(run, name, value)
