"""The access log itself: appending under concurrency, verifying, anchors, months and what is removed when its time is over."""

from __future__ import annotations

import io
import os
import random
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import override_settings

from landing.core import chain
from landing.people import access_keep, access_log, access_verify
from landing.people import access_sql as sql
from landing.people.access_log import NewLine, append
from landing.people.append_only import ACCESS_LOG, lifted
from landing.people.models import AccessClosing, AccessHead, AccessLine, AccessSubject
from landing.people.side_by_side import BrokenOff, side_by_side

LOOK = NewLine(
    action="read", page="desk:person", by_name="Bo", by_role="support_worker", topic="route", purpose="support"
)
PERSONS = [UUID(int=number) for number in range(1, 9)]


@pytest.fixture(autouse=True)
def real_clock() -> Iterator[None]:
    """The day of the tests is fixed; here the clock itself is what is tried."""
    with override_settings(FIXED_TODAY=""):
        yield


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """A file of anchors of its own."""
    with override_settings(LOG_ANCHORS=tmp_path / "anchors"):
        yield tmp_path / "anchors"


def look(times: int, seed: int = 1) -> None:
    rng = random.Random(seed)
    for _ in range(times):
        append(LOOK, rng.sample(PERSONS, rng.randrange(4)))


def tamper(statement: str, values: Any = ()) -> None:
    """Change the tables as somebody would who owns the database."""
    with lifted(connection, ACCESS_LOG), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def faults() -> list[tuple[int, str]]:
    return [(fault.seq, fault.what) for fault in access_verify.verify().faults]


def test_a_line_says_who_what_and_about_whom(db: None) -> None:
    request_id = append(LOOK, [PERSONS[1], PERSONS[0], PERSONS[1]])
    line = AccessLine.objects.get()
    assert (line.action, line.page, line.by_name, line.seq, line.request_id) == (
        "read",
        "desk:person",
        "Bo",
        1,
        request_id,
    )
    assert set(AccessSubject.objects.values_list("line_id", "person_id", "at")) == {
        (line.pk, PERSONS[0], line.at), (line.pk, PERSONS[1], line.at),
    }  # fmt: skip


def test_a_log_that_nobody_touched_is_whole(db: None) -> None:
    look(60)
    report = access_verify.verify()
    assert report.is_whole and report.lines == 60


def test_a_line_costs_one_statement(db: None, django_assert_num_queries: Any) -> None:
    append(LOOK, PERSONS)  # the end of the chain is read once a thread
    with django_assert_num_queries(1):
        append(LOOK, PERSONS)


TAMPERS = {
    "a name": f"UPDATE {sql.LINES} SET by_name = 'Ander' WHERE seq = 7",
    "what was looked at": f"UPDATE {sql.LINES} SET page = 'desk:clients' WHERE seq = 7",
    "allowed": f"UPDATE {sql.LINES} SET allowed = NOT allowed WHERE seq = 7",
    "a person taken out": f"DELETE FROM {sql.SUBJECTS} WHERE line_id = (SELECT id FROM {sql.LINES} WHERE seq = 7 LIMIT 1)",
    "another person": f"UPDATE {sql.SUBJECTS} SET person_id = '00000000-0000-4000-8000-0000000000aa' WHERE line_id = "
                      f"(SELECT id FROM {sql.LINES} WHERE seq = 7 LIMIT 1)",
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERS)
def test_a_changed_line_is_found_at_its_place(db: None, what: str) -> None:
    for _ in range(12):
        append(LOOK, PERSONS[:1])
    statement = TAMPERS[what]
    if connection.vendor == "sqlite":
        statement = statement.replace("00000000-0000-4000-8000-0000000000aa", "0" * 30 + "aa")
    tamper(statement)
    assert faults() == [(7, "changed")]


def test_a_removed_line_is_found_and_its_persons_betray_it(db: None) -> None:
    for _ in range(12):
        append(LOOK, PERSONS[:1])
    tamper(f"DELETE FROM {sql.LINES} WHERE seq = 7")
    assert sorted(faults()) == [(7, "inserted"), (7, "removed")]


def test_an_inserted_line_is_found(db: None) -> None:
    look(12)
    columns = ", ".join(sql.COLUMNS)
    picked = ", ".join({"id": "id + 256 * 100", "seq": "seq + 100"}.get(name, name) for name in sql.COLUMNS)
    tamper(f"INSERT INTO {sql.LINES} ({columns}) SELECT {picked} FROM {sql.LINES} WHERE seq = 5")
    assert {what for _, what in faults()} >= {"changed"}


