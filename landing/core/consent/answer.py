"""The question "may this viewer see this, for this purpose?" as one JSON document in and one out.

One question stands in ``topic``, ``purpose`` and ``action``. Many questions about the same two people stand in ``topics`` (with
one purpose and action) or in ``questions``; then the answer is a list.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from landing.core.consent.decide import decide_questions
from landing.core.consent.load import load_table, region_folder
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
from landing.core.consent.words import ACTIONS, BOND_KINDS, PHASES, PURPOSES, READ, ROLES, TOPICS
from landing.core.documents import (
    BadDocument,
    Day,
    DocumentFault,
    Flag,
    ListOf,
    OneOf,
    OrNull,
    Record,
    Schema,
    Shape,
    Text,
    checked,
    whole_schema,
)

_ID = Text(200, what="an id")
_TOPIC, _PURPOSE, _ACTION = OneOf(TOPICS), OneOf(PURPOSES), OneOf(ACTIONS)
_VIEWER = Record(
    {
        "role": OneOf(ROLES), "organisation": OrNull(_ID), "region": OrNull(_ID), "worker": OrNull(_ID),
        "person": OrNull(_ID), "receiver": OrNull(_ID), "organisation_name": OrNull(Text(200)), "lead_municipality": Flag(),
    },
    needed=("role",),
    notes={
        "person": "the viewer's own record, for a client",
        "receiver": "the name to which a consent or a one-time link was given",
        "organisation_name": "for the line in the person's log",
        "lead_municipality": "whether the organisation is the region's lead municipality",
    },
)  # fmt: skip
_PERSON = Record(
    {"id": _ID, "region": OrNull(_ID), "phase": OneOf(PHASES), "frozen": Flag(), "restricted_to": OrNull(ListOf(_ID)),
     "deceased": Flag()},
    needed=("id", "region", "phase"),
    notes={"frozen": "use restricted by the person (AVG art. 18)", "restricted_to": "only these workers (ids)"},
)  # fmt: skip
_BOND = Record(
    {"kind": OneOf(BOND_KINDS), "worker": OrNull(_ID), "organisation": OrNull(_ID), "from": Day(), "to": OrNull(Day())},
    needed=("kind", "from"),
    notes={"to": "the first day on which it no longer holds"},
)
_CONSENT = Record(
    {"id": _ID, "given_to": _ID, "topics": ListOf(_TOPIC, least=1), "purposes": ListOf(_PURPOSE, least=1),
     "actions": ListOf(_ACTION, least=1), "from": Day(), "to": OrNull(Day()), "withdrawn_on": OrNull(Day())},
    needed=("id", "given_to", "topics", "purposes", "from"),
    notes={"given_to": "id of an organisation, or the name of a receiver", "actions": "reading only when left out",
           "to": "the first day on which it no longer holds", "withdrawn_on": "closed from this day on"},
)  # fmt: skip
_OBJECTION = Record(
    {"topic": _TOPIC, "purpose": _PURPOSE, "from": Day(), "to": OrNull(Day())}, needed=("topic", "purpose", "from")
)
_QUESTION = Record({"topic": _TOPIC, "purpose": _PURPOSE, "action": _ACTION}, needed=("topic", "purpose"))


@lru_cache(maxsize=8)
def shape_in(bases: tuple[str, ...]) -> Record:
    """What an input document looks like; ``bases``: the ids of the legal bases that may be named."""
    return Record(
        {
            "today": Day(), "viewer": _VIEWER, "person": _PERSON, "bonds": ListOf(_BOND), "consents": ListOf(_CONSENT),
            "legal_bases": OrNull(ListOf(OneOf(bases))), "objections": ListOf(_OBJECTION),
            "break_glass": OrNull(Record({"reason": Text(2000), "opened_at": Day()}, needed=("reason",))),
            "share_with": OrNull(Record({"to": _ID, "role": OneOf(ROLES)}, needed=("to", "role"))),
            "topic": _TOPIC, "topics": ListOf(_TOPIC), "purpose": _PURPOSE, "action": _ACTION,
            "questions": ListOf(_QUESTION),
        },
        needed=("today", "viewer", "person"),
        notes={
            "legal_bases": "ids in force at this installation; left out: all that the table has in force. Never widens the table",
            "topic": "one question: one answer. Otherwise topics or questions",
            "topics": "many topics with the same purpose and action: a list of answers",
            "questions": "many questions about the same two: a list of answers",
            "action": "read when left out",
            "share_with": "who receives, when the action is share",
        },
    )  # fmt: skip


class _Free(Shape):
    """Objects with ``text`` and the values that the text is made of."""

    def __init__(self, *needed: str) -> None:
        self.needed = needed

    def schema(self) -> Schema:
        properties = {name: {"type": "array" if name == "needs" else "string"} for name in self.needed}
        return {"type": "array", "items": {"type": "object", "properties": properties, "required": list(self.needed)}}


_SOURCE = Record(
    {"document": Text(), "heading": Text(), "items": ListOf(Text())}, needed=("document", "heading", "items")
)
_ANSWER_FIELDS: Mapping[str, Shape] = {
    "topic": _TOPIC, "purpose": _PURPOSE, "action": _ACTION, "allowed": Flag(), "flow": OrNull(Text()),
    "basis": OrNull(Text()), "consent": OrNull(Text()), "emergency": Flag(), "expires_on": OrNull(Day()),
    "because": _Free("code", "text"), "source": OrNull(_SOURCE), "shown_to_person": Text(),
    "would_be_allowed_with": _Free("flow", "needs", "text"),
}  # fmt: skip
SHAPE_ANSWER = Record(_ANSWER_FIELDS, needed=tuple(_ANSWER_FIELDS))
SHAPE_ONE = Record({"today": Day(), **_ANSWER_FIELDS}, needed=("today", *_ANSWER_FIELDS))
SHAPE_MANY = Record({"today": Day(), "answers": ListOf(SHAPE_ANSWER)}, needed=("today", "answers"))


class _OneOrMany(Shape):
    """One answer, or a list of them."""

    def schema(self) -> Schema:
        return {"anyOf": [SHAPE_ONE.schema(), SHAPE_MANY.schema()]}


def schema(which: str, region: str | None = None) -> Schema:
    """The JSON Schema (2020-12) of the document that goes ``in`` or comes ``out``."""
    if which == "in":
        return whole_schema(shape_in(tuple(_table(region).bases)), "landing core consent, input")
    return whole_schema(_OneOrMany(), "landing core consent, output")


def answer(document: Any, region: str | None = None) -> dict[str, Any]:
    """The answer to one question, or to many. Raises ``BadDocument`` with every fault, ``LookupError`` for an unknown region."""
    table = _table(region)
    checked(shape_in(tuple(table.bases)), document)
    questions = _questions(document)
    found = [one.as_json() for one in decide_questions(table, request_of(document), questions)]
    if "topic" in document:
        return {"today": document["today"], **found[0]}
    return {"today": document["today"], "answers": found}


def _table(region: str | None) -> AccessTable:
    """The table of a region that was named; raises ``LookupError`` when there is no such region."""
    region_folder(region)
    return load_table(region)


def _questions(document: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The questions of a document. Raises ``BadDocument`` when it asks none, or in two ways at once."""
    ways = [key for key in ("topic", "topics", "questions") if key in document]
    faults = []
    if len(ways) != 1:
        found = " and ".join(ways) or "no question"
        faults.append(DocumentFault("$", f"{found}; wanted one of topic, topics, questions"))
    if "questions" in ways:
        faults += [
            DocumentFault(f"$.{key}", "stands beside questions; wanted inside each question")
            for key in ("purpose", "action") if key in document
        ]  # fmt: skip
    elif ways and "purpose" not in document:
        faults.append(DocumentFault("$.purpose", f"missing; wanted {_PURPOSE.wanted}"))
    if faults:
        raise BadDocument(faults)
    if "questions" in ways:
        return [(one["topic"], one["purpose"], one.get("action", READ)) for one in document["questions"]]
    topics = [document["topic"]] if "topic" in document else document["topics"]
    return [(topic, document["purpose"], document.get("action", READ)) for topic in topics]


