"""``landing account add|region|organisation``: the first region, organisations and workers of an installation."""

from __future__ import annotations

import sys
from datetime import date
from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from landing.people.management import starting
from landing.people.middleware import today
from landing.people.models import Organisation


class Command(BaseCommand):
    help = "Make a region, an organisation in it, or an account for a worker of an organisation."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="add|region|organisation")
        add = deeds.add_parser("add", help="an account for a worker; the password is asked twice")
        add.add_argument("username", metavar="NAME", help="with which one logs in")
        add.add_argument("--organisation", required=True, help="the name of the organisation")
        add.add_argument("--role", required=True, help=", ".join(starting.worker_roles()))
        add.add_argument("--name", required=True, help="how colleagues and clients see the worker")
        add.add_argument("--phone", default="", help="at work, shown to the clients of this worker")
        add.add_argument("--from", dest="from_date", default="", help="first day, as 2026-12-31 (default: today)")
        add.add_argument("--region", default="", help="code, where two regions have an organisation of that name")
        add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
        region = deeds.add_parser("region", help="a region")
        region.add_argument("code", metavar="CODE", help="names the folder under regions/, if there is one")
        region.add_argument("name", metavar="NAME")
        house = deeds.add_parser("organisation", help="an organisation in a region")
        house.add_argument("code", metavar="REGION", help="the code of the region")
        house.add_argument("kind", metavar="KIND", help=", ".join(Organisation.Kind.values))
        house.add_argument("name", metavar="NAME")
        house.add_argument("--lead", action="store_true", help="the lead municipality of the region")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEMO:
            raise CommandError(
                "This is a demo: its accounts come with landing demo reset and vanish at the next one. "
                "Nothing was made. Start without LANDING_DEMO=1 for real work."
            )
        try:
            match options["deed"]:
                case "region":
                    starting.begin_region(code=options["code"], name=options["name"])
                case "organisation":
                    starting.begin_organisation(
                        region_code=options["code"], kind=options["kind"], name=options["name"], lead=options["lead"]
                    )
                case _:
                    self.add(options)
        except starting.Refused as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write("Made.")

    def add(self, options: dict[str, Any]) -> None:
        """An account with a place of work; all but the password is looked at before it is asked."""
        try:
            start = date.fromisoformat(options["from_date"]) if options["from_date"] else today()
        except ValueError:
            raise CommandError(f"--from: '{options['from_date']}' is not a date; write it as 2026-12-31.") from None
        starting.organisation_named(options["organisation"], options["region"])
        starting.check_new(username=options["username"], role=options["role"], name=options["name"])
        starting.add_worker(
            username=options["username"], password=self.password(from_input=options["password_stdin"]),
            organisation=options["organisation"], role=options["role"], name=options["name"], from_date=start,
            region_code=options["region"], phone=options["phone"],
        )  # fmt: skip

    @staticmethod
    def password(*, from_input: bool) -> str:
        """The new password, from standard input or typed twice unseen."""
        if from_input:
            given = sys.stdin.readline().rstrip("\r\n")
        else:
            given = getpass("Password: ")
            if getpass("The same password again: ") != given:
                raise CommandError("The two passwords differ. Nothing was made.")
        if not given:
            raise CommandError("There is no password. Nothing was made.")
        return given
