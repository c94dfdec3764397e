"""``landing keys rotate``: seal what is sealed anew with the newest key, so that an older one may go."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from landing.people import bsn, sealing
from landing.people.models import CitizenNumber


class Command(BaseCommand):
    help = "Seal every sealed field anew with the newest key of LANDING_FIELD_KEYS. Running it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="rotate")
        deeds.add_parser("rotate", help="afterwards the older keys may be taken out of LANDING_FIELD_KEYS")

    def handle(self, *args: Any, **options: Any) -> None:
        prefix = f"{sealing.newest_key()}:"
        behind = CitizenNumber.objects.exclude(sealed__startswith=prefix, mark__startswith=prefix)
        done = 0
        try:
            for pk in list(behind.values_list("pk", flat=True)):
                done += rotate(pk)
        except sealing.CannotOpen as reason:
            raise CommandError(f"{done} fields were sealed anew; then one did not open: {reason}.") from None
        self.stdout.write(f"{done} fields were sealed anew with key {sealing.newest_key()}.")


@transaction.atomic
def rotate(pk: int) -> bool:
    """Seal one number anew; False when it went meanwhile. Raises sealing.CannotOpen, and then nothing changed."""
    row = CitizenNumber.objects.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
    if row is None:
        return False
    number = bsn.opened(row)
    row.sealed, row.mark = sealing.seal(number, bsn.row_of(row.person)), sealing.mark(number)
    row.save(update_fields=["sealed", "mark"])
    return True
