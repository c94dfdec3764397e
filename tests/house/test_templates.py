"""Templates need no unsafe Content-Security-Policy and escape what people typed."""

from __future__ import annotations

import re

import pytest

from tests.house.shelves import CODE, templates, told

NEVER = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b", re.IGNORECASE),
    "an on* attribute": re.compile(r"<[a-z][^>]*\s(?:hx-)?on[a-z:-]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "something from another place on the web": re.compile(
        r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']https?:", re.IGNORECASE
    ),
}


A_NUMBER_SENT_BACK = re.compile(r'(?:value="|(?:\?|&amp;)[a-z_]+=)\{\{ (?:[a-z_]+\.)*(?:version|number|pk|id|aan) \}\}')


def test_a_number_that_comes_back_is_written_without_points() -> None:
    """1.234 is for people: a form or an address that holds it sends no number back."""
    faults = [
        f"{told(file)}: {found}" for file in templates() if "jinja2" not in file.parts
        for found in A_NUMBER_SENT_BACK.findall(file.read_text())
    ]  # fmt: skip
    assert not faults, f"write it with |unlocalize: {faults}"


@pytest.mark.parametrize("what", NEVER)
def test_no_template_holds(what: str) -> None:
    found = [
        f"{told(file)}:{text[: match.start()].count(chr(10)) + 1}"
        for file in templates() if (text := file.read_text())
        for match in NEVER[what].finditer(text)
    ]  # fmt: skip
    assert not found, f"{what}: {found}"


def test_nothing_is_called_safe_outside_the_components() -> None:
    found = [
        told(file) for file in templates()
        if "landing/ui/" not in told(file) and re.search(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off", file.read_text())
    ]  # fmt: skip
    assert not found, found


def test_every_form_that_changes_something_has_its_token() -> None:
    faults = []
    for file in templates():
        for form in re.findall(r"<form\b.*?</form>", file.read_text(), re.DOTALL | re.IGNORECASE):
            post = re.search(r"method=[\"']?post", form, re.IGNORECASE)
            if post and not re.search(
                r"csrf_token|\{\{ csrf_input \}\}|\{% *(form_start|once|button_form|start_form)", form
            ):
                faults.append(told(file))
    assert not faults, f"no csrf_token in a form of: {sorted(set(faults))}"


def test_links_that_open_elsewhere_say_nothing_of_where_one_was() -> None:
    faults = [told(file) for file in templates() if re.search(r"target=[\"']_blank(?![^>]*noopener)", file.read_text())]
    assert not faults, faults


def test_the_script_of_the_product_makes_no_code_of_text() -> None:
    for file in sorted((CODE / "ui" / "static").rglob("*.js")):
        found = re.findall(
            r"\beval\(|new Function\(|\.innerHTML\s*=|document\.write|insertAdjacentHTML|localStorage", file.read_text()
        )
        assert not found, f"{told(file)}: {found}"


def test_templates_are_looked_at() -> None:
    assert len(templates()) > 20
