"""Questions about consent: what is in force, what ends, what was asked, and what withdrawing would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from landing.core.dutch import capital, listed
from landing.people import reads as people
from landing.people.grounds import CLOSED, by_law
from landing.people.kept_questions import kept
from landing.people.models import Bond, Consent, ConsentQuestion, Organisation, Person, PersonEvent, Representation
from landing.people.viewer import Viewer
from landing.rights import consent_words as words
from landing.route.models import Journey
from landing.route.reads import phase_for_access
from landing.route.words import CLIENT_WHO_WORDS
from landing.ui.languages import said as _

RENEW_DAYS = 60
ANSWERABLE = (ConsentQuestion.State.OPEN, ConsentQuestion.State.TALK)
SHOWN_LINES = 60
REPRESENTATION_KINDS = Representation.Kind.choices


Kind, Around = Organisation.Kind, Bond.Kind
BOND_OF = {
    Kind.MUNICIPALITY: Around.MUNICIPALITY, Kind.CARE_PROVIDER: Around.CARE_PROVIDER,
    Kind.HOUSING_ASSOCIATION: Around.HOUSING_OFFICER, Kind.ADVOCACY: Around.ADVOCATE,
    Kind.NEIGHBOURHOOD_TEAM: Around.NEIGHBOURHOOD_TEAM, Kind.INCOME_SERVICE: Around.INCOME_OFFICER,
    Kind.PEER_ORGANISATION: Around.PEER_WORKER, Kind.TREATMENT: Around.TREATMENT, Kind.FIDUCIARY: Around.FIDUCIARY,
}  # fmt: skip
"""As what an organisation of each kind comes to stand around a person."""


def lawful(viewer: Viewer, person_id: int, kind: str | None) -> dict[str, tuple[str, ...]]:
    """What an organisation of this kind reads by law alone of a checked person around whom it stands: {topic: articles}.

    It is what the access table opens with that bond in the phase of today, and so what is really seen (1 query).
    """
    if kind not in BOND_OF:
        return {}
    journey = Journey.objects.filter(person_id=person_id).order_by(F("closed_on").desc(nulls_first=True), "-id").first()
    phase = phase_for_access(journey, viewer.today) if journey else CLOSED
    return by_law(viewer.region_code, BOND_OF[Kind(kind)], phase, viewer.today)


def in_force(today: date) -> Q:
    """The condition on Consent for what holds on a day; ``to_date`` is the first day on which it no longer does."""
    return Q(withdrawn_at__isnull=True, from_date__lte=today, to_date__gt=today)


def to_answer(today: date) -> Q:
    """The condition on ConsentQuestion for what can still be answered."""
    return Q(state__in=ANSWERABLE, until__gt=today)


@dataclass(frozen=True, slots=True)
class Given:
    """A consent in words. state: in_force, ended, withdrawn or replaced; renewable: asking anew is possible now."""

    key: UUID
    receiver: str
    organisation: int | None
    topics: list[str]
    purpose: str
    from_date: date
    to_date: date
    how: str
    by: str
    state: str
    renewable: bool
    over_on: datetime | date
    text: str

    @property
    def abouts(self) -> list[str]:
        """For the person."""
        return words.abouts(self.topics)

    @property
    def labels(self) -> str:
        """For staff."""
        return capital(words.labels(self.topics))

    @property
    def purpose_label(self) -> str:
        return words.purpose_label(self.purpose)

    @property
    def purpose_sentence(self) -> str:
        return words.PURPOSES[self.purpose].client if self.purpose in words.PURPOSES else ""


def given(row: Consent, today: date) -> Given:
    """A row with its organisation and representation in words."""
    state = "in_force"
    if row.replaced_by_id:
        state = "replaced"
    elif row.withdrawn_at:
        state = "withdrawn"
    elif row.to_date <= today:
        state = "ended"
    how = words.HOW[row.how]
    if row.how == Consent.How.PAPER:
        how = _("op papier, getuige: {witness}").format(witness=row.witness)
    elif row.representation is not None:
        how = _("door {name}, {kind}").format(name=row.representation.name, kind=row.representation.get_kind_display())
    return Given(
        row.key, row.organisation.name if row.organisation else row.receiver_name, row.organisation_id,
        words.ordered(row.topics), row.purpose, row.from_date,
        row.to_date, how, row.recorded_by, state,
        state == "in_force" and row.to_date <= today + timedelta(days=RENEW_DAYS), row.withdrawn_at or row.to_date,
        row.words,
    )  # fmt: skip


def _consents(person_id: int | None) -> QuerySet[Consent]:
    return Consent.objects.filter(person_id=person_id).select_related("organisation", "representation", "question")


def _questions(person_id: int | None) -> QuerySet[ConsentQuestion]:
    return ConsentQuestion.objects.filter(person_id=person_id).select_related("organisation")


def receiver_of(row: Consent | ConsentQuestion) -> str:
    """The name of who may know it."""
    return row.organisation.name if row.organisation else row.receiver_name


def asked(row: ConsentQuestion, *, before: bool = False) -> words.Asked:
    """A question as the person reads it."""
    who = CLIENT_WHO_WORDS.get(row.asked_role, "")
    return words.Asked(
        receiver_of(row), f"{row.asked_by}, {who}," if who else row.asked_by, tuple(row.topics), row.purpose, row.why,
        row.until, before,
    )  # fmt: skip


def asked_by(viewer: Viewer, receiver: str, topics: Sequence[str], purpose: str, why: str, until: date) -> words.Asked:
    """A question that is not put yet, as the person would read it from this viewer."""
    who = CLIENT_WHO_WORDS.get(viewer.role or "", "")
    return words.Asked(receiver, f"{viewer.name}, {who}," if who else viewer.name, tuple(topics), purpose, why, until)


def why_asked(row: Consent) -> str:
    """Why a consent was asked for, in the words of then; empty when there was no question."""
    return row.question.why if row.question else ""


@dataclass(frozen=True, slots=True)
class Open:
    """A question in a list. state: open, talk, given, declined, taken_back or lapsed."""

    key: UUID
    receiver: str
    topics: list[str]
    purpose: str
    until: date
    state: str
    by: str
    asked_at: datetime
    answered_at: datetime | None
    why: str

    @property
    def answerable(self) -> bool:
        return self.state in ANSWERABLE

    @property
    def abouts(self) -> list[str]:
        return words.abouts(self.topics)

    @property
    def labels(self) -> str:
        return capital(words.labels(self.topics))

    @property
    def purpose_label(self) -> str:
        return words.purpose_label(self.purpose)


def question_state(row: ConsentQuestion, today: date) -> str:
    """The state of a question on a day: what was never answered lapses at the end that was asked for."""
    return "lapsed" if row.state in ANSWERABLE and row.until <= today else str(row.state)


def opened(row: ConsentQuestion, today: date) -> Open:
    """A question as a line of a list."""
    return Open(
        row.key, receiver_of(row), words.ordered(row.topics), row.purpose, row.until, question_state(row, today),
        row.asked_by, row.asked_at, row.answered_at, row.why,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Overview:
    """All consents and questions of one person: waiting, ending within sixty days, in force, over; newest first."""

    waiting: list[Open]
    ending: list[Given]
    holding: list[Given]
    over: list[Given]
    answered: list[Open]

    @property
    def in_force(self) -> list[Given]:
        return [*self.ending, *self.holding]


def overview(viewer: Viewer, person: Person) -> Overview:
    """What there is of a person whom the caller fetched for this viewer (2 queries)."""
    return _overview(person.pk, viewer.today)


def my_overview(viewer: Viewer) -> Overview:
    """The client's own consents and questions (2 queries)."""
    return _overview(viewer.person, viewer.today)


