"""``landing …``: the product's commands. Commands that need no database start without Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

USAGE = """landing COMMAND …

  core due [FILE] [--schema in|out] [--pretty] [--region NAME]
                         what is due? reads JSON, writes JSON
  core consent [FILE] …  may this viewer know this, for this purpose? the same way
  check rulebook         prove that every rule is whole, sourced and has a case
  check access [--write-table]
                         prove the table of who may know what; write it as a page
  serve                  serve the product (PORT, default 8000)
  demo reset [--people N] [--seed S]
                         put the demo region back as it was; N people up to 70000
  import caseload FILE   read a provider's or municipality's export; import tidy throws old files away
  dues refresh [--all]   reckon anew what is due, where the day or a rule changed
  verify-log [--from DATE] [--to DATE] [--anchors FILE]
                         was a line of the access log changed, removed or inserted, and where?
  keep-log               every night: months of the access log ahead, old ones removed, an anchor
  erase due|request KEY|replay --dry-run|--do
                         what is kept no longer, or was asked to go; after a restored backup: replay
  keys rotate            seal sealed fields (the BSN) anew with the newest key
  account add|region|organisation …
                         start an installation that is no demo
  bench pages|day|due|consent|access-log
                         measure, side by side with the floor
  manage …               Django's own commands

landing COMMAND --help says more.
"""


def core(arguments: list[str]) -> int:
    from landing.core.command import main as run

    return run(arguments, sys.stdin, sys.stdout, sys.stderr)


def check(arguments: list[str]) -> int:
    from landing.core.command import check_access, check_rulebook

    checks = {"rulebook": check_rulebook, "access": check_access}
    if not arguments or arguments[0] not in checks:
        sys.stderr.write(f"landing check: what can be checked here is {' or '.join(checks)}\n")
        return 2
    return checks[arguments[0]](arguments[1:], sys.stdout, sys.stderr)


def django_command(name: str) -> Callable[[list[str]], int]:
    """A command that needs the database: Django is started first."""

    def run(arguments: list[str]) -> int:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landing.config.settings")
        from django.core.management import execute_from_command_line

        execute_from_command_line(["landing", name, *arguments])
        return 0

    return run


def manage(arguments: list[str]) -> int:
    return django_command(arguments[0] if arguments else "help")(arguments[1:])


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "core": core,
    "check": check,
    "serve": django_command("serve"),
    "demo": django_command("demo"),
    "import": django_command("import_file"),
    "dues": django_command("dues"),
    "verify-log": django_command("verify_log"),
    "keep-log": django_command("keep_log"),
    "erase": django_command("erase"),
    "keys": django_command("keys"),
    "account": django_command("account"),
    "bench": django_command("bench"),
    "manage": manage,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (2 for a command that is not understood)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        sys.stdout.write(USAGE)
        return 0
    command = COMMANDS.get(arguments[0])
    if command is None:
        sys.stderr.write(f"landing: '{arguments[0]}' is not a command\n\n{USAGE}")
        return 2
    return command(arguments[1:])


if __name__ == "__main__":
    raise SystemExit(main())
