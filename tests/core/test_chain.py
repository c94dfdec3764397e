"""A chain of lines betrays every change, removal, insertion and swap, and where."""

from __future__ import annotations

import hmac
import json
import os
import random
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landing.core import chain
from landing.core.chain import CHANGED, INSERTED, REMOVED, SWAPPED, Line, Place, line_id, seal, verify

KEY = b"a key of a test"
OTHER_KEY = b"another key"
Log = list[Line]


def write(count: int, shards: int = 3, key: bytes = KEY, seed: int = 1) -> Log:
    """A log as the product writes it: the shards mixed."""
    rng = random.Random(seed)
    ends = {shard: Place(0, chain.beginning(key, shard)) for shard in range(shards)}
    log = []
    for number in range(count):
        shard = rng.randrange(shards)
        end = ends[shard]
        line = made(key, shard, end.seq + 1, end.mac, f"2026-11-23 09:00:{number:09.6f}", rng)
        log.append(line)
        ends[shard] = Place(line.seq, line.mac, line.at)
    return log


def made(key: bytes, shard: int, seq: int, prev: str, at: str, rng: random.Random) -> Line:
    content = (rng.randrange(9), "Bo", "read", None, rng.choice(["route", "facts"]), 1)
    subjects = tuple(sorted(f"{rng.randrange(40):032x}" for _ in range(rng.randrange(4))))
    mac = seal(key, shard=shard, seq=seq, at=at, content=content, subjects=subjects, prev=prev)
    return Line(line_id(shard, seq), shard, seq, at, content, subjects, prev, mac)


def ends_of(log: Log) -> dict[int, Place]:
    found: dict[int, Place] = {}
    for line in log:
        if line.seq > found.get(line.shard, Place(0, "")).seq:
            found[line.shard] = Place(line.seq, line.mac, line.at)
    return found


def test_a_log_that_nobody_touched_is_whole() -> None:
    log = write(500)
    report = verify(log, KEY, ends=ends_of(log), anchors=ends_of(log[:200]).items())
    assert report.is_whole and report.lines == 500
    assert report.last == ends_of(log)


def test_an_empty_log_is_whole() -> None:
    assert verify([], KEY).is_whole


@given(st.integers(0, 60), st.integers(1, 5), st.integers())
@settings(deadline=None, max_examples=60)
def test_any_log_is_whole_however_the_shards_are_mixed(count: int, shards: int, seed: int) -> None:
    log = write(count, shards, seed=seed)
    by_shard = sorted(log, key=lambda line: (line.shard, line.seq))
    assert verify(log, KEY, ends=ends_of(log)).is_whole
    assert verify(by_shard, KEY, ends=ends_of(log)).is_whole


FIELDS = ("at", "content", "subjects", "prev", "mac")


def altered(line: Line, name: str, rng: random.Random) -> Line:
    """The same line with one thing changed."""
    value = getattr(line, name)
    if name == "content":
        place = rng.randrange(len(value))
        value = (*value[:place], "x" if value[place] != "x" else "y", *value[place + 1 :])
    elif name == "subjects":
        value = value[1:] if value and rng.random() < 0.5 else (*value, "f" * 32)
    else:
        value = value[:-1] + ("0" if value[-1] != "0" else "1")
    return replace(line, **{name: value})


def change(log: Log, rng: random.Random) -> tuple[Log, Line]:
    at = rng.randrange(len(log))
    return [*log[:at], altered(log[at], rng.choice(FIELDS), rng), *log[at + 1 :]], log[at]


def remove(log: Log, rng: random.Random) -> tuple[Log, Line]:
    at = rng.randrange(len(log))
    return [*log[:at], *log[at + 1 :]], log[at]


def insert(log: Log, rng: random.Random) -> tuple[Log, Line]:
    """A line made by somebody without the key, or a copy of one that was there."""
    at = rng.randrange(len(log))
    fake = log[at] if rng.random() < 0.5 else altered(log[at], "content", rng)
    place = rng.randrange(at, len(log)) + 1
    return [*log[:place], fake, *log[place:]], fake


def swap(log: Log, rng: random.Random) -> tuple[Log, Line]:
    """Two lines of a shard at each other's place, numbers and all."""
    shard = rng.choice(log).shard
    places = [at for at, line in enumerate(log) if line.shard == shard]
    first, second = sorted(rng.sample(places, 2))
    one, other = log[first], log[second]
    swapped = list(log)
    swapped[first] = replace(other, id=one.id, seq=one.seq)
    swapped[second] = replace(one, id=other.id, seq=other.seq)
    return swapped, one


