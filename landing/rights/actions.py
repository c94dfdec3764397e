"""All writes about looks: asking, answering, opening in an emergency, seeing the notice, reviewing. Viewer first.

None of them writes a line of the person's history: who looked reads that history too. The rows themselves say who and when.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from landing.people import access_log, access_reads
from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.models import Person
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.rights import reads
from landing.rights.models import AccessQuestion, BreakGlass

EMERGENCY_HOURS = 4
MOST_TRIES_A_DAY = 5
EMERGENCY_PAGE = "rights:emergency"


class NobodyFound(NotPossible):
    """There is nobody with exactly this name and birth date."""


@transaction.atomic
def ask(*, viewer: Viewer, look: UUID, words: str) -> AccessQuestion:
    """Ask about a look at oneself. Asking twice about the same look gives the question that was asked first."""
    if viewer.person is None or viewer.person_key is None:
        raise PermissionDenied
    found = access_reads.look(viewer, viewer.person_key, look)
    viewer.saw([viewer.person_key])
    # Held, so that two windows ask one question.
    Person.objects.select_for_update().get(pk=viewer.person)
    question, _ = AccessQuestion.objects.get_or_create(
        person_id=viewer.person, line_id=found.id,
        defaults={
            "line_at": found.at, "look": look, "about_account_id": found.account, "words": words, "asked_at": access_log.now(),
            "due_on": reads.term(viewer, "access_question_term"),
        },
    )  # fmt: skip
    return question


@transaction.atomic
@everyone("an emergency is opened without a bond; the page asks name, birth date and reason first")
def answer(*, viewer: Viewer, question: UUID, words: str) -> AccessQuestion:
    """Answer a question about a look; never by who looked. The first answer stands."""
    found = reads.question(viewer, question)
    held = AccessQuestion.objects.select_for_update().get(pk=found.pk)
    if held.answered_at is not None:
        raise NotPossible(f"{held.answered_by_name} gaf intussen al antwoord. Jouw tekst is niet bewaard.")
    held.answer, held.answered_at = words, access_log.now()
    held.answered_by_id, held.answered_by_name = viewer.worker, viewer.name
    held.save()
    return held


def find_overseen(*, viewer: Viewer, name: str, born: date) -> Person:
    """The person with this name and birth date into whose log the viewer may look; raises NobodyFound."""
    found = reads.named(access_reads.overseen_persons(viewer), name, born)
    if len(found) != 1:
        raise NobodyFound("We vinden niemand met precies deze naam en geboortedatum bij jouw organisatie.")
    viewer.saw([found[0].key], basis="oversight")
    return found[0]


@transaction.atomic
@everyone("an emergency is opened without a bond; the page asks name, birth date and reason first")
def open_in_emergency(*, viewer: Viewer, name: str, born: date, reason: str, words: str) -> BreakGlass:
    """Open somebody of the region without a bond, for some hours, read only.

    Only for who knows exactly whom they look for. The coordinator and the person are told, and a privacy officer
    reviews it. Raises NobodyFound, and NotPossible after too many wrong tries on a day or when there is a bond already.
    """
    if not viewer.rule.writes or viewer.is_client or viewer.organisation is None or viewer.region is None:
        raise PermissionDenied
    today = access_reads.first_of(viewer.today)
    if access_reads.failed_tries(viewer, EMERGENCY_PAGE, min(today, access_log.now())) >= MOST_TRIES_A_DAY:
        raise NotPossible("Je hebt vandaag te vaak iemand niet gevonden. Bel de coördinator of de politie.")
    found = reads.named(reads.of_region(viewer), name, born)
    if len(found) != 1:
        raise NobodyFound("We vinden niemand met precies deze naam en geboortedatum. Kijk ze na.")
    person = found[0]
    if people.persons(viewer).filter(pk=person.pk).exists():
        raise NotPossible("Jij hebt al een rol rond deze persoon. Open de persoon vanuit je cliëntenlijst.")
    now = access_log.now()
    opening = BreakGlass.objects.create(
        person=person, account_id=viewer.account, worker_id=viewer.worker, organisation_id=viewer.organisation,
        by_name=viewer.name, by_role=viewer.role or "", reason=reason, words=words, opened_at=now,
        ends_at=now + timedelta(hours=EMERGENCY_HOURS),
        review_due_on=reads.term(viewer, "break_glass_review_term"),
    )  # fmt: skip
    if viewer.access is not None:
        viewer.access.emergency, viewer.access.reason = True, reason
        viewer.access.saw([person.key], action="emergency", purpose="emergency", basis="emergency")
    return opening


@transaction.atomic
@everyone("an emergency is opened without a bond; the page asks name, birth date and reason first")
def see_notice(*, viewer: Viewer, opening: UUID) -> None:
    """The coordinator says that the notice of an opening was seen."""
    found = reads.to_be_seen(viewer, opening)
    BreakGlass.objects.filter(pk=found.pk, seen_at__isnull=True).update(seen_at=access_log.now())


@transaction.atomic
@everyone("an emergency is opened without a bond; the page asks name, birth date and reason first")
def review(*, viewer: Viewer, opening: UUID, verdict: str, words: str) -> BreakGlass:
    """Say whether an opening was right; not by who opened it. The first verdict stands."""
    found = reads.opening(viewer, opening)
    held = BreakGlass.objects.select_for_update().get(pk=found.pk)
    if held.account_id == viewer.account:
        raise NotPossible("Je kunt je eigen noodtoegang niet beoordelen.")
    if held.reviewed_at is not None:
        raise NotPossible(f"{held.reviewed_by_name} heeft dit intussen al beoordeeld. Jouw oordeel is niet bewaard.")
    held.verdict, held.review_words, held.reviewed_at = verdict, words, access_log.now()
    held.reviewed_by_id, held.reviewed_by_name = viewer.worker, viewer.name
    held.save()
    return held
