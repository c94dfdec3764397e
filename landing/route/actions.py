"""All writes on a route. Keyword-only, one transaction, a line of history, and the dues reckoned anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.core.due.rules import Rulebook
from landing.people import reads as people
from landing.people.actions import ChangedMeanwhile, Difference, NotPossible, require_writer
from landing.people.viewer import Viewer
from landing.route import dues, reads, rulebook
from landing.route.models import Fact, GatePass, Journey, RouteEvent, StepMark
from landing.ui.dates import long_date


@dataclass(frozen=True, slots=True)
class Written:
    """What an action did: the history line (its key undoes it), or None when nothing changed."""

    event: UUID | None


def locked_journey(viewer: Viewer, person_key: UUID) -> Journey:
    """The journey, held for this transaction so that two writers come one after the other."""
    found = reads.journey(viewer, person_key)
    return Journey.objects.select_for_update(of=("self",)).select_related("person__region").get(pk=found.pk)


def require_topics(viewer: Viewer, journey: Journey, topics: Iterable[str]) -> None:
    """Refuse to change what this viewer may not change of this person (1 query)."""
    if not reads.lens(viewer, journey).changes(topics):
        raise PermissionDenied


def note(
    *, viewer: Viewer, journey: Journey, about: str, old: Any, new: Any, why: str = "", undoes: UUID | None = None
) -> RouteEvent:
    """Write one line of a journey's history."""
    return RouteEvent.objects.create(
        journey=journey, at=timezone.now(), account_id=viewer.account, by_name=viewer.name, by_role=viewer.role or "",
        about=about, old=old, new=new, why=why, undoes=undoes,
    )  # fmt: skip


@transaction.atomic
def start_journey(
    *, viewer: Viewer, person_key: UUID, started_on: date | None = None, facts: Mapping[str, Any] | None = None
) -> Journey:
    """Begin a person's route; there is one open journey a person."""
    require_writer(viewer)
    person = people.person(viewer, person_key)
    existing = Journey.objects.filter(person=person, closed_on__isnull=True).first()
    if existing is not None:
        raise NotPossible("Voor deze persoon loopt al een route.")
    journey = Journey.objects.create(person=person, started_on=started_on or viewer.today)
    note(viewer=viewer, journey=journey, about="journey", old=None, new={"started": journey.started_on.isoformat()})
    if facts:
        _write_facts(viewer=viewer, journey=journey, changes=dict(facts), old=reads.known(journey.pk), why="")
    dues.refresh(journey, viewer.today)
    return journey


@transaction.atomic
def record_facts(
    *,
    viewer: Viewer,
    person_key: UUID,
    changes: Mapping[str, Any],
    seen: Mapping[str, int] | None = None,
    why: str = "",
) -> Written:
    """Record dates and situation facts of a journey; None as value makes a fact unknown again.

    changes: {fact id: date, True/False, choice or None}. seen: {fact id: id of the row the viewer saw, 0 for
    none}; raises ChangedMeanwhile, and writes nothing, when somebody recorded another value since.
    A client may record the facts that are asked of clients.
    """
    require_writer(viewer)
    journey = locked_journey(viewer, person_key)
    book = rulebook.current(viewer.region_code)
    for kind in changes:
        fact = book.facts.get(kind)
        if fact is None:
            raise NotPossible("Dit gegeven bestaat niet in de regels.")
        if viewer.is_client and not fact.client_question:
            raise PermissionDenied
    require_topics(viewer, journey, {book.facts[kind].topic for kind in changes})
    old = reads.known(journey.pk)
    _refuse_newer(book, old, changes, seen or {}, journey)
    events = _write_facts(viewer=viewer, journey=journey, changes=dict(changes), old=old, why=why)
    if events:
        dues.refresh(journey, viewer.today)
    return Written(events[-1].key if events else None)