def request_of(document: Mapping[str, Any]) -> Request:
    """The situation in a document that fits ``shape_in``; its questions are not in it."""
    viewer, person, legal = document["viewer"], document["person"], document.get("legal_bases")
    glass, receiver, listed = document.get("break_glass"), document.get("share_with"), person.get("restricted_to")
    return Request(
        today=_day(document["today"]),
        viewer=Viewer(**viewer),
        person=Subject(**{**person, "restricted_to": None if listed is None else frozenset(listed)}),
        bonds=tuple(
            Bond(one["kind"], _day(one["from"]), _end(one, "to"), one.get("worker"), one.get("organisation"))
            for one in document.get("bonds", ())
        ),
        consents=tuple(_consent(one) for one in document.get("consents", ())),
        legal_bases=None if legal is None else frozenset(legal),
        objections=tuple(
            Objection(one["topic"], one["purpose"], _day(one["from"]), _end(one, "to"))
            for one in document.get("objections", ())
        ),
        break_glass=BreakGlass(glass["reason"], _end(glass, "opened_at")) if glass else None,
        share_with=ShareWith(receiver["to"], receiver["role"]) if receiver else None,
    )


def _consent(one: Mapping[str, Any]) -> Consent:
    return Consent(
        one["id"], one["given_to"], frozenset(one["topics"]), frozenset(one["purposes"]), _day(one["from"]),
        _end(one, "to"), _end(one, "withdrawn_on"), frozenset(one.get("actions", (READ,))),
    )  # fmt: skip


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _end(one: Mapping[str, Any], key: str) -> date | None:
    text = one.get(key)
    return None if text is None else date.fromisoformat(text)