def test_a_cut_tail_is_found_by_the_noted_end(db: None) -> None:
    look(12)
    tamper(f"DELETE FROM {sql.LINES} WHERE seq > 9")
    assert (10, "removed") in faults()


def test_a_cut_tail_with_the_end_set_back_is_found_by_the_anchor(db: None, kept: Path) -> None:
    look(12)
    access_keep.anchor(datetime.now(UTC))
    line = AccessLine.objects.get(seq=9)
    tamper(f"DELETE FROM {sql.SUBJECTS} WHERE line_id > %s", [line.pk]) if AccessSubject.objects.filter(
        line_id__gt=line.pk
    ).exists() else None
    tamper(f"DELETE FROM {sql.LINES} WHERE seq > 9")
    AccessHead.objects.filter(shard=line.shard).update(seq=9, mac=line.mac, at=line.at)
    assert access_verify.verify().is_whole, "this a chain alone cannot betray"
    anchors = access_verify.read_anchors(kept.read_text())
    assert [(fault.seq, fault.what) for fault in access_verify.verify(anchors=anchors).faults] == [(10, "removed")]


def test_an_emptied_log_is_found(db: None) -> None:
    look(12)
    tamper(f"DELETE FROM {sql.SUBJECTS}")
    tamper(f"DELETE FROM {sql.LINES}")
    assert faults() == [(1, "removed")]


def test_with_another_key_nothing_fits(db: None) -> None:
    look(12)
    with override_settings(LOG_KEY=b"another"):
        assert len(access_verify.verify().faults) >= 12


def test_a_head_that_vanished_is_not_made_up_again(db: None) -> None:
    look(3)
    AccessHead.objects.all().delete()
    with pytest.raises(access_log.NotWritten):
        append(LOOK)


def test_a_clock_set_back_keeps_the_order(db: None) -> None:
    append(LOOK)
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=3), tick=False):
        append(LOOK)
    first, second = AccessLine.objects.order_by("seq").values_list("at", flat=True)
    assert first <= second
    assert access_verify.verify().is_whole


@pytest.mark.xdist_group("threads")
@pytest.mark.django_db(transaction=True)
def test_parts_that_are_read_side_by_side_find_the_same() -> None:
    with connection.cursor() as cursor:
        for shard in range(5):
            sql.begin_shard(connection, shard, chain.beginning(settings.LOG_KEY, shard))
        cursor.execute(f"SELECT count(*) FROM {sql.HEADS}")
        assert cursor.fetchone() == (5,)
    for shard in [0, 1, 2, 3, 4] * 6:
        access_log._memory.head = AccessHead.objects.values_list("shard", "seq", "mac", "at").get(shard=shard)
        append(LOOK, PERSONS[: shard + 1])
    for processes in (1, 2, 3):
        report = access_verify.verify(processes=processes)
        assert (report.is_whole, report.lines, len(report.last)) == (True, 30, 5)
    tamper(f"UPDATE {sql.LINES} SET by_name = 'Ander' WHERE seq = 3 AND shard IN (1, 4)")
    tamper(f"DELETE FROM {sql.LINES} WHERE seq = 5 AND shard = 2")
    found = access_verify.verify().faults
    assert {(fault.shard, fault.seq) for fault in found} == {(1, 3), (4, 3), (2, 5)}
    assert access_verify.verify(processes=2).faults == found


def test_a_person_of_a_line_that_came_meanwhile_is_no_fault_and_a_person_astray_is(db: None) -> None:
    """Lines are read first; whoever is met without a line is looked up once more."""
    for month in (9, 10):
        with time_machine.travel(datetime(2026, month, 20, 9, tzinfo=UTC), tick=False):
            append(LOOK, PERSONS[:1])
    first, line = AccessLine.objects.order_by("seq")
    lost = [chain.Fault(line.shard, line.seq, "", chain.INSERTED, known_by="subject")]
    assert access_verify._still_lost(lost) == []
    AccessSubject.objects.create(line_id=line.pk, person_id=PERSONS[1], at=first.at)
    assert access_verify._still_lost(lost) == lost
    assert faults() == [(2, "inserted")]


