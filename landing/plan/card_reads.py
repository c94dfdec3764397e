"""The crisis card of a person: as it is, as it was, on whose paper it stands, and whose card a worker may read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from landing.people import reads as people
from landing.people.grounds import IDENTITY, READ, questions_of
from landing.people.models import Consent, Person
from landing.people.viewer import Viewer
from landing.plan import version_reads
from landing.plan.card_words import CONTACTS, PARTS, TEXTS
from landing.plan.models import CardOffer, CardPrint, CardVersion, CrisisCard
from landing.plan.reads import Whose
from landing.plan.version_reads import Version

TOPIC = "crisis_card"
_CONTACT = ("name", "phone", "what_for", "member__key")


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody on the card. member: the key of the one of the person's people, as text, if it is one."""

    name: str
    phone: str = ""
    what_for: str = ""
    member: str = ""

    def plain(self) -> dict[str, str]:
        """As it is kept in a version."""
        return {"name": self.name, "phone": self.phone, "what_for": self.what_for, "member": self.member}


@dataclass(frozen=True, slots=True)
class Card:
    """The card as it is; id and version 0: there is none yet."""

    id: int = 0
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing stands on it."""
        return not self.contacts and not any(self.texts.values())

    def filled(self, part: str) -> bool:
        """Whether something stands at a part."""
        return bool(self.contacts) if part == CONTACTS else bool(self.texts.get(part))

    def content(self) -> dict[str, Any]:
        """As it is kept in a version."""
        return {**self.texts, CONTACTS: [one.plain() for one in self.contacts]}


def card(viewer: Viewer, of: Whose) -> Card:
    """The card of a person that the caller's own fetch gave to this viewer (2 queries)."""
    return card_of(of.id)


def card_of(person_id: int) -> Card:
    """The same for a person whose card the caller may read."""
    row = CrisisCard.objects.filter(person_id=person_id).first()
    if row is None:
        return Card()
    contacts = row.contacts.order_by("place", "id").values_list(*_CONTACT)
    return Card(
        row.pk, row.version, row.changed_at, row.changed_by, {name: getattr(row, name) for name in TEXTS},
        tuple(Contact(name, phone, what, str(key or "")) for name, phone, what, key in contacts),
    )  # fmt: skip


def of_content(content: dict[str, Any]) -> Card:
    """The card as a version kept it."""
    contacts = tuple(Contact(**one) for one in content.get(CONTACTS, ()))
    return Card(texts={name: content.get(name, "") for name in TEXTS}, contacts=contacts)


def versions(viewer: Viewer, found: Card) -> list[Version]:
    """Every version, newest first, with the words of what changed (1 query)."""
    return version_reads.told(version_reads.of_card(viewer, found.id), {part.name: part.label for part in PARTS})


def version(viewer: Viewer, found: Card, number: int) -> Card:
    """The card as it was; raises NotVisible for a version that is not there (1 query)."""
    row = CardVersion.objects.filter(card_id=found.id, number=number).values_list("content", "at", "by_name").first()
    if row is None:
        raise people.NotVisible
    content, at, by_name = row
    was = of_content(content)
    return Card(found.id, number, at, by_name, was.texts, was.contacts)


def last_said(viewer: Viewer, found: Card) -> Version | None:
    """The last version, when somebody wrote down in it what the person said; None otherwise (1 query)."""
    labels = {part.name: part.label for part in PARTS}
    newest = version_reads.told(version_reads.of_card(viewer, found.id).filter(number__gte=found.version - 1), labels)
    return newest[0] if newest and newest[0].said else None


@dataclass(frozen=True, slots=True)
class Print:
    """The card on paper: for whom, which version, and whether that is an old one."""

    key: UUID
    number: int
    for_whom: str
    at: datetime
    by_name: str
    why: str
    taken_back_on: date | None
    old: bool

    @property
    def why_words(self) -> str:
        """The reason of a copy that staff made; empty for the person's own."""
        return str(CardPrint.Why(self.why).label) if self.why else ""


def prints(viewer: Viewer, found: Card) -> list[Print]:
    """Who has the card on paper, the newest first (1 query)."""
    rows = CardPrint.objects.filter(card_id=found.id).order_by("-at", "-id")
    columns = ("key", "number", "for_whom", "at", "by_name", "why", "taken_back_on")
    return [Print(*row, old=row[1] < found.version) for row in rows.values_list(*columns)]


def one_print(viewer: Viewer, found: Card, key: UUID) -> Print:
    """One of them; raises NotVisible for another person's (1 query)."""
    match = next((one for one in prints(viewer, found) if one.key == key), None)
    if match is None:
        raise people.NotVisible
    return match


@dataclass(frozen=True, slots=True)
class Offer:
    """What a close one offers: at which part, the words, and by whom."""

    key: UUID
    part: str
    name: str
    phone: str
    words: str
    at: datetime


def offers(viewer: Viewer, of: Whose) -> list[Offer]:
    """What close ones offer and the person has not answered, the oldest first (1 query)."""
    rows = CardOffer.objects.filter(person_id=of.id, state=CardOffer.State.OPEN).order_by("at", "id")
    return [Offer(*row) for row in rows.values_list("key", "part", "name", "phone", "words", "at")]


@dataclass(frozen=True, slots=True)
class Readable:
    """Somebody whose card this worker may read."""

    key: UUID
    name: str


def readable(viewer: Viewer) -> list[Readable]:
    """The people who chose that this worker's organisation reads their card, and who have one, by name (1 query).

    The lens decides again when a card is opened. It tells the access log.
    """
    purposes = {purpose for topic, purpose, action in questions_of(viewer.region_code, viewer.role or "")
                if topic == TOPIC and action == READ} if viewer.role else set()  # fmt: skip
    if not purposes or viewer.is_client or IDENTITY not in viewer.grounds.always:
        viewer.saw([])
        return []
    given = Consent.objects.filter(
        person_id=OuterRef("pk"), organisation_id=viewer.organisation, withdrawn_at__isnull=True, purpose__in=purposes,
        from_date__lte=viewer.today, to_date__gt=viewer.today,
    ).annotate(told=Cast("topics", TextField())).filter(told__contains=f'"{TOPIC}"')  # fmt: skip
    cards = CrisisCard.objects.filter(person_id=OuterRef("pk"), version__gt=0)
    rows = Person.objects.filter(
        people.visible(viewer), Q(Exists(given)), Q(Exists(cards)), region_id=viewer.region, joined_into__isnull=True,
        frozen_on__isnull=True, died_on__isnull=True,
    ).order_by("sort_name", "id")  # fmt: skip
    columns = ("key", "given_name", "infix", "surname", "call_me")
    found = [Readable(key, people.show_name(*names)) for key, *names in rows.values_list(*columns)]
    viewer.saw([one.key for one in found])
    return found
