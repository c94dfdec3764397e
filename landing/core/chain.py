"""A log that betrays who touched it: every line carries a seal over itself and over the seal of the line before it.

A seal is an HMAC-SHA-256 with a key that does not stand where the lines stand. Lines are kept in shards, each a chain of
its own, so that many writers need not wait for one another. What a chain cannot betray is a tail that is cut off together
with the note of where it ended; for that there are anchors, kept elsewhere.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

MOST_SHARDS = 256
MOST_FAULTS = 1_000
LOOKED_FOR_SWAPS = 50

CHANGED = "changed"
REMOVED = "removed"
INSERTED = "inserted"
SWAPPED = "swapped"

Value = str | int | None


def line_id(shard: int, seq: int) -> int:
    """The number of a line: it follows from shard and place, so that it cannot be given to another line."""
    return seq * MOST_SHARDS + shard


def sealed(key: bytes, kind: str, *parts: object) -> str:
    """The seal of a text made of these parts, 64 hexadecimal digits; ``kind`` keeps seals of different things apart."""
    return _signed(key, _encoded([kind, *parts]))


_encoded = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False).encode


@lru_cache(4)
def _begun(key: bytes) -> hmac.HMAC:
    """HMAC-SHA-256 with this key, of nothing yet."""
    return hmac.new(key, digestmod="sha256")


def _signed(key: bytes, text: str) -> str:
    """The seal of a text in ASCII. Begun once a key instead of once a line, of which there are millions."""
    seal = _begun(key).copy()
    seal.update(text.encode("ascii"))
    return seal.hexdigest()


@lru_cache(20_000, typed=True)
def _beginning_of(*content: Value) -> str:
    """The text of content but for its last value, which differs in each line; of a worker's looks the rest recurs."""
    return "".join([f"{_encoded(value)}," for value in content])


def _sealed_line(
    key: bytes, shard: int, seq: int, at: str, content: tuple[Value, ...], subjects: tuple[str, ...], prev: str
) -> str:
    """``sealed(key, "line", …)``, made of parts so that what recurs is not made anew."""
    said = f"{_beginning_of(*content[:-1])}{_encoded(content[-1])}" if content else ""
    about = ",".join([_quoted(one) for one in subjects])
    return _signed(key, f'["line",{shard},{seq},{_quoted(at)},[{said}],[{about}],{_quoted(prev)}]')


_quoted: Callable[[str], str] = json.encoder.encode_basestring_ascii


def beginning(key: bytes, shard: int) -> str:
    """What stands in the place of the line before the first one."""
    return sealed(key, "beginning", shard)


def fingerprint(key: bytes) -> str:
    """Eight digits by which one sees whether two keys are the same; the key cannot be found from them."""
    return sealed(key, "fingerprint")[:8]


@dataclass(slots=True)
class Line:
    """One line as it is sealed. Not frozen only because millions are made, four times as quickly so.

    id: see ``line_id``; shard, seq: which chain, and the place in it from 1; at: moment in UTC as text; content: all
    that the line says; subjects: about whom, sorted; prev: the seal of the line before; mac: its own seal.
    """

    id: int
    shard: int
    seq: int
    at: str
    content: tuple[Value, ...]
    subjects: tuple[str, ...]
    prev: str
    mac: str

    def seal_at(self, key: bytes, shard: int, seq: int) -> str:
        """The seal that this line would have at another place."""
        return _sealed_line(key, shard, seq, self.at, self.content, self.subjects, self.prev)

    def is_whole(self, key: bytes) -> bool:
        """Whether the line says what it said when it was written."""
        return self.id == line_id(self.shard, self.seq) and hmac.compare_digest(
            self.mac, self.seal_at(key, self.shard, self.seq)
        )


def seal(
    key: bytes, *, shard: int, seq: int, at: str, content: tuple[Value, ...], subjects: tuple[str, ...], prev: str
) -> str:
    """The seal of a new line."""
    return _sealed_line(key, shard, seq, at, content, subjects, prev)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of which the seal is known from elsewhere: the end of a chain, an anchor, or where the removed part ended."""

    seq: int
    mac: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What was done to a chain: at which place, when that line was written (where known), what, and how many lines."""

    shard: int
    seq: int
    at: str
    what: str
    lines: int = 1
    known_by: str = "chain"


@dataclass(slots=True)
class Report:
    """What verifying found. lines: how many were looked at; last: the last line of each shard; doubted: lines that are
    not what they were, the first of them, to see whether they stand at one another's place.
    """

    lines: int = 0
    faults: list[Fault] = field(default_factory=list)
    last: dict[int, Place] = field(default_factory=dict)
    doubted: list[Line] = field(default_factory=list, repr=False)

    @property
    def is_whole(self) -> bool:
        return not self.faults

    def first_of_each_shard(self) -> dict[int, Fault]:
        """The first fault of every shard that has one."""
        found: dict[int, Fault] = {}
        for fault in self.faults:
            if fault.shard not in found or fault.seq < found[fault.shard].seq:
                found[fault.shard] = fault
        return found


