"""``landing keep-log``: months of the access log made ahead, old ones removed, and an anchor written and printed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from landing.people import access_keep, access_verify


class Command(BaseCommand):
    help = (
        "Keep the access log: make the months ahead, remove what is older than LANDING_LOG_YEARS, and add where every "
        "chain ends now to the file of anchors. Prints the anchor: keep it on another machine too. Run it every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = access_keep.keep()
        self.stderr.write(
            f"{done.months} months made, {done.removed} old lines removed, anchor added to {access_verify.anchors_file()}"
        )
        self.stdout.write(done.anchor)