def record_fact(*, viewer: Viewer, person_key: UUID, kind: str, value: Any, why: str = "") -> Written:
    """Record one fact."""
    return record_facts(viewer=viewer, person_key=person_key, changes={kind: value}, why=why)


def _refuse_newer(
    book: Rulebook, old: reads.Known, changes: Mapping[str, Any], seen: Mapping[str, int], journey: Journey
) -> None:
    stale = [
        kind for kind, value in changes.items()
        if kind in seen and seen[kind] != old.ids.get(kind, 0) and old.facts.get(kind) != value
    ]  # fmt: skip
    if not stale:
        return
    rows = {row.kind: row for row in Fact.objects.filter(journey=journey, current=True, kind__in=stale)}
    raise ChangedMeanwhile(
        [
            Difference(
                kind, book.facts[kind].label, say(book, kind, old.facts.get(kind)), say(book, kind, changes[kind]),
                rows[kind].recorded_by if kind in rows else "", rows[kind].recorded_at if kind in rows else None,
            )
            for kind in stale
        ]
    )  # fmt: skip


def say(book: Rulebook, kind: str, value: Any) -> str:
    """A fact's value in words for the screen."""
    if value is None:
        return "nog niet bekend"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return long_date(value)
    return book.facts[kind].choices.get(value, str(value))


def _write_facts(
    *, viewer: Viewer, journey: Journey, changes: dict[str, Any], old: reads.Known, why: str, undoes: UUID | None = None
) -> list[RouteEvent]:
    changed = {kind: value for kind, value in changes.items() if old.facts.get(kind) != value}
    if not changed:
        return []
    now = timezone.now()
    Fact.objects.filter(journey=journey, current=True, kind__in=changed).update(current=False)
    Fact.objects.bulk_create(
        Fact(
            journey=journey, kind=kind, recorded_at=now, recorded_by=viewer.name,
            on=value if isinstance(value, date) else None, value="" if isinstance(value, date) else plain(value),
        )
        for kind, value in changed.items() if value is not None
    )  # fmt: skip
    if "last_contact" in changed:
        journey.last_contact_on = changed["last_contact"]
    if "route_closed" in changed:
        journey.closed_on = changed["route_closed"]
    journey.version += 1
    journey.save(update_fields=["version", "last_contact_on", "closed_on"])
    about = f"fact:{next(iter(changed))}" if len(changed) == 1 else "facts"
    return [
        note(
            viewer=viewer, journey=journey, about=about, why=why, undoes=undoes,
            old={kind: plain(old.facts.get(kind)) for kind in changed},
            new={kind: plain(value) for kind, value in changed.items()},
        )
    ]  # fmt: skip


