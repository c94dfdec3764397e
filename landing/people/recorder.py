"""What one request showed and did, gathered while it is handled; the door writes it down before the answer leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

READ, LIST, SEARCH, WRITE, PRINT, EXPORT = "read", "list", "search", "write", "print", "export"
MERGE, SPLIT, LOGIN, LOGOUT, REFUSED, EMERGENCY = "merge", "split", "login", "logout", "refused", "emergency"


@dataclass(slots=True)
class Recorder:
    """Who was shown or touched in this request, and how.

    persons: keys in the order in which they came; told: somebody said what was shown (perhaps nobody); line: there is
    something to write down; beside: other topics that the same answer shows, with a line of their own; at_work: the page is
    being made; ahead: the line that is being written already. What stays empty
    is filled in at the door from the page, the method and the viewer.
    """

    persons: dict[UUID, None] = field(default_factory=dict)
    action: str = ""
    topic: str = ""
    purpose: str = ""
    basis: str = ""
    reason: str = ""
    consent: UUID | None = None
    emergency: bool = False
    told: bool = False
    line: bool = False
    account: int | None = None
    at_work: bool = False
    ahead: Any = None
    beside: tuple[str, ...] = ()

    def saw(
        self, persons: Iterable[UUID], *, action: str = "", topic: str = "", purpose: str = "", basis: str = ""
    ) -> None:
        """These persons are shown or touched; an empty list says that a list or search found nobody."""
        self.persons.update(dict.fromkeys(persons))
        self.action = action or self.action
        self.topic = topic or self.topic
        self.purpose = purpose or self.purpose
        self.basis = basis or self.basis
        self.told = self.line = True

    def nobody(self) -> None:
        """This answer shows nobody, such as an empty form; no line is written for it."""
        self.told = True

    def refuse(self, reason: str) -> None:
        """Somebody known was kept from something that shows people; the answer says so and shows nobody."""
        self.action, self.basis, self.reason = REFUSED, "none", reason
        self.told = self.line = True

    def event(self, action: str, account: int | None, reason: str = "") -> None:
        """Somebody came in, went out or was kept out."""
        self.action, self.account, self.reason = action, account, reason
        self.line = True
