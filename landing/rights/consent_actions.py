"""All acts of consent: asking, answering, withdrawing, shortening, and keeping who may speak for somebody.

Keyword-only, viewer first, one transaction, a line of history with each. The person's row is locked first, so that of
two acts at the same moment the second sees the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation

from landing.core.periods import add_months
from landing.people import reads as people
from landing.people.actions import NotPossible, note, require_writer
from landing.people.models import Consent, ConsentQuestion, Organisation, Person, Representation
from landing.people.viewer import Viewer
from landing.rights import consent_reads as reads
from landing.rights import consent_words as words
from landing.ui import languages
from landing.ui.dates import local_date, long_date
from landing.ui.languages import said as _

LONGEST_MONTHS = 24
State = ConsentQuestion.State


def _of_staff(viewer: Viewer, key: UUID) -> Person:
    """A person whom a member of staff may see and write about, locked."""
    require_writer(viewer)
    if viewer.is_client:
        raise PermissionDenied
    return Person.objects.select_for_update().get(pk=people.person(viewer, key).pk)


def _self(viewer: Viewer) -> Person:
    """The client, locked."""
    found = Person.objects.select_for_update().filter(pk=viewer.person).first() if viewer.is_client else None
    if found is None:
        raise PermissionDenied
    viewer.saw([found.key])
    return found


def _told(row: Consent | ConsentQuestion, topics: Iterable[str] | None = None, **more: Any) -> dict[str, Any]:
    """What a line of history keeps: keys for machines, and the words as they were."""
    chosen = words.ordered(row.topics if topics is None else topics)
    return {"receiver": reads.receiver_of(row), "topics": chosen, "what": words.labels(chosen), **more}


@transaction.atomic
def ask(
    *, viewer: Viewer, person_key: UUID, organisation_id: int | None, receiver_name: str = "", topics: Sequence[str],
    purpose: str, until: date, why: str, renews: UUID | None = None,
) -> ConsentQuestion:  # fmt: skip
    """Ask a person for consent. Raises NotPossible for what may not be asked, or was asked and waits for an answer.

    renews: the key of a consent that ends within sixty days, of which the same is asked again.
    """
    person = _of_staff(viewer, person_key)
    organisation = None
    if organisation_id is not None:
        organisation = Organisation.objects.filter(pk=organisation_id, region_id=viewer.region).first()
        if organisation is None:
            raise NotPossible(_("Deze organisatie is niet gevonden. Kies er een uit de lijst."))
    name = "" if organisation else receiver_name.strip()
    chosen = words.ordered(topics)
    _require_askable(organisation.kind if organisation else None, chosen, purpose)
    if organisation is None and not name:
        raise NotPossible(_("Vul in wie het mag weten."))
    if not viewer.today < until <= add_months(viewer.today, LONGEST_MONTHS):
        raise NotPossible(_("Kies een einddatum na vandaag en binnen twee jaar."))
    _require_not_asked(viewer, person, organisation_id, name, chosen, purpose)
    question = ConsentQuestion.objects.create(
        person=person, organisation=organisation, receiver_name=name, topics=chosen, purpose=purpose, until=until,
        why=why, asked_at=timezone.now(), asked_by=viewer.name, asked_role=viewer.role or "",
    )  # fmt: skip
    told = _told(question, question=str(question.key), purpose=purpose, until=until.isoformat())
    about = "consent:renewal_asked" if renews else "consent:asked"
    note(viewer=viewer, person_id=person.pk, about=about, old=None, new=told, why=why)
    return question


def _require_askable(kind: str | None, topics: Sequence[str], purpose: str) -> None:
    if not topics:
        raise NotPossible(_("Kies minstens één onderwerp."))
    if len(topics) > words.MOST_TOPICS:
        raise NotPossible(
            _("Kies hooguit {most_topics} onderwerpen in één vraag.").format(most_topics=words.MOST_TOPICS)
        )
    if set(topics) - set(words.askable(kind)) or purpose not in words.ASKED_PURPOSES:
        raise NotPossible(_("Dit mag niet aan deze ontvanger worden gegeven, ook niet met toestemming."))


def _require_not_asked(
    viewer: Viewer, person: Person, organisation_id: int | None, name: str, topics: Sequence[str], purpose: str
) -> None:
    same = {"person": person, "organisation_id": organisation_id, "receiver_name": name, "purpose": purpose}
    for earlier in ConsentQuestion.objects.filter(reads.to_answer(viewer.today), **same):
        if set(earlier.topics) & set(topics):
            raise NotPossible(
                _(
                    "Deze vraag staat al open: {asked_by} vroeg dit op {asked_at}. Wacht op het antwoord, of neem die vraag eerst terug."
                ).format(asked_by=earlier.asked_by, asked_at=long_date(earlier.asked_at))
            )
    for consent in Consent.objects.filter(reads.in_force(viewer.today), **same):
        if set(topics) <= set(consent.topics) and not reads.given(consent, viewer.today).renewable:
            raise NotPossible(
                _(
                    "Hiervoor is al toestemming, tot {to_date}. Vraag het opnieuw vanaf {renew_days} dagen voor die dag."
                ).format(to_date=long_date(consent.to_date), renew_days=reads.RENEW_DAYS)
            )


@transaction.atomic
def take_back(*, viewer: Viewer, person_key: UUID, question_key: UUID) -> bool:
    """Take a question back that was not answered; whether that changed anything. Answered meanwhile: NotPossible."""
    person = _of_staff(viewer, person_key)
    question = reads.question(viewer, person, question_key)
    if question.state == State.TAKEN_BACK:
        return False
    _require_open(viewer, question)
    _settle(question, State.TAKEN_BACK)
    note(viewer=viewer, person_id=person.pk, about="consent:taken_back", old=None,
         new=_told(question, question=str(question.key)))  # fmt: skip
    return True


def _require_open(viewer: Viewer, question: ConsentQuestion) -> None:
    gone = words.GONE_CLIENT if viewer.is_client else words.GONE_STAFF
    state = reads.question_state(question, viewer.today)
    if state in gone:
        raise NotPossible(gone[state])


def _settle(question: ConsentQuestion, state: str) -> None:
    question.state, question.answered_at = state, timezone.now()
    question.save(update_fields=["state", "answered_at"])


@transaction.atomic
def give(*, viewer: Viewer, question_key: UUID, topics: Sequence[str], until: date | None = None) -> Consent:
    """The person says yes to some or all of what was asked, until the day that was asked for or an earlier one."""
    person = _self(viewer)
    question = reads.my_question(viewer, question_key)
    _require_open(viewer, question)
    if until is not None and not viewer.today < until <= question.until:
        raise NotPossible(_("Kies een dag na vandaag. Later dan gevraagd kan niet."))
    return _keep(viewer, person, question, topics, viewer.today, until or question.until, how=Consent.How.SELF)


@transaction.atomic
def decline(*, viewer: Viewer, question_key: UUID) -> None:
    """The person says no."""
    _answer(viewer, question_key, State.DECLINED)


@transaction.atomic
def want_to_talk(*, viewer: Viewer, question_key: UUID) -> bool:
    """The person wants to talk first; the question stays open. Whether that is new."""
    return _answer(viewer, question_key, State.TALK)


def _answer(viewer: Viewer, question_key: UUID, state: str) -> bool:
    person = _self(viewer)
    question = reads.my_question(viewer, question_key)
    if question.state == state == State.TALK:
        return False
    _require_open(viewer, question)
    _settle(question, state)
    about = "consent:talk" if state == State.TALK else "consent:declined"
    note(viewer=viewer, person_id=person.pk, about=about, old=None, new=_told(question, question=str(question.key)))
    return True


@transaction.atomic
def record_answer(
    *, viewer: Viewer, person_key: UUID, question_key: UUID, topics: Sequence[str], given_on: date,
    until: date | None = None, witness: str = "", representation: UUID | None = None,
) -> Consent | None:  # fmt: skip
    """Write down an answer that was given on paper before a witness, or by a representative; no topics means no.

    given_on: the day under the signature. Raises NotPossible when the witness is who records or the person self, when
    the representative may not speak that day or about this, and when the question is no longer open.
    """
    person = _of_staff(viewer, person_key)
    question = reads.question(viewer, person, question_key)
    _require_open(viewer, question)
    if given_on > viewer.today:
        raise NotPossible(_("De dag van tekenen ligt in de toekomst. Kijk de datum na."))
    if given_on < min(local_date(question.asked_at), viewer.today):
        raise NotPossible(_("De dag van tekenen ligt voor de dag waarop dit is gevraagd. Kijk de datum na."))
    end = until or question.until
    if not viewer.today < end <= question.until:
        raise NotPossible(_("De einddatum moet na vandaag zijn, en niet later dan gevraagd."))
    speaker = None
    if representation is not None:
        speaker = _speaker(person, representation, given_on, topics)
    else:
        _require_other_witness(viewer, person, witness)
    how = Consent.How.REPRESENTATIVE if speaker else Consent.How.PAPER
    if topics:
        return _keep(viewer, person, question, topics, given_on, end, how=how, witness=witness, speaker=speaker)
    _settle(question, State.DECLINED)
    told = _told(question, question=str(question.key), how=how.value, witness=witness,
                 representative=speaker.name if speaker else "")  # fmt: skip
    note(viewer=viewer, person_id=person.pk, about="consent:declined", old=None, new=told)
    return None


def _require_other_witness(viewer: Viewer, person: Person, witness: str) -> None:
    full = people.show_name(person.given_name, person.infix, person.surname)
    if not witness.strip():
        raise NotPossible(_("Vul in wie erbij was als getuige."))
    if people.fold(witness) == people.fold(viewer.name):
        raise NotPossible(_("De getuige is iemand anders dan wie dit vastlegt. Vul de naam van de getuige in."))
    if people.fold(witness) in {people.fold(full), people.fold(person.call_me)}:
        raise NotPossible(_("De getuige is iemand anders dan de persoon zelf. Vul de naam van de getuige in."))


def _speaker(person: Person, key: UUID, day: date, topics: Sequence[str]) -> Representation:
    speaker = Representation.objects.filter(person=person, key=key).first()
    if speaker is None or not reads.representation_holds(speaker, day):
        raise NotPossible(_("Deze vertegenwoordiger mag op die dag niet namens de persoon beslissen."))
    outside = set(topics) - set(words.in_mandate(speaker.kind, topics))
    if outside:
        raise NotPossible(
            _("Een {value} mag hierover niet beslissen: {outside}. Vraag dat aan de persoon zelf.").format(
                value=speaker.get_kind_display(), outside=words.labels(outside)
            )
        )
    return speaker


def _shown(question: ConsentQuestion, chosen: Sequence[str], until: date) -> str:
    """What was on the screen and what was answered: kept in Dutch, with the language in which it was read."""
    read_in = languages.current()
    with translation.override(languages.DUTCH):
        text = reads.asked(question).text(chosen, until)
    return text if read_in.code == languages.DUTCH else f"{text}\nDe vraag is gelezen in: {read_in.name}."


def _keep(
    viewer: Viewer, person: Person, question: ConsentQuestion, topics: Sequence[str], start: date, until: date, *,
    how: Consent.How, witness: str = "", speaker: Representation | None = None,
) -> Consent:  # fmt: skip
    """Write the consent with exactly these topics, and end what it takes the place of."""
    chosen = words.ordered(topics)
    if not chosen or set(chosen) - set(question.topics):
        raise NotPossible(_("Zet een vinkje bij wat mag."))
    consent = Consent.objects.create(
        person=person, organisation=question.organisation, receiver_name=question.receiver_name, topics=chosen,
        purpose=question.purpose, from_date=start, to_date=until, how=how, witness=witness, representation=speaker,
        question=question, words=_shown(question, chosen, until), given_at=timezone.now(),
        recorded_by=viewer.name,
    )  # fmt: skip
    for earlier in reads.replaced(viewer, question, viewer.today):
        if earlier.pk != consent.pk:
            earlier.withdrawn_at, earlier.withdrawn_by, earlier.replaced_by = timezone.now(), viewer.name, consent
            earlier.save(update_fields=["withdrawn_at", "withdrawn_by", "replaced_by"])
    _settle(question, State.GIVEN)
    refused = [topic for topic in question.topics if topic not in chosen]
    told = _told(consent, chosen, consent=str(consent.key), question=str(question.key), purpose=consent.purpose,
                 until=until.isoformat(), how=how.value, witness=witness, representative=speaker.name if speaker else "",
                 refused=words.labels(refused))  # fmt: skip
    note(viewer=viewer, person_id=person.pk, about="consent:given", old=None, new=told)
    return consent


@transaction.atomic
def withdraw(*, viewer: Viewer, consent_key: UUID, person_key: UUID | None = None) -> bool:
    """Withdraw a consent: by the person (no person_key), or by staff on the person's word. It holds at once.

    Returns whether that changed anything: twice is once, and what ended has nothing to withdraw.
    """
    if person_key is None:
        person = _self(viewer)
        consent = reads.my_consent(viewer, consent_key)
    else:
        person = _of_staff(viewer, person_key)
        consent = reads.consent(viewer, person, consent_key)
    if consent.withdrawn_at or consent.to_date <= viewer.today:
        return False
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), viewer.name
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    note(viewer=viewer, person_id=person.pk, about="consent:withdrawn", old=None,
         new=_told(consent, consent=str(consent.key)))  # fmt: skip
    return True


@transaction.atomic
def shorten(*, viewer: Viewer, consent_key: UUID, until: date) -> bool:
    """The person lets a consent end earlier; whether that changed anything. Longer needs a new question."""
    person = _self(viewer)
    consent = reads.my_consent(viewer, consent_key)
    if consent.withdrawn_at or consent.to_date <= viewer.today:
        raise NotPossible(_("Deze toestemming is al gestopt."))
    if until == consent.to_date:
        return False
    if not viewer.today < until < consent.to_date:
        raise NotPossible(_("Kies een dag na vandaag die eerder is dan nu."))
    old, consent.to_date = consent.to_date, until
    consent.save(update_fields=["to_date"])
    note(viewer=viewer, person_id=person.pk, about="consent:shortened", old={"until": old.isoformat()},
         new=_told(consent, consent=str(consent.key), until=until.isoformat()))  # fmt: skip
    return True
