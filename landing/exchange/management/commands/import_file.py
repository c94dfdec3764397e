"""``landing import caseload FILE``: look at a provider's or municipality's export, and write it with ``--yes``.

``landing import run KEY`` does the step that a list of the page waits for; the page starts it for large lists.
``landing import tidy`` throws away what is older than a day; the server does so by itself every hour it is used.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from landing.exchange import actions, reads, run_actions, running
from landing.exchange.caseload import mapping as mappings
from landing.exchange.caseload.checking import CheckResult, UnfitMapping, check_table
from landing.exchange.caseload.mending import rows_to_mend_csv
from landing.exchange.caseload.tables import Refusal, Table, open_table
from landing.exchange.models import ImportRun
from landing.people.middleware import today
from landing.people.models import Organisation
from landing.people.reads import viewer_of
from landing.people.roles import Role
from landing.people.viewer import Viewer


class Command(BaseCommand):
    help = "Read a caseload list (CSV or XLSX). Shows what is wrong; writes only with --yes: all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["caseload", "run", "tidy"])
        parser.add_argument("file", type=Path, nargs="?", help="the file; with 'run' the key of a list of the page")
        parser.add_argument("--organisation", default="", help="the name of the organisation whose list it is")
        parser.add_argument("--mapping", type=Path, help="a mapping that was saved (JSON)")
        parser.add_argument("--save-mapping", type=Path, help="where to write the mapping that was used")
        parser.add_argument("--sheet", help="the sheet of a workbook")
        parser.add_argument("--heading-row", type=int, help="the row with the headings")
        parser.add_argument("--good-rows", action="store_true", help="write the good rows and leave the bad ones out")
        parser.add_argument("--bad-rows", type=Path, help="where to write the bad rows, to mend (CSV)")
        parser.add_argument("--yes", action="store_true", help="write; without it nothing is written")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 0: done or nothing wrong; 1: rows with errors, nothing written; 2: cannot be read or used."""
        if options["what"] == "tidy":
            self.stdout.write(f"{run_actions.tidy()} lijsten van meer dan een dag oud weggegooid.\n")
            return
        if options["file"] is None:
            raise CommandError("Noem het bestand.", returncode=2)
        if options["what"] == "run":
            self._run(str(options["file"]))
            return
        viewer = self._viewer(options["organisation"])
        try:
            table = open_table(options["file"], sheet=options["sheet"], heading_row=options["heading_row"])
            given = options["mapping"]
            mapping = json.loads(given.read_text(encoding="utf-8")) if given else mappings.propose(table).mapping
            result = check_table(
                table, mapping, today=viewer.today, known=reads.known_names(viewer), progress=self._progress
            )
        except (Refusal, UnfitMapping, OSError, ValueError) as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self._show(result)
        if options["save_mapping"]:
            options["save_mapping"].write_text(json.dumps(mapping, ensure_ascii=False, indent=1), encoding="utf-8")
        self._keep_bad(options["bad_rows"], table, result)
        if result.bad_rows and not options["good_rows"]:
            self.stdout.write("Er is niets geschreven: herstel de fouten, of kies --good-rows.\n")
            sys.exit(1)
        if options["yes"]:
            self._write(viewer, result)
        else:
            self.stdout.write("Er is niets geschreven. Met --yes wordt dit ingelezen.\n")

    def _run(self, key: str) -> None:
        """The step of one list of the page, for whoever did the last thing with it."""
        try:
            run = ImportRun.objects.filter(key=UUID(key)).first()
        except ValueError:
            run = None
        if run is None:
            raise CommandError("Deze lijst is er niet.", returncode=2)
        viewer = viewer_of(account=run.account_id, worker=run.worker_id, today=today())
        if not viewer.rule.imports or viewer.organisation != run.organisation_id:
            raise CommandError("Wie deze lijst koos, mag dat niet meer.", returncode=2)
        try:
            with running.alive(run.key) as say:
                running.step(viewer, run, say)
        except Exception:
            # Nobody reads what this process says; the log does, without what stands in the list.
            logging.getLogger(__name__).exception("a step of an import failed")
            raise SystemExit(1) from None

    def _viewer(self, name: str) -> Viewer:
        found = list(Organisation.objects.select_related("region").filter(name=name)[:2])
        if len(found) != 1 or found[0].kind not in {"municipality", "care_provider"}:
            raise CommandError("Deze organisatie is niet gevonden, of is geen gemeente of zorgaanbieder.", returncode=2)
        place = found[0]
        return Viewer(
            account=None, role=Role.PROCESS_DIRECTOR, today=today(), name="inlezen", organisation=place.pk,
            organisation_name=place.name, region=place.region_id, region_code=place.region.code,
        )  # fmt: skip

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} van {total} rijen nagekeken")

    def _show(self, result: CheckResult) -> None:
        for fault in result.faults:
            place = f"kolom {fault.letter} ({fault.heading})" if fault.letter else "hele rij"
            found = f" gevonden: {fault.found} |" if fault.found else ""
            kind = "fout" if fault.severity == "error" else "let op"
            self.stdout.write(f"rij {fault.row} | {place} | {kind} |{found} {fault.message_nl} | {fault.mend_nl}\n")
        for remark in result.remarks_nl:
            self.stdout.write(f"{remark}\n")
        good, bad = len(result.good_rows), len(result.bad_rows)
        self.stdout.write(f"{len(result.rows)} rijen: {good} goed, {bad} met een fout.\n")

    def _keep_bad(self, path: Path | None, table: Table, result: CheckResult) -> None:
        if path is not None and result.bad_rows:
            path.touch(mode=0o600)
            path.write_bytes(b"".join(rows_to_mend_csv(table, result.bad_rows)))

    def _write(self, viewer: Viewer, result: CheckResult) -> None:
        done = actions.write_caseload(viewer=viewer, rows=result.good_rows)
        for row, name in done.differences:
            self.stdout.write(f"rij {row} | {name} | staat anders in het dossier en is zo gelaten\n")
        for row, name in done.unknown_names:
            self.stdout.write(f"rij {row} | {name} | deze naam kennen we niet; niet overgenomen\n")
        self.stdout.write(
            f"{done.new} nieuw, {done.changed} aangevuld, {done.unchanged} gelijk gebleven, "
            f"{done.offered} paren om te bekijken.\n"
        )
