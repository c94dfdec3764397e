"""All writes about what a person asks of the own data."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import NotPossible, note
from landing.people.models import Objection, Person, Representation
from landing.people.policy import STAFF_WHO_WRITE
from landing.people.viewer import Viewer
from landing.rights import request_reads as reads
from landing.rights.request_models import Hold, RightsRequest
from landing.ui.dates import local_date, long_date

Kind, State, How = RightsRequest.Kind, RightsRequest.State, RightsRequest.How
MEANWHILE = "Een collega was je voor. Kijk hoe het er nu voor staat."


@transaction.atomic
def ask(*, viewer: Viewer, kind: str, words: str = "", topic: str = "", purpose: str = "") -> RightsRequest:
    """The person asks. The same request twice while the first waits is one request."""
    person = reads.own_person(viewer)
    return _ask(viewer=viewer, person=person, kind=kind, words=words, topic=topic, purpose=purpose, how=How.SELF)


@transaction.atomic
def ask_for(
    *,
    viewer: Viewer,
    person_key: UUID,
    kind: str,
    words: str = "",
    topic: str = "",
    purpose: str = "",
    representation: UUID | None = None,
) -> RightsRequest:
    """A worker writes down what the person said, or what somebody asks who may speak for the person."""
    if not viewer.rule.oversees and viewer.role not in STAFF_WHO_WRITE:
        raise PermissionDenied
    person = reads.person(viewer, person_key)
    speaker = next((one for one in reads.representations(viewer, person) if one.key == representation), None)
    if representation is not None and speaker is None:
        raise NotPossible("Deze persoon mag nu niet namens de cliënt spreken. Kies iemand uit de lijst.")
    how = How.REPRESENTATIVE if speaker else How.SPOKEN
    return _ask(
        viewer=viewer, person=person, kind=kind, words=words, topic=topic, purpose=purpose, how=how, speaker=speaker
    )


def _ask(
    *, viewer: Viewer, person: Person, kind: str, words: str, topic: str, purpose: str, how: str,
    speaker: Representation | None = None,
) -> RightsRequest:  # fmt: skip
    Person.objects.select_for_update().get(pk=person.pk)
    if kind == Kind.LIFTING and person.frozen_on is None:
        raise NotPossible("Deze gegevens staan niet stil.")
    if kind == Kind.RESTRICTION and person.frozen_on is not None:
        raise NotPossible("Deze gegevens staan al stil.")
    same = RightsRequest.objects.filter(
        person=person, kind=kind, state=State.OPEN, words=words, topic=topic, purpose=purpose
    ).first()
    if same:
        return same
    now = timezone.now()
    made = RightsRequest.objects.create(
        person=person, kind=kind, words=words, topic=topic, purpose=purpose, how=how, representation=speaker,
        asked_at=now, asked_by=viewer.name, asked_role=viewer.role or "", due_on=reads.last_day(viewer.today),
    )  # fmt: skip
    note(viewer=viewer, person_id=person.pk, about=f"request:{kind}", old=None, new={"asked": str(made.key)})
    return made


def _locked(viewer: Viewer, key: UUID) -> RightsRequest:
    found = reads.request(viewer, key)
    return RightsRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=found.pk)


@transaction.atomic
def take_back(*, viewer: Viewer, key: UUID) -> None:
    """The person no longer asks. Possible until there is an answer; an erasure until it is done."""
    if not viewer.is_client:
        raise PermissionDenied
    asked = _locked(viewer, key)
    waits_for_erasure = asked.kind == Kind.ERASURE and asked.state == State.GRANTED
    if asked.state == State.TAKEN_BACK:
        return
    if not asked.is_open and not waits_for_erasure:
        raise NotPossible("Er is al antwoord gegeven.")
    _close(viewer, asked, State.TAKEN_BACK)


def _close(viewer: Viewer, asked: RightsRequest, state: str, reason: str = "") -> None:
    asked.state, asked.reason, asked.decided_at = state, reason, timezone.now()
    asked.decided_by, asked.decided_role = viewer.name, viewer.role or ""
    asked.save()
    note(
        viewer=viewer, person_id=asked.person_id, about=f"request:{asked.kind}", old={"asked": str(asked.key)},
        new={"state": state},
    )  # fmt: skip


@transaction.atomic
def extend(*, viewer: Viewer, key: UUID, why: str) -> None:
    """Take two more months (AVG 12.3); only within the first month, once, with a reason that the person reads."""
    _require_decider(viewer)
    asked = _locked(viewer, key)
    if not asked.is_open or asked.extended_at:
        raise NotPossible(MEANWHILE)
    if viewer.today > asked.due_on:
        raise NotPossible(f"Verlengen kon tot en met {long_date(asked.due_on)}. Geef nu zo snel mogelijk antwoord.")
    asked.extended_at, asked.extension_why = timezone.now(), why
    asked.due_on = reads.last_day(local_date(asked.asked_at), reads.LONGER_MONTHS)
    asked.save()


def _require_decider(viewer: Viewer) -> None:
    if not reads.may_decide(viewer):
        raise PermissionDenied


@transaction.atomic
def decide(*, viewer: Viewer, key: UUID, granted: bool, reason: str = "") -> RightsRequest:
    """Answer a request: yes has its effect at once (an erasure is done by the next run of ``landing erase due``)."""
    _require_decider(viewer)
    asked = _locked(viewer, key)
    if not asked.is_open:
        raise NotPossible(MEANWHILE)
    if not granted and not reason.strip():
        raise NotPossible("Schrijf op waarom het antwoord nee is. De persoon leest dit.")
    if granted and asked.kind == Kind.ERASURE and reads.holds(viewer, asked.person):
        raise NotPossible("Dit dossier heeft een bewaarplicht. Beëindig die eerst, of antwoord nee met de reden.")
    _close(viewer, asked, State.GRANTED if granted else State.REFUSED, reason.strip())
    if granted:
        _effect(viewer, asked)
    else:
        asked.done_at = asked.decided_at
        asked.save(update_fields=["done_at"])
    return asked


def _effect(viewer: Viewer, asked: RightsRequest) -> None:
    person = Person.objects.select_for_update().get(pk=asked.person.joined_into_id or asked.person_id)
    match asked.kind:
        case Kind.OBJECTION:
            Objection.objects.get_or_create(
                person=person, topic=asked.topic, purpose=asked.purpose, to_date=None,
                defaults={"from_date": viewer.today},
            )  # fmt: skip
        case Kind.RESTRICTION:
            _freeze(viewer, person, viewer.today)
        case Kind.LIFTING:
            _freeze(viewer, person, None)
        case _:
            return  # correction and copy are done by hand, an erasure by its own run, a talk is a talk
    asked.done_at = asked.decided_at
    asked.save(update_fields=["done_at"])


def _freeze(viewer: Viewer, person: Person, day: Any) -> None:
    if (person.frozen_on is None) == (day is None):
        return
    old, person.frozen_on = person.frozen_on, day
    person.save(update_fields=["frozen_on"])
    note(
        viewer=viewer, person_id=person.pk, about="frozen", old={"frozen_on": old.isoformat() if old else None},
        new={"frozen_on": day.isoformat() if day else None},
    )  # fmt: skip


@transaction.atomic
def mark_done(*, viewer: Viewer, key: UUID) -> None:
    """What was granted has been done: corrected, printed, talked about. An erasure is never done by hand."""
    _require_decider(viewer)
    asked = _locked(viewer, key)
    if asked.state != State.GRANTED or asked.kind == Kind.ERASURE:
        raise NotPossible(MEANWHILE)
    if asked.done_at is None:
        asked.done_at = timezone.now()
        asked.save(update_fields=["done_at"])


@transaction.atomic
def mark_told(*, viewer: Viewer, key: UUID) -> None:
    """The person has the answer: handed over, posted or told."""
    _require_decider(viewer)
    asked = _locked(viewer, key)
    if asked.state not in (State.GRANTED, State.REFUSED):
        raise NotPossible(MEANWHILE)
    if asked.told_at is None:
        asked.told_at, asked.told_by = timezone.now(), viewer.name
        asked.save(update_fields=["told_at", "told_by"])


@transaction.atomic
def saw_answer(*, viewer: Viewer, asked: RightsRequest) -> None:
    """The person opened the own answer: from then on it is told."""
    if viewer.is_client and asked.decided_at and asked.told_at is None and asked.state != State.TAKEN_BACK:
        asked.told_at, asked.told_by = timezone.now(), viewer.name
        asked.save(update_fields=["told_at", "told_by"])


@transaction.atomic
def hold(*, viewer: Viewer, person_key: UUID, why: str) -> Hold:
    """Say that a record must be kept for now; until somebody ends it."""
    if not viewer.rule.oversees:
        raise PermissionDenied
    person = reads.person(viewer, person_key)
    Person.objects.select_for_update().get(pk=person.pk)
    for standing in reads.holds(viewer, person):
        if standing.why == why:
            return standing
    made = Hold.objects.create(
        person=person, why=why, from_date=viewer.today, set_at=timezone.now(), set_by=viewer.name
    )  # fmt: skip
    note(viewer=viewer, person_id=person.pk, about="hold", old=None, new={"from": viewer.today.isoformat()})
    return made


@transaction.atomic
def end_hold(*, viewer: Viewer, person_key: UUID, hold_key: UUID) -> None:
    """The reason to keep a record is gone. Ending it twice changes nothing."""
    if not viewer.rule.oversees:
        raise PermissionDenied
    person = reads.person(viewer, person_key)
    standing = Hold.objects.select_for_update().filter(person=person, key=hold_key).first()
    if standing is None:
        raise people.NotVisible
    if standing.to_date is None:
        standing.to_date = max(viewer.today, standing.from_date)
        standing.save(update_fields=["to_date"])
        note(viewer=viewer, person_id=person.pk, about="hold", old={"from": standing.from_date.isoformat()}, new=None)
