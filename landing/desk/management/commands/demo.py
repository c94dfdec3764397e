"""``landing demo reset [--people N] [--seed S]``: put the demo region back as it was, or make it as large as a country."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from landing.desk.demo import making
from landing.desk.demo.emptying import NotTheDemo
from landing.people.middleware import today


class Command(BaseCommand):
    help = "Put the demo region back as it was. Removes everything in the database; works only in demo mode."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["reset"])
        parser.add_argument("--people", type=int, default=320, help=f"how many people, up to {making.MOST_PEOPLE}")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other people")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = making.reset(
                today=today(), people=options["people"], seed=options["seed"],
                progress=lambda line: self.stderr.write(line),
            )  # fmt: skip
        except (NotTheDemo, ValueError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"The demo region is ready: {made.people} people, {made.dues} things to do.\n")
