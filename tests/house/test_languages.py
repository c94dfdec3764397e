"""Every text of ours that a client reads is marked, stands in the catalogue of each language, and lost nothing on the way."""

from __future__ import annotations

import gettext
import html
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import get_format
from jinja2 import Environment, nodes

from landing.desk import client_texts
from landing.ui import languages
from landing.ui.compiled import marked

OTHERS = [one.code for one in client_texts.translated()]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!\{)\{\w*\}(?!\})")
TAG = re.compile(r"{%\s*(\w+)[^%]*?%}", re.DOTALL)
# Words that are not translated: the name of the product, and what a screen calls by itself.
NAMES = re.compile(r"Zachte Landing|autoriteitpersoonsgegevens\.nl")
# A text argument of a tag that is no text for the screen.
NO_TEXT = re.compile(r"^(#.*|/.*|\?.*|[a-z_:.-]+|\d+|[a-z]+:[a-z_]+|[\w/]+\.html)$")
SPEAKING = frozenset(
    "button link_button deed post_button back_link card note details empty_state fact badge table progress tasks said_only".split()
)
SAID_AS = ("extra", "title", "word", "summary", "label")
# Client templates in which a word of Dutch stands on purpose: (template, text), and why.
LEFT_IN_DUTCH = {
    ("people/demo_switch.html", "Demo"): "the demo's own strip, which the real product does not have",
    ("ui/parts/role_switch.html", "Demo"): "the demo's own strip, which the real product does not have",
}


def entries(code: str) -> polib.POFile:
    return polib.pofile(str(client_texts.catalogue(code)))


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_of_a_client_is_translated_and_no_other(code: str) -> None:
    texts, known = client_texts.every_text(), {entry.msgid: entry for entry in entries(code)}
    new = [f"{text!r} ({', '.join(places)})" for text, places in texts.items() if text not in known]
    assert not new, "run `landing manage texts` and translate: " + "; ".join(new[:10])
    assert not set(known) - set(texts), "run `landing manage texts`: these are no longer used"
    left = [entry.msgid for entry in known.values() if not entry.msgstr.strip() or entry.fuzzy]
    assert not left, f"without a translation: {left[:10]}"


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_loses_or_invents_a_placeholder(code: str) -> None:
    faults = [
        entry.msgid
        for entry in entries(code)
        if sorted(set(PLACEHOLDER.findall(entry.msgid))) != sorted(set(PLACEHOLDER.findall(entry.msgstr)))
        or re.findall(r"</?\w+>", entry.msgid) != re.findall(r"</?\w+>", entry.msgstr)
    ]
    assert not faults, faults


@pytest.mark.parametrize("code", OTHERS)
def test_what_the_product_reads_is_made_of_the_catalogue(code: str) -> None:
    file = client_texts.catalogue(code).with_suffix(".mo")
    with file.open("rb") as opened:
        read = gettext.GNUTranslations(opened)
    other = [entry.msgid for entry in entries(code) if read.gettext(entry.msgid) != entry.msgstr]
    assert not other, f"run `landing manage texts`: {other[:10]}"


@pytest.mark.parametrize("code", OTHERS)
def test_dutch_stays_as_it_is_written(code: str) -> None:
    """A Dutch text that is by chance an English word of Django's own must not change on a Dutch page."""
    with translation.override(languages.DUTCH):
        other = [entry.msgid for entry in entries(code) if translation.gettext(entry.msgid) != entry.msgid]
    assert not other, other


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_says_whether_a_translator_checked_it(code: str) -> None:
    assert entries(code).metadata.get("X-Checked-By-A-Translator") in {"no", "yes"}


@pytest.mark.parametrize("code", OTHERS)
def test_numbers_and_days_are_typed_the_same_way_in_every_language(code: str) -> None:
    """1.250,50 and 27-11-2026 mean the same on an English page as on a Dutch one."""
    for name in ("DECIMAL_SEPARATOR", "THOUSAND_SEPARATOR", "DATE_INPUT_FORMATS"):
        assert get_format(name, lang=code) == get_format(name, lang=languages.DUTCH), name


def test_the_languages_are_those_of_the_settings() -> None:
    assert [code for code, _ in settings.LANGUAGES] == [one.code for one in languages.LANGUAGES]
    assert all(one.direction in {"ltr", "rtl"} and one.name for one in languages.LANGUAGES)
    assert languages.LANGUAGES[0].code == languages.DUTCH == settings.LANGUAGE_CODE


