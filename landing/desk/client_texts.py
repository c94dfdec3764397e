"""Every text of ours that a person can read on the own pages: where it stands, and the catalogue of each language (docs/adr/0016).

The texts are found where they are written: in templates, in Python (``_("…")``), in the rules and in what there is to read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation.template import templatize

from landing.core.consent.table import AccessTable
from landing.core.due.load import load, region_overlay
from landing.core.due.rules import Rulebook
from landing.people import reads as people
from landing.people.grounds import table_of
from landing.people.roles import ROLES
from landing.ui import languages
from landing.ui.compiled import marked

CODE = Path(__file__).parents[1]
CATALOGUES = CODE / "locale"
FRAMES = re.compile(r'extends (?:"(?:plan/\w+_frame|people/client_frame|ui/client|ui/public)\.html"|frame)')
WITHOUT_FRAME = ("500.html", "503.html", "ui/page.html", "ui/client.html", "ui/public.html", "people/client_frame.html")
NOT_OF_CLIENTS = frozenset({"ui/patterns_client.html", "ui/patterns_question.html", "login/invitation.html"})
"""Pages in a frame of clients that no client opens: components with invented content, and how a worker begins."""
COMPILED = "jinja2"
DRAWN_BY_TAGS = ("django/forms/", "ui/parts/")
_MARKED = re.compile(r"""\b(?:gettext|_)\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")
_INCLUDED = re.compile(r'(?:include|compiled) "([^"]+)"')
NOT_READ = frozenset({"id", "kind", "scale", "source", "condition", "document", "items", "name"})


@cache
def templates() -> dict[str, Path]:
    """All templates of the product by name, compiled ones too."""
    return {
        file.relative_to(folder).as_posix(): file
        for folder in sorted([*CODE.glob("*/templates"), *CODE.glob(f"*/{COMPILED}")]) for file in sorted(folder.rglob("*.html"))
    }  # fmt: skip


@cache
def of_clients() -> tuple[str, ...]:
    """The names of the templates that a client can see: pages in a frame of clients and all that they include."""
    every = templates()
    found = {name for name, file in every.items() if FRAMES.search(file.read_text())} | set(WITHOUT_FRAME)
    found -= NOT_OF_CLIENTS
    found |= {name for name in every if name.startswith(DRAWN_BY_TAGS)}
    while (
        more := {part for name in found for part in _INCLUDED.findall(every[name].read_text()) if part in every} - found
    ):
        found |= more
    return tuple(sorted(found))


def in_file(file: Path) -> list[str]:
    """The texts of a template of either kind that are marked."""
    return marked(file.read_text()) if COMPILED in file.parts else in_template(file.read_text())


def in_template(source: str) -> list[str]:
    """The texts of a template of Django's that are marked."""
    return [ast.literal_eval(text) for text in _MARKED.findall(templatize(source))]


def in_python(source: str) -> list[str]:
    """The texts in ``_("…")`` of a module, or nothing when its ``_`` is not ours."""
    if "languages import said as _" not in source:
        return []
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args
        and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    ]  # fmt: skip


def in_rules(book: Rulebook) -> Iterator[str]:
    """What the rules and the facts say to the person; a choice without words of its own keeps its label."""
    for rule in book.rules:
        yield from (text for text in (rule.client, rule.client_why if rule.client else None) if text)
    for fact in book.facts.values():
        if fact.client_question:
            yield fact.client_question
            yield from (fact.client_choices.get(value, label) for value, label in fact.choices.items())


def in_access(table: AccessTable) -> Iterator[str]:
    """What may be known and why, as a question and an answer of consent say it to the person."""
    for topic in table.topics.values():
        yield from (topic.about, topic.client, topic.client_not)
    for purpose in table.purposes.values():
        yield purpose.client


def in_content(said: Any) -> Iterator[str]:
    """Every sentence of a file that is read as a page."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, list):
        for part in said:
            yield from in_content(part)
    elif isinstance(said, dict):
        for key, part in said.items():
            if key not in NOT_READ:
                yield from in_content(part)


def books() -> dict[str, Rulebook]:
    """The rules of the country, and with those of each region of this installation laid over them."""
    regions = [folder.name for folder in sorted(settings.REGIONS_FOLDER.iterdir()) if (folder / "rulebook").is_dir()]
    return {"rulebook": load()} | {f"regions/{name}": load(overlay=region_overlay(name)) for name in regions}


def every_text() -> dict[str, list[str]]:
    """The texts in a fixed order, each with the files in which it stands."""
    found: dict[str, list[str]] = {}

    def tell(file: str, texts: Any) -> None:
        for text in texts:
            places = found.setdefault(str(text), [])
            if file not in places:
                places.append(file)

    for name in of_clients():
        file = templates()[name]
        tell(file.relative_to(CODE).as_posix(), in_file(file))
    for file in sorted(CODE.rglob("*.py")):
        if "migrations" not in file.parts:
            tell(file.relative_to(CODE).as_posix(), in_python(file.read_text()))
    for place, book in books().items():
        tell(place, in_rules(book))
    tell("rulebook/access", in_access(table_of("")))
    for file in sorted((CODE / "content").rglob("*.yaml")):
        tell(file.relative_to(CODE).as_posix(), in_content(yaml.safe_load(file.read_text())))
    tell("people/roles.py", (rule.label for rule in ROLES.values()))
    tell("people/models.py", people.bond_labels())
    found.pop("", None)
    return found


def catalogue(code: str) -> Path:
    """Where the texts of a language stand."""
    return CATALOGUES / code / "LC_MESSAGES" / "django.po"


def translated() -> tuple[languages.Language, ...]:
    """The languages beside Dutch."""
    return tuple(one for one in languages.LANGUAGES if one.code != languages.DUTCH)