def plain(value: Any) -> Any:
    """A fact's value as it is kept: ISO date, yes/no, choice, or None."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else value


def from_plain(value: Any) -> Any:
    """The other way: what ``plain`` made, back as the rules read it."""
    if value in ("yes", "no"):
        return value == "yes"
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


@transaction.atomic
def mark_step(
    *,
    viewer: Viewer,
    person_key: UUID,
    rule: str,
    kind: str = StepMark.Kind.DONE,
    on: date | None = None,
    why: str = "",
) -> Written:
    """Tick a step as done, or set it aside with a reason. Doing it twice changes nothing.

    A repeating step ticked again moves its date on. Setting aside needs a reason. A client may tick the steps
    that are the client's own.
    """
    require_writer(viewer)
    journey = locked_journey(viewer, person_key)
    version = rulebook.current(viewer.region_code).version_on(rule, viewer.today)
    if version is None:
        raise NotPossible("Deze stap bestaat niet (meer) in de regels.")
    if viewer.is_client and (version.who != "client" or kind != StepMark.Kind.DONE):
        raise PermissionDenied
    _require_step(viewer, journey, rule)
    if kind == StepMark.Kind.SET_ASIDE and not why.strip():
        raise NotPossible("Schrijf kort op waarom deze stap niet hoeft.")
    day = on or viewer.today
    if day > viewer.today:
        raise NotPossible("Deze dag ligt in de toekomst. Kies de dag waarop het gebeurde.")
    before = StepMark.objects.filter(journey=journey, rule=rule, current=True).first()
    if before and (before.kind, before.on, before.why) == (kind, day, why.strip()):
        return Written(None)
    event = _replace_mark(viewer=viewer, journey=journey, rule=rule, before=before, kind=kind, on=day, why=why.strip())
    dues.refresh(journey, viewer.today)
    return Written(event.key)


def _require_step(viewer: Viewer, journey: Journey, rule: str) -> None:
    """Refuse a step of which this viewer may not read everything or not change its own topic."""
    book, lens = rulebook.current(viewer.region_code), reads.lens(viewer, journey)
    for version in book.versions(rule):
        if not lens.shows(book.topics_of(version)) or not lens.changes({version.life_condition}):
            raise PermissionDenied


def _replace_mark(
    *, viewer: Viewer, journey: Journey, rule: str, before: StepMark | None, kind: str | None, on: date | None,
    why: str, undoes: UUID | None = None,
) -> RouteEvent:  # fmt: skip
    if before:
        before.current = False
        before.save(update_fields=["current"])
    if kind:
        StepMark.objects.create(
            journey=journey, rule=rule, kind=kind, on=on, why=why, by_name=viewer.name, by_role=viewer.role or "",
            recorded_at=timezone.now(),
        )  # fmt: skip
    journey.version += 1
    journey.save(update_fields=["version"])
    return note(
        viewer=viewer, journey=journey, about=f"step:{rule}", why=why, undoes=undoes,
        old={"kind": before.kind, "on": before.on.isoformat(), "why": before.why} if before else None,
        new={"kind": kind, "on": on.isoformat() if on else None, "why": why} if kind else None,
    )  # fmt: skip


@transaction.atomic
def take_back_step(*, viewer: Viewer, person_key: UUID, rule: str, why: str = "") -> Written:
    """Take back that a step was done or set aside."""
    require_writer(viewer)
    journey = locked_journey(viewer, person_key)
    before = StepMark.objects.filter(journey=journey, rule=rule, current=True).first()
    if before is None:
        return Written(None)
    if viewer.is_client and before.by_role != viewer.role:
        raise PermissionDenied
    _require_step(viewer, journey, rule)
    event = _replace_mark(viewer=viewer, journey=journey, rule=rule, before=before, kind=None, on=None, why=why)
    dues.refresh(journey, viewer.today)
    return Written(event.key)


@transaction.atomic
def pass_gate(*, viewer: Viewer, person_key: UUID, gate: str, why: str) -> Written:
    """Pass a closed gate with a reason, by somebody whose role has the mandate; what was missing is kept with it."""
    require_writer(viewer)
    journey = locked_journey(viewer, person_key)
    book = rulebook.current(viewer.region_code)
    if gate not in book.gates:
        raise NotPossible("Deze poort bestaat niet.")
    if viewer.role not in book.gates[gate].mandate:
        raise PermissionDenied
    require_topics(viewer, journey, {"continuity"})
    if len(why.strip()) < 10:
        raise NotPossible("Schrijf in een zin waarom de poort toch open mag, en wat er alsnog gebeurt.")
    if GatePass.objects.filter(journey=journey, gate=gate, current=True).exists():
        return Written(None)
    state = next(
        g for g in reads.reckon(viewer.region_code, viewer.today, reads.known(journey.pk)).gates if g.gate_id == gate
    )
    if state.open:
        raise NotPossible("Deze poort is al open.")
    GatePass.objects.create(
        journey=journey, gate=gate, on=viewer.today, why=why.strip(), by_name=viewer.name, by_role=viewer.role or "",
        missing=list(state.missing), recorded_at=timezone.now(),
    )  # fmt: skip
    event = note(
        viewer=viewer, journey=journey, about=f"gate:{gate}", old=None, why=why.strip(),
        new={"passed": viewer.today.isoformat(), "missing": list(state.missing)},
    )  # fmt: skip
    return Written(event.key)


@transaction.atomic
def close_gate(*, viewer: Viewer, person_key: UUID, gate: str, why: str = "", undoes: UUID | None = None) -> Written:
    """Take back that a gate was passed."""
    require_writer(viewer)
    journey = locked_journey(viewer, person_key)
    passed = GatePass.objects.filter(journey=journey, gate=gate, current=True).first()
    if passed is None:
        return Written(None)
    if viewer.role not in rulebook.current(viewer.region_code).gates[gate].mandate:
        raise PermissionDenied
    require_topics(viewer, journey, {"continuity"})
    passed.current = False
    passed.save(update_fields=["current"])
    event = note(
        viewer=viewer, journey=journey, about=f"gate:{gate}", old={"passed": passed.on.isoformat(), "why": passed.why},
        new=None, why=why, undoes=undoes,
    )  # fmt: skip
    return Written(event.key)


@transaction.atomic
def undo(*, viewer: Viewer, person_key: UUID, event: UUID) -> Written:
    """Undo one change by writing its opposite; refused when the same thing was changed again since."""
    require_writer(viewer)
    journey = locked_journey(viewer, person_key)
    line = RouteEvent.objects.filter(journey=journey, key=event).first()
    if line is None:
        raise people.NotVisible
    if viewer.is_client and line.account_id != viewer.account:
        raise PermissionDenied
    if RouteEvent.objects.filter(journey=journey, undoes=event).exists():
        return Written(None)
    kind, _, name = line.about.partition(":")
    if kind in {"fact", "facts"}:
        book = rulebook.current(viewer.region_code)
        require_topics(viewer, journey, {book.facts[fact].topic for fact in line.new or {} if fact in book.facts})
        return _undo_facts(viewer=viewer, journey=journey, line=line)
    if kind == "step":
        _require_step(viewer, journey, name)
        return _undo_step(viewer=viewer, journey=journey, line=line, rule=name)
    if kind == "gate" and line.old is None:
        return close_gate(viewer=viewer, person_key=person_key, gate=name, undoes=event)
    raise NotPossible("Deze wijziging kan niet ongedaan worden gemaakt. Pas het gegeven zelf aan.")


CHANGED_SINCE = "Dit is daarna nog eens veranderd. Kijk in de geschiedenis en pas het zelf aan."


def _undo_facts(*, viewer: Viewer, journey: Journey, line: RouteEvent) -> Written:
    now = reads.known(journey.pk)
    if any(plain(now.facts.get(kind)) != value for kind, value in (line.new or {}).items()):
        raise NotPossible(CHANGED_SINCE)
    back = {kind: from_plain(value) for kind, value in (line.old or {}).items()}
    events = _write_facts(
        viewer=viewer, journey=journey, changes=back, old=now, why="ongedaan gemaakt", undoes=line.key
    )
    dues.refresh(journey, viewer.today)
    return Written(events[-1].key if events else None)


def _undo_step(*, viewer: Viewer, journey: Journey, line: RouteEvent, rule: str) -> Written:
    mark = StepMark.objects.filter(journey=journey, rule=rule, current=True).first()
    found = {"kind": mark.kind, "on": mark.on.isoformat(), "why": mark.why} if mark else None
    if found != line.new:
        raise NotPossible(CHANGED_SINCE)
    old = line.old or {}
    event = _replace_mark(
        viewer=viewer, journey=journey, rule=rule, before=mark, kind=old.get("kind"), undoes=line.key,
        on=date.fromisoformat(old["on"]) if old else None, why=old.get("why", ""),
    )  # fmt: skip
    dues.refresh(journey, viewer.today)
    return Written(event.key)
