"""``landing core NAME`` and ``landing check rulebook|access``: the core on the command line, without Django and without a database."""

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, NoReturn

from landing.core.consent import answer as consent
from landing.core.consent.matrix import written
from landing.core.consent.proof import prove
from landing.core.documents import BadDocument, dump, parse
from landing.core.due import answer as due
from landing.core.due.cases import differences, read_cases
from landing.core.due.load import NATIONAL, load_once, read, region_overlay
from landing.core.due.marked import RulebookFaults

OK, FAILED, BAD_INPUT = 0, 1, 2
ANSWERS: dict[str, Callable[[Any, str | None], dict[str, Any]]] = {"due": due.answer, "consent": consent.answer}
SCHEMAS: dict[str, Callable[[str, str | None], Any]] = {
    "due": lambda which, region: due.schema(which, load_once(overlay=region_overlay(region))),
    "consent": consent.schema,
}


class _Usage(Exception):
    """The command line is not understood."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Usage(message)


def main(argv: Sequence[str], stdin: Any, stdout: IO[str], stderr: IO[str]) -> int:
    """Answer one question of the core: reads one JSON document (a file, or standard input), writes one.

    Returns 0; 2 for a command or document that is not understood, with a line on ``stderr`` for every fault and nothing on
    ``stdout``; 1 for a failure inside. The region is that of ``--region``, else of ``LANDING_REGION``, else none.
    """
    parser = _Parser(prog="landing core", description="Answer one question of the core from a JSON document.")
    parser.add_argument("name", choices=list(ANSWERS))
    parser.add_argument("file", nargs="?", help="the input; standard input when left out")
    parser.add_argument("--schema", choices=["in", "out"], help="print the JSON Schema of the document instead")
    parser.add_argument("--pretty", action="store_true", help="indent the answer")
    parser.add_argument("--region", default=os.environ.get("LANDING_REGION") or None)
    try:
        given = parser.parse_args(list(argv))
        if given.schema:
            text = dump(SCHEMAS[given.name](given.schema, given.region), pretty=True)
        else:
            text = dump(ANSWERS[given.name](parse(_input(given.file, stdin)), given.region), pretty=given.pretty)
    except SystemExit as stop:  # --help has been printed
        return int(stop.code or 0)
    except _Usage as fault:
        stderr.write(f"landing core: {fault}\n")
        return BAD_INPUT
    except BadDocument as bad:
        stderr.writelines(f"{fault}\n" for fault in bad.faults)
        return BAD_INPUT
    except (KeyError, IndexError) as failure:  # a slip inside; only an unknown region is a LookupError of the input
        stderr.write(_failed(failure))
        return FAILED
    except (LookupError, OSError) as fault:
        stderr.write(f"landing core: {_one_line(fault)}\n")
        return BAD_INPUT
    except RulebookFaults as faults:
        stderr.writelines(f"{fault}\n" for fault in faults.faults)
        return FAILED
    except Exception as failure:
        stderr.write(_failed(failure))
        return FAILED
    return _written(text, stdout, stderr)


def _written(text: str, stdout: IO[str], stderr: IO[str]) -> int:
    """Write the answer as UTF-8 with plain line ends, whatever the terminal would make of it."""
    try:
        raw = getattr(stdout, "buffer", None)
        if raw is None:
            stdout.write(text)
        else:
            raw.write(text.encode())
            raw.flush()
    except OSError as failure:
        stderr.write(f"landing core: the answer could not be written ({failure.strerror})\n")
        return FAILED
    return OK


def _failed(failure: Exception) -> str:
    return f"landing core: failed inside ({type(failure).__name__}); the input may be fine\n"


def _one_line(fault: Exception) -> str:
    if isinstance(fault, OSError):
        return f"{fault.filename}: {fault.strerror}"
    return str(fault.args[0]) if fault.args else type(fault).__name__


def _input(file: str | None, stdin: Any) -> bytes:
    if file and file != "-":
        return Path(file).read_bytes()
    raw = getattr(stdin, "buffer", stdin).read()
    return raw.encode("utf-8") if isinstance(raw, str) else raw


def check_rulebook(argv: Sequence[str], stdout: IO[str], stderr: IO[str]) -> int:
    """Prove a rulebook whole: every file read, every rule sourced and touched by a case, every case true.

    Returns 0 and counts on ``stdout``, or 1 with a line ``file:line: found; wanted`` on ``stderr`` for every fault.
    """
    parser = _Parser(prog="landing check rulebook", description="Prove that a rulebook is whole.")
    parser.add_argument("--root", type=Path, default=NATIONAL)
    parser.add_argument("--region", default=None)
    parser.add_argument("--cases", type=Path, default=NATIONAL.parents[1] / "tests" / "rulebook")
    try:
        given = parser.parse_args(list(argv))
        overlay = region_overlay(given.region)
    except SystemExit as stop:
        return int(stop.code or 0)
    except (_Usage, LookupError) as fault:
        stderr.write(f"landing check rulebook: {fault.args[0] if fault.args else fault}\n")
        return BAD_INPUT
    rulebook, found = read(given.root, overlay)
    faults = [str(fault) for fault in found]
    cases, case_faults = read_cases(given.cases) if given.cases.is_dir() else ([], [])
    faults += [str(fault) for fault in case_faults]
    played = [case for case in cases if case.region in {None, given.region}]
    if not faults:
        national, _ = read(given.root)
        for case in played:
            book = rulebook if case.region else national
            faults += [f"{case.place}: {line}" for line in differences(case, book)]
        named = {rule for case in played for rule in case.rules}
        if cases:
            faults += [
                f"{rule.file}:{rule.line}: '{rule.id}' has no case; wanted: at least one"
                for rule in rulebook.rules if rule.id not in named
            ]  # fmt: skip
        else:
            stdout.write(f"no cases in {given.cases.name}: the cases were not played\n")
    if faults:
        stderr.writelines(f"{line}\n" for line in faults)
        stderr.write(f"{len(faults)} faults\n")
        return FAILED
    sourced = sum(1 for rule in rulebook.rules if rule.source.document and rule.source.heading)
    stdout.write(
        f"{len(set(rulebook.rule_ids))} rules in {len(rulebook.rules)} versions, {sourced} with a source, "
        f"{len(rulebook.gates)} gates, {len(rulebook.facts)} facts, {len(rulebook.settings)} settings, "
        f"{len(played)} cases: all whole\n"
    )
    return OK


def check_access(argv: Sequence[str], stdout: IO[str], stderr: IO[str]) -> int:
    """Prove the access table whole: every flow sourced and touched by a case, every role and topic said, every case true.

    With ``--write-table`` also writes it as a page to read. Returns as ``check_rulebook`` does.
    """
    root = NATIONAL.parents[1]
    parser = _Parser(prog="landing check access", description="Prove that the table of who may know what is whole.")
    parser.add_argument("--root", type=Path, default=NATIONAL)
    parser.add_argument("--region", default=None)
    parser.add_argument("--cases", type=Path, default=root / "tests" / "consent")
    parser.add_argument(
        "--write-table", type=Path, nargs="?", const=root / "docs" / "access-table.md", default=None,
        help="write the table as a page (docs/access-table.md, or the file that is named)",
    )  # fmt: skip
    try:
        given = parser.parse_args(list(argv))
        proof = prove(given.root, given.region, given.cases)
    except SystemExit as stop:
        return int(stop.code or 0)
    except (_Usage, LookupError) as fault:
        stderr.write(f"landing check access: {fault.args[0] if fault.args else fault}\n")
        return BAD_INPUT
    if proof.faults:
        stderr.writelines(f"{line}\n" for line in proof.faults)
        stderr.write(f"{len(proof.faults)} faults\n")
        return FAILED
    if given.write_table is not None:
        given.write_table.write_text(written(proof.table), encoding="utf-8")
    stdout.write(f"{proof.told}\n")
    return OK
