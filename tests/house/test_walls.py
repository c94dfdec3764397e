"""The walls between rooms that an import linter cannot see (docs/adr/0003)."""

from __future__ import annotations

import re

from django.apps import apps

from tests.house.shelves import ROOMS, imports_between_rooms, python_files, told

FLOOR = {"ui": 0, "people": 1, "route": 2, "exchange": 3, "login": 3, "plan": 3, "rights": 4, "desk": 5}

# What each room shows to the rooms above it, apart from `actions` and `reads`: words and guards, never tables.
OPEN_SHELVES = {
    "ui": {
        "languages",
        "addresses",
        "compiled",
        "forms",
        "fields",
        "dates",
        "notices",
        "policy",
        "states",
        "charts",
        "icons",
        "logs",
        "words",
    },
    "people": {
        "viewer",
        "roles",
        "policy",
        "once",
        "kept_questions",
        "recorder",
        "access_log",
        "access_words",
        "lens",
        "grounds",
        "row_security",
        "limits",
        "bsn",
        "sealing",
        "screen_actions",
    },
    "route": {"rulebook", "words", "storyline", "joining", "bulk", "answers", "step_pages"},
    "exchange": {"caseload", "export_actions"},
    "rights": {"consent_words", "consent_story", "words"},
    "login": {"purpose_actions", "staying"},
    "plan": {"words", "card_words", "close_forms", "close_actions", "network_ecogram", "sign_words"},
    "desk": set(),
}
# Tables of a lower room may be named by models (a foreign key) and by the shelves that ask and write, so that one
# query can join; never by what draws a page. Commands and the demo stand at the door and may do both.
MAY_NAME_TABLES = re.compile(r"^(models|\w+_models|reads|actions|\w+_reads|\w+_actions|joining|bulk|storyline|overview|likeness|"
                             r"store|writing|management/.*|demo/.*|bench/.*|caseload/.*|importing|tasks|"
                             r"copying|erasing|retention)$")  # fmt: skip
BY_EXCEPTION = {
    # (file, what it takes): why
    ("landing/route/joining_views.py", "models.Likeness"): "only for the words of the verdict",
    ("landing/route/joining_views.py", "models.Person"): "only to say of what type two records are",
    ("landing/rights/erasing.py", "append_only.lifted"): "a lawful erasure takes the history along",
}
DOORS = {
    "middleware.today",
    "append_only.lifted",
    "access_keep.anchor",
    "access_keep.access_keep",
    "register.begin_anew",
    # The bench measures the product from within.
    "append_only.ACCESS_LOG",
    "access_sql.access_sql",
    "access_verify.access_verify",
    "middleware.middleware",
    "side_by_side.side_by_side",
}


def test_a_room_takes_from_another_only_what_that_room_shows() -> None:
    faults = []
    for found in imports_between_rooms():
        taken = f"{found.from_shelf}.{found.name}"
        at_the_door = found.shelf.startswith(("management", "demo", "bench"))
        if found.from_shelf in {"actions", "reads"} | OPEN_SHELVES[found.from_room] or found.from_shelf.endswith(
            "_reads"
        ):
            continue
        if found.from_shelf == "models" and (MAY_NAME_TABLES.match(found.shelf) or (found.file, taken) in BY_EXCEPTION):
            continue
        if found.from_shelf == "forms" and found.room == "desk":
            continue  # the desk draws pages of several rooms, so it draws their forms
        if found.from_shelf == "mass_write" and found.shelf == "actions":
            continue  # the same writes, many at a time
        if at_the_door and (taken in DOORS or found.from_shelf in {"mass_write", "actions"}):
            continue
        if (found.file, taken) in BY_EXCEPTION:
            continue
        faults.append(f"{found.file}:{found.line} takes {taken} from {found.from_room}")
    assert not faults, "\n".join(faults)


def test_no_room_looks_into_the_pages_of_another() -> None:
    pages = [f"{found.file}:{found.line}" for found in imports_between_rooms()
             if found.from_shelf.endswith(("views", "urls", "templatetags", "tasks"))]  # fmt: skip
    assert not pages, pages


def test_the_exceptions_are_still_needed() -> None:
    taken = {(found.file, f"{found.from_shelf}.{found.name}") for found in imports_between_rooms()}
    gone = set(BY_EXCEPTION) - taken
    assert not gone, f"take these exceptions out: {sorted(gone)}"


def test_the_walls_are_looked_at() -> None:
    assert len(list(imports_between_rooms())) > 50


def test_foreign_keys_point_down_or_stay_home() -> None:
    up = []
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in ROOMS:
            continue
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            target = field.related_model._meta.app_label if field.related_model else room
            if target not in FLOOR or FLOOR[target] > FLOOR[room]:
                up.append(f"{model._meta.label}.{field.name} points to {target}")
    assert not up, "\n".join(up)


def test_tables_of_people_cannot_be_reached_backwards() -> None:
    """A join from the other side (Organisation → persons) would be a way round the viewer."""
    guarded = {
        "Person",
        "PersonReference",
        "Bond",
        "PersonEvent",
        "Journey",
        "Fact",
        "StepMark",
        "GatePass",
        "Due",
        "RouteEvent",
    }
    allowed = {"people.Person.account": "the manager of accounts finds the person of a login",
               "people.Person.joined_into": "splitting finds what was joined"}  # fmt: skip
    open_ways = []
    for model in apps.get_models():
        if model.__name__ not in guarded or not model.__module__.startswith("landing."):
            continue
        for field in model._meta.local_fields:
            label = f"{model._meta.label}.{field.name}"
            if field.is_relation and not field.remote_field.hidden and label not in allowed:
                open_ways.append(label)
    assert not open_ways, f"give these related_name='+': {open_ways}"


def test_pages_ask_no_question_of_the_tables_themselves() -> None:
    """Views, forms and templates go through `reads` and `actions`, where the viewer is asked for."""
    allowed: dict[str, int] = {}
    asking = {}
    for file in python_files():
        if re.search(r"(views|forms)$", file.stem):
            times = len(re.findall(r"\.objects\b", file.read_text()))
            if times > allowed.get(told(file), 0):
                asking[told(file)] = times
    assert not asking, f"these pages ask the tables themselves: {asking}"


def test_every_read_of_people_takes_the_viewer_first() -> None:
    """A function of a `reads` shelf that touches the tables of people has the viewer, or says whose check it relies on."""
    import ast

    checked_by_caller = {
        "known",
        "around_of",
        "organisations_of",
        "viewer_of",
        "municipalities",
        "live_changes",
        "line_about",
        "card_of",
    }
    faults = []
    for file in python_files():
        if file.stem != "reads" and not file.stem.endswith("_reads"):
            continue
        for node in ast.parse(file.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.name in checked_by_caller:
                continue
            if ".objects" in ast.unparse(node) and "viewer" not in [argument.arg for argument in node.args.args]:
                faults.append(f"{told(file)}:{node.lineno} {node.name}")
    assert not faults, f"these reads ask without a viewer: {faults}"
