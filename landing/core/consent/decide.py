"""May this viewer know this, for this purpose? Denied unless a flow of the table says yes.

``decide`` answers one question; ``allowed_topics`` and ``decide_many`` look at a situation once for many questions. A
decision is made from sets and day numbers; its reasons in Dutch are made only when somebody reads them (``explain``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from landing.core.consent import explain
from landing.core.consent.explain import Missing, Reason
from landing.core.consent.request import Request
from landing.core.consent.situation import Situation
from landing.core.consent.table import FAR, AccessTable, Speaking
from landing.core.consent.words import CONSENT
from landing.core.due.rules import Source


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question.

    flow: the flow that allowed it; basis: legal basis, ``consent`` or ``own``; consent: the id that was used.
    expires_on: the first day on which it may no longer hold, None when nothing ends it.
    """

    topic: str
    purpose: str
    action: str
    allowed: bool
    flow: str | None = None
    basis: str | None = None
    consent: str | None = None
    emergency: bool = False
    expires_on: date | None = None
    _situation: Situation = field(default=None, repr=False, compare=False)  # type: ignore[assignment]  # always given
    _speaking: Speaking | None = field(default=None, repr=False, compare=False)

    @property
    def because(self) -> list[Reason]:
        """Why, in plain Dutch: each with ``code``, ``text`` and values. The first is the main reason."""
        if self._speaking is not None:
            return explain.why(self._situation, self._speaking, self.basis, self.consent)
        return explain.why_not(self._situation, self.topic, self.purpose, self.action)

    @property
    def code(self) -> str:
        """The code of the main reason."""
        return str(self.because[0]["code"])

    @property
    def source(self) -> Source | None:
        """Where the flow, or the wall that stands before it, comes from; None when no rule spoke."""
        if self._speaking is not None:
            return self._speaking.flow.source
        wall = self._situation.table.wall_of.get((self._situation.role, self.topic))
        return wall.source if wall is not None else None

    @property
    def shown_to_person(self) -> str:
        """The line that the person reads in the log, also of a look that was refused (A2)."""
        return explain.shown(self._situation, self.topic, self.purpose, self.action, self.allowed, self.emergency)

    @property
    def would_be_allowed_with(self) -> list[Missing]:
        """The ways in which it would be allowed, each with what is missing. Empty: nothing can open it, or it is open."""
        return [] if self.allowed else explain.missing(self._situation, self.topic, self.purpose, self.action)

    def as_json(self) -> dict[str, Any]:
        """The answer as the core gives it."""
        source = self.source
        return {
            "topic": self.topic, "purpose": self.purpose, "action": self.action, "allowed": self.allowed,
            "flow": self.flow, "basis": self.basis, "consent": self.consent, "emergency": self.emergency,
            "expires_on": self.expires_on.isoformat() if self.expires_on else None, "because": self.because,
            "source": source.as_json() if source else None, "shown_to_person": self.shown_to_person,
            "would_be_allowed_with": self.would_be_allowed_with,
        }  # fmt: skip


def decide(table: AccessTable, request: Request) -> Decision:
    """The answer to one request. Unknown words are denied, never an error."""
    return _decide(Situation(table, request), request.topic, request.purpose, request.action)


def decide_many(table: AccessTable, requests: Iterable[Request]) -> list[Decision]:
    """The answers to many requests, in their order."""
    return [decide(table, request) for request in requests]


def decide_questions(table: AccessTable, request: Request, questions: Iterable[tuple[str, str, str]]) -> list[Decision]:
    """The answers to many questions (topic, purpose, action) about one situation, in their order."""
    situation = Situation(table, request)
    return [_decide(situation, *question) for question in questions]


def allowed_topics(table: AccessTable, request: Request) -> dict[str, Decision]:
    """For every topic the answer to a request, whose own topic is not looked at."""
    situation = Situation(table, request)
    return {topic: _decide(situation, topic, request.purpose, request.action) for topic in table.topics}


def _decide(situation: Situation, topic: str, purpose: str, action: str) -> Decision:
    if not situation.shut and not situation.walled(topic, purpose, action):
        best: Speaking | None = None
        end, consent, by_consent = 0, None, False
        for speaking in situation.table.index.get((situation.role, topic, purpose, action), ()):
            held = situation.holds(speaking, topic, purpose, action)
            if held is not None and held[0] > end:
                best = speaking
                end, consent, by_consent = held
        if best is not None:
            flow = best.flow
            return Decision(
                topic, purpose, action, True, flow.id, CONSENT if by_consent else flow.basis, consent, best.emergency,
                date.fromordinal(end) if end < FAR else None, situation, best,
            )  # fmt: skip
    return Decision(topic, purpose, action, False, _situation=situation)