def _overview(person_id: int | None, today: date) -> Overview:
    consents = [given(row, today) for row in _consents(person_id).order_by("to_date", "id")[:500]]
    questions = [opened(row, today) for row in _questions(person_id).order_by("-id")[:200]]
    holding = [one for one in consents if one.state == "in_force"]
    return Overview(
        [one for one in questions if one.answerable], [one for one in holding if one.renewable],
        [one for one in holding if not one.renewable], [one for one in reversed(consents) if one not in holding],
        [one for one in questions if not one.answerable],
    )  # fmt: skip


def open_questions(viewer: Viewer) -> int:
    """How many questions wait for the client's own answer (1 query); those that wait for a talk are with staff."""
    return len(_open_on.rows(viewer.person, viewer.today)) if viewer.person else 0


@kept
def _open_on(person: int, today: date) -> QuerySet[Any, Any]:
    mine = ConsentQuestion.objects.filter(person_id=person, state=ConsentQuestion.State.OPEN, until__gt=today)
    return mine.order_by().values_list("pk")


def my_question(viewer: Viewer, key: UUID) -> ConsentQuestion:
    """A question to the client; raises NotVisible for somebody else's."""
    return _one(_questions(viewer.person), key, known=viewer.person is not None)


def question(viewer: Viewer, person: Person, key: UUID) -> ConsentQuestion:
    """A question to a person whom the caller fetched for this viewer."""
    return _one(_questions(person.pk), key)


