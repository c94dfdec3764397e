"""The log that is made for measuring is a true one: it verifies, goes on, and says so when it was broken off."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from landing.desk.management.bench import looking
from landing.people import access_log, access_sql, access_verify
from landing.people.append_only import ACCESS_LOG, lifted
from landing.people.models import AccessHead, AccessLine, AccessSubject
from tests.cast import Cast

LOOK = access_log.NewLine(action="read", page="desk:person", topic="route")


@pytest.fixture(autouse=True)
def real_clock_and_own_anchors(settings: Any, tmp_path: Path) -> None:
    settings.FIXED_TODAY = ""
    settings.LOG_ANCHORS = tmp_path / "anchors"


def generate(count: int) -> None:
    assert looking._generate(count, lambda _: None) == count


def test_what_was_made_is_whole_and_goes_on(cast: Cast) -> None:
    access_log.append(LOOK)
    generate(400)
    assert AccessLine.objects.count() == 400, "the log of before is gone"
    assert AccessSubject.objects.count() > 400
    access_log.append(LOOK, [cast.subject("aziza").key])
    anchors = access_verify.read_anchors(access_verify.anchors_file().read_text())
    report = access_verify.verify(anchors=anchors)
    assert (report.is_whole, report.lines) == (True, 401)
    generate(50)
    assert access_verify.verify().is_whole, "it can be done again"


def test_a_run_that_broke_off_takes_no_line_and_is_not_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(AccessHead.objects, "bulk_create", broken)
    with pytest.raises(KeyboardInterrupt):
        generate(400)
    monkeypatch.undo()
    django_settings.LOG_ANCHORS = access_verify.anchors_file()
    with pytest.raises(access_log.NotWritten):
        access_log.append(LOOK)
    assert not access_verify.verify().is_whole
    generate(40)
    access_log.append(LOOK)
    assert access_verify.verify().is_whole


def test_several_processes_write_what_one_would(cast: Cast) -> None:
    """Each its own chains and its own part of the lines."""
    with lifted(connection, ACCESS_LOG):
        access_sql.empty(connection)
    about, looked = [cast.subject("aziza").key.hex], looking._contents()
    first, last = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-02-01")
    parts = [looking._Part(shards, 20, first, last, about, looked, lambda _: None) for shards in ((0, 2), (1,))]
    ends = [part.write() for part in parts]
    assert set(ends[0]) == {0, 2} and set(ends[1]) == {1}
    AccessHead.objects.bulk_create(
        AccessHead(shard=shard, seq=seq, mac=mac, at=datetime.fromisoformat(f"{at}+00:00"))
        for found in ends for shard, (seq, mac, at) in found.items()
    )  # fmt: skip
    report = access_verify.verify()
    assert (report.is_whole, report.lines, len(report.last)) == (True, 40, 3)
