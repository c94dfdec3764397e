"""Reads the access table of the country, with what a region says otherwise, and checks all of it.

Files: ``landing/rulebook/access/`` (roles, topics, purposes, bases, nobody, flows/*) with the documents of the rulebook; a
region's ``regions/<region>/access/`` (bases, narrower). ``load`` raises ``RulebookFaults`` with every fault of every file.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from landing.core.consent.coherence import check_flows, unreached
from landing.core.consent.overlay import narrow_flows, switch_bases
from landing.core.consent.reader import (
    Words,
    read_basis,
    read_flow,
    read_purpose,
    read_role,
    read_topic,
    read_wall,
)
from landing.core.consent.table import AccessTable, Flow, Wall
from landing.core.consent.words import PURPOSES, ROLES, TOPICS
from landing.core.due.folder import Folder, displayed
from landing.core.due.load import NATIONAL, REGIONS, region_overlay
from landing.core.due.marked import Entry, RulebookFault, RulebookFaults
from landing.core.due.rules import Document
from landing.core.due.vocabulary import read_document

ACCESS = "access"
_T = TypeVar("_T")


def load_table(region: str | None = None, regions: Path = REGIONS) -> AccessTable:
    """The table of a region by its code, read once in a process; a region that says nothing has the country's own.

    regions: the folder with the folders of regions. Raises ``RulebookFaults`` for a faulty file.
    """
    folder = regions / region if region else None
    return _load_once(folder if folder is not None and (folder / ACCESS).is_dir() else None)


@lru_cache(maxsize=32)
def _load_once(folder: Path | None) -> AccessTable:
    return load(NATIONAL, folder)


def region_folder(region: str | None) -> Path | None:
    """The folder of a region, in which ``access/`` may stand. Raises ``LookupError`` for an unknown region."""
    overlay = region_overlay(region)
    return overlay.parent if overlay is not None else None


def load(root: Path = NATIONAL, region: Path | None = None) -> AccessTable:
    """The table of a rulebook folder. Raises ``RulebookFaults`` naming every fault by file and line."""
    table, faults = read(root, region)
    if faults:
        raise RulebookFaults(faults)
    return table


def read(root: Path, region: Path | None = None) -> tuple[AccessTable, list[RulebookFault]]:
    """What is sound in the table, and the faults found in the rest."""
    faults: list[RulebookFault] = []
    folder = Folder(root, faults)
    own = Folder(region, faults) if region is not None else None
    documents = _documents(folder, own)
    if not (root / ACCESS).is_dir():
        faults.append(
            RulebookFault(displayed(root / ACCESS), 1, "no such folder", "wanted: a folder with an access table")
        )
    roles = _keyed(folder, "roles.yaml", read_role, ROLES)
    topics = _keyed(folder, "topics.yaml", read_topic, TOPICS)
    purposes = _keyed(folder, "purposes.yaml", read_purpose, PURPOSES)
    bases = _keyed(folder, "bases.yaml", lambda entry: read_basis(entry, documents))
    if own is not None:
        bases = switch_bases(own.keyed(f"{ACCESS}/bases.yaml", wanted=False), bases)
    walls = _walls(folder, documents)
    words = Words(documents, bases)
    pairs = [found for _, item in folder.listed(f"{ACCESS}/flows") if (found := read_flow(item, words)) is not None]
    if own is not None:
        pairs = narrow_flows((item for _, item in own.listed(f"{ACCESS}/narrower.yaml")), pairs)
    flows = check_flows(pairs, walls, topics, purposes)
    if not faults:
        _check_whole(folder, flows, walls)
    table = AccessTable(
        documents, roles, topics, purposes, bases, walls, tuple(flows), _fingerprint(roles, topics, purposes, bases, walls, flows)
    )  # fmt: skip
    return table, sorted(set(faults))


def _documents(folder: Folder, own: Folder | None) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    places = [(folder, "sources.yaml", True)] + ([(own, "rulebook/sources.yaml", False)] if own is not None else [])
    for where, name, wanted in places:
        for entry in where.keyed(name, wanted):
            document = read_document(entry)
            if document is not None:
                documents[entry.key] = document
    return documents


def _keyed(
    folder: Folder, name: str, read_one: Callable[[Entry], _T | None], wanted: tuple[str, ...] = ()
) -> dict[str, _T]:
    """The entries of a file by their key; a wanted word that is missing is a fault of the file."""
    entries = list(folder.keyed(f"{ACCESS}/{name}", wanted=True))
    for word in wanted:
        if entries and word not in {entry.key for entry in entries}:
            folder.file(folder.root / ACCESS / name).fault(1, f"no {word}", f"wanted: the key {word}")
    return {entry.key: value for entry in entries if (value := read_one(entry)) is not None}


def _walls(folder: Folder, documents: dict[str, Document]) -> tuple[Wall, ...]:
    walls: dict[str, Wall] = {}
    for _, item in folder.listed(f"{ACCESS}/nobody.yaml"):
        wall = read_wall(item, documents)
        if wall is not None and wall.id in walls:
            item.fault(f"{wall.id} stands in the table already", "every id once")
        elif wall is not None:
            walls[wall.id] = wall
    return tuple(walls.values())


def _check_whole(folder: Folder, flows: list[Flow], walls: tuple[Wall, ...]) -> None:
    """Every role and topic is opened by a flow or kept shut by a wall: nothing is shut because it was forgotten."""
    for role, topic in unreached(flows, walls):
        folder.file(folder.root / ACCESS / "nobody.yaml").fault(
            1,
            f"{topic} for {role}: no flow opens it and no wall shuts it",
            "wanted: a flow, or a wall that says why not",
        )


def _fingerprint(*parts: Any) -> str:
    """A hash of the meaning: comments, layout and the place in a file do not count."""
    digest = hashlib.sha256()
    for value in _values(parts):
        digest.update(value.encode())
    return digest.hexdigest()


def _values(parts: tuple[Any, ...]) -> Iterator[str]:
    for part in parts:
        for one in part.values() if isinstance(part, dict) else part:
            told = {field.name: getattr(one, field.name) for field in fields(one) if field.name not in ("file", "line")}
            yield repr({name: sorted(value) if isinstance(value, frozenset) else value for name, value in told.items()})
