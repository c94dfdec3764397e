"""What is asked: who looks, at whom, what stands between them, and what for. Plain values, as the callers know them."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks.

    organisation, worker, person: ids as text, or None. person: the viewer's own record, for a client. receiver: the name
    to which a one-time link or a consent was given, for somebody without an organisation. organisation_name: for the
    sentence that the person reads. lead_municipality: whether the organisation is the region's lead municipality.
    """

    role: str
    organisation: str | None = None
    region: str | None = None
    worker: str | None = None
    person: str | None = None
    receiver: str | None = None
    organisation_name: str | None = None
    lead_municipality: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom it is about. frozen: use restricted (AVG art. 18). restricted_to: when given, only these workers (ids)."""

    id: str
    region: str | None
    phase: str
    frozen: bool = False
    restricted_to: frozenset[str] | None = None
    deceased: bool = False


@dataclass(frozen=True, slots=True)
class Bond:
    """Who stands around the person: of a worker or of an organisation. to_date: first day it no longer holds."""

    kind: str
    from_date: date
    to_date: date | None = None
    worker: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person allowed. given_to: id of an organisation, or the name of a receiver.

    to_date: first day it no longer holds. withdrawn_on: closed from that day. actions: reading only, unless said.
    """

    id: str
    given_to: str
    topics: frozenset[str]
    purposes: frozenset[str]
    from_date: date
    to_date: date | None = None
    withdrawn_on: date | None = None
    actions: frozenset[str] = frozenset({"read"})


@dataclass(frozen=True, slots=True)
class Objection:
    """The person's objection (AVG art. 21) against the use of a topic for a purpose."""

    topic: str
    purpose: str
    from_date: date
    to_date: date | None = None


@dataclass(frozen=True, slots=True)
class BreakGlass:
    """Why the glass was broken, and on what day (None: today). It holds for that day."""

    reason: str
    opened_at: date | None = None


@dataclass(frozen=True, slots=True)
class ShareWith:
    """To whom something goes along: id of an organisation or name of a receiver, and in what role."""

    to: str
    role: str


@dataclass(frozen=True, slots=True)
class Request:
    """One question. ``topic`` may be left empty for a question about all topics.

    legal_bases: ids in force at this installation; None means all that the table has in force. An id here never brings
    into force what the table does not. share_with: needed when the action is ``share``.
    """

    today: date
    viewer: Viewer
    person: Subject
    topic: str = ""
    purpose: str = ""
    action: str = "read"
    bonds: tuple[Bond, ...] = ()
    consents: tuple[Consent, ...] = ()
    legal_bases: frozenset[str] | None = None
    objections: tuple[Objection, ...] = ()
    break_glass: BreakGlass | None = None
    share_with: ShareWith | None = None

    def about(self, topic: str, purpose: str | None = None, action: str | None = None) -> "Request":
        """The same situation with another question."""
        return replace(self, topic=topic, purpose=purpose or self.purpose, action=action or self.action)
