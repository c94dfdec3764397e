"""``landing verify-log``: was a line of the access log changed, removed or inserted, and where?"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from landing.core.chain import Fault
from landing.people import access_log, access_verify
from landing.people.access_models import AccessLine

SAID = {"chain": "", "anchor": " (held against the anchors)", "end": " (held against where the chain ended)",
        "subject": " (a person without a line)", "closing": " (the note of what was removed)"}  # fmt: skip


class Command(BaseCommand):
    help = "Verify the access log. Exit 0 and counts when it is whole, else 1 and a line for every fault."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="start", default="", metavar="DATE", help="only from this day (UTC)")
        parser.add_argument("--to", dest="end", default="", metavar="DATE", help="only to and with this day (UTC)")
        parser.add_argument("--anchors", default="", metavar="FILE", help="another file of anchors than the own one")
        parser.add_argument(
            "--processes", type=int, default=1, metavar="N",
            help="read so many parts side by side, one a core at most (PostgreSQL; default 1)",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        start, end = self.day(options["start"], "--from"), self.day(options["end"], "--to")
        anchors = self.anchors(options["anchors"])
        if options["processes"] < 1:
            raise CommandError("--processes: at least 1")
        begun = perf_counter()
        report = access_verify.verify(start=start, end=end, anchors=anchors, processes=options["processes"])
        seconds = perf_counter() - begun
        access_log.append(
            access_log.NewLine(
                action=AccessLine.Action.VERIFY, page="landing verify-log", by_name="landing verify-log",
                topic="access_log", purpose="oversight", basis="oversight",
                reason="" if report.is_whole and not anchors.faults else f"{len(report.faults)} faults",
            )
        )  # fmt: skip
        for line in [*anchors.faults, *(self.told(fault) for fault in report.faults)]:
            self.stderr.write(line)
        faults = len(anchors.faults) + len(report.faults)
        self.stdout.write(
            f"{report.lines} lines in {len(report.last)} chains, {anchors.notes} anchors, "
            f"{report.lines / max(seconds, 0.001):.0f} lines a second: {f'{faults} faults' if faults else 'whole'}"
        )
        if faults:
            sys.exit(1)

    @staticmethod
    def told(fault: Fault) -> str:
        """One fault as a line: shard, number, time, what."""
        many = f", {fault.lines} lines from here" if fault.lines > 1 else ""
        when = f", {fault.at} UTC" if fault.at else ""
        return f"shard {fault.shard}, line {fault.seq}{when}: {fault.what}{many}{SAID[fault.known_by]}"

    @staticmethod
    def day(text: str, name: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise CommandError(f"{name}: '{text}' is not a date; write it as 2026-12-31.") from None

    @staticmethod
    def anchors(name: str) -> access_verify.Anchors:
        file = Path(name) if name else access_verify.anchors_file()
        if not file.is_file():
            if name:
                raise CommandError(f"--anchors: there is no file {name}.")
            return access_verify.Anchors()
        return access_verify.read_anchors(file.read_text())
