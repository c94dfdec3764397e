"""Pages stay light: bytes, requests and scripts; and nothing that a strict content security policy refuses."""

import gzip
import re
from pathlib import Path

import pytest

import landing
import landing.ui

pytestmark = pytest.mark.django_db

ROOM = Path(landing.ui.__file__).parent
STATIC = ROOM / "static" / "ui"
TEMPLATES = sorted(
    path for folder in ("templates", "jinja2") for path in Path(landing.__file__).parent.glob(f"*/{folder}/**/*.html")
)
HTMX = "django_htmx/htmx-2.min.js"


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


def assets(html: str) -> list[str]:
    """The static files that a page asks for."""
    return re.findall(r'(?:<script[^>]+src|<link[^>]+href)="/?static/([^"]+)"', html)


def bytes_of(name: str) -> bytes:
    from django.contrib.staticfiles import finders

    return Path(finders.find(name)).read_bytes()


@pytest.mark.parametrize("address", ["/patronen/client/", "/patronen/vraag/?fouten=1"])
def test_a_client_page_is_light_and_has_one_small_script(client, address):
    page = client.get(address)
    files = assets(page.content.decode())
    assert [name for name in files if name.endswith(".js")] == ["ui/own.js"] and page.content.count(b"<script") == 1
    assert len(files) + 1 <= 4
    assert len(page.content) + sum(packed(bytes_of(name)) for name in files) <= 30_000


def test_a_staff_page_is_light_with_its_script(client):
    page = client.get("/patronen/?fouten=1")
    files = assets(page.content.decode())
    scripts = [name for name in files if name.endswith(".js")]
    assert HTMX in scripts
    assert sum(packed(bytes_of(name)) for name in scripts) <= 25_000
    assert len(page.content) + sum(packed(bytes_of(name)) for name in files) <= 100_000


def test_the_stylesheet_and_the_script_keep_their_size():
    assert (STATIC / "ui.css").stat().st_size <= 30_000
    assert (STATIC / "ui.js").stat().st_size <= 4_000
    assert (STATIC / "keep.js").stat().st_size <= 4_000
    assert packed((STATIC / "own.js").read_bytes()) <= 2_500
    assert (STATIC / "paper.css").stat().st_size <= 1_500


@pytest.mark.parametrize("address", ["/patronen/", "/patronen/client/", "/patronen/vraag/", "/bestaat-niet/"])
def test_a_page_carries_no_inline_style_or_script(client, address):
    html = client.get(address).content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", html)
    assert not re.search(r"<script(?![^>]+src=)", html)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_of_any_room_has_inline_style_or_script(template):
    source = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son(?:click|change|submit|load|input)=|<style|javascript:", source)
    assert not re.search(r"<script(?![^>]+src=)", source)


def test_there_are_templates_to_check():
    assert len(TEMPLATES) > 15
