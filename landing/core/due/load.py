"""Reads a rulebook folder, with a region's overlay laid over it, and checks all of it.

``load`` raises ``RulebookFaults`` with every fault of every file; ``read`` returns what is sound together with the faults.
An overlay has the same paths. Its ``settings.yaml`` chooses values, its ``route/overrides.yaml`` replaces keys of national
rules (``override: <id>``, ``because: <why>``), and its other files add documents, facts, gates and rules. ``extra``
holds changes that stand in no file: each is a name and a YAML list of overrides and whole rules, laid over the region's
folder in their order; where two change the same key, the later one holds.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from yaml.nodes import MappingNode

from landing.core.due.coherence import check_coherence
from landing.core.due.folder import Folder, displayed
from landing.core.due.marked import Entry, MarkedText, RulebookFault, RulebookFaults
from landing.core.due.rule_reader import NEEDED, OPTIONAL, RawRule, RuleReader, Vocabulary
from landing.core.due.rules import Document, Fact, Gate, Rule, Rulebook, Setting
from landing.core.due.vocabulary import (
    read_chosen_setting,
    read_document,
    read_fact,
    read_gate,
    read_setting,
)

_PACKAGE = Path(__file__).resolve().parents[2]
NATIONAL = _PACKAGE / "rulebook"
REGIONS = _PACKAGE.parent / "regions"
OVERRIDES = "overrides.yaml"
Extra = Sequence[tuple[str, str]]
"""Changes that stand in no file: the name under which faults are told, and YAML text."""
_T = TypeVar("_T", Fact, Gate)


def region_overlay(region: str | None, regions: Path = REGIONS) -> Path | None:
    """The overlay folder of a region; ``None`` for no region. Raises ``LookupError`` for an unknown region."""
    if not region:
        return None
    known = sorted(folder.name for folder in regions.iterdir() if folder.is_dir()) if regions.is_dir() else []
    if region not in known:
        raise LookupError(f"unknown region {region[:64]!r}; known: {', '.join(known) or 'none'}")
    return regions / region / "rulebook"


def load(root: Path = NATIONAL, overlay: Path | None = None, extra: Extra = ()) -> Rulebook:
    """The rulebook of a folder. Raises ``RulebookFaults`` naming every fault by file (or name of an extra) and line."""
    rulebook, faults = read(root, overlay, extra)
    if faults:
        raise RulebookFaults(faults)
    return rulebook


@lru_cache(maxsize=8)
def load_once(root: Path = NATIONAL, overlay: Path | None = None) -> Rulebook:
    """As ``load``, read once in a process: files that change later are not seen."""
    return load(root, overlay)


def read(root: Path, overlay: Path | None = None, extra: Extra = ()) -> tuple[Rulebook, list[RulebookFault]]:
    """What is sound in a rulebook folder, and the faults found in the rest."""
    faults: list[RulebookFault] = []
    folders = [_Folder(root, faults)]
    if overlay is not None and overlay.is_dir():
        folders.append(_Folder(overlay, faults))
    if not root.is_dir():
        faults.append(RulebookFault(displayed(root), 1, "no such folder", "wanted: a rulebook folder"))
    vocabulary = _read_vocabulary(folders)
    raw_rules = [raw for regional, folder in enumerate(folders) for raw in folder.rules(bool(regional))]
    for folder in folders[1:]:
        _apply_overrides(folder.overrides(), raw_rules)
    for name, text in extra:
        _lay_over(MarkedText(text, name, faults), raw_rules)
    reader = RuleReader(vocabulary)
    pairs = [(raw, rule) for raw in raw_rules if (rule := reader.rule(raw)) is not None]
    sound = check_coherence(pairs, {raw.parts["id"].raw for raw in raw_rules if "id" in raw.parts})
    rulebook = Rulebook(
        root,
        overlay,
        vocabulary.documents,
        vocabulary.facts,
        vocabulary.settings,
        vocabulary.gates,
        tuple(sound),
        _fingerprint(vocabulary, sound),
    )
    return rulebook, sorted(set(faults))


class _Folder(Folder):
    """The files of one rulebook folder."""

    left_out = frozenset({OVERRIDES})

    def overrides(self) -> list[Entry]:
        """The items of ``route/overrides.yaml``."""
        path = self.root / "route" / OVERRIDES
        root = self.file(path).root() if path.is_file() else None
        return root.items() if root is not None else []

    def rules(self, regional: bool) -> Iterator[RawRule]:
        """The raw rules of ``route/<phase>/*.yaml``."""
        for path, item in self.listed("route"):
            parts = item.mapping((*NEEDED, *OPTIONAL))
            if parts is not None:
                place = path.relative_to(self.root)
                yield RawRule(item, parts, place.as_posix(), place.parts[1] if len(place.parts) > 2 else None, regional)


def _read_vocabulary(folders: list[_Folder]) -> Vocabulary:
    documents: dict[str, Document] = {}
    facts: dict[str, Fact] = {}
    settings: dict[str, Setting] = {}
    gates: dict[str, Gate] = {}
    for number, folder in enumerate(folders):
        for entry in folder.keyed("sources.yaml", wanted=number == 0):
            document = read_document(entry)
            if document is not None:
                documents[entry.key] = document
        _add(facts, folder.listed("facts"), read_fact)
        for entry in folder.keyed("settings.yaml", wanted=number == 0):
            setting = read_chosen_setting(entry, settings, documents) if number else read_setting(entry, documents)
            if setting is not None:
                settings[entry.key] = setting
        _add(gates, folder.listed("gates"), lambda item: read_gate(item, facts, documents))
    return Vocabulary(documents, facts, settings, gates)


def _add(known: dict[str, _T], items: Iterator[tuple[Path, Entry]], read_item: Callable[[Entry], _T | None]) -> None:
    for _, item in items:
        value = read_item(item)
        if value is not None and value.id in known:
            item.fault(f"{value.id} stands in the rulebook already", "every id once")
        elif value is not None:
            known[value.id] = value


_OVERRIDABLE = tuple(key for key in (*NEEDED, *OPTIONAL) if key not in ("id", "valid_from", "valid_to", "phase"))


def _lay_over(text: MarkedText, raw_rules: list[RawRule]) -> None:
    """Add the whole rules of a change that stands in no file, and apply its overrides."""
    root = text.root()
    overrides = []
    for item in root.items() if root is not None else ():
        if isinstance(item.node, MappingNode) and any(key.value == "override" for key, _ in item.node.value):
            overrides.append(item)
        elif (parts := item.mapping((*NEEDED, *OPTIONAL))) is not None:
            raw_rules.append(RawRule(item, parts, text.name, None, regional=True))
    _apply_overrides(overrides, raw_rules)


def _apply_overrides(items: Iterable[Entry], raw_rules: list[RawRule]) -> None:
    seen: set[str] = set()
    for item in items:
        parts = item.mapping(("override", "because", *_OVERRIDABLE), ("override", "because"))
        if not parts or not {"override", "because"} <= parts.keys():
            continue
        rule_id, because = parts.pop("override"), parts.pop("because").text(300)
        targets = [raw for raw in raw_rules if "id" in raw.parts and raw.parts["id"].raw == rule_id.raw]
        if not targets:
            rule_id.wrong("the id of a rule")
        elif rule_id.raw in seen:
            rule_id.fault(f"{rule_id.raw} is overridden a second time", "one override of a rule")
        elif not parts:
            rule_id.fault("nothing is changed", "at least one key of the rule")
        else:
            seen.add(rule_id.raw or "")
            for raw in targets:
                raw.parts = {**raw.parts, **parts}
                raw.override_because = because


_MEANING = tuple(field.name for field in fields(Rule) if field.name not in ("file", "line"))


def _fingerprint(words: Vocabulary, rules: list[Rule]) -> str:
    """A hash of the meaning: comments, layout and the place in a file do not count."""
    digest = hashlib.sha256()
    tables: tuple[Mapping[str, object], ...] = (words.documents, words.facts, words.settings, words.gates)
    for table in tables:
        digest.update(repr(sorted(table.items())).encode())
    for text in sorted(repr([getattr(rule, name) for name in _MEANING]) for rule in rules):
        digest.update(text.encode())
    return digest.hexdigest()
