"""``landing manage prepare``: the database, the static files and, in the demo, the demo region. Quick when all is there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from landing.people import access_keep
from landing.people.models import Region


class Command(BaseCommand):
    help = "Make the database and static files ready; with LANDING_DEMO also the demo region."

    def handle(self, *args: Any, **options: Any) -> None:
        settings.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stderr.write("Making the database ready …")
            call_command("migrate", verbosity=0)
        access_keep.keep()
        # A restored backup must not open with people in it who were erased since.
        call_command("erase", "check")
        call_command("createcachetable", verbosity=0)
        self.collect_static()
        if settings.DEMO and not Region.objects.exists():
            self.stderr.write("Making the demo region …")
            call_command("demo", "reset", stdout=self.stderr)
        elif Region.objects.exists():
            # A newer release brings newer rules, and a day that passed brings steps: lists must not be behind.
            call_command("dues", "refresh", stdout=self.stderr)

    def collect_static(self) -> None:
        """Collect the static files when one of them is newer than the last time."""
        mark = Path(settings.STATIC_ROOT) / ".made-from"
        wanted = self.static_fingerprint()
        if mark.exists() and mark.read_text() == wanted:
            return
        self.stderr.write("Collecting the static files …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        mark.write_text(wanted)

    @staticmethod
    def static_fingerprint() -> str:
        found = hashlib.sha256()
        for config in apps.get_app_configs():
            folder = Path(config.path) / "static"
            for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
                stat = file.stat()
                found.update(f"{file.name}:{stat.st_size}:{stat.st_mtime_ns};".encode())
        return found.hexdigest()
