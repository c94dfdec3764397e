"""The contract of ``landing core due``: one JSON document in, one out, and a line for every fault."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landing.core.command import ANSWERS, main
from landing.core.due.answer import answer
from landing.core.due.load import NATIONAL, load_once
from landing.core.due.rules import PHASES
from landing.core.periods import Term

TODAY = "2026-11-23"
FACTS: dict[str, Any] = {
    "stay_start": "2026-03-02",
    "target_departure": "2026-12-14",
    "offer_accepted": "2026-11-20",
    "stay_kind": "bw",
    "route_kind": "contingent",
    "has_debts": True,
}
EXAMPLES: list[dict[str, Any]] = [
    {"today": TODAY, "facts": {}},
    {"today": TODAY, "facts": FACTS, "key_dates": ["2026-12-07", "2027-03-01"]},
    {
        "today": TODAY,
        "facts": {**FACTS, "move": "2026-11-21", "has_valid_id": None},
        "done": {"register-as-house-seeker": "2026-03-10", "weekly-contact-after-move": "2026-11-22"},
        "set_aside": {"apply-rent-allowance": {"on": "2026-11-22", "by": "coordinator", "why": "De huur is te hoog."}},
        "passed": {"leave": {"on": "2026-11-21", "by": "coordinator", "why": "De woning wacht niet."}},
        "key_dates": ["2026-11-20"],
    },
]


@pytest.fixture(autouse=True)
def no_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANDING_REGION", raising=False)


def run(raw: bytes | str, *argv: str) -> tuple[int, str, list[str]]:
    """Exit code, standard output and the lines of standard error."""
    stdout, stderr = io.StringIO(), io.StringIO()
    code = main(["due", *argv], io.BytesIO(raw.encode() if isinstance(raw, str) else raw), stdout, stderr)
    return code, stdout.getvalue(), stderr.getvalue().splitlines()


def ask(document: dict[str, Any], *argv: str) -> dict[str, Any]:
    code, out, faults = run(json.dumps(document), *argv)
    assert (code, faults) == (0, [])
    return json.loads(out)  # type: ignore[no-any-return]


def schema_of(which: str) -> Any:
    code, out, _ = run(b"", "--schema", which)
    assert code == 0
    schema = json.loads(out)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def row(answered: dict[str, Any], rule_id: str) -> dict[str, Any]:
    return next(due for due in answered["dues"] if due["id"] == rule_id)


# Good input


@pytest.mark.parametrize("document", EXAMPLES, ids=["nothing known", "key dates", "everything"])
def test_both_documents_are_as_their_schemas_say(document: dict[str, Any]) -> None:
    schema_of("in").validate(document)
    schema_of("out").validate(ask(document))


def test_the_same_question_gives_the_same_bytes_whatever_the_order_of_its_keys() -> None:
    document = EXAMPLES[2]
    turned = {
        key: dict(reversed(value.items())) if key == "facts" else value for key, value in reversed(document.items())
    }
    outcomes = {run(json.dumps(asked))[1] for asked in (document, document, turned)}
    assert len(outcomes) == 1
    text = outcomes.pop()
    assert text.endswith("}\n") and text.count("\n") == 1


def test_a_file_standard_input_and_a_dash_are_the_same_question(tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    file.write_text(json.dumps(EXAMPLES[1]), encoding="utf-8")
    from_stdin = run(json.dumps(EXAMPLES[1]))
    assert run(b"", str(file)) == run(json.dumps(EXAMPLES[1]), "-") == from_stdin
    assert run("\ufeff" + json.dumps(EXAMPLES[1])) == from_stdin
    pretty = run(b"", str(file), "--pretty")[1]
    assert pretty != from_stdin[1] and json.loads(pretty) == json.loads(from_stdin[1])


def test_null_is_the_same_as_not_known() -> None:
    assert ask({"today": TODAY, "facts": {**FACTS, "move": None}}) == ask({"today": TODAY, "facts": FACTS})


def test_a_region_lays_its_own_terms_over_the_rulebook() -> None:
    document = {"today": "2026-12-05", "facts": {"offer_accepted": "2026-11-23", "move": "2026-12-05"}}
    assert ask(document) != ask(document, "--region", "merwestreek")


def test_done_and_set_aside_are_said_with_who_and_why() -> None:
    answered = ask(EXAMPLES[2])
    assert row(answered, "register-as-house-seeker")["state"] == "done"
    aside = row(answered, "apply-rent-allowance")
    assert aside["state"] == "set_aside"
    why = next(reason for reason in aside["because"] if reason["code"] == "set_aside")
    assert (why["by"], why["why"], why["on"]) == ("coordinator", "De huur is te hoog.", "2026-11-22")


def reason_of(due: dict[str, Any], code: str) -> str:
    return str(next(reason["text"] for reason in due["because"] if reason["code"] == code))


def test_reasons_name_a_date_inside_the_sentence_by_its_noun() -> None:
    facts = {"stay_start": "2026-11-02", "target_departure": "2027-06-01"}
    answered = ask({"today": TODAY, "facts": facts})
    register = reason_of(row(answered, "register-as-house-seeker"), "term")
    assert register == "Tien werkdagen na de start van het verblijf (2 november 2026): 16 november 2026."
    apply = reason_of(row(answered, "apply-for-outflow"), "term")
    assert apply == "Zes maanden voor de streefdatum voor vertrek (1 juni 2027): 1 december 2026."
    budget = row(answered, "budget-for-living-alone")
    assert reason_of(budget, "provisional") == "Deze datum is voorlopig: de sleuteloverdracht is nog niet bekend."
    waiting = reason_of(row(answered, "inspect-home-at-key"), "not_before_unknown")
    assert waiting == "Dit kan pas na de sleuteloverdracht. Die datum is nog niet bekend."
    texts = [reason["text"] for due in answered["dues"] for reason in due["because"] if reason["code"] == "term"]
    assert texts and not any("‘" in text for text in texts)


def test_facts_before_a_change_keep_the_term_they_had() -> None:
    facts = {"offer_accepted": "2026-09-07", "pilot_flame_start": "2027-06-30"}
    later = {**facts, "pilot_flame_start": "2027-07-01"}
    assert row(ask({"today": "2027-07-02", "facts": facts}), "review-pilot-flame")["due"] == "2028-06-30"
    assert row(ask({"today": "2027-07-02", "facts": later}), "review-pilot-flame")["due"] == "2028-01-03"


# What to ask next, gates, key dates


def test_what_to_ask_stands_in_order_ask_now_first_and_then_most_decisive() -> None:
    answered = ask({"today": TODAY, "facts": {"stay_start": "2026-11-02"}})
    unknown = answered["unknown_facts"]
    assert unknown == sorted(unknown, key=lambda one: (not one["ask_now"], -one["decides"], one["fact"]))
    assert {one["ask_now"] for one in unknown} == {True, False}
    assert len({one["decides"] for one in unknown}) > 2
    rulebook = load_once()
    for one in unknown:
        waiting = [due["id"] for due in answered["dues"] if one["fact"] in due["waits_for"]]
        assert one["decides"] == len(waiting) > 0
        asked_from = PHASES.index(rulebook.facts[one["fact"]].ask_from)
        assert one["ask_now"] is (asked_from <= PHASES.index(answered["phase"]))


def gate(answered: dict[str, Any], gate_id: str) -> dict[str, Any]:
    return next(one for one in answered["gates"] if one["id"] == gate_id)


def test_the_gate_leave_opens_when_what_it_names_is_done_and_not_one_step_earlier() -> None:
    document = {"today": TODAY, "facts": FACTS}
    closed = gate(ask(document), "leave")
    assert closed["open"] is False and len(closed["missing"]) > 1
    *first, last = closed["missing"]
    almost = gate(ask({**document, "done": dict.fromkeys(first, TODAY)}), "leave")
    assert (almost["open"], almost["missing"]) == (False, [last])
    opened = gate(ask({**document, "done": dict.fromkeys(closed["missing"], TODAY)}), "leave")
    assert (opened["open"], opened["missing"]) == (True, [])
    assert "all_done" in {reason["code"] for reason in opened["because"]}


def test_a_gate_may_be_passed_with_a_reason_and_still_says_what_is_missing() -> None:
    decision = {"on": TODAY, "by": "process_director", "why": "De woning wacht niet."}
    document = {"today": TODAY, "facts": FACTS}
    missing = gate(ask(document), "leave")["missing"]
    passed = gate(ask({**document, "passed": {"leave": decision}}), "leave")
    assert (passed["open"], passed["missing"]) == (True, missing)
    why = next(reason for reason in passed["because"] if reason["code"] == "passed")
    assert {key: why[key] for key in decision} == decision
    tomorrow = {"leave": {**decision, "on": "2026-11-24"}}
    assert gate(ask({**document, "passed": tomorrow}), "leave")["open"] is False


def test_a_key_date_says_the_order_what_no_longer_fits_and_how_long_is_left() -> None:
    soon, later = ask(EXAMPLES[1])["key_date_checks"]
    assert (soon["date"], later["date"]) == ("2026-12-07", "2027-03-01")
    assert soon["working_days_left"] == 9
    # 28 weekdays in November and December, 21 in January, 20 in February; less Christmas Day and New Year.
    assert later["working_days_left"] == 28 + 21 + 20 - 2
    rulebook = load_once()
    for tried in (soon, later):
        ids = [due["id"] for due in tried["order"]]
        assert len(ids) == len(set(ids)) > 5
        for number, rule_id in enumerate(ids):
            rule = rulebook.version_on(rule_id, date.fromisoformat(TODAY))
            assert rule is not None and not set(rule.after) & set(ids[number:])
    assert {item["id"] for item in later["impossible"]} < {item["id"] for item in soon["impossible"]}
    decision = next(item for item in soon["impossible"] if item["id"] == "apply-support-decision")
    rule = rulebook.versions("apply-support-decision")[-1]
    assert rule.lead_time == Term(6, "week") and decision["fallback"] == rule.fallback
    assert decision["earliest"] == "2027-01-04" > decision["due"]


# Bad input


def bad(document: object, *argv: str) -> list[str]:
    raw = document if isinstance(document, bytes | str) else json.dumps(document)
    code, out, faults = run(raw, *argv)
    assert (code, out) == (2, "")
    return faults


GOOD = {"today": TODAY, "facts": {}}
ASIDE = {"on": TODAY, "by": "coordinator", "why": "Niet nodig."}


@pytest.mark.parametrize(
    ("document", "path", "words"),
    [
        ({**GOOD, "today": "2026-02-30"}, "$.today: ", '"2026-02-30" is not a date'),
        ({**GOOD, "today": 20261123}, "$.today: ", "20261123 is not a date"),
        ({"facts": {}}, "$.today: ", "missing"),
        ({"today": TODAY}, "$.facts: ", "missing"),
        ({**GOOD, "facts": {"move": "morgen"}}, "$.facts.move: ", '"morgen" is not a date'),
        ({**GOOD, "facts": {"has_debts": "yes"}}, "$.facts.has_debts: ", "true or false"),
        ({**GOOD, "facts": {"has_debts": 1}}, "$.facts.has_debts: ", "true or false"),
        ({**GOOD, "facts": {"stay_kind": "hotel"}}, "$.facts.stay_kind: ", '"hotel" is not one of bw'),
        ({**GOOD, "facts": {"shoe_size": 43}}, "$.facts.shoe_size: ", "unknown fact"),
        ({**GOOD, "facts": {"een feit": 43}}, '$.facts["een feit"]: ', "unknown fact"),
        ({**GOOD, "facts": []}, "$.facts: ", "a list is not an object"),
        ({**GOOD, "done": {"no-such-rule": TODAY}}, '$.done.no-such-rule: ', "not the id of a rule"),
        ({**GOOD, "done": {"get-valid-id": True}}, "$.done.get-valid-id: ", "true is not a date"),
        ({**GOOD, "passed": {"heaven": ASIDE}}, "$.passed.heaven: ", "not the id of a gate"),
        ({**GOOD, "set_aside": {"get-valid-id": {"on": TODAY, "by": "x"}}}, "$.set_aside.get-valid-id.why: ", "missing"),
        ({**GOOD, "set_aside": {"get-valid-id": {**ASIDE, "why": ""}}}, "$.set_aside.get-valid-id.why: ", "not a text"),
        ({**GOOD, "key_dates": ["2026-12-07", "x"]}, "$.key_dates[1]: ", '"x" is not a date'),
        ({**GOOD, "key_dates": [TODAY] * 61}, "$.key_dates: ", "61 items"),
        ({**GOOD, "colour": "blue"}, "$.colour: ", "unknown key"),
        ({**GOOD, "rulebook": 3}, "$.rulebook: ", "not a folder"),
        ({**GOOD, "rulebook": "no/such/folder"}, "$.rulebook: ", "not a folder"),
        ({**GOOD, "rulebook": "x" * 5000}, "$.rulebook: ", "not a folder"),
        ([], "$: ", "a list is not an object"),
        ("null", "$: ", "null is not an object"),
        ("3.5", "$: ", "3.5 is not an object"),
        ('{"today": "2026-11-23", "facts": {}, "facts": {}}', "$.facts: ", "more than once"),
        ('{"today": "2026-11-23", "facts": {"move": null, "move": null}}', "$.facts.move: ", "more than once"),
        ('{"today": NaN, "facts": {}}', "$: ", "NaN is not a number in JSON"),
        ('{"today": -Infinity, "facts": {}}', "$: ", "-Infinity is not a number in JSON"),
        ('{"today": 1e999999999999999999999, "facts": {}}', "$", "wanted"),
        ('{"today": ' + "9" * 5000 + "}", "$: ", "too many digits"),
        (b'{"today": "\xff"}', "$: ", "byte 11 is not UTF-8"),
        ("[" * 100_000, "$: ", "nested too deep"),
        ('{"a":' * 100_000, "$: ", "nested too deep"),
        ("", "$: ", "found the end"),
        ('{"today": "2026-11-23",\n "facts": {,}}', "$: line 2, column 12", "wanted one JSON document"),
        ("{} {}", "$: line 1, column 4", "Extra data"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_with_its_path(document: object, path: str, words: str) -> None:
    faults = [line for line in bad(document) if line.startswith(path)]
    assert len(faults) == 1
    assert words in faults[0]


def test_every_fault_of_a_document_is_told_at_once() -> None:
    faults = bad(
        {"today": "x", "facts": {"move": "y", "b": 1}, "done": {"c": TODAY}, "set_aside": {"get-valid-id": {}}}
    )
    assert [line.split(": ")[0] for line in faults] == [
        "$.today",
        "$.facts.move",
        "$.facts.b",
        "$.done.c",
        "$.set_aside.get-valid-id.on",
        "$.set_aside.get-valid-id.by",
        "$.set_aside.get-valid-id.why",
    ]


def test_a_text_from_outside_cannot_add_a_line_or_a_control_character() -> None:
    faults = bad({**GOOD, "facts": {"a\nb\x1b[31m": 1}, "done": {"c\u2028d": TODAY}, "rulebook": "no\nfolder"})
    assert all(line.startswith("$") and line.isprintable() for line in faults)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["no-such-file.json"], "no-such-file.json"),
        (["--region", "atlantis"], "unknown region 'atlantis'; known: merwestreek"),
        (["--schema", "sideways"], "invalid choice"),
        (["--verbose"], "unrecognized arguments"),
    ],
)
def test_a_command_that_is_not_understood_is_one_line(argv: list[str], words: str) -> None:
    (line,) = bad(GOOD, *argv)
    assert line.startswith("landing core: ") and words in line


def test_an_unknown_region_in_the_environment_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDING_REGION", "atlantis")
    assert "unknown region 'atlantis'" in bad(GOOD)[0]


def test_an_unknown_question_is_told() -> None:
    stdout, stderr = io.StringIO(), io.StringIO()
    assert main(["fate"], io.BytesIO(), stdout, stderr) == 2
    assert stdout.getvalue() == "" and "invalid choice: 'fate'" in stderr.getvalue()


@pytest.mark.parametrize("failure", [KeyError("stay"), IndexError("x"), ZeroDivisionError("secret"), RecursionError()])
def test_a_failure_inside_is_not_blamed_on_the_input(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise failure

    monkeypatch.setitem(ANSWERS, "due", fails)
    code, out, faults = run(json.dumps(GOOD))
    assert (code, out) == (1, "")
    assert faults == [f"landing core: failed inside ({type(failure).__name__}); the input may be fine"]


# A rulebook folder of one's own


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(NATIONAL, tmp_path / "book"))


def test_a_folder_of_its_own_speaks_instead_of_the_built_in_one(folder: Path) -> None:
    document = {"today": TODAY, "facts": FACTS}
    assert ask({**document, "rulebook": str(folder)}) == ask(document)
    file = folder / "route" / "stay" / "housing.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("offset: 10 working days", "offset: 11 working days", 1))
    assert row(ask(document), "register-as-house-seeker")["due"] == "2026-03-16"
    assert row(ask({**document, "rulebook": str(folder)}), "register-as-house-seeker")["due"] == "2026-03-17"


def test_the_faults_of_a_folder_are_told_by_file_and_line(folder: Path) -> None:
    file = folder / "route" / "stay" / "housing.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    who = next(number for number, line in enumerate(lines) if line.strip().startswith("who:"))
    lines[who] = "  who: nobody"
    lines[who + 1] = "  due: {from: stay_start, offset: soon}"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    faults = bad({**GOOD, "rulebook": str(folder)})
    assert [line.split("; wanted")[0] for line in faults[:2]] == [
        f"$.rulebook: {file}:{who + 1}: who: 'nobody'",
        f"$.rulebook: {file}:{who + 2}: offset: 'soon'",
    ]


# Whatever is known


def _values(fact: Any) -> st.SearchStrategy[Any]:
    if fact.kind == "date":
        return st.dates(date(2025, 6, 1), date(2028, 6, 1)).map(date.isoformat)
    return st.booleans() if fact.kind == "yes_no" else st.sampled_from(sorted(fact.choices))


_RULE_IDS = sorted(load_once().rule_ids)
_DAYS = st.dates(date(2025, 6, 1), date(2028, 6, 1)).map(date.isoformat)
_DOCUMENTS = st.fixed_dictionaries(
    {
        "today": st.dates(date(2026, 1, 1), date(2028, 6, 1)).map(date.isoformat),
        "facts": st.fixed_dictionaries({}, optional={fact.id: _values(fact) for fact in load_once().facts.values()}),
    },
    optional={
        "done": st.dictionaries(st.sampled_from(_RULE_IDS), _DAYS, max_size=20),
        "key_dates": st.lists(_DAYS, max_size=1),
    },
)


SETTLED_OR_WAITING = ("done", "set_aside", "waiting_for_fact", "not_before")


def _is_whole(due: dict[str, Any]) -> None:
    assert due["because"] and all(reason["code"] and reason["text"].strip() for reason in due["because"]), due["id"]
    assert due["source"]["document"] and due["source"]["heading"], due["id"]
    if due["state"] == "waiting_for_fact":
        assert due["waits_for"], due["id"]
    if due["state"] in ("overdue", "due_soon"):
        assert due["due"], due["id"]
    if due["due"] and due["latest_sensible"]:
        assert due["latest_sensible"] <= due["due"], due["id"]


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(_DOCUMENTS)
def test_whatever_is_known_every_due_has_a_reason_and_a_source(document: dict[str, Any]) -> None:
    answered = answer(document)
    ids = [due["id"] for due in answered["dues"]]
    assert ids and len(ids) == len(set(ids))
    for due in answered["dues"]:
        _is_whole(due)
        assert (due["state"] == "overdue") is (
            due["due"] is not None and due["due"] < document["today"] and due["state"] not in SETTLED_OR_WAITING
        )
    for one in answered["gates"]:
        assert one["open"] is (not one["missing"]) and one["because"] and one["source"]["heading"]
    for tried in answered["key_date_checks"]:
        for due in tried["order"]:
            _is_whole(due)
        assert all(item["fallback"] and item["earliest"] > item["due"] for item in tried["impossible"])
