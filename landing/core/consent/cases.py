"""Cases of the access table: small stories in YAML, in Dutch, with what must come out of them.

A case leaves out what does not matter: the day is ``TODAY``, the person is in the phase ``prepare``, the viewer is ``w1`` of the
organisation ``eigen`` in the region of the person, and bonds and consents began earlier this year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from landing.core.consent.decide import Decision, decide
from landing.core.consent.reader import words_of
from landing.core.consent.request import (
    Bond,
    BreakGlass,
    Consent,
    Objection,
    Request,
    ShareWith,
    Subject,
    Viewer,
)
from landing.core.consent.table import AccessTable
from landing.core.consent.words import ACTIONS, BOND_KINDS, BY_NAME, CLIENT, PHASES, PURPOSES, READ, ROLES, TOPICS
from landing.core.due.marked import Entry, MarkedFile, RulebookFault, each

TODAY = date(2026, 11, 23)
BEGAN = date(2026, 1, 5)
OWN_ORGANISATION, OWN_WORKER, RECEIVER, PERSON, HERE = "eigen", "w1", "ontvanger", "p1", "hier"
ASKED = "asked"
WHOSE = ("worker", "organisation", "other_worker", "other_organisation")
_CASE_KEYS = (
    "case", "region", "today", "who", "viewer", "person", "bonds", "consents", "legal_bases", "objections", "break_glass",
    "share_with", "topic", "purpose", "action", "expect",
)  # fmt: skip
_NEEDED = ("case", "who", "topic", "purpose", "expect")
_EXPECT_KEYS = (
    "allowed", "code", "flow", "basis", "consent", "emergency", "expires_on", "opens_with", "shown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One case. ``request`` is what is asked; ``expect`` what must come out, still as it stands in the file."""

    file: str
    number: int
    line: int
    title: str
    region: str | None
    request: Request
    expect: Mapping[str, Entry]

    @property
    def id(self) -> str:
        """File and number; never a text from the case."""
        return f"{Path(self.file).stem}:{self.number}"

    @property
    def place(self) -> str:
        """Where the case stands."""
        return f"{self.file}:{self.line}"


def read_cases(folder: Path, display: str = "") -> tuple[list[Case], list[RulebookFault]]:
    """All cases of a folder, sorted by file, and what is wrong with them."""
    faults: list[RulebookFault] = []
    cases: list[Case] = []
    titles: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        file = MarkedFile(path, f"{display or folder.name}/{path.name}", faults)
        root = file.root()
        for number, item in enumerate(root.items() if root is not None else (), 1):
            before = len(faults)
            case = _read_case(item, number)
            if case is None or len(faults) > before:
                continue
            if case.title in titles:
                item.fault(f"the title stands at {titles[case.title]} too", "a title of its own")
                continue
            titles[case.title] = case.place
            cases.append(case)
    return cases, faults


def _read_case(item: Entry, number: int) -> Case | None:
    parts = item.mapping(_CASE_KEYS, _NEEDED)
    if parts is None or not set(_NEEDED) <= parts.keys():
        return None
    title, role = parts["case"].text(300), parts["who"].choice(ROLES)
    today = parts["today"].day() if "today" in parts else TODAY
    expect = parts["expect"].mapping(_EXPECT_KEYS, ("allowed", "code"))
    topic, purpose = parts["topic"].choice(TOPICS), parts["purpose"].choice(PURPOSES)
    action = parts["action"].choice(ACTIONS) if "action" in parts else READ
    if not (title and role and today and expect and topic and purpose and action):
        return None
    share = _share_with(parts)
    receiver = share.to if share is not None else (RECEIVER if role in BY_NAME else OWN_ORGANISATION)
    legal = parts.get("legal_bases")
    request = Request(
        today, _viewer(role, parts.get("viewer")), _person(parts.get("person")), topic, purpose, action,
        each(parts["bonds"].items(), _bond) if "bonds" in parts else (),
        each(parts["consents"].items(), lambda one: _consent(one, receiver, topic, purpose)) if "consents" in parts else (),
        frozenset(each(legal.items(), lambda one: one.text(60))) if legal is not None else None,
        each(parts["objections"].items(), lambda one: _objection(one, topic, purpose)) if "objections" in parts else (),
        _glass(parts.get("break_glass")), share,
    )  # fmt: skip
    region = parts["region"].identifier() if "region" in parts else None
    return Case(item.file.name, number, item.line, title, region, request, expect)


def _viewer(role: str, entry: Entry | None) -> Viewer:
    parts = (entry.mapping(("organisation", "worker", "region", "person", "receiver", "name", "lead_municipality")) or {}
             if entry is not None else {})  # fmt: skip
    told = {key: value.text(80) for key, value in parts.items() if key not in ("lead_municipality", "name")}
    if role == CLIENT:
        return Viewer(role, region=told.get("region", HERE), person=told.get("person", PERSON))
    by_name = role in BY_NAME
    return Viewer(
        role,
        organisation=told.get("organisation", None if by_name else OWN_ORGANISATION),
        region=told.get("region", HERE),
        worker=told.get("worker", None if by_name else OWN_WORKER),
        receiver=told.get("receiver", RECEIVER if by_name else None),
        organisation_name=parts["name"].text(80) if "name" in parts else None,
        lead_municipality=bool(parts["lead_municipality"].flag()) if "lead_municipality" in parts else False,
    )


