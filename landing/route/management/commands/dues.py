"""``landing dues refresh``: reckon anew what is due, where a day passed or a rule changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from landing.people import access_keep
from landing.people.middleware import today
from landing.route import bulk


class Command(BaseCommand):
    help = "Reckon anew what is due. Safe to run at any time; run it every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["refresh"])
        parser.add_argument("--all", action="store_true", help="every journey, not only those that can have changed")

    def handle(self, *args: Any, **options: Any) -> None:
        done = bulk.refresh_all(today(), everything=options["all"], progress=self.stderr.write)
        access_keep.keep()  # the night's work on the access log: who runs this every night needs nothing else
        self.stdout.write(f"{done.journeys} journeys reckoned, {done.rows} rows changed\n")
