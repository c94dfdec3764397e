"""``landing serve``: the product on a port, ready for use by a few hundred people on two cores."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Serve the product. PORT chooses the port (default 8000), BIND the address (default 127.0.0.1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--bind", default=os.environ.get("BIND", "127.0.0.1"))
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *args: Any, **options: Any) -> None:
        address = f"http://localhost:{options['port']}"
        self.stdout.write(f"\nZachte Landing: {address}\n")
        if settings.DEMO:
            self.stdout.write(self.accounts(address))
        self.stdout.flush()
        if sys.platform == "win32":
            self.waitress(options)
            return
        os.execv(  # noqa: S606  (the same process becomes the web server, so that signals reach it)
            sys.executable,
            [
                sys.executable, "-m", "gunicorn", "landing.config.wsgi:application", "--bind",
                f"{options['bind']}:{options['port']}", "--worker-class", "gthread", "--workers",
                str(options["workers"]), "--threads", str(options["threads"]), "--preload", "--log-level", "warning",
                "--worker-tmp-dir", self.shared_memory(),
            ],
        )  # fmt: skip

    @staticmethod
    def shared_memory() -> str:
        """Where gunicorn keeps its heartbeat: memory where there is, so that a slow disk kills no worker."""
        return "/dev/shm" if os.path.isdir("/dev/shm") else str(settings.VAR)  # noqa: S108, PTH112  (memory, not a file of ours)

    @staticmethod
    def waitress(options: dict[str, Any]) -> None:
        from django.core.servers.basehttp import get_internal_wsgi_application
        from waitress import serve

        serve(
            get_internal_wsgi_application(), host=options["bind"], port=options["port"], threads=options["threads"] * 2
        )

    @staticmethod
    def accounts(address: str) -> str:
        from landing.desk.demo.accounts import DEMO_PASSWORD

        lines = [f"  {name:<18}{label}" for name, label in settings.DEMO_ACCOUNTS.items()]
        return (
            "This is the demo region; every name in it is invented. Log in with one of these names "
            f"and the password {DEMO_PASSWORD}\n" + "\n".join(lines) + "\n"
        )