@pytest.mark.xdist_group("threads")
@pytest.mark.django_db(transaction=True)
def test_what_breaks_off_side_by_side_is_told() -> None:
    assert side_by_side([lambda: 1, lambda: 2]) == [1, 2]
    with pytest.raises(BrokenOff, match="ZeroDivisionError"):
        side_by_side([lambda: 1, lambda: 1 // 0])
    with pytest.raises(BrokenOff, match="ended before"):
        side_by_side([lambda: os._exit(3), lambda: 1])


@pytest.mark.xdist_group("threads")
@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_lose_nothing_and_the_log_is_whole() -> None:
    troubles: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for turn in range(15):
                if turn % 3:
                    append(LOOK, PERSONS[: turn % 4])
                else:
                    with transaction.atomic():
                        append(LOOK, PERSONS[:1])
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not troubles
    report = access_verify.verify()
    assert report.is_whole and report.lines == 120
    if connection.vendor == "postgresql":
        assert len(report.last) > 1, "writers did not spread over the shards"


def test_the_command_says_whole_or_where(db: None, kept: Path) -> None:
    for _ in range(12):
        append(LOOK, PERSONS[:1])
    call_command("keep_log", stdout=(said := io.StringIO()), stderr=io.StringIO())
    assert said.getvalue().strip() == kept.read_text().strip()
    call_command("verify_log", stdout=(said := io.StringIO()))
    assert "12 lines in 1 chains, 1 anchors" in said.getvalue() and "whole" in said.getvalue()
    line = AccessLine.objects.get(seq=7)
    tamper(f"UPDATE {sql.LINES} SET by_name = 'Ander' WHERE seq = 7")
    errors = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_log", stdout=io.StringIO(), stderr=errors)
    assert ended.value.code == 1
    assert f"shard {line.shard}, line 7, {sql.stored_moment(line.at)} UTC: changed" in errors.getvalue()


def test_verifying_is_itself_a_line(db: None, kept: Path) -> None:
    call_command("verify_log", stdout=io.StringIO())
    line = AccessLine.objects.get()
    assert (line.action, line.topic, line.by_name) == ("verify", "access_log", "landing verify-log")


@pytest.mark.parametrize(
    ("options", "said"), [({"start": "gisteren"}, "--from: 'gisteren'"), ({"anchors": "/nergens"}, "there is no file")]
)
def test_a_question_that_cannot_be_understood_is_told_so(db: None, options: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("verify_log", **options)


def test_an_anchor_that_was_changed_is_told_and_does_not_count(db: None, kept: Path) -> None:
    look(3)
    access_keep.anchor(datetime.now(UTC))
    kept.write_text(kept.read_text().replace('"ends": [[', '"ends": [[1, 9, "x", ""], ['))
    found = access_verify.read_anchors(kept.read_text())
    assert found.faults == ["anchors, line 1: changed, or made with another key"] and not found.places


def test_anchors_of_before_a_reset_no_longer_count(db: None, kept: Path) -> None:
    look(3)
    access_keep.anchor(datetime.now(UTC))
    access_keep.anchor(datetime.now(UTC), begun_anew=True)
    assert access_verify.read_anchors(kept.read_text()).places == []


def test_a_part_of_the_log_is_verified_by_its_days(db: None) -> None:
    start = datetime(2026, 11, 20, 9, tzinfo=UTC)
    for day in range(5):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            append(LOOK, PERSONS[:1])
    assert access_verify.verify(start=date(2026, 11, 22)).lines == 3
    assert access_verify.verify(start=date(2026, 11, 21), end=date(2026, 11, 22)).lines == 2
    tamper(f"UPDATE {sql.LINES} SET by_name = 'Ander' WHERE seq = 2")
    assert access_verify.verify(start=date(2026, 11, 22)).is_whole
    assert not access_verify.verify(start=date(2026, 11, 21)).is_whole


def old_log() -> datetime:
    """Lines of six years, one a quarter; returns the moment of the last."""
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    for quarter in range(24, -1, -1):
        with time_machine.travel(now - timedelta(days=91 * quarter), tick=False):
            append(LOOK, PERSONS[:2])
    return now


def test_old_months_go_after_five_years_and_the_rest_is_whole(db: None, kept: Path) -> None:
    now = old_log()
    access_keep.anchor(now - timedelta(days=400))
    before = AccessLine.objects.count()
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        done = access_keep.keep()
    assert done.removed > 0
    oldest = AccessLine.objects.order_by("at").values_list("at", flat=True)[0]
    assert date(2021, 11, 1) <= oldest.date() < date(2022, 2, 28)
    assert AccessLine.objects.count() == before - done.removed + 1, "the removal is a line too"
    assert not AccessSubject.objects.filter(at__lt=oldest).exists()
    anchors = access_verify.read_anchors(kept.read_text())
    assert access_verify.verify(anchors=anchors).faults == []
    assert sum(AccessClosing.objects.values_list("lines", flat=True)) == done.removed
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        assert access_keep.keep().removed == 0


def test_removing_more_than_was_lawful_is_found(db: None, kept: Path) -> None:
    now = old_log()
    with time_machine.travel(now, tick=False):
        access_keep.keep()
    oldest = AccessLine.objects.order_by("id").first()
    assert oldest is not None
    tamper(f"DELETE FROM {sql.SUBJECTS} WHERE line_id = %s", [oldest.pk])
    tamper(f"DELETE FROM {sql.LINES} WHERE id = %s", [oldest.pk])
    assert faults() == [(oldest.seq, "removed")]


def test_a_note_of_removal_that_was_made_up_is_found(db: None) -> None:
    look(9)
    tamper(f"DELETE FROM {sql.SUBJECTS}")
    tamper(f"DELETE FROM {sql.LINES} WHERE seq < 5")
    line = AccessLine.objects.order_by("seq").first()
    assert line is not None
    AccessClosing.objects.create(
        shard=line.shard, seq=4, mac=line.prev, at=line.at, lines=4, closed_at=line.at, seal="0" * 64
    )
    assert (4, "changed") in faults()


def test_a_line_of_a_month_that_was_not_made_is_kept_and_brought_to_its_month(db: None, kept: Path) -> None:
    with time_machine.travel(datetime(2031, 3, 5, tzinfo=UTC), tick=False):
        append(LOOK, PERSONS[:2])
        assert access_verify.verify().is_whole
        access_keep.keep()
        assert AccessLine.objects.count() == 1 and AccessSubject.objects.count() == 2
        assert access_verify.verify().is_whole
    if connection.vendor == "postgresql":
        assert date(2031, 3, 1) in sql.months_made(connection)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT (SELECT count(*) FROM ONLY {sql.LINES}_rest), count(*) FROM {sql.LINES}_2031_03")
            assert cursor.fetchone() == (0, 1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps the log in one table")
def test_the_tables_by_month_have_the_columns_of_the_models(db: None) -> None:
    for model in (AccessLine, AccessSubject):
        with connection.cursor() as cursor:
            found = {
                column.name for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
            }
        assert found == {field.column for field in model._meta.local_fields if field.column}


def test_what_is_sealed_is_all_that_a_line_says() -> None:
    columns = {field.column for field in AccessLine._meta.local_fields}
    assert columns == set(sql.COLUMNS)


@pytest.mark.parametrize(
    ("address", "forwarded", "proxies", "wanted"),
    [
        ("203.0.113.77", "", 0, "203.0.113.0/24"),
        ("2001:db8:aa:bb::1", "", 0, "2001:db8:aa::/48"),
        ("::ffff:203.0.113.77", "", 0, "203.0.113.0/24"),
        ("127.0.0.1", "198.51.100.9, 203.0.113.77", 0, "127.0.0.0/24"),
        ("127.0.0.1", "198.51.100.9, 203.0.113.77", 1, "203.0.113.0/24"),
        ("127.0.0.1", "198.51.100.9, 203.0.113.77", 2, "198.51.100.0/24"),
        ("127.0.0.1", "onzin", 1, ""),
        ("", "", 0, ""),
    ],
)
def test_the_origin_is_a_network_and_never_a_whole_address(
    address: str, forwarded: str, proxies: int, wanted: str
) -> None:
    with override_settings(PROXIES=proxies):
        assert access_log.origin_of({"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": forwarded}) == wanted


def test_a_key_in_the_folder_of_made_files_is_for_its_owner_only_and_stays(tmp_path: Path) -> None:
    from landing.config.environment import Environment

    first = Environment(var=tmp_path).key_of_log()
    assert Environment(var=tmp_path).key_of_log() == first and len(first) > 40
    assert (tmp_path / "log_key").stat().st_mode & 0o777 == 0o600
    assert Environment(var=tmp_path, log_key=str(uuid4())).key_of_log() != first
