"""The card on paper is PDF/UA-1 as far as a machine can tell: veraPDF says so of every kind of card, and notices what is broken.

What only a human can tell stands in docs/adr/0015.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import BooleanObject, NameObject

from landing.plan.card_reads import Card, Contact
from landing.plan.card_words import MOST_CONTACTS
from tests.rooms.plan.test_card import FULL, made

VALIDATOR = Path(__file__).with_name("pdf_ua.py")
EMPTY = Card(1, 1, texts=dict.fromkeys(FULL.texts, ""))
CARDS = {
    "full": FULL,
    "only-a-name": replace(EMPTY, texts=EMPTY.texts | {"call_me": "Sam"}),
    "one-text": replace(EMPTY, texts=EMPTY.texts | {"helps": "Rust."}),
    "most-contacts": replace(EMPTY, contacts=tuple(Contact(f"Mens {n}", "06 00", "altijd") for n in range(MOST_CONTACTS))),
    "right-to-left": replace(FULL, texts=FULL.texts | {"helps": "الراحة", "call_me": "سام"}),
    "small-letters": replace(FULL, texts=FULL.texts | {"helps": "Rustig praten. " * 30}),
}  # fmt: skip


def broken(how: str) -> bytes:
    """A card with one thing taken away that PDF/UA asks."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made()))
    root: Any = writer.root_object
    if how == "language":
        del root["/Lang"]
    elif how == "tags":
        del root["/StructTreeRoot"]
    elif how == "title":
        root["/ViewerPreferences"][NameObject("/DisplayDocTitle")] = BooleanObject(False)
    elif how == "tab-order":
        writer.pages[0].pop("/Tabs", None)
        writer.pages[0][NameObject("/Annots")] = writer._add_object(pypdf.generic.ArrayObject([_link(writer)]))
    elif how == "untagged":
        page = writer.pages[0]
        content = page.get_contents()
        content.set_data(content.get_data() + b"\nBT 10 10 Td (x) Tj ET\n")  # type: ignore[union-attr]
        page[NameObject("/Contents")] = writer._add_object(content)  # type: ignore[arg-type]
    elif how == "letters":
        for one in writer._objects:
            if isinstance(one, pypdf.generic.DictionaryObject) and one.get("/Type") == "/Font" and "/ToUnicode" in one:
                del one["/ToUnicode"]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _link(writer: pypdf.PdfWriter) -> Any:
    from pypdf.annotations import Link

    return writer._add_object(Link(rect=(0, 0, 9, 9), url="https://example.nl"))


BROKEN = {"language": "7.2-34", "tags": "7.1-11", "title": "7.1-10", "tab-order": "7.18.3-1", "untagged": "7.1-3",
          "letters": "7.21.7-1"}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What veraPDF says of every card, and of every broken one: one start of Java for all."""
    folder = tmp_path_factory.mktemp("cards")
    paths = []
    for name, content in [*((name, made(one)) for name, one in CARDS.items()), *((how, broken(how)) for how in BROKEN)]:
        (folder / f"{name}.pdf").write_bytes(content)
        paths.append(str(folder / f"{name}.pdf"))
    done = subprocess.run(
        [sys.executable, str(VALIDATOR), *paths], capture_output=True, text=True, check=True, timeout=240
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", CARDS)
def test_every_card_conforms(told: dict[str, Any], name: str) -> None:
    said = told[f"{name}.pdf"]
    assert said["conforms"] and said["broken"] == [] and said["checks"] > 500, said


def test_all_rules_of_the_norm_that_a_machine_can_check_are_asked(told: dict[str, Any]) -> None:
    assert told["rules"] >= 106


@pytest.mark.parametrize(("how", "rule"), BROKEN.items())
def test_what_is_broken_is_noticed(told: dict[str, Any], how: str, rule: str) -> None:
    said = told[f"{how}.pdf"]
    assert not said["conforms"] and rule in said["broken"], said


def test_the_tags_say_what_is_a_heading_and_what_is_a_list_in_the_order_of_reading() -> None:
    """What the validator does not ask: one heading, the people as a numbered list, and first the front, then the back."""
    tree: list[str] = []
    _walk(pypdf.PdfReader(io.BytesIO(made())).trailer["/Root"]["/StructTreeRoot"], tree)  # type: ignore[index]
    assert tree[0] == "Document" and tree.count("H1") == 1 and not [one for one in tree if re.fullmatch("H[2-6]", one)]
    assert tree.count("L") == 1 and tree.count("LI") == 2, "the people to call, each an item"
    assert tree.count("P") == 2 + 4 + 6, "how and below, four on the front, and six parts on the back, each a paragraph"
    text = pypdf.PdfReader(io.BytesIO(made())).pages[0].extract_text()
    order = ["Noodkaart van Sam", "Noor", "Crisisdienst", "Rustig praten.", "Geef een kaart"]
    assert sorted(order, key=text.index) == order


def _walk(at: Any, tree: list[str]) -> None:
    at = at.get_object()
    if "/S" in at:
        tree.append(str(at["/S"]).removeprefix("/"))
    below = at.get("/K", [])
    below = below.get_object() if hasattr(below, "get_object") else below
    for one in below if isinstance(below, list) else [below]:
        found = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(found, dict):
            _walk(found, tree)
