"""Reads what the access table is made of. Every fault names file and line; what could not be read is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from landing.core.consent.table import Basis, Flow, Purpose, Role, Topic, Wall
from landing.core.consent.words import (
    ACTIONS,
    BOND_KINDS,
    CERTAINTIES,
    CONSENT,
    MANDATE,
    MANDATE_KINDS,
    OWN,
    PHASES,
    PURPOSES,
    RELATIONS,
    ROLES,
    TOPICS,
    WITH_BONDS,
)
from landing.core.due.marked import Entry, each
from landing.core.due.plain_words import check_client_text
from landing.core.due.rules import Document
from landing.core.due.vocabulary import read_source

Parts = Mapping[str, Entry]
LONGEST_OVERLAP = 92
"""The most days that a bond may count after its end: a quarter of a year."""


@dataclass(frozen=True, slots=True)
class Words:
    """What flows may name."""

    documents: Mapping[str, Document]
    bases: Mapping[str, Basis]


def words_of(entry: Entry, allowed: Iterable[str], least: int = 1) -> tuple[str, ...]:
    """A list of allowed words, each once, at least ``least`` of them."""
    items = entry.items()
    words = each(items, lambda item: item.choice(allowed))
    if len(set(words)) < len(words):
        entry.fault("a word stands there twice", "every word once")
    if len(items) < least:
        entry.fault("an empty list", "at least one word")
    return tuple(dict.fromkeys(words))


def client_text(parts: Parts, key: str) -> str | None:
    """A text for the person: one sentence of plain words."""
    entry = parts.get(key)
    text = entry.text(120) if entry is not None else None
    if entry is not None and text is not None:
        check_client_text(entry, text)
    return text


def read_role(entry: Entry) -> Role | None:
    """One role of ``roles.yaml``; the key is its id."""
    parts = entry.mapping(("label", "one", "purpose"), ("label", "one", "purpose"))
    if not parts or len(parts) < 3 or not _known(entry, ROLES):
        return None
    label, one, purpose = parts["label"].text(60), client_text(parts, "one"), parts["purpose"].choice(PURPOSES)
    return Role(entry.key, label, one, purpose) if label and one and purpose else None


def read_topic(entry: Entry) -> Topic | None:
    """One topic of ``topics.yaml``; the key is its id."""
    parts = entry.mapping(("label", "client", "about", "consent_never", "client_not"), ("label", "client", "about"))
    if not parts or not {"label", "client", "about"} <= parts.keys() or not _known(entry, TOPICS):
        return None
    label, client, about = parts["label"].text(60), client_text(parts, "client"), parts["about"].text(40)
    never = bool(parts["consent_never"].flag()) if "consent_never" in parts else False
    beyond = (client_text(parts, "client_not") or "") if "client_not" in parts else ""
    return Topic(entry.key, label, client, about, never, beyond) if label and client and about else None


_PURPOSE_KEYS = ("label", "client", "because", "when_frozen", "when_deceased", "nobody")


def read_purpose(entry: Entry) -> Purpose | None:
    """One purpose of ``purposes.yaml``; the key is its id."""
    parts = entry.mapping(_PURPOSE_KEYS, _PURPOSE_KEYS[:3])
    if not parts or not set(_PURPOSE_KEYS[:3]) <= parts.keys() or not _known(entry, PURPOSES):
        return None
    label, client, because = parts["label"].text(60), client_text(parts, "client"), client_text(parts, "because")
    frozen, dead = (
        frozenset(words_of(parts[key], ACTIONS)) if key in parts else frozenset() for key in _PURPOSE_KEYS[3:5]
    )
    nobody = parts["nobody"].text(200) if "nobody" in parts else None
    return Purpose(entry.key, label, client, because, frozen, dead, nobody) if label and client and because else None


def _known(entry: Entry, known: tuple[str, ...]) -> bool:
    if entry.key in known:
        return True
    entry.fault("not a word of the product", f"one of {', '.join(known)}")
    return False


_BASIS_NEEDED = ("article", "covers", "consent_can_mend", "objection", "certainty", "source", "last_checked")
_BASIS_OPTIONAL = ("from", "to", "switchable", "no_flow")


def read_basis(entry: Entry, documents: Mapping[str, Document]) -> Basis | None:
    """One legal basis of ``bases.yaml``; the key is its id."""
    parts = entry.mapping((*_BASIS_NEEDED, *_BASIS_OPTIONAL), _BASIS_NEEDED)
    if not parts or not set(_BASIS_NEEDED) <= parts.keys():
        return None
    if entry.key in (CONSENT, OWN):
        entry.fault("the id is taken", "the id of an article")
        return None
    article, covers, certainty = (
        parts["article"].text(120), parts["covers"].text(300), parts["certainty"].choice(CERTAINTIES),
    )  # fmt: skip
    mend, objection = parts["consent_can_mend"].flag(), parts["objection"].flag()
    source, checked = read_source(parts["source"], documents), parts["last_checked"].day()
    start = parts["from"].day() if "from" in parts else None
    end = parts["to"].day() if "to" in parts else None
    switchable = bool(parts["switchable"].flag()) if "switchable" in parts else False
    no_flow = parts["no_flow"].text(200) if "no_flow" in parts else None
    if end is not None and (start is None or end <= start):
        parts["to"].wrong("a date after from")
    if not (article and covers and certainty and source and checked) or mend is None or objection is None:
        return None
    return Basis(
        entry.key, article, covers, start, end, mend, objection, certainty, switchable, no_flow, source, checked,
        entry.file.name, entry.line,
    )  # fmt: skip


_WALL_KEYS = ("id", "who", "topics", "because", "source", "last_checked")


def read_wall(entry: Entry, documents: Mapping[str, Document]) -> Wall | None:
    """One wall of ``nobody.yaml``."""
    parts = entry.mapping(_WALL_KEYS, _WALL_KEYS)
    if not parts or len(parts) < len(_WALL_KEYS):
        return None
    wall_id, because = parts["id"].identifier(), parts["because"].text(200)
    who, topics = words_of(parts["who"], ROLES), words_of(parts["topics"], TOPICS)
    source, checked = read_source(parts["source"], documents), parts["last_checked"].day()
    if not (wall_id and because and source and checked):
        return None
    return Wall(wall_id, who, topics, because, source, checked, entry.file.name, parts["id"].line)


FLOW_NEEDED = (
    "id", "title", "who", "relation", "topics", "purposes", "actions", "phases", "basis", "source", "valid_from",
    "last_checked",
)  # fmt: skip
FLOW_OPTIONAL = ("bonds", "needs_consent", "after_end_days", "share_to", "lead_only", "emergency", "valid_to")


def read_flow(entry: Entry, words: Words) -> tuple[Flow, Parts] | None:
    """One flow of ``flows/*.yaml``, with its entries, so that a later fault can name a line."""
    parts = entry.mapping((*FLOW_NEEDED, *FLOW_OPTIONAL), FLOW_NEEDED)
    if not parts or not set(FLOW_NEEDED) <= parts.keys():
        return None
    flow_id, title = parts["id"].identifier(), parts["title"].text(100)
    relation = parts["relation"].choice(RELATIONS)
    basis = parts["basis"].choice((CONSENT, OWN, *words.bases), "consent, own or the id of a legal basis:")
    source, checked = read_source(parts["source"], words.documents), parts["last_checked"].day()
    valid_from, valid_to = parts["valid_from"].day(), parts["valid_to"].day() if "valid_to" in parts else None
    if valid_from and valid_to and valid_to <= valid_from:
        parts["valid_to"].wrong("a date after valid_from")
    if not (flow_id and title and relation and basis and source and checked and valid_from):
        return None
    needs = _flag(parts, "needs_consent")
    flow = Flow(
        flow_id, title, words_of(parts["who"], ROLES), relation, _bonds(parts, relation),
        words_of(parts["topics"], TOPICS), words_of(parts["purposes"], PURPOSES), words_of(parts["actions"], ACTIONS),
        words_of(parts["phases"], PHASES), basis, needs or basis == CONSENT,
        (parts["after_end_days"].whole(0, LONGEST_OVERLAP) or 0) if "after_end_days" in parts else 0,
        words_of(parts["share_to"], ROLES) if "share_to" in parts else (), _flag(parts, "lead_only"),
        _flag(parts, "emergency"), source, valid_from, valid_to, checked, entry.file.name, parts["id"].line,
    )  # fmt: skip
    return flow, parts


def _flag(parts: Parts, key: str) -> bool:
    return bool(parts[key].flag()) if key in parts else False


def _bonds(parts: Parts, relation: str) -> tuple[str, ...]:
    """The kinds of bond, which stand there exactly when the relation is a bond."""
    if relation in WITH_BONDS:
        if "bonds" not in parts:
            parts["relation"].fault("no bonds beside it", "the key bonds: the kinds of bond that count")
            return ()
        return words_of(parts["bonds"], MANDATE_KINDS if relation == MANDATE else BOND_KINDS)
    if "bonds" in parts:
        parts["bonds"].fault(f"the relation is {relation}", "no bonds, or a relation that is a bond")
    return ()