def _person(entry: Entry | None) -> Subject:
    parts = (
        (entry.mapping(("phase", "region", "frozen", "restricted_to", "deceased")) or {}) if entry is not None else {}
    )
    listed = parts.get("restricted_to")
    return Subject(
        PERSON,
        (parts["region"].text(80) if "region" in parts else HERE),
        (parts["phase"].choice(PHASES) or "prepare") if "phase" in parts else "prepare",
        bool(parts["frozen"].flag()) if "frozen" in parts else False,
        frozenset(each(listed.items(), lambda one: one.text(80))) if listed is not None else None,
        bool(parts["deceased"].flag()) if "deceased" in parts else False,
    )


def _dates(parts: Mapping[str, Entry]) -> tuple[date, date | None]:
    start = parts["from"].day() if "from" in parts else BEGAN
    return start or BEGAN, parts["to"].day() if "to" in parts else None


def _bond(entry: Entry) -> Bond | None:
    parts = entry.mapping(("kind", "of", "from", "to"), ("kind", "of"))
    if not parts or not {"kind", "of"} <= parts.keys():
        return None
    kind, whose = parts["kind"].choice(BOND_KINDS), parts["of"].choice(WHOSE)
    start, end = _dates(parts)
    worker = {"worker": OWN_WORKER, "other_worker": "w2"}.get(whose or "")
    organisation = {"organisation": OWN_ORGANISATION, "other_organisation": "ander"}.get(whose or "")
    return Bond(kind, start, end, worker, organisation) if kind and whose else None


def _told(entry: Entry, keys: tuple[str, ...]) -> Mapping[str, Entry] | None:
    """The keys of a consent or an objection; ``asked`` says: for just what is asked."""
    return {} if entry.raw == ASKED else entry.mapping(keys)


def _consent(entry: Entry, receiver: str, topic: str, purpose: str) -> Consent | None:
    """A consent; left out: given to the viewer (or the receiver), for the topic and purpose that are asked."""
    parts = _told(entry, ("id", "given_to", "topics", "purposes", "actions", "from", "to", "withdrawn_on"))
    if parts is None:
        return None
    start, end = _dates(parts)
    return Consent(
        (parts["id"].text(40) or "c1") if "id" in parts else "c1",
        (parts["given_to"].text(80) or receiver) if "given_to" in parts else receiver,
        frozenset(words_of(parts["topics"], TOPICS)) if "topics" in parts else frozenset({topic}),
        frozenset(words_of(parts["purposes"], PURPOSES)) if "purposes" in parts else frozenset({purpose}),
        start, end, parts["withdrawn_on"].day() if "withdrawn_on" in parts else None,
        frozenset(words_of(parts["actions"], ACTIONS)) if "actions" in parts else frozenset({READ}),
    )  # fmt: skip


def _objection(entry: Entry, topic: str, purpose: str) -> Objection | None:
    parts = _told(entry, ("topic", "purpose", "from", "to"))
    if parts is None:
        return None
    start, end = _dates(parts)
    about = parts["topic"].choice(TOPICS) if "topic" in parts else topic
    why = parts["purpose"].choice(PURPOSES) if "purpose" in parts else purpose
    return Objection(about, why, start, end) if about and why else None


def _glass(entry: Entry | None) -> BreakGlass | None:
    parts = entry.mapping(("reason", "opened_at"), ("reason",)) if entry is not None else None
    if not parts or "reason" not in parts:
        return None
    return BreakGlass(parts["reason"].raw or "", parts["opened_at"].day() if "opened_at" in parts else None)


def _share_with(parts: Mapping[str, Entry]) -> ShareWith | None:
    entry = parts.get("share_with")
    if entry is None:
        return None
    told = entry.mapping(("to", "role"), ("role",))
    role = told["role"].choice(ROLES) if told and "role" in told else None
    to = told["to"].text(80) if told and "to" in told else "derde"
    return ShareWith(to or "derde", role) if role else None


def differences(case: Case, table: AccessTable) -> list[str]:
    """What differs between the case and the table: nothing, or one line a difference with its place."""
    unknown = sorted((case.request.legal_bases or frozenset()) - table.bases.keys())
    if unknown:
        return [f"{case.place}: legal_bases: {', '.join(unknown)}; wanted: the ids of legal bases"]
    decision = decide(table, case.request)
    found = _found(decision)
    lines = []
    for key, entry in case.expect.items():
        if key == "opens_with":
            wanted: object = sorted(each(entry.items(), lambda one: one.text(40)))
        elif key in ("allowed", "emergency"):
            wanted = "yes" if entry.flag() else "no"
        else:
            wanted = "none" if entry.raw in ("", "null", "~") else entry.raw
        if wanted != found[key]:
            lines.append(f"{entry.file.name}:{entry.line}: {key}: expected {wanted}, found {found[key]}")
    return lines


def _found(decision: Decision) -> dict[str, object]:
    ways = decision.would_be_allowed_with
    return {
        "allowed": "yes" if decision.allowed else "no",
        "code": decision.code,
        "flow": decision.flow or "none",
        "basis": decision.basis or "none",
        "consent": decision.consent or "none",
        "emergency": "yes" if decision.emergency else "no",
        "expires_on": decision.expires_on.isoformat() if decision.expires_on else "none",
        "opens_with": sorted(ways[0]["needs"]) if ways else [],  # type: ignore[call-overload]  # a list of words
        "shown": decision.shown_to_person,
    }


def touched(case: Case, table: AccessTable) -> str | None:
    """The flow that a case proves: the one that allowed it, or the one whose article is not in force."""
    decision = decide(table, case.request)
    if decision.allowed:
        return decision.flow
    first = decision.because[0]
    if first["code"] == "basis_not_in_force":
        near = table.index[(case.request.viewer.role, case.request.topic, case.request.purpose, case.request.action)]
        sleeping = [one.flow.id for one in near if one.flow.basis == first["basis"]]
        return sleeping[0] if sleeping else None
    return None
