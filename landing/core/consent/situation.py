"""What stands between one viewer and one person on one day, looked at once for many questions."""

from collections.abc import Iterable
from typing import NamedTuple

from landing.core.consent.request import Bond, Consent, Request
from landing.core.consent.table import FAR, AccessTable, Speaking
from landing.core.consent.words import BY_NAME, CLIENT, READ, REASON_CHARACTERS, SHARE, TAKE_DOWN

Held = tuple[int, str | None, bool]
"""Until what day number (exclusive), by what consent, and whether that consent stands in the place of the basis."""


class HeldConsent(NamedTuple):
    """A consent that holds today, with the number of the day on which it ends."""

    id: str
    topics: frozenset[str]
    purposes: frozenset[str]
    actions: frozenset[str]
    end: int


class Situation:
    """One viewer, one person, one day. Everything that does not depend on topic, purpose and action is settled here."""

    __slots__ = (
        "closed", "consents", "glass", "legal", "objections", "of_organisation", "of_worker", "phase", "request",
        "role", "shut", "table", "to_receiver", "today",
    )  # fmt: skip

    def __init__(self, table: AccessTable, request: Request) -> None:
        self.table, self.request = table, request
        viewer, person = request.viewer, request.person
        self.role, self.phase = viewer.role, person.phase
        self.today = request.today.toordinal()
        self.shut = _shut(request)
        self.legal = request.legal_bases
        self.of_worker = ends(request.bonds, self.today, worker=viewer.worker)
        self.of_organisation = ends(request.bonds, self.today, organisation=viewer.organisation)
        holding = [
            (one, HeldConsent(one.id, one.topics, one.purposes, one.actions, end))
            for one in request.consents
            if (end := consent_end(one)) > self.today and one.from_date.toordinal() <= self.today
        ]
        self.consents = [held for one, held in holding if given_to_viewer(request, one)]
        self.to_receiver = (
            [held for one, held in holding if given_to_receiver(request, one)] if request.share_with else []
        )
        self.objections = request.objections
        glass = request.break_glass
        opened = (glass.opened_at or request.today).toordinal() if glass is not None else 0
        said_why = glass is not None and len(glass.reason.strip()) >= REASON_CHARACTERS
        self.glass = opened == self.today and said_why
        self.closed = person.frozen or person.deceased

    def walled(self, topic: str, purpose: str, action: str) -> bool:
        """Whether a wall, a freeze or a death stands before this question, whatever flow there is."""
        if (self.role, topic) in self.table.wall_of:
            return True
        return self.closed and self.stopped(purpose, action) is not None

    def stopped(self, purpose: str, action: str) -> str | None:
        """``frozen`` or ``deceased`` when that stops this action for this purpose."""
        words = self.table.purposes.get(purpose)
        person = self.request.person
        if person.deceased and (words is None or action not in words.when_deceased):
            return "deceased"
        if person.frozen and (words is None or action not in words.when_frozen):
            return "frozen"
        return None

    def holds(self, speaking: Speaking, topic: str, purpose: str, action: str) -> Held | None:
        """Until when a flow allows it, or ``None``. Says the same as ``faults``, without the words."""
        today = self.today
        if self.phase not in speaking.phases or not speaking.starts <= today < speaking.ends:
            return None
        end = speaking.ends
        if speaking.by_worker or speaking.by_organisation:
            bond = self.bond_end(speaking)
            if bond <= today:
                return None
            end = min(end, bond)
        if speaking.lead_only and not self.request.viewer.lead_municipality:
            return None
        if speaking.emergency:
            if not self.glass:
                return None
            end = today + 1
        if action == SHARE and not self.may_receive(speaking, topic):
            return None
        if self.closed and self.request.person.deceased and speaking.lapses_at_death:
            return None
        return self._on_grounds(speaking, topic, purpose, action, end)

    def _on_grounds(self, speaking: Speaking, topic: str, purpose: str, action: str, end: int) -> Held | None:
        asks_consent, instead = speaking.needs_consent, False
        if speaking.basis is not None:
            if self.in_force(speaking):
                end = min(end, speaking.basis_to)
                if speaking.basis.objection and self.objections:
                    objected = self.objection_start(topic, purpose)
                    if objected <= self.today:
                        return None
                    end = min(end, objected)
            elif speaking.mends and not self.request.person.deceased:
                asks_consent = instead = True
            else:
                return None
        if not asks_consent:
            return end, None, False
        consent = self.consent_for(topic, purpose, action)
        if consent is None:
            return None
        return min(end, consent.end), consent.id, instead

    def in_force(self, speaking: Speaking) -> bool:
        """Whether the legal basis of a flow holds today, here."""
        if not speaking.basis_from <= self.today < speaking.basis_to:
            return False
        return self.legal is None or speaking.basis is None or speaking.basis.id in self.legal

    def bond_end(self, speaking: Speaking) -> int:
        """The day number until which a bond that this flow wants counts; 0 when there is none."""
        last = 0
        for kind in speaking.by_worker:
            last = max(last, self.of_worker.get(kind, 0))
        for kind in speaking.by_organisation:
            last = max(last, self.of_organisation.get(kind, 0))
        return last + speaking.after if 0 < last < FAR else last

    def consent_for(self, topic: str, purpose: str, action: str) -> HeldConsent | None:
        """The consent that covers a question longest; of equals the one with the first id."""
        best = None
        for one in self.to_receiver if action == SHARE else self.consents:
            fits = topic in one.topics and purpose in one.purposes and covers(one.actions, action)
            if fits and (best is None or (one.end, best.id) > (best.end, one.id)):
                best = one
        return best

    def objection_start(self, topic: str, purpose: str) -> int:
        """The first day number, today or later, on which an objection holds; ``FAR`` when there is none."""
        starts = [
            one.from_date.toordinal()
            for one in self.objections
            if one.topic == topic and one.purpose == purpose
            and (one.to_date is None or one.to_date.toordinal() > self.today)
        ]  # fmt: skip
        return min(starts, default=FAR)

    def may_receive(self, speaking: Speaking, topic: str) -> bool:
        """Whether the receiver's role is one that this flow names, and no wall stands before the topic there."""
        receiver = self.request.share_with
        if receiver is None or receiver.role not in speaking.share_to:
            return False
        return (receiver.role, topic) not in self.table.wall_of