class _Shard:
    """One chain while it is read: what the next line must be."""

    def __init__(self, shard: int, start: Place | None, places: Iterable[Place]) -> None:
        self.shard = shard
        self.expected: int | None = start.seq + 1 if start else None
        self.prev: str | None = start.mac if start else None
        self.last = start
        self.places: dict[int, list[Place]] = {}
        for place in places:
            self.places.setdefault(place.seq, []).append(place)

    def read(self, line: Line, key: bytes) -> list[Fault]:
        """Take the next line; returns what is wrong with it or before it."""
        found = []
        if self.expected is not None and line.seq < self.expected:
            return [Fault(self.shard, line.seq, line.at, INSERTED)]
        if self.expected is not None and line.seq > self.expected:
            found.append(Fault(self.shard, self.expected, line.at, REMOVED, line.seq - self.expected))
            self.prev = None
        whole = line.is_whole(key)
        if not whole:
            found.append(Fault(self.shard, line.seq, line.at, CHANGED))
        elif self.prev is not None and line.prev != self.prev:
            # The line is what it was, but it was sealed upon another line than the one before it now.
            found.append(Fault(self.shard, max(1, line.seq - 1), line.at, CHANGED))
        for place in self.places.pop(line.seq, ()):
            if place.mac != line.mac and whole:
                found.append(Fault(self.shard, line.seq, line.at, CHANGED, known_by="anchor"))
        self.expected, self.prev = line.seq + 1, line.mac if whole else None
        self.last = Place(line.seq, line.mac, line.at)
        return found

    def end(self) -> list[Fault]:
        """What was known of lines after the last one."""
        reached = self.last.seq if self.last else 0
        beyond = [place for seq, places in self.places.items() if seq > reached for place in places]
        if not beyond:
            return []
        furthest = max(beyond, key=lambda place: place.seq)
        return [Fault(self.shard, reached + 1, furthest.at, REMOVED, furthest.seq - reached, known_by="end")]


def verify(
    lines: Iterable[Line],
    key: bytes,
    *,
    starts: Mapping[int, Place] | None = None,
    ends: Mapping[int, Place] | None = None,
    anchors: Iterable[tuple[int, Place]] = (),
    from_the_middle: bool = False,
) -> Report:
    """Read every line and tell what was changed, removed, inserted or swapped, and where.

    lines: in the order of each shard, the shards mixed in any way. starts: where the chain of a shard goes on, when its
    oldest lines were lawfully removed. ends: the last place of every shard as it was noted before reading (lines that
    came meanwhile are no fault). anchors: places kept elsewhere. from_the_middle: the first line that is met is taken
    for granted. Stops keeping faults after a thousand.
    """
    found = read(lines, key, starts=starts, ends=ends, anchors=anchors, from_the_middle=from_the_middle)
    return joined([found], key)


def read(
    lines: Iterable[Line],
    key: bytes,
    *,
    starts: Mapping[int, Place] | None = None,
    ends: Mapping[int, Place] | None = None,
    anchors: Iterable[tuple[int, Place]] = (),
    from_the_middle: bool = False,
) -> Report:
    """The first half of ``verify``. Chains know nothing of one another, so that shards can be read apart, at the same time;
    ``joined`` makes one report of what was found.
    """
    places: dict[int, list[Place]] = {}
    for shard, place in [*(ends or {}).items(), *anchors]:
        if place.seq > 0:
            places.setdefault(shard, []).append(place)
    shards: dict[int, _Shard] = {}

    def chain_of(shard: int) -> _Shard:
        if shard not in shards:
            start = (starts or {}).get(shard) or Place(0, beginning(key, shard))
            known = places.pop(shard, [])
            shards[shard] = _Shard(shard, None if from_the_middle else start, known)
        return shards[shard]

    report = Report()
    for line in lines:
        report.lines += 1
        for fault in chain_of(line.shard).read(line, key):
            if len(report.faults) < MOST_FAULTS:
                report.faults.append(fault)
            if fault.what == CHANGED and fault.seq == line.seq and len(report.doubted) < LOOKED_FOR_SWAPS:
                report.doubted.append(line)
    for shard in [*places]:
        chain_of(shard)  # a shard of which nothing is left
    _end(report, shards.values())
    return report


def joined(reports: Sequence[Report], key: bytes) -> Report:
    """One report of shards that were read apart; a line that was put in another shard is seen here."""
    report = Report(sum(one.lines for one in reports))
    for one in reports:
        report.faults += one.faults
        report.last |= one.last
        report.doubted += one.doubted
    return _with_swaps(report, report.doubted, key)


def _end(report: Report, shards: Iterable[_Shard]) -> None:
    for shard in shards:
        report.faults += shard.end()
        if shard.last is not None:
            report.last[shard.shard] = shard.last


def _with_swaps(report: Report, doubted: list[Line], key: bytes) -> Report:
    """Say "swapped" of lines that are whole at one another's place."""
    at = {(line.shard, line.seq) for line in doubted}
    moved = {
        (line.shard, line.seq)
        for line in doubted
        for shard, seq in at
        if (shard, seq) != (line.shard, line.seq) and line.mac == line.seal_at(key, shard, seq)
    }
    report.faults = [
        Fault(fault.shard, fault.seq, fault.at, SWAPPED, fault.lines, fault.known_by)
        if fault.what == CHANGED and (fault.shard, fault.seq) in moved else fault
        for fault in report.faults
    ]  # fmt: skip
    return report


def check_ends(report: Report, read_ends: Callable[[], Mapping[int, Place]]) -> None:
    """Add a fault for every shard of which the noted end lies before the last line that was read: it was set back."""
    ends = read_ends()
    for shard, last in report.last.items():
        noted = ends.get(shard)
        if last.seq and (noted is None or noted.seq < last.seq):
            report.faults.append(Fault(shard, last.seq, last.at, CHANGED, known_by="end"))
