"""``landing core consent``: one JSON document in, one out, and every fault of a document told at once."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from landing.core.command import main
from landing.core.consent.answer import request_of, schema
from landing.core.consent.decide import decide
from landing.core.consent.request import Request
from landing.core.consent.words import TOPICS
from tests.core.consenting import TABLE, requests

SITUATION: dict[str, Any] = {
    "today": "2026-11-23",
    "viewer": {"role": "support_worker", "organisation": "dijk", "region": "merwestreek", "worker": "w1",
               "organisation_name": "Zorghuis De Dijk"},
    "person": {"id": "p1", "region": "merwestreek", "phase": "land"},
    "bonds": [{"kind": "support_worker", "worker": "w1", "from": "2026-01-05", "to": "2027-02-01"}],
    "consents": [{"id": "c1", "given_to": "dijk", "topics": ["crisis_card"], "purposes": ["support"], "from": "2026-03-01",
                  "to": "2026-12-15"}],
}  # fmt: skip
ONE = SITUATION | {"topic": "crisis_card", "purpose": "support"}


def run(document: Any, *arguments: str) -> tuple[int, str, str]:
    stdout, stderr = io.StringIO(), io.StringIO()
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    code = main(["consent", *arguments], io.BytesIO(raw), stdout, stderr)
    return code, stdout.getvalue(), stderr.getvalue()


def ask(document: Any, *arguments: str) -> dict[str, Any]:
    code, out, err = run(document, *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_one_question_has_one_answer_with_its_reasons() -> None:
    answer = ask(ONE)
    assert answer == {
        "today": "2026-11-23", "topic": "crisis_card", "purpose": "support", "action": "read", "allowed": True,
        "flow": "support-worker-crisis-card", "basis": "consent", "consent": "c1", "emergency": False,
        "expires_on": "2026-12-15",
        "because": [
            {"code": "bond_and_consent", "text": "Begeleider leest de noodkaart en schrijft op wat de persoon zegt, als die daarvoor koos.",
             "flow": "support-worker-crisis-card"},
            {"code": "consent", "text": "De persoon gaf hier toestemming voor.", "consent": "c1"},
        ],
        "source": {"document": "NTW", "heading": "Gezondheid > Signaleringsplan of crisiskaart", "items": ["S-201"]},
        "shown_to_person": "Een begeleider keek naar informatie over je noodkaart. Die werkt bij Zorghuis De Dijk. "
                           "Dat was om je te begeleiden.",
        "would_be_allowed_with": [],
    }  # fmt: skip


def test_a_refusal_says_what_would_open_it() -> None:
    answer = ask(ONE | {"consents": []})
    assert (answer["allowed"], answer["flow"], answer["expires_on"]) == (False, None, None)
    assert [one["code"] for one in answer["because"]] == ["no_consent"]
    nearest = answer["would_be_allowed_with"][0]
    assert (nearest["needs"], nearest["consent"]) == (["consent"], {"topic": "crisis_card", "purpose": "support"})
    assert nearest["text"] == "Hiervoor is nodig: toestemming van de persoon."


def test_many_topics_and_many_questions_have_a_list_of_answers() -> None:
    topics = ask(SITUATION | {"topics": list(TOPICS), "purpose": "support"})
    assert [one["topic"] for one in topics["answers"]] == list(TOPICS)
    assert sum(one["allowed"] for one in topics["answers"]) == 13
    asked = [{"topic": "health", "purpose": "support", "action": "write"}, {"topic": "bsn", "purpose": "support"}]
    found = ask(SITUATION | {"questions": asked})["answers"]
    assert [(one["topic"], one["action"], one["allowed"]) for one in found] == [
        ("health", "write", True),
        ("bsn", "read", False),
    ]
    assert ask(SITUATION | {"questions": []}) == {"today": "2026-11-23", "answers": []}


def test_the_same_document_gives_the_same_bytes_and_pretty_only_indents() -> None:
    assert run(ONE) == run(ONE)
    pretty = run(ONE, "--pretty")[1]
    assert pretty != run(ONE)[1] and json.loads(pretty) == ask(ONE)


def test_a_region_may_keep_it_tighter() -> None:
    late = SITUATION | {
        "bonds": [{"kind": "support_worker", "worker": "w1", "from": "2026-01-05", "to": "2026-11-13"}],
        "consents": [{"id": "c1", "given_to": "dijk", "topics": ["plan"], "purposes": ["handover"], "from": "2026-03-01"}],
        "topic": "plan", "purpose": "handover",
    }  # fmt: skip
    assert ask(late)["allowed"] is True and ask(late, "--region", "merwestreek")["allowed"] is False


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"topic": "luck"}, '$.topic: "luck" is not one of identity'),
        ({"purpose": "fun"}, '$.purpose: "fun" is not one of support'),
        ({"viewer": {"role": "boss"}}, '$.viewer.role: "boss" is not one of client'),
        ({"viewer": {}}, "$.viewer.role: missing; wanted one of client"),
        ({"person": {"id": "p", "region": "r", "phase": "later"}}, '$.person.phase: "later" is not one of stay'),
        ({"bonds": [{"kind": "friend", "from": "2026-01-01"}]}, '$.bonds[0].kind: "friend" is not one of'),
        ({"bonds": [{"kind": "buddy", "from": "1-1-2026"}]}, '$.bonds[0].from: "1-1-2026" is not a date'),
        (
            {"consents": [{"id": "c", "topics": ["plan"], "purposes": ["own"], "from": "2026-01-01"}]},
            "$.consents[0].given_to: missing",
        ),
        ({"legal_bases": ["a-law"]}, '$.legal_bases[0]: "a-law" is not one of wmo-5-1-1'),
        ({"break_glass": {}}, "$.break_glass.reason: missing"),
        ({"share_with": {"to": "x"}}, "$.share_with.role: missing"),
        ({"colour": "blue"}, "$.colour: unknown key"),
        ({"topics": ["plan"]}, "$: topic and topics; wanted one of topic, topics, questions"),
        ({"questions": []}, "$.purpose: stands beside questions; wanted inside each question"),
    ],
)
def test_a_fault_in_a_document_is_told_with_its_path(change: dict[str, Any], fault: str) -> None:
    code, out, err = run(ONE | change)
    assert (code, out) == (2, "") and fault in err and "Traceback" not in err


def test_every_fault_of_a_document_is_told() -> None:
    code, out, err = run({"today": "vandaag", "viewer": {"role": "boss"}, "person": []})
    assert (code, out, len(err.splitlines())) == (2, "", 3)
    assert run({key: value for key, value in ONE.items() if key != "topic"})[2].startswith(
        "$: no question; wanted one of topic"
    )
    assert run({key: value for key, value in ONE.items() if key != "purpose"})[2].startswith("$.purpose: missing")
    assert run(b"nonsense")[0] == 2
    assert run(ONE, "--region", "nergens") == (2, "", "landing core: unknown region 'nergens'; known: merwestreek\n")


def test_the_answers_fit_the_schema_and_so_do_the_questions(tmp_path: Path) -> None:
    code, out, _ = run(b"", "--schema", "in")
    wanted = json.loads(out)
    jsonschema.Draft202012Validator.check_schema(wanted)
    for document in (ONE, SITUATION | {"topics": ["plan"], "purpose": "support"}):
        jsonschema.validate(document, wanted)
        jsonschema.validate(ask(document), json.loads(run(b"", "--schema", "out")[1]))
    assert code == 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(ONE | {"topic": "luck"}, wanted)


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def document_of(request: Request) -> dict[str, Any]:
    """A situation as a document."""
    viewer, person = request.viewer, request.person
    return {
        "today": iso(request.today), "topic": request.topic, "purpose": request.purpose, "action": request.action,
        "viewer": {name: getattr(viewer, name) for name in viewer.__dataclass_fields__},
        "person": {"id": person.id, "region": person.region, "phase": person.phase, "frozen": person.frozen,
                   "deceased": person.deceased,
                   "restricted_to": None if person.restricted_to is None else sorted(person.restricted_to)},
        "bonds": [{"kind": one.kind, "worker": one.worker, "organisation": one.organisation, "from": iso(one.from_date),
                   "to": iso(one.to_date)} for one in request.bonds],
        "consents": [{"id": one.id, "given_to": one.given_to, "topics": sorted(one.topics), "purposes": sorted(one.purposes),
                      "actions": sorted(one.actions), "from": iso(one.from_date), "to": iso(one.to_date),
                      "withdrawn_on": iso(one.withdrawn_on)} for one in request.consents],
        "legal_bases": None if request.legal_bases is None else sorted(request.legal_bases),
        "objections": [{"topic": one.topic, "purpose": one.purpose, "from": iso(one.from_date), "to": iso(one.to_date)}
                       for one in request.objections],
        "break_glass": None if request.break_glass is None else {
            "reason": request.break_glass.reason, "opened_at": iso(request.break_glass.opened_at or request.today)},
        "share_with": None if request.share_with is None else {"to": request.share_with.to, "role": request.share_with.role},
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(requests)
def test_the_document_says_what_the_function_says(request: Request) -> None:
    document = document_of(request)
    answer = ask(document)
    assert answer == {"today": document["today"], **decide(TABLE, request).as_json()}
    jsonschema.validate(answer, schema("out"))
    jsonschema.validate(document, schema("in"))
    assert decide(TABLE, request_of(document).about(request.topic, request.purpose, request.action)) == decide(
        TABLE, request
    )