def covers(actions: frozenset[str], action: str) -> bool:
    """Whether a consent's actions cover one: what somebody may read may also be brought to them, and told to them by the
    person to be written down, since the person is there and agrees each time."""
    return action in actions or (action in (SHARE, TAKE_DOWN) and READ in actions)


def consent_end(consent: Consent) -> int:
    """The day number from which a consent no longer holds: its end, or the day it was withdrawn."""
    end = consent.to_date.toordinal() if consent.to_date else FAR
    return min(end, consent.withdrawn_on.toordinal()) if consent.withdrawn_on else end


def given_to_viewer(request: Request, consent: Consent) -> bool:
    """Whether a consent was given to this viewer, by name or through the organisation."""
    viewer = request.viewer
    if viewer.receiver is not None and consent.given_to == viewer.receiver:
        return True
    return viewer.organisation is not None and consent.given_to == viewer.organisation and viewer.role not in BY_NAME


def given_to_receiver(request: Request, consent: Consent) -> bool:
    """Whether a consent was given to the one with whom something is shared."""
    return request.share_with is not None and consent.given_to == request.share_with.to


def ends(
    bonds: Iterable[Bond], today: int, *, worker: str | None = None, organisation: str | None = None
) -> dict[str, int]:
    """For each kind of bond that began, of this worker or this organisation: the day number of its latest end."""
    found: dict[str, int] = {}
    for bond in bonds:
        mine = (worker is not None and bond.worker == worker) or (
            organisation is not None and bond.organisation == organisation
        )
        if mine and bond.from_date.toordinal() <= today:
            end = bond.to_date.toordinal() if bond.to_date else FAR
            found[bond.kind] = max(found.get(bond.kind, 0), end)
    return found


def _shut(request: Request) -> str | None:
    """What closes everything for this viewer, whatever the question: another region, another client, a short list."""
    viewer, person = request.viewer, request.person
    if viewer.role == CLIENT:
        return None if viewer.person is not None and viewer.person == person.id else "not_self"
    if viewer.region is None or viewer.region != person.region:
        return "other_region"
    if person.restricted_to is not None and (viewer.worker is None or viewer.worker not in person.restricted_to):
        return "restricted"
    return None
