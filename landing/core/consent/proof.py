"""Proves an access table whole: every flow and article sourced and used, every flow touched by a case, every case true."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from landing.core.consent.cases import Case, differences, read_cases, touched
from landing.core.consent.load import read, region_folder
from landing.core.consent.table import AccessTable


@dataclass(frozen=True, slots=True)
class Proof:
    """The table, the cases that were played against it, and every fault as ``file:line: found; wanted``."""

    table: AccessTable
    cases: tuple[Case, ...]
    faults: tuple[str, ...]

    @property
    def told(self) -> str:
        """What was proved, in counts."""
        table = self.table
        held = [basis for basis in table.bases.values() if basis.from_day is not None]
        return (
            f"{len(table.flows)} flows and {len(table.walls)} walls for {len(table.roles)} roles and {len(table.topics)} topics, "
            f"{len(table.bases)} legal bases ({len(held)} in force), {len(self.cases)} cases: all whole"
        )


def prove(root: Path, region: str | None, folder: Path) -> Proof:
    """Read the table and play every case of a folder. Raises ``LookupError`` for an unknown region."""
    table, found = read(root, region_folder(region))
    faults = [str(fault) for fault in found]
    cases, case_faults = read_cases(folder) if folder.is_dir() else ([], [])
    faults += [str(fault) for fault in case_faults]
    played = tuple(case for case in cases if case.region in {None, region})
    if not faults:
        national = read(root)[0] if region else table
        for case in played:
            faults += differences(case, table if case.region else national)
        faults += untouched(table, national, played)
        faults += unused(table)
    return Proof(table, played, tuple(faults))


def untouched(table: AccessTable, national: AccessTable, cases: Sequence[Case]) -> list[str]:
    """Flows of which no case shows that they open, and walls of which no case shows that they stay shut."""
    proved = {touched(case, table if case.region else national) for case in cases}
    hit = {(case.request.viewer.role, case.request.topic) for case in cases}
    lines = [
        f"{flow.file}:{flow.line}: '{flow.id}' has no case; wanted: at least one that it allows"
        for flow in table.flows if flow.id not in proved
    ]  # fmt: skip
    return lines + [
        f"{wall.file}:{wall.line}: '{wall.id}' has no case; wanted: at least one that it refuses"
        for wall in table.walls if not any((role, topic) in hit for role in wall.who for topic in wall.topics)
    ]  # fmt: skip


def unused(table: AccessTable) -> list[str]:
    """Legal bases and purposes on which nothing rests without a word why."""
    bases = {flow.basis for flow in table.flows}
    purposes = {purpose for flow in table.flows for purpose in flow.purposes}
    lines = [
        f"{basis.file}:{basis.line}: no flow rests on '{basis.id}'; wanted: a flow, or no_flow: why not"
        for basis in table.bases.values() if basis.id not in bases and not basis.no_flow
    ]  # fmt: skip
    return lines + [
        f"access/purposes.yaml:1: no flow has the purpose '{purpose.id}'; wanted: a flow, or nobody: why not"
        for purpose in table.purposes.values() if purpose.id not in purposes and not purpose.nobody
    ]  # fmt: skip