def mix_shards(log: Log, rng: random.Random) -> tuple[Log, Line]:
    """A line put in another shard, at the end of it."""
    at = rng.randrange(len(log))
    ends = ends_of(log)
    shard = (log[at].shard + 1) % len(ends)
    seq = ends[shard].seq + 1
    return [*log[:at], *log[at + 1 :], replace(log[at], id=line_id(shard, seq), shard=shard, seq=seq)], log[at]


def cut_tail(log: Log, rng: random.Random) -> tuple[Log, Line]:
    keep = rng.randrange(len(log) - 1)
    return log[:keep], log[keep]


TAMPERS: list[Callable[[Log, random.Random], tuple[Log, Line]]] = [change, remove, insert, swap, mix_shards, cut_tail]


ROWS = min(int(os.environ.get("LANDING_RECORDS", "60")), 100_000)
SHARDS = 3 if ROWS < 1_000 else 16


@lru_cache(7)
def made_log(seed: int) -> tuple[Log, dict[int, Place]]:
    """One of seven logs, or the one large log, with where its chains end."""
    log = write(ROWS, SHARDS, seed=seed if SHARDS == 3 else 0)
    return log, ends_of(log)


@pytest.mark.parametrize("hundred", range(10))
def test_every_tampering_is_found_in_its_shard(hundred: int) -> None:
    """T14: 1,000 random tamperings, all found, in the right shard and not after the place.

    Chains know nothing of one another (see ``read``), so of a large log only the shards that were touched are read.
    """
    for number in range(hundred * 100, hundred * 100 + 100):
        rng = random.Random(number)
        log, ends = made_log(number % 7 if SHARDS == 3 else 0)
        tampered, touched = TAMPERS[number % len(TAMPERS)](log, rng)
        near = {touched.shard, (touched.shard + 1) % SHARDS}
        first = verify(
            [line for line in tampered if line.shard in near], KEY,
            ends={shard: place for shard, place in ends.items() if shard in near},
        ).first_of_each_shard()  # fmt: skip
        assert touched.shard in first, number
        assert first[touched.shard].seq <= touched.seq, number


@pytest.mark.parametrize(
    ("tamper", "what"), [(change, CHANGED), (remove, REMOVED), (insert, INSERTED), (swap, SWAPPED)]
)
def test_it_is_told_what_was_done(tamper: Callable[[Log, random.Random], tuple[Log, Line]], what: str) -> None:
    log = write(200)
    for seed in range(40):
        tampered, touched = tamper(log, random.Random(seed))
        report = verify(tampered, KEY, ends=ends_of(log))
        assert report.first_of_each_shard()[touched.shard].what == what, (seed, report.faults)


def test_lines_that_were_removed_are_counted_and_the_rest_is_still_read() -> None:
    log = write(90, shards=1)
    report = verify([*log[:30], *log[35:]], KEY, ends=ends_of(log))
    assert [(fault.seq, fault.what, fault.lines) for fault in report.faults] == [(31, REMOVED, 5)]


def test_one_changed_line_is_one_fault() -> None:
    log = write(90, shards=1)
    tampered = [*log[:30], altered(log[30], "content", random.Random(1)), *log[31:]]
    assert [(fault.seq, fault.what) for fault in verify(tampered, KEY).faults] == [(31, CHANGED)]


def test_a_tail_cut_off_together_with_the_noted_ends_is_found_by_an_anchor_only() -> None:
    log = write(300)
    kept = log[:250]
    assert verify(kept, KEY, ends=ends_of(kept)).is_whole, "this is what a chain alone cannot betray"
    report = verify(kept, KEY, ends=ends_of(kept), anchors=ends_of(log[:280]).items())
    assert {fault.what for fault in report.faults} == {REMOVED}


def test_a_log_set_back_and_written_on_is_found_by_an_anchor_only() -> None:
    log = write(100, shards=1)
    other = write(100, shards=1, seed=2)
    rng, history = random.Random(5), log[:50]
    for _ in range(60):
        last = history[-1]
        history.append(made(KEY, 0, last.seq + 1, last.mac, "2026-11-24 09:00:00.000000", rng))
    assert verify(history, KEY, ends=ends_of(history)).is_whole
    for anchored in (log, other):
        report = verify(history, KEY, ends=ends_of(history), anchors=ends_of(anchored[:80]).items())
        assert [(fault.seq, fault.what, fault.known_by) for fault in report.faults] == [(80, CHANGED, "anchor")]