def bare_texts(source: str, *, compiled: bool = False) -> list[str]:
    """What stands in a template outside every mark, and what its components are given without one."""
    found = [
        word.value
        for call in Environment().parse(source).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in SPEAKING
        for word in (*call.args, *(named.value for named in call.kwargs if named.key in SAID_AS))
        if isinstance(word, nodes.Const) and isinstance(word.value, str) and word.value and not NO_TEXT.match(word.value)
    ] if compiled else []  # fmt: skip
    source = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", source, flags=re.DOTALL)
    source = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", source, flags=re.DOTALL)
    source = re.sub(r"{% block \w+_class %}.*?{% endblock %}", "", source)
    for tag in TAG.finditer(source):
        if tag.group(1) in SPEAKING:
            given = re.sub(r'_\("[^"]*"\)|\w+="[^"]*"|:"[^"]*"', "", tag.group(0))
            given += " ".join(re.findall(rf'(?:{"|".join(SAID_AS)})=("[^"]*")', tag.group(0)))
            found += [text for text in re.findall(r'"([^"]+)"', given) if not NO_TEXT.match(text)]
    found += re.findall(r'default:"([^"]*[A-Za-z]{2}[^"]*)"', source)
    plain = re.sub(r"{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)
    found += re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z]{2}[^"]*)"', plain)
    plain = html.unescape(re.sub(r"<[^>]*>", "\n", plain, flags=re.DOTALL))
    found += [line.strip() for line in NAMES.sub("", plain).splitlines() if re.search(r"[A-Za-zÀ-ÿ]{2}", line)]
    return found


@pytest.mark.parametrize("name", client_texts.of_clients())
def test_a_template_of_clients_holds_no_text_without_a_mark(name: str) -> None:
    file = client_texts.templates()[name]
    texts = bare_texts(file.read_text(), compiled=client_texts.COMPILED in file.parts)
    found = [text for text in texts if (name, text) not in LEFT_IN_DUTCH]
    assert not found, f"mark it with translate, blocktranslate or _(…): {found}"


def test_a_text_without_a_mark_is_found() -> None:
    assert bare_texts("<p>Dag {{ name }}</p>") == ["Dag"]
    assert bare_texts('{% button "Bewaar" %}{% back_link back _("Terug") %}') == ["Bewaar"]
    assert bare_texts('<nav aria-label="Hoofdmenu"></nav>') == ["Hoofdmenu"]
    assert bare_texts('{{ one.words|default:"Een wens" }}') == ["Een wens"]
    assert bare_texts('<p>{% translate "Dag" %} – Zachte Landing</p>') == []
    assert bare_texts('<p>Dag {{ name }}</p>{{ button("Bewaar", "quiet", extra="Dit") }}{{ _("Terug") }}', compiled=True) == [
        "Bewaar", "Dit", "Dag",
    ]  # fmt: skip
    assert bare_texts('{% call card(_("Nu"), tone="now") %}{{ badge(_("Laat")) }}{% endcall %}', compiled=True) == []


def test_the_texts_are_found_where_they_are_written() -> None:
    texts = client_texts.every_text()
    assert len(client_texts.of_clients()) > 120 and len(texts) > 2000
    places = {place.split("/")[0] for found in texts.values() for place in found}
    assert {"plan", "rights", "login", "desk", "ui", "rulebook", "regions", "content"} <= places
    assert client_texts.in_template('{% translate "Dag" %}{% button _("Bewaar") %}') == ["Dag", "Bewaar"]
    assert client_texts.in_template("{% blocktranslate trimmed %}\n Dag {{ name }}\n{% endblocktranslate %}") == [
        "Dag %(name)s"
    ]
    assert marked('{{ _("Dag") }}{{ button(_("Bewaar")) }}{{ _("Dag %(name)s", name=name) }}') == [
        "Dag", "Bewaar", "Dag %(name)s",
    ]  # fmt: skip
    assert client_texts.in_python('from landing.ui.languages import said as _\nX = _("Dag")') == ["Dag"]
    assert client_texts.in_python('X = _("Dag")') == []


def test_no_catalogue_stands_there_for_a_language_that_nobody_speaks() -> None:
    folders = {folder.name for folder in Path(client_texts.CATALOGUES).iterdir() if folder.is_dir()}
    assert folders == set(OTHERS)
