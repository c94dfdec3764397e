"""Cases of the rulebook: small stories in YAML with what must come out of them.

A case is read with the same eye for faults as a rule: an unknown key, rule, fact or choice is told by file and line.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from landing.core.due.marked import Entry, MarkedFile, RulebookFault, each
from landing.core.due.reckon import STATES, Decision, Reckoning, reckon
from landing.core.due.rules import PHASES, Rulebook
from landing.core.due.trial import KeyDateTrial, try_key_date

_CASE_KEYS = ("case", "rules", "region", "today", "facts", "done", "set_aside", "passed", "key_dates", "expect")
_DUE_KEYS = (
    "state",
    "due",
    "latest_sensible",
    "not_before",
    "lapses_on",
    "waits_for",
    "provisional",
    "anchor",
    "earlier",
)
_EXPECT_KEYS = ("phase", "dues", "absent", "gates", "order", "ask_first", "key_dates")


@dataclass(frozen=True, slots=True)
class Case:
    """One case, still as it stands in the file: a region decides against which rulebook it is read."""

    file: str
    number: int
    line: int
    title: str
    rules: tuple[str, ...]
    region: str | None
    parts: Mapping[str, Entry]

    @property
    def id(self) -> str:
        """File and number; never a text from the case."""
        return f"{Path(self.file).stem}:{self.number}"

    @property
    def place(self) -> str:
        """Where the case stands."""
        return f"{self.file}:{self.line}"


def read_cases(folder: Path, display: str = "") -> tuple[list[Case], list[RulebookFault]]:
    """All cases of a folder, sorted by file, and what is wrong with their outline."""
    faults: list[RulebookFault] = []
    cases: list[Case] = []
    for path in sorted(folder.glob("*.yaml")):
        file = MarkedFile(path, f"{display or folder.name}/{path.name}", faults)
        root = file.root()
        for number, item in enumerate(root.items() if root is not None else (), 1):
            parts = item.mapping(_CASE_KEYS, ("case", "rules", "today", "expect"))
            if parts is None or not {"case", "rules", "today", "expect"} <= parts.keys():
                continue
            region = parts["region"].identifier() if "region" in parts else None
            rules = each(parts["rules"].one_or_more(), Entry.identifier)
            title = parts["case"].text(300) or ""
            cases.append(Case(file.name, number, item.line, title, rules, region, parts))
    return cases, faults


def differences(case: Case, rulebook: Rulebook) -> list[str]:
    """What differs between the case and the rulebook: nothing, or one line per difference with its place."""
    return _CaseRun(case, rulebook).differences()


class _CaseRun:
    """One case against one rulebook."""

    def __init__(self, case: Case, rulebook: Rulebook) -> None:
        self.case, self.rulebook = case, rulebook
        self.faults: list[RulebookFault] = []
        # The faults of reading are told as differences of this case, not of the file as a whole.
        next(iter(case.parts.values())).file.faults = self.faults
        self.found: list[str] = []

    def differences(self) -> list[str]:
        parts = self.case.parts
        for item in parts["rules"].one_or_more():
            self._rule_id(item)
        today = parts["today"].day()
        facts = self._facts()
        done = self._by_id("done", self._rule_id, Entry.day)
        aside = self._by_id("set_aside", self._rule_id, self._decision)
        passed = self._by_id("passed", self._gate_id, self._decision)
        tried = each(parts["key_dates"].items(), Entry.day) if "key_dates" in parts else ()
        expect = parts["expect"].mapping(_EXPECT_KEYS)
        if not expect:
            parts["expect"].wrong(f"at least one of {', '.join(_EXPECT_KEYS)}")
        if self.faults or today is None or not expect:
            return [str(fault) for fault in sorted(set(self.faults))]
        reckoning = reckon(self.rulebook, today, facts, done, aside, passed)
        trials = {
            day: try_key_date(
                self.rulebook, today, facts, day, done=done, set_aside=aside, passed=passed, before=reckoning
            )
            for day in tried
        }
        self._compare(expect, reckoning, trials)
        return [str(fault) for fault in sorted(set(self.faults))] + self.found

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {}
        entry = self.case.parts.get("facts")
        for key, value in ((entry.mapping() or {}) if entry else {}).items():
            fact = self.rulebook.facts.get(key)
            if fact is None:
                value.fault("not a fact", "a fact of facts/*.yaml")
            elif fact.kind == "date":
                facts[key] = value.day()
            elif fact.kind == "yes_no":
                facts[key] = value.flag()
            else:
                facts[key] = value.choice(fact.choices)
        return facts

    def _by_id(self, part, check, read):  # type: ignore[no-untyped-def]
        entry = self.case.parts.get(part)
        values = {}
        for key, value in ((entry.mapping() or {}) if entry else {}).items():
            check(value, key)
            values[key] = read(value)
        return values

    def _rule_id(self, entry: Entry, name: str | None = None) -> str | None:
        return self._known(entry, name, set(self.rulebook.rule_ids), "the id of a rule")

    def _gate_id(self, entry: Entry, name: str | None = None) -> str | None:
        return self._known(entry, name, self.rulebook.gates, "the id of a gate")

    @staticmethod
    def _known(entry: Entry, name: str | None, known: Collection[str], wanted: str) -> str | None:
        value = name if name is not None else entry.raw
        if value is not None and value in known:
            return value
        entry.file.fault(entry.line, f"{value!r}", f"wanted: {wanted}")
        return None

    @staticmethod
    def _decision(entry: Entry) -> Decision | None:
        parts = entry.mapping(("on", "by", "why"), ("on", "by", "why"))
        if not parts or len(parts) < 3:
            return None
        day, by, why = parts["on"].day(), parts["by"].text(), parts["why"].text()
        return Decision(day, by, why) if day and by and why else None

    def _differs(self, entry: Entry, what: str, expected: object, found: object) -> None:
        self.found.append(f"{entry.file.name}:{entry.line}: {what}: expected {expected}, found {found}")

    def _compare(self, expect: Mapping[str, Entry], now: Reckoning, trials: Mapping[date, KeyDateTrial]) -> None:
        rows = now.by_id()
        if "phase" in expect:
            phase = expect["phase"].choice(PHASES)
            if phase is not None and phase != now.phase:
                self._differs(expect["phase"], "phase", phase, now.phase)
        for rule_id, entry in (expect["dues"].mapping() or {}).items() if "dues" in expect else ():
            if self._rule_id(entry, rule_id):
                self._compare_due(entry, rule_id, rows)
        for entry in expect["absent"].items() if "absent" in expect else ():
            unwanted = self._rule_id(entry)
            if unwanted is not None and unwanted in rows:
                row = rows[unwanted]
                self._differs(entry, unwanted, "no such due", f"{row.state}, due {_day(row.due)}")
        for gate_id, entry in (expect["gates"].mapping() or {}).items() if "gates" in expect else ():
            if self._gate_id(entry, gate_id):
                self._compare_gate(entry, gate_id, now)
        if "order" in expect:
            self._compare_order(expect["order"], [due.rule_id for due in now.dues])
        if "ask_first" in expect:
            asked = now.unknown_facts[0].fact if now.unknown_facts else "nothing"
            if expect["ask_first"].raw != asked:
                self._differs(expect["ask_first"], "ask_first", expect["ask_first"].raw, asked)
        for key, entry in (expect["key_dates"].mapping() or {}).items() if "key_dates" in expect else ():
            trial = next((trial for day, trial in trials.items() if day.isoformat() == key), None)
            if trial is None:
                entry.fault("not tried", "a date that stands in key_dates of the case")
            else:
                self._compare_trial(entry, trial)

    def _compare_due(self, entry: Entry, rule_id: str, rows: Mapping[str, object]) -> None:
        parts = entry.mapping(_DUE_KEYS)
        row = rows.get(rule_id)
        if not parts:
            entry.wrong(f"at least one of {', '.join(_DUE_KEYS)}")
            return
        if row is None:
            self._differs(entry, rule_id, "a due", "none (the rule does not hold, or has fallen silent)")
            return
        for key, value in parts.items():
            if key == "state":
                wanted: object = value.choice(STATES)
                found: object = row.state  # type: ignore[attr-defined]
            elif key == "waits_for":
                wanted = sorted(each(value.one_or_more(), lambda item: item.choice(self.rulebook.facts, "a fact:")))
                found = sorted(row.waits_for)  # type: ignore[attr-defined]
            elif key == "provisional":
                wanted, found = value.flag(), row.provisional  # type: ignore[attr-defined]
            elif key == "anchor":
                wanted, found = value.raw, row.anchor_fact  # type: ignore[attr-defined]
            else:
                nothing = value.raw in ("", "null", "~")
                wanted = "no date" if nothing else _day(value.day())
                day = row.earlier and row.earlier.on if key == "earlier" else getattr(row, key)  # type: ignore[attr-defined]
                found = _day(day)
            if wanted != found:
                self._differs(value, f"{rule_id} {key}", wanted, found)

    def _compare_gate(self, entry: Entry, gate_id: str, now: Reckoning) -> None:
        parts = entry.mapping(("open", "missing", "not_missing"))
        gate = next(gate for gate in now.gates if gate.gate_id == gate_id)
        if not parts:
            entry.wrong("open or missing")
            return
        if "open" in parts and (wanted := parts["open"].flag()) is not None and wanted != gate.open:
            missing = ", ".join(gate.missing) or "nothing missing"
            self._differs(parts["open"], f"gate {gate_id}", _yes(wanted), f"{_yes(gate.open)} ({missing})")
        for item in parts["missing"].items() if "missing" in parts else ():
            if self._rule_id(item) and item.raw not in gate.missing:
                self._differs(item, f"gate {gate_id} missing", item.raw, ", ".join(gate.missing) or "nothing missing")
        for item in parts["not_missing"].items() if "not_missing" in parts else ():
            if self._rule_id(item) and item.raw in gate.missing:
                self._differs(item, f"gate {gate_id} missing", f"not {item.raw}", "that it is missing")

    def _compare_order(self, entry: Entry, found: list[str]) -> None:
        wanted = each(entry.items(), self._rule_id)
        absent = [rule_id for rule_id in wanted if rule_id not in found]
        if absent:
            self._differs(entry, "order", ", ".join(wanted), f"without {', '.join(absent)}")
        elif list(wanted) != (in_fact := [rule_id for rule_id in found if rule_id in wanted]):
            self._differs(entry, "order", ", ".join(wanted), ", ".join(in_fact))

    def _compare_trial(self, entry: Entry, trial: KeyDateTrial) -> None:
        parts = entry.mapping(("impossible", "not_impossible", "order", "working_days_left"))
        if not parts:
            entry.wrong("at least one of impossible, not_impossible, order, working_days_left")
            return
        impossible = [item.rule_id for item in trial.impossible]
        if "impossible" in parts:
            wanted = sorted(each(parts["impossible"].items(), self._rule_id))
            missing = [rule_id for rule_id in wanted if rule_id not in impossible]
            if missing or (not wanted and impossible):
                self._differs(parts["impossible"], "impossible", wanted or "nothing", sorted(impossible) or "nothing")
        for item in parts["not_impossible"].items() if "not_impossible" in parts else ():
            if self._rule_id(item) in impossible:
                self._differs(item, "impossible", f"not {item.raw}", sorted(impossible))
        if "order" in parts:
            self._compare_order(parts["order"], [due.rule_id for due in trial.order])
        if "working_days_left" in parts:
            left = parts["working_days_left"].whole()
            if left is not None and left != trial.working_days_left:
                self._differs(parts["working_days_left"], "working_days_left", left, trial.working_days_left)


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else "no date"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