def test_another_key_fits_no_line() -> None:
    log = write(50, shards=2)
    report = verify(log, OTHER_KEY, ends=ends_of(log))
    assert len([fault for fault in report.faults if fault.what == CHANGED]) >= 50


def test_a_whole_shard_that_vanished_is_found() -> None:
    log = write(90)
    report = verify([line for line in log if line.shard != 1], KEY, ends=ends_of(log))
    assert [(fault.shard, fault.seq, fault.what) for fault in report.faults] == [(1, 1, REMOVED)]


def test_an_end_that_was_set_back_is_found() -> None:
    log = write(90, shards=1)
    report = verify(log, KEY, ends={0: Place(80, log[79].mac)})
    chain.check_ends(report, lambda: {0: Place(80, log[79].mac)})
    assert [fault.known_by for fault in report.faults] == ["end"]


def test_lines_written_while_it_was_read_are_no_fault() -> None:
    log = write(90, shards=1)
    report = verify(log, KEY, ends={0: Place(80, log[79].mac)})
    chain.check_ends(report, lambda: {0: Place(95, "newer")})
    assert report.is_whole


def test_after_old_lines_were_lawfully_removed_the_rest_is_whole() -> None:
    log = write(90, shards=1)
    assert verify(log[40:], KEY, starts={0: Place(40, log[39].mac)}, ends=ends_of(log)).is_whole
    more_gone = verify(log[45:], KEY, starts={0: Place(40, log[39].mac)}, ends=ends_of(log))
    assert [(fault.seq, fault.what, fault.lines) for fault in more_gone.faults] == [(41, REMOVED, 5)]


def test_a_part_can_be_verified_by_itself() -> None:
    log = write(90, shards=1)
    assert verify(log[40:60], KEY, from_the_middle=True).is_whole
    tampered = [*log[40:50], altered(log[50], "content", random.Random(1)), *log[51:60]]
    assert [fault.seq for fault in verify(tampered, KEY, from_the_middle=True).faults] == [51]


def test_a_seal_says_which_thing_it_seals() -> None:
    parts = (1, 2, "a")
    assert chain.sealed(KEY, "line", *parts) != chain.sealed(KEY, "anchor", *parts)
    assert chain.fingerprint(KEY) != chain.fingerprint(OTHER_KEY)


def test_two_lines_that_only_shift_a_letter_between_fields_have_other_seals() -> None:
    common = {"shard": 0, "seq": 1, "at": "x", "subjects": (), "prev": "y"}
    assert seal(KEY, content=("ab", "c"), **common) != seal(KEY, content=("a", "bc"), **common)
    assert seal(KEY, content=("1",), **common) != seal(KEY, content=(1,), **common)


@given(
    st.binary(max_size=130),
    st.lists(st.one_of(st.none(), st.integers(), st.booleans(), st.text()), min_size=1).map(tuple),
    st.lists(st.text(), max_size=4).map(tuple),
)
@settings(deadline=None, max_examples=200)
def test_a_seal_is_the_hmac_of_the_whole_line_written_as_json(
    key: bytes, content: tuple[chain.Value, ...], subjects: tuple[str, ...]
) -> None:
    """The parts that are made quickly give what the plain way gives, whatever stands in a line."""
    plain = json.dumps(["line", 3, 7, "2026", content, subjects, "p"], ensure_ascii=True, separators=(",", ":"))
    wanted = hmac.digest(key, plain.encode(), "sha256").hex()
    for _ in range(2):  # the second time the beginning is remembered
        assert seal(key, shard=3, seq=7, at="2026", content=content, subjects=subjects, prev="p") == wanted
    assert chain.sealed(key, "line", 3, 7, "2026", content, subjects, "p") == wanted


def test_shards_that_are_read_apart_give_the_same_report() -> None:
    """Also when a line was put in a shard that another process reads, and two lines at one another's place."""

    def order(fault: chain.Fault) -> tuple[int, int, str]:
        return fault.shard, fault.seq, fault.what

    log = write(300)
    for number in range(60):
        tampered, _ = TAMPERS[number % len(TAMPERS)](log, random.Random(number))
        whole = verify(tampered, KEY, ends=ends_of(log))
        parts = [
            chain.read(
                [line for line in tampered if line.shard == shard], KEY,
                ends={one: place for one, place in ends_of(log).items() if one == shard},
            )
            for shard in range(3)
        ]  # fmt: skip
        apart = chain.joined(parts, KEY)
        assert sorted(apart.faults, key=order) == sorted(whole.faults, key=order), number
        assert (apart.lines, apart.last) == (whole.lines, whole.last)
