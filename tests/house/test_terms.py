"""Every model and every field has its Dutch word and its meaning in one place."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.apps import apps

from landing.core.due.rules import PHASES, WHO
from landing.people.roles import ROLES
from tests.house.shelves import CODE, ROOMS

FILE = CODE / "rulebook" / "terms.yaml"


@pytest.fixture(scope="module")
def terms() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text())


def own_models() -> list[Any]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and model.__module__.startswith("landing.")
    ]


def test_every_model_and_field_is_explained(terms: dict[str, Any]) -> None:
    missing = {
        name if name[0].isupper() else f"{name} (of {model.__name__})"
        for model in own_models()
        for name in (model.__name__, *(field.name for field in model._meta.local_fields))
        if name not in terms and f"{model.__name__}.{name}" not in terms
    }
    assert not missing, f"add to landing/rulebook/terms.yaml (label, means): {sorted(missing)}"


def test_every_term_has_a_label_and_one_sentence(terms: dict[str, Any]) -> None:
    faults = [
        name for name, term in terms.items()
        if not term.get("label") or not term.get("means", "").endswith(".") or len(term["means"].split()) < 4
        or set(term) - {"label", "means", "source", "api"}
    ]  # fmt: skip
    assert not faults, faults


def test_every_role_and_phase_is_explained(terms: dict[str, Any]) -> None:
    missing = [name for name in (*PHASES, *(role.value for role in ROLES)) if name not in terms]
    assert not missing, missing
    assert {who for who in WHO if who not in terms} <= {"treating_party"}


def test_the_label_of_a_role_is_the_one_on_the_screen(terms: dict[str, Any]) -> None:
    other = {role.value: (terms[role.value]["label"], rule.label) for role, rule in ROLES.items()
             if terms[role.value]["label"] != rule.label}  # fmt: skip
    assert not other, other


def test_no_word_is_explained_that_nobody_uses(terms: dict[str, Any]) -> None:
    names = {name for model in own_models() for name in (model.__name__, *(f.name for f in model._meta.local_fields))}
    speaking = names | set(PHASES) | set(WHO) | {role.value for role in ROLES}
    code = "\n".join(file.read_text() for file in CODE.rglob("*.py"))
    rules = "\n".join(file.read_text() for file in (CODE / "rulebook").rglob("*.yaml") if file != FILE)
    unused = [name for name in terms if name.split(".")[-1] not in speaking and name not in code and name not in rules]
    assert not set(unused) - {"resident", "due_rule"}, unused


def test_sources_of_terms_are_documents_of_the_rulebook(terms: dict[str, Any]) -> None:
    documents = yaml.safe_load((CODE / "rulebook" / "sources.yaml").read_text())
    unknown = {term["source"] for term in terms.values() if "source" in term} - set(documents)
    assert not unknown, unknown
