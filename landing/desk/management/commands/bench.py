"""``landing bench pages|day|due|consent|access-log [--json]``: the product measured, in turns with what it cannot be quicker than."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from landing.desk.management.bench import consent, day, flatness, looking, measuring, times
from landing.desk.management.bench.pages import NoDemo, open_journeys
from landing.desk.management.bench.serving import NotServing
from landing.people.middleware import today

HEAD = (
    "page",
    "statements",
    "least ms",
    "p50 ms",
    "p95 ms",
    "p95/p50",
    "cpu ms",
    "floor p50",
    "floor p95",
    "ratio",
    "middle half",
    "over reads",
)


class Command(BaseCommand):
    help = (
        "Measure on the database that DATABASE_URL names. It needs a demo region: landing demo reset --people N. "
        "A time is noise on a shared machine; a ratio of one run is a result."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what",
            choices=["pages", "day", "due", "consent", "access-log"],
            help=(
                "pages: beside their floor; day: the load of a working day on a real server; due: all routes anew; "
                "consent: who may know what, no database; access-log: pages with and without their line"
            ),
        )
        parser.add_argument("--json", action="store_true", help="as JSON instead of a table")
        parser.add_argument("--times", type=int, default=60, help="how often each page is opened (default 60)")
        parser.add_argument("--decisions", type=int, default=100_000, help="how many decisions (default 100,000)")
        parser.add_argument(
            "--lines",
            type=int,
            default=0,
            help="access-log: replace the log of the demo by so many lines, and ask those",
        )
        parser.add_argument("--only", default="", help="only the pages whose name holds this")
        parser.add_argument("--beside", default="", metavar="FILE", help="pages: an earlier --json, to compare with")
        parser.add_argument("--staff", type=int, default=60, help="day: how many workers come (default 60)")
        parser.add_argument("--clients", type=int, default=20, help="day: how many clients come (default 20)")
        parser.add_argument("--requests", type=int, default=6_000, help="day: about how many requests (default 6,000)")
        parser.add_argument(
            "--minutes",
            type=float,
            default=0.0,
            help=f"day: into how many minutes the eight hours are pressed (default: {day.A_SECOND} requests a second)",
        )
        parser.add_argument("--seed", type=int, default=1, help="day: another number, another day")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "consent":
            self.consent(options)
            return
        if not settings.DEMO:
            raise CommandError("Measuring uses the accounts of the demo; it works only with LANDING_DEMO=1.")
        if options["times"] < 1:
            raise CommandError("--times: at least 1")
        # Somebody who measures asks more often than anybody at work: counted as ever, and never refused.
        limits = settings.LIMITS
        settings.LIMITS = {kind: dict.fromkeys(periods, 10**6) for kind, periods in limits.items()}
        try:
            if options["what"] == "pages":
                self.pages(options)
            elif options["what"] == "day":
                self.day(options)
            elif options["what"] == "access-log":
                self.access_log(options)
            else:
                self.due(options)
        except (NoDemo, NotServing) as reason:
            raise CommandError(str(reason)) from reason
        finally:
            settings.LIMITS = limits

    def pages(self, options: dict[str, Any]) -> None:
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            call_command("collectstatic", verbosity=0, interactive=False)
        earlier = self.earlier(options["beside"])
        found = measuring.measure_pages(options["times"], options["only"], self.stderr.write)
        plain = [line.plain() for line in found]
        if earlier is None:
            self.tell(options, plain, [HEAD, *(self.page_line(line) for line in found)])
            return
        try:
            compared = flatness.beside(plain, earlier)
        except flatness.NotAnEarlierRun as reason:
            raise CommandError(f"--beside: {reason}") from reason
        head = ("page", "statements", "rows", "p50 ms then", "now", "ratio", "cpu ratio", "evened ratio")
        lines = [
            (one.page, f"{one.statements_then} → {one.statements}", f"{one.rows_then} → {one.rows}", f"{one.p50_then:.1f}",
             f"{one.p50:.1f}", f"{one.ratio:.2f}", f"{one.cpu:.2f}", f"{one.even:.2f}")
            for one in compared
        ]  # fmt: skip
        then = {f"{name}_then": value for name, value in earlier["about"].items() if name in ("load", "open_journeys")}
        about = times.machine() | {"open_journeys": open_journeys()} | then
        self.tell(options, [one.plain() for one in compared], [head, *lines], about)

    @staticmethod
    def earlier(file: str) -> dict[str, Any] | None:
        """What an earlier run said, or None when none is named; read before anything is measured."""
        if not file:
            return None
        try:
            told = json.loads(Path(file).read_text())
            flatness.beside(told["found"], told)
            return told | {"about": dict(told["about"])}
        except (OSError, ValueError, KeyError, TypeError, flatness.NotAnEarlierRun) as reason:
            raise CommandError(
                f"--beside: {file} holds no output of landing bench pages --json ({reason})."
            ) from reason

    def day(self, options: dict[str, Any]) -> None:
        """A working day of a region on a server of its own."""
        staff, clients, requests = options["staff"], options["clients"], options["requests"]
        if min(staff, clients) < 0 or staff + clients < 1 or requests < 1:
            raise CommandError("--staff, --clients and --requests: somebody must come, and ask something")
        minutes = options["minutes"] or day.usual_minutes(requests)
        load = times.machine(database=False)["load"]
        found = day.measure_day(
            staff=staff, clients=clients, requests=requests, minutes=minutes, seed=options["seed"],
            progress=self.stderr.write,
        )  # fmt: skip
        plain = found.plain()
        if found.troubles or found.locks:
            self.stderr.write("\n".join(found.said))
        about = times.machine() | {
            "load_before": load, "open_journeys": open_journeys(), "staff": staff, "clients": clients,
            "minutes": round(minutes, 1), "seed": options["seed"],
        }  # fmt: skip
        if options["json"]:
            self.tell(options, plain, [], about)
            return
        head = ("page", "requests", "wrong", "p50 ms", "p95 ms", "p99 ms", "most ms")
        lines = [
            (one.page, str(one.requests), str(one.errors), *(f"{n:.0f}" for n in (one.p50, one.p95, one.p99, one.most)))
            for one in [found.whole, *found.rows]
        ]
        self.tell(options, plain, [head, *lines], about)
        shown = {name: value for name, value in plain.items() if name not in ("whole", "pages", "within")}
        shown |= {name: f"{value / 2**20:.0f} MB" for name, value in shown.items() if name.startswith("rss_")}
        for name, value in shown.items():
            self.stdout.write(f"{name.replace('_', ' ')}: {value}")
        self.stdout.write(
            "goals met: " + ", ".join(f"{name} {'yes' if met else 'NO'}" for name, met in found.within.items())
        )

    @staticmethod
    def page_line(line: measuring.PageTimes) -> tuple[str, ...]:
        pair = line.times
        numbers = (pair.least, pair.p50, pair.p95, pair.spread, pair.cpu, pair.floor_p50, pair.floor_p95)
        return (
            line.page, str(line.statements), *(f"{number:.1f}" for number in numbers), f"{pair.ratio:.1f}",
            f"{pair.low:.1f}-{pair.high:.1f}", f"{pair.over_part:.1f}",
        )  # fmt: skip

    def access_log(self, options: dict[str, Any]) -> None:
        """What a line costs a page; with --lines how a log of that size serves."""
        if options["lines"]:
            served = looking.measure_lines(options["lines"], self.stderr.write)
            lines = [
                (one.what, str(one.lines or ""), f"{one.milliseconds:.1f}", f"{one.p95:.1f}", f"{one.per_second:.0f}")
                for one in served
            ]
            self.tell(
                options, [asdict(one) for one in served], [("what", "lines", "p50 ms", "p95 ms", "a second"), *lines]
            )
            return
        costs = looking.measure_cost(options["times"], options["only"], self.stderr.write)
        head = ("page", "with p50 ms", "without p50 ms", "ratio", "middle half", "costs %")
        table = [
            (one.page, f"{one.times.p50:.1f}", f"{one.times.floor_p50:.1f}", f"{one.times.ratio:.3f}",
             f"{one.times.low:.2f}-{one.times.high:.2f}", f"{one.percent:.1f}")
            for one in costs
        ]  # fmt: skip
        plain = [{"page": one.page, "percent": round(one.percent, 2)} | asdict(one.times) for one in costs]
        self.tell(options, plain, [head, *table])

    def due(self, options: dict[str, Any]) -> None:
        found = measuring.measure_due(today(), self.stderr.write)
        lines = [
            (
                line.what, str(line.journeys), str(line.rows), f"{line.seconds:.1f}", f"{line.cpu_seconds:.1f}",
                f"{line.per_second:.0f}",
            )
            for line in found
        ]  # fmt: skip
        head = ("what", "routes", "rows", "seconds", "of which own cpu", "routes a second")
        self.tell(options, [line.plain() for line in found], [head, *lines])

    def consent(self, options: dict[str, Any]) -> None:
        if options["decisions"] < 1:
            raise CommandError("--decisions: at least 1")
        found = consent.measure_consent(today(), options["decisions"], self.stderr.write)
        lines = [
            (
                line.what, str(line.decisions), str(line.allowed), f"{line.seconds:.2f}", f"{line.cpu_seconds:.2f}",
                f"{line.microseconds:.1f}", f"{line.floor_seconds:.2f}",
            )
            for line in found
        ]  # fmt: skip
        head = ("what", "decisions", "allowed", "seconds", "of which own cpu", "microseconds each", "floor seconds")
        self.tell(options, [line.plain() for line in found], [head, *lines], times.machine(database=False))

    def tell(
        self, options: dict[str, Any], plain: Any, table: list[tuple[str, ...]],
        about: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Print as asked, with the machine and, unless told otherwise, the size of the region."""
        if about is None:
            about = times.machine() | {"open_journeys": open_journeys()}
        if options["json"]:
            self.stdout.write(json.dumps({"about": about, "found": plain}, ensure_ascii=False, indent=2))
            return
        widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
        for row in table:
            cells = [
                cell.ljust(width) if not at else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write("\n" + ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in about.items()))
