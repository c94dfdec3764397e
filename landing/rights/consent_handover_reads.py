"""What goes along when data are handed to a new party: by law, by consent, and what stays behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from landing.core.dutch import capital, listed
from landing.people import reads as people
from landing.people.models import Consent, Organisation, Person, PersonEvent
from landing.people.viewer import Viewer
from landing.rights import consent_reads as reads
from landing.rights import consent_words as words

PURPOSE = "handover"
Kind, BOND_OF = Organisation.Kind, reads.BOND_OF


@dataclass(slots=True)
class Parcel:
    """What a new party gets and what not, as topics in their fixed order.

    by_law: what the access table opens for the bond that the party gets, so what it will read; articles: the law of each
    topic of it; until: per topic of ``by_consent`` the day on which that ends; behind: may be asked
    for; never: not for this party, whatever anybody says.
    """

    organisation: Organisation
    by_law: list[str] = field(default_factory=list)
    articles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_consent: list[str] = field(default_factory=list)
    until: dict[str, Any] = field(default_factory=dict)
    behind: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The parcel as a short text, to tell whether it is still the one that was looked at."""
        return f"{','.join(self.by_law)}|{','.join(self.by_consent)}"

    @property
    def article(self) -> str:
        """The law of all that goes along by law."""
        return listed(list(dict.fromkeys(article for topic in self.by_law for article in self.articles[topic])))

    @property
    def empty(self) -> bool:
        return not self.by_law and not self.by_consent

    def lines(self) -> list[tuple[str, str, Any]]:
        """Each topic that goes along: (label, on what grounds, until when or None)."""
        law = [(capital(words.TOPICS[topic].label), listed(self.articles[topic]), None) for topic in self.by_law]
        return law + [
            (capital(words.TOPICS[topic].label), "toestemming", self.until[topic]) for topic in self.by_consent
        ]

    @property
    def behind_labels(self) -> list[str]:
        return [capital(words.TOPICS[topic].label) for topic in self.behind]

    @property
    def never_labels(self) -> list[str]:
        return [capital(words.TOPICS[topic].label) for topic in self.never]


def parties(viewer: Viewer) -> list[reads.Receiver]:
    """The organisations of the region to which can be handed over: all but one's own (1 query)."""
    return [one for one in reads.receivers(viewer) if one.kind in BOND_OF and one.id != viewer.organisation]


def party(viewer: Viewer, given: str) -> Organisation | None:
    """The organisation that an address or a form names, when it is one that can be handed over to."""
    if not given.isascii() or not given.isdecimal() or len(given) > 15:
        return None
    found = Organisation.objects.filter(pk=int(given), region_id=viewer.region, kind__in=list(BOND_OF)).first()
    return None if found is None or found.pk == viewer.organisation else found


def parcel(viewer: Viewer, person: Person, organisation: Organisation) -> Parcel:
    """What this party gets of a person whom the caller fetched for this viewer, as things stand now (2 queries)."""
    lawful = reads.lawful(viewer, person.pk, organisation.kind)
    consents = Consent.objects.filter(
        reads.in_force(viewer.today), person=person, organisation=organisation, purpose=PURPOSE
    )
    until: dict[str, Any] = {}
    for consent in consents:
        for topic in consent.topics:
            until[topic] = max(until.get(topic, consent.to_date), consent.to_date)
    askable = words.askable(organisation.kind)
    made = Parcel(organisation, words.ordered(lawful), lawful, until=until)
    made.by_consent = words.ordered(topic for topic in until if topic in askable and topic not in lawful)
    gone = {*made.by_law, *made.by_consent}
    made.behind = words.ordered(set(askable) - gone)
    made.never = words.ordered(set(words.TOPICS) - set(askable) - gone)
    return made


@dataclass(frozen=True, slots=True)
class Handed:
    """A handover that was done, as it is kept in the history."""

    at: datetime
    by: str
    receiver: str
    by_law: list[str]
    article: str
    by_consent: list[str]
    behind: list[str]


def handed(viewer: Viewer, person: Person, event: UUID) -> Handed:
    """One handover of a person whom the caller fetched for this viewer; raises NotVisible when there is none."""
    row = PersonEvent.objects.filter(person=person, key=event, about="handover").first()
    if row is None:
        raise people.NotVisible
    kept = row.new or {}

    def told(name: str) -> list[str]:
        return [capital(words.TOPICS[topic].label) for topic in words.ordered(kept.get(name, []))]

    return Handed(
        row.at, row.by_name, kept.get("receiver", ""), told("by_law"), kept.get("article", ""), told("by_consent"),
        told("behind"),
    )  # fmt: skip


def handovers(viewer: Viewer, person: Person) -> list[tuple[UUID, datetime, str]]:
    """The handovers of a person whom the caller fetched: (key, moment, receiver), the last first (1 query)."""
    rows = PersonEvent.objects.filter(person=person, about="handover").order_by("-id")
    return [(key, at, (new or {}).get("receiver", "")) for key, at, new in rows.values_list("key", "at", "new")[:50]]