def my_consent(viewer: Viewer, key: UUID) -> Consent:
    """A consent of the client; raises NotVisible for somebody else's."""
    return _one(_consents(viewer.person), key, known=viewer.person is not None)


def consent(viewer: Viewer, person: Person, key: UUID) -> Consent:
    """A consent of a person whom the caller fetched for this viewer."""
    return _one(_consents(person.pk), key)


def _one(rows: QuerySet[Any], key: UUID, *, known: bool = True) -> Any:
    found = rows.filter(key=key).first() if known else None
    if found is None:
        raise people.NotVisible
    return found


def replaced(viewer: Viewer, asked_for: ConsentQuestion, today: date) -> list[Consent]:
    """The consents in force that an answer to this question takes the place of: all of them is asked again."""
    rows = _consents(asked_for.person_id).filter(
        in_force(today), organisation_id=asked_for.organisation_id, receiver_name=asked_for.receiver_name,
        purpose=asked_for.purpose,
    )  # fmt: skip
    return [row for row in rows if set(row.topics) <= set(asked_for.topics)]


@dataclass(frozen=True, slots=True)
class Effect:
    """What withdrawing changes. closes: no longer seen; by_law, by_other: still seen, and why; article: of the law."""

    receiver: str
    closes: list[str]
    by_law: list[str]
    article: str
    by_other: list[str]


def effect(viewer: Viewer, row: Consent) -> Effect:
    """What the receiver will no longer see when this consent is withdrawn now, and what all the same (3 queries)."""
    today, topics = viewer.today, words.ordered(row.topics)
    around = stands_around(viewer, row.person_id, row.organisation_id)
    law = lawful(viewer, row.person_id, row.organisation.kind) if around and row.organisation else {}
    others = _consents(row.person_id).filter(
        in_force(today), organisation_id=row.organisation_id, receiver_name=row.receiver_name
    )
    elsewhere = {topic for other in others.exclude(pk=row.pk) for topic in other.topics}
    stay = [topic for topic in topics if topic in law]
    article = listed(list(dict.fromkeys(article for topic in stay for article in law[topic])))
    return Effect(
        receiver_of(row), words.abouts(set(topics) - set(law) - elsewhere), words.abouts(stay), article,
        words.abouts((elsewhere & set(topics)) - set(law)),
    )  # fmt: skip


def stands_around(viewer: Viewer, person_id: int, organisation: int | None) -> bool:
    """Whether an organisation has a bond of its own with a checked person today."""
    held = Q(from_date__lte=viewer.today) & (Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
    return (
        organisation is not None
        and Bond.objects.filter(held, person_id=person_id, organisation_id=organisation).exists()
    )


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who may get to know something: an organisation of the region, or (id None) somebody by name."""

    id: int | None
    name: str
    kind: str | None
    kind_label: str


def receivers(viewer: Viewer) -> list[Receiver]:
    """The organisations of the region that can be asked for, by kind and name (1 query)."""
    kinds = dict(Organisation.Kind.choices)
    rows = Organisation.objects.filter(region_id=viewer.region).order_by("kind", "name")
    return [Receiver(pk, name, kind, kinds[kind]) for pk, name, kind in rows.values_list("id", "name", "kind")]


def representations(viewer: Viewer, person: Person) -> list[Representation]:
    """Who may speak for a person, what holds first."""
    rows = Representation.objects.filter(person_id=person.pk).order_by("-from_date", "-id")
    return sorted(rows, key=lambda row: row.to_date is not None and row.to_date <= viewer.today)


def representation_holds(row: Representation, day: date) -> bool:
    """Whether somebody may speak for the person on a day."""
    return row.from_date <= day and (row.to_date is None or row.to_date > day)


def my_events(viewer: Viewer) -> list[dict[str, Any]]:
    """What happened around the client's own consents, the newest first (1 query)."""
    about = Q(about__startswith="consent:") | Q(about__startswith="representation:") | Q(about="handover")
    rows: Any = PersonEvent.objects.filter(about, person_id=viewer.person).order_by("-id")
    return list(rows.values("key", "at", "account_id", "by_name", "about", "new")[:SHOWN_LINES])


def helper(viewer: Viewer) -> people.Around | None:
    """Whom the client can ask: the support worker or else the coordinator, somebody with a phone first (1 query)."""
    if viewer.person is None:
        return None
    around = [line for line in people.around_of(viewer.person, viewer.today) if line.name]
    near = [line for kind in (Bond.Kind.SUPPORT_WORKER, Bond.Kind.COORDINATOR) for line in around if line.kind == kind]
    return next((line for line in near if line.phone), None) or next(iter([*near, *around]), None)
