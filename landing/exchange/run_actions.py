"""All writes about the run of an import: begin, choose what the columns mean, read in, throw away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from landing.exchange import kept, running
from landing.exchange.caseload.mapping import signature
from landing.exchange.models import ImportRun, RememberedMapping
from landing.people.actions import NotPossible
from landing.people.viewer import Viewer

KEPT_FOR = timedelta(hours=24)
MOST_REMEMBERED = 50
MOST_OPEN = 20
State = ImportRun.State
OPEN = (State.RECEIVED, State.MAPPING, State.CHECKING, State.CHECKED, State.WRITING)
MEANWHILE = "Een collega was je voor, of je had deze lijst in twee schermen open. Kijk hoe het er nu voor staat."


def start(*, viewer: Viewer, name: str, size: int, chunks: Iterator[bytes]) -> ImportRun:
    """Keep a file and open it. The name loses its folders and what cannot be shown.

    Raises NotPossible when too many lists of the organisation wait for somebody: each is kept on the disk.
    """
    if not viewer.rule.imports or viewer.organisation is None:
        raise PermissionDenied
    viewer.saw(())  # a list of people came in; who they are is told when they are read in
    tidy()
    if ImportRun.objects.filter(organisation_id=viewer.organisation, state__in=OPEN).count() >= MOST_OPEN:
        raise NotPossible(
            f"Er staan al {MOST_OPEN} lijsten open. Lees ze eerst in, of gooi weg wat niet meer nodig is."
        )
    key, now = uuid4(), timezone.now()
    kept.keep_upload(key, chunks)
    try:
        with transaction.atomic():
            run = ImportRun.objects.create(
                key=key, organisation_id=viewer.organisation, file_name=_shown(name), size=size, made_at=now,
                since=now, **_who(viewer),
            )  # fmt: skip
            running.go_on(viewer, run)
    except BaseException:
        kept.forget(key)
        raise
    return run


def _shown(name: str) -> str:
    plain = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())
    return (plain if len(plain) <= 120 else plain[:100] + "…" + plain[-19:]) or "lijst"


def _who(viewer: Viewer) -> dict[str, Any]:
    return {"account_id": viewer.account, "worker_id": viewer.worker, "by_name": viewer.name}


def _forward(viewer: Viewer, run: ImportRun, state: ImportRun.State, **values: Any) -> None:
    """Bring a run to a state from the one in which the caller saw it; raises NotPossible when it went on meanwhile."""
    values |= {"state": state, "since": timezone.now(), **_who(viewer)}
    changed = ImportRun.objects.filter(pk=run.pk, version=run.version).update(version=F("version") + 1, **values)
    if not changed:
        raise NotPossible(MEANWHILE)
    run.refresh_from_db()


@transaction.atomic
def reopen(*, viewer: Viewer, run: ImportRun, sheet: str, heading_row: int | None) -> None:
    """Open the same file with another sheet or another row of headings; the mapping begins anew."""
    _need(run, State.MAPPING, State.CHECKED)
    _forward(viewer, run, State.RECEIVED, sheet=sheet, heading_row=heading_row, mapping={}, counts={})
    running.go_on(viewer, run)


@transaction.atomic
def map_columns(*, viewer: Viewer, run: ImportRun, mapping: dict[str, Any]) -> None:
    """Keep what the columns mean, remember it for the next list, and look at every row."""
    _need(run, State.MAPPING, State.CHECKED)
    _forward(viewer, run, State.CHECKING, mapping=mapping, counts={})
    _remember(run, mapping)
    running.go_on(viewer, run)


def _remember(run: ImportRun, mapping: dict[str, Any]) -> None:
    RememberedMapping.objects.update_or_create(
        organisation_id=run.organisation_id, signature=signature(mapping["headings"]),
        defaults={"mapping": mapping, "used_at": timezone.now()},
    )  # fmt: skip
    own = RememberedMapping.objects.filter(organisation_id=run.organisation_id).order_by("-used_at", "-pk")
    RememberedMapping.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST_REMEMBERED:])).delete()


@transaction.atomic
def read_in(*, viewer: Viewer, run: ImportRun, only_good: bool) -> None:
    """Write all rows, or with ``only_good`` the rows without an error."""
    _need(run, State.CHECKED)
    counts = run.counts
    if not counts.get("good"):
        raise NotPossible("Er is geen rij die erin kan.")
    if counts.get("bad") and not only_good:
        raise NotPossible("Er zijn nog rijen met fouten. Herstel die eerst, of kies voor alleen de goede rijen.")
    _forward(viewer, run, State.WRITING, only_good=only_good)
    running.go_on(viewer, run)


@transaction.atomic
def go_on(*, viewer: Viewer, run: ImportRun) -> None:
    """Do again the step that broke off. Nothing of it was written."""
    if not running.is_broken_off(run):
        raise NotPossible(MEANWHILE)
    _forward(viewer, run, State(run.state))
    running.go_on(viewer, run)


@transaction.atomic
def cancel(*, viewer: Viewer, run: ImportRun) -> None:
    """Throw the file away; nothing of it comes in."""
    _need(run, State.MAPPING, State.CHECKED, *(running.BUSY if running.is_broken_off(run) else ()))
    _forward(viewer, run, State.CANCELLED, mapping={}, counts={})
    transaction.on_commit(lambda: kept.forget(run.key))


def tidy() -> int:
    """Throw away what is older than a day; returns how many lists. Runs that waited are put down as thrown away."""
    gone = kept.forget_old(KEPT_FOR.total_seconds())
    waiting = ImportRun.objects.filter(state__in=OPEN, since__lt=timezone.now() - KEPT_FOR)
    waiting.update(state=State.CANCELLED, since=timezone.now(), version=F("version") + 1, mapping={}, counts={})
    return len(gone)


def _need(run: ImportRun, *states: str) -> None:
    if run.state not in states:
        raise NotPossible(MEANWHILE)
