"""``landing erase``: what is kept no longer goes, what was asked and granted goes, and a restored backup forgets again."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from landing.people.middleware import today
from landing.rights import erasing, register, retention
from landing.rights.erasing import Plan
from landing.rights.request_models import RightsRequest

RETENTION, REQUEST = "retention", "request"
PACK = (
    "PostgreSQL: write the tables of persons anew, so that no byte of who went, now or before, is left in the files; nobody "
    "can use these tables meanwhile"
)


class Command(BaseCommand):
    help = "Erase records whose term is over or whose erasure was granted; shows first what would go."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="due|request|replay|check")
        due = deeds.add_parser("due", help="records whose term is over, granted requests, and what is short-lived")
        one = deeds.add_parser("request", help="one granted request to erase, without waiting for the reconsidering")
        one.add_argument("key", type=UUID, metavar="KEY", help="the key of the request: it stands in its address")
        for kind in (due, one):
            how = kind.add_mutually_exclusive_group()
            how.add_argument("--dry-run", action="store_true", help="only show what would go (this is the default)")
            how.add_argument("--do", action="store_true", help="write the register and erase")
            kind.add_argument("--pack", action="store_true", help=PACK)
            kind.add_argument("--by", default="landing erase", help="whose hand it is, for the register")
        again = deeds.add_parser("replay", help="erase again whom the register names; after restoring a backup")
        again.add_argument("--pack", action="store_true", help=PACK)
        deeds.add_parser("check", help="refuse when the register names somebody whom this database still has")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            match options["deed"]:
                case "replay":
                    self.replay(pack=options["pack"])
                case "check":
                    self.check_register()
                case "request":
                    self.request(options)
                case _:
                    self.due(options)
        except register.Unreadable as reason:
            raise CommandError(f"The register of deletions: {reason}. Nothing was erased.") from None

    def due(self, options: dict[str, Any]) -> None:
        day = today()
        plans = [(plan, options["by"]) for plan in of_retention(day)]
        plans += [(plan, asked.decided_by) for asked, plan in of_requests(day)]
        self.show([plan for plan, _ in plans])
        if not options["do"]:
            self.stdout.write("Nothing was erased: this only shows. Add --do to erase.")
            return
        self.carry_out(plans, day, pack=options["pack"])
        short = erasing.tidy(day)
        if short:
            self.stdout.write("Short-lived: " + told(short))

    def request(self, options: dict[str, Any]) -> None:
        asked = RightsRequest.objects.select_related("person").filter(key=options["key"]).first()
        if asked is None or asked.kind != RightsRequest.Kind.ERASURE:
            raise CommandError("There is no request to erase with this key.")
        if asked.state != RightsRequest.State.GRANTED:
            raise CommandError("This request was not granted. Answer it on the page Verzoeken first.")
        plan = plan_of(asked)
        self.show([plan])
        if options["do"]:
            self.carry_out([(plan, asked.decided_by or options["by"])], today(), pack=options["pack"])
        else:
            self.stdout.write("Nothing was erased: this only shows. Add --do to erase.")

    def show(self, plans: list[Plan]) -> None:
        """What would go: how many persons for what reason, and how many rows of which table."""
        total: Counter[str] = Counter()
        for plan in plans:
            total.update(plan.counts)
        reasons = Counter(plan.why for plan in plans)
        self.stdout.write(f"Persons: {len(plans)}" + (f" ({told(dict(reasons))})" if reasons else ""))
        for plan in plans:
            self.stdout.write(f"  {plan.person.key}  {plan.why}  {plan.law}")
        for label, count in sorted(total.items()):
            self.stdout.write(f"  {label:<28}{count:>8}")

    def carry_out(self, plans: list[tuple[Plan, str]], day: date, *, pack: bool) -> None:
        batch, done = erasing.new_batch(), 0
        gone: set[str] = set()
        for plan, by in plans:
            try:
                gone.update(erasing.erase(plan, by=by, batch=batch, today=day))
            except erasing.NotAllowed as reason:
                self.stderr.write(f"{plan.person.key}: not erased, {reason}.")
            else:
                done += 1
        if done or pack:
            erasing.scrub(gone, anew=pack)
        self.stdout.write(f"Erased: {done}. Register: {register.file()}")

    def replay(self, *, pack: bool) -> None:
        gone = erasing.replay()
        if gone or pack:
            erasing.scrub(gone, anew=pack)
        self.stdout.write(
            "Erased again: " + told(gone) if gone else "The database holds nobody whom the register names."
        )

    def check_register(self) -> None:
        left = erasing.unprocessed()
        if left:
            raise CommandError(
                f"This database holds {len(left)} record(s) that were erased before: it comes from an older backup. "
                "Run `landing erase replay` before anybody uses it."
            )


def plan_of(asked: RightsRequest) -> Plan:
    """What a granted request would take away."""
    person = asked.person.joined_into or asked.person
    return erasing.plan(person, why=REQUEST, law="AVG art. 17; Wmo 2015 art. 5.3.5")


def of_retention(day: date) -> list[Plan]:
    """The records whose term is over."""
    law = retention.terms()["record"].law
    return [erasing.plan(person, why=RETENTION, law=law) for person in retention.due_records(day)]


def of_requests(day: date) -> list[tuple[RightsRequest, Plan]]:
    """The granted requests whose time to reconsider is over, one a person."""
    found: dict[int, tuple[RightsRequest, Plan]] = {}
    for asked in retention.granted_requests(day):
        found.setdefault(asked.person.joined_into_id or asked.person_id, (asked, plan_of(asked)))
    return list(found.values())


def told(counts: dict[str, int]) -> str:
    """Counts in one line."""
    return ", ".join(f"{label} {count}" for label, count in sorted(counts.items()))
